"""Which entries apply to which component of which device."""

from dataclasses import replace

import pytest

from custom_components.smartthings_smartapp.cloud.json_types import Json
from custom_components.smartthings_smartapp.cloud.models import Device
from custom_components.smartthings_smartapp.mapping.descriptions.base import (
    ComponentView,
    Listed,
    Source,
    Where,
)
from custom_components.smartthings_smartapp.mapping.descriptions.controls import SwitchMap
from custom_components.smartthings_smartapp.mapping.descriptions.sensors import BinarySensorMap
from custom_components.smartthings_smartapp.mapping.matcher import match_device
from tests.common.devices import Capabilities, Known, known

ON = {"switch": "on"}
LEVEL = {"level": 40}
VALUES: dict[Source, Json] = {
    Source("switch", "switch"): {"value": True, "since": None},
    Source("switch", "supportedCommands"): ["on", 1],
    Source("switch", "noCommands"): [],
    Source("switchLevel", "level"): None,
    Source("switchLevel", "levelRange"): None,
    Source("lock", "lock"): "locked",
}
VIEW = ComponentView(
    "button2", frozenset({"switch", "switchLevel"}), "Light", VALUES, presentation="DA-EHS-1"
)


@pytest.mark.parametrize(
    ("where", "accepted"),
    [
        (Where(), True),
        (Where(component="button*"), True),
        (Where(component="main"), False),
        (Where(all_of=("switch", "switchLevel")), True),
        (Where(all_of=("switch", "lock")), False),
        (Where(any_of=("lock", "switch")), True),
        (Where(any_of=("lock",)), False),
        (Where(none_of=("lock",)), True),
        (Where(none_of=("switch",)), False),
        (Where(category=("Light",)), True),
        (Where(category=("Fan",)), False),
        (Where(no_category=("Fan",)), True),
        (Where(no_category=("Light",)), False),
        (Where(presentation=("X*", "*EHS*")), True),
        (Where(presentation=("EHS",)), False),
        (Where(no_presentation=("*EHS*",)), False),
        (Where(no_presentation=("EHS",)), True),
        (Where(test=lambda view: view.component.endswith("2")), True),
        (Where(test=lambda view: view.component.endswith("1")), False),
    ],
)
def test_each_condition_decides(where: Where, *, accepted: bool) -> None:
    """A component is accepted if every condition holds."""
    assert where.accepts(VIEW, Source("switch", "switch")) is accepted


@pytest.mark.parametrize(
    ("where", "accepted"),
    [
        (Where(reported=("level",)), False),
        (Where(reported=("level", "levelRange")), False),
        (Where(reported=("level", "other")), False),
        (Where(reported=("other",)), True),
        (Where(known=(Source("switch", "switch"),)), True),
        (Where(known=(Source("switch", "switch"), Source("switchLevel", "level"))), False),
        (Where(known=(Source("lock", "lock"),)), False),
        (Where(unknown=(Source("switch", "switch"),)), False),
        (Where(unknown=(Source("switchLevel", "level"), Source("lock", "lock"))), True),
    ],
)
def test_a_value_decides(where: Where, *, accepted: bool) -> None:
    """A capability that the component lacks or disables has no value."""
    assert where.accepts(VIEW, Source("switchLevel", "level")) is accepted


@pytest.mark.parametrize(
    ("where", "accepted"),
    [
        (Where(reported=("switch",)), True),
        (Where(member="value"), True),
        (Where(member="since"), True),
        (Where(member="other"), False),
        (Where(member="value", member_type=bool), True),
        (Where(member="value", member_type=str), False),
        (Where(listed=Listed("supportedCommands", "on")), True),
        (Where(listed=Listed("supportedCommands", "off")), False),
        (Where(listed=Listed("noCommands", "off")), True),
        (Where(listed=Listed("noCommands", "off", unlisted=False)), False),
        (Where(listed=Listed("other", "off")), True),
    ],
)
def test_what_the_capability_reports_decides(where: Where, *, accepted: bool) -> None:
    """Members are those of the entry's attribute, and lists those of its capability."""
    assert where.accepts(VIEW, Source("switch", "switch")) is accepted


