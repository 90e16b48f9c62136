"""The action that starts a program: its one request, its checks and its response."""

import asyncio

import pytest
from homeassistant.exceptions import HomeAssistantError

from custom_components.smartthings_smartapp.cloud.json_types import as_list, as_object
from custom_components.smartthings_smartapp.runtime import Runtime
from simulator.devices.device import Json, Reading, Readings, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.actions import Caller
from tests.common.world import World

_REMOTE: Readings = {"remoteControlStatus": {"remoteControlEnabled": "true"}}
_WASHER_ID = "6b0f6f0e-1e6b-4a43-9e5c-0c9b7d5d1f21"
_OVEN_ID = "1a1c3d52-71f5-4c3f-8c77-27a8f2f7d3e2"
_DISHES_ID = "2f5a0f0b-2a40-4c4d-9b67-6b1a3a0c9f35"


def _cycle(code: str, **options: list[Json]) -> Json:
    return {
        "cycle": code,
        "supportedOptions": {
            name: {"default": values[0], "options": values} for name, values in options.items()
        },
    }


_WASHER: Readings = {
    **_REMOTE,
    "samsungce.washerOperatingState": {
        "operatingState": "ready",
        "remainingTime": 100,
        "operationTime": 100,
    },
    "samsungce.washerCycle": {
        "washerCycle": "Table_02_Course_1B",
        "referenceTable": {"id": "Table_02"},
        "supportedCycles": [
            _cycle("1B", waterTemperature=["40", "60"], spinLevel=["1400"], rinseCycle=["2", "3"]),
            _cycle("1C", waterTemperature=["20", "40"], spinLevel=["800"], rinseCycle=["1"]),
        ],
    },
    "samsungce.washerDelayEnd": {"remainingTime": 0, "minimumReservableTime": 100},
    "custom.washerWaterTemperature": {
        "washerWaterTemperature": "60",
        "supportedWasherWaterTemperature": ["cold", "20", "40", "60"],
    },
    "custom.washerSpinLevel": {
        "washerSpinLevel": "1400",
        "supportedWasherSpinLevel": ["noSpin", "800", "1400"],
    },
    "custom.washerRinseCycles": {
        "washerRinseCycles": "2",
        "supportedWasherRinseCycles": ["0", "1", "2", "3"],
    },
}
_OVEN: Readings = {
    **_REMOTE,
    "ovenSetpoint": {"ovenSetpoint": 0},
    "temperatureMeasurement": {"temperature": Reading(value=25, unit="C")},
    "samsungce.ovenMode": {
        "ovenMode": "NoOperation",
        "supportedOvenModes": ["Bake", "Broil", "SelfClean"],
    },
    "samsungce.ovenOperatingState": {
        "operatingState": "ready",
        "ovenJobState": "ready",
        "operationTime": "00:00:00",
    },
    "samsungce.kitchenModeSpecification": {
        "specification": {
            "single": [
                {
                    "mode": "Bake",
                    "supportedOperations": ["start", "set"],
                    "supportedOptions": {
                        "temperature": {
                            "C": {"min": 80, "max": 285, "default": 175, "resolution": 5},
                            "F": {"min": 175, "max": 550, "default": 350, "resolution": 5},
                        },
                        "operationTime": {
                            "min": "00:01:00",
                            "max": "09:59:00",
                            "default": "01:00:00",
                            "resolution": "00:01:00",
                        },
                    },
                },
                {"mode": "Broil", "supportedOperations": ["set"], "supportedOptions": {}},
            ]
        }
    },
}
_DISHES: Readings = {
    **_REMOTE,
    "dishwasherOperatingState": {"machineState": "stop", "supportedMachineStates": ["stop", "run"]},
    "samsungce.dishwasherOperation": {"operatingState": "ready", "timeLeftToStart": 0},
    "samsungce.dishwasherWashingCourse": {
        "washingCourse": "auto",
        "supportedCourses": ["auto", "eco", "rinseOnly"],
    },
    "samsungce.dishwasherWashingOptions": {
        "speedBooster": {"value": False, "settable": [False, True]},
        "selectedZone": {"value": "all", "settable": ["lower", "all"]},
    },
    "samsungce.dishwasherWashingCourseDetails": {
        "predefinedCourses": [
            {
                "courseName": "rinseOnly",
                "options": {
                    "speedBooster": {"default": False, "settable": [False]},
                    "selectedZone": {"default": "all", "settable": ["all"]},
                },
            }
        ]
    },
}


