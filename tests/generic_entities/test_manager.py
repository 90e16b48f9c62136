"""Entities of attributes without a mapping, made from the definitions of their capabilities."""

import asyncio
from datetime import time, timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.const import STATE_ON, STATE_UNKNOWN, EntityCategory
from homeassistant.core import State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smartthings_smartapp.cloud.json_types import as_list, as_object
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.diagnostics.device import device_facts
from custom_components.smartthings_smartapp.diagnostics.redaction import Names
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from simulator import SimulatorOptions
from simulator.devices.device import Json, JsonObject
from tests.common.entities import state_of
from tests.common.passing_time import pass_time
from tests.common.pool import (
    CAPABILITY,
    POOL,
    READ,
    VALUES,
    add_pool,
    attribute,
    definition,
    enable,
    only_a_pool,
    registered,
)
from tests.common.restart import restart_definitions
from tests.common.world import World

PRESENT = "2026-11-26T10:00:00+00:00"
ALL = {
    "binary_sensor.cover",
    "button.rinse",
    "number.pumpSpeed",
    "select.mode",
    "sensor.lastService",
    "sensor.phase",
    "sensor.remark",
    "sensor.waterTemperature",
    "sensor.zones",
    "switch.heater",
    "text.label",
    "time.startTime",
}


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud with only the definitions of a test."""
    return SimulatorOptions(derived_definitions=False)


@pytest.fixture
async def pool(world: World, freezer: FrozenDateTimeFactory) -> SmartThingsConfigEntry:
    """Set up a location with a pool, whose definition the cloud has."""
    only_a_pool(world)
    world.simulator.define(definition())
    entry = await world.add_location()
    world.simulator.calls.clear()
    return entry


async def reload(world: World, entry: SmartThingsConfigEntry) -> None:
    """Set the entry up again."""
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()


async def switched_on(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory, *names: str
) -> None:
    """Read the definition, and enable entities; without names all of them."""
    await pass_time(world, freezer, 31)
    enable(world, *names)
    await reload(world, entry)


def add_pumps(world: World, count: int) -> list[str]:
    """Add devices with a capability each, and return these."""
    capabilities = [f"happyfrog12345.pump{number}" for number in range(count)]
    for number, capability in enumerate(capabilities):
        add_pool(world, {"level": 1}, capability, f"00000000-0000-4000-8000-0000000000c{number}")
    return capabilities


def grow_old(world: World) -> None:
    """Let a month pass for the stored definitions, without an effect on the login."""
    for record in domain_data(world.hass).definitions.known.values():
        record.read -= timedelta(days=31)


def state(world: World, name: str) -> State:
    """Return the state of an entity of the pool."""
    found = world.hass.states.get(registered(world)[name].entity_id)
    assert found is not None, name
    return found


async def report(world: World, attribute: str, value: Json) -> None:
    """Let the pool report a value."""
    world.simulator.home.set_attribute(POOL, "main", CAPABILITY, attribute, value)
    await world.settle()


async def act(world: World, action: str, name: str, **data: object) -> None:
    """Perform an action on an entity of the pool."""
    domain, service = action.split(".")
    target = {"entity_id": registered(world)[name].entity_id}
    await world.hass.services.async_call(domain, service, {**target, **data}, blocking=True)


def facts(world: World, entry: SmartThingsConfigEntry) -> JsonObject:
    """Return the diagnostics of the pool."""
    found = device_facts(world.hass, entry.runtime_data, POOL, Names(()))
    return as_object(found)


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return warnings and errors, except for those of the server, which a changed clock causes."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelname in {"ERROR", "WARNING"} and record.name != "aiohttp.access"
    ]


# Reading definitions


async def test_a_set_up_reads_no_definition_and_reads_it_half_a_minute_later(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """It is read once, with its presentation and texts; its entities are disabled."""
    await reload(world, pool)
    await pass_time(world, freezer, 25)
    assert world.calls("GET", "/capabilities") == []
    assert registered(world) == {}
    await pass_time(world, freezer, 6, 20, 20, 3601)
    read = [call.path for call in world.calls("GET", "/capabilities")]
    assert read == [READ, f"{READ}/presentation", f"{READ}/i18n/en"]
    found = registered(world)
    assert set(found) == ALL
    assert {item.disabled_by for item in found.values()} == {er.RegistryEntryDisabler.INTEGRATION}
    assert found["sensor.phase"].entity_category is EntityCategory.DIAGNOSTIC
    assert found["switch.heater"].entity_category is EntityCategory.CONFIG
    plan = pool.runtime_data.parts.subscriptions.plan
    assert plan is not None
    assert CAPABILITY not in {pair.capability for pair in plan.pairs}


async def test_a_definition_is_kept_for_a_month_and_over_restarts(
    world: World,
    pool: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
) -> None:
    await pass_time(world, freezer, 31, 11)
    assert [*hass_storage[f"{DOMAIN}.capabilities"]["data"]] == [f"{CAPABILITY}/1"]
    world.simulator.calls.clear()
    restart_definitions(world.hass)
    await reload(world, pool)
    enable(world, "sensor.phase")
    await reload(world, pool)
    assert state(world, "sensor.phase").state == "idle"
    await pass_time(world, freezer, 31, 3601)
    assert world.calls("GET", "/capabilities") == []
    for _ in range(30):
        await pass_time(world, freezer, timedelta(hours=23).total_seconds())
        await reload(world, pool)
    assert world.calls("GET", "/capabilities") == []
    await pass_time(world, freezer, timedelta(hours=40).total_seconds())
    assert [call.path for call in world.calls("GET", READ)][:1] == [READ]


async def test_no_more_than_fifteen_calls_are_made_within_a_minute(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """The number of capabilities does not matter; the simulator would refuse the sixteenth."""
    only_a_pool(world)
    for capability in add_pumps(world, 9):
        world.simulator.define(
            {"id": capability, "version": 1, "attributes": {"level": {}}, "commands": {}}
        )
    world.hass.config.language = "pt-BR"
    await world.add_location()
    world.simulator.calls.clear()
    await pass_time(world, freezer, 31, *([1] * 230))
    calls = world.calls("GET", "/capabilities")
    assert len({call.path.split("/")[2] for call in calls}) == 10
    assert {call.status for call in calls} == {200, 404}


async def test_at_most_two_definitions_are_read_again_in_a_day(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    only_a_pool(world)
    add_pumps(world, 10)
    entry = await world.add_location()
    await pass_time(world, freezer, 31, *([22] * 12))
    assert entry.runtime_data.parts.generic.due() == 0
    grow_old(world)
    assert entry.runtime_data.parts.generic.due() == 2
    world.simulator.calls.clear()
    await pass_time(world, freezer, 3601, *([22] * 12))
    assert len(world.calls("GET", "/capabilities")) == 2
    freezer.tick(timedelta(days=1, minutes=1))
    assert entry.runtime_data.parts.generic.due() == 2
    # The check of the address is under way, and would leave an open connection.
    await world.settle()


async def test_labels_are_in_home_assistants_language_or_in_english(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Without labels, the name is made from the identifiers."""
    texts: dict[str, Json] = {
        "en": {"attributes": {"phase": {"label": "phase"}}, "commands": []},
        "de": {"attributes": {"phase": {"label": "Wasserphase"}}, "commands": []},
    }
    world.simulator.define(definition(), i18n=texts)
    world.hass.config.language = "de"
    await pass_time(world, freezer, 31)
    names = {name: item.original_name for name, item in registered(world).items()}
    assert names["sensor.phase"] == "Wasserphase"
    assert names["sensor.waterTemperature"] == "Pool control water temperature"
    enable(world, "sensor.phase")
    await reload(world, pool)
    # Another language is read at the next check, and enabled entities get its names.
    world.hass.config.language = "de-CH"
    await pass_time(world, freezer, 31, 31)
    assert [call.path for call in world.calls("GET", f"{READ}/i18n")][-2:] == [
        f"{READ}/i18n/de-CH",
        f"{READ}/i18n/de",
    ]
    assert registered(world)["sensor.phase"].original_name == "Wasserphase"
    world.hass.config.language = "fr"
    await pass_time(world, freezer, 31, 31)
    assert registered(world)["sensor.phase"].original_name == "Phase"