@pytest.mark.parametrize(("better", "kinds"), [("locked", {"better"}), (None, {"better", "worse"})])
def test_an_entry_with_a_value_supersedes_others(better: str | None, kinds: set[str]) -> None:
    """The order does not matter. Without a value of the better entry, both apply."""
    worse = BinarySensorMap(capability="switch", key="worse", attribute="switch", on=("on",))
    entry = BinarySensorMap(
        capability="lock",
        key="better",
        attribute="lock",
        supersedes=(Source("switch", "switch"),),
        on=("locked",),
    )
    device = known({"switch": ON, "lock": {"lock": better}}, parts={"part": {"switch": ON}})
    found = match_device(device.device, device.status, (worse, entry))
    assert {match.entry.key for match in found if match.component == "main"} == kinds
    assert [match.entry.key for match in found if match.component == "part"] == ["worse"]


def test_a_claimed_attribute_is_shown_by_no_later_entry() -> None:
    """A claim hides an attribute in its component only."""
    first = SwitchMap(
        capability="switch",
        key="switch",
        where=Where(component="main"),
        claims=(Source("lock", "lock"),),
        exclusive=True,
    )
    second = SwitchMap(capability="switch", key="again", attribute="switch")
    third = BinarySensorMap(capability="lock", key="lock", on=("locked",))
    device = known(
        {"switch": ON, "lock": {"lock": "locked"}}, parts={"part": {"switch": {"switch": "on"}}}
    )
    found = match_device(device.device, device.status, (first, second, third))
    assert [(match.component, match.entry.key) for match in found] == [
        ("main", "switch"),
        ("part", "again"),
    ]


def test_a_plain_entry_shares_its_attribute() -> None:
    """Several entities may show one attribute."""
    first = BinarySensorMap(capability="switch", key="one", attribute="switch", on=("on",))
    second = BinarySensorMap(capability="switch", key="two", attribute="switch", on=("off",))
    device = known({"switch": ON})
    assert len(match_device(device.device, device.status, (first, second))) == 2


def test_a_capability_without_any_status_is_accepted() -> None:
    """A device whose status could not be read still gets its entities."""
    device = known({"switch": ON})
    assert match_device(device.device, {}) == device.matches


def test_an_attribute_that_a_read_capability_lacks_gives_nothing() -> None:
    """A status with some attributes of a capability has all that the device has."""
    device = known({"dustSensor": {"dustLevel": 3}})
    assert device.kinds == {"sensor main dustSensor dustLevel"}


def test_what_a_component_says_it_lacks_is_hidden() -> None:
    """Disabled capabilities are hidden in their component, disabled components completely."""
    device = known(
        {
            "temperatureMeasurement": {"temperature": None},
            "custom.disabledCapabilities": {"disabledCapabilities": ["temperatureMeasurement"]},
            "custom.disabledComponents": {"disabledComponents": ["gone"]},
        },
        parts={
            "cooler": {"temperatureMeasurement": {"temperature": 4}},
            "gone": {"temperatureMeasurement": {"temperature": 4}},
        },
    )
    assert device.kinds == {"sensor cooler temperatureMeasurement temperature"}


def test_a_component_that_only_the_status_names_is_matched() -> None:
    """The list of devices may be older than the status."""
    device = known({}, parts={"extra": {"switch": {"switch": "on"}}})
    bare = Device(device_id="d", label="Device")
    assert [match.component for match in Known(bare, device.status).own] == ["extra"]


def test_a_tracker_tag_gives_nothing() -> None:
    """The API has no values of tags, so their entities would always be unknown."""
    assert not known({"battery": {"battery": None}}, category="BluetoothTracker").matches


