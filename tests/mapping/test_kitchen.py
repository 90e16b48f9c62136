"""Entries of ovens, cooktops, hoods and fridges."""

import pytest

from tests.common.devices import Capabilities, known

SETPOINT = "thermostatCoolingSetpoint"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"coolingSetpoint": 4, "coolingSetpointRange": None}, "number"),
        ({"coolingSetpoint": None, "coolingSetpointRange": {"minimum": 1}}, "number"),
        ({"coolingSetpoint": None, "coolingSetpointRange": None}, "sensor"),
        ({}, "number"),
    ],
)
def test_a_compartment_keeps_a_temperature(values: dict[str, object], expected: str) -> None:
    """A temperature that was never reported cannot be set."""
    fridge = known({}, category="Refrigerator", parts={"cooler": {SETPOINT: values}})
    assert fridge.kinds == {f"{expected} cooler {SETPOINT} coolingSetpoint"}


def test_a_setpoint_of_something_else_is_no_fridges() -> None:
    """The setpoint of a thermostat is part of its climate entity."""
    values = {"coolingSetpoint": 24, "coolingSetpointRange": None}
    kinds = known({SETPOINT: values}, category="Thermostat").kinds
    assert f"number main {SETPOINT} coolingSetpoint" not in kinds
    assert kinds


def test_a_fridge_has_one_switch_for_cooling_fast() -> None:
    """Samsung's capability is used instead of the standard one. Defrosting stays."""
    standard = {"refrigeration": {"defrost": "off", "rapidCooling": "off", "rapidFreezing": "off"}}
    own = {"samsungce.powerCool": {"activated": False}}
    assert known(standard).kinds == {
        "switch main refrigeration defrost",
        "switch main refrigeration rapidCooling",
        "switch main refrigeration rapidFreezing",
    }
    assert known({**standard, **own}).kinds == {
        "switch main refrigeration defrost",
        "switch main refrigeration rapidFreezing",
        "switch main samsungce.powerCool powerCool",
    }


def test_an_oven_shows_its_state_once() -> None:
    """Samsung's capability repeats the standard one."""
    standard = {"ovenOperatingState": {"machineState": "ready", "ovenJobState": "ready"}}
    own = {"samsungce.ovenOperatingState": {"operatingState": "ready", "ovenJobState": "ready"}}
    states = {
        "sensor main ovenOperatingState machineState",
        "sensor main ovenOperatingState ovenJobState",
    }
    assert known({**standard, **own}).kinds == states | {
        "button main samsungce.ovenOperatingState start",
        "button main samsungce.ovenOperatingState pause",
        "button main ovenOperatingState stop",
    }
    assert known(own).kinds == {
        "sensor main samsungce.ovenOperatingState operatingState",
        "sensor main samsungce.ovenOperatingState ovenJobState",
        "button main samsungce.ovenOperatingState start",
        "button main samsungce.ovenOperatingState pause",
        "button main samsungce.ovenOperatingState stop",
    }


def test_an_older_oven_has_its_state_and_stops() -> None:
    """Its capability has no command to start."""
    capability = "ovenOperationalState"
    oven = known({capability: {"machineState": "ready", "ovenJobState": "ready"}})
    assert oven.kinds == {
        f"sensor main {capability} machineState",
        f"sensor main {capability} ovenJobState",
        f"button main {capability} pause",
        f"button main {capability} stop",
    }


def test_a_hood_is_a_part_of_a_cooktop_while_it_is_connected() -> None:
    """The value of the capability decides. Devices also list it without a hood."""
    hood: Capabilities = {
        "samsungce.hoodFanSpeed": {
            "hoodFanSpeed": 1,
            "settableMinFanSpeed": 0,
            "settableMaxFanSpeed": 3,
        }
    }
    number = "number hood samsungce.hoodFanSpeed hoodFanSpeed"
    part = known({}, category="Microwave", parts={"hood": hood})
    assert part.kinds == {number}
    for state, there in (("connected", True), ("disconnected", False), (None, True)):
        paired: Capabilities = {**hood, "samsungce.connectionState": {"connectionState": state}}
        kinds = known({}, category="Cooktop", parts={"hood": paired}).kinds
        assert (number in kinds) is there


def test_each_burner_shows_what_it_does() -> None:
    """Each burner is a component with a number."""
    burner: Capabilities = {
        "samsungce.cooktopHeatingPower": {"manualLevel": 3, "heatingMode": "manual"},
        "samsungce.surfaceResidualHeat": {"surfaceResidualHeat": "low"},
    }
    assert known({}, category="Cooktop", parts={"burner-01": burner}).kinds == {
        "sensor burner-01 samsungce.cooktopHeatingPower manualLevel",
        "sensor burner-01 samsungce.cooktopHeatingPower heatingMode",
        "sensor burner-01 samsungce.surfaceResidualHeat surfaceResidualHeat",
    }
