"""Controls: what the dialog asks, what they send, what they show, and how they end."""

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.cloud.json_types import (
    Json,
    JsonObject,
    as_list,
    as_object,
)
from custom_components.smartthings_smartapp.cloud.subscription_plan import DeviceCapability
from custom_components.smartthings_smartapp.diagnostics import async_get_config_entry_diagnostics
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from simulator.devices.device import Readings
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.house import house_with
from tests.common.pool import CAPABILITY, POOL, add_pool, command, definition
from tests.common.world import World

from .walk import Walk, labels, offered, suggested

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG, Devices.TELEVISION)


@pytest.fixture
def walk(world: World, pool: SmartThingsConfigEntry) -> Walk:
    """Return the dialog of the location with the pool."""
    return Walk(world, pool)


# Each kind


async def test_a_button_sends_a_command_with_several_arguments(walk: Walk) -> None:
    """It is an entity of the device, and belongs to the subentry."""
    result = await walk.to_arguments("program")
    assert result["step_id"] == "arguments"
    control = await walk.finish(
        result, {"argument0": "quick", "argument1": 1200.0}, {"name": "Quick program"}
    )
    assert control.title == "Quick program"
    item = walk.entity(control)
    assert item.unique_id == control.subentry_id
    assert item.entity_id == "button.pool_quick_program"
    assert item.device_id == walk.device(POOL)
    assert walk.world.state(item.entity_id) == STATE_UNKNOWN
    await walk.act("press", control)
    assert walk.sent == [("program", ["quick", 1200])]


async def test_a_switch_has_two_commands_and_shows_the_attribute(walk: Walk) -> None:
    """The value that means on is compared as text; the attribute is subscribed."""
    result = await walk.to_arguments("setMode", "switch")
    result = await walk.fill(result, {"argument0": "boost"})
    assert result["step_id"] == "off"
    assert suggested(result) == {"off_command": "setMode"}
    result = await walk.fill(result, {"off_command": "setMode"})
    result = await walk.fill(result, {"argument0": "eco"})
    assert result["step_id"] == "end"
    assert suggested(result)["state"] == f"{CAPABILITY}/mode"
    control = await walk.finish(
        result, {"name": "Boost", "state": f"{CAPABILITY}/mode", "on_value": "Boost"}
    )
    entity_id = walk.entity(control).entity_id
    assert walk.world.state(entity_id) == STATE_OFF
    await walk.act("turn_on", control)
    assert walk.world.state(entity_id) == STATE_ON
    await walk.act("turn_off", control)
    assert walk.world.state(entity_id) == STATE_OFF
    assert walk.sent == [("setMode", ["boost"]), ("setMode", ["eco"])]
    plan = walk.entry.runtime_data.parts.subscriptions.plan
    assert plan is not None
    assert DeviceCapability(POOL, CAPABILITY) in plan.pairs


async def test_a_select_sets_one_argument(walk: Walk) -> None:
    """It offers the values of the definition that the user keeps."""
    result = await walk.to_arguments("setMode", "select")
    assert result["step_id"] == "end", "the only argument varies"
    assert offered(result, "options") == ["eco", "boost", "windFree"]
    control = await walk.finish(
        result, {"name": "Mode", "state": f"{CAPABILITY}/mode", "options": ["eco", "boost"]}
    )
    entity_id = walk.entity(control).entity_id
    assert walk.world.state(entity_id) == "eco"
    await walk.act("select_option", control, option="boost")
    assert walk.world.state(entity_id) == "boost"
    assert walk.sent == [("setMode", ["boost"])]
    walk.world.simulator.home.set_attribute(POOL, "main", CAPABILITY, "mode", "windFree")
    await walk.world.settle()
    assert walk.world.state(entity_id) == STATE_UNKNOWN


async def test_a_number_sets_one_of_several_arguments(walk: Walk) -> None:
    """The others stay the same; the bounds come from the definition."""
    result = await walk.to_arguments("program", "number")
    assert result["step_id"] == "arguments", "only one argument is a number"
    assert result["data_schema"] is not None
    assert [str(key) for key in result["data_schema"].schema] == ["argument0"]
    result = await walk.fill(result, {"argument0": "quick"})
    form = result["data_schema"]
    assert form is not None
    filled = form({"name": "Speed", "state": f"{CAPABILITY}/pumpSpeed", "unit": "rpm"})
    assert (filled["minimum"], filled["maximum"], filled["step"]) == (0, 3450, 1)
    control = await walk.finish(result, filled)
    entity_id = walk.entity(control).entity_id
    state = walk.world.hass.states.get(entity_id)
    assert state is not None
    assert state.state == "1200"
    assert state.attributes["max"] == 3450
    assert state.attributes["unit_of_measurement"] == "rpm"
    await walk.act("set_value", control, value=900)
    assert walk.sent == [("program", ["quick", 900])]


