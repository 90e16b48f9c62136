"""The activity of the house."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby

import pytest

from simulator.commands.behaviour import effects
from simulator.devices.device import Json, timestamp
from simulator.devices.home import Home, HomeEvent
from simulator.devices.house import build_house
from simulator.devices.ids import Devices, Modes
from simulator.devices.live import LivingHome
from simulator.devices.synthetic import synthetic_home
from simulator.json_tools import as_object


def _live(home: Home, seconds: float) -> list[HomeEvent]:
    """Return the events of this many seconds of activity, without delays."""
    events: list[HomeEvent] = []
    home.call_later = lambda _delay, action: action()
    home.listen(events.append)
    _live_until(LivingHome(home), seconds)
    return events


def _live_until(living: LivingHome, seconds: float) -> None:
    """Let the home live until this second of the story."""
    while living.advance() < seconds:
        pass


def _values(events: Iterable[HomeEvent], device_id: str, attribute: str) -> list[Json]:
    return [
        event.payload["value"]
        for event in events
        if (event.payload.get("deviceId"), event.payload.get("attribute")) == (device_id, attribute)
    ]


@pytest.fixture(name="hour", scope="module")
def hour_fixture() -> list[HomeEvent]:
    """Return the events of an hour."""
    return _live(build_house(), 3600)


def test_two_houses_have_the_same_story() -> None:
    """A demo that showed an error can be repeated."""
    first, second = ([event.payload for event in _live(build_house(), 300)] for _ in range(2))

    assert [payload.get("attribute") for payload in first] == [
        payload.get("attribute") for payload in second
    ]
    assert len(first) > 100


def test_something_happens_every_few_seconds() -> None:
    home = build_house()
    events: list[HomeEvent] = []
    home.call_later = lambda _delay, action: action()
    home.listen(events.append)
    living = LivingHome(home)
    last, longest, seen = 0.0, 0.0, 0
    while last < 300:
        now = living.advance()
        if len(events) > seen:
            longest, last, seen = max(longest, now - last), now, len(events)

    assert longest <= 5


def test_people_come_and_go(hour: list[HomeEvent]) -> None:
    for person in (Devices.PHONE, Devices.KEY_RING):
        assert set(_values(hour, person, "presence")) == {"present", "not present"}
    assert _values(hour, Devices.FRONT_DOOR, "contact")[:2] == ["open", "closed"]
    assert _values(hour, Devices.FRONT_LOCK, "lock")[:2] == ["unlocked", "locked"]
    modes = [event.payload["modeId"] for event in hour if event.event_type == "MODE_EVENT"]
    assert modes[:3] == [Modes.AWAY, Modes.HOME, Modes.AWAY]
    armed = [event.payload for event in hour if event.event_type == "SECURITY_ARM_STATE_EVENT"]
    assert [payload["armState"] for payload in armed[:2]] == ["ARMED_AWAY", "DISARMED"]


def test_the_app_asks_for_the_settings_of_the_soundbar(hour: list[HomeEvent]) -> None:
    """Otherwise, a demo would show none of them."""
    reports = [as_object(report)["payload"] for report in _values(hour, Devices.SOUNDBAR, "data")]
    members = {member.rpartition(".")[2] for report in reports for member in as_object(report)}
    assert {"nightmode", "bassboost", "voiceamplifier", "woofer"} <= members


def test_the_washer_runs_a_whole_program(hour: list[HomeEvent]) -> None:
    jobs = _values(hour, Devices.WASHER, "washerJobState")
    assert [jobs[index] for index in range(0, 10, 2)] == ["wash", "rinse", "spin", "finish", "none"]
    assert _values(hour, Devices.WASHER, "machineState")[:2] == ["run", "stop"]
    assert _values(hour, Devices.WASHER, "remainingTimeStr")[:3] == ["00:40", "00:35", "00:30"]
    assert _values(hour, Devices.WASHER, "progress")[:3] == [11, 22, 33]
    begun, *_, ended = _values(hour, Devices.WASHER, "completionTime")[:10]
    assert str(begun) > str(ended)


@pytest.mark.parametrize(
    ("device_id", "job", "jobs"),
    [
        (Devices.DRYER, "dryerJobState", ["cooling", "finished", "none", "drying", "cooling"]),
        (
            Devices.DISHWASHER,
            "dishwasherJobState",
            ["prewash", "wash", "rinse", "drying", "finish", "unknown"],
        ),
        (Devices.RANGE, "ovenJobState", ["finished", "ready", "preheat", "cooking", "finished"]),
    ],
)
def test_machines_finish_and_start_again(
    hour: list[HomeEvent], device_id: Devices, job: str, jobs: list[str]
) -> None:
    """The dryer and the oven run when the story begins."""
    seen = [key for key, _ in groupby(_values(hour, device_id, job))]
    assert seen[: len(jobs)] == jobs


def test_a_program_that_a_person_starts_runs_to_its_end() -> None:
    home = build_house()
    home.call_later = lambda _delay, action: action()
    living = LivingHome(home)
    washer = home.devices[Devices.WASHER]
    samsung = "samsungce.washerOperatingState"
    home.apply(
        Devices.WASHER,
        effects(washer, {"capability": samsung, "command": "start", "arguments": []}, 0),
    )
    _live_until(living, 30)
    assert washer.value("main", samsung, "remainingTime") in {15, 20, 25}

    home.apply(
        Devices.WASHER,
        effects(washer, {"capability": samsung, "command": "pause", "arguments": []}, 0),
    )
    left = washer.value("main", samsung, "remainingTime")
    _live_until(living, 90)
    assert washer.value("main", samsung, "remainingTime") == left

    home.apply(
        Devices.WASHER,
        effects(washer, {"capability": samsung, "command": "cancel", "arguments": []}, 0),
    )
    _live_until(living, 97)
    assert washer.value("main", samsung, "remainingTime") == 45
    assert washer.value("main", "switch", "switch") == "off"


def test_a_machine_that_runs_at_the_start_ends_later() -> None:
    now = timestamp(datetime.now(UTC))
    ends = {
        (device_id, component): attributes["completionTime"]["value"]
        for device_id, device in build_house().devices.items()
        for component, status in device.status.items()
        for capability, attributes in status.items()
        if "completionTime" in attributes
        and {"run", "running"}
        & {reading["value"] for reading in attributes.values() if isinstance(reading["value"], str)}
    }
    assert len(ends) == 2
    assert all(str(end) > now for end in ends.values())


def test_measured_values_stay_plausible(hour: list[HomeEvent]) -> None:
    bedroom = _values(hour, Devices.BEDROOM_CLIMATE, "temperature")
    assert len(set(bedroom)) > 3
    assert all(isinstance(value, float) and 18 <= value <= 21.2 for value in bedroom)


def test_the_thermostat_heats_around_its_setpoint(hour: list[HomeEvent]) -> None:
    states = _values(hour, Devices.THERMOSTAT, "thermostatOperatingState")
    assert states[:3] == ["idle", "heating", "idle"]
    degrees = _values(hour, Devices.THERMOSTAT, "temperature")
    assert all(isinstance(value, float) and 19.5 <= value <= 21.1 for value in degrees)


def test_energy_only_grows(hour: list[HomeEvent]) -> None:
    energies = [
        value for value in _values(hour, Devices.COFFEE_PLUG, "energy") if isinstance(value, float)
    ]
    assert energies == sorted(energies)
    assert energies[-1] > energies[0]
    reports = [
        value
        for value in _values(hour, Devices.FRIDGE, "powerConsumption")
        if isinstance(value, dict)
    ]
    used = reports[0]
    assert used["deltaEnergy"] == 14
    assert reports[1]["start"] == used["end"]


def test_buttons_are_pressed_with_their_number(hour: list[HomeEvent]) -> None:
    presses = [
        (event.payload["componentId"], event.payload["data"])
        for event in hour
        if event.payload.get("deviceId") == Devices.REMOTE
        and event.payload.get("attribute") == "button"
    ]
    assert {component for component, _ in presses} == {
        "main",
        "button1",
        "button2",
        "button3",
        "button4",
    }
    assert ("button3", {"buttonNumber": 3}) in presses


def test_the_robot_cleans_and_charges(hour: list[HomeEvent]) -> None:
    movements = _values(hour, Devices.ROBOT_VACUUM, "robotCleanerMovement")
    assert movements[:3] == ["cleaning", "homing", "charging"]
    levels = _values(hour, Devices.ROBOT_VACUUM, "battery")
    assert levels[:11] == [97, 94, 91, 88, 85, 82, 79, 76, 73, 70, 74]


def test_a_robot_that_a_person_starts_returns_to_its_dock() -> None:
    home = build_house()
    home.call_later = lambda _delay, action: action()
    living = LivingHome(home)
    robot = home.devices[Devices.ROBOT_VACUUM]
    operating = "samsungce.robotCleanerOperatingState"
    home.apply(
        Devices.ROBOT_VACUUM,
        effects(robot, {"capability": operating, "command": "start", "arguments": []}, 0),
    )
    _live_until(living, 55)
    assert robot.value("main", operating, "operatingState") == "charging"


def test_the_shade_and_the_fridge_door_move(hour: list[HomeEvent]) -> None:
    assert {"open", "closed"} <= set(_values(hour, Devices.PATIO_SHADE, "windowShade"))
    assert _values(hour, Devices.FRIDGE, "contact")[:4] == ["open", "open", "closed", "closed"]


def test_an_offline_device_reports_nothing() -> None:
    home = build_house()
    for device_id in (Devices.WASHER, Devices.THERMOSTAT, Devices.COFFEE_PLUG):
        home.set_health(device_id, "OFFLINE")

    events = _live(home, 600)

    silent = {Devices.WASHER, Devices.THERMOSTAT, Devices.COFFEE_PLUG}
    assert silent.isdisjoint({str(event.payload.get("deviceId")) for event in events})
    assert events


def test_a_thermostat_that_is_off_does_not_heat() -> None:
    home = build_house()
    home.set_attribute(Devices.THERMOSTAT, "main", "thermostatMode", "thermostatMode", "off")

    events = _live(home, 300)

    assert _values(events, Devices.THERMOSTAT, "thermostatOperatingState") == ["idle"]


def test_a_plug_that_is_off_uses_nothing() -> None:
    home = build_house()
    home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "off")

    assert _values(_live(home, 60), Devices.COFFEE_PLUG, "energy") == []


def test_a_television_that_is_off_stays_silent() -> None:
    home = build_house()
    home.set_attribute(Devices.TELEVISION, "main", "switch", "switch", "off")

    assert _values(_live(home, 300), Devices.TELEVISION, "volume") == []


def test_a_home_without_the_devices_of_the_stories_lives_too() -> None:
    """The synthetic homes have none of these devices, and an empty home has none at all."""
    assert _live(synthetic_home(24), 120)
    assert _live(Home(), 120) == []


def test_a_value_that_is_no_number_does_not_drift() -> None:
    home = build_house()
    for device_id in list(home.devices):
        if device_id != Devices.FRIDGE:
            home.remove_device(device_id)
    home.set_attribute(
        Devices.FRIDGE, "main", "powerConsumptionReport", "powerConsumption", {"power": None}
    )

    events = _live(home, 300)

    assert _values(events, Devices.FRIDGE, "powerConsumption") == []
    assert None not in _values(events, Devices.FRIDGE, "temperature")


def test_an_empty_battery_stays_as_it_is() -> None:
    home = build_house()
    for device_id in list(home.devices):
        if device_id != Devices.CABIN_DOOR:
            home.remove_device(device_id)
    home.set_attribute(Devices.CABIN_DOOR, "main", "battery", "battery", 2)

    assert _values(_live(home, 300), Devices.CABIN_DOOR, "battery") == [1]


async def test_it_runs_until_it_is_cancelled() -> None:
    home = build_house()
    events: list[HomeEvent] = []
    home.call_later = lambda _delay, action: action()
    home.listen(events.append)
    task = asyncio.create_task(LivingHome(home, speed=400).run())
    await asyncio.sleep(0.2)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    told = len(events)
    await asyncio.sleep(0.05)

    assert told > 20
    assert len(events) == told


def test_time_cannot_stand_still() -> None:
    with pytest.raises(ValueError, match="speed"):
        LivingHome(Home(), speed=0)