async def _home(world: World, **machines: Readings) -> Caller:
    """Set up a home with machines, by the constant of their id."""
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    for category, readings in machines.items():
        world.simulator.home.add_device(
            make_device(
                {"Washer": _WASHER_ID, "Oven": _OVEN_ID, "Dishwasher": _DISHES_ID}[category],
                category,
                location_id=HOME_LOCATION,
                category=category,
                components={"main": readings},
            )
        )
    return Caller(world, (await world.add_location()).runtime_data)


def _sent(world: World) -> list[list[tuple[Json, Json]]]:
    """Return command and arguments of each request that the cloud accepted."""
    return [
        [(command["command"], command["arguments"]) for command in request.commands]
        for request in world.simulator.commands
    ]


async def _refused(caller: Caller, **data: Json) -> tuple[str | None, dict[str, str]]:
    """Start a program that cannot be started; return key and placeholders of the error."""
    before = len(caller.world.simulator.commands)
    with pytest.raises(HomeAssistantError) as raised:
        await caller.do("start_program", **data)
    assert "{" not in str(raised.value)
    assert len(caller.world.simulator.commands) == before, "nothing is sent"
    return raised.value.translation_key, raised.value.translation_placeholders or {}


async def test_a_washer_gets_everything_in_one_request(world: World) -> None:
    """First the program, then its settings, the delay, and the start. The response has it all."""
    caller = await _home(world, Washer=_WASHER)
    washer = caller.device(_WASHER_ID)
    response = await caller.ask(
        "start_program",
        device_id=washer,
        program="1C",
        temperature=20,
        spin="800",
        rinse=1,
        delay_end="06:30:00",
    )
    expected = [
        ("setWasherCycle", ["Course_1C"]),
        ("setWasherWaterTemperature", ["20"]),
        ("setWasherSpinLevel", ["800"]),
        ("setWasherRinseCycles", ["1"]),
        ("setDelayTime", [390]),
        ("start", []),
    ]
    await world.settle()
    assert _sent(world) == [expected]
    (row,) = map(as_object, as_list(response[washer]))
    told = [as_object(command)["command"] for command in as_list(row["commands"])]
    assert told == [name for name, _ in expected]
    assert row["component"] == "main"
    results = [as_object(result)["status"] for result in as_list(row["results"])]
    assert results == ["ACCEPTED"] * 6
    device = world.simulator.home.device(_WASHER_ID)
    assert device.value("main", "samsungce.washerCycle", "washerCycle") == "Table_02_Course_1C"
    assert device.value("main", "samsungce.washerOperatingState", "operatingState") == "running"


@pytest.mark.parametrize("program", ["eco_40_60", "1c", "Course_1C", " ECO 40\u201360 °C "])
async def test_a_program_has_many_names(world: World, program: str) -> None:
    """Its option, its text in any case, and its code."""
    caller = await _home(world, Washer=_WASHER)
    await caller.do("start_program", device_id=caller.device(_WASHER_ID), program=program)
    assert _sent(world) == [[("setWasherCycle", ["Course_1C"]), ("start", [])]]


async def test_a_program_has_the_name_of_the_user_and_of_the_language(world: World) -> None:
    """The code still works."""
    world.hass.config.language = "de"
    caller = await _home(world, Washer=_WASHER)
    washer = caller.device(_WASHER_ID)
    caller.runtime.program_names.give("washer Table_02", {"1C": "Sonntags"})
    for program, code in (("sonntags", "1C"), ("1c", "1C"), ("Baumwolle", "1B")):
        await caller.do("start_program", device_id=washer, program=program)
        assert _sent(world)[-1][0] == ("setWasherCycle", [f"Course_{code}"])
        device = world.simulator.home.device(_WASHER_ID)
        device.status["main"]["samsungce.washerOperatingState"]["operatingState"]["value"] = "ready"
        await caller.do("refresh", device_id=washer)


