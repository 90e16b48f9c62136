"""Finds what core's integration and ours have in common, and what the user has set only there.

Our settings win: a name, an area or an icon that the user gave to our entity stays. Labels and
categories are added to ours.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from homeassistant.components.homeassistant.exposed_entities import (
    KNOWN_ASSISTANTS,
    async_should_expose,
)
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from ..const import CONF_LOCATION_ID, DOMAIN
from ..entity.location import location_unique_id, scene_key
from ..mapping.descriptions.base import Match
from ..runtime import SmartThingsConfigEntry
from .counterparts import counterpart, on_other_platforms, split_core_id
from .plan import (
    CORE_DOMAIN,
    TAKEN_ENTITY_ID,
    DeviceChanges,
    DevicePair,
    EntityChanges,
    EntityPair,
    MigrationPlan,
    UnmatchedEntity,
    options_of,
)

_CORE_LOCATION: Final = "location_id"
_CORE_OLD_DATA: Final = "old_data"
"""Key under which core keeps the data of an entry from before its logins changed."""

_NO_ROOMS: Mapping[str, str] = MappingProxyType({})
_BOUND_OPTIONS = frozenset({"area_mapping", "last_seen_segments", "suggested_display_precision"})
"""Options that an integration sets itself, or that name its own parts."""


@callback
def find_migration(
    hass: HomeAssistant, entry: SmartThingsConfigEntry, rooms: Mapping[str, str] = _NO_ROOMS
) -> MigrationPlan:
    """Return what can move from core's config entries of the same location.

    Core may be loaded, disabled or failing: only the registries are read. ``rooms`` has the names
    of the rooms by id. The area of our device counts as chosen by the user unless it is the
    device's room, so without the rooms only devices without an area get one. The plan is empty
    while our entry is not loaded, because its devices are not known then.

    Nothing changes, except that Home Assistant stores its default where it was never asked whether
    an entity of ours is exposed to an assistant.
    """
    if entry.state is not ConfigEntryState.LOADED:
        return MigrationPlan(entry)
    return _Search(hass, entry, rooms).run()


@callback
def has_migration(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> bool:
    """Return whether core has a device or an entity of the location."""
    plan = find_migration(hass, entry)
    return bool(plan.devices or plan.entities)


class _Search:
    """Reads the registries once and pairs what belongs together."""

    def __init__(
        self, hass: HomeAssistant, entry: SmartThingsConfigEntry, rooms: Mapping[str, str]
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._rooms = rooms
        self._location_id = entry.data[CONF_LOCATION_ID]
        self._runtime = entry.runtime_data
        self._devices = dr.async_get(hass)
        self._entities = er.async_get(hass)

    def run(self) -> MigrationPlan:
        entries = [
            entry
            for entry in self._hass.config_entries.async_entries(CORE_DOMAIN)
            if self._location_id == _location_of(entry)
        ]
        # If two entries have the same device, the enabled entry counts.
        entries.sort(key=lambda entry: entry.disabled_by is not None)
        pairs, unmatched = self._entity_pairs(entries)
        return MigrationPlan(
            self._entry, tuple(self._device_pairs(entries)), tuple(pairs), tuple(unmatched)
        )

    def _device_pairs(self, entries: list[ConfigEntry]) -> Iterator[DevicePair]:
        unpaired = {
            identifier: device
            for device in self._devices_of(self._entry)
            for domain, identifier in device.identifiers
            if domain == DOMAIN
        }
        for entry in entries:
            for core in self._devices_of(entry):
                for domain, identifier in core.identifiers:
                    if domain == CORE_DOMAIN and (ours := unpaired.pop(identifier, None)):
                        changes = _device_changes(core, ours, self._default_areas(identifier))
                        yield DevicePair(core, ours, changes)

    def _devices_of(self, entry: ConfigEntry) -> list[dr.AnyDeviceEntry]:
        return [
            *dr.async_entries_for_config_entry(self._devices, entry.entry_id),
            *dr.async_child_entries_for_config_entry(self._devices, entry.entry_id),
        ]

    def _default_areas(self, identifier: str) -> set[str | None]:
        """Return the areas in which our device can be without a choice of the user."""
        stored = self._runtime.devices.get(identifier)
        room = self._rooms.get(stored.device.room_id or "") if stored else None
        area = ar.async_get(self._hass).async_get_area_by_name(room) if room else None
        return {None, area.id} if area else {None}

    def _entity_pairs(
        self, entries: list[ConfigEntry]
    ) -> tuple[list[EntityPair], list[UnmatchedEntity]]:
        pairs: dict[str, EntityPair] = {}
        unmatched: list[UnmatchedEntity] = []
        for entry in entries:
            for core in er.async_entries_for_config_entry(self._entities, entry.entry_id):
                ours = self._counterpart(core)
                if ours is None or ours.id in pairs:
                    unmatched.append(UnmatchedEntity(core, self._alternatives(core)))
                else:
                    pairs[ours.id] = self._pair(core, ours)
        return list(pairs.values()), unmatched

    def _counterpart(self, core: er.RegistryEntry) -> er.RegistryEntry | None:
        if core.domain == Platform.SCENE:
            unique_id = location_unique_id(self._location_id, scene_key(core.unique_id))
            return self._ours(Platform.SCENE, unique_id)
        device_id, place = split_core_id(core.unique_id)
        match = counterpart(core.domain, place, self._mapped(device_id))
        return self._ours(match.entry.platform, match.unique_id(device_id)) if match else None

    def _alternatives(self, core: er.RegistryEntry) -> tuple[str, ...]:
        device_id, place = split_core_id(core.unique_id)
        found = on_other_platforms(core.domain, place, self._mapped(device_id))
        ours = (self._ours(match.entry.platform, match.unique_id(device_id)) for match in found)
        return tuple(entity.entity_id for entity in ours if entity)

    def _mapped(self, device_id: str) -> list[Match]:
        """Return the entries of the mapping tables for a device."""
        return [
            item for item in self._runtime.matches(device_id) if item.entry.defined_name is None
        ]

    def _ours(self, platform: Platform, unique_id: str) -> er.RegistryEntry | None:
        entity_id = self._entities.async_get_entity_id(platform, DOMAIN, unique_id)
        return self._entities.async_get(entity_id) if entity_id else None

    def _pair(self, core: er.RegistryEntry, ours: er.RegistryEntry) -> EntityPair:
        changes = _entity_changes(core, ours)
        is_older = _has_older_id(core, ours)
        is_off = ours.disabled and _is_wanted(core)
        enables = is_older and is_off and self._is_off_by_default(ours)
        return EntityPair(
            core=core,
            ours=ours,
            changes=changes,
            options=_options(core, ours),
            exposed=self._exposed(core, ours),
            entity_id=core.entity_id if is_older and (enables or not is_off) else None,
            enables=enables,
        )

    def _is_off_by_default(self, ours: er.RegistryEntry) -> bool:
        device = self._devices.async_get(ours.device_id) if ours.device_id else None
        off = ours.disabled_by is er.RegistryEntryDisabler.INTEGRATION
        return off and not (device and device.disabled)

    def _exposed(self, core: er.RegistryEntry, ours: er.RegistryEntry) -> dict[str, bool]:
        """Return the assistants for which the exposure differs, with core's setting.

        The defaults are the same for both entities, so a difference is the user's choice.
        """
        return {
            assistant: exposed
            for assistant in KNOWN_ASSISTANTS
            if (exposed := options_of(core, assistant).get("should_expose")) is not None
            and exposed != async_should_expose(self._hass, assistant, ours.entity_id)
        }


def _location_of(entry: ConfigEntry) -> str | None:
    """Return the location of an entry of core, also if its login was never migrated."""
    data = {**entry.data.get(_CORE_OLD_DATA, {}), **entry.data}
    return data.get(_CORE_LOCATION)


def _is_wanted(core: er.RegistryEntry) -> bool:
    """Return whether an entity of core is enabled, or would be with its config entry enabled."""
    return core.disabled_by in {None, er.RegistryEntryDisabler.CONFIG_ENTRY}


def _has_older_id(core: er.RegistryEntry, ours: er.RegistryEntry) -> bool:
    """Return whether core's entity id existed before ours.

    It did not if core was set up later and got our id with a number appended, nor if core's entity
    has given up its id to ours and does not have it back.
    """
    if re.fullmatch(rf"{re.escape(ours.entity_id)}_\d+", core.entity_id):
        return False
    taken = options_of(ours, DOMAIN).get(TAKEN_ENTITY_ID)
    return taken is None or taken == core.entity_id


def _device_changes(
    core: dr.AnyDeviceEntry, ours: dr.AnyDeviceEntry, default_areas: set[str | None]
) -> DeviceChanges:
    """Return what the user set for core's device; ``default_areas`` are not the user's choice."""
    changes: DeviceChanges = {}
    if core.name_by_user and not ours.name_by_user:
        changes["name_by_user"] = core.name_by_user
    if core.area_id and core.area_id != ours.area_id and ours.area_id in default_areas:
        changes["area_id"] = core.area_id
    if core.labels - ours.labels:
        changes["labels"] = ours.labels | core.labels
    if core.disabled_by is dr.DeviceEntryDisabler.USER and not ours.disabled:
        changes["disabled_by"] = dr.DeviceEntryDisabler.USER
    return changes


def _entity_changes(core: er.RegistryEntry, ours: er.RegistryEntry) -> EntityChanges:
    """Return what the user set for core's entity and not for ours."""
    changes: EntityChanges = {}
    if core.name is not None and ours.name is None:
        changes["name"] = core.name
    if core.area_id and not ours.area_id and _is_named(ours, changes):
        changes["area_id"] = core.area_id
    if core.icon and not ours.icon:
        changes["icon"] = core.icon
    if core.device_class and not ours.device_class:
        changes["device_class"] = core.device_class
    if core.aliases != ours.aliases and ours.aliases == [er.COMPUTED_NAME]:
        changes["aliases"] = [*core.aliases]
    if core.labels - ours.labels:
        changes["labels"] = ours.labels | core.labels
    if core.categories.keys() - ours.categories.keys():
        changes["categories"] = core.categories | ours.categories
    if core.disabled_by is er.RegistryEntryDisabler.USER and not ours.disabled:
        changes["disabled_by"] = er.RegistryEntryDisabler.USER
    if core.hidden_by is er.RegistryEntryHider.USER and not ours.hidden:
        changes["hidden_by"] = er.RegistryEntryHider.USER
    return changes


def _is_named(ours: er.RegistryEntry, changes: EntityChanges) -> bool:
    """Return whether our entity will have its own name in addition to that of its device.

    Home Assistant rejects an area for an entity that has only the name of its device.
    """
    chosen = changes.get("name", ours.name)
    return bool(ours.original_name if chosen is None else chosen)


def _options(core: er.RegistryEntry, ours: er.RegistryEntry) -> dict[str, Any]:
    """Return the options of the platform, such as a unit, that only core's entity has."""
    known = options_of(ours, ours.domain).keys() | _BOUND_OPTIONS
    return {key: value for key, value in options_of(core, core.domain).items() if key not in known}
