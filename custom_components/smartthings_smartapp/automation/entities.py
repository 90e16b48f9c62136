"""The entities of a target that triggers and conditions apply to."""

from collections.abc import Iterable, Mapping
from typing import Final

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.cover import DOMAIN as COVER_DOMAIN
from homeassistant.components.cover import CoverDeviceClass, CoverState
from homeassistant.components.lock import LockState
from homeassistant.const import STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.entity import get_device_class

from ..const import DOMAIN
from ..mapping.descriptions.base import AutomationFeature

CONNECTIVITY: Final[Mapping[str, DomainSpec]] = {
    BINARY_SENSOR_DOMAIN: DomainSpec(device_class=BinarySensorDeviceClass.CONNECTIVITY)
}
UPDATES: Final[Mapping[str, DomainSpec]] = {
    BINARY_SENSOR_DOMAIN: DomainSpec(BinarySensorDeviceClass.CONNECTIVITY, "updates")
}
"""The attribute of the connectivity that says how changes of a device arrive."""
DOORS: Final[Mapping[str, DomainSpec]] = {
    BINARY_SENSOR_DOMAIN: DomainSpec(),
    COVER_DOMAIN: DomainSpec(),
}
OPEN: Final = frozenset({STATE_ON, CoverState.CLOSING, CoverState.OPEN, CoverState.OPENING})
"""States of doors and windows that are not closed."""
UNLOCKED: Final = frozenset({LockState.OPEN, LockState.UNLOCKED})

_DOOR_CLASSES: Final = frozenset(
    {
        CoverDeviceClass.DOOR,
        CoverDeviceClass.GARAGE,
        CoverDeviceClass.GATE,
        CoverDeviceClass.WINDOW,
    }
)
"""Device classes of covers that are doors or windows."""


def own_entities(hass: HomeAssistant, entities: Iterable[str]) -> dict[str, er.RegistryEntry]:
    """Return the entities of this integration, by entity id."""
    registry = er.async_get(hass)
    found = ((entity_id, registry.async_get(entity_id)) for entity_id in entities)
    return {entity_id: item for entity_id, item in found if item and item.platform == DOMAIN}


def own_entities_with(
    hass: HomeAssistant, entities: Iterable[str], feature: AutomationFeature
) -> set[str]:
    """Return the entities of this integration that have a feature."""
    own = own_entities(hass, entities)
    return {entity_id for entity_id, item in own.items() if item.supported_features & feature}


def own_doors(hass: HomeAssistant, entities: Iterable[str]) -> set[str]:
    """Return the doors and windows of this integration, each door once.

    A garage door is often a cover with a contact sensor.
    """
    doors = {
        entity_id: item
        for entity_id, item in own_entities(hass, entities).items()
        if _is_door(hass, item)
    }
    covers = {component_of(item) for item in doors.values() if item.domain == COVER_DOMAIN}
    return {
        entity_id
        for entity_id, item in doors.items()
        if item.domain == COVER_DOMAIN or component_of(item) not in covers
    }


def _is_door(hass: HomeAssistant, item: er.RegistryEntry) -> bool:
    if item.domain == COVER_DOMAIN:
        return get_device_class(hass, item.entity_id) in _DOOR_CLASSES
    return bool(item.supported_features & AutomationFeature.DOOR)


def component_of(item: er.RegistryEntry) -> str:
    """Return the device and component in a unique id, which capability and key follow."""
    return item.unique_id.rsplit("_", 2)[0]
