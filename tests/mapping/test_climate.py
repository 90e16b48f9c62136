"""Entries of devices that heat, cool, dry or ventilate."""

import pytest

from tests.common.devices import Capabilities, known

SWITCH: Capabilities = {"switch": {"switch": "on"}}
HEATING: Capabilities = {"thermostatHeatingSetpoint": {"heatingSetpoint": 20}}
COOLING: Capabilities = {"thermostatCoolingSetpoint": {"coolingSetpoint": 25}}
THERMOSTAT: Capabilities = {"thermostatMode": {"thermostatMode": "heat"}}
CONDITIONER: Capabilities = {"airConditionerMode": {"airConditionerMode": "cool"}}
WARM: Capabilities = {"temperatureMeasurement": {"temperature": 21}}
DAMP: Capabilities = {"relativeHumidityMeasurement": {"humidity": 50}}
EHS: Capabilities = {"samsungce.ehsThermostat": {"connectionState": "disconnected"}}
READINGS = {
    "sensor main temperatureMeasurement temperature",
    "sensor main relativeHumidityMeasurement humidity",
}


@pytest.mark.parametrize("setpoints", [HEATING, COOLING, {**HEATING, **COOLING}])
def test_a_thermostat_is_one_entity_beside_what_it_measures(setpoints: Capabilities) -> None:
    """It claims mode, setpoints, fan mode and action. Measured values stay sensors."""
    device = known(
        {
            **THERMOSTAT,
            **setpoints,
            "thermostatFanMode": {"thermostatFanMode": "auto"},
            "thermostatOperatingState": {"thermostatOperatingState": "idle"},
            **WARM,
            **DAMP,
        },
        category="Thermostat",
    )
    assert device.kinds == {"climate main thermostatMode thermostat", *READINGS}


def test_a_mode_without_a_setpoint_stays_a_sensor() -> None:
    """There is nothing to set, but the mode is useful."""
    device = known({**THERMOSTAT, "thermostatOperatingState": {"thermostatOperatingState": "idle"}})
    assert device.kinds == {
        "sensor main thermostatMode thermostatMode",
        "sensor main thermostatOperatingState thermostatOperatingState",
    }


def test_the_relay_of_a_thermostat_is_its_own_switch() -> None:
    """A thermostat has the mode off. An air conditioner is turned off by its switch."""
    capabilities: Capabilities = {**THERMOSTAT, **HEATING, **SWITCH}
    thermostat = known(capabilities, category="Thermostat")
    assert thermostat.kinds == {
        "climate main thermostatMode thermostat",
        "switch main switch switch",
    }
    conditioner = known(capabilities, category="AirConditioner")
    assert conditioner.kinds == {"climate main thermostatMode thermostat"}


@pytest.mark.parametrize(
    ("setpoints", "category", "kinds"),
    [
        (HEATING, "Other", {"climate main thermostatHeatingSetpoint thermostat"}),
        ({**HEATING, **COOLING}, "Other", {"climate main thermostatHeatingSetpoint thermostat"}),
        (COOLING, "Thermostat", {"climate main thermostatCoolingSetpoint thermostat"}),
        (HEATING, "WaterHeater", {"water_heater main thermostatHeatingSetpoint waterHeater"}),
    ],
)
def test_a_setpoint_is_enough(setpoints: Capabilities, category: str, kinds: set[str]) -> None:
    """A device with a heating setpoint is a thermostat, except for some appliances."""
    assert known(setpoints, category=category).kinds == kinds


@pytest.mark.parametrize("category", ["Refrigerator", "WineCellar"])
def test_what_keeps_food_cold_is_no_climate(category: str) -> None:
    """The setpoint is a number."""
    assert not any(
        kind.startswith("climate") for kind in known({**COOLING, **WARM}, category=category).kinds
    )


@pytest.mark.parametrize("more", [{}, SWITCH])
def test_an_air_conditioner_needs_a_mode_and_a_setpoint(more: Capabilities) -> None:
    """Its switch, fan mode, swing mode and presets are part of the climate entity."""
    device = known(
        {
            **CONDITIONER,
            **COOLING,
            **more,
            "airConditionerFanMode": {"fanMode": "auto"},
            "fanOscillationMode": {"fanOscillationMode": "fixed"},
            "custom.airConditionerOptionalMode": {"acOptionalMode": "off"},
        },
        category="AirConditioner",
    )
    assert device.kinds == {"climate main airConditionerMode airConditioner"}


def test_a_part_that_reports_no_mode_is_none() -> None:
    """Indoor units list components that they do not have."""
    nothing: Capabilities = {
        "airConditionerMode": {"airConditionerMode": None},
        "thermostatCoolingSetpoint": {"coolingSetpoint": None},
    }
    device = known({**CONDITIONER, **COOLING}, category="AirConditioner", parts={"1": nothing})
    assert [kind for kind in device.kinds if kind.startswith("climate")] == [
        "climate main airConditionerMode airConditioner"
    ]