@pytest.mark.parametrize("lamp", ["switchLevel", "colorControl", "colorTemperature"])
def test_a_switch_with_a_level_or_a_color_is_one_light(lamp: str) -> None:
    """A light is one entity, whatever its features."""
    attributes = {
        "switchLevel": {"level": 1},
        "colorControl": {"hue": 1, "saturation": 1},
        "colorTemperature": {"colorTemperature": 2700},
    }
    device = known({"switch": ON, lamp: attributes[lamp]}, category="Switch")
    assert device.kinds == {"light main switch light"}


def test_a_bare_switch_is_a_light_where_its_owner_calls_it_one() -> None:
    """The category that the user chose takes precedence over the manufacturer's."""
    assert known({"switch": ON}, category="Switch", user_category="Light").kinds == {
        "light main switch light"
    }
    assert known({"switch": ON}, category="Switch").kinds == {"switch main switch switch"}


@pytest.mark.parametrize(
    ("category", "capability", "attributes", "kind"),
    [
        ("Fan", "fanSpeed", {"fanSpeed": 1}, "fan main fanSpeed fan"),
        (
            "AirPurifier",
            "airPurifierFanMode",
            {"airPurifierFanMode": "auto"},
            "fan main airPurifierFanMode fan",
        ),
        ("Fan", "refresh", {}, "fan main switchLevel fan"),
    ],
)
def test_a_level_that_is_no_brightness_makes_no_light(
    category: str, capability: str, attributes: dict[str, object], kind: str
) -> None:
    """The level of a fan or a purifier is its speed. A pump stays a switch."""
    device = known({"switch": ON, "switchLevel": LEVEL, capability: attributes}, category=category)
    assert device.kinds == {kind}


@pytest.mark.parametrize("category", ["Pump", "Vent", "Irrigation", "Thermostat", "WaterHeater"])
def test_a_level_that_nothing_else_sets_is_a_number(category: str) -> None:
    """It is not a brightness there, and the switch cannot set it."""
    device = known({"switch": ON, "switchLevel": LEVEL}, category=category)
    assert device.kinds == {"switch main switch switch", "number main switchLevel level"}


def test_the_lamp_of_a_fan_is_a_light() -> None:
    """A component with its own category is matched by that category."""
    lamp: Capabilities = {"switch": {"switch": "on"}, "switchLevel": {"level": 1}}
    fan = known({}, category="Fan", parts={"lamp": lamp})
    assert fan.kinds == {"switch lamp switch switch", "number lamp switchLevel level"}
    part = replace(fan.device.components["lamp"], categories=("Light",))
    components = {**fan.device.components, "lamp": part}
    fan = Known(replace(fan.device, components=components), fan.status)
    assert fan.kinds == {"light lamp switch light"}


def make_part(category: str) -> Known:
    """Return a fan with a part that has a category."""
    device = known(
        {}, category="Fan", parts={"lamp": {"switch": dict(ON), "switchLevel": {"level": 1}}}
    )
    item = device.device.components["lamp"]
    components = {**device.device.components, "lamp": replace(item, categories=(category,))}
    return Known(replace(device.device, components=components), device.status)


def test_an_old_shade_is_a_cover_and_nothing_else() -> None:
    """Older drivers have a switch and a level for shades, which are not a light."""
    device = known(
        {"windowShade": {"windowShade": "open"}, "switch": ON, "switchLevel": LEVEL},
        category="Blind",
    )
    assert device.kinds == {"cover main windowShade windowShade"}


def test_a_garage_door_with_both_capabilities_is_one_cover() -> None:
    """Drivers have both the older and the newer capability."""
    device = known(
        {"doorControl": {"door": "closed"}, "garageDoorControl": {"door": "closed"}},
        category="GarageDoor",
    )
    assert device.kinds == {"cover main doorControl door"}
    assert known({"garageDoorControl": {"door": "closed"}}).kinds == {
        "cover main garageDoorControl door"
    }


