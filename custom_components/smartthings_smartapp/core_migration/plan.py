"""What moves from Home Assistant's own integration to ours: the shapes of a plan and its result.

That integration is called core here. A plan holds what the user has set in the registries: names,
areas, icons, labels, aliases and so on, and the entity ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypedDict

from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from ..runtime import SmartThingsConfigEntry

CORE_DOMAIN: Final = "smartthings"
TAKEN_ENTITY_ID: Final = "taken_entity_id"
"""Option of our entity: the entity id that core's entity gave up for it."""


class DeviceChanges(TypedDict, total=False):
    """Changes to our device, as arguments of the device registry."""

    area_id: str
    disabled_by: dr.DeviceEntryDisabler
    labels: set[str]
    name_by_user: str


class EntityChanges(TypedDict, total=False):
    """Changes to our entity, as arguments of the entity registry."""

    aliases: list[er.AliasEntry]
    area_id: str
    categories: dict[str, str]
    device_class: str
    disabled_by: er.RegistryEntryDisabler
    hidden_by: er.RegistryEntryHider
    icon: str
    labels: set[str]
    name: str


@dataclass(frozen=True, slots=True)
class DevicePair:
    """One device in both integrations, and what changes in ours."""

    core: dr.AnyDeviceEntry
    ours: dr.AnyDeviceEntry
    changes: DeviceChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPair:
    """Two entities of the same platform that show the same value, and what changes in ours."""

    core: er.RegistryEntry
    ours: er.RegistryEntry
    changes: EntityChanges
    options: Mapping[str, Any]
    """Options of the platform, such as a unit; their shape depends on the platform."""
    exposed: Mapping[str, bool]
    """New exposure of our entity by assistant."""
    entity_id: str | None
    """Core's entity id, None if ours does not get it."""
    enables: bool
    """Whether our entity is disabled by default, and is enabled together with the new id."""

    @property
    def has_settings(self) -> bool:
        """Whether anything other than the entity id changes."""
        return bool(self.changes or self.options or self.exposed)


@dataclass(frozen=True, slots=True)
class UnmatchedEntity:
    """An entity of core without a counterpart in ours."""

    core: er.RegistryEntry
    alternatives: tuple[str, ...]
    """Our entity ids that show the same value on other platforms."""


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """Everything that both integrations have in a location, and what changes in ours."""

    entry: SmartThingsConfigEntry
    devices: tuple[DevicePair, ...] = ()
    entities: tuple[EntityPair, ...] = ()
    unmatched: tuple[UnmatchedEntity, ...] = ()


@dataclass(frozen=True, slots=True)
class MigrationResult:
    """What has changed."""

    devices: int
    entities: int
    """Entities with changed settings; a changed entity id alone does not count."""
    entity_ids: int
    failed: tuple[str, ...]
    """Names of core's devices and ids of core's entities for which a change failed."""


def shown_name(device: dr.AnyDeviceEntry) -> str:
    """Return the name that the user gave to a device, else the one from the integration."""
    return device.name_by_user or device.name or ""


def options_of(entity: er.RegistryEntry, owner: str) -> Mapping[str, Any]:
    """Return the options of an entity that belong to a platform, an assistant or an integration."""
    return entity.options.get(owner) or {}