async def test_the_argument_that_varies_is_asked_if_there_are_several(walk: Walk) -> None:
    """A select can set the text or the whole number of the program."""
    result = await walk.to_arguments("program", "select")
    assert result["step_id"] == "varying"
    assert offered(result, "varying") == ["0", "1"]
    result = await walk.fill(result, {"varying": "1"})
    result = await walk.fill(result, {"argument0": "quick"})
    control = await walk.finish(result, {"name": "Speed", "options": ["500", "900"]})
    assert walk.world.state(walk.entity(control).entity_id) == STATE_UNKNOWN
    await walk.act("select_option", control, option="900")
    assert walk.sent == [("program", ["quick", 900])]


async def test_a_key_of_a_remote_control_is_a_button(walk: Walk) -> None:
    """An optional argument can stay empty."""
    result = await walk.to_arguments(
        "send", capability="samsungvd.remoteControl", device_id=Devices.TELEVISION
    )
    assert "HOME" in offered(result, "keyValue")
    control = await walk.finish(result, {"keyValue": "HOME"}, {"name": "Home key"})
    await walk.act("press", control)
    assert walk.sent == [("send", ["HOME"])]


async def test_an_argument_can_be_an_object(world: World) -> None:
    """The form has an object selector for it, and the definition may leave its type open."""
    defined = definition()
    steps: JsonObject = {"type": "array"}
    details: JsonObject = {"type": "object"}
    defined["commands"] = {"clean": command("clean", steps, details, {}, {"type": "boolean"})}
    world.simulator.define(defined)
    add_pool(world)
    walk = Walk(world, await world.add_location())
    result = await walk.to_arguments("clean")
    values: dict[str, Json] = {
        "argument0": ["deep", "flat"],
        "argument1": {"speed": 5},
        "argument2": None,
        "argument3": True,
    }
    result = await walk.fill(result, {**values, "argument1": "fast"})
    assert result["errors"] == {"base": "argument_type"}
    control = await walk.finish(result, values, {"name": "Clean"})
    assert control.data["arguments"] == [*values.values()]


async def test_a_control_of_a_part_belongs_to_its_child_device(world: World) -> None:
    """Its command goes to the component, and only the capabilities of the part are offered."""
    switch: Readings = {"switch": {"switch": "off"}}
    house = await house_with(world, "Relay", "Switch", switch, {"outlet2": switch})
    walk = Walk(world, house.entry)
    (device_id,) = house.entry.runtime_data.devices
    (part,) = dr.async_entries_for_parent_device(dr.async_get(world.hass), walk.device(device_id))
    result = await walk.fill(await walk.start(), {"device": part.id})
    assert offered(result, "capability") == ["outlet2/switch"]
    result = await walk.fill(result, {"capability": "outlet2/switch"})
    result = await walk.fill(result, {"command": "on", "kind": "button"})
    control = await walk.finish(result, {"name": "Start"})
    assert walk.entity(control).device_id == part.id
    await walk.act("press", control)
    assert walk.sent == [("on", [])]
    ((sent,),) = [request.commands for request in world.simulator.commands]
    assert sent["component"] == "outlet2"
    await world.hass.config_entries.async_reload(house.entry.entry_id)
    await world.settle()
    assert walk.entity(control).device_id == part.id


# The dialog


async def test_a_device_offers_its_capabilities(walk: Walk) -> None:
    """A capability that is known to have no commands is not offered."""
    result = await walk.start()
    result = await walk.fill(result, {"device": walk.device(HOME_LOCATION)})
    assert result["errors"] == {"device": "other_device"}
    result = await walk.fill(result, {"device": walk.device(Devices.COFFEE_PLUG)})
    assert "main/switch" in offered(result, "capability")
    result = await walk.fill(result, {"capability": "main/switch"})
    assert offered(result, "command") == ["off", "on"]


