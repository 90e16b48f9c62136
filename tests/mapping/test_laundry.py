"""Entries of washers, dryers and dishwashers."""

import pytest

from tests.common.devices import Capabilities, Known, kind_of, known

BUTTONS = {"start", "pause", "resume", "cancel"}


def _buttons(device: Known) -> set[str]:
    """Return the buttons of a device, as capability and key."""
    return {
        kind.removeprefix("button main ") for kind in device.kinds if kind.startswith("button ")
    }


@pytest.mark.parametrize(
    ("own", "standard"),
    [
        ("samsungce.washerOperatingState", "washerOperatingState"),
        ("samsungce.dryerOperatingState", "dryerOperatingState"),
        ("samsungce.dishwasherOperation", "dishwasherOperatingState"),
    ],
)
def test_a_machine_has_one_button_for_each_intention(own: str, standard: str) -> None:
    """Samsung's capability is used instead of the standard one, which has fewer commands."""
    plain = {standard: {"machineState": "stop"}}
    both = known({**plain, own: {"operatingState": "ready"}})
    assert _buttons(both) == {f"{own} {key}" for key in BUTTONS}
    assert f"sensor main {standard} machineState" in both.kinds
    assert f"sensor main {own} operatingState" not in both.kinds
    keys = ("startOrResume", "pause", "cancel")
    assert _buttons(known(plain)) == {f"{standard} {key}" for key in keys}
    fixed_hvac_mode = known({own: {"operatingState": "ready"}})
    assert f"sensor main {own} operatingState" in fixed_hvac_mode.kinds


def test_a_washer_that_dries_too_is_started_once() -> None:
    """The capability of the washer starts both."""
    combined = known(
        {
            "samsungce.washerOperatingState": {"operatingState": "ready"},
            "samsungce.dryerOperatingState": {"operatingState": "ready"},
            "washerOperatingState": {"machineState": "stop"},
            "dryerOperatingState": {"machineState": "stop"},
        }
    )
    assert _buttons(combined) == {f"samsungce.washerOperatingState {key}" for key in BUTTONS}


def test_a_second_drum_has_its_own_entities() -> None:
    """It is a component with state, buttons and remote control."""
    drum = {
        "washerOperatingState": {"machineState": "stop"},
        "remoteControlStatus": {"remoteControlEnabled": "true"},
    }
    kinds = known({}, parts={"sub": drum}, category="Washer").kinds
    assert {
        "sensor sub washerOperatingState machineState",
        "button sub washerOperatingState cancel",
        "binary_sensor sub remoteControlStatus remoteControlEnabled",
    } <= kinds


def test_an_option_of_a_dishwasher_is_a_switch_or_a_select_by_its_value() -> None:
    """A dishwasher does not have an option without a value."""
    options = {
        "sanitize": {"value": False, "settable": [False, True]},
        "heatedDry": {"value": "off", "settable": ["off", "on"]},
        "zoneBooster": {"value": "none", "settable": ["none", "left"]},
        "stormWash": None,
        "addRinse": {},
    }
    capability = "samsungce.dishwasherWashingOptions"
    assert known({capability: options}).kinds == {
        f"switch main {capability} sanitize",
        f"select main {capability} heatedDry",
        f"select main {capability} zoneBooster",
    }
    dries = {"heatedDry": {"value": True, "settable": [False, True]}}
    assert known({capability: dries}).kinds == {f"switch main {capability} heatedDry"}
    assert known({capability: {}}).kinds == set()


def test_what_an_appliance_never_reported_is_no_setting_of_it() -> None:
    """Washers list capabilities of dryers and dispensers that they do not have."""
    capability = "custom.dryerDryLevel"
    select = f"select main {capability} dryerDryLevel"
    never = {"dryerDryLevel": None, "supportedDryerDryLevel": None}
    assert known({capability: never}).kinds == set()
    assert known({capability: {**never, "supportedDryerDryLevel": ["damp"]}}).kinds == {select}
    # The status is not known yet.
    assert known({capability: {}}).kinds == {select}


def _enabled(readings: Capabilities) -> set[str]:
    return {
        kind_of(match)
        for match in known(readings).own
        if match.entry.entity_registry_enabled_default
    }


def test_a_tank_that_is_not_there_holds_nothing() -> None:
    """Washers without a tank report ``none`` as its content. All else is disabled by default."""
    state = {"remainingAmount": 0, "dosage": 0, "initialAmount": 0}
    capability = "samsungce.detergentState"
    assert _enabled({capability: {**state, "detergentType": "none"}}) == set()
    assert _enabled({capability: {**state, "detergentType": "regular"}}) == {
        f"sensor main {capability} detergentLeft"
    }


def test_a_product_that_two_capabilities_report_has_one_entity_of_each_kind() -> None:
    """The tank precedes the product that the app can order, and so does what can be set."""
    replenished: Capabilities = {
        "samsungce.detergentAutoReplenishment": {
            "regularDetergentRemainingAmount": 300,
            "regularDetergentInitialAmount": 500,
            "regularDetergentDosage": 40,
            "regularDetergentType": "liquid",
            "regularDetergentAlarmEnabled": True,
            "regularDetergentOrderThreshold": 100,
        },
    }
    readings: Capabilities = {
        **replenished,
        "samsungce.detergentState": {
            "remainingAmount": 300,
            "initialAmount": 500,
            "dosage": 40,
            "detergentType": "liquid",
        },
        "samsungce.detergentOrder": {"alarmEnabled": True, "orderThreshold": 100},
    }
    assert known(readings).kinds == {
        "sensor main samsungce.detergentState detergentLeft",
        "sensor main samsungce.detergentState initialAmount",
        "sensor main samsungce.detergentState dosage",
        "sensor main samsungce.detergentState detergentType",
        "switch main samsungce.detergentOrder alarmEnabled",
        "number main samsungce.detergentOrder orderThreshold",
    }
    assert {kind.split()[-1] for kind in known(replenished).kinds} == {
        "regularDetergentRemainingAmount",
        "regularDetergentInitialAmount",
        "regularDetergentDosage",
        "regularDetergentType",
        "regularDetergentAlarmEnabled",
        "regularDetergentOrderThreshold",
    }


def test_a_child_lock_that_can_be_set_is_a_switch() -> None:
    """A child lock that cannot be set is a sensor."""
    seen = {"samsungce.kidsLock": {"lockState": "unlocked"}}
    settable = {"samsungce.kidsLockControl": {"lockState": "unlocked"}}
    assert known(seen).kinds == {"binary_sensor main samsungce.kidsLock lockState"}
    assert known({**seen, **settable}).kinds == {"switch main samsungce.kidsLockControl lockState"}


def test_courses_are_offered_where_they_have_no_names_either() -> None:
    """A dishwasher has names for its courses. Other machines have codes, which the user names."""
    codes = {"custom.supportedOptions": {"course": None, "supportedCourses": ["01", "1C"]}}
    names = {
        "samsungce.dishwasherWashingCourse": {
            "washingCourse": "auto",
            "supportedCourses": ["auto"],
        }
    }
    (match,) = (match for match in known(codes).matches if not match.entry.of_device)
    assert match.entry.entity_registry_enabled_default
    assert known({**codes, **names}).kinds == {
        "select main samsungce.dishwasherWashingCourse washingCourse"
    }
