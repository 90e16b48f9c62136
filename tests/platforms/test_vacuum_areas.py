"""The rooms on the map of a Samsung robot: clean some of them, notice changes, continue a run."""

from typing import cast

import pytest
from homeassistant.components.vacuum import Segment, VacuumActivity, VacuumEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir

from custom_components.smartthings_smartapp.entity.robot_areas import MAX_AREAS
from custom_components.smartthings_smartapp.vacuum import SmartThingsVacuum
from simulator.devices.device import Json
from simulator.devices.ids import Devices
from tests.common.house import House, Sent

pytestmark = pytest.mark.devices(Devices.ROBOT_VACUUM)

ROBOT = "vacuum.robot_vacuum"
MAPS = "samsungce.robotCleanerMapList"
MODE = "samsungce.robotCleanerCleaningMode"
OPERATING = "samsungce.robotCleanerOperatingState"
START: Sent = ("main", OPERATING, "start", [])
SEGMENTS = [
    Segment("1_1", "Living room", "Ground floor"),
    Segment("1_2", "Kitchen", "Ground floor"),
    Segment("1_3", "Hallway", "Ground floor"),
    Segment("2_1", "Bedroom", "Upper floor"),
    Segment("2_2", "Bathroom", "Upper floor"),
]


def _mode(*arguments: Json) -> Sent:
    return ("main", MODE, "setCleaningMode", [*arguments])


def _entity(house: House) -> SmartThingsVacuum:
    entity = house.hass.data["entity_components"]["vacuum"].get_entity(house.entity_id(ROBOT))
    return cast("SmartThingsVacuum", entity)


def _map(house: House, *areas: str) -> None:
    """Let Home Assistant know which room is which area."""
    registry = ar.async_get(house.hass)
    mapping = {
        registry.async_get_or_create(name).id: [
            segment.id for segment in SEGMENTS if segment.name == name
        ]
        for name in areas
    }
    er.async_get(house.hass).async_update_entity_options(
        house.entity_id(ROBOT),
        "vacuum",
        {
            "area_mapping": mapping,
            "last_seen_segments": [
                {"id": each.id, "name": each.name, "group": each.group} for each in SEGMENTS
            ],
        },
    )


def _area_id(hass: HomeAssistant, name: str) -> str:
    area = ar.async_get(hass).async_get_area_by_name(name)
    assert area is not None
    return area.id


async def test_the_rooms_of_all_maps_are_offered(house: House) -> None:
    """The dialog of Home Assistant groups them by map."""
    assert await _entity(house).async_get_segments() == SEGMENTS
    state = house.state(ROBOT)
    assert state.attributes["supported_features"] & VacuumEntityFeature.CLEAN_AREA
    assert state.attributes["areas"] == ["Living room", "Kitchen", "Hallway"]
    assert "selected_areas" not in state.attributes


async def test_a_robot_cleans_rooms_and_then_everything(house: House) -> None:
    """One request chooses the rooms and starts. The next start cleans all rooms again."""
    _map(house, "Kitchen", "Hallway", "Bathroom")
    areas: list[Json] = [_area_id(house.hass, name) for name in ("Kitchen", "Hallway")]
    sent = await house.call("vacuum.clean_area", ROBOT, cleaning_area_id=areas)
    chosen: Json = {"mapId": "1", "areaIds": ["2", "3"]}
    assert sent == [_mode("area", chosen), START]
    assert house.state(ROBOT).state == VacuumActivity.CLEANING
    assert house.state("select.robot_vacuum_cleaning_mode").state == "area"
    await house.act("vacuum.return_to_base", ROBOT)
    assert await house.call("vacuum.start", ROBOT) == [_mode("auto"), START]
    assert await house.call("vacuum.start", ROBOT) == [START], "nothing is left to clear"