async def test_capabilities_have_names(walk: Walk) -> None:
    """They come from the definition; until it is known, from the id."""
    device: JsonObject = {"device": walk.device(Devices.TELEVISION)}
    shown = labels(await walk.fill(await walk.start(), device), "capability")
    remote = "main/samsungvd.remoteControl"
    assert shown[remote] == "Remote control (samsungvd.remoteControl)"
    result = await walk.fill(await walk.start(), device)
    await walk.fill(result, {"capability": remote})
    shown = labels(await walk.fill(await walk.start(), device), "capability")
    assert shown[remote] == "Remote Control (samsungvd.remoteControl)"


async def test_the_attribute_that_a_command_sets_is_suggested(walk: Walk) -> None:
    """By the definition or the name; most attributes have no command."""
    for name, attribute in (("setPumpSpeed", "pumpSpeed"), ("program", None)):
        result = await walk.to_arguments(name, "number")
        if result["step_id"] == "arguments":
            result = await walk.fill(result, {"argument0": "quick"})
        state = f"{CAPABILITY}/{attribute}" if attribute else None
        assert suggested(result).get("state") == state


async def test_a_form_that_cannot_be_used_has_an_error(walk: Walk) -> None:
    """The platform does not answer, or the values do not fit."""
    result = await walk.start()
    result = await walk.fill(result, {"device": walk.device(POOL)})
    walk.world.simulator.faults.fail("/capabilities/*", status=503, times=1)
    result = await walk.fill(result, {"capability": f"main/{CAPABILITY}"})
    assert result["errors"] == {"capability": "not_read"}
    result = await walk.fill(result, {"capability": f"main/{CAPABILITY}"})
    for kind in ("number", "select"):
        result = await walk.fill(result, {"command": "rinse", "kind": kind})
        assert result["errors"] == {"kind": f"no_{kind}"}
    result = await walk.fill(result, {"command": "setLabel", "kind": "button"})
    result = await walk.fill(result, {"argument0": "x" * 21})
    assert result["errors"] == {"base": "argument_length"}
    result = await walk.fill(result, {"argument0": "Big"})
    result = await walk.fill(result, {"name": " "})
    assert result["errors"] == {"name": "name_missing"}
    assert walk.entry.subentries == {}


async def test_a_location_that_is_not_loaded_adds_no_control(walk: Walk) -> None:
    """Its devices are not known."""
    await walk.world.hass.config_entries.async_unload(walk.entry.entry_id)
    result = await walk.start()
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "not_loaded"


async def test_a_location_that_is_unloaded_ends_the_dialog(walk: Walk) -> None:
    """The same if that happens while the dialog is open."""
    result = await walk.to_arguments("setMode", "select")
    await walk.world.hass.config_entries.async_unload(walk.entry.entry_id)
    result = await walk.fill(result, {"name": "", "options": []})
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "not_loaded"


# Changes


async def add_button(walk: Walk, name: str = "Rinse") -> str:
    """Add a button that rinses the pool, and return the id of its subentry."""
    control = await walk.finish(await walk.to_arguments("rinse"), {"name": name})
    return control.subentry_id


async def test_a_control_can_be_changed(walk: Walk) -> None:
    """The dialog suggests what it has; the entity keeps its id, and gets the new command."""
    control = await walk.finish(
        await walk.to_arguments("program"),
        {"argument0": "quick", "argument1": 5},
        {"name": "Program"},
    )
    entity_id = walk.entity(control).entity_id
    result = await walk.start(control.subentry_id)
    assert suggested(result) == {"device": walk.device(POOL)}
    result = await walk.fill(result, {"device": walk.device(POOL)})
    assert suggested(result) == {"capability": f"main/{CAPABILITY}"}
    result = await walk.fill(result, {"capability": f"main/{CAPABILITY}"})
    assert suggested(result) == {"command": "program", "kind": "button"}
    result = await walk.fill(result, {"command": "program", "kind": "button"})
    assert suggested(result) == {"argument0": "quick", "argument1": 5}
    result = await walk.fill(result, {"argument0": "long", "argument1": 9})
    assert suggested(result) == {"name": "Program"}
    result = await walk.fill(result, {"name": "Long program"})
    assert result["reason"] == "reconfigure_successful"
    await walk.world.settle()
    (control,) = walk.entry.subentries.values()
    assert control.title == "Long program"
    assert walk.entity(control).entity_id == entity_id
    await walk.act("press", control)
    assert walk.sent == [("program", ["long", 9])]


