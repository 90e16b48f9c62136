"""Names and fields of the actions."""

from collections.abc import Mapping
from typing import Final

import orjson
import voluptuous as vol
from homeassistant.const import ATTR_COMMAND, ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.helpers import config_validation as cv

from ..cloud.json_types import Json

DELETE_LOCK_CODE: Final = "delete_lock_code"
DELETE_LOCK_SCHEDULE: Final = "delete_lock_schedule"
GET_HISTORY: Final = "get_history"
GET_STATUS: Final = "get_status"
IMPORT_STATISTICS: Final = "import_statistics"
LIST_COMMANDS: Final = "list_commands"
LIST_LOCK_CODES: Final = "list_lock_codes"
LIST_LOCK_SCHEDULES: Final = "list_lock_schedules"
NOTIFY: Final = "notify"
REFRESH: Final = "refresh"
RENAME_LOCK_CODE: Final = "rename_lock_code"
SEND_COMMAND: Final = "send_command"
SET_LOCK_CODE: Final = "set_lock_code"
SET_LOCK_PERIOD: Final = "set_lock_period"
SET_LOCK_WEEK_SCHEDULE: Final = "set_lock_week_schedule"
START_PROGRAM: Final = "start_program"
SYNC_SUBSCRIPTIONS: Final = "sync_subscriptions"

ATTR_AFTER: Final = "after"
ATTR_ARGUMENTS: Final = "arguments"
ATTR_BEFORE: Final = "before"
ATTR_CAPABILITY: Final = "capability"
ATTR_CODE: Final = "code"
ATTR_COMPONENT: Final = "component"
ATTR_CONFIG_ENTRY_ID: Final = "config_entry_id"
ATTR_END: Final = "end"
ATTR_END_TIME: Final = "end_time"
ATTR_IMAGE_URL: Final = "image_url"
ATTR_LIMIT: Final = "limit"
ATTR_MESSAGE: Final = "message"
ATTR_NAME: Final = "name"
ATTR_OLDEST_FIRST: Final = "oldest_first"
ATTR_OPTIONS: Final = "options"
ATTR_PROGRAM: Final = "program"
ATTR_SCHEDULE: Final = "schedule"
ATTR_SLOT: Final = "slot"
ATTR_START: Final = "start"
ATTR_START_TIME: Final = "start_time"
ATTR_TITLE: Final = "title"
ATTR_TYPE: Final = "type"
ATTR_USER_INDEX: Final = "user_index"
ATTR_WEEKDAYS: Final = "weekdays"

_MAX_HISTORY_ITEMS: Final = 200


def _as_json(value: object) -> Json:
    """Return a value as JSON. Raises vol.Invalid if JSON has no such value.

    The keys of an object from a YAML file are instances of a subclass of str.
    """
    try:
        sent: Json = orjson.loads(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS))
    except TypeError as err:
        message = f"cannot be sent as JSON: {err}"
        raise vol.Invalid(message) from err
    return sent


def _arguments(value: object) -> list[Json]:
    """Return the arguments of a command; a value other than a list is the only argument."""
    sent = _as_json(value)
    if sent is None:
        return []
    return sent if isinstance(sent, list) else [sent]


def _https(value: object) -> str:
    url = cv.url(value)
    if not url.startswith("https://"):
        message = "must begin with https://"
        raise vol.Invalid(message)
    return url


def _whole(value: object) -> int:
    """Return a whole number. A fraction is not rounded, because it would name another code."""
    number: float = vol.Coerce(float)(value)
    if isinstance(value, bool) or not number.is_integer():
        message = "must be a whole number"
        raise vol.Invalid(message)
    return int(number)


_FILLED = vol.All(cv.string, vol.Length(min=1))
_LOCATION: Mapping[vol.Marker, object] = {vol.Optional(ATTR_CONFIG_ENTRY_ID): cv.string}
"""Optional if there is only one location."""
_DEVICES: Mapping[vol.Marker, object] = {
    vol.Optional(ATTR_DEVICE_ID): vol.All(cv.ensure_list, [cv.string]),
    vol.Optional(ATTR_ENTITY_ID): cv.entity_ids,
}


def _settings(value: object) -> dict[str, Json]:
    """Return settings by name, whose values are words, numbers or booleans."""
    sent = _as_json(value)
    if not isinstance(sent, dict):
        message = "must be an object with a value for each setting"
        raise vol.Invalid(message)
    return sent


