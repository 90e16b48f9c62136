"""The page of the simulated home."""

import json
import re

import pytest

from simulator.devices.device import Json, JsonObject, make_device
from simulator.devices.home import Home
from simulator.devices.house import build_house
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from simulator.pages.home import home_page, home_state


@pytest.fixture(name="home")
def home_fixture() -> Home:
    """Return the house."""
    return build_house()


def _objects(value: Json) -> list[JsonObject]:
    assert isinstance(value, list)
    return [item for item in value if isinstance(item, dict)]


def _locations(home: Home) -> list[JsonObject]:
    return _objects(home_state(home)["locations"])


def _devices(home: Home) -> dict[str, JsonObject]:
    return {
        str(device["id"]): device
        for location in _locations(home)
        for room in _objects(location["rooms"])
        for device in _objects(room["devices"])
    }


def _row(device: JsonObject, component: str, attribute: str) -> JsonObject:
    [row] = [
        row
        for row in _objects(device["rows"])
        if (row["component"], row["attribute"]) == (component, attribute)
    ]
    return row


def test_devices_are_grouped_by_room(home: Home) -> None:
    home.set_mode(HOME_LOCATION, Modes.AWAY)

    first, second = _locations(home)

    assert (first["name"], first["mode"]) == ("Home", "Away")
    assert [room["name"] for room in _objects(first["rooms"])] == [
        "Living room",
        "Kitchen",
        "Bedroom",
        "Hallway",
        "No room",
    ]
    assert [room["name"] for room in _objects(second["rooms"])] == ["Parlour"]
    assert set(_devices(home)) == set(Devices)


def test_a_row_has_all_a_change_needs(home: Home) -> None:
    """The script of the page sends component, capability and attribute with these names."""
    relay = _devices(home)[Devices.RELAY]

    assert _row(relay, "switch2", "switch") == {
        "component": "switch2",
        "capability": "switch",
        "attribute": "switch",
        "value": "on",
        "unit": None,
        "kind": "toggle",
        "values": ["off", "on"],
    }


def test_a_reading_cannot_be_changed(home: Home) -> None:
    row = _row(_devices(home)[Devices.CABIN_THERMOMETER], "main", "temperature")

    assert (row["kind"], row["value"], row["unit"]) == ("reading", 52.7, "F")


def test_choices_come_from_the_list_of_the_device(home: Home) -> None:
    row = _row(_devices(home)[Devices.THERMOSTAT], "main", "thermostatMode")

    assert (row["kind"], row["values"]) == ("choice", ["off", "heat", "cool", "auto"])


def test_a_washer_shows_state_and_job(home: Home) -> None:
    washer = _devices(home)[Devices.WASHER]

    assert _row(washer, "main", "machineState")["kind"] == "choice"
    assert _row(washer, "main", "washerJobState")["kind"] == "reading"


def test_a_button_is_there_before_its_first_press(home: Home) -> None:
    row = _row(_devices(home)[Devices.REMOTE], "button4", "button")

    assert (row["kind"], row["values"]) == ("press", ["pushed", "double", "held"])


def test_what_has_no_value_is_not_shown(home: Home) -> None:
    """The fridge has a compartment with a disabled component."""
    rows = _objects(_devices(home)[Devices.FRIDGE]["rows"])

    assert "onedoor" not in {row["component"] for row in rows}
    assert "cooler" in {row["component"] for row in rows}


def test_an_offline_device_is_marked(home: Home) -> None:
    home.set_health(Devices.SIREN, "OFFLINE")

    assert _devices(home)[Devices.SIREN]["online"] is False


def test_labels_cannot_become_markup(home: Home) -> None:
    label = "</script><script>alert(1)</script>"
    home.add_device(
        make_device("odd", label, location_id=HOME_LOCATION, components={"main": {"switch": {}}})
    )

    page = home_page(home)

    assert "alert(1)</script>" not in page
    [state] = re.findall(r'<script type="application/json" id="state">(.*?)</script>', page)
    labels = {
        device["label"]
        for location in json.loads(state)["locations"]
        for room in location["rooms"]
        for device in room["devices"]
    }
    assert label in labels


def test_the_script_never_writes_markup(home: Home) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", home_page(home))


def test_the_page_needs_nothing_from_outside(home: Home) -> None:
    assert not re.search(r"https?:|src=|@import|url\(", home_page(home))
