"""Commands for the codes, users and schedules of locks.

The answers are those of the Edge drivers of SmartThings: `lockCodes` as in the defaults for Z-Wave
(lua_libs, `st/zwave/defaults/lockCodes.lua`), `lockUsers` and `lockCredentials` as in
`lock_handlers/capabilities.lua` and `lock_utils` of the drivers zwave-lock and zigbee-lock,
`lockSchedules` as in `new-matter-lock/init.lua` of matter-lock.
"""

import json
import time
from collections.abc import Mapping
from functools import partial

from simulator.devices.device import Json, JsonObject
from simulator.json_tools import as_list, as_object

from .command import (
    Argument,
    CommandSpec,
    Run,
    Step,
    expect,
    number,
    one_of,
    optional,
    refused,
    text,
)
from .steps import sets

_SLOT = number(0, whole=True)
_INDEX = number(1, whole=True)
_USER_TYPES = one_of("adminMember", "controlOnlyMember", "guest")
_TYPES = one_of("pin", "rfid", "fingerprint", "fingervein", "face")
_DEFAULT_MOST = 20
_TABLES = {
    "users": "lockUsers",
    "credentials": "lockCredentials",
    "weekDaySchedules": "lockSchedules",
    "yearDaySchedules": "lockSchedules",
}
"""The capabilities of lists."""
_MIGRATED: Json = True


class _Lock:
    """A lock that executes a command."""

    def __init__(self, run: Run) -> None:
        """Take the answer that a test wants, if any."""
        self.run = run
        self.keypad = run.device.keypad
        wanted = self.keypad.answers.popleft() if self.keypad.answers else ""
        now = time.monotonic()
        self.answer = wanted or ("busy" if now < self.keypad.busy_until else "")
        if not self.answer:
            self.keypad.busy_until = now + self.keypad.seconds

    def argument(self, position: int) -> Json:
        """Return an argument, None if it is missing."""
        arguments = self.run.arguments
        return arguments[position] if position < len(arguments) else None

    def write(self, attribute: str, value: Json, data: JsonObject | None = None) -> None:
        """Report a value when the command ends."""
        self.run.write(attribute, value, after=self.keypad.seconds, data=data, always=True)

    def has_code(self, code: str, besides: int) -> bool:
        """Return whether another slot has the code."""
        return any(slot != besides and known == code for slot, known in self.keypad.codes.items())


# Codes by slot


def _names(run: Run) -> dict[str, str]:
    """Return the names of the codes by slot; the lock reports them as a JSON text."""
    value = run.read(run.capability, "lockCodes")
    try:
        known = json.loads(value) if isinstance(value, str) else {}
    except ValueError:
        known = {}
    return {str(slot): str(name) for slot, name in as_object(known).items()}


def _write_names(lock: _Lock, names: Mapping[str, str]) -> None:
    # The JSON library of the drivers writes an empty table as a list.
    lock.write("lockCodes", json.dumps(names, separators=(",", ":")) if names else "[]")


def _set_code(run: Run) -> None:
    """Set a code. A code that another slot has is answered with `failed`.

    The name of a slot that has a code stays, although the answer has the new name.
    """
    lock = _Lock(run)
    slot, code, name = int(str(run.arguments[0])), str(run.arguments[1]), str(run.arguments[2])
    if not code:
        _name(lock, slot, name)
        return
    names = _names(run)
    change = lock.answer or ("failed" if lock.has_code(code, slot) else "")
    if change in ("", "set", "changed"):
        lock.keypad.codes[slot] = code
        change = "changed" if str(slot) in names else "set"
        if change == "set":
            _write_names(lock, {**names, str(slot): name})
    if change != "none":
        data: JsonObject = {"codeName": name} if change in ("set", "changed") else {}
        lock.write("codeChanged", f"{slot} {change}", data)


def _name(lock: _Lock, slot: int, name: str) -> None:
    names = _names(lock.run)
    if str(slot) in names and lock.answer != "none":
        _write_names(lock, {**names, str(slot): name})
        lock.write("codeChanged", f"{slot} {lock.answer or 'renamed'}")


def _name_slot(run: Run) -> None:
    _name(_Lock(run), int(str(run.arguments[0])), str(run.arguments[1]))


def _delete_code(run: Run) -> None:
    lock = _Lock(run)
    slot = str(run.arguments[0])
    names = _names(run)
    change = lock.answer or ("deleted" if slot in names else "unset")
    if change == "none":
        return
    name = names.get(slot)
    if change == "deleted":
        lock.keypad.codes.pop(int(slot), None)
        names.pop(slot, None)
        _write_names(lock, names)
    lock.write("codeChanged", f"{slot} {change}", {"codeName": name} if name else {})


def _request_code(run: Run) -> None:
    lock = _Lock(run)
    slot = str(run.arguments[0])
    lock.write("codeChanged", f"{slot} {'changed' if slot in _names(run) else 'unset'}")


