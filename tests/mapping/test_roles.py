"""If several capabilities report the same, one has an entity."""

from itertools import combinations

import pytest

from custom_components.smartthings_smartapp.cloud.json_types import Json, text
from custom_components.smartthings_smartapp.mapping import ENTRIES
from custom_components.smartthings_smartapp.mapping.descriptions.base import Mapped
from tests.common.devices import Capabilities, known
from tests.common.repository import content, member
from tests.mapping.reach import library

TEXTS = content("translations/en.json")

WASHER: Capabilities = {
    "washerOperatingState": {
        "machineState": "run",
        "washerJobState": "spin",
        "completionTime": "2026-11-30T10:00:00Z",
    },
    "samsungce.washerOperatingState": {
        "operatingState": "running",
        "washerJobState": "spin",
        "progress": 40,
    },
}
CLOSET: Capabilities = {
    "dryerOperatingState": {
        "machineState": "run",
        "dryerJobState": "drying",
        "completionTime": "2026-11-30T10:00:00Z",
    },
    "custom.steamClosetOperatingState": {
        "steamClosetMachineState": "run",
        "steamClosetJobState": "drying",
        "completionTime": "2026-11-30T10:00:00Z",
        "progress": 40,
    },
}
OVEN: Capabilities = {
    "ovenOperatingState": {
        "machineState": "running",
        "ovenJobState": "cooking",
        "completionTime": "2026-11-30T10:00:00Z",
        "progress": 40,
    },
    "ovenOperationalState": {
        "machineState": "running",
        "ovenJobState": "cooking",
        "completionTime": "2026-11-30T10:00:00Z",
        "progress": 40,
    },
    "samsungce.ovenOperatingState": {
        "operatingState": "running",
        "ovenJobState": "cooking",
        "completionTime": "2026-11-30T10:00:00Z",
        "progress": 40,
    },
}
FRIDGE: Capabilities = {
    "refrigeration": {"rapidCooling": "off"},
    "rapidCooling": {"rapidCooling": "off"},
    "refrigerationSetpoint": {"refrigerationSetpoint": 4},
    "temperatureSetpoint": {"temperatureSetpoint": 4},
    "samsungce.temperatureSetting": {"desiredTemperature": 4},
}
LOCK: Capabilities = {
    "lock": {"lock": "locked"},
    "lockCodes": {"lockCodes": "{}"},
    "lockCredentials": {"credentials": []},
}
TELEVISION: Capabilities = {
    "custom.picturemode": {"pictureMode": "Standard", "supportedPictureModes": ["Standard"]},
    "samsungvd.pictureMode": {"pictureMode": "Standard", "supportedPictureModes": ["Standard"]},
}
HEATING: Capabilities = {
    "airConditionerMode": {"airConditionerMode": "cool", "supportedAcModes": ["cool", "heat"]},
    "thermostatMode": {"thermostatMode": "cool", "supportedThermostatModes": ["cool", "heat"]},
    "thermostatCoolingSetpoint": {"coolingSetpoint": 22},
    "thermostatHeatingSetpoint": {"heatingSetpoint": 20},
    "switch": {"switch": "on"},
}
ROBOT: Capabilities = {
    "samsungce.robotCleanerOperatingState": {"operatingState": "cleaning"},
    "robotCleanerOperatingState": {"operatingState": "running"},
    "samsungce.robotCleanerCleaningMode": {"cleaningMode": "auto"},
    "robotCleanerCleaningMode": {"robotCleanerCleaningMode": "auto"},
}
HUMIDITY: Capabilities = {
    "samsungce.dehumidifierMode": {"dehumidifierMode": "quick"},
    "humidifierMode": {"humidifierMode": "low"},
    "switch": {"switch": "on"},
}


def name_of(entry: Mapped) -> str:
    """Return the name that a user sees: the English name, or the device class."""
    texts = member(TEXTS, "entity", str(entry.platform), entry.text_key)
    return text(texts, "name") or f"{entry.device_class}"


