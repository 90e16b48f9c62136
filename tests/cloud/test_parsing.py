"""Parsing is lenient: usable parts are used, and nothing stops the rest."""

from datetime import UTC, datetime

import pytest

from custom_components.smartthings_smartapp.cloud.json_types import (
    Json,
    JsonObject,
    as_object,
    moment,
    texts,
)
from custom_components.smartthings_smartapp.cloud.models import (
    AttributeKey,
    Command,
    CommandResult,
    Component,
    Device,
    Health,
    InstalledApp,
    Location,
    Mode,
    Scene,
    UnusableItemError,
    Value,
)
from custom_components.smartthings_smartapp.cloud.parsing import (
    parse_command_results,
    parse_device,
    parse_health,
    parse_installed_app,
    parse_items,
    parse_listed_device,
    parse_location,
    parse_mode,
    parse_room,
    parse_scene,
    parse_status,
    parse_value,
)
from tests.common.examples import SETS, Examples

TIME = "2026-11-23T19:58:41.207Z"
MOMENT = datetime(2026, 11, 23, 19, 58, 41, 207000, tzinfo=UTC)


def device(**changes: Json) -> JsonObject:
    """Return an item of the device list."""
    return {
        "deviceId": "lamp",
        "name": "c2c-rgbw-color-bulb",
        "label": "Reading lamp",
        "locationId": "home",
        "roomId": "study",
        "components": [
            {
                "id": "main",
                "label": "main",
                "capabilities": [{"id": "switch", "version": 1}, {"id": "refresh"}],
                "categories": [
                    {"name": "Light", "categoryType": "manufacturer"},
                    {"name": "Others", "categoryType": "user"},
                ],
            },
            {"id": "nightlight", "capabilities": [{"id": "switchLevel"}]},
        ],
        "viper": {
            "manufacturerName": "ExampleLighting",
            "modelName": "RGBW-2",
            "swVersion": "1.4.0",
            "hwVersion": "2",
        },
        "type": "VIPER",
        **changes,
    }


# Devices


def test_a_device_is_read() -> None:
    """Firmware and model are in the block of its type."""
    found = parse_device(device())
    assert found == Device(
        device_id="lamp",
        label="Reading lamp",
        name="c2c-rgbw-color-bulb",
        location_id="home",
        room_id="study",
        device_type="VIPER",
        manufacturer="ExampleLighting",
        model="RGBW-2",
        sw_version="1.4.0",
        hw_version="2",
        components={
            "main": Component(
                component_id="main",
                label="main",
                capabilities=frozenset({"switch", "refresh"}),
                categories=("Others", "Light"),
            ),
            "nightlight": Component(
                component_id="nightlight", capabilities=frozenset({"switchLevel"})
            ),
        },
    )
    assert found.category == "Others"
    assert found.capabilities == {"switch", "refresh", "switchLevel"}


def test_a_device_of_an_unknown_type_is_read() -> None:
    """New types appear without notice; another library lost the whole list because of one."""
    found = parse_device(device(type="HOLOGRAM", hologram={"firmwareVersion": "1"}, viper=None))
    assert (found.device_id, found.device_type) == ("lamp", "HOLOGRAM")
    assert found.sw_version is None


@pytest.mark.parametrize(
    "missing", ["name", "label", "locationId", "roomId", "components", "viper", "type"]
)
def test_a_device_with_a_missing_or_invalid_field_is_read(missing: str) -> None:
    """Only the id is needed."""
    raw = device()
    del raw[missing]
    assert parse_device(raw).device_id == "lamp"
    odd: list[Json] = [None, 5, [], {}, [5, None, {}], True]
    for value in odd:
        assert parse_device(device(**{missing: value})).device_id == "lamp"


def test_a_device_without_an_id_cannot_be_used() -> None:
    """No call could be made for it."""
    for value in (None, "", 5):
        with pytest.raises(UnusableItemError):
            parse_device(device(deviceId=value))


def test_a_device_always_has_a_name() -> None:
    """The label has priority, then the name, then the id."""
    assert parse_device(device(label=None)).label == "c2c-rgbw-color-bulb"
    assert parse_device(device(label="", name="")).label == "lamp"


def test_an_invalid_component_affects_only_itself() -> None:
    """The others keep their capabilities."""
    components: list[Json] = [{"label": "no id"}, None, {"id": "main", "capabilities": [None, {}]}]
    found = parse_device(device(components=components))
    assert found.components == {"main": Component(component_id="main")}
    assert found.category == ""
    assert parse_device(device(components=[])).category == ""


