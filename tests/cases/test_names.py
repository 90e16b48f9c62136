"""Names of the parts of a device and of their entities, and child devices."""

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.device_automation import (
    DeviceAutomationType,
    InvalidDeviceAutomationConfig,
    async_get_device_automations,
)
from homeassistant.components.device_automation.trigger import async_validate_trigger_config
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.smartthings_smartapp.cloud.models import Component, Device
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.mapping.names import (
    given_names,
    part_name,
    readable,
    without,
)
from simulator.devices.device import Json
from tests.common.house import said
from tests.common.world import World

from .conftest import Open, case_of
from .shown import Parts, Shown, definitions_read, device

PRESSES: dict[str, Json] = {"button": None, "supportedButtonValues": ["pushed", "held"]}


# Labels


async def test_buttons_are_called_as_their_labels_say(opened: Open) -> None:
    """A press only changes the entity of that button."""
    case = await opened("buttons_with_labels")
    names = ("Down button", "Up button", "Config button")
    before = [case.find("event", name).state for name in names]
    await case.reports("button.button", "pushed", component="button2")
    after = [case.find("event", name).state for name in names]
    assert [one != other for one, other in zip(before, after, strict=True)] == [False, True, False]


async def test_triggers_are_called_as_the_labels_say(opened: Open, hass: HomeAssistant) -> None:
    """An automation with the component still works."""
    case = await opened("buttons_with_labels")
    registry_id = case.entry.runtime_data.parts.registrar.registry_id(case.device_id)
    assert registry_id
    offered = (
        await async_get_device_automations(hass, DeviceAutomationType.TRIGGER, [registry_id])
    )[registry_id]
    presses = [item for item in offered if item["domain"] == DOMAIN]
    assert {item["subtype"] for item in presses} == {"Down Button", "Up Button", "Config Button"}
    (up,) = (
        item for item in presses if item["subtype"] == "Up Button" and item["type"] == "pushed"
    )
    calls = async_mock_service(hass, "test", "noted")
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": [
                {"alias": subtype, "triggers": [trigger], "actions": [{"action": "test.noted"}]}
                for subtype in ("Up Button", "button2", "button1")
                for trigger in ({**up, "trigger": "device", "subtype": subtype},)
                if trigger.pop("platform")
            ]
        },
    )
    await hass.async_block_till_done()
    await case.reports("button.button", "pushed", component="button2")
    assert len(calls) == 2
    with pytest.raises(InvalidDeviceAutomationConfig):
        await async_validate_trigger_config(hass, {**up, "subtype": "Left Button"})


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        ({}, ("Button 1", "Button 2")),
        ({"button1": "1", "button2": "2"}, ("Button 1", "Button 2")),
        ({"button1": "Button 1", "button2": "BUTTON2"}, ("Button 1", "Button 2")),
        ({"button1": "button2", "button2": "Above"}, ("Button 1", "Above")),
        ({"button1": "Rocker", "button2": "rocker"}, ("Button 1", "Button 2")),
        ({"button1": "Thing", "button2": "Haut"}, ("Button 1", "Haut")),
        ({"button1": "왼쪽 버튼", "button2": "Éteindre"}, ("왼쪽 버튼", "Éteindre")),
    ],
)
async def test_a_label_that_says_no_more_than_the_id_is_no_name(
    world: World, labels: dict[str, str], names: tuple[str, str]
) -> None:
    parts: Parts = {
        "main": {"battery": {"battery": 50}},
        "button1": {"button": PRESSES},
        "button2": {"button": PRESSES},
    }
    case = await case_of(world, device(parts, "RemoteController", labels))
    rows = [row for row in case.rows if row.platform == "event"]
    assert {row.own_name for row in rows} == set(names)


async def test_a_doorbell_is_one(world: World) -> None:
    """Its component, label or category decides. The event type of a press is ring."""
    parts: Parts = {
        "main": {"battery": {"battery": 50}, "button": PRESSES},
        "doorbell": {"button": PRESSES},
        "button2": {"button": PRESSES},
        "side": {"button": PRESSES},
        "button4": {"button": PRESSES},
    }
    case = await case_of(
        world,
        device(
            parts,
            labels={"button2": "Doorbell at the gate"},
            categories={"side": "Doorbell"},
        ),
    )
    bells = [
        row
        for row in case.rows
        if row.platform == "event" and row.attributes["device_class"] == "doorbell"
    ]
    assert {row.own_name for row in bells} == {"Doorbell", "Doorbell at the gate", "Side"}
    assert {row.options for row in bells} == {("ring", "held")}
    assert case.find("event", "Button 4").attributes["device_class"] == "button"
    await case.reports("button.button", "pushed", component="doorbell")
    assert case.find("event", "Doorbell").attributes["event_type"] == "ring"
    shown = Shown(case.hass, case.entry, case.device_id)
    assert "pushed of doorbell" in await shown.triggers()