async def test_settings_are_those_of_the_wanted_program(world: World) -> None:
    """Not those of the program that is selected now. The error lists what there is."""
    caller = await _home(world, Washer=_WASHER)
    washer = caller.device(_WASHER_ID)
    assert await _refused(caller, device_id=washer, program="1C", temperature="60") == (
        "setting_not_offered",
        {
            "name": "Washer",
            "setting": "Water temperature",
            "option": "60",
            "options": "20 °C, 40 °C",
        },
    )
    key, said = await _refused(caller, device_id=washer, program="1C", rinse=3)
    assert (key, said["low"], said["high"]) == ("out_of_range", "1", "1")
    key, said = await _refused(caller, device_id=washer, program="Silk")
    assert (key, said["options"]) == ("setting_not_offered", "Cotton, Eco 40\N{EN DASH}60 °C")
    key, said = await _refused(caller, device_id=washer, dry_level="very")
    assert key == "no_such_setting"
    assert said["known"] == (
        "Finish in (delay_end), Rinse cycles (rinse), Spin level (spin), "
        "Water temperature (temperature)"
    )
    key, said = await _refused(caller, device_id=washer, options={"program": "1C"})
    assert key == "no_such_setting"
    key, said = await _refused(caller, device_id=washer, delay_start="01:00:00")
    assert (key, said["setting"]) == ("no_such_setting", "delay_start")
    key, said = await _refused(caller, device_id=washer, delay_end="01:00:00")
    assert (key, said["low"]) == ("out_of_range", "100")


async def test_an_error_has_the_names_in_the_language_of_home_assistant(world: World) -> None:
    """As the pages show them, except for the names that the owner gave."""
    world.hass.config.language = "de"
    caller = await _home(world, Washer=_WASHER)
    washer = caller.device(_WASHER_ID)
    caller.runtime.program_names.give("washer Table_02", {"1C": "Sonntags"})
    _, said = await _refused(caller, device_id=washer, program="Seide")
    assert (said["setting"], said["options"]) == ("Programm", "Baumwolle, Sonntags")
    _, said = await _refused(caller, device_id=washer, spin="9000")
    assert said["setting"] == "Schleuderstufe"


async def test_a_machine_must_be_ready_and_its_remote_control_on(world: World) -> None:
    """The same conditions as for its button."""
    device = {**_WASHER, "remoteControlStatus": {"remoteControlEnabled": "false"}}
    caller = await _home(world, Washer=device)
    washer = caller.device(_WASHER_ID)
    assert (await _refused(caller, device_id=washer))[0] == "remote_control_off"
    assert (await _refused(caller, device_id=washer, program="1C"))[0] == "remote_control_off"


async def test_a_running_machine_is_left_alone(world: World) -> None:
    """A second start would be refused by the machine."""
    running = {**_WASHER, "samsungce.washerOperatingState": {"operatingState": "running"}}
    caller = await _home(world, Washer=running)
    assert (await _refused(caller, device_id=caller.device(_WASHER_ID)))[0] == "not_ready"


async def test_an_oven_gets_program_temperature_and_time(world: World) -> None:
    """In this order. The time has its zeros, because an oven misreads 0:10:00."""
    caller = await _home(world, Oven=_OVEN)
    oven = caller.device(_OVEN_ID)
    await caller.do(
        "start_program", device_id=oven, program="bake", temperature=183, cook_time="00:05:00"
    )
    assert _sent(world) == [
        [
            ("setOvenMode", ["Bake"]),
            ("setOvenSetpoint", [183]),
            ("setOperationTime", ["00:05:00"]),
            ("start", []),
        ]
    ]
    await world.settle()
    device = world.simulator.home.device(_OVEN_ID)
    assert device.value("main", "samsungce.ovenOperatingState", "operatingState") == "running"


async def test_an_oven_refuses_what_its_program_does_not_allow(world: World) -> None:
    """Its own description says so, before anything is sent."""
    caller = await _home(world, Oven=_OVEN)
    oven = caller.device(_OVEN_ID)
    key, said = await _refused(caller, device_id=oven, program="Bake", temperature=300)
    assert (key, said["low"], said["high"]) == ("out_of_range", "80", "285")
    key, said = await _refused(caller, device_id=oven, program="Bake", cook_time="10:30:00")
    assert (key, said["high"]) == ("out_of_range", "35940")
    assert await _refused(caller, device_id=oven, program="Broil") == (
        "not_started_remotely",
        {"name": "Oven", "program": "Broil"},
    )
    key, said = await _refused(caller, device_id=oven, program="Bake", temperature="hot")
    assert (key, said["options"]) == ("setting_not_offered", "80 - 285")