def _reload(run: Run) -> None:
    lock = _Lock(run)
    run.write("scanCodes", "Scanning")
    _write_names(lock, _names(run))
    lock.write("scanCodes", "Complete")


# Users and credentials


def _result(lock: _Lock, command: str, status: str, **indices: Json) -> None:
    """Report the result of a command; only a success has the indices."""
    if status == "none":
        return
    success = status == "success"
    known = {name: index for name, index in indices.items() if success and index is not None}
    lock.write("commandResult", {"commandName": command, "statusCode": status, **known})


def _table(run: Run, attribute: str) -> list[JsonObject]:
    return [as_object(item) for item in as_list(run.read(_TABLES[attribute], attribute))]


def _write_table(lock: _Lock, attribute: str, rows: list[JsonObject]) -> None:
    lock.run.write(
        attribute, [*rows], capability=_TABLES[attribute], after=lock.keypad.seconds, always=True
    )


def _next(rows: list[JsonObject], key: str) -> int:
    used = {row.get(key) for row in rows}
    return next(index for index in range(1, len(rows) + 2) if index not in used)


def _most(run: Run, attribute: str) -> int:
    return int(run.number(run.capability, attribute, _DEFAULT_MOST))


def _add_user(run: Run) -> None:
    lock = _Lock(run)
    users = _table(run, "users")
    index = _next(users, "userIndex")
    full = len(users) >= _most(run, "totalUsersSupported")
    status = lock.answer or ("resourceExhausted" if full else "success")
    if status == "success":
        user: JsonObject = {"userIndex": index}
        user |= {"userName": lock.argument(0), "userType": lock.argument(1)}
        _write_table(lock, "users", [*users, user])
    _result(lock, "addUser", status, userIndex=index)


def _update_user(run: Run) -> None:
    """Name a user; an unknown user is added."""
    lock = _Lock(run)
    index = lock.argument(0)
    users = [user for user in _table(run, "users") if user.get("userIndex") != index]
    status = lock.answer or "success"
    if status == "success":
        user: JsonObject = {"userIndex": index}
        user |= {"userName": lock.argument(1), "userType": lock.argument(2)}
        _write_table(lock, "users", [*users, user])
    _result(lock, "updateUser", status, userIndex=index)


def _delete_user(run: Run) -> None:
    lock = _Lock(run)
    index = lock.argument(0)
    users = _table(run, "users")
    rest = [user for user in users if user.get("userIndex") != index]
    status = lock.answer or ("success" if len(rest) < len(users) else "failure")
    if status == "success":
        _write_table(lock, "users", rest)
        others = [row for row in _table(run, "credentials") if row.get("userIndex") != index]
        _write_table(lock, "credentials", others)
    _result(lock, "deleteUser", status, userIndex=index)


def _add_credential(run: Run) -> None:
    """Add a code; a user with the index 0 is a new one."""
    lock = _Lock(run)
    rows = _table(run, "credentials")
    asked = int(str(run.arguments[0]))
    users = _table(run, "users")
    user = asked or _next(users, "userIndex")
    slot = asked or _next(rows, "credentialIndex")
    code = str(run.arguments[3])
    status = lock.answer or _added(lock, rows, slot, code)
    if status == "success":
        lock.keypad.codes[slot] = code
        row: JsonObject = {"userIndex": user, "credentialIndex": slot, "credentialType": "pin"}
        if name := lock.argument(4):
            row["credentialName"] = name
        _write_table(lock, "credentials", [*rows, row])
        if not asked:
            new: JsonObject = {"userIndex": user, "userName": f"User {user}", "userType": "guest"}
            _write_table(lock, "users", [*users, new])
    _result(lock, "addCredential", status, userIndex=user, credentialIndex=slot)


def _added(lock: _Lock, rows: list[JsonObject], slot: int, code: str) -> str:
    if len(rows) >= _most(lock.run, "pinUsersSupported"):
        return "resourceExhausted"
    if lock.has_code(code, 0):
        return "duplicate"
    occupied = any(row.get("credentialIndex") == slot for row in rows)
    return "occupied" if occupied else "success"


def _update_credential(run: Run) -> None:
    lock = _Lock(run)
    slot, code = int(str(run.arguments[1])), str(run.arguments[3])
    known = any(row.get("credentialIndex") == slot for row in _table(run, "credentials"))
    status = lock.answer or ("success" if known else "failure")
    if status == "success" and lock.has_code(code, slot):
        status = "duplicate"
    if status == "success":
        lock.keypad.codes[slot] = code
    user = lock.argument(0)
    _result(lock, "updateCredential", status, userIndex=user, credentialIndex=slot)