def test_a_washer_shows_that_it_is_on_and_offers_no_switch() -> None:
    """Only a person at the appliance can turn it on, so there must be no switch."""
    assert known({"switch": ON}, category="Washer").kinds == {"binary_sensor main switch switch"}


def test_each_part_with_a_switch_is_switched() -> None:
    """A relay with two channels has two switches, and the ice maker of a fridge has one."""
    relay = known(
        {"switch": ON}, category="Switch", parts={"switch2": {"switch": {"switch": "on"}}}
    )
    assert relay.kinds == {"switch main switch switch", "switch switch2 switch switch"}
    fridge = known({}, category="Refrigerator", parts={"icemaker": {"switch": {"switch": "on"}}})
    assert fridge.kinds == {"switch icemaker switch switch"}
    assert fridge.own[0].entry.primary


def test_the_switch_of_something_else_is_named() -> None:
    """The switch is not the main feature of a television, so it has its own name."""
    (match,) = known({"switch": ON}, category="Television").own
    assert not match.entry.primary
    (match,) = known({"switch": ON}, category="SmartPlug").own
    assert match.entry.primary


def test_a_power_report_shows_the_members_it_has() -> None:
    """Plugs send a report without power, so there is no power sensor."""
    report = known(
        {"powerConsumptionReport": {"powerConsumption": {"energy": 5, "deltaEnergy": 1}}}
    )
    assert report.kinds == {
        "sensor main powerConsumptionReport energy",
        "sensor main powerConsumptionReport deltaEnergy",
    }
    assert not known({"powerConsumptionReport": {"powerConsumption": None}}).own


def test_a_power_report_beside_meters_is_off_by_default() -> None:
    """A plug with meters reports the same twice. One of them is enough."""
    plug = known(
        {
            "powerMeter": {"power": 1},
            "energyMeter": {"energy": 1},
            "powerConsumptionReport": {"powerConsumption": {"energy": 5, "power": 1}},
        }
    )
    assert {
        match.entry.text_key for match in plug.own if match.entry.entity_registry_enabled_default
    } == {"power", "energy"}


def test_fine_dust_that_is_reported_twice_is_shown_once() -> None:
    """Two capabilities report the same PM2.5."""
    device = known({"dustSensor": {"fineDustLevel": 1}, "fineDustSensor": {"fineDustLevel": 1}})
    assert device.kinds == {"sensor main fineDustSensor fineDustLevel"}
    assert known({"dustSensor": {"fineDustLevel": 1}}).kinds == {
        "sensor main dustSensor fineDustLevel"
    }


def test_a_capability_that_a_device_disables_but_uses_stays() -> None:
    """A washer lists its operating state and its lamp as disabled, but has both."""
    disabled = {"disabledCapabilities": ["washerOperatingState", "battery"]}
    washer = known(
        {
            "custom.disabledCapabilities": disabled,
            "custom.disabledComponents": {"disabledComponents": ["lamp", "burner-6"]},
            "washerOperatingState": {"supportedMachineStates": ["run"], "machineState": "run"},
            "battery": {"battery": 50},
        },
        category="Washer",
        parts={
            "lamp": {"switch": {"switch": "on"}},
            "burner-06": {"switch": {"switch": "on"}},
            "burner-1": {"switch": {"switch": "on"}},
        },
    )
    components = {match.component for match in washer.own}
    assert {"main", "lamp", "burner-1"} == components
    assert any("machineState" in kind for kind in washer.kinds)
    assert not any("battery" in kind for kind in washer.kinds)


def test_a_disabled_capability_without_values_is_hidden() -> None:
    """Most devices do not have a capability that they list as disabled."""
    washer = known(
        {
            "custom.disabledCapabilities": {"disabledCapabilities": ["washerOperatingState"]},
            "washerOperatingState": {"supportedMachineStates": None, "machineState": None},
        },
        category="Washer",
    )
    assert washer.kinds == set()
