"""Commands for the codes and users of locks."""

import json

import pytest

from simulator.commands.behaviour import effects
from simulator.commands.command import CommandError
from simulator.devices.device import Json, Reading, SimDevice

from .commanding import make_command, make_gadget


class _Lock:
    """A lock whose commands end immediately."""

    def __init__(self, **capabilities: dict[str, Json | Reading]) -> None:
        self.device: SimDevice = make_gadget(capabilities)
        self.device.keypad.seconds = 0

    def does(self, capability: str, command: str, *arguments: Json) -> list[tuple[str, Json]]:
        """Let the lock execute a command, and return what it reports."""
        planned = effects(self.device, make_command(capability, command, *arguments), 0)
        for effect in planned:
            values = self.device.status[effect.component][effect.capability]
            values[effect.attribute] = {"value": effect.value}
        return [(effect.attribute, effect.value) for effect in planned]


def _slots(codes: Json = '{"1":"Alex"}') -> _Lock:
    return _Lock(lockCodes={"lockCodes": codes, "codeChanged": None})


def _users() -> _Lock:
    return _Lock(
        lockUsers={"users": [], "totalUsersSupported": 2},
        lockCredentials={"credentials": None, "pinUsersSupported": 2},
    )


def _results(reports: list[tuple[str, Json]]) -> list[Json]:
    return [value for attribute, value in reports if attribute == "commandResult"]


def test_a_code_is_set_changed_named_and_deleted() -> None:
    """The name of a changed code stays. An empty table is a list."""
    lock = _slots()
    assert lock.does("lockCodes", "setCode", 2, "1234", "Kim") == [
        ("lockCodes", '{"1":"Alex","2":"Kim"}'),
        ("codeChanged", "2 set"),
    ]
    assert lock.does("lockCodes", "setCode", 2, "1235", "Lee") == [("codeChanged", "2 changed")]
    assert lock.does("lockCodes", "setCode", 3, "1235", "Lee") == [("codeChanged", "3 failed")]
    assert lock.does("lockCodes", "nameSlot", 2, "Lee")[1] == ("codeChanged", "2 renamed")
    assert lock.does("lockCodes", "setCode", 1, "", "Anna")[1] == ("codeChanged", "1 renamed")
    assert lock.does("lockCodes", "nameSlot", 7, "Lee") == []
    assert lock.does("lockCodes", "deleteCode", 7) == [("codeChanged", "7 unset")]
    assert lock.does("lockCodes", "deleteCode", 1)[1] == ("codeChanged", "1 deleted")
    assert lock.does("lockCodes", "deleteCode", 2)[0] == ("lockCodes", "[]")
    assert lock.does("lockCodes", "requestCode", 2) == [("codeChanged", "2 unset")]


def test_codes_are_read_again() -> None:
    lock = _slots("broken")
    reports = lock.does("lockCodes", "reloadAllCodes")
    assert [value for attribute, value in reports if attribute == "scanCodes"] == [
        "Scanning",
        "Complete",
    ]
    assert ("lockCodes", "[]") in reports
    assert lock.does("lockCodes", "setCodeLength", 6) == [("codeLength", 6)]
    assert lock.does("lockCodes", "migrate") == [("migrated", True)]


def test_a_lock_gives_the_answer_that_a_test_wants() -> None:
    lock = _slots()
    lock.device.keypad.answers.extend(("none", "failed", "none", "failed"))
    assert lock.does("lockCodes", "setCode", 2, "1234", "Kim") == []
    assert lock.does("lockCodes", "setCode", 2, "1234", "Kim") == [("codeChanged", "2 failed")]
    assert lock.does("lockCodes", "deleteCode", 1) == []
    assert lock.does("lockCodes", "deleteCode", 1) == [("codeChanged", "1 failed")]


