"""Statistics from before the set-up, from the history of the cloud to the recorder."""

import logging
from datetime import datetime, timedelta
from typing import Any, Literal

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.statistics import get_metadata, statistics_during_period
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.issues.issue import Issue, issue_id, raised_issues
from custom_components.smartthings_smartapp.location.options import CONF_CALLS_PER_MONTH
from custom_components.smartthings_smartapp.repairs import StatisticsFlow, async_create_fix_flow
from simulator import SimulatorOptions
from simulator.devices.device import Json
from simulator.devices.ids import Devices
from tests.common.house import House
from tests.common.passing_time import pass_time

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG, Devices.RADIATOR)

ACTION = "import_statistics"
ENERGY = "sensor.coffee_machine_energy"
POWER = "sensor.coffee_machine_power"
HISTORY = "/history/devices"
OFFERED_AFTER = 3901


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without limits, because time passes in large steps here."""
    return SimulatorOptions(rate_limits=False, access_token_lifetime=1e9)


@pytest.fixture
async def recorded_house(recorder_mock: Recorder, house: House) -> House:
    """Return the house in a Home Assistant with a recorder, which must be set up first."""
    await async_wait_recording_done(house.hass)
    return house


@pytest.fixture
def now(recorded_house: House, freezer: FrozenDateTimeFactory) -> datetime:
    """Freeze the time at the next twenty past."""
    moment = dt_util.utcnow() + timedelta(minutes=40)
    moment = moment.replace(minute=20, second=0, microsecond=0)
    freezer.move_to(moment)
    return moment


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the import read without pauses."""
    module = "custom_components.smartthings_smartapp.statistics_import.importer"
    monkeypatch.setattr(f"{module}._PAUSE", 0)


def report(house: House, source: str, time: datetime, value: Json, unit: str = "") -> None:
    """Let the plug have reported something."""
    capability, _, attribute = source.partition(".")
    house.simulator.remember(
        Devices.COFFEE_PLUG, "main", capability, attribute, value, time=time, unit=unit or None
    )


def compile_statistics(house: House, start: datetime) -> None:
    """Let the recorder compile five minutes, as it does by itself."""
    do_adhoc_statistics(house.hass, start=start)


async def rows(
    house: House, name: str, period: Literal["hour", "5minute"] = "hour"
) -> list[dict[str, Any]]:
    """Return the statistics of an entity, with their start as a time."""
    hass = house.hass
    await async_wait_recording_done(hass)
    entity_id = house.entity_id(name)
    found = statistics_during_period(
        hass,
        dt_util.utcnow() - timedelta(days=30),
        None,
        {entity_id},
        period,
        None,
        {"mean", "min", "max", "state", "sum"},
    )
    return [
        {**row, "start": dt_util.utc_from_timestamp(row["start"])}
        for row in found.get(entity_id, [])
    ]


async def ask(house: House, **data: object) -> dict[str, Any]:
    """Run the action and return its response."""
    response = await house.hass.services.async_call(
        DOMAIN, ACTION, data, blocking=True, return_response=True
    )
    assert isinstance(response, dict)
    return response


async def test_earlier_hours_of_a_measurement_are_imported(
    recorded_house: House, now: datetime
) -> None:
    """In the unit of the statistics, up to the hour in which the recorder began."""
    house, hour = recorded_house, now.replace(minute=0)
    report(house, "powerMeter.power", hour - timedelta(hours=2), 100, "W")
    report(house, "powerMeter.power", hour - timedelta(minutes=90), 0.2, "kW")
    response = await ask(house)
    entity_id = house.entity_id(POWER)
    assert response["imported"][entity_id] == {
        "hours": 2,
        "start": (hour - timedelta(hours=2)).isoformat(),
        "end": hour.isoformat(),
    }
    found = await rows(house, POWER)
    assert [(row["start"], row["mean"], row["min"], row["max"]) for row in found] == [
        (hour - timedelta(hours=2), 150, 100, 200),
        (hour - timedelta(hours=1), 200, 200, 200),
    ]
    metadata = get_metadata(house.hass, statistic_ids={entity_id})[entity_id][1]
    assert (metadata["unit_of_measurement"], metadata["unit_class"]) == ("W", "power")


