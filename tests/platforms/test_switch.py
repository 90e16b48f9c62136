"""Switches: commands, states and errors."""

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from simulator.devices.device import Json, Readings, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(
    Devices.COFFEE_PLUG, Devices.DISHWASHER, Devices.DRYER, Devices.FRIDGE, Devices.RELAY
)

PLUG = "switch.coffee_machine"


async def test_it_is_turned_off_and_on_and_follows_the_device(house: House) -> None:
    """The state is the reported one, not the requested one."""
    assert house.state(PLUG).state == STATE_ON
    assert await house.call("switch.turn_off", PLUG) == [("main", "switch", "off", [])]
    assert house.state(PLUG).state == STATE_OFF
    assert await house.call("switch.turn_on", PLUG) == [("main", "switch", "on", [])]
    assert house.state(PLUG).state == STATE_ON
    assert await house.shows(PLUG, Devices.COFFEE_PLUG, "switch.switch", None) == STATE_UNKNOWN


async def test_a_part_is_switched_by_its_component(house: House) -> None:
    """The second channel of a relay does not affect the first."""
    second = "switch.wall_switch_switch_2"
    assert house.state(second).state == STATE_ON
    assert await house.call("switch.turn_off", second) == [("switch2", "switch", "off", [])]
    assert house.state(second).state == STATE_OFF
    assert house.state("switch.wall_switch").state == STATE_OFF
    assert await house.call("switch.turn_on", "switch.wall_switch") == [
        ("main", "switch", "on", [])
    ]
    assert house.state(second).state == STATE_OFF


async def test_a_switch_with_other_values_shows_them(world: World) -> None:
    """Sound detection reports enabled instead of on."""
    camera: Readings = {"soundDetection": {"soundDetectionState": "enabled"}}
    house = await house_with(world, "Camera", "Camera", camera)
    assert house.state("switch.camera_sound_detection").state == STATE_ON


async def test_an_offline_device_is_unavailable(house: House) -> None:
    """Its health decides, and is pushed."""
    house.simulator.home.set_health(Devices.COFFEE_PLUG, "OFFLINE")
    await house.world.settle()
    assert house.state(PLUG).state == STATE_UNAVAILABLE
    assert house.state("sensor.coffee_machine_power").state == STATE_UNAVAILABLE
    house.simulator.home.set_health(Devices.COFFEE_PLUG, "ONLINE")
    await house.world.settle()
    assert house.state(PLUG).state == STATE_ON


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (403, "forbidden"),
        (409, "device_state"),
        (422, "command_rejected"),
        (503, "cloud_unreachable"),
    ],
)
async def test_a_refusal_has_a_text(house: House, status: int, key: str) -> None:
    """It names the reason and the device, and the state does not change."""
    house.simulator.faults.fail("/devices/*/commands", status=status, times=9)
    with pytest.raises(HomeAssistantError) as raised:
        await house.act("switch.turn_off", PLUG)
    assert raised.value.translation_key == key
    assert raised.value.translation_placeholders == {"name": "Coffee machine"}
    assert house.state(PLUG).state == STATE_ON


OPTION = "switch.dishwasher_sanitize"


async def test_a_switch_may_have_one_command_with_a_value(house: House) -> None:
    """The option of a dishwasher is a member of an object."""
    remote = "remoteControlStatus.remoteControlEnabled"
    await house.report(Devices.DISHWASHER, remote, "true")
    assert house.state(OPTION).state == STATE_OFF
    capability = "samsungce.dishwasherWashingOptions"
    assert await house.call("switch.turn_on", OPTION) == [
        ("main", capability, "setSanitize", [True])
    ]
    assert house.state(OPTION).state == STATE_ON
    assert await house.call("switch.turn_off", OPTION) == [
        ("main", capability, "setSanitize", [False])
    ]
    assert house.state(OPTION).state == STATE_OFF


async def test_a_switch_of_an_appliance_rejects_an_action_without_effect(house: House) -> None:
    """Its remote control is off, or it is running; no command is sent."""
    before = len(house.simulator.commands)
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("switch.turn_on", OPTION)
    assert raised.value.translation_key == "remote_control_off"
    await house.report(Devices.DISHWASHER, "remoteControlStatus.remoteControlEnabled", "true")
    await house.report(Devices.DISHWASHER, "dishwasherOperatingState.machineState", "run")
    with pytest.raises(ServiceValidationError) as raised:
        await house.act("switch.turn_on", OPTION)
    assert raised.value.translation_key == "not_resting"
    assert raised.value.translation_placeholders == {"name": "Dishwasher"}
    assert len(house.simulator.commands) == before