def test_a_part_is_called_by_what_a_person_understands() -> None:
    labels = {"cavity-01": "1", "INDOOR1": "Upstairs", "onedoor": "onedoor", "switch2": "Thing"}
    found = Device(
        device_id="d",
        label="Thing",
        components={key: Component(component_id=key, label=label) for key, label in labels.items()},
    )
    assert given_names(found) == {"INDOOR1": "Upstairs"}
    assert [part_name(found, component) for component in labels] == [
        "Second cavity",
        "Upstairs",
        "Compartment",
        "Switch 2",
    ]


@pytest.mark.parametrize(
    ("label", "name"), [("Refrigerator", "Fridge"), ("fridge", "Fridge compartment")]
)
def test_the_part_of_a_fridge_is_not_called_as_the_fridge(label: str, name: str) -> None:
    part = Component(component_id="cooler", label="cooler")
    fridge = Device(device_id="d", label=label, components={"cooler": part})
    assert part_name(fridge, "cooler") == name


@pytest.mark.parametrize(
    ("component", "name"),
    [("L1", "L1"), ("phaseB", "Phase B"), ("zone-b2", "Zone B2"), ("usb", "USB"), ("x", "X")],
)
def test_letters_of_parts_are_capitals(component: str, name: str) -> None:
    assert readable(component) == name


@pytest.mark.parametrize(
    ("name", "part", "rest"),
    [
        ("Dishwasher operation remaining time", "Dishwasher", "Operation remaining time"),
        ("Robot cleaner map", "RobotCleaner", "Map"),
        ("Hood fan speed", "Hood", "Fan speed"),
        ("Hoods", "Hood", "Hoods"),
        ("Hood", "Hood", "Hood"),
        ("Oven 2", "Oven", "Oven 2"),
        ("Fan speed", "", "Fan speed"),
    ],
)
def test_the_devices_own_word_is_not_repeated(name: str, part: str, rest: str) -> None:
    assert without(name, part) == rest


# Parts


async def test_a_second_cavity_is_named_so(opened: Open) -> None:
    case = await opened("oven_second_cavity")
    stop = [row for row in case.rows if row.platform == "button" and row.own_name == "Stop"]
    assert {row.child for row in stop} == {None, "Second cavity"}
    await case.reports("remoteControlStatus.remoteControlEnabled", "true")
    await case.reports("ovenOperatingState.machineState", "running", component="cavity-01")
    (second,) = (row for row in stop if row.child)
    assert await case.sends("button.press", second) == [
        ("cavity-01", "ovenOperatingState", "stop", [])
    ]


@pytest.mark.parametrize(("label", "own"), [("temperature", None), ("Cellar", "Temperature")])
async def test_an_entity_does_not_repeat_the_label_of_its_part(
    world: World, label: str, own: str | None
) -> None:
    sensor = device(
        {
            "main": {"battery": {"battery": 80}},
            "probe": {
                "temperatureMeasurement": {"temperature": 3},
                "relativeHumidityMeasurement": {"humidity": 40},
            },
        },
        labels={"probe": label},
    )
    case = await case_of(world, sensor)
    rows = {row.device_class: row for row in case.rows if row.child}
    assert {row.child for row in rows.values()} == {label}
    assert rows["temperature"].own_name == own
    assert rows["humidity"].own_name == "Humidity"


async def test_a_part_without_an_enabled_entity_is_no_device(
    world: World, opened: Open, freezer: FrozenDateTimeFactory
) -> None:
    """The automation editor offers devices, and would have nothing for such a device."""
    case = await opened("buttons_with_labels")
    await definitions_read(world, freezer)
    counts = [row for row in case.rows if row.unique_id.endswith("_numberOfButtons")]
    assert {row.child for row in counts} == {None}
    assert {row.own_name for row in counts} == {
        "Down Button number of buttons",
        "Up Button number of buttons",
        "Config Button number of buttons",
    }
    devices = dr.async_get(world.hass)
    assert dr.async_child_entries_for_config_entry(devices, case.entry.entry_id) == []


async def test_a_part_that_only_has_settings_and_diagnostics_is_no_device(
    world: World, opened: Open
) -> None:
    """The automation editor offers neither triggers nor conditions for such a device."""
    devices = dr.async_get(world.hass)
    case = await opened("trv_child_lock")
    assert dr.async_child_entries_for_config_entry(devices, case.entry.entry_id) == []
    assert case.find("switch").name == "Trv child lock Child lock"


async def test_a_part_with_a_battery_alone_is_no_device(world: World) -> None:
    parts: Parts = {
        "main": {"switch": {"switch": "on"}},
        "remote": {"battery": {"battery": 50}},
        "probe": {"temperatureMeasurement": {"temperature": 20}, "battery": {"battery": 60}},
    }
    case = await case_of(world, device(parts, "Switch"))
    batteries = {row.child: row.own_name for row in case.rows if row.device_class == "battery"}
    assert batteries == {None: "Remote battery", "Probe": "Battery"}


