"""What the history shows after a gap: operations of locks at their time, and missed presses."""

from datetime import datetime
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder import Recorder, get_instance
from homeassistant.core import Event, HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.events.activity import ACTIVITY_EVENT
from custom_components.smartthings_smartapp.events.log_entries import LOGBOOK_EVENT
from custom_components.smartthings_smartapp.runtime import forget
from simulator import SimulatorOptions
from simulator.devices.device import JsonObject
from simulator.devices.ids import Devices
from tests.common.flows import change_options
from tests.common.house import House
from tests.common.missed_events import NO_LIMITS
from tests.common.passing_time import pass_time
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.FRONT_LOCK, Devices.REMOTE)

LOCK = "lock.front_door_lock"
HISTORY = "/history/devices"


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because time passes in large steps here."""
    return NO_LIMITS


@pytest.fixture
async def written(recorder_mock: Recorder, hass: HomeAssistant) -> None:
    """Set the logbook up, which is only possible before the server starts."""
    for component in ("websocket_api", "logbook"):
        assert await async_setup_component(hass, component, {})


@pytest.fixture
async def house(written: None, world: World, freezer: FrozenDateTimeFactory) -> House:
    """Return a home with a lock and a remote control."""
    house = House(world, await world.add_location())
    await pass_time(world, freezer, 60)
    world.simulator.calls.clear()
    return house


@pytest.fixture
def activities(house: House) -> list[Event]:
    """Return the activities that are fired from now on."""
    fired: list[Event] = async_capture_events(house.hass, ACTIVITY_EVENT)
    return fired


def operate(house: House, value: str, name: str) -> datetime:
    """Let someone operate the lock; return the time."""
    data: JsonObject = {"method": "keypad", "codeName": name}
    house.simulator.home.set_attribute(Devices.FRONT_LOCK, "main", "lock", "lock", value, data=data)
    return dt_util.utcnow()


async def lines(house: House, ws_client: WebSocketGenerator, start: datetime) -> list[Any]:
    """Return time, name and message of the lines of the lock that have a message."""
    await get_instance(house.hass).async_block_till_done()
    client = await ws_client(house.hass)
    await client.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": start.isoformat(),
            "entity_ids": [house.entity_id(LOCK)],
        }
    )
    found = (await client.receive_json())["result"]
    return [
        (int(line["when"]), line["name"], line["message"]) for line in found if line.get("message")
    ]


async def stop(house: House, freezer: FrozenDateTimeFactory, *, stopped: float) -> None:
    """Unload, and let some time pass without Home Assistant."""
    hass, entry = house.hass, house.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    await house.world.settle()
    freezer.tick(stopped)


async def start(house: House, freezer: FrozenDateTimeFactory) -> None:
    """Set up again, and wait until the history is read."""
    assert await house.hass.config_entries.async_setup(house.entry.entry_id)
    await house.world.settle()
    await pass_time(house.world, freezer, 31)
    await house.world.settle()


def refused(house: House) -> bool:
    """Return whether the location knows that it may not read the history."""
    return house.entry.runtime_data.parts.gaps.refused


def reachable(house: House) -> bool:
    """Return whether there is no outage."""
    return house.entry.runtime_data.reachable


def stalled(house: House) -> bool:
    """Return whether the location knows that nothing arrives."""
    return house.entry.runtime_data.parts.missed_events.stalled


async def test_operations_during_a_restart_have_their_own_time(
    house: House,
    freezer: FrozenDateTimeFactory,
    activities: list[Event],
    hass_ws_client: WebSocketGenerator,
) -> None:
    """One call finds both; a poll finds only the last. No automation is started."""
    begin = dt_util.utcnow()
    await stop(house, freezer, stopped=600)
    house.simulator.faults.drop_deliveries(1000)
    first = operate(house, "unlocked", "Anna")
    freezer.tick(300)
    second = operate(house, "locked", "Ben")
    house.simulator.home.set_attribute(
        Devices.REMOTE, "button2", "button", "button", "pushed", data={}
    )
    freezer.tick(300)
    house.simulator.calls.clear()
    await start(house, freezer)
    assert len(house.world.calls("GET", HISTORY)) == 1
    assert await lines(house, hass_ws_client, begin) == [
        (int(first.timestamp()), "Front door lock", "Unlocked: Anna (Keypad)"),
        (int(second.timestamp()), "Front door lock", "Locked: Ben (Keypad)"),
    ]
    assert activities == []
    monitor = house.entry.runtime_data.parts.missed_events.monitor
    assert monitor.missed_by_device[Devices.REMOTE] == 1


async def test_what_events_have_reported_is_not_logged_again(
    house: House, freezer: FrozenDateTimeFactory, hass_ws_client: WebSocketGenerator
) -> None:
    """A message may arrive between the start and the read."""
    begin = dt_util.utcnow()
    await stop(house, freezer, stopped=600)
    assert await house.hass.config_entries.async_setup(house.entry.entry_id)
    await house.world.settle()
    await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data={"method": "manual"})
    await pass_time(house.world, freezer, 31)
    await house.world.settle()
    assert len(house.world.calls("GET", HISTORY)) == 1
    assert await lines(house, hass_ws_client, begin) == []


@pytest.mark.parametrize("status", [401, 403, 404])
async def test_a_refusal_is_remembered(
    house: House, freezer: FrozenDateTimeFactory, status: int
) -> None:
    """It outlives the set-up, and is asked again after a week."""
    house.simulator.faults.fail(f"{HISTORY}*", status=status, body={}, times=999)
    await stop(house, freezer, stopped=600)
    await start(house, freezer)
    asked = len(house.world.calls("GET", HISTORY))
    assert asked > 0
    assert refused(house)
    await stop(house, freezer, stopped=600)
    forget(house.hass, house.entry)
    await start(house, freezer)
    assert len(house.world.calls("GET", HISTORY)) == asked
    house.simulator.faults.clear()
    await stop(house, freezer, stopped=8 * 86400)
    await start(house, freezer)
    assert len(house.world.calls("GET", HISTORY)) == asked + 1
    assert not refused(house)


async def test_a_short_gap_costs_no_call(house: House, freezer: FrozenDateTimeFactory) -> None:
    await stop(house, freezer, stopped=20)
    await start(house, freezer)
    assert house.world.calls("GET", HISTORY) == []


async def test_an_error_is_tried_again(house: House, freezer: FrozenDateTimeFactory) -> None:
    house.simulator.faults.fail(f"{HISTORY}*", status=500, body={}, times=999)
    await stop(house, freezer, stopped=600)
    await start(house, freezer)
    house.simulator.faults.clear()
    house.simulator.calls.clear()
    await pass_time(house.world, freezer, 901)
    await house.world.settle()
    assert len(house.world.calls("GET", HISTORY)) == 1


@pytest.mark.heartbeats
async def test_a_missed_heartbeat_and_its_end_are_read(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """The first read finds what happened until then, the second one the rest."""
    logged = async_capture_events(house.hass, LOGBOOK_EVENT)
    house.simulator.faults.drop_deliveries(1000)
    times = [operate(house, "unlocked", "Anna")]
    await pass_time(house.world, freezer, *[60] * 140)
    assert stalled(house)
    times.append(operate(house, "locked", "Ben"))
    await house.world.settle()
    house.simulator.faults.clear()
    await house.report(Devices.FRONT_LOCK, "battery.battery", 50)
    await pass_time(house.world, freezer, 31)
    assert not stalled(house)
    # The poll that finds the last operation shows its operator too.
    read = [event for event in logged if event.data.get("type") == "lock"]
    assert [(int(event.time_fired_timestamp), event.data["code_name"]) for event in read] == [
        (int(times[0].timestamp()), "Anna"),
        (int(times[1].timestamp()), "Ben"),
    ]


async def test_a_single_missed_operation_is_looked_up(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """Other messages arrive, but a poll finds a change of the lock that none has reported."""
    logged = async_capture_events(house.hass, LOGBOOK_EVENT)
    house.simulator.faults.drop_deliveries(2)
    first = operate(house, "unlocked", "Anna")
    await pass_time(house.world, freezer, 60)
    second = operate(house, "locked", "Ben")
    await pass_time(house.world, freezer, 60)
    operate(house, "unlocked", "Cleo")
    await house.world.settle()
    house.simulator.faults.drop_deliveries(1)
    third = operate(house, "locked", "Dora")
    await house.world.settle()
    await house.entry.runtime_data.poll()
    await pass_time(house.world, freezer, *[31] * 8)
    assert len(house.world.calls("GET", HISTORY)) == 1
    read = [event for event in logged if event.data.get("type") == "lock"]
    assert [(int(event.time_fired_timestamp), event.data["code_name"]) for event in read] == [
        (int(first.timestamp()), "Anna"),
        (int(second.timestamp()), "Ben"),
        (int(third.timestamp()), "Dora"),
    ]


async def test_the_end_of_an_outage_is_a_gap_too(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    house.simulator.faults.fail("/*", status=503, body={}, times=9999)
    await pass_time(house.world, freezer, *[60] * 30)
    assert not reachable(house)
    house.simulator.faults.clear()
    house.simulator.calls.clear()
    await pass_time(house.world, freezer, *[60] * 8)
    assert reachable(house)
    assert len(house.world.calls("GET", HISTORY)) == 1


async def test_a_busy_home_is_read_in_pages(house: House, freezer: FrozenDateTimeFactory) -> None:
    """Reading ends after five pages, so that a gap costs a few calls at most."""
    logged = async_capture_events(house.hass, LOGBOOK_EVENT)
    await stop(house, freezer, stopped=600)
    house.simulator.faults.drop_deliveries(2000)
    for number in range(1100):
        house.simulator.home.set_attribute(
            Devices.FRONT_LOCK, "main", "battery", "battery", number % 100
        )
        if number in (500, 1050):
            operate(house, "unlocked", f"Number {number}")
    house.simulator.calls.clear()
    await start(house, freezer)
    assert len(house.world.calls("GET", HISTORY)) == 5
    assert [event.data["code_name"] for event in logged] == ["Number 500"]


async def test_scarce_calls_are_not_spent_on_the_history(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    await change_options(house.world, house.entry, calls_per_month=100)
    for _ in range(80):
        house.entry.runtime_data.calls.note("/devices")
    house.simulator.calls.clear()
    await stop(house, freezer, stopped=600)
    await start(house, freezer)
    assert house.world.calls("GET", HISTORY) == []


async def test_the_file_of_a_removed_location_is_removed(
    house: House, freezer: FrozenDateTimeFactory, hass_storage: dict[str, Any]
) -> None:
    name = f"{DOMAIN}.gaps.{house.entry.entry_id}"
    await house.report(Devices.FRONT_LOCK, "battery.battery", 50)
    await pass_time(house.world, freezer, 901)
    assert "seen" in hass_storage[name]["data"]
    await house.hass.config_entries.async_remove(house.entry.entry_id)
    await house.world.settle()
    assert name not in hass_storage
