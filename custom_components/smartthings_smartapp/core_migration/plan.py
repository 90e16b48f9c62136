"""Takes over what the user chose at the same devices in Home Assistant's own integration.

That integration is called core here. What is taken is what the registries hold of the user's hand:
names, areas, icons, labels, aliases and so on, and on request the entity ids. Core's entry, devices
and entities all stay; the only thing of theirs that changes is an entity id that ours takes.

Ours wins where both have something: a name, an area or an icon that the user gave to ours stays.
Labels and categories are added to those of ours.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypedDict

from homeassistant.components.homeassistant.exposed_entities import (
    KNOWN_ASSISTANTS,
    async_expose_entity,
    async_should_expose,
)
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback, split_entity_id
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from ..const import CONF_LOCATION_ID, DOMAIN
from ..entity.location import location_unique_id, scene_key
from ..runtime import SmartThingsConfigEntry
from .counterparts import counterpart, elsewhere, split_core_id

_LOGGER = logging.getLogger(__name__)

CORE_DOMAIN: Final = "smartthings"
_CORE_LOCATION: Final = "location_id"
_CORE_OLD_DATA: Final = "old_data"
"""Where core keeps the data of an entry from before its logins changed."""

_NO_ROOMS: Mapping[str, str] = MappingProxyType({})
_BOUND_OPTIONS = frozenset({"area_mapping", "last_seen_segments", "suggested_display_precision"})
"""Options that an integration sets, or that name parts of its own."""
_TAKEN: Final = "taken_entity_id"
"""Option of our entity: the entity id for which core's has made room."""


class DeviceChanges(TypedDict, total=False):
    """What changes at a device of ours, as the registry takes it."""

    area_id: str
    disabled_by: dr.DeviceEntryDisabler
    labels: set[str]
    name_by_user: str


class EntityChanges(TypedDict, total=False):
    """What changes at an entity of ours, as the registry takes it."""

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
    """The same device, as core has it and as we have it."""

    core: dr.AnyDeviceEntry
    ours: dr.AnyDeviceEntry
    changes: DeviceChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityPair:
    """Two entities that show the same, on the same platform."""

    core: er.RegistryEntry
    ours: er.RegistryEntry
    changes: EntityChanges
    options: Mapping[str, Any]
    """Options of the platform, such as a unit; their shapes are each platform's own."""
    exposed: Mapping[str, bool]
    """Voice assistants to which ours is exposed otherwise than core's."""
    entity_id: str | None
    """Core's entity id, where ours may take it."""
    enables: bool
    """Whether ours is off by default and has to be turned on to be of use under that id."""

    @property
    def has_settings(self) -> bool:
        """Whether anything but the entity id would change."""
        return bool(self.changes or self.options or self.exposed)


@dataclass(frozen=True, slots=True)
class Lone:
    """An entity of core that has no counterpart of ours."""

    core: er.RegistryEntry
    instead: tuple[str, ...]
    """Entity ids of ours that show the same on other platforms."""


