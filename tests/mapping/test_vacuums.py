"""Entries of robot vacuums and stick cleaners."""

from collections.abc import Iterator

import pytest
from homeassistant.components.vacuum import VacuumActivity

from custom_components.smartthings_smartapp.mapping import ENTRIES
from custom_components.smartthings_smartapp.mapping.descriptions.devices import VacuumMap
from tests.common.devices import Capabilities, known

SAMSUNG = "samsungce.robotCleanerOperatingState"
ROBOT: Capabilities = {
    SAMSUNG: {"operatingState": "idle"},
    "robotCleanerMovement": {"robotCleanerMovement": "idle"},
    "robotCleanerTurboMode": {"robotCleanerTurboMode": "off"},
    "switch": {"switch": "off"},
}
_VACUUMS = [entry for entry in ENTRIES if isinstance(entry, VacuumMap)]
_ONE = "vacuum main {} vacuum"


def test_a_samsung_robot_is_one_vacuum() -> None:
    """Movement, switch and turbo mode are part of the vacuum, which has commands for them."""
    assert known(ROBOT, category="RobotCleaner").kinds == {
        _ONE.format(SAMSUNG),
        f"button main {SAMSUNG} cancelRemainingJob",
    }


@pytest.mark.parametrize(
    ("capability", "attribute"),
    [
        ("robotCleanerOperatingState", "operatingState"),
        ("robotCleanerMovement", "robotCleanerMovement"),
        ("robotCleanerCleaningMode", "robotCleanerCleaningMode"),
    ],
)
def test_any_robot_is_a_vacuum(capability: str, attribute: str) -> None:
    """Each capability that moves a robot makes a vacuum entity with its switch and fan speeds."""
    robot: Capabilities = {
        capability: {attribute: "auto"},
        "robotCleanerTurboMode": {"robotCleanerTurboMode": "off"},
        "switch": {"switch": "on"},
    }
    assert known(robot).kinds == {_ONE.format(capability)}


def test_the_cleaning_mode_of_a_robot_is_a_choice() -> None:
    """Samsung's mode lists more values than the standard one, and repeats it."""
    mode = {"robotCleanerCleaningMode": "stop"}
    robot: Capabilities = {**ROBOT, "robotCleanerCleaningMode": mode}
    select = "select main robotCleanerCleaningMode robotCleanerCleaningMode"
    assert select in known(robot).kinds
    own = {"cleaningMode": "stop", "supportedCleaningMode": ["auto", "stop"]}
    both = known({**robot, "samsungce.robotCleanerCleaningMode": own}).kinds
    assert select not in both
    assert "select main samsungce.robotCleanerCleaningMode cleaningMode" in both


@pytest.mark.parametrize("can", [True, False, None])
def test_a_robot_cleans_again_where_it_says_that_it_can(*, can: bool | None) -> None:
    """The switch is for robots that support it."""
    own = {"cleaningMode": "auto", "supportRepeatMode": can, "repeatModeEnabled": False}
    kinds = known({"samsungce.robotCleanerCleaningMode": own}).kinds
    switch = "switch main samsungce.robotCleanerCleaningMode repeatModeEnabled"
    assert (switch in kinds) is (can is True)


def test_a_turbo_mode_without_a_robot_is_shown() -> None:
    """The device reports nothing else, but the value is useful."""
    device = known({"robotCleanerTurboMode": {"robotCleanerTurboMode": "on"}})
    assert device.kinds == {"sensor main robotCleanerTurboMode robotCleanerTurboMode"}


@pytest.mark.parametrize(
    ("supported", "watched"),
    [(["full", "normal"], True), (["normal"], False), (None, True)],
)
@pytest.mark.parametrize("kind", ["robotCleaner", "stickCleaner"])
def test_a_station_that_never_sees_its_bag_full_says_nothing(
    kind: str, supported: list[str] | None, *, watched: bool
) -> None:
    """The device lists the states of its bag that it detects."""
    capability = f"samsungce.{kind}DustBag"
    bag: Capabilities = {capability: {"status": "normal", "supportedStatus": supported}}
    kinds = known({}, parts={"station": bag}).kinds
    assert (f"binary_sensor station {capability} status" in kinds) is watched


def _words() -> Iterator[tuple[str, str]]:
    for entry in _VACUUMS:
        yield from entry.activities.items()


def test_each_word_of_a_robot_is_an_activity_of_home_assistant() -> None:
    """An unknown activity would break the entity."""
    words = list(_words())
    assert {activity for _, activity in words} == set(VacuumActivity)
    assert len(_VACUUMS) == 4


def test_a_vacuum_watches_the_attributes_of_its_commands() -> None:
    """A command is offered if its attribute exists, so the entity watches the attribute."""
    for entry in _VACUUMS:
        sources = {order.source for order in entry.commands.values()} | set(entry.suction.sources)
        assert sources <= entry.watched