@pytest.mark.parametrize(
    ("name", "on", "off"),
    [
        (
            "switch.fridge_power_cool",
            ("samsungce.powerCool", "activate", []),
            ("samsungce.powerCool", "deactivate", []),
        ),
        (
            "switch.fridge_sabbath_mode",
            ("samsungce.sabbathMode", "on", []),
            ("samsungce.sabbathMode", "off", []),
        ),
        (
            "switch.fridge_defrost",
            ("refrigeration", "setDefrost", ["on"]),
            ("refrigeration", "setDefrost", ["off"]),
        ),
        (
            "switch.tumble_dryer_wrinkle_prevention",
            ("custom.dryerWrinklePrevent", "setDryerWrinklePrevent", ["on"]),
            ("custom.dryerWrinklePrevent", "setDryerWrinklePrevent", ["off"]),
        ),
    ],
)
async def test_a_setting_of_an_appliance_is_turned_on_and_off(
    house: House, name: str, on: tuple[str, str, list[str]], off: tuple[str, str, list[str]]
) -> None:
    """Each setting has its own commands."""
    assert await house.call("switch.turn_on", name) == [("main", *on)]
    assert house.state(name).state == STATE_ON
    assert await house.call("switch.turn_off", name) == [("main", *off)]
    assert house.state(name).state == STATE_OFF


async def test_an_ice_maker_is_switched_as_a_part_of_the_fridge(world: World) -> None:
    """Its name does not repeat that of the fridge."""
    world.simulator.home.add_device(
        make_device(
            "ice",
            "Ice fridge",
            location_id=HOME_LOCATION,
            category="Refrigerator",
            components={"main": {}, "icemaker": {"switch": {"switch": "off"}}},
        )
    )
    house = House(world, await world.add_location())
    name = "switch.ice_fridge_ice_maker"
    assert await house.call("switch.turn_on", name) == [("icemaker", "switch", "on", [])]
    assert house.state(name).state == STATE_ON


@pytest.mark.parametrize(
    ("capability", "attribute", "words", "commands", "name"),
    [
        (
            "samsungce.kidsLockControl",
            "lockState",
            ("locked", "unlocked"),
            (("lock", []), ("unlock", [])),
            "child_lock",
        ),
        (
            "samsungce.microfiberFilterSettings",
            "bypassMode",
            ("enabled", "disabled"),
            (("setBypassMode", ["enabled"]), ("setBypassMode", ["disabled"])),
            "bypass",
        ),
        (
            "samsungce.washerBubbleSoak",
            "status",
            ("on", "off"),
            (("on", []), ("off", [])),
            "bubble_soak",
        ),
        (
            "samsungce.autoDoorRelease",
            "autoDoorReleaseEnabled",
            (True, False),
            (("enable", []), ("disable", [])),
            "automatic_door_release",
        ),
        (
            "samsungce.fridgeVacationMode",
            "vacationMode",
            ("on", "off"),
            (("setVacationMode", ["on"]), ("setVacationMode", ["off"])),
            "vacation_mode",
        ),
    ],
)
async def test_a_switch_has_the_values_of_its_capability(
    world: World,
    capability: str,
    attribute: str,
    words: tuple[Json, Json],
    commands: tuple[tuple[str, list[str]], tuple[str, list[str]]],
    name: str,
) -> None:
    """They mean on and off, and are sent."""
    on, off = words
    settings: Readings = {capability: {attribute: on}}
    house = await house_with(world, "Machine", "Washer", settings)
    switch = f"switch.machine_{name}"
    assert house.state(switch).state == STATE_ON
    assert await house.call("switch.turn_off", switch) == [("main", capability, *commands[1])]
    (device,) = (item for item in house.simulator.home.devices.values() if item.label == "Machine")
    assert device.value("main", capability, attribute) == off
    assert house.state(switch).state == STATE_OFF
    assert await house.call("switch.turn_on", switch) == [("main", capability, *commands[0])]
    assert house.state(switch).state == STATE_ON