@dataclass(frozen=True, slots=True)
class Takeover:
    """What core and we both have in a location, and what would change at ours."""

    entry: SmartThingsConfigEntry
    devices: tuple[DevicePair, ...] = ()
    entities: tuple[EntityPair, ...] = ()
    lone: tuple[Lone, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """How much has changed."""

    devices: int
    entities: int
    """Entities with other settings; the entity id is none of them."""
    entity_ids: int
    failed: tuple[str, ...]
    """Names of devices and entity ids of core's entities that could not be taken over whole."""


@callback
def find_takeover(
    hass: HomeAssistant, entry: SmartThingsConfigEntry, rooms: Mapping[str, str] = _NO_ROOMS
) -> Takeover:
    """Return what can be taken over from core's entries of the same location.

    It does not matter whether core is loaded, disabled or failing: the registries tell. ``rooms``
    has the names of the rooms by id. The area of a device of ours counts as chosen by the user
    unless it is the device's room, so without the rooms only devices without an area get one.
    Nothing is found while the entry is not loaded, for what its devices are is not known then.

    Nothing is changed, but that Home Assistant notes its own default where it was never asked
    whether an entity of ours is exposed to an assistant.
    """
    if entry.state is not ConfigEntryState.LOADED:
        return Takeover(entry)
    return _Search(hass, entry, rooms).run()


@callback
def apply_takeover(hass: HomeAssistant, takeover: Takeover, *, entity_ids: bool) -> Applied:
    """Do what was found, and return how much that was.

    What cannot be done for one device or entity is logged, named in the result, and costs the
    others nothing.

    With ``entity_ids`` core's entity gets another id (``light.lamp_smartthings``) and ours takes
    the one that it had, also where the user has given ours an id of its own: it is asked for. Only
    an entity that the user has turned off does not take the id of one that is on. An entity that
    is off by default is turned on for it, by a reload half a minute later.

    History does not change hands. Home Assistant's recorder follows an entity when its id changes
    (``recorder/entity_registry.py``): all states and long-term statistics of core's entity are from
    then on found under its new id, and ours brings along what was recorded of it since it was
    set up. The old id so shows the past of ours, not of core's, and nothing is lost or joined.

    Since nothing is deleted, all of it can be taken back by hand.
    """
    work = _Work(hass)
    devices = [work.tried(work.device, pair, shown_name(pair.core)) for pair in takeover.devices]
    entities = [work.tried(work.entity, pair, pair.core.entity_id) for pair in takeover.entities]
    ids = [
        work.tried(work.take_id, pair, pair.core.entity_id)
        for pair in takeover.entities
        if entity_ids
    ]
    if takeover.entry.state is ConfigEntryState.LOADED:
        # What has been turned off needs no subscription any more.
        takeover.entry.runtime_data.subscriptions.replan()
    return Applied(sum(devices), sum(entities), sum(ids), tuple(dict.fromkeys(work.failed)))


def shown_name(device: dr.AnyDeviceEntry) -> str:
    """Return the name of a device, the user's before the integration's."""
    return device.name_by_user or device.name or ""


class _Search:
    """One look at the registries."""

    def __init__(
        self, hass: HomeAssistant, entry: SmartThingsConfigEntry, rooms: Mapping[str, str]
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._rooms = rooms
        self._location_id = entry.data[CONF_LOCATION_ID]
        self._store = entry.runtime_data.store
        self._matches = entry.runtime_data.loader.matches
        self._devices = dr.async_get(hass)
        self._entities = er.async_get(hass)

    def run(self) -> Takeover:
        entries = [
            entry
            for entry in self._hass.config_entries.async_entries(CORE_DOMAIN)
            if self._location_id == _location_of(entry)
        ]
        # Where two have the same device, the one in use counts.
        entries.sort(key=lambda entry: entry.disabled_by is not None)
        pairs, lone = self._entity_pairs(entries)
        return Takeover(self._entry, tuple(self._device_pairs(entries)), tuple(pairs), tuple(lone))

    # Devices

    def _device_pairs(self, entries: list[ConfigEntry]) -> Iterator[DevicePair]:
        left = {
            identifier: device
            for device in self._devices_of(self._entry)
            for domain, identifier in device.identifiers
            if domain == DOMAIN
        }
        for entry in entries:
            for core in self._devices_of(entry):
                for domain, identifier in core.identifiers:
                    if domain == CORE_DOMAIN and (ours := left.pop(identifier, None)):
                        usual = self._usual_areas(identifier)
                        yield DevicePair(core, ours, _device_changes(core, ours, usual))

    def _devices_of(self, entry: ConfigEntry) -> list[dr.AnyDeviceEntry]:
        return [
            *dr.async_entries_for_config_entry(self._devices, entry.entry_id),
            *dr.async_child_entries_for_config_entry(self._devices, entry.entry_id),
        ]

    def _usual_areas(self, identifier: str) -> set[str | None]:
        """Return where a device of ours stands if nobody has moved it."""
        stored = self._store.devices.get(identifier)
        room = self._rooms.get(stored.device.room_id or "") if stored else None
        area = ar.async_get(self._hass).async_get_area_by_name(room) if room else None
        return {None, area.id} if area else {None}

    # Entities

    def _entity_pairs(self, entries: list[ConfigEntry]) -> tuple[list[EntityPair], list[Lone]]:
        pairs: dict[str, EntityPair] = {}
        lone: list[Lone] = []
        for entry in entries:
            for core in er.async_entries_for_config_entry(self._entities, entry.entry_id):
                ours = self._counterpart(core)
                if ours is None or ours.id in pairs:
                    lone.append(Lone(core, self._elsewhere(core)))
                else:
                    pairs[ours.id] = self._pair(core, ours)
        return list(pairs.values()), lone

    def _counterpart(self, core: er.RegistryEntry) -> er.RegistryEntry | None:
        if core.domain == Platform.SCENE:
            unique_id = location_unique_id(self._location_id, scene_key(core.unique_id))
            return self._ours(Platform.SCENE, unique_id)
        device_id, place = split_core_id(core.unique_id)
        match = counterpart(core.domain, place, self._matches.get(device_id, ()))
        return self._ours(match.entry.platform, match.unique_id(device_id)) if match else None

    def _elsewhere(self, core: er.RegistryEntry) -> tuple[str, ...]:
        device_id, place = split_core_id(core.unique_id)
        found = elsewhere(core.domain, place, self._matches.get(device_id, ()))
        ours = (self._ours(match.entry.platform, match.unique_id(device_id)) for match in found)
        return tuple(entity.entity_id for entity in ours if entity)

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
        """Return to which assistants ours is exposed otherwise.

        By default both are alike, so a difference is the user's choice.
        """
        return {
            assistant: exposed
            for assistant in KNOWN_ASSISTANTS
            if (exposed := _options_of(core, assistant).get("should_expose")) is not None
            and exposed != async_should_expose(self._hass, assistant, ours.entity_id)
        }


def _location_of(entry: ConfigEntry) -> str | None:
    """Return the location of an entry of core, also of one that never got a new login."""
    data = {**entry.data.get(_CORE_OLD_DATA, {}), **entry.data}
    return data.get(_CORE_LOCATION)


def _is_wanted(core: er.RegistryEntry) -> bool:
    """Return whether an entity of core is on, or would be if its entry were."""
    return core.disabled_by in {None, er.RegistryEntryDisabler.CONFIG_ENTRY}


def _has_older_id(core: er.RegistryEntry, ours: er.RegistryEntry) -> bool:
    """Return whether core's has an id that was there before that of ours.

    It was not if core came second and got our id with a number behind, nor if it made room for
    ours and has not got its old id back since.
    """
    if re.fullmatch(rf"{re.escape(ours.entity_id)}_\d+", core.entity_id):
        return False
    taken = _options_of(ours, DOMAIN).get(_TAKEN)
    return taken is None or taken == core.entity_id


def _device_changes(
    core: dr.AnyDeviceEntry, ours: dr.AnyDeviceEntry, usual_areas: set[str | None]
) -> DeviceChanges:
    """Return what the user chose at core's device; ``usual_areas`` are not chosen by the user."""
    changes: DeviceChanges = {}
    if core.name_by_user and not ours.name_by_user:
        changes["name_by_user"] = core.name_by_user
    if core.area_id and core.area_id != ours.area_id and ours.area_id in usual_areas:
        changes["area_id"] = core.area_id
    if core.labels - ours.labels:
        changes["labels"] = ours.labels | core.labels
    if core.disabled_by is dr.DeviceEntryDisabler.USER and not ours.disabled:
        changes["disabled_by"] = dr.DeviceEntryDisabler.USER
    return changes


def _entity_changes(core: er.RegistryEntry, ours: er.RegistryEntry) -> EntityChanges:
    """Return what the user chose at core's entity, and not at ours."""
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
    """Return whether ours will have a name of its own, beside that of its device.

    Home Assistant lets no other entity stand in another area than its device.
    """
    chosen = changes.get("name", ours.name)
    return bool(ours.original_name if chosen is None else chosen)


def _options(core: er.RegistryEntry, ours: er.RegistryEntry) -> dict[str, Any]:
    """Return what the user set of the platform's options and ours has not, such as a unit."""
    known = _options_of(ours, ours.domain).keys() | _BOUND_OPTIONS
    return {key: value for key, value in _options_of(core, core.domain).items() if key not in known}


def _options_of(entity: er.RegistryEntry, owner: str) -> Mapping[str, Any]:
    """Return the options of an entity that belong to a platform, an assistant or an integration."""
    return entity.options.get(owner) or {}


class _Work:
    """Changes the registries, one pair at a time."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.failed: list[str] = []
        self._hass = hass
        self._devices = dr.async_get(hass)
        self._entities = er.async_get(hass)

    def tried[PairT](self, act: Callable[[PairT], bool], pair: PairT, name: str) -> bool:
        """Return whether an act has changed anything; one that fails is noted."""
        try:
            return act(pair)
        except (HomeAssistantError, KeyError, ValueError) as err:
            _LOGGER.warning("%s could not be taken over: %s", name, err)
            self.failed.append(name)
            return False

    def device(self, pair: DevicePair) -> bool:
        """Change a device of ours. Raises HomeAssistantError or KeyError where it is gone."""
        before = self._devices.async_get(pair.ours.id)
        if isinstance(before, dr.ChildDeviceEntry):
            self._devices.async_update_child_device(pair.ours.id, **pair.changes)
        else:
            self._devices.async_update_device(pair.ours.id, **pair.changes)
        return self._devices.async_get(pair.ours.id) is not before

    def entity(self, pair: EntityPair) -> bool:
        """Change an entity of ours. Raises KeyError where it is gone, ValueError if refused."""
        before = self._now(pair.ours)
        after = self._entities.async_update_entity(before.entity_id, **pair.changes)
        if pair.options:
            options = {**pair.options, **_options_of(after, after.domain)}
            self._entities.async_update_entity_options(after.entity_id, after.domain, options)
        for assistant, exposed in pair.exposed.items():
            async_expose_entity(self._hass, assistant, after.entity_id, exposed)
        return self._now(pair.ours) is not before

    def take_id(self, pair: EntityPair) -> bool:
        """Let core's entity make room, and ours take its id.

        Raises KeyError where one of them is gone, ValueError where the id is not to be had. If
        core's has made room by then, it has to be renamed by hand before this is tried again.
        """
        core, ours = self._now(pair.core), self._now(pair.ours)
        wanted = pair.entity_id
        if wanted is None or ours.entity_id == wanted:
            return False
        if core.entity_id != wanted or (
            core.disabled and not self._hass.states.async_available(wanted)
        ):
            raise ValueError(wanted)
        domain, object_id = split_entity_id(wanted)
        aside = self._entities.async_get_available_entity_id(domain, f"{object_id}_{CORE_DOMAIN}")
        self._entities.async_update_entity(wanted, new_entity_id=aside)
        _LOGGER.info("Core's %s has become %s", wanted, aside)
        self._entities.async_update_entity_options(ours.entity_id, DOMAIN, {_TAKEN: wanted})
        self._entities.async_update_entity(ours.entity_id, new_entity_id=wanted)
        if pair.enables:
            self._entities.async_update_entity(wanted, disabled_by=None)
        return True

    def _now(self, entity: er.RegistryEntry) -> er.RegistryEntry:
        """Return an entity as it is by now, whatever its id. Raises KeyError where it is gone."""
        if (present := self._entities.async_get(entity.id)) is None:
            raise KeyError(entity.entity_id)
        return present
