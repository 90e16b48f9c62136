"""Finds the capability with which the codes of a lock are managed."""

from typing import Final

from ..cloud.models import MAIN
from ..controls.catalogue import components_of
from ..mapping.descriptions.base import Source
from ..mapping.vocabulary import Attribute, Capability
from ..runtime import Runtime
from .by_slot import SlotCodes
from .by_user import UserCodes
from .code_lock import CodeLock

_MIGRATED: Final = Source(Capability.LOCK_CODES, Attribute.MIGRATED)

type Codes = SlotCodes | UserCodes
"""The codes of a lock, whose methods are the same."""


def codes_of(runtime: Runtime, device_id: str, name: str, component: str = MAIN) -> Codes | None:
    """Return the codes of a device, preferably of a component, None if it has none.

    ``name`` is the name of the device for errors.
    """
    components = components_of(runtime, device_id)
    for component_id in sorted(components, key=lambda known: known != component):
        lock = CodeLock(runtime, device_id, component_id, name)
        if _by_user(lock):
            return UserCodes(lock)
        if lock.has_capability(Capability.LOCK_CODES):
            return SlotCodes(lock)
    return None


def _by_user(lock: CodeLock) -> bool:
    """Return whether the codes are managed as credentials of users.

    Profiles for Z-Wave and Zigbee have both capabilities. Their drivers use the new one after the
    command ``migrate``, and then report ``migrated``.
    """
    if not lock.has_capability(Capability.LOCK_CREDENTIALS):
        return False
    migrated = lock.raw(_MIGRATED) is True
    return migrated or not lock.has_capability(Capability.LOCK_CODES)
