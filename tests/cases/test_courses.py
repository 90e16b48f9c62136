"""A dishwasher offers what the selected course allows."""

import pytest
from homeassistant.exceptions import ServiceValidationError

from simulator.devices.device import Json, Readings, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

from .conftest import Case, case_of

_OPTIONS = "samsungce.dishwasherWashingOptions"
_COURSE = "samsungce.dishwasherWashingCourse.washingCourse"


def _course(name: str, zones: list[Json], booster: list[Json]) -> Json:
    return {
        "courseName": name,
        "options": {
            "selectedZone": {"default": "all", "settable": zones},
            "speedBooster": {"default": False, "settable": booster},
        },
    }


async def _dishwasher(world: World) -> Case:
    readings: Readings = {
        "remoteControlStatus": {"remoteControlEnabled": "true"},
        "dishwasherOperatingState": {"machineState": "stop"},
        "samsungce.dishwasherWashingCourse": {
            "washingCourse": "auto",
            "supportedCourses": ["auto", "rinseOnly", "eco"],
        },
        "samsungce.dishwasherWashingCourseDetails": {
            "predefinedCourses": [
                _course("auto", ["lower", "all"], [False, True]),
                _course("rinseOnly", ["all"], []),
            ]
        },
        _OPTIONS: {
            "selectedZone": {"value": "all", "settable": ["none", "upper", "lower", "all"]},
            "speedBooster": {"value": False, "settable": [False, True]},
        },
    }
    device = make_device(
        "f8a8f6a4-37a0-4d87-b6b3-7dfb5f1fd7a4",
        "Dishes",
        location_id=HOME_LOCATION,
        category="Dishwasher",
        components={"main": readings},
    )
    return await case_of(world, device)


async def test_the_options_are_those_of_the_course(world: World) -> None:
    """A course without details allows everything that the machine lists."""
    dishes = await _dishwasher(world)
    assert dishes.find("select", "Selected zone").attributes["options"] == ["lower", "all"]
    await dishes.reports(_COURSE, "rinseOnly")
    assert dishes.find("select", "Selected zone").attributes["options"] == ["all"]
    await dishes.reports(_COURSE, "eco")
    zone = dishes.find("select", "Selected zone")
    assert zone.attributes["options"] == ["none", "upper", "lower", "all"]


async def test_a_switch_that_the_course_forbids_is_not_sent(world: World) -> None:
    """The error has the reason. The current value is allowed."""
    dishes = await _dishwasher(world)
    booster = dishes.find("switch", "Speed booster")
    sent = await dishes.sends("switch.turn_on", booster)
    assert sent == [("main", _OPTIONS, "setSpeedBooster", [True])]
    await dishes.reports(f"{_OPTIONS}.speedBooster", {"value": False, "settable": [False, True]})
    await dishes.reports(_COURSE, "rinseOnly")
    before = len(dishes.simulator.commands)
    with pytest.raises(ServiceValidationError) as refused:
        await dishes.do("switch.turn_on", booster)
    assert refused.value.translation_key == "not_with_course"
    assert len(dishes.simulator.commands) == before
    assert await dishes.sends("switch.turn_off", booster)
