"""Locks."""

import re
from collections.abc import Mapping

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorStateClass
from homeassistant.const import EntityCategory

from ..cloud.json_types import Json, as_object, decoded, text
from .descriptions.base import ComponentView, Detail, Mapped, Source, Where
from .descriptions.controls import SwitchMap
from .descriptions.devices import LockMap
from .descriptions.sensors import BinarySensorMap, EventMap, Happening, SensorMap
from .vocabulary import Attribute, Capability, Category, Command
from .words import identifier, listed

DETAILS: Mapping[str, str] = {
    "codeId": "code_id",
    "codeName": "code_name",
    "method": "method",
    "userIndex": "user_index",
    "userName": "user_name",
}
"""Members that a lock event may have beside its value, and their names in Home Assistant."""
_METHODS = (
    *("auto", "bluetooth", "button", "command", "fingerprint", "keypad", "manual"),
    *("proprietary_remote", "rfid"),
)
"""The methods of the definition, and two more that the Edge driver for Matter reports."""


def _count(value: Json) -> int | None:
    """Return the number of codes or users. Names and codes stay private.

    Older locks write the list as a JSON text.
    """
    if isinstance(value, str):
        value = decoded(value)
    return len(value) if isinstance(value, list | dict) else None


_OPERATIONS = ("locked", "unlocked", "unlocked with timeout", "unlatched", "not fully locked")
_CODE_CHANGES = ("set", "changed", "renamed", "deleted", "failed")
_CODE_CHANGE = re.compile(rf"(\d{{1,5}}) ({'|'.join(_CODE_CHANGES)})", re.ASCII)
_CREDENTIAL_CHANGES = {
    "addCredential": "set",
    "updateCredential": "changed",
    "deleteCredential": "deleted",
}
_SUCCESS = "success"
_REASONS = (*("busy", "duplicate", "failure", "invalid_command", "occupied", "resource_exhausted"),)


def _code_change(value: Json) -> Happening | None:
    """Read ``2 set``: the slot of a code and its change (platform reference 16)."""
    match = _CODE_CHANGE.fullmatch(value) if isinstance(value, str) else None
    return Happening(match[2], {"slot": int(match[1])}) if match else None


def _credential_change(value: Json) -> Happening | None:
    """Read the result of a command for a credential (platform reference 16)."""
    result = as_object(value)
    change = _CREDENTIAL_CHANGES.get(text(result, "commandName"))
    status = text(result, "statusCode")
    if change is None or not status:
        return None
    if status != _SUCCESS:
        return Happening("failed", {"reason": identifier(status)})
    slot = result.get("credentialIndex")
    return Happening(change, {"slot": slot} if isinstance(slot, int) else {})


_ALARMS = (
    "attemptsExceeded",
    "damaged",
    "failedOpeningAttempt",
    "forcedOpeningAttempt",
    "highTemperature",
    "lockFactoryReset",
    "notClosedForALongTime",
    "physicalImpact",
    "unableToLockTheDoor",
)

# Devices whose lock is for their buttons, not for a door.
_NO_DOORS = listed(
    "AirConditioner AirPurifier CoffeeMaker Cooktop Dehumidifier Dishwasher Dryer Fan Humidifier "
    "Irrigation IrrigationSystem Microwave Oven Range Refrigerator RobotCleaner SmartPlug "
    "Television Thermostat Washer WaterHeater WaterValve"
)
_OF_BUTTONS = ("button", "child", "key", "keypad", "kid", "kids", "panel")


def _locks_buttons(view: ComponentView) -> bool:
    """Return whether a lock is for the buttons of a device, not for a door."""
    names = ["".join(filter(str.isalpha, name)).lower() for name in (view.component, view.label)]
    named = any(f"{what}lock" in name for name in names for what in _OF_BUTTONS)
    return view.of_device in _NO_DOORS or (named and view.of_device != Category.SMART_LOCK)


