"""One event that arrives several times, and two events that only look the same."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from custom_components.smartthings_smartapp.cloud.delivery.events import DeviceEvent, ModeEvent
from custom_components.smartthings_smartapp.cloud.delivery.repeated_events import RepeatedEvents

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_NUMBERS = count()


def press(
    subscription: str, event_id: str | None = None, *, attribute: str = "button"
) -> DeviceEvent:
    """Return a press as a subscription delivers it, by default with its own id."""
    return DeviceEvent(
        event_id=f"own-{next(_NUMBERS)}" if event_id is None else event_id,
        time=NOW,
        location_id="home",
        device_id="remote",
        component="main",
        capability="button",
        attribute=attribute,
        value="pushed",
        state_change=False,
        subscription_name=subscription,
    )


@pytest.mark.parametrize("order", ["ABAB", "AABB", "BBAA", "ABBA"])
def test_two_presses_in_one_second_are_two_in_any_order_of_their_copies(order: str) -> None:
    """Ids may be of each subscription or of the event."""
    own, shared = RepeatedEvents(), RepeatedEvents()
    number = dict.fromkeys("AB", 0)
    applied = 0
    for subscription in order:
        number[subscription] += 1
        applied += not shared.is_repeated(press(subscription, f"event-{number[subscription]}"))
    assert applied == 2
    assert (shared.copies, shared.repeated) == (2, 0)
    assert [own.is_repeated(press(subscription)) for subscription in order].count(False) == 2
    assert (own.copies, own.repeated) == (2, 0)


def test_a_lost_copy_loses_no_press_if_ids_are_shared() -> None:
    """The second press arrives only by the other subscription, within the same second."""
    repeats = RepeatedEvents()
    assert [repeats.is_repeated(press(name, "first")) for name in "AB"] == [False, True]
    assert [repeats.is_repeated(press(*item)) for item in (("A", "2"), ("B", "3"))] == [
        False,
        False,
    ]


def test_attributes_with_the_same_id_are_different_events() -> None:
    """A report of several attributes may have one id or several."""
    repeats = RepeatedEvents()
    assert not repeats.is_repeated(press("A", "report"))
    assert not repeats.is_repeated(press("A", "report", attribute="numberOfButtons"))
    assert repeats.is_repeated(press("A", "report"))
    assert (repeats.copies, repeats.repeated) == (0, 1)


def test_an_event_without_an_id_is_recognized_by_its_copies() -> None:
    """One subscription reports two presses twice."""
    repeats = RepeatedEvents()
    assert [repeats.is_repeated(press(name, "")) for name in "AAB"] == [False, False, True]
    timeless = ModeEvent(event_id="", time=None, location_id="home", mode_id="night")
    assert not any(repeats.is_repeated(timeless) for _ in range(3))


def test_the_memory_is_limited() -> None:
    """Very old ids may be repeated."""
    repeats = RepeatedEvents()
    for number in range(3000):
        moment = ModeEvent(event_id=str(number), time=NOW, location_id="home", mode_id="night")
        assert not repeats.is_repeated(moment)
    assert len(repeats) < 2100
    again = ModeEvent(event_id="0", time=NOW + timedelta(hours=1), location_id="", mode_id="")
    assert not repeats.is_repeated(again)
