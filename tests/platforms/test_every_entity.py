"""Rules for every entity of every available device."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.helpers import entity_platform
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.button import SmartThingsButton
from custom_components.smartthings_smartapp.cloud.models import AttributeKey, Value
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.entity.component import SmartThingsEntity
from custom_components.smartthings_smartapp.location.store import LocationStore
from custom_components.smartthings_smartapp.mapping.descriptions.base import Mapped, Source
from custom_components.smartthings_smartapp.mapping.descriptions.sensors import EventMap, SensorMap
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator.devices.ids import Devices
from tests.common.devices import AT_HAND
from tests.common.homes import simulated, with_all_entities
from tests.common.world import World


@pytest.fixture
async def entry(world: World) -> SmartThingsConfigEntry:
    """Set up all devices with all entities; one device is installing its firmware."""
    home = world.simulator.home
    for path in AT_HAND:
        home.add_device(simulated(path))
    home.set_attribute(Devices.HUB, "main", "firmwareUpdate", "state", "updateInProgress")
    return await with_all_entities(world)


def _entities(world: World) -> list[SmartThingsEntity[Mapped]]:
    """Return the entities of the devices."""
    return [
        entity
        for platform in entity_platform.async_get_platforms(world.hass, DOMAIN)
        for entity in platform.entities.values()
        if isinstance(entity, SmartThingsEntity)
    ]


@contextmanager
def _recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[AttributeKey]]:
    """Record which attributes are read."""
    read: set[AttributeKey] = set()
    value = LocationStore.value

    def noting(store: LocationStore, device_id: str, key: AttributeKey) -> Value | None:
        read.add(key)
        return value(store, device_id, key)

    with monkeypatch.context() as patch:
        patch.setattr(LocationStore, "value", noting)
        yield read


async def test_an_entity_watches_what_it_reads(
    world: World, entry: SmartThingsConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attribute that is read and not watched would freeze.

    A claimed attribute has to be read.
    """
    store = entry.runtime_data.parts.store
    unwatched: defaultdict[str, set[Source]] = defaultdict(set)
    unread: dict[str, set[Source]] = {}
    for entity in _entities(world):
        description = entity.entity_description
        with _recorded(monkeypatch) as read:
            entity.async_write_ha_state()
        sources = {Source(key.capability, key.attribute) for key in read}
        has = {
            Source(key.capability, key.attribute)
            for key in store.devices[entity.device_id].status
            if key.component == entity.component
        }
        name = f"{description.platform} {description.capability} {description.key}"
        unwatched[name] |= (sources & has) - description.watched
        claimed = {source for source in description.claims if source in has}
        unread[name] = unread.get(name, claimed) & (claimed - sources)
    assert {name: found for name, found in unwatched.items() if found} == {}
    assert {name: found for name, found in unread.items() if found} == {}


async def test_a_missing_or_null_attribute_breaks_no_entity(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Each attribute of each device in turn is null, then missing, then restored."""
    runtime = entry.runtime_data
    watching: defaultdict[tuple[str, str, Source], list[SmartThingsEntity[Mapped]]] = defaultdict(
        list
    )
    for entity in _entities(world):
        for source in entity.entity_description.watched:
            watching[entity.device_id, entity.component, source].append(entity)
    tried = 0
    for device_id, stored in runtime.parts.store.devices.items():
        for key, value in list(stored.status.items()):
            concerned = watching[device_id, key.component, Source(key.capability, key.attribute)]
            stored.status[key] = Value(None)
            tried += _written(world, concerned)
            del stored.status[key]
            tried += _written(world, concerned)
            stored.status[key] = value
            tried += _written(world, concerned)
    assert tried > 1000


def _written(world: World, entities: list[SmartThingsEntity[Mapped]]) -> int:
    """Write the states, which raises an error for an invalid one."""
    for entity in entities:
        entity.async_write_ha_state()
        state = world.hass.states.get(entity.entity_id)
        assert state is not None
        needs = entity.entity_description.needs if isinstance(entity, SmartThingsButton) else ()
        rejects = isinstance(entity, SmartThingsButton) and bool(entity.unmet(needs))
        assert (state.state == STATE_UNAVAILABLE) == (rejects or not entity.available)
    return len(entities)


async def test_no_two_entities_show_one_attribute(world: World, runtime: Runtime) -> None:
    """Parts of an object or a list are distinguished, and so are a state and its events."""
    for device_id, matches in runtime.parts.loader.matches.items():
        shown: defaultdict[tuple[str, Source, bool], list[Mapped]] = defaultdict(list)
        for match in matches:
            if match.entry.shows:
                is_event = isinstance(match.entry, EventMap)
                shown[match.component, match.entry.source, is_event].append(match.entry)
        for place, entries in shown.items():
            parts = [
                isinstance(entry, SensorMap) and bool(entry.member or entry.convert)
                for entry in entries
            ]
            assert len(entries) == 1 or all(parts), (device_id, place)


async def test_every_entity_has_a_name(world: World, entry: SmartThingsConfigEntry) -> None:
    """Its own name is in the translations, or it has the device's; never a raw key."""
    registry = er.async_get(world.hass)
    for entity in _entities(world):
        item = registry.async_get(entity.entity_id)
        assert item is not None
        assert item.original_name or entity.entity_description.primary, item.unique_id
        assert "_" not in (item.original_name or ""), item.original_name


async def test_no_two_entities_of_a_device_have_one_name(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Not even on different platforms: a list shows only the names."""
    registry = er.async_get(world.hass)
    named: defaultdict[tuple[str | None, str], list[str]] = defaultdict(list)
    for item in er.async_entries_for_config_entry(registry, entry.entry_id):
        name = er.async_get_full_entity_name(world.hass, item)
        named[item.device_id, name.casefold()].append(item.unique_id)
    assert [ids for ids in named.values() if len(ids) > 1] == []