async def test_a_robot_cleans_rooms_of_the_map_that_it_uses(house: House) -> None:
    """A room of another floor cannot be cleaned; the message names those of this floor."""
    _map(house, "Kitchen", "Bathroom")
    bathroom = _area_id(house.hass, "Bathroom")
    with pytest.raises(ServiceValidationError) as refused:
        await house.act("vacuum.clean_area", ROBOT, cleaning_area_id=[bathroom])
    assert refused.value.translation_key == "not_offered"
    assert refused.value.translation_placeholders is not None
    assert refused.value.translation_placeholders["options"] == "Living room, Kitchen, Hallway"
    await house.report(Devices.ROBOT_VACUUM, f"{MAPS}.currentMapId", "2")
    assert house.state(ROBOT).attributes["areas"] == ["Bedroom", "Bathroom"]
    sent = await house.call("vacuum.clean_area", ROBOT, cleaning_area_id=[bathroom])
    assert sent == [_mode("area", {"mapId": "2", "areaIds": ["2"]}), START]


async def test_a_robot_that_does_not_report_its_map_uses_the_last_one(house: House) -> None:
    """The map that was changed last is the best guess."""
    await house.report(Devices.ROBOT_VACUUM, f"{MAPS}.currentMapId", None)
    assert house.state(ROBOT).attributes["areas"] == ["Living room", "Kitchen", "Hallway"]


async def test_a_robot_goes_on_after_a_pause(house: House) -> None:
    """It has a command for that, and keeps its rooms."""
    await house.act("vacuum.start", ROBOT)
    await house.act("vacuum.pause", ROBOT)
    await house.world.settle()
    assert house.state(ROBOT).state == VacuumActivity.PAUSED
    assert await house.call("vacuum.start", ROBOT) == [("main", OPERATING, "resume", [])]
    assert house.state(ROBOT).state == VacuumActivity.CLEANING


async def test_another_room_is_an_issue_and_another_floor_is_not(house: House) -> None:
    """A robot that is carried upstairs has the same rooms; their order does not matter."""
    _map(house, "Kitchen")
    issues = ir.async_get(house.hass).issues
    await house.report(Devices.ROBOT_VACUUM, f"{MAPS}.currentMapId", "2")
    device = house.simulator.home.device(Devices.ROBOT_VACUUM)
    maps = device.value("main", MAPS, "maps")
    assert isinstance(maps, list)
    await house.report(Devices.ROBOT_VACUUM, f"{MAPS}.maps", maps[::-1])
    assert not [key for key in issues if key[0] == "vacuum"]
    await house.report(Devices.ROBOT_VACUUM, f"{MAPS}.maps", maps[:1])
    assert [key for key in issues if key[0] == "vacuum"]


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        (f"{MAPS}.maps", None),
        (f"{MAPS}.maps", "none"),
        (f"{MAPS}.maps", [{"name": "Map without an id", "areaInfo": [{"id": "1"}]}, 3]),
        (f"{MAPS}.maps", [{"id": "1", "areaInfo": [{"name": "Room without an id"}, {"id": True}]}]),
        (f"{MODE}.supportedCleaningMode", ["auto", "stop"]),
    ],
)
async def test_a_robot_without_rooms_does_not_offer_them(
    house: House, attribute: str, value: Json
) -> None:
    """The feature appears with the first map, if the robot has the mode."""
    await house.report(Devices.ROBOT_VACUUM, attribute, value)
    state = house.state(ROBOT)
    assert not state.attributes["supported_features"] & VacuumEntityFeature.CLEAN_AREA
    assert "areas" not in state.attributes
    with pytest.raises(HomeAssistantError):
        await _entity(house).async_clean_segments(["1_1"])


async def test_names_and_numbers_of_rooms_are_bounded(house: House) -> None:
    """A room without a name has its number, and the attributes are not recorded."""
    rooms: list[Json] = [{"id": number, "name": "x" * 101} for number in range(1, 120)]
    maps: list[Json] = [{"id": 7, "areaInfo": [{"id": 0}, *rooms]}]
    await house.report(Devices.ROBOT_VACUUM, f"{MAPS}.maps", maps)
    await house.report(Devices.ROBOT_VACUUM, f"{MAPS}.currentMapId", 7)
    await house.entry.runtime_data.poll()  # SmartThings sends no event with a value of this size
    areas = house.state(ROBOT).attributes["areas"]
    assert (len(areas), areas[0], len(areas[1])) == (MAX_AREAS, "0", 100)
    entity = _entity(house)
    assert {"areas", "selected_areas"} <= entity._unrecorded_attributes
    before = len(house.simulator.commands)
    with pytest.raises(HomeAssistantError):
        await entity.async_clean_segments(["1_1"])
    assert len(house.simulator.commands) == before