def test_entries_that_bear_one_name_have_one_role() -> None:
    """Otherwise, a component with both capabilities would have two entities that look the same."""
    roles: dict[tuple[str, str], set[str]] = {}
    for entry in ENTRIES:
        if not entry.primary:
            place = (str(entry.platform), name_of(entry))
            roles.setdefault(place, set()).add(entry.full_role)
    assert {place: found for place, found in roles.items() if len(found) > 1} == {}


def test_no_entry_is_there_twice() -> None:
    rows = [(str(entry.platform), entry.capability, entry.key, entry.where) for entry in ENTRIES]
    assert len(set(map(repr, rows))) == len(rows)


@pytest.mark.parametrize(
    ("capabilities", "category"),
    [
        (WASHER, "Washer"),
        (CLOSET, "ClothingCareMachine"),
        (OVEN, "Oven"),
        (FRIDGE, "Refrigerator"),
        (LOCK, "SmartLock"),
        (TELEVISION, "Television"),
        (HEATING, "AirConditioner"),
        (HEATING, "Thermostat"),
        (ROBOT, "RobotCleaner"),
        (HUMIDITY, "Dehumidifier"),
    ],
)
def test_each_value_is_shown_once(capabilities: Capabilities, category: str) -> None:
    """Neither two mapping entries nor a generic entity repeat it."""
    device = known(capabilities, category=category)
    names = [(str(match.entry.platform), name_of(match.entry)) for match in device.own]
    assert len(names) == len(set(names)), names
    used = {
        source
        for match in device.own
        for entry in (match.entry, *match.repeated_by)
        for source in entry.used
    }
    left = library().left(device)
    again = {match.entry.source for match in left.matches if match.entry.shows} & used
    assert again == set()


@pytest.mark.parametrize(
    ("capabilities", "silent", "kind"),
    [
        (WASHER, "washerOperatingState", "sensor main samsungce.washerOperatingState {}"),
        (CLOSET, "dryerOperatingState", "sensor main custom.steamClosetOperatingState {}"),
        (OVEN, "ovenOperatingState", "sensor main ovenOperationalState {}"),
        (FRIDGE, "refrigerationSetpoint", "number main temperatureSetpoint {}"),
        (LOCK, "lockCodes", "sensor main lockCredentials {}"),
        (TELEVISION, "custom.picturemode", "select main samsungvd.pictureMode {}"),
    ],
)
def test_what_never_reported_gives_way_to_what_did(
    capabilities: Capabilities, silent: str, kind: str
) -> None:
    """Appliances list capabilities that they do not use, and report the same with another one."""

    def with_values(value: Json) -> set[str]:
        values = {name: dict(attributes) for name, attributes in capabilities.items()}
        values[silent] = dict.fromkeys(values[silent], value) if value is None else values[silent]
        return known(values).kinds

    prefix = kind.format("")
    assert any(found.startswith(prefix) for found in with_values(None) - with_values("x"))


def test_a_component_has_one_entity_of_a_platform_that_leads() -> None:
    """For any two capabilities: two covers for one door would move against each other."""
    leading = sorted({entry.capability for entry in ENTRIES if entry.primary})
    twice = [
        (one, other)
        for one, other in combinations(leading, 2)
        if (matches := known({one: {}, other: {}}, category="Other").own)
        and (platforms := [match.entry.platform for match in matches if match.entry.primary])
        and len(platforms) != len(set(platforms))
    ]
    assert twice == []


def test_what_may_lead_has_a_name_for_where_something_else_does() -> None:
    """A lock may have the name of a garage door. Then the cover needs its own name."""
    nameless = {
        f"{entry.platform} {entry.text_key}"
        for entry in ENTRIES
        if entry.primary
        and not text(member(TEXTS, "entity", str(entry.platform), entry.text_key), "name")
    }
    assert nameless == set()