async def test_earlier_totals_lead_to_those_of_the_recorder(
    recorded_house: House, now: datetime
) -> None:
    """The energy dashboard shows the growth of each hour, without a jump where they meet."""
    house, hour = recorded_house, now.replace(minute=0)
    for hours, value in ((3, 120), (2, 121), (1, 124)):
        report(house, "energyMeter.energy", hour - timedelta(hours=hours), value, "kWh")
    early = await ask(house)
    assert early["skipped"][house.entity_id(ENERGY)] == "too_early"
    compile_statistics(house, now)
    await async_wait_recording_done(house.hass)
    (first,) = await rows(house, ENERGY, "5minute")
    assert (first["state"], first["sum"]) == (128.42, 0)
    response = await ask(house)
    assert response["imported"][house.entity_id(ENERGY)]["hours"] == 3
    found = await rows(house, ENERGY)
    assert [(row["start"], row["state"]) for row in found] == [
        (hour - timedelta(hours=3), 120),
        (hour - timedelta(hours=2), 121),
        (hour - timedelta(hours=1), 124),
    ]
    assert [row["sum"] for row in found] == pytest.approx([-8.42, -7.42, -4.42])


@pytest.mark.devices(Devices.COFFEE_PLUG, Devices.BEDROOM_CLIMATE)
async def test_the_recorder_would_make_the_same_metadata(
    recorded_house: House, now: datetime
) -> None:
    """Also for humidity, whose unit Home Assistant cannot convert. Otherwise it warns."""
    house, hass, time = recorded_house, recorded_house.hass, now - timedelta(hours=3)
    report(house, "powerMeter.power", time, 100, "W")
    for capability, attribute, unit in (
        ("temperatureMeasurement", "temperature", "C"),
        ("relativeHumidityMeasurement", "humidity", "%"),
    ):
        house.simulator.remember(
            Devices.BEDROOM_CLIMATE, "main", capability, attribute, 20, time=time, unit=unit
        )
    imported = set((await ask(house))["imported"])
    await async_wait_recording_done(hass)
    before = {key: get_metadata(hass, statistic_ids={key})[key][1] for key in imported}
    assert {item["unit_of_measurement"] for item in before.values()} == {"W", "°C", "%"}
    compile_statistics(house, now)
    await async_wait_recording_done(hass)
    assert {key: get_metadata(hass, statistic_ids={key})[key][1] for key in imported} == before


async def test_hours_of_the_recorder_are_not_changed(recorded_house: House, now: datetime) -> None:
    """A second import finds nothing that is missing."""
    house, hour = recorded_house, now.replace(minute=0)
    report(house, "powerMeter.power", hour - timedelta(hours=2), 100, "W")
    await ask(house)
    before = await rows(house, POWER)
    report(house, "powerMeter.power", hour - timedelta(minutes=100), 900, "W")
    report(house, "powerMeter.power", hour - timedelta(hours=5), 50, "W")
    response = await ask(house)
    assert response["imported"][house.entity_id(POWER)]["hours"] == 3
    found = await rows(house, POWER)
    assert found[3:] == before
    assert [row["mean"] for row in found[:3]] == [50, 50, 50]
    again = await ask(house)
    assert again["imported"] == {}


async def test_reports_before_the_set_up_and_older_than_a_week_are_left_out(
    recorded_house: House, now: datetime
) -> None:
    """SmartThings says that it keeps seven days."""
    house = recorded_house
    report(house, "powerMeter.power", now - timedelta(days=9), 100, "W")
    assert (await ask(house))["imported"] == {}
    report(house, "powerMeter.power", now - timedelta(days=6), 100, "W")
    assert (await ask(house))["imported"][house.entity_id(POWER)]["hours"] == 6 * 24


async def test_many_reports_are_read_in_pages(recorded_house: House, now: datetime) -> None:
    """Each call has 200, and other attributes and devices do not count."""
    house, hour = recorded_house, now.replace(minute=0)
    for number in range(1300):
        report(house, "powerMeter.power", hour - timedelta(minutes=number + 1), number, "W")
    house.simulator.calls.clear()
    response = await ask(house)
    assert response["imported"][house.entity_id(POWER)]["hours"] == 22
    found = await rows(house, POWER)
    assert found[-1]["mean"] == pytest.approx(29.5)
    calls = [call for call in house.simulator.calls if call.path == HISTORY]
    assert sum(call.query.get("deviceId") == Devices.COFFEE_PLUG for call in calls) == 7