async def gone(walk: Walk) -> None:
    """Let SmartThings have no commands for the capability of the pool any more."""
    changed = definition()
    changed["commands"] = {}
    walk.world.simulator.define(changed)
    await domain_data(walk.world.hass).definitions.remove()
    await walk.world.hass.config_entries.async_reload(walk.entry.entry_id)
    await walk.world.settle()


@pytest.mark.parametrize("known", [True, False], ids=["known", "gone"])
async def test_name_and_icon_change_without_the_definition(walk: Walk, *, known: bool) -> None:
    """What the control sends is kept; a field that is emptied has no value any more."""
    control = await walk.finish(
        await walk.to_arguments("program", "number"),
        {"argument0": "quick"},
        {"name": "Speed", "unit": "rpm", "minimum": 0, "maximum": 3450, "step": 50},
    )
    if not known:
        await gone(walk)
    result = await walk.to_entity(control.subentry_id)
    assert result["step_id"] == "end"
    values = suggested(result)
    assert values.pop("unit") == "rpm"
    assert values == {"name": "Speed", "minimum": 0, "maximum": 3450, "step": 50}
    result = await walk.fill(result, {**values, "name": "Pump", "icon": "mdi:pump"})
    assert result["reason"] == "reconfigure_successful"
    await walk.world.settle()
    (control,) = walk.entry.subentries.values()
    state = walk.world.hass.states.get(walk.entity(control).entity_id)
    assert state is not None
    assert state.attributes["friendly_name"] == "Pool Pump"
    assert state.attributes["icon"] == "mdi:pump"
    assert "unit_of_measurement" not in state.attributes
    if known:
        await walk.act("set_value", control, value=900)
        assert walk.sent == [("program", ["quick", 900])]


async def test_the_options_of_a_select_change_without_the_definition(walk: Walk) -> None:
    """Those that it has are offered, and its attribute stays."""
    control = await walk.finish(
        await walk.to_arguments("setMode", "select"),
        {"name": "Mode", "state": f"{CAPABILITY}/mode", "options": ["eco", "boost"]},
    )
    await gone(walk)
    result = await walk.to_entity(control.subentry_id)
    assert offered(result, "options") == ["eco", "boost"]
    values = suggested(result)
    assert values == {"name": "Mode", "state": f"{CAPABILITY}/mode", "options": ["eco", "boost"]}
    result = await walk.fill(result, {**values, "options": ["boost"]})
    assert result["reason"] == "reconfigure_successful"
    await walk.world.settle()
    (control,) = walk.entry.subentries.values()
    assert control.data["options"] == ["boost"]
    assert control.data["command"] == "setMode"


async def test_a_control_of_a_missing_device_can_be_renamed(walk: Walk) -> None:
    """The device may come back, so the attribute stays."""
    control = await walk.finish(
        await walk.to_arguments("setMode", "select"),
        {"name": "Mode", "state": f"{CAPABILITY}/mode", "options": ["eco", "boost"]},
    )
    await gone(walk)
    walk.world.simulator.home.remove_device(POOL)
    await walk.world.settle()
    result = await walk.to_entity(control.subentry_id)
    result = await walk.fill(result, {**suggested(result), "name": "Later"})
    assert result["reason"] == "reconfigure_successful"
    (control,) = walk.entry.subentries.values()
    assert control.title == "Later"
    assert control.data["state"] == f"{CAPABILITY}/mode"


async def test_a_control_can_become_another_kind_of_entity_of_another_device(walk: Walk) -> None:
    """The entity of the former kind is removed."""
    subentry_id = await add_button(walk)
    result = await walk.to_arguments(
        "on", "switch", "switch", Devices.COFFEE_PLUG, subentry_id=subentry_id
    )
    assert suggested(result)["off_command"] == "off"
    result = await walk.fill(result, {"off_command": "off"})
    result = await walk.fill(result, {"name": "Coffee", "state": "switch/switch", "on_value": "on"})
    assert result["reason"] == "reconfigure_successful"
    await walk.world.settle()
    (control,) = walk.entry.subentries.values()
    item = walk.entity(control)
    assert item.domain == "switch"
    assert item.device_id == walk.device(Devices.COFFEE_PLUG)
    await walk.act("turn_on", control)
    assert walk.world.state(item.entity_id) == STATE_ON


