"""Unusual thermostats: modes that are not listed, wrong numbers, no modes."""

import pytest

from custom_components.smartthings_smartapp.cloud.json_types import texts
from simulator.devices.device import Json
from tests.common.house import Sent
from tests.common.world import World

from .conftest import Open, case_with

_MODE = ("main", "thermostatMode")


async def test_heat_is_sent_as_heat(opened: Open) -> None:
    """Auxiliary heat is electric. Only its preset turns it on."""
    ecobee = await opened("thermostat_heat_not_listed")
    climate = ecobee.find("climate")
    assert climate.state == "heat"
    assert climate.attributes["hvac_modes"] == ["off", "cool", "heat_cool", "heat"]
    assert climate.attributes["preset_mode"] == "none"
    assert climate.attributes["preset_modes"] == ["none", "auxheatonly"]
    heat: Sent = (*_MODE, "heat", [])
    assert await ecobee.sends("climate.set_hvac_mode", climate, hvac_mode="heat") == [heat]
    sent = await ecobee.sends("climate.set_temperature", climate, hvac_mode="heat", temperature=21)
    assert sent[0] == heat
    await ecobee.sends("climate.set_hvac_mode", climate, hvac_mode="cool")
    assert ecobee.find("climate").state == "cool"
    # It heats sometimes, although it does not list the mode.
    assert await ecobee.sends("climate.set_hvac_mode", climate, hvac_mode="heat") == [heat]
    assert await ecobee.sends("climate.set_preset_mode", climate, preset_mode="auxheatonly") == [
        (*_MODE, "setThermostatMode", ["auxheatonly"])
    ]
    auxiliary = ecobee.find("climate")
    assert (auxiliary.state, auxiliary.attributes["preset_mode"]) == ("heat", "auxheatonly")
    assert await ecobee.sends("climate.set_preset_mode", climate, preset_mode="none") == [heat]


async def test_numbers_that_make_no_sense_are_not_used(opened: Open) -> None:
    """New virtual devices report random numbers."""
    unreal = await opened("thermostat_unreal_step")
    climate = unreal.find("climate")
    assert climate.state in climate.attributes["hvac_modes"]
    assert climate.attributes["target_temp_step"] <= 1
    assert climate.attributes["min_temp"] < 21 < climate.attributes["max_temp"] < 40
    ((_, _, command, (degrees,)),) = await unreal.sends(
        "climate.set_temperature", climate, temperature=21
    )
    assert (command, degrees) == ("setHeatingSetpoint", 69.8)


async def test_a_thermostat_without_modes_is_switched(opened: Open) -> None:
    """A scene may set the current mode."""
    floor = await opened("thermostat_without_modes")
    climate = floor.find("climate")
    assert climate.state == "heat"
    assert await floor.do("climate.set_hvac_mode", climate, hvac_mode="heat") == []
    on: Sent = ("main", "switch", "on", [])
    off: Sent = ("main", "switch", "off", [])
    assert await floor.sends("climate.set_hvac_mode", climate, hvac_mode="off") == [off]
    assert floor.find("climate").state == "off"
    assert await floor.sends("climate.set_hvac_mode", climate, hvac_mode="heat") == [on]
    assert floor.find("climate").state == "heat"


@pytest.mark.parametrize(
    ("listed", "present"),
    [
        (["rush hour"], "auxheatonly"),
        (["rush hour"], "asleep"),
        (["off", "cool"], "auto"),
        (["off", "emergency heat"], "emergency heat"),
        (["dryair", "fanonly"], "moistair"),
        ([], "heat"),
        (None, "energysavecool"),
        (["Heizen", "Kühlen"], "Kühlen"),
        (["heat", "Heat"], "Heat"),
        ("heat", "heat"),
        (["off", "heat"], None),
        (["off", "heat"], 7),
    ],
)
@pytest.mark.parametrize("kind", ["thermostat", "air conditioner"])
async def test_each_mode_that_is_offered_can_be_set_and_is_no_variant(
    world: World, kind: str, listed: Json, present: Json
) -> None:
    """The state is one of the modes, or unknown, whatever words the device uses."""
    capability = {
        "thermostat": (
            "thermostatMode",
            {"thermostatMode": present, "supportedThermostatModes": listed},
        ),
        "air conditioner": (
            "airConditionerMode",
            {"airConditionerMode": present, "supportedAcModes": listed},
        ),
    }[kind]
    case = await case_with(
        world,
        "Thermostat" if kind == "thermostat" else "AirConditioner",
        {
            capability[0]: capability[1],
            "thermostatHeatingSetpoint": {"heatingSetpoint": 20},
            "thermostatCoolingSetpoint": {"coolingSetpoint": 24},
            "temperatureMeasurement": {"temperature": 21},
        },
    )
    climate = case.find("climate")
    modes = climate.attributes["hvac_modes"]
    assert climate.state in {*modes, "unknown"}
    assert len({*modes}) == len(modes)
    for mode in modes:
        if mode not in case.find("climate").attributes["hvac_modes"]:
            assert mode == "auto"  # as the device's own affair was shown, which it left
            continue
        if kind == "air conditioner" and present == mode and mode not in texts(listed):
            continue  # only the device knows whether it takes what it does not list
        for request in await case.do("climate.set_hvac_mode", climate, hvac_mode=mode):
            ((_, _, command, arguments),) = request
            word = str(arguments[0]) if arguments else command
            plain = {"off", "heat", "cool", "auto", "dry", "dryair", "fanonly", "heatingoff"}
            assert word.lower() in plain


async def test_a_thermostat_can_go_back_to_a_mode_that_it_does_not_list(world: World) -> None:
    """It has heated before, so the word for heating is sent."""
    case = await case_with(
        world,
        "Thermostat",
        {
            "thermostatMode": {
                "thermostatMode": "heat",
                "supportedThermostatModes": ["off", "cool"],
            },
            "thermostatHeatingSetpoint": {"heatingSetpoint": 20},
            "thermostatCoolingSetpoint": {"coolingSetpoint": 24},
        },
    )
    climate = case.find("climate")
    await case.sends("climate.set_hvac_mode", climate, hvac_mode="cool")
    assert case.find("climate").attributes["hvac_modes"] == ["off", "cool", "heat"]
    assert await case.sends("climate.set_hvac_mode", climate, hvac_mode="heat") == [
        (*_MODE, "heat", [])
    ]