@pytest.mark.parametrize(
    ("component_id", "category"),
    [("main", "Fridge"), ("freezer", "Freezer"), ("door", "Fridge"), ("icemaker", "Fridge")],
)
def test_a_component_without_a_category_has_that_of_its_device(
    component_id: str, category: str
) -> None:
    """A door of a fridge has the category of the fridge."""
    components: list[Json] = [
        {"id": "main", "categories": [{"name": "Fridge"}]},
        {"id": "freezer", "categories": [{"name": "Freezer"}]},
        {"id": "door", "categories": []},
    ]
    assert parse_device(device(components=components)).category_of(component_id) == category


@pytest.mark.parametrize(
    ("changes", "model"),
    [
        ({"viper": None, "ocf": {"modelNumber": "TP2X_DA-KS|0023|4000"}}, "TP2X_DA-KS"),
        ({"viper": None, "deviceTypeName": "Samsung OCF Washer"}, "Samsung OCF Washer"),
        ({"viper": None, "deviceManufacturerCode": "Acme"}, "Acme"),
        # The name of the manufacturer is not that of a model.
        (
            {"viper": {"manufacturerName": "Acme", "modelName": "ACME"}, "deviceTypeName": "Lamp"},
            "Lamp",
        ),
        (
            {
                "viper": None,
                "manufacturerName": "Acme",
                "deviceManufacturerCode": "Acme",
                "name": "acme",
            },
            None,
        ),
        (
            {
                "viper": None,
                "manufacturerName": "Samsung Electronics",
                "name": "[washer] Samsung",
            },
            None,
        ),
        (
            {
                "viper": None,
                "manufacturerName": "Samsung Electronics",
                "name": "[TV] Samsung 8 Series (49)",
            },
            "Samsung 8 Series (49)",
        ),
        ({"viper": None, "manufacturerName": "Acme Home", "name": "Ac"}, "Ac"),
        ({"viper": None}, "c2c-rgbw-color-bulb"),
        ({"viper": None, "name": None}, None),
    ],
)
def test_a_model_is_found_in_all_its_places(changes: JsonObject, model: str | None) -> None:
    """Appliances have more than the model in one field."""
    assert parse_device(device(**changes)).model == model


def test_the_hub_is_the_parent_by_default() -> None:
    """Devices of a hub name it in their block."""
    zigbee: JsonObject = {"hubId": "hub", "serialNumber": "00"}
    assert parse_device(device(viper=None, zigbee=zigbee)).parent_id == "hub"
    assert parse_device(device(viper=None, zigbee=zigbee)).serial_number == "00"
    found = parse_device(device(viper=None, zigbee=zigbee, parentDeviceId="bridge"))
    assert found.parent_id == "bridge"


def test_a_listed_device_may_have_status_and_health() -> None:
    """They are inside its capabilities."""
    capabilities: list[Json] = [
        {"id": "switch", "status": {"switch": {"value": "on", "timestamp": TIME}, "odd": 5}},
        {"id": "refresh", "status": {}},
        {"id": "healthCheck", "status": None},
    ]
    found = parse_listed_device(
        device(
            components=[{"id": "main", "capabilities": capabilities}],
            healthState={"state": "offline", "lastUpdatedDate": TIME},
        )
    )
    assert found.status == {AttributeKey("main", "switch", "switch"): Value("on", time=MOMENT)}
    assert found.health == Health("OFFLINE", MOMENT)


def test_a_list_without_status_differs_from_a_device_without_attributes() -> None:
    """A missing status is read for each device, an empty one is not."""
    assert parse_listed_device(device()).status is None
    assert parse_listed_device(device()).health is None
    empty: list[Json] = [{"id": "main", "capabilities": [{"id": "refresh", "status": {}}]}]
    assert parse_listed_device(device(components=empty)).status == {}


# Status and health


def test_a_status_is_read() -> None:
    """By component, capability and attribute."""
    level: JsonObject = {"value": 60, "unit": "%", "data": {"a": 1}, "timestamp": TIME}
    raw: JsonObject = {
        "components": {
            "main": {
                "switchLevel": {"level": level, "levelRange": {"value": None}, "odd": "text"},
                "refresh": {},
                "odd": None,
            },
            "odd": [],
        }
    }
    assert parse_status(raw) == {
        AttributeKey("main", "switchLevel", "level"): Value(60, "%", {"a": 1}, MOMENT),
        AttributeKey("main", "switchLevel", "levelRange"): Value(None),
    }


@pytest.mark.parametrize("raw", [None, [], {}, {"components": []}, 5])
def test_a_status_of_another_shape_is_empty(raw: Json) -> None:
    """It has no values."""
    assert parse_status(raw) == {}


@pytest.mark.parametrize("raw", [None, 5, "on", [1]])
def test_a_value_of_another_shape_is_null(raw: Json) -> None:
    """It is no error."""
    assert parse_value(raw) == Value(None)


@pytest.mark.parametrize("raw", [None, {}, {"state": None}, {"state": 5}, "ONLINE"])
def test_health_without_a_state_is_unknown(raw: Json) -> None:
    assert parse_health(raw) is None


