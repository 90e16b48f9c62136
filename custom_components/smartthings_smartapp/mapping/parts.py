"""The parts of a device: which are child devices, and which entity has the name of the part."""

from collections.abc import Iterable
from typing import Final

from homeassistant.const import Platform

from ..cloud.models import MAIN
from .descriptions.base import Mapped, Match

_LEADING: Final = (
    Platform.CLIMATE,
    Platform.WATER_HEATER,
    Platform.ALARM_CONTROL_PANEL,
    Platform.LOCK,
    Platform.COVER,
    Platform.VACUUM,
    Platform.MEDIA_PLAYER,
    Platform.HUMIDIFIER,
    Platform.FAN,
    Platform.SIREN,
    Platform.VALVE,
    Platform.LIGHT,
    Platform.SWITCH,
)
"""Platforms of primary entities. The first that a component has gets the name of the component."""

METERED: Final = ("exportedEnergy", "importedEnergy")
"""Components that are one direction of a meter. SmartThings' driver for Matter energy devices
splits the energy of home batteries and solar panels into them (``matter-energy`` in
SmartThingsEdgeDrivers)."""

_MIRROR: Final = "hca."
"""Prefix of a component that repeats another one for other vendors: ``hca.main``."""


def part_of(component: str) -> str:
    """Return the component that an entity belongs to: ``main`` for ``hca.main``."""
    return component.removeprefix(_MIRROR) or component


def leading(matches: Iterable[Match], component: str) -> Mapped | None:
    """Return the entry whose entity has just the name of a component. There is at most one."""
    primary = (match.entry for match in matches if match.component == component)
    return min((entry for entry in primary if entry.primary), key=_place, default=None)


def _place(entry: Mapped) -> int:
    return _LEADING.index(entry.platform) if entry.platform in _LEADING else len(_LEADING)


def is_own_device(matches: Iterable[Match], component: str) -> bool:
    """Return whether a component is a child device.

    A device without an enabled entity would have an empty page. The automation editor offers no
    triggers and conditions for a device whose entities all have a category. A direction of a meter
    is no device that a user has, and neither is a mirror of another component.
    """
    return component == part_of(component) not in (MAIN, *METERED) and any(
        match.component == component
        and match.entry.entity_registry_enabled_default
        and match.entry.entity_category is None
        and not match.entry.index_in_name
        for match in matches
    )
