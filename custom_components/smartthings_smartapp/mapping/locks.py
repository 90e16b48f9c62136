"""Locks."""

from pysmartthings import Attribute, Capability

from custom_components.smartthings_smartapp.descriptions import LockMap, Mapped, Source

ENTRIES: tuple[Mapped, ...] = (
    LockMap(
        capability=Capability.LOCK,
        key=Attribute.LOCK,
        reads=(Source(Capability.LOCK, Attribute.SUPPORTED_LOCK_COMMANDS),),
        primary=True,
    ),
)
