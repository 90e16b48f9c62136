"""Presses of buttons: each one counts once, if it is recent."""

from datetime import UTC, datetime, timedelta

import pytest
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData
from pytest_homeassistant_custom_component.common import async_capture_events

from simulator.devices.ids import Devices
from tests.common.house import House

pytestmark = pytest.mark.devices(Devices.REMOTE)

FIRST = "event.sofa_remote_button_1"


def presses(
    house: House, events: list[Event[EventStateChangedData]], name: str = FIRST
) -> list[str]:
    """Return the presses of a button among changes of states."""
    entity_id = house.entity_id(name)
    return [
        str(state.attributes["event_type"])
        for event in events
        if event.data["entity_id"] == entity_id and (state := event.data["new_state"])
    ]


async def press(house: House, value: str, component: str = "button1") -> None:
    """Press a button of the remote."""
    await house.report(Devices.REMOTE, "button.button", value, component=component)


async def test_each_press_is_an_event(house: House) -> None:
    """Two equal presses in a row are two events."""
    events = async_capture_events(house.hass, "state_changed")
    for value in ("pushed", "pushed", "held", "double"):
        await press(house, value)
    assert presses(house, events) == ["pushed", "pushed", "held", "double"]
    assert not presses(house, events, "event.sofa_remote_button_2")


async def test_each_button_has_the_values_that_it_lists(house: House) -> None:
    """Without a list it has the default ones."""
    assert house.state(FIRST).attributes["event_types"] == ["pushed", "held", "double"]
    source = "button.supportedButtonValues"
    await house.report(
        Devices.REMOTE, source, ["pushed", "pushed_2x", "down_hold"], component="button1"
    )
    assert house.state(FIRST).attributes["event_types"] == ["pushed", "pushed_2x", "down_hold"]
    await house.report(Devices.REMOTE, source, None, component="button1")
    assert house.state(FIRST).attributes["event_types"] == ["pushed", "held", "double"]


async def test_a_press_that_is_not_listed_is_not_lost(house: House) -> None:
    """Some drivers list less than they send."""
    await press(house, "swipe_up")
    attributes = house.state(FIRST).attributes
    assert attributes["event_type"] == "swipe_up"
    assert attributes["event_types"] == ["pushed", "held", "double", "swipe_up"]


@pytest.mark.parametrize(("age", "expected"), [(25, ["pushed"]), (40, [])])
async def test_a_late_press_is_ignored(house: House, age: int, expected: list[str]) -> None:
    """A delayed delivery must not open a gate minutes later."""
    events = async_capture_events(house.hass, "state_changed")
    house.simulator.home.clock = lambda: datetime.now(UTC) - timedelta(seconds=age)
    await press(house, "pushed")
    assert presses(house, events) == expected


@pytest.mark.parametrize(("age", "expected"), [(0, ["pushed"]), (40, [])])
async def test_the_age_of_a_press_is_by_the_clock_of_its_delivery(
    house: House, age: int, expected: list[str]
) -> None:
    """Our own clock may be wrong by minutes while deliveries are still accepted."""
    events = async_capture_events(house.hass, "state_changed")
    behind = timedelta(seconds=200)
    house.simulator.clock = lambda: datetime.now(UTC) - behind
    house.simulator.home.clock = lambda: datetime.now(UTC) - behind - timedelta(seconds=age)
    for _ in range(3):  # The dates show the difference of the clocks.
        await house.entry.runtime_data.parts.coordinator.async_refresh()
    await press(house, "pushed")
    assert presses(house, events) == expected


async def test_a_press_whose_delivery_arrives_late_is_ignored(house: House) -> None:
    """Its date is valid for 300 s, so an attacker may hold it back and send it later."""
    events = async_capture_events(house.hass, "state_changed")
    house.simulator.clock = lambda: datetime.now(UTC) - timedelta(seconds=200)
    house.simulator.home.clock = house.simulator.clock
    await press(house, "pushed")
    assert house.simulator.deliveries[-1].status == 200
    assert presses(house, events) == []


async def test_a_repeated_delivery_is_one_press(house: House) -> None:
    """The platform may repeat an event with the same id."""
    events = async_capture_events(house.hass, "state_changed")
    house.simulator.faults.duplicate_deliveries(1)
    await press(house, "pushed")
    assert presses(house, events) == ["pushed"]


async def test_a_state_is_no_press(house: House) -> None:
    """Neither the value at the start nor a polled one was pressed just now."""
    assert house.state(FIRST).state == STATE_UNKNOWN
    house.simulator.home.set_attribute(
        Devices.REMOTE, "button1", "button", "button", "held", report=False
    )
    await house.entry.runtime_data.parts.coordinator.async_refresh()
    await house.world.settle()
    assert house.state(FIRST).state == STATE_UNKNOWN


async def test_a_value_other_than_text_is_no_press(house: House) -> None:
    """A null means that no button is pressed any more."""
    await house.report(Devices.REMOTE, "button.button", None, component="button1")
    assert house.state(FIRST).state == STATE_UNKNOWN