def _delete_credential(run: Run) -> None:
    lock = _Lock(run)
    slot = int(str(run.arguments[0]))
    rows = _table(run, "credentials")
    found = [row for row in rows if row.get("credentialIndex") == slot]
    status = lock.answer or ("success" if found else "failure")
    if status == "success":
        lock.keypad.codes.pop(slot, None)
        _write_table(lock, "credentials", [row for row in rows if row not in found])
    user = found[0].get("userIndex") if found else None
    _result(lock, "deleteCredential", status, userIndex=user, credentialIndex=slot)


def _clear(command: str, *attributes: str) -> Step:
    """Delete everything from tables."""

    def step(run: Run) -> None:
        lock = _Lock(run)
        status = lock.answer or "success"
        if status == "success":
            for attribute in attributes:
                _write_table(lock, attribute, [])
        _result(lock, command, status)

    return step


# Schedules


def _schedule(command: str, attribute: str, *, keep: bool) -> Step:
    """Set the schedule of a user, or remove it."""

    def step(run: Run) -> None:
        lock = _Lock(run)
        index, user = lock.argument(0), lock.argument(1)
        rows = _table(run, attribute)
        known = [row for row in rows if row.get("userIndex") == user]
        items = [
            item
            for row in known
            for item in map(as_object, as_list(row.get("schedules")))
            if item.get("scheduleIndex") != index
        ]
        if keep:
            items.append({"scheduleIndex": index, **as_object(lock.argument(2))})
        status = lock.answer or "success"
        if status == "success":
            rest = [row for row in rows if row not in known]
            changed: JsonObject = {"userIndex": user, "schedules": [*items]}
            _write_table(lock, attribute, [*rest, changed] if items else rest)
        _result(lock, command, status, userIndex=user, scheduleIndex=index)

    return step


def _schedule_argument(*names: str) -> Argument:
    def check(_run: Run, value: Json, target: str) -> None:
        expect(value, (dict,), "object", target)
        if missing := [name for name in names if name not in as_object(value)]:
            raise refused(target, f"requires property {missing[0]!r}")

    return Argument(check)


_WEEK = _schedule_argument("weekDays", "startHour", "startMinute", "endHour", "endMinute")
_YEAR = _schedule_argument("localStartTime", "localEndTime")


def _spec(step: Step, *arguments: Argument) -> CommandSpec:
    return CommandSpec(arguments, (step,))


_lock_state = partial(sets, "lock")

LOCKS: Mapping[str, Mapping[str, CommandSpec]] = {
    "lockCodes": {
        "deleteCode": _spec(_delete_code, _SLOT),
        "lock": _spec(_lock_state("locked")),
        "migrate": _spec(sets("migrated", _MIGRATED)),
        "nameSlot": _spec(_name_slot, _SLOT, text()),
        "reloadAllCodes": _spec(_reload),
        "requestCode": _spec(_request_code, _SLOT),
        "setCode": _spec(_set_code, _SLOT, text(), text()),
        "setCodeLength": _spec(sets("codeLength"), _SLOT),
        "unlock": _spec(_lock_state("unlocked")),
        "unlockWithTimeout": _spec(_lock_state("unlocked with timeout")),
        "updateCodes": CommandSpec((Argument(lambda _run, _value, _target: None),)),
    },
    "lockCredentials": {
        "addCredential": _spec(
            _add_credential, _SLOT, _USER_TYPES, _TYPES, text(), optional(text())
        ),
        "deleteAllCredentials": _spec(
            _clear("deleteAllCredentials", "credentials"), optional(_TYPES)
        ),
        "deleteCredential": _spec(_delete_credential, _SLOT, _TYPES),
        "updateCredential": _spec(
            _update_credential, _INDEX, _SLOT, _TYPES, text(), optional(text())
        ),
    },
    "lockSchedules": {
        "clearWeekDaySchedules": _spec(
            _schedule("clearWeekDaySchedules", "weekDaySchedules", keep=False), _INDEX, _INDEX
        ),
        "clearYearDaySchedules": _spec(
            _schedule("clearYearDaySchedules", "yearDaySchedules", keep=False), _INDEX, _INDEX
        ),
        "setWeekDaySchedule": _spec(
            _schedule("setWeekDaySchedule", "weekDaySchedules", keep=True), _INDEX, _INDEX, _WEEK
        ),
        "setYearDaySchedule": _spec(
            _schedule("setYearDaySchedule", "yearDaySchedules", keep=True), _INDEX, _INDEX, _YEAR
        ),
    },
    "lockUsers": {
        "addUser": _spec(_add_user, text(), _USER_TYPES),
        "deleteAllUsers": _spec(_clear("deleteAllUsers", "users", "credentials")),
        "deleteUser": _spec(_delete_user, _INDEX),
        "updateUser": _spec(_update_user, _INDEX, text(), _USER_TYPES),
    },
}
"""Commands by capability and name."""