def test_users_and_credentials_are_managed() -> None:
    lock = _users()
    added = lock.does("lockCredentials", "addCredential", 0, "guest", "pin", "1234", "Card")
    assert _results(added) == [
        {
            "commandName": "addCredential",
            "statusCode": "success",
            "userIndex": 1,
            "credentialIndex": 1,
        }
    ]
    for arguments, status in (
        ((0, "guest", "pin", "1234"), "duplicate"),
        ((1, "guest", "pin", "5678"), "occupied"),
        ((0, "guest", "pin", "5678"), "success"),
        ((0, "guest", "pin", "9999"), "resourceExhausted"),
    ):
        (result,) = _results(lock.does("lockCredentials", "addCredential", *arguments))
        assert isinstance(result, dict)
        assert result["statusCode"] == status
    steps: tuple[tuple[str, tuple[Json, ...], str], ...] = (
        ("lockUsers/addUser", ("Kim", "guest"), "resourceExhausted"),
        ("lockUsers/updateUser", (1, "Kim", "guest"), "success"),
        ("lockCredentials/updateCredential", (1, 1, "pin", "4321"), "success"),
        ("lockCredentials/updateCredential", (1, 1, "pin", "5678"), "duplicate"),
        ("lockCredentials/updateCredential", (1, 9, "pin", "1111"), "failure"),
        ("lockCredentials/deleteCredential", (9, "pin"), "failure"),
        ("lockCredentials/deleteCredential", (1, "pin"), "success"),
        ("lockUsers/deleteUser", (9,), "failure"),
        ("lockUsers/deleteUser", (2,), "success"),
        ("lockUsers/addUser", ("Lee", "guest"), "success"),
        ("lockUsers/deleteAllUsers", (), "success"),
        ("lockCredentials/deleteAllCredentials", ("pin",), "success"),
    )
    for command, given, wanted in steps:
        capability, _, name = command.partition("/")
        (result,) = _results(lock.does(capability, name, *given))
        assert isinstance(result, dict)
        assert result["statusCode"] == wanted, (command, json.dumps(result))
    lock.device.keypad.answers.extend(("none", "failure"))
    assert lock.does("lockUsers", "deleteAllUsers") == []
    (failed,) = _results(lock.does("lockUsers", "deleteAllUsers"))
    assert failed == {"commandName": "deleteAllUsers", "statusCode": "failure"}


def test_a_command_during_another_one_finds_the_lock_busy() -> None:
    lock = _users()
    lock.device.keypad.seconds = 60
    assert _results(lock.does("lockUsers", "addUser", "Kim", "guest"))
    (busy,) = _results(lock.does("lockUsers", "addUser", "Lee", "guest"))
    assert busy == {"commandName": "addUser", "statusCode": "busy"}


def test_schedules_are_set_replaced_and_deleted() -> None:
    lock = _Lock(lockSchedules={"weekDaySchedules": None, "yearDaySchedules": []})
    period: dict[str, Json] = {"localStartTime": "2026-12-24T10:00:00"}
    period["localEndTime"] = "2026-12-27T10:00:00"
    item: dict[str, Json] = {"scheduleIndex": 1, **period}
    result = {"statusCode": "success", "userIndex": 4, "scheduleIndex": 1}
    for _ in range(2):
        assert lock.does("lockSchedules", "setYearDaySchedule", 1, 4, period) == [
            ("yearDaySchedules", [{"userIndex": 4, "schedules": [item]}]),
            ("commandResult", {"commandName": "setYearDaySchedule", **result}),
        ]
    assert lock.does("lockSchedules", "clearYearDaySchedules", 1, 4) == [
        ("yearDaySchedules", []),
        ("commandResult", {"commandName": "clearYearDaySchedules", **result}),
    ]
    with pytest.raises(CommandError, match="weekDays"):
        lock.does("lockSchedules", "setWeekDaySchedule", 1, 4, period)
    lock.device.keypad.answers.append("invalidCommand")
    failed = lock.does("lockSchedules", "clearWeekDaySchedules", 1, 4)
    assert _results(failed) == [
        {"commandName": "clearWeekDaySchedules", "statusCode": "invalidCommand"}
    ]