# Lists and other shapes


def test_a_list_is_read_as_an_object_or_as_an_array() -> None:
    """Pages are joined before."""
    rooms: list[Json] = [{"roomId": "1", "name": "Study"}, {"name": "no id"}, None]
    bodies: list[Json] = [rooms, {"items": rooms}]
    for body in bodies:
        found, odd = parse_items(body, parse_room)
        assert ([tuple(room) for room in found], odd) == ([("1", "Study")], 2)
    assert parse_items(None, parse_room) == ([], 0)


def test_locations_and_rooms_are_read() -> None:
    """The id replaces a missing name."""
    assert parse_location({"locationId": "1", "name": "Home", "temperatureScale": "F"}) == Location(
        "1", "Home", "F"
    )
    assert parse_location({"locationId": "1"}).name == "1"
    assert parse_mode({"id": "1", "label": "Away", "name": "away"}) == Mode("1", "Away")
    assert parse_mode({"id": "1", "name": "away"}).name == "away"
    assert parse_mode({"id": "1"}).name == "1"
    assert parse_scene({"sceneId": "1", "sceneName": "Movie", "locationId": "2"}) == Scene(
        "1", "Movie", "2"
    )
    assert parse_scene({"sceneId": "1"}).name == "1"


def test_a_command_is_written_as_the_api_requires() -> None:
    """The arguments are positional."""
    assert Command("switchLevel", "setLevel", (75, 2), "sub").as_json() == {
        "component": "sub",
        "capability": "switchLevel",
        "command": "setLevel",
        "arguments": [75, 2],
    }


def test_results_are_read() -> None:
    """Their content may be anything."""
    raw: Json = {"results": [{"id": "1", "status": "accepted"}, None]}
    assert parse_command_results(raw) == (CommandResult("1", "ACCEPTED"), CommandResult("", ""))
    assert parse_command_results(None) == ()


def test_permissions_are_read_in_both_places() -> None:
    """They are beside the config in captures, and inside it in older sources."""
    raw: JsonObject = {"installedAppId": "1", "locationId": "2"}
    beside = parse_installed_app({**raw, "permissions": ["r:devices:*", 5]})
    inside = parse_installed_app({**raw, "config": {"permissions": ["r:devices:*"]}})
    assert beside == inside == InstalledApp("1", "2", permissions=("r:devices:*",))
    with pytest.raises(UnusableItemError):
        parse_installed_app({"locationId": "2"})


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (TIME, MOMENT),
        ("2026-11-23T19:58:41.207", MOMENT),
        ("2026-11-23T20:58:41.207+01:00", MOMENT),
        (1795463921207, MOMENT),
        (1795463921207.0, MOMENT),
        (None, None),
        ("yesterday", None),
        ("", None),
        (True, None),
        (1e300, None),
        (-1e300, None),
        ("0001-01-01T00:00:00+14:00", None),
        ([], None),
    ],
)
def test_a_time_is_read_in_each_form(raw: Json, expected: datetime | None) -> None:
    """ISO with or without an offset, or epoch milliseconds."""
    assert moment(raw) == expected


def test_only_texts_are_read_as_texts() -> None:
    """Other items of an array are left out."""
    assert texts(["a", None, 5, "b", ["c"]]) == ("a", "b")
    assert texts("abc") == ()


# The examples of bodies


@pytest.mark.parametrize("examples", SETS.values(), ids=SETS)
@pytest.mark.parametrize(
    "name",
    [
        "devices-list-response-paged",
        "devices-list-response-include-status-health",
        "devices-list-response",
    ],
)
def test_the_devices_of_the_examples_are_read(examples: Examples, name: str) -> None:
    """Each of them has components with capabilities."""
    found, odd = parse_items(examples[f"api/{name}"], parse_listed_device)
    assert found
    assert odd == 0
    assert all(item.device.capabilities and item.device.model for item in found)
    assert all((item.status is not None) is ("status" in name) for item in found)


@pytest.mark.parametrize("examples", SETS.values(), ids=SETS)
def test_the_status_of_the_examples_is_read(examples: Examples) -> None:
    """It has unit, data and time."""
    body = as_object(examples["api/device-status"])
    status = parse_status(body)
    entry = body
    for name in ("components", "main", "switchLevel", "level"):
        entry = as_object(entry[name])
    level = status[AttributeKey("main", "switchLevel", "level")]
    assert level == Value(entry["value"], "%", {}, moment(entry["timestamp"]))
    assert isinstance(level.value, int)
    assert level.time
    interval = status[AttributeKey("main", "healthCheck", "checkInterval")]
    assert interval.data == {"deviceScheme": "UNTRACKED", "protocol": "cloud"}