ENTRIES: tuple[Mapped, ...] = (
    SwitchMap(
        capability=Capability.LOCK,
        key=Attribute.LOCK,
        translation_key="child_lock",
        where=Where(test=_locks_buttons),
        exclusive=True,
        on="locked",
        on_command=Command.LOCK,
        off_command=Command.UNLOCK,
        entity_category=EntityCategory.CONFIG,
    ),
    LockMap(
        capability=Capability.LOCK,
        key=Attribute.LOCK,
        reads=(
            Source(Capability.LOCK, Attribute.SUPPORTED_LOCK_COMMANDS),
            Source(Capability.LOCK, Attribute.SUPPORTED_LOCK_VALUES),
        ),
        mirrors=(Source(Capability.LOCK_CODES, Attribute.LOCK),),
        primary=True,
        methods=_METHODS,
    ),
    EventMap(
        capability=Capability.LOCK,
        key="lockOperation",
        attribute=Attribute.LOCK,
        supported=Source(Capability.LOCK, Attribute.SUPPORTED_LOCK_VALUES),
        values=tuple(map(identifier, _OPERATIONS)),
        idle_values=("unknown",),
        of_lock=True,
        changes_only=True,
        words={"method": _METHODS},
        # The activity shows the state of the lock with the person, and would show this too.
        entity_registry_enabled_default=False,
    ),
    EventMap(
        capability=Capability.LOCK_ALARM,
        key="lockAlarm",
        attribute=Attribute.ALARM,
        supported=Source(Capability.LOCK_ALARM, Attribute.SUPPORTED_ALARM_VALUES),
        values=tuple(map(identifier, _ALARMS)),
        idle_values=("clear",),
    ),
    BinarySensorMap(
        capability=Capability.LOCK_ALARM,
        key="lockProblem",
        attribute=Attribute.ALARM,
        on=_ALARMS,
        off=("clear",),
        device_class=BinarySensorDeviceClass.PROBLEM,
    ),
    SensorMap(
        capability=Capability.LOCK_CODES,
        key=Attribute.LOCK_CODES,
        convert=_count,
        details={
            name: Detail(Source(Capability.LOCK_CODES, attribute))
            for name, attribute in (
                ("most_codes", Attribute.MAX_CODES),
                ("shortest_code", Attribute.MIN_CODE_LENGTH),
                ("longest_code", Attribute.MAX_CODE_LENGTH),
                ("reading", Attribute.SCAN_CODES),
            )
        },
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    EventMap(
        capability=Capability.LOCK_CODES,
        key=Attribute.CODE_CHANGED,
        values=_CODE_CHANGES,
        happening=_code_change,
        of_lock=True,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    EventMap(
        capability=Capability.LOCK_CREDENTIALS,
        key=Attribute.COMMAND_RESULT,
        translation_key="credential_changed",
        role="code_changed",
        values=tuple(change for change in _CODE_CHANGES if change != "renamed"),
        mirrors=(Source(Capability.LOCK_USERS, Attribute.COMMAND_RESULT),),
        happening=_credential_change,
        words={"reason": _REASONS},
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.LOCK_CREDENTIALS,
        key=Attribute.CREDENTIALS,
        translation_key="lock_codes",
        convert=_count,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.LOCK_USERS,
        key=Attribute.USERS,
        translation_key="lock_users",
        convert=_count,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    # Both also keep the answers to the actions up to date.
    SensorMap(
        capability=Capability.LOCK_SCHEDULES,
        key=Attribute.WEEK_DAY_SCHEDULES,
        translation_key="lock_week_schedules",
        convert=_count,
        mirrors=(
            Source(Capability.LOCK_SCHEDULES, Attribute.COMMAND_RESULT),
            Source(Capability.LOCK_SCHEDULES, Attribute.WEEK_DAY_SCHEDULES_PER_USER),
            Source(Capability.LOCK_SCHEDULES, Attribute.YEAR_DAY_SCHEDULES_PER_USER),
        ),
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.LOCK_SCHEDULES,
        key=Attribute.YEAR_DAY_SCHEDULES,
        translation_key="lock_periods",
        convert=_count,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
)
