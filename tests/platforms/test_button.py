"""Buttons: their commands, and why they reject a press."""

import pytest
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Json, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(
    Devices.DISHWASHER, Devices.DRYER, Devices.FRIDGE, Devices.RANGE, Devices.WASHER
)

REMOTE = "remoteControlStatus.remoteControlEnabled"
WASHER = "samsungce.washerOperatingState"
DRYER = "samsungce.dryerOperatingState"
DISHES = "samsungce.dishwasherOperation"
OVEN = "samsungce.ovenOperatingState"


async def _press(house: House, name: str) -> list[tuple[str, str, str, list[Json]]]:
    return await house.call("button.press", name)


async def _refused(house: House, name: str, key: str, label: str) -> None:
    """Press a button that raises an error with this key and sends no command."""
    before = len(house.simulator.commands)
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("button.press", name)
    assert raised.value.translation_key == key
    assert raised.value.translation_placeholders == {"name": label}
    assert len(house.simulator.commands) == before


async def test_a_washer_is_started_paused_resumed_and_cancelled(house: House) -> None:
    """Each button is one command, and the machine follows."""
    name = "button.washing_machine"
    state = "sensor.washing_machine_machine_state"
    for button, command, follows in (
        ("start", "start", "run"),
        ("pause", "pause", "pause"),
        ("resume", "resume", "run"),
        ("cancel", "cancel", "stop"),
    ):
        assert await _press(house, f"{name}_{button}") == [("main", WASHER, command, [])]
        assert house.state(state).state == follows


@pytest.mark.parametrize(
    ("state", "button", "key"),
    [
        ("running", "start", "not_ready"),
        ("paused", "start", "not_ready"),
        ("ready", "pause", "not_running"),
        ("paused", "pause", "not_running"),
        ("running", "resume", "not_paused"),
        ("ready", "resume", "not_paused"),
        ("ready", "cancel", "nothing_to_cancel"),
    ],
)
async def test_a_button_is_rejected_in_a_state_that_does_not_allow_it(
    house: House, state: str, button: str, key: str
) -> None:
    """The error names the reason, and no command is sent."""
    await house.report(Devices.DRYER, f"{DRYER}.operatingState", state)
    await _refused(house, f"button.tumble_dryer_{button}", key, "Tumble dryer")


@pytest.mark.parametrize("button", ["start", "pause", "resume", "cancel"])
async def test_a_button_is_rejected_while_remote_control_is_off(house: House, button: str) -> None:
    """The appliance would not react in any state."""
    await _refused(house, f"button.dishwasher_{button}", "remote_control_off", "Dishwasher")


async def test_the_buttons_that_can_work_are_available(house: House) -> None:
    """They follow the state of the machine, and its remote control."""

    def offered() -> set[str]:
        names = ("start", "pause", "resume", "cancel")
        states = {name: house.state(f"button.tumble_dryer_{name}").state for name in names}
        return {name for name, state in states.items() if state != STATE_UNAVAILABLE}

    await house.report(Devices.DRYER, f"{DRYER}.operatingState", "ready")
    assert offered() == {"start"}
    await house.report(Devices.DRYER, f"{DRYER}.operatingState", "running")
    assert offered() == {"pause", "cancel"}
    await house.report(Devices.DRYER, f"{DRYER}.operatingState", "paused")
    assert offered() == {"resume", "cancel"}
    await house.report(Devices.DRYER, REMOTE, "false")
    assert offered() == set()
    await house.report(Devices.DRYER, REMOTE, "true")
    assert offered() == {"resume", "cancel"}


async def test_the_buttons_of_a_part_follow_the_remote_control_of_the_machine(
    world: World,
) -> None:
    """The second drum of a washer does not report it."""
    drum: Readings = {WASHER: {"operatingState": "running"}}
    main: Readings = {**drum, "remoteControlStatus": {"remoteControlEnabled": "false"}}
    house = await house_with(world, "Washer", "Washer", main, {"sub": drum})
    pause = "button.washer_second_drum_pause"
    assert house.state(pause).state == STATE_UNAVAILABLE
    await _refused(house, pause, "remote_control_off", "Washer")
    (device_id,) = house.entry.runtime_data.devices
    await house.report(device_id, REMOTE, "true")
    assert house.state(pause).state != STATE_UNAVAILABLE


async def test_an_unknown_state_rejects_nothing(house: House) -> None:
    """The cloud decides then."""
    await house.report(Devices.WASHER, f"{WASHER}.operatingState", None)
    await house.report(Devices.WASHER, REMOTE, None)
    assert await _press(house, "button.washing_machine_pause") == [("main", WASHER, "pause", [])]


