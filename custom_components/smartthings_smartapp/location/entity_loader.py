"""Adds the entities of devices that are there now, and of those that are added later."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Protocol

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from ..cloud.models import MAIN, AttributeKey
from ..cloud.subscription_plan import (
    MAX_SUBSCRIPTIONS,
    DeviceCapability,
    SubscriptionPlan,
    make_plan,
)
from ..const import DOMAIN
from ..mapping import ENTRIES
from ..mapping.descriptions.base import Mapped, Match
from ..mapping.descriptions.devices import LockMap
from ..mapping.descriptions.sensors import EventMap
from ..mapping.matcher import match_device
from ..mapping.parts import is_own_device
from .changes import StoredDevice
from .entity_limit import Candidate, Room
from .store import LocationStore
from .subscriptions import LOCATION_LEVEL

type CreateEntity[EntryT: Mapped] = Callable[[str, str, EntryT], Entity]
"""Makes an entity from a device id, a component id and a mapping entry."""
type CreateAll = Callable[[], Mapping[str, Entity]]
"""Returns the entities that the location has now, by unique id."""

_OF_LOCATION: Final = 10
"""Entities of a location beside its scenes, at most."""

PRESSES: Final = frozenset(entry.source for entry in ENTRIES if isinstance(entry, EventMap))
"""Attributes of which each report is an event, also if the value is the same."""
OPERATIONS: Final = frozenset(
    entry.capability
    for entry in ENTRIES
    if isinstance(entry, LockMap) or (isinstance(entry, EventMap) and entry.by_hand)
)
"""Capabilities of locks and buttons, of which a poll finds only the last report."""
EVERY_REPORT: Final = frozenset(source.capability for source in PRESSES)
"""Capabilities that have such an attribute."""


# Automations react to these, and a late change could do harm.
_PROMPT = frozenset(
    {
        Platform.ALARM_CONTROL_PANEL,
        Platform.BINARY_SENSOR,
        Platform.COVER,
        Platform.DEVICE_TRACKER,
        Platform.EVENT,
        Platform.LOCK,
        Platform.SIREN,
    }
)


class Urgency(IntEnum):
    """How much it matters that SmartThings reports a change instead of a poll finding it."""

    LOW = 1
    """Settings and diagnostics, which may be an hour old."""
    NORMAL = 4
    HIGH = 16


def _urgency(entry: Mapped) -> Urgency:
    if entry.entity_category:
        return Urgency.LOW
    return Urgency.HIGH if entry.platform in _PROMPT else Urgency.NORMAL


class Matcher(Protocol):
    """Finds entries that apply to a device."""

    def match(self, stored: StoredDevice, found: tuple[Match, ...], /) -> tuple[Match, ...]:
        """Return the entries that apply in addition to ``found``, those of earlier matchers."""
        ...

    def forget(self, device_id: str) -> None:
        """Forget a device that was removed."""
        ...


class TableMatcher:
    """Finds the entries of the mapping tables."""

    def match(self, stored: StoredDevice, _found: tuple[Match, ...], /) -> tuple[Match, ...]:
        """Return the entries of the tables."""
        return match_device(stored.device, stored.status)

    def forget(self, device_id: str) -> None:
        """Do nothing: nothing is kept."""


@dataclass(frozen=True, slots=True)
class _Registered:
    add: AddConfigEntryEntitiesCallback
    create: Callable[[str, Match], Entity]


class EntityLoader:
    """Matches devices with mapping entries, and adds an entity for each match."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        store: LocationStore,
        matchers: Iterable[Matcher],
        controls: Matcher,
    ) -> None:
        """Start without platforms and devices.

        Each matcher sees what those before it found. ``controls`` finds the entries that users have
        added, which do not affect the others.
        """
        self.matches: dict[str, tuple[Match, ...]] = {}
        """The entries that apply, by device id."""
        self.store = store
        """The location whose devices are matched."""
        self._matchers = tuple(matchers)
        self._control_matcher = controls
        self._controls: dict[str, tuple[Match, ...]] = {}
        """The entries that users have added, by device id."""
        self._hass = hass
        self._entry = entry
        self._room = Room(hass, entry)
        self._kinds: dict[type[Mapped], _Registered] = {}
        self._loaded: dict[str, dict[tuple[Platform, str], Mapped]] = {}
        """The entries of the entities made, by device id and by platform and unique id."""
        self._location: dict[Platform, tuple[AddConfigEntryEntitiesCallback, CreateAll]] = {}
        self._loaded_location: dict[Platform, set[str]] = {}

    @callback
    def register[EntryT: Mapped](
        self,
        add: AddConfigEntryEntitiesCallback,
        kind: type[EntryT],
        create: CreateEntity[EntryT],
    ) -> None:
        """Add entities for a kind of entries, now and for later devices."""

        def create_from(device_id: str, match: Match) -> Entity:
            if not isinstance(match.entry, kind):
                raise TypeError(match.entry)
            return create(device_id, match.component, match.entry)

        self._kinds[kind] = _Registered(add, create_from)
        self._add(self.matches, {kind})

    @callback
    def register_location(
        self, platform: Platform, add: AddConfigEntryEntitiesCallback, create_all: CreateAll
    ) -> None:
        """Add the entities of a platform that belong to the location itself."""
        self._location[platform] = (add, create_all)
        self.load_location()

    @callback
    def load(self, device_ids: Iterable[str]) -> bool:
        """Match devices that are new or have other capabilities, and add their entities.

        Return whether a loaded entity has a different entry now, which takes a reload.
        """
        device_ids = tuple(device_ids)
        for device_id in device_ids:
            stored = self.store.devices[device_id]
            found: tuple[Match, ...] = ()
            for matcher in self._matchers:
                found += matcher.match(stored, found)
            self.matches[device_id] = found
            self._controls[device_id] = self._control_matcher.match(stored, found)
        return self._add(device_ids, self._kinds)

    @callback
    def forget(self, device_id: str) -> None:
        """Forget a device that was removed; the device registry removes its entities."""
        self.matches.pop(device_id, None)
        self._controls.pop(device_id, None)
        for matcher in self._matchers:
            matcher.forget(device_id)
        self._loaded.pop(device_id, None)

    def _all(self, device_id: str) -> tuple[Match, ...]:
        """Return the entries that apply to a device, with those that users have added."""
        return (*self.matches.get(device_id, ()), *self._controls.get(device_id, ()))

    def merged_parts(self, device_id: str) -> frozenset[str]:
        """Return the components of a device that are not child devices."""
        matches = self.matches.get(device_id, ())
        parts = {match.component for match in matches} - {MAIN}
        return frozenset(part for part in parts if not is_own_device(matches, part))

    @callback
    def load_location(self) -> None:
        """Add new entities of the location, and remove those that it no longer has."""
        if self._entry.state is ConfigEntryState.UNLOAD_IN_PROGRESS:
            return
        registry = er.async_get(self._hass)
        for platform, (add, create_all) in self._location.items():
            present = create_all()
            loaded = known = self._loaded_location.get(platform, set())
            if platform is Platform.SCENE and self.store.state.scenes_listed:
                known = loaded | self._registered(platform)
            self._loaded_location[platform] = set(present)
            for unique_id in known - present.keys():
                if entity_id := registry.async_get_entity_id(platform, DOMAIN, unique_id):
                    registry.async_remove(entity_id)
            if new := [entity for key, entity in present.items() if key not in loaded]:
                add(new)
        self.store.listeners.notify_location()

    def _registered(self, platform: Platform) -> set[str]:
        """Return the registered unique ids of a platform, including those of earlier runs."""
        entries = er.async_entries_for_config_entry(er.async_get(self._hass), self._entry.entry_id)
        return {item.unique_id for item in entries if item.domain == platform}

    def plan(self, ceiling: int = MAX_SUBSCRIPTIONS) -> SubscriptionPlan:
        """Return the plan of subscriptions for the attributes of all enabled entities."""
        return make_plan(
            self.pairs(),
            location_id=self.store.location_id,
            location_level=LOCATION_LEVEL,
            every_report=EVERY_REPORT,
            ceiling=ceiling,
        )

    def polled_devices(self, plan: SubscriptionPlan) -> list[str]:
        """Return the names of devices that a plan polls although more than settings need push."""
        urgency = self.pairs() if plan.polled else {}
        devices = {
            pair.device_id for pair in plan.polled if urgency.get(pair, 0) > Urgency.LOW
        } & self.store.devices.keys()
        return sorted(self.store.devices[device_id].device.label for device_id in devices)

    def pairs(self) -> dict[DeviceCapability, int]:
        """Return the capabilities that enabled entities need, with their urgency.

        A capability that a device does not have is skipped: some mapping entries read optional
        ones.
        """
        registry = er.async_get(self._hass)
        disabled = {
            (item.domain, item.unique_id): item.disabled
            for item in registry.entities.values()
            if item.platform == DOMAIN
        }
        found: dict[DeviceCapability, int] = {}
        for device_id, stored in self.store.devices.items():
            reported = self._reported(stored)
            for match in self._all(device_id):
                key = (match.entry.platform, match.unique_id(device_id))
                # An entity that is not registered yet is off if it is off by default.
                if disabled.get(key, match.entry.defined_name is not None):
                    continue
                for source in match.entry.subscribed:
                    if source.capability in reported:
                        pair = DeviceCapability(device_id, source.capability)
                        found[pair] = max(found.get(pair, 0), _urgency(match.entry))
        return found

    @staticmethod
    def _reported(stored: StoredDevice) -> frozenset[str]:
        """Return the capabilities that a device lists or reports."""
        return stored.device.capabilities | {key.capability for key in stored.status}

    def _add(self, device_ids: Iterable[str], kinds: Collection[type[Mapped]]) -> bool:
        """Add the missing entities, with one call per kind; return whether one is outdated."""
        if self._entry.state is ConfigEntryState.UNLOAD_IN_PROGRESS:
            return False  # An entity that is added now would stay when its platform goes.
        outdated = False
        missing: list[Candidate] = []
        for device_id in device_ids:
            loaded = self._loaded.setdefault(device_id, {})
            for match in self._all(device_id):
                entry = match.entry
                if type(entry) not in kinds:
                    continue
                key = (entry.platform, match.unique_id(device_id))
                if (known := loaded.get(key)) is not None:
                    outdated = outdated or (known is not entry and known != entry)
                elif not self._is_skipped(device_id, match) and not self._taken(*key):
                    missing.append((device_id, match))
        new: dict[tuple[type[Mapped], str | None], list[Entity]] = {}
        for device_id, match in self._fitting(missing):
            kind = type(match.entry)
            key = (match.entry.platform, match.unique_id(device_id))
            self._loaded[device_id][key] = match.entry
            created = self._kinds[kind].create(device_id, match)
            new.setdefault((kind, match.entry.subentry_id), []).append(created)
        for (kind, subentry_id), entities in new.items():
            self._kinds[kind].add(entities, config_subentry_id=subentry_id)
        return outdated

    def _fitting(self, missing: list[Candidate]) -> Iterable[Candidate]:
        """Return the missing entities that Home Assistant accepts."""
        reserved = len(self.store.state.scenes) + _OF_LOCATION
        controls = sum(map(len, self._controls.values()))
        if self._room.suffices(sum(map(len, self.matches.values())) + controls + reserved):
            return missing
        everything = (
            (device_id, match) for device_id in self.matches for match in self._all(device_id)
        )
        return self._room.fitting(missing, everything, reserved)

    def _taken(self, platform: Platform, unique_id: str) -> bool:
        """Return whether an entity still belongs to another loaded location.

        A device that moves may be listed in both for a while. Home Assistant refuses a second
        entity with the same unique id, so it is added after the other location has removed its own.
        """
        registry = er.async_get(self._hass)
        entity_id = registry.async_get_entity_id(platform, DOMAIN, unique_id)
        known = registry.async_get(entity_id) if entity_id else None
        owner = known.config_entry_id if known else None
        if owner is None or owner == self._entry.entry_id:
            return False
        other = self._hass.config_entries.async_get_entry(owner)
        return other is not None and other.state is ConfigEntryState.LOADED

    def _is_skipped(self, device_id: str, match: Match) -> bool:
        """Return whether no entity is made of an entry now.

        Most entities made of definitions stay disabled. Those are skipped, and those that only show
        a value as long as the attribute never had one.
        """
        entry = match.entry
        if entry.defined_name is None:
            return False
        registry = er.async_get(self._hass)
        unique_id = match.unique_id(device_id)
        entity_id = registry.async_get_entity_id(entry.platform, DOMAIN, unique_id)
        if known := registry.async_get(entity_id) if entity_id else None:
            return known.disabled
        value = self.store.value(device_id, AttributeKey(match.component, *entry.source))
        return entry.entity_category is EntityCategory.DIAGNOSTIC and (
            value is None or value.value is None
        )