async def test_a_deleted_control_has_no_entity(walk: Walk) -> None:
    """The device and its other entities stay, and its subscription ends."""
    control = await walk.finish(
        await walk.to_arguments("setMode", "select"),
        {"name": "Mode", "state": f"{CAPABILITY}/mode", "options": ["eco"]},
    )
    entity_id = walk.entity(control).entity_id
    kept = await add_button(walk)
    before = len(er.async_get(walk.world.hass).entities)
    walk.world.hass.config_entries.async_remove_subentry(walk.entry, control.subentry_id)
    await walk.world.settle()
    assert walk.world.hass.states.get(entity_id) is None
    assert len(er.async_get(walk.world.hass).entities) == before - 1
    assert dr.async_get(walk.world.hass).async_get(walk.device(POOL))
    assert walk.entity(walk.entry.subentries[kept])
    pair = DeviceCapability(POOL, CAPABILITY)
    plan = walk.entry.runtime_data.parts.subscriptions.plan
    assert plan is not None
    assert pair not in plan.pairs


async def test_a_control_survives_a_reload(walk: Walk) -> None:
    """It needs no definition: it has all that it sends."""
    subentry_id = await add_button(walk)
    changed = definition()
    changed["commands"] = {}
    walk.world.simulator.define(changed)
    await walk.world.hass.config_entries.async_reload(walk.entry.entry_id)
    await walk.world.settle()
    control = walk.entry.subentries[subentry_id]
    assert walk.world.state(walk.entity(control).entity_id) == STATE_UNKNOWN
    with pytest.raises(HomeAssistantError) as raised:
        await walk.act("press", control)
    assert raised.value.translation_key == "command_rejected"


async def test_the_device_of_a_control_can_be_offline_or_gone(walk: Walk) -> None:
    """The control is unavailable as its device is; another device can be selected for it."""
    subentry_id = await add_button(walk)
    item = walk.entity(walk.entry.subentries[subentry_id])
    walk.world.simulator.home.set_health(POOL, "OFFLINE")
    await walk.world.settle()
    assert walk.world.state(item.entity_id) == STATE_UNAVAILABLE
    walk.world.simulator.home.remove_device(POOL)
    for _ in range(2):
        await walk.world.hass.config_entries.async_reload(walk.entry.entry_id)
        await walk.world.settle()
    state = walk.world.hass.states.get(item.entity_id)
    assert state is None or state.state == STATE_UNAVAILABLE
    assert subentry_id in walk.entry.subentries
    result = await walk.start(subentry_id)
    assert suggested(result) == {}
    result = await walk.fill(result, {"device": walk.device(Devices.COFFEE_PLUG)})
    assert suggested(result) == {}
    result = await walk.fill(result, {"capability": "main/switch"})
    result = await walk.fill(result, {"command": "on", "kind": "button"})
    assert suggested(result) == {"name": "Rinse"}
    await walk.fill(result, {"name": "Coffee"})
    await walk.world.settle()
    moved = walk.entity(walk.entry.subentries[subentry_id])
    assert moved.device_id == walk.device(Devices.COFFEE_PLUG)


@pytest.mark.parametrize("data", [{}, {"kind": "piano"}, {"kind": "button", "device": 5}])
async def test_a_subentry_that_cannot_be_used_is_skipped(walk: Walk, data: dict[str, Json]) -> None:
    """The location works without it."""
    subentry_id = await add_button(walk)
    walk.world.hass.config_entries.async_update_subentry(
        walk.entry, walk.entry.subentries[subentry_id], data=data
    )
    await walk.world.hass.config_entries.async_reload(walk.entry.entry_id)
    await walk.world.settle()
    assert walk.entry.runtime_data.devices


async def test_diagnostics_show_controls_without_private_data(walk: Walk) -> None:
    """An argument may be a code, and the name is the user's own."""
    await walk.finish(
        await walk.to_arguments("program"),
        {"argument0": "hidden word", "argument1": 5},
        {"name": "My program"},
    )
    found = await async_get_config_entry_diagnostics(walk.world.hass, walk.entry)
    (shown,) = map(as_object, as_list(found["controls"]))
    assert shown == {
        "kind": "button",
        "device": shown["device"],
        "component": "main",
        "capability": CAPABILITY,
        "command": "program",
        "arguments": 2,
        "state": None,
    }
    assert str(shown["device"]).startswith("device ")
    assert "hidden word" not in str(found)
    assert "My program" not in str(found)