async def test_values_that_are_no_numbers_are_left_out(
    recorded_house: House, now: datetime
) -> None:
    """As in the states: the value before counts on."""
    house, hour = recorded_house, now.replace(minute=0)
    report(house, "powerMeter.power", hour - timedelta(hours=2), 100, "W")
    report(house, "powerMeter.power", hour - timedelta(minutes=90), "a lot", "W")
    report(house, "powerMeter.power", hour - timedelta(minutes=80), 5, "furlong")
    await ask(house)
    assert [row["mean"] for row in await rows(house, POWER)] == [100, 100]


async def test_without_a_recorder_the_action_says_so(house: House) -> None:
    """There is no table for them."""
    with pytest.raises(ServiceValidationError) as caught:
        await ask(house)
    assert caught.value.translation_key == "no_recorder"


async def test_a_refused_history_is_named(recorded_house: House) -> None:
    """Whether a SmartApp may read it is unverified."""
    recorded_house.simulator.faults.fail(HISTORY, times=5, status=403)
    with pytest.raises(HomeAssistantError) as caught:
        await ask(recorded_house)
    assert caught.value.translation_key == "history_not_granted"


# The offer


def offered(house: House) -> bool:
    """Return whether the issue is raised."""
    return Issue.STATISTICS in raised_issues(house.hass, house.entry)


async def submit(house: House) -> None:
    """Open the issue and submit its form."""
    hass, key = house.hass, issue_id(house.entry, Issue.STATISTICS)
    flow = await async_create_fix_flow(hass, key, {"entry_id": house.entry.entry_id})
    assert isinstance(flow, StatisticsFlow)
    flow.hass, flow.issue_id, flow.handler = hass, key, DOMAIN
    form = await flow.async_step_init()
    assert form["type"] is FlowResultType.FORM
    placeholders = form["description_placeholders"]
    assert placeholders is not None
    assert placeholders["sensors"] == "3"
    result = await flow.async_step_confirm({})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_the_first_set_up_offers_the_import(
    recorded_house: House, now: datetime, freezer: FrozenDateTimeFactory
) -> None:
    """An hour later, at the cost of one call; submitting it imports in the background."""
    house, hour = recorded_house, now.replace(minute=0)
    report(house, "powerMeter.power", hour - timedelta(hours=2), 100, "W")
    assert not offered(house)
    await pass_time(house.world, freezer, OFFERED_AFTER)
    await house.world.settle()
    assert offered(house)
    await submit(house)
    assert not offered(house)
    await pass_time(house.world, freezer, 1)
    await house.world.settle()
    assert [row["mean"] for row in await rows(house, POWER)][:2] == [100, 100]


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_refused_history_is_not_offered(
    recorded_house: House, freezer: FrozenDateTimeFactory, status: int
) -> None:
    """An offer that cannot be kept is worse than none."""
    recorded_house.simulator.faults.fail(HISTORY, times=9, status=status)
    await pass_time(recorded_house.world, freezer, OFFERED_AFTER)
    await recorded_house.world.settle()
    assert not offered(recorded_house)


async def test_a_recorder_that_has_a_week_gets_no_offer(
    recorded_house: House, now: datetime, freezer: FrozenDateTimeFactory
) -> None:
    """As after an import, or after years with Home Assistant's own integration."""
    house = recorded_house
    begin = now - timedelta(days=7) + timedelta(minutes=1)
    report(house, "powerMeter.power", begin, 1, "W")
    report(house, "energyMeter.energy", begin, 1, "kWh")
    house.simulator.remember(
        Devices.RADIATOR,
        "main",
        "temperatureMeasurement",
        "temperature",
        20,
        time=begin,
        unit="C",
    )
    compile_statistics(house, now)
    await async_wait_recording_done(house.hass)
    await ask(house)
    await async_wait_recording_done(house.hass)
    house.simulator.calls.clear()
    await pass_time(house.world, freezer, OFFERED_AFTER)
    await house.world.settle()
    assert not offered(house)
    assert HISTORY not in {call.path for call in house.simulator.calls}


async def restart(house: House) -> None:
    """Unload the entry and set it up again."""
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()


