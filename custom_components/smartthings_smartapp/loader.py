"""Adds entities: platforms register once, devices come now and later."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.models import Scene
from .cloud.plan import Pair, Plan, make_plan
from .const import DOMAIN
from .descriptions import EventMap, Mapped, Match
from .discovery import match_device
from .mapping import ENTRIES
from .store import HomeStore, StoredDevice
from .subscriptions import LOCATION_LEVEL

type CreateEntity[EntryT: Mapped] = Callable[[str, str, EntryT], Entity]
"""From a device id, a component id and an entry to the entity."""
type CreateScene = Callable[[Scene], Entity]

EVERY_REPORT = frozenset(entry.capability for entry in ENTRIES if isinstance(entry, EventMap))
"""Capabilities whose equal values in a row are events of their own."""


@dataclass(frozen=True, slots=True)
class _Registered:
    add: AddConfigEntryEntitiesCallback
    create: Callable[[str, Match], Entity]


def scene_unique_id(scene: Scene) -> str:
    """Return the unique id of a scene's entity (docs/unique-ids.md)."""
    return f"{scene.location_id}_scene_{scene.scene_id}"


class EntityLoader:
    """Knows which entries apply to which device, and which entities exist."""

    def __init__(self, hass: HomeAssistant, store: HomeStore) -> None:
        """Start without platforms and devices."""
        self.matches: dict[str, tuple[Match, ...]] = {}
        """What applies, by device id."""
        self._hass = hass
        self._store = store
        self._platforms: dict[Platform, _Registered] = {}
        self._loaded: dict[str, set[str]] = {}
        """Unique ids of the entities made, by device id."""
        self._scenes: tuple[AddConfigEntryEntitiesCallback, CreateScene] | None = None
        self._loaded_scenes: dict[str, Scene] = {}

    @callback
    def register[EntryT: Mapped](
        self,
        add: AddConfigEntryEntitiesCallback,
        kind: type[EntryT],
        create: CreateEntity[EntryT],
    ) -> None:
        """Take in the platform of a kind of entries, with the entities of the devices so far."""

        def create_from(device_id: str, match: Match) -> Entity:
            if not isinstance(match.entry, kind):
                raise TypeError(match.entry)
            return create(device_id, match.component, match.entry)

        self._platforms[kind.platform] = _Registered(add, create_from)
        self._add(self.matches, {kind.platform})

    @callback
    def register_scenes(self, add: AddConfigEntryEntitiesCallback, create: CreateScene) -> None:
        """Take in the scene platform and give it the scenes known so far."""
        self._scenes = (add, create)
        self.load_scenes()

    @callback
    def load(self, device_ids: Iterable[str]) -> None:
        """Match devices that are new or have other capabilities, and add what is missing."""
        device_ids = tuple(device_ids)
        for device_id in device_ids:
            stored = self._store.devices[device_id]
            self.matches[device_id] = match_device(stored.device, stored.status)
        self._add(device_ids, self._platforms)

    @callback
    def forget(self, device_id: str) -> None:
        """Forget a device that is gone; the registry removes its entities."""
        self.matches.pop(device_id, None)
        self._loaded.pop(device_id, None)

    @callback
    def load_scenes(self) -> None:
        """Add the scenes that are new and remove those that are gone."""
        if self._scenes is None:
            return
        add, create = self._scenes
        present = self._store.scenes
        registry = er.async_get(self._hass)
        for scene_id in self._loaded_scenes.keys() - present.keys():
            unique_id = scene_unique_id(self._loaded_scenes.pop(scene_id))
            if entity_id := registry.async_get_entity_id(Platform.SCENE, DOMAIN, unique_id):
                registry.async_remove(entity_id)
        new = [scene for scene_id, scene in present.items() if scene_id not in self._loaded_scenes]
        self._loaded_scenes.update(present)
        self._store.tell_location()
        if new:
            add([create(scene) for scene in new])

    def plan(self) -> Plan:
        """Return the subscriptions that let every entity hear of its attributes."""
        return make_plan(
            self.pairs(),
            location_id=self._store.location_id,
            location_level=LOCATION_LEVEL,
            every_report=EVERY_REPORT,
        )

    def pairs(self) -> set[Pair]:
        """Return which capabilities of which devices the entities are made of.

        A capability that a device does not have is left out: composites may do without some.
        """
        return {
            Pair(device_id, source.capability)
            for device_id, stored in self._store.devices.items()
            for reported in [self._reported(stored)]
            for match in self.matches.get(device_id, ())
            for source in match.entry.listened
            if source.capability in reported
        }

    @staticmethod
    def _reported(stored: StoredDevice) -> frozenset[str]:
        """Return the capabilities that a device lists or has a status of."""
        return stored.device.capabilities | {key.capability for key in stored.status}

    def _add(self, device_ids: Iterable[str], platforms: Iterable[Platform]) -> None:
        """Add the missing entities, with one call per platform."""
        wanted = set(platforms) & self._platforms.keys()
        new: dict[Platform, list[Entity]] = {}
        for device_id in device_ids:
            loaded = self._loaded.setdefault(device_id, set())
            for match in self.matches[device_id]:
                unique_id = match.unique_id(device_id)
                platform = match.entry.platform
                if platform in wanted and unique_id not in loaded:
                    loaded.add(unique_id)
                    create = self._platforms[platform].create
                    new.setdefault(platform, []).append(create(device_id, match))
        for platform, entities in new.items():
            self._platforms[platform].add(entities)