_WORD = vol.All(vol.Any(str, int, float), vol.Coerce(str), vol.Length(min=1))
_DURATION = vol.All(cv.time_period, cv.positive_timedelta)
PROGRAM_FIELDS: Final[Mapping[str, object]] = {
    "temperature": _WORD,
    "spin": _WORD,
    "rinse": _WORD,
    "soil": _WORD,
    "dry_level": _WORD,
    "power_level": _WORD,
    "cook_time": _DURATION,
    "delay_end": _DURATION,
    "delay_start": _DURATION,
}
"""The settings of a program, in the order in which they are sent."""

_SLOT = vol.All(_whole, vol.Range(min=0, max=65535))
_CODE_NAME = vol.All(_FILLED, vol.Length(max=255))
_INDEX = vol.All(_whole, vol.Range(min=1, max=65535))
_SCHEDULE: Mapping[vol.Marker, object] = {
    **_DEVICES,
    vol.Required(ATTR_USER_INDEX): _INDEX,
    vol.Optional(ATTR_SCHEDULE): _INDEX,
}
_FIELDS: Final[Mapping[str, Mapping[vol.Marker, object]]] = {
    SEND_COMMAND: {
        **_DEVICES,
        vol.Optional(ATTR_COMPONENT): _FILLED,
        vol.Required(ATTR_CAPABILITY): _FILLED,
        vol.Required(ATTR_COMMAND): _FILLED,
        vol.Optional(ATTR_ARGUMENTS, default=list): _arguments,
    },
    LIST_COMMANDS: {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_COMPONENT): _FILLED,
        vol.Optional(ATTR_CAPABILITY): _FILLED,
    },
    SET_LOCK_CODE: {
        **_DEVICES,
        # The lock checks the digits: an error of a schema may be logged with the value.
        vol.Required(ATTR_CODE): cv.string,
        vol.Optional(ATTR_SLOT): _SLOT,
        vol.Optional(ATTR_NAME): _CODE_NAME,
    },
    RENAME_LOCK_CODE: {
        **_DEVICES,
        vol.Required(ATTR_SLOT): _SLOT,
        vol.Required(ATTR_NAME): _CODE_NAME,
    },
    LIST_LOCK_CODES: _DEVICES,
    DELETE_LOCK_CODE: {**_DEVICES, vol.Required(ATTR_SLOT): _SLOT},
    SET_LOCK_WEEK_SCHEDULE: {
        **_SCHEDULE,
        vol.Required(ATTR_WEEKDAYS): vol.All(cv.weekdays, vol.Length(min=1)),
        vol.Required(ATTR_START_TIME): cv.time,
        vol.Required(ATTR_END_TIME): cv.time,
    },
    SET_LOCK_PERIOD: {
        **_SCHEDULE,
        vol.Required(ATTR_START): cv.datetime,
        vol.Required(ATTR_END): cv.datetime,
    },
    DELETE_LOCK_SCHEDULE: {
        **_DEVICES,
        vol.Required(ATTR_USER_INDEX): _INDEX,
        vol.Required(ATTR_TYPE): vol.In(("week", "period")),
        vol.Required(ATTR_SCHEDULE): _INDEX,
    },
    LIST_LOCK_SCHEDULES: _DEVICES,
    START_PROGRAM: {
        **_DEVICES,
        vol.Optional(ATTR_PROGRAM): _WORD,
        **{vol.Optional(field): check for field, check in PROGRAM_FIELDS.items()},
        vol.Optional(ATTR_OPTIONS, default=dict): _settings,
    },
    REFRESH: {**_DEVICES, **_LOCATION},
    SYNC_SUBSCRIPTIONS: _LOCATION,
    IMPORT_STATISTICS: _LOCATION,
    GET_STATUS: {vol.Required(ATTR_DEVICE_ID): cv.string},
    GET_HISTORY: {
        vol.Optional(ATTR_DEVICE_ID): cv.string,
        **_LOCATION,
        vol.Optional(ATTR_LIMIT, default=20): vol.All(
            vol.Coerce(int), vol.Range(min=1, max=_MAX_HISTORY_ITEMS)
        ),
        vol.Optional(ATTR_BEFORE): cv.datetime,
        vol.Optional(ATTR_AFTER): cv.datetime,
        vol.Optional(ATTR_OLDEST_FIRST, default=False): cv.boolean,
    },
    NOTIFY: {
        **_LOCATION,
        vol.Required(ATTR_MESSAGE): _FILLED,
        vol.Optional(ATTR_TITLE, default=""): cv.string,
        vol.Optional(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_IMAGE_URL): _https,
    },
}
SCHEMAS: Final = {action: vol.Schema({**fields}) for action, fields in _FIELDS.items()}
"""The schema of each action, by its name."""
