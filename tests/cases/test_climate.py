"""Thermostats as they are: modes that are not listed, numbers that make no sense, no modes."""

from tests.platforms.conftest import Sent

from .conftest import Open

_MODE = ("main", "thermostatMode")


async def test_heat_is_sent_as_heat(opened: Open) -> None:
    """Auxiliary heat is electric: only its own preset turns it on."""
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
    # It heats now and then, though it does not say so.
    assert await ecobee.sends("climate.set_hvac_mode", climate, hvac_mode="heat") == [heat]
    assert await ecobee.sends("climate.set_preset_mode", climate, preset_mode="auxheatonly") == [
        (*_MODE, "setThermostatMode", ["auxheatonly"])
    ]
    auxiliary = ecobee.find("climate")
    assert (auxiliary.state, auxiliary.attributes["preset_mode"]) == ("heat", "auxheatonly")
    assert await ecobee.sends("climate.set_preset_mode", climate, preset_mode="none") == [heat]


async def test_numbers_that_make_no_sense_are_not_used(opened: Open) -> None:
    """New virtual devices report random ones."""
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
    """A scene may set the mode that it is in."""
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