async def test_a_dishwasher_drains_when_it_is_cancelled(house: House) -> None:
    """Cancelling also pumps the water out."""
    await house.report(Devices.DISHWASHER, REMOTE, "true")
    name = "button.dishwasher"
    assert await _press(house, f"{name}_start") == [("main", DISHES, "start", [])]
    assert await _press(house, f"{name}_cancel") == [("main", DISHES, "cancel", [True])]


@pytest.mark.parametrize(
    ("capability", "attribute", "command"),
    [
        ("washerOperatingState", "machineState", "setMachineState"),
        ("dryerOperatingState", "machineState", "setMachineState"),
        ("dishwasherOperatingState", "machineState", "setMachineState"),
        (
            "custom.steamClosetOperatingState",
            "steamClosetMachineState",
            "setSteamClosetMachineState",
        ),
    ],
)
async def test_a_machine_with_only_the_standard_capability_gets_its_state(
    world: World, capability: str, attribute: str, command: str
) -> None:
    """The button for start also resumes a paused program."""
    machine: Readings = {capability: {attribute: "stop", "supportedMachineStates": None}}
    house = await house_with(world, "Machine", "Washer", machine)
    await _refused(house, "button.machine_cancel", "nothing_to_cancel", "Machine")
    assert await _press(house, "button.machine_start") == [("main", capability, command, ["run"])]
    await _refused(house, "button.machine_start", "already_running", "Machine")
    assert await _press(house, "button.machine_pause") == [("main", capability, command, ["pause"])]
    await _refused(house, "button.machine_pause", "not_running", "Machine")
    assert await _press(house, "button.machine_start") == [("main", capability, command, ["run"])]
    assert await _press(house, "button.machine_cancel") == [("main", capability, command, ["stop"])]


async def test_a_matter_appliance_has_its_own_commands(world: World) -> None:
    """It starts, pauses, resumes and stops."""
    state = "operationalState"
    house = await house_with(world, "Machine", "Dishwasher", {state: {state: "stopped"}})
    for button, follows in (
        ("start", "running"),
        ("pause", "paused"),
        ("resume", "running"),
        ("stop", "stopped"),
    ):
        assert await _press(house, f"button.machine_{button}") == [("main", state, button, [])]
        assert house.state("sensor.machine_machine_state").state == follows
    await _refused(house, "button.machine_stop", "nothing_to_cancel", "Machine")


async def test_an_oven_is_paused_started_and_stopped(house: House) -> None:
    """Samsung's capability has pause; the standard one has stop."""
    assert await _press(house, "button.range_pause") == [("main", OVEN, "pause", [])]
    assert house.state("sensor.range_machine_state").state == "paused"
    assert await _press(house, "button.range_start") == [("main", OVEN, "start", [])]
    assert await _press(house, "button.range_stop") == [("main", "ovenOperatingState", "stop", [])]
    assert house.state("sensor.range_machine_state").state == "ready"
    await _refused(house, "button.range_stop", "nothing_to_cancel", "Range")


async def test_a_second_cavity_is_controlled_by_its_component_and_checks_the_range(
    house: House,
) -> None:
    """It has its own state; the appliance as a whole allows remote control."""
    assert await _press(house, "button.range_second_cavity_start") == [
        ("cavity-01", OVEN, "start", [])
    ]
    await _refused(house, "button.range_second_cavity_start", "already_running", "Range")
    await house.report(Devices.RANGE, REMOTE, "false")
    await _refused(house, "button.range_second_cavity_stop", "remote_control_off", "Range")


async def test_an_oven_without_samsungs_capability_uses_the_standard_one(world: World) -> None:
    """Pause is a state that is set."""
    oven: Readings = {"ovenOperatingState": {"machineState": "ready", "ovenJobState": "ready"}}
    house = await house_with(world, "Oven", "Oven", oven)
    capability = "ovenOperatingState"
    assert await _press(house, "button.oven_start") == [("main", capability, "start", [])]
    assert await _press(house, "button.oven_pause") == [
        ("main", capability, "setMachineState", ["paused"])
    ]
    assert await _press(house, "button.oven_stop") == [("main", capability, "stop", [])]


async def test_a_filter_is_reset(house: House) -> None:
    """Its use starts at zero."""
    assert await _press(house, "button.fridge_reset_water_filter") == [
        ("main", "custom.waterFilter", "resetWaterFilter", [])
    ]
    assert house.state("sensor.fridge_water_filter_usage").state == "0"


async def test_a_capability_without_a_state_is_a_button(world: World) -> None:
    """A momentary switch, a tone and a chime have no state to show."""
    bell: Readings = {"momentary": {}, "tone": {}, "chime": {"chime": "off"}}
    house = await house_with(world, "Bell", "Other", bell)
    assert await _press(house, "button.bell_push") == [("main", "momentary", "push", [])]
    assert await _press(house, "button.bell_beep") == [("main", "tone", "beep", [])]
    assert await _press(house, "button.bell_chime") == [("main", "chime", "chime", [])]