async def test_a_dishwasher_has_switches_and_a_delay_to_the_start(world: World) -> None:
    """Without a setting for the delay, the command that starts has it, in minutes."""
    caller = await _home(world, Dishwasher=_DISHES)
    dishes = caller.device(_DISHES_ID)
    key, _ = await _refused(
        caller, device_id=dishes, program="rinse_only", options={"speed_booster": True}
    )
    assert key == "not_with_course"
    key, said = await _refused(caller, device_id=dishes, options={"speed_booster": "fast"})
    assert (key, said["options"]) == ("setting_not_offered", "true, false")
    await caller.do(
        "start_program",
        device_id=dishes,
        program="Eco",
        delay_start={"hours": 2},
        options={"speed_booster": True, "selected_zone": "lower"},
    )
    assert _sent(world) == [
        [
            ("setWashingCourse", ["eco"]),
            ("setSpeedBooster", [True]),
            ("setSelectedZone", ["lower"]),
            ("startLater", [120]),
        ]
    ]


async def test_the_course_of_a_dishwasher_bounds_its_options(world: World) -> None:
    """The wanted course does, not the selected one. Nothing is sent if one option is forbidden."""
    caller = await _home(world, Dishwasher=_DISHES)
    dishes = caller.device(_DISHES_ID)
    key, said = await _refused(
        caller, device_id=dishes, program="rinse_only", options={"selected_zone": "lower"}
    )
    assert (key, said["options"]) == ("setting_not_offered", "All")
    key, _ = await _refused(
        caller,
        device_id=dishes,
        program="rinse_only",
        options={"selected_zone": "all", "speed_booster": True},
    )
    assert key == "not_with_course"
    await caller.do(
        "start_program",
        device_id=dishes,
        program="rinse_only",
        options={"selected_zone": "all", "speed_booster": False},
    )
    assert _sent(world) == [
        [
            ("setWashingCourse", ["rinseOnly"]),
            ("setSelectedZone", ["all"]),
            ("setSpeedBooster", [False]),
            ("start", []),
        ]
    ]


async def test_a_dishwasher_with_a_setting_for_the_delay_gets_it_before_the_start(
    world: World,
) -> None:
    """The setting is a time in the form 01:30:00."""
    delay: Readings = {"custom.dishwasherDelayStartTime": {"dishwasherDelayStartTime": "00:00:00"}}
    caller = await _home(world, Dishwasher={**_DISHES, **delay})
    dishes = caller.device(_DISHES_ID)
    await caller.do("start_program", device_id=dishes, delay_start="01:30:00")
    assert _sent(world) == [[("setDishwasherDelayStartTime", ["01:30:00"]), ("start", [])]]


async def test_one_bad_machine_stops_all(world: World) -> None:
    """Checks are made before the first request."""
    caller = await _home(world, Washer=_WASHER, Dishwasher=_DISHES)
    both: list[Json] = [caller.device(_WASHER_ID), caller.device(_DISHES_ID)]
    assert (await _refused(caller, device_id=both, program="1C"))[0] == "setting_not_offered"
    assert _sent(world) == []


async def test_all_machines_are_started_before_a_refusal_is_raised(world: World) -> None:
    """As for the other actions: a refusal by the cloud concerns one machine, and is an error."""
    caller = await _home(world, Washer=_WASHER, Dishwasher=_DISHES)
    both: list[Json] = [caller.device(_DISHES_ID), caller.device(_WASHER_ID)]
    device = world.simulator.home.device(_DISHES_ID)
    device.status["main"]["remoteControlStatus"]["remoteControlEnabled"]["value"] = "false"
    with pytest.raises(HomeAssistantError) as raised:
        await caller.ask("start_program", device_id=both)
    assert raised.value.translation_key == "device_state"
    assert raised.value.translation_placeholders == {"name": "Dishwasher"}
    assert [request.device_id for request in world.simulator.commands] == [_WASHER_ID]


async def test_programs_that_are_started_at_the_same_time_are_not_mixed(world: World) -> None:
    """Each call is one request, so the settings of one do not get into the other."""
    caller = await _home(world, Washer=_WASHER)
    washer = caller.device(_WASHER_ID)
    await asyncio.gather(
        caller.ask("start_program", device_id=washer, program="1B", spin=1400),
        caller.ask("start_program", device_id=washer, program="1C", spin=800),
        return_exceptions=True,
    )
    requests = [dict(request) for request in _sent(world)]
    assert requests
    for request in requests:
        settings = request["setWasherCycle"], request["setWasherSpinLevel"]
        assert settings in ((["Course_1B"], ["1400"]), (["Course_1C"], ["800"]))


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_a_device_without_programs_has_none_to_start(world: World, runtime: Runtime) -> None:
    """A device must be named, too."""
    caller = Caller(world, runtime)
    plug = caller.device(Devices.COFFEE_PLUG)
    assert (await _refused(caller, device_id=plug))[0] == "no_program"
    assert (await _refused(caller))[0] == "no_device"
