"""Locks."""

import json
from collections.abc import Mapping

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorStateClass
from homeassistant.const import EntityCategory

from ..cloud.json_types import Json
from .descriptions.base import ComponentView, Mapped, Source, Where
from .descriptions.controls import SwitchMap
from .descriptions.devices import LockMap
from .descriptions.sensors import BinarySensorMap, EventMap, SensorMap
from .vocabulary import Attribute, Capability, Category, Command
from .words import identifier, listed

DETAILS: Mapping[str, str] = {
    "codeId": "code_id",
    "codeName": "code_name",
    "method": "method",
    "userName": "user_name",
}
"""Members that a lock event may have beside its value, and their names in Home Assistant."""


def _count(value: Json) -> int | None:
    """Return the number of codes or users. Names and codes stay private.

    Older locks write the list as a JSON text.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    return len(value) if isinstance(value, list | dict) else None


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
        methods=("auto", "bluetooth", "command", "fingerprint", "keypad", "manual", "rfid"),
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
        state_class=SensorStateClass.MEASUREMENT,
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
)