async def test_the_empty_child_devices_of_earlier_versions_go(
    world: World, opened: Open, freezer: FrozenDateTimeFactory
) -> None:
    """Their entities move to the device and keep their ids and settings."""
    case = await opened("buttons_with_labels")
    await definitions_read(world, freezer)
    entities, devices = er.async_get(world.hass), dr.async_get(world.hass)
    parent = case.entry.runtime_data.parts.registrar.registry_id(case.device_id)
    assert parent
    (count,) = (
        row.entity_id
        for row in case.rows
        if row.unique_id.endswith("button1_button_numberOfButtons")
    )
    child = devices.async_get_or_create_child(
        config_entry_id=case.entry.entry_id,
        identifiers={(DOMAIN, f"{case.device_id}_button1")},
        name="Button 1",
        parent_device_id=parent,
    )
    entities.async_update_entity(count, device_id=child.id, name="How many")
    await world.hass.config_entries.async_reload(case.entry.entry_id)
    await world.settle()
    moved = entities.async_get(count)
    assert moved
    assert (moved.device_id, moved.name) == (parent, "How many")
    assert devices.async_get(child.id) is None


async def test_a_part_that_is_a_device_has_the_triggers_of_its_own_button(
    world: World, hass: HomeAssistant
) -> None:
    """The triggers fire, although presses are activities of the whole device."""
    parts: Parts = {
        "main": {"battery": {"battery": 50}},
        "side": {"button": PRESSES, "temperatureMeasurement": {"temperature": 20}},
        "button2": {"button": PRESSES},
    }
    case = await case_of(world, device(parts, "RemoteController"))
    devices = dr.async_get(hass)
    (child,) = dr.async_child_entries_for_config_entry(devices, case.entry.entry_id)
    offered = (await async_get_device_automations(hass, DeviceAutomationType.TRIGGER, [child.id]))[
        child.id
    ]
    presses = [item for item in offered if item["domain"] == DOMAIN]
    assert {(item["subtype"], item["type"]) for item in presses} == {
        ("side", "pushed"),
        ("side", "held"),
    }
    calls = async_mock_service(hass, "test", "noted")
    pushed = {key: value for key, value in presses[0].items() if key != "metadata"}
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": {
                "alias": "Side",
                "triggers": [pushed],
                "actions": [{"action": "test.noted"}],
            }
        },
    )
    await hass.async_block_till_done()
    await case.reports("button.button", pushed["type"], component="side")
    assert len(calls) == 1


# Several entities that could have the name of the device


@pytest.mark.parametrize(
    ("parts", "category", "leading", "named"),
    [
        (
            {"lock": {"lock": "locked"}, "switch": {"switch": "on"}},
            "Other",
            "lock",
            {"switch": "Switch"},
        ),
        (
            {
                "thermostatMode": {"thermostatMode": "heat"},
                "thermostatHeatingSetpoint": {"heatingSetpoint": 20},
                "lock": {"lock": "locked"},
                "valve": {"valve": "open"},
            },
            "Other",
            "climate",
            {"lock": "Lock", "valve": "Valve"},
        ),
        (
            {"valve": {"valve": "open"}, "switch": {"switch": "on"}},
            "Other",
            "valve",
            {"switch": "Switch"},
        ),
        (
            {"doorControl": {"door": "open"}, "switch": {"switch": "on"}},
            "",
            "cover",
            {"switch": "Switch"},
        ),
    ],
)
async def test_one_entity_has_the_name_of_the_device(
    world: World,
    parts: dict[str, dict[str, Json]],
    category: str,
    leading: str,
    named: dict[str, str],
) -> None:
    case = await case_of(world, device({"main": parts}, category))
    shown = {row.platform: row.own_name for row in case.rows if row.category is None}
    assert shown[leading] is None
    assert {platform: shown[platform] for platform in named} == named


async def test_the_valve_of_a_radiator_has_a_name_of_its_own(opened: Open) -> None:
    case = await opened("trv_child_lock")
    assert case.find("climate", "")
    assert case.find("valve").own_name == "Valve"


# Capabilities without an entity


async def test_execute_is_reached_by_an_action(world: World) -> None:
    """It has a path and an object as arguments, which no entity can provide."""
    parts: Parts = {"main": {"execute": {"data": None}, "switch": {"switch": "on"}}}
    case = await case_of(world, device(parts, "AirConditioner"))
    assert not any("execute" in row.unique_id for row in case.rows)
    arguments: list[Json] = ["/mode/vs/0", {"x.com.samsung.da.options": ["Light_On"]}]
    await world.hass.services.async_call(
        DOMAIN,
        "send_command",
        {
            "device_id": case.entry.runtime_data.parts.registrar.registry_id(case.device_id),
            "capability": "execute",
            "command": "execute",
            "arguments": arguments,
        },
        blocking=True,
    )
    assert said(world.simulator.commands[-1]) == [("main", "execute", "execute", arguments)]