def test_a_heat_pump_is_hot_water_and_zones() -> None:
    """The main component heats water, and each INDOOR component is a zone."""
    zone: Capabilities = {**SWITCH, **CONDITIONER, **COOLING, **EHS}
    device = known(
        {**zone, **WARM, "custom.outingMode": {"outingMode": "off"}},
        category="AirConditioner",
        parts={"INDOOR1": zone, "INDOOR2": zone},
    )
    assert {kind for kind in device.kinds if not kind.startswith("sensor")} == {
        "water_heater main temperatureMeasurement waterHeater",
        "climate INDOOR1 airConditionerMode zone",
        "climate INDOOR2 airConditionerMode zone",
    }


def test_a_heat_pump_without_hot_water_has_none() -> None:
    """Its main component has the capabilities but no measured temperature."""
    device = known(
        {
            **SWITCH,
            **CONDITIONER,
            **COOLING,
            **EHS,
            "temperatureMeasurement": {"temperature": None},
        },
        category="AirConditioner",
        parts={"INDOOR": {**SWITCH, **CONDITIONER, **COOLING, **EHS}},
    )
    kinds = {kind.split()[0] for kind in device.kinds if " main " in kind}
    assert "water_heater" not in kinds
    assert "climate" not in kinds
    assert "climate INDOOR airConditionerMode zone" in device.kinds


def test_a_boiler_with_several_setpoints_is_one_water_heater() -> None:
    """The first setpoint is that of the water."""
    device = known({**THERMOSTAT, **HEATING, **COOLING, **SWITCH}, category="WaterHeater")
    assert device.kinds == {"water_heater main thermostatHeatingSetpoint waterHeater"}


# Fans


@pytest.mark.parametrize(
    ("capabilities", "category", "kind"),
    [
        ({"fanSpeed": {"fanSpeed": 1}}, "Fan", "fanSpeed fan"),
        (
            {"fanSpeedPercent": {"percent": 1}, "fanMode": {"fanMode": "low"}},
            "Fan",
            "fanSpeedPercent fan",
        ),
        ({"airConditionerFanMode": {"fanMode": "low"}}, "Fan", "airConditionerFanMode fan"),
        (
            {"airPurifierFanMode": {"airPurifierFanMode": "low"}, "fanSpeed": {"fanSpeed": 1}},
            "AirPurifier",
            "airPurifierFanMode fan",
        ),
        (
            {"samsungce.hoodFanSpeed": {"hoodFanSpeed": 1}},
            "KitchenHood",
            "samsungce.hoodFanSpeed hood",
        ),
        (
            {"samsungce.hoodFanSpeed": {"hoodFanSpeed": 14, "settableMinFanSpeed": 14}},
            "Other",
            "samsungce.hoodFanSpeed hood",
        ),
    ],
)
def test_a_fan_is_one_entity(capabilities: Capabilities, category: str, kind: str) -> None:
    """Whichever capability it has, it claims the switch and the other capabilities of a fan."""
    assert known({**SWITCH, **capabilities}, category=category).kinds == {f"fan main {kind}"}


def test_the_hood_of_a_microwave_is_no_fan() -> None:
    """The switch is that of the microwave."""
    device = known(
        {**SWITCH, "samsungce.hoodFanSpeed": {"hoodFanSpeed": 1, "settableMinFanSpeed": 0}},
        category="Microwave",
    )
    assert not any(kind.startswith("fan") for kind in device.kinds)


def test_the_fan_of_an_air_conditioner_leaves_the_switch_alone() -> None:
    """There is a climate entity and a fan entity with a speed."""
    device = known(
        {**SWITCH, **CONDITIONER, **COOLING, "fanSpeed": {"fanSpeed": 1}}, category="AirConditioner"
    )
    assert device.kinds == {
        "climate main airConditionerMode airConditioner",
        "fan main fanSpeed fan",
    }


# Humidifiers


@pytest.mark.parametrize(
    ("capabilities", "category", "kind"),
    [
        ({"humidifierMode": {"humidifierMode": "auto"}}, "Other", "humidifierMode humidifier"),
        (
            {"samsungce.dehumidifierMode": {"dehumidifierMode": "smart"}},
            "Dehumidifier",
            "samsungce.dehumidifierMode humidifier",
        ),
        ({}, "Humidifier", "switch humidifier"),
    ],
)
def test_a_humidifier_is_one_entity(capabilities: Capabilities, category: str, kind: str) -> None:
    """It claims the switch. The measured humidity stays a sensor."""
    device = known({**SWITCH, **DAMP, **capabilities}, category=category)
    assert device.kinds == {
        f"humidifier main {kind}",
        "sensor main relativeHumidityMeasurement humidity",
    }


def test_a_humidifier_mode_without_a_switch_is_a_select() -> None:
    """The device cannot be turned on or off."""
    device = known({"humidifierMode": {"humidifierMode": "auto"}}, category="Humidifier")
    assert device.kinds == {"select main humidifierMode humidifierMode"}