# Use


async def test_an_attribute_without_a_value_has_no_entity_until_it_is_reported(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """A settable one has, and an entity stays when its value becomes null."""
    only_a_pool(world)
    world.simulator.home.remove_device(POOL)
    add_pool(world, {**dict.fromkeys(VALUES), "zones": []})
    world.simulator.define(definition())
    entry = await world.add_location()
    await pass_time(world, freezer, 31)
    settable = {"number.pumpSpeed", "select.mode", "switch.heater", "text.label", "time.startTime"}
    assert set(registered(world)) == {*settable, "button.rinse", "sensor.zones"}
    enable(world, "select.mode", "sensor.zones")
    await reload(world, entry)
    await report(world, "zones", None)
    await report(world, "mode", "eco")
    await reload(world, entry)
    assert state(world, "sensor.zones").state == STATE_UNKNOWN
    assert "sensor.phase" not in registered(world)
    world.simulator.home.set_attribute(POOL, "main", CAPABILITY, "phase", "idle")
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert registered(world)["sensor.phase"].disabled


async def test_an_enabled_entity_is_subscribed_within_seconds(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """The subscription is removed when it is disabled again."""
    await pass_time(world, freezer, 31)

    def subscribed() -> bool:
        # One device of one capability: either kind of subscription covers it.
        bodies = world.simulator.subscriptions.values()
        return any(POOL in str(item) or CAPABILITY in str(item) for item in bodies)

    assert not subscribed()
    enable(world, "sensor.phase")
    await pass_time(world, freezer, 4)
    assert subscribed()
    phase = registered(world)["sensor.phase"].entity_id
    er.async_get(world.hass).async_update_entity(phase, disabled_by=er.RegistryEntryDisabler.USER)
    await pass_time(world, freezer, 4)
    assert not subscribed()


async def test_an_enabled_entity_shows_what_the_device_reports(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await switched_on(world, pool, freezer)
    shown = {name: state(world, name) for name in ALL}
    assert {name: found.state for name, found in shown.items()} == {
        "binary_sensor.cover": "off",
        "button.rinse": STATE_UNKNOWN,
        "number.pumpSpeed": "1200",
        "select.mode": "eco",
        "sensor.lastService": "2026-05-01T08:00:00+00:00",
        "sensor.phase": "idle",
        "sensor.remark": "all well",
        "sensor.waterTemperature": "26.5",
        "sensor.zones": "deep, flat",
        "switch.heater": "off",
        "text.label": "Big one",
        "time.startTime": "07:30:00",
    }
    assert shown["sensor.zones"].attributes["value"] == ["deep", "flat"]
    assert shown["sensor.waterTemperature"].attributes["unit_of_measurement"] == "°C"
    assert shown["number.pumpSpeed"].attributes["max"] == 3450
    assert shown["select.mode"].attributes["options"] == ["eco", "boost", "Wind free"]
    assert shown["text.label"].attributes["max"] == 20
    for name, value, expected in (
        ("cover", "open", STATE_ON),
        ("phase", "heating", "heating"),
        ("pumpSpeed", 900, "900"),
        ("mode", "windFree", "Wind free"),
        ("startTime", "23:05", "23:05:00"),
    ):
        await report(world, name, value)
        (entity,) = (key for key in ALL if key.endswith(f".{name}"))
        assert state(world, entity).state == expected


async def test_a_set_value_reaches_the_device(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """It uses the only command of the definition, with the device's values."""
    await switched_on(world, pool, freezer)
    world.simulator.commands.clear()
    await act(world, "switch.turn_on", "switch.heater")
    await act(world, "switch.turn_off", "switch.heater")
    await act(world, "number.set_value", "number.pumpSpeed", value=2000)
    await act(world, "select.select_option", "select.mode", option="Wind free")
    await act(world, "text.set_value", "text.label", value="Small one")
    await act(world, "time.set_value", "time.startTime", time=time(6, 5))
    await act(world, "button.press", "button.rinse")
    sent = [
        (command["component"], command["capability"], command["command"], command["arguments"])
        for received in world.simulator.commands
        for command in received.commands
    ]
    assert sent == [
        ("main", CAPABILITY, name, arguments)
        for name, arguments in (
            ("setHeater", [True]),
            ("setHeater", [False]),
            ("setPumpSpeed", [2000]),
            ("setMode", ["windFree"]),
            ("setLabel", ["Small one"]),
            ("setStartTime", ["06:05"]),
            ("rinse", []),
        )
    ]
    await pass_time(world, freezer, 1, 1)
    assert state(world, "number.pumpSpeed").state == "2000"
    assert state(world, "text.label").state == "Small one"
    # Home Assistant checks this. From 2026.11 on, its error is translated.
    with pytest.raises((ValueError, ServiceValidationError), match="too long"):
        await act(world, "text.set_value", "text.label", value="x" * 21)
    with pytest.raises(ServiceValidationError):
        await act(world, "number.set_value", "number.pumpSpeed", value=4000)


async def test_values_that_contradict_the_definition_break_nothing(
    world: World,
    pool: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A value of another type is unknown; a text is always shown."""
    await switched_on(world, pool, freezer)
    odd: tuple[Json, ...] = ("x" * 400, {"a": 1}, [1], 7, True, None)
    for value in odd:
        for name in VALUES:
            await report(world, name, value)
    for name in VALUES:
        await report(world, name, "x" * 400)
    assert len(state(world, "text.label").state) == 255
    assert len(state(world, "sensor.remark").state) == 255
    assert state(world, "sensor.remark").attributes["value"] == "x" * 400
    for name in ("number.pumpSpeed", "sensor.waterTemperature", "time.startTime"):
        assert state(world, name).state == STATE_UNKNOWN
    assert state(world, "binary_sensor.cover").state == STATE_UNKNOWN
    assert complaints(caplog) == []


async def test_a_value_beyond_the_enumeration_is_shown_and_logged_once(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await switched_on(world, pool, freezer)
    assert facts(world, pool)["beyond_enumerations"] == []
    for value in ("draining", "idle", "draining"):
        await report(world, "phase", value)
        facts(world, pool)
    shown = state(world, "sensor.phase")
    assert shown.state == "draining"
    assert shown.attributes["options"] == ["filling", "heating", "idle", "draining"]
    assert facts(world, pool)["beyond_enumerations"] == [
        {
            "component": "main",
            "capability": CAPABILITY,
            "attribute": "phase",
            "values": ["draining"],
        }
    ]


async def test_a_large_value_is_not_in_the_attributes(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Home Assistant keeps at most 16 KB of them."""
    await switched_on(world, pool, freezer, "sensor.zones")
    await report(world, "zones", [{"zone": number} for number in range(9)])
    assert state(world, "sensor.zones").state == "9"
    assert len(state(world, "sensor.zones").attributes["value"]) == 9
    # An event is never so large, but a poll may be.
    await report(world, "zones", ["x" * 99] * 400)
    await pool.runtime_data.parts.coordinator.async_refresh()
    assert state(world, "sensor.zones").state == "400"
    assert state(world, "sensor.zones").attributes["value"] is None


# Invalid, missing and changed definitions


@pytest.mark.parametrize(
    "odd",
    [
        [],
        {},
        "what",
        {"id": "another", "version": 1, "attributes": {}},
        {"attributes": 7, "commands": 7},
        {**definition(), "name": "x" * 70_000},
    ],
    ids=["list", "empty", "text", "another", "numbers", "huge"],
)
async def test_without_a_usable_definition_values_are_shown_unchanged(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory, odd: Json
) -> None:
    world.simulator.define(odd, under=(CAPABILITY, 1))
    await pass_time(world, freezer, 31, 3601)
    assert set(registered(world)) == {f"sensor.{name}" for name in VALUES}
    assert len(world.calls("GET", "/capabilities")) == 1


async def test_a_missing_definition_is_not_requested_again(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    only_a_pool(world)
    entry = await world.add_location()
    await switched_on(world, entry, freezer, "sensor.zones")
    assert state(world, "sensor.zones").state == "deep, flat"
    await pass_time(world, freezer, 31, 3601, 3601)
    assert [call.status for call in world.calls("GET", "/capabilities")] == [404]


async def test_an_id_that_fits_in_no_path_is_never_requested(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    only_a_pool(world)
    add_pool(world, {"glow": 7}, "../apps", "00000000-0000-4000-8000-0000000000c1")
    await world.add_location()
    await pass_time(world, freezer, 31, 22)
    assert [call.path for call in world.calls("GET", "/capabilities")] == [READ]
    assert set(registered(world, "00000000-0000-4000-8000-0000000000c1")) == {"sensor.glow"}


@pytest.mark.parametrize("status", [429, 500, 502])
async def test_a_definition_that_cannot_be_read_affects_only_itself_and_is_retried(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory, status: int
) -> None:
    other = "zebra99999.light"
    add_pool(world, {"glow": 7}, other, "00000000-0000-4000-8000-0000000000c1")
    await pool.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    world.simulator.faults.fail(READ, status=status)
    await pass_time(world, freezer, 31, 22, *([60] * 4))
    assert registered(world) == {}
    assert set(registered(world, "00000000-0000-4000-8000-0000000000c1")) == {"sensor.glow"}
    world.simulator.faults.clear()
    await pass_time(world, freezer, 3601, 22, 22)
    assert set(registered(world)) == ALL


async def test_a_lost_connection_is_not_logged(
    world: World,
    pool: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    world.simulator.faults.fail("/capabilities", status=503)
    await pass_time(world, freezer, 31, 22)
    assert complaints(caplog) == []


async def test_another_version_of_a_capability_has_its_own_entities(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Until its definition is read, the old one is used."""
    await switched_on(world, pool, freezer, "sensor.phase", "number.pumpSpeed")
    later = definition(phase=attribute({"type": "boolean"}), pumpSpeed=attribute({"type": "array"}))
    world.simulator.define({**later, "version": 2})
    item = world.simulator.home.devices[POOL].item
    capability = as_object(as_list(as_object(as_list(item["components"])[0])["capabilities"])[0])
    capability["version"] = 2
    await pool.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert state(world, "sensor.phase").state == "idle"
    await pass_time(world, freezer, 22, 4, 31)
    assert [call.path for call in world.calls("GET", "/capabilities")][-3] == (
        f"/capabilities/{CAPABILITY}/2"
    )
    found = registered(world)
    assert "sensor.phase" not in found
    assert found["binary_sensor.phase"].disabled
    assert "number.pumpSpeed" not in found
    assert found["sensor.pumpSpeed"].disabled


async def test_a_changed_definition_updates_its_entities(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await switched_on(world, pool, freezer, "sensor.phase", "sensor.waterTemperature")
    words = attribute({"type": "string", "enum": ["idle", "busy"]})
    world.simulator.define(definition(phase=words))
    await pass_time(world, freezer, 31, 31)
    grow_old(world)
    before = pool.runtime_data
    await pass_time(world, freezer, 3601, 1)
    assert pool.runtime_data is not before
    assert state(world, "sensor.phase").attributes["options"] == ["idle", "busy"]


async def test_another_language_sets_the_entry_up_once(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """One set-up is enough for all capabilities, because it replaces all entities."""
    only_a_pool(world)
    capabilities = add_pumps(world, 6)
    for capability in capabilities:
        described = {**definition(), "id": capability}
        described["attributes"] = {"level": attribute({"type": "number"})}
        texts: dict[str, Json] = {
            language: {"attributes": {"level": {"label": f"{language} {capability[-5:]}"}}}
            for language in ("en", "fr")
        }
        world.simulator.define(described, i18n=texts)
    entry = await world.add_location()
    await pass_time(world, freezer, 31, *([22] * 8))
    registry = er.async_get(world.hass)
    for item in er.async_entries_for_config_entry(registry, entry.entry_id):
        registry.async_update_entity(item.entity_id, disabled_by=None)
    await reload(world, entry)
    await pass_time(world, freezer, 31)
    world.hass.config.language = "fr"
    seen = [entry.runtime_data]
    for _ in range(12):
        await pass_time(world, freezer, 31, 31)
        if entry.runtime_data is not seen[-1]:
            seen.append(entry.runtime_data)
    assert len(seen) == 2
    names = {item.original_name for item in registry.entities.values()}
    assert {f"Fr pump{number}" for number in range(6)} <= names


async def test_another_location_uses_the_definitions_of_the_first(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Its own check has nothing left to read."""
    await switched_on(world, pool, freezer, "sensor.phase")
    await pass_time(world, freezer, 31)
    words = attribute({"type": "string", "enum": ["idle", "busy"]})
    world.simulator.define(definition(phase=words))
    grow_old(world)
    (wanted,) = pool.runtime_data.parts.generic.wanted()
    await domain_data(world.hass).definitions.read(pool.runtime_data.client, wanted)
    await pass_time(world, freezer, 3601, 1)
    assert state(world, "sensor.phase").attributes["options"] == ["idle", "busy"]


async def test_a_definition_that_is_deleted_later_stays_in_use(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await switched_on(world, pool, freezer, "sensor.phase")
    world.simulator.faults.fail(READ, status=404)
    grow_old(world)
    await pass_time(world, freezer, 31, 3601)
    assert state(world, "sensor.phase").attributes["options"] == ["filling", "heating", "idle"]


# Replacement by a mapping entry


async def test_a_mapping_entry_replaces_the_entity_and_keeps_its_settings(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """It does on the same platform; on another one the generic entity is removed."""
    registry = er.async_get(world.hass)
    only_a_pool(world)
    entry = await world.add_location()
    # An earlier version of the integration would have left them.
    for platform, attribute_name in (("sensor", "battery"), ("number", "battery_twin")):
        registry.async_get_or_create(
            platform,
            DOMAIN,
            f"{POOL}_main_battery_{attribute_name.partition('_')[0]}",
            config_entry=entry,
            suggested_object_id=f"my_{attribute_name}",
            original_name="Generic",
        )
    registry.async_update_entity("sensor.my_battery", name="Cell", disabled_by=None)
    world.simulator.home.add_capability(POOL, "main", "battery", {"battery": {"value": 80}})
    await reload(world, entry)
    await pass_time(world, freezer, 31)
    taken = registry.async_get("sensor.my_battery")
    assert taken is not None
    assert (taken.name, taken.translation_key) == ("Cell", "battery")
    assert world.state("sensor.my_battery") == "80"
    assert registry.async_get("number.my_battery_twin") is None


async def test_the_option_removes_all_of_them_and_restores_them(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await switched_on(world, pool, freezer, "sensor.phase")
    before = {item.unique_id for item in registered(world).values()}
    everything = len(er.async_get(world.hass).entities)
    world.hass.config_entries.async_update_entry(pool, options={"generic_entities": False})
    await reload(world, pool)
    await pass_time(world, freezer, 31, 3601)
    assert registered(world) == {}
    assert len(er.async_get(world.hass).entities) == everything - len(before)
    world.simulator.calls.clear()
    world.hass.config_entries.async_update_entry(pool, options={"generic_entities": True})
    await reload(world, pool)
    assert {item.unique_id for item in registered(world).values()} == before
    assert world.calls("GET", "/capabilities") == []


async def test_a_device_that_is_added_later_has_its_definitions_read_too(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    second = "00000000-0000-4000-8000-0000000000c1"
    await pass_time(world, freezer, 31, 22)
    add_pool(world, {"glow": 7}, "zebra99999.light", second)
    await pool.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    await pass_time(world, freezer, 4)
    assert set(registered(world, second)) == {"sensor.glow"}


async def test_a_change_during_the_read_of_a_definition_starts_no_second_reader(
    world: World,
) -> None:
    """Two readers would make more calls than are allowed."""
    only_a_pool(world)
    entry = await world.add_location()
    world.simulator.options.latency = 0.2
    for seconds in (31, 4):
        async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=seconds))
        await asyncio.sleep(0.05)
        entry.runtime_data.parts.generic.follow(outdated=False)
    await world.settle()
    assert [call.path for call in world.calls("GET", "/capabilities")] == [READ]
    assert "sensor.zones" in registered(world)


async def test_an_unloaded_entry_reads_nothing(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await world.hass.config_entries.async_set_disabled_by(pool.entry_id, ConfigEntryDisabler.USER)
    await pass_time(world, freezer, 31, 3601)
    assert world.calls("GET", "/capabilities") == []


async def test_the_file_is_removed_with_the_last_entry(
    world: World,
    pool: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    hass_storage: dict[str, Any],
) -> None:
    await pass_time(world, freezer, 31, 11)
    assert f"{DOMAIN}.capabilities" in hass_storage
    await world.hass.config_entries.async_remove(pool.entry_id)
    await world.settle()
    assert f"{DOMAIN}.capabilities" not in hass_storage


async def test_an_invalid_id_of_a_capability_is_not_requested(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """It would be another path."""
    only_a_pool(world)
    world.simulator.define(definition())
    add_pool(world, {"glow": 7}, "../../apps", "00000000-0000-4000-8000-0000000000c1")
    await world.add_location()
    world.simulator.calls.clear()
    await pass_time(world, freezer, 31, 22, 22)
    assert {call.path for call in world.simulator.calls} >= {READ}
    assert [call for call in world.simulator.calls if "apps" in call.path] == []


async def test_a_damaged_file_is_read_as_far_as_possible(
    world: World, freezer: FrozenDateTimeFactory, hass_storage: dict[str, Any]
) -> None:
    read = dt_util.utcnow().isoformat()
    kept = {"read": read, "definition": definition(), "language": "en"}
    hass_storage[f"{DOMAIN}.capabilities"] = {
        "version": 1,
        "minor_version": 1,
        "key": f"{DOMAIN}.capabilities",
        "data": {
            f"{CAPABILITY}/1": kept,
            f"{CAPABILITY}/one": kept,
            "odd": kept,
            "x/1": {"read": "yesterday"},
            "y/1": 7,
            "z/1": {"read": read, "definition": [], "language": 7},
            "zebra99999.light/1": {**kept, "definition": {"id": "another"}},
        },
    }
    only_a_pool(world)
    other = "00000000-0000-4000-8000-0000000000c1"
    add_pool(world, {"glow": 7}, "zebra99999.light", other)
    await world.add_location()
    assert set(registered(world, other)) == {"sensor.glow"}
    assert set(registered(world)) == ALL
    await pass_time(world, freezer, 31)
    assert world.calls("GET", "/capabilities") == []


def nested(levels: int) -> JsonObject:
    """Return an object within objects."""
    found: JsonObject = {}
    for _ in range(levels):
        found = {"items": found}
    return found


@pytest.mark.parametrize("odd", [nested(300), {"enum": ["word" * 9] * 2000}], ids=["deep", "large"])
async def test_too_large_or_too_deep_definitions_are_neither_stored_nor_used(
    world: World, freezer: FrozenDateTimeFactory, hass_storage: dict[str, Any], odd: JsonObject
) -> None:
    """Home Assistant could not write a file with such deep nesting."""
    read = dt_util.utcnow().isoformat()
    described = {**definition(phase=attribute(odd)), "id": "zebra99999.light"}
    labels = {"attributes": {"glow": {"label": "Shine"}}, "more": odd}
    hass_storage[f"{DOMAIN}.capabilities"] = {
        "version": 1,
        "minor_version": 1,
        "key": f"{DOMAIN}.capabilities",
        "data": {
            "zebra99999.light/1": {"read": read, "definition": described, "language": "en"},
            f"{CAPABILITY}/1": {
                "read": read,
                "definition": definition(),
                "labels": labels,
                "presentation": {"detailView": odd},
                "language": "en",
            },
        },
    }
    only_a_pool(world)
    add_pool(world, {"glow": 7}, "zebra99999.light", "00000000-0000-4000-8000-0000000000c1")
    (capability,) = add_pumps(world, 1)
    world.simulator.define({**definition(phase=attribute(odd)), "id": capability})
    await world.add_location()
    store = domain_data(world.hass).definitions
    known = {key.capability: record for key, record in store.known.items()}
    assert known["zebra99999.light"].definition is None
    assert known[CAPABILITY].definition == definition()
    assert known[CAPABILITY].labels == known[CAPABILITY].presentation == {}
    await pass_time(world, freezer, 31, 11)
    kept = hass_storage[f"{DOMAIN}.capabilities"]["data"]
    assert kept[f"{capability}/1"]["definition"] is None


async def test_a_file_of_a_later_version_is_ignored(
    world: World, freezer: FrozenDateTimeFactory, hass_storage: dict[str, Any]
) -> None:
    """The user went back to an older version: all definitions can be read again."""
    hass_storage[f"{DOMAIN}.capabilities"] = {
        "version": 99,
        "minor_version": 1,
        "key": f"{DOMAIN}.capabilities",
        "data": {},
    }
    only_a_pool(world)
    world.simulator.define(definition())
    entry = await world.add_location()
    assert state_of(entry) is ConfigEntryState.LOADED
    await pass_time(world, freezer, 31)
    assert set(registered(world)) == ALL


# Bug reports


async def test_the_diagnostics_contain_the_definitions_of_unmapped_capabilities(
    world: World, pool: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await switched_on(world, pool, freezer, "sensor.phase")
    found = facts(world, pool)
    told = definition()
    assert found["definitions"] == {
        f"{CAPABILITY}/1": {"attributes": told["attributes"], "commands": told["commands"]}
    }
    assert found["commands_without_entity"] == {CAPABILITY: ["program"]}
    assert [row["key"] for row in map(as_object, as_list(found["generic_entities"]))] == ["phase"]
    assert len(as_list(found["not_shown"])) == len(VALUES)