@pytest.mark.parametrize("later", [False, True])
async def test_an_import_is_offered_once_and_only_in_the_first_days(
    recorded_house: House, now: datetime, freezer: FrozenDateTimeFactory, *, later: bool
) -> None:
    """A device that is added later has no earlier reports, and gets no issue."""
    house = recorded_house
    if later:
        freezer.tick(timedelta(days=8))
    else:
        await ask(house)
    await restart(house)
    await pass_time(house.world, freezer, OFFERED_AFTER)
    await house.world.settle()
    assert not offered(house)


async def test_an_import_continues_after_a_restart(
    recorded_house: House, now: datetime, freezer: FrozenDateTimeFactory
) -> None:
    """A device that was read is not read again."""
    house, hour = recorded_house, now.replace(minute=0)
    report(house, "powerMeter.power", hour - timedelta(hours=2), 100, "W")
    house.entry.runtime_data.parts.statistics.begin()
    house.simulator.faults.fail(HISTORY, times=9, status=500)
    await pass_time(house.world, freezer, 1)
    await house.world.settle()
    assert await rows(house, POWER) == []
    house.simulator.faults.clear()
    await restart(house)
    await pass_time(house.world, freezer, 61)
    await house.world.settle()
    assert [row["mean"] for row in await rows(house, POWER)] == [100, 100]
    house.simulator.calls.clear()
    await restart(house)
    await pass_time(house.world, freezer, 61)
    await house.world.settle()
    assert HISTORY not in {call.path for call in house.simulator.calls}


@pytest.mark.parametrize(
    ("fault", "seconds"), [({"status": 429}, 120), ({"status": 502}, 901)], ids=["429", "502"]
)
async def test_a_busy_cloud_is_asked_again_later(
    recorded_house: House,
    now: datetime,
    freezer: FrozenDateTimeFactory,
    fault: dict[str, Any],
    seconds: float,
) -> None:
    """What it did not answer is not lost."""
    house, hour = recorded_house, now.replace(minute=0)
    report(house, "powerMeter.power", hour - timedelta(hours=2), 100, "W")
    house.simulator.faults.fail(HISTORY, times=1, **fault)
    house.entry.runtime_data.parts.statistics.begin()
    await pass_time(house.world, freezer, 1)
    await house.world.settle()
    for _ in range(3):
        await pass_time(house.world, freezer, seconds)
        await house.world.settle()
    assert [row["mean"] for row in await rows(house, POWER)][:2] == [100, 100]


async def test_an_import_that_is_refused_ends_with_one_line(
    recorded_house: House, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    """It is not tried for ever."""
    house = recorded_house
    house.simulator.faults.fail(HISTORY, times=9, status=403)
    house.entry.runtime_data.parts.statistics.begin()
    for _ in range(3):
        await pass_time(house.world, freezer, 1000)
        await house.world.settle()
    refused = [record for record in caplog.records if "refuses the history" in record.message]
    assert [record.levelno for record in refused] == [logging.WARNING]
    assert sum(call.path == HISTORY for call in house.simulator.calls) <= 2


async def test_scarce_calls_are_not_spent_on_an_import(
    recorded_house: House, now: datetime, freezer: FrozenDateTimeFactory
) -> None:
    """It waits until polls are as frequent as usual again."""
    house, hass = recorded_house, recorded_house.hass
    hass.config_entries.async_update_entry(house.entry, options={CONF_CALLS_PER_MONTH: 100})
    await restart(house)
    house.simulator.calls.clear()
    house.entry.runtime_data.parts.statistics.begin()
    await pass_time(house.world, freezer, 1)
    await house.world.settle()
    assert HISTORY not in {call.path for call in house.simulator.calls}


async def test_a_dialog_of_an_unloaded_location_says_so(recorded_house: House) -> None:
    """It may be open while the entry is unloaded."""
    house, key = recorded_house, issue_id(recorded_house.entry, Issue.STATISTICS)
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    flow = await async_create_fix_flow(house.hass, key, {"entry_id": house.entry.entry_id})
    assert isinstance(flow, StatisticsFlow)
    flow.hass, flow.issue_id, flow.handler = house.hass, key, DOMAIN
    result = await flow.async_step_init()
    assert result["reason"] == "not_loaded"
