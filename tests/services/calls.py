"""Valid data for every action, so that a test of all actions covers a new one too."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import voluptuous as vol
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from custom_components.smartthings_smartapp.cloud.json_types import Json
from custom_components.smartthings_smartapp.services.schemas import IMPORT_STATISTICS, SCHEMAS
from tests.common.actions import Caller

type Data = dict[str, Json]

_FIELDS: Final[Mapping[str, Json]] = {
    "capability": "switch",
    "code": "1234",
    "command": "on",
    "end": "2027-01-02T08:00:00",
    "end_time": "09:00:00",
    "message": "Hello",
    "name": "Alex",
    "schedule": 1,
    "slot": 1,
    "start": "2027-01-01T08:00:00",
    "start_time": "08:00:00",
    "type": "week",
    "user_index": 1,
    "weekdays": ["mon"],
}
"""A value of each field that an action requires."""


def data_of(action: str) -> Data:
    """Return the required data of an action, without devices."""
    schema = SCHEMAS[action].schema
    required = [str(field) for field in schema if isinstance(field, vol.Required)]
    return {field: _FIELDS[field] for field in required if field != "device_id"}


def names_devices(action: str) -> bool:
    """Return whether an action can name a device."""
    return "device_id" in map(str, SCHEMAS[action].schema)


async def outcome(caller: Caller, action: str, data: Data) -> HomeAssistantError | None:
    """Perform an action and return its error, None if it succeeds."""
    try:
        await caller.ask(action, **data)
    except HomeAssistantError as err:
        return err
    return None


class Call(NamedTuple):
    """An action that makes requests."""

    action: str
    data: Data
    fails: bool
    """Whether it fails if all its requests fail."""


async def requesting(caller: Caller, device_ids: list[str]) -> list[Call]:
    """Return each action with data for a device that has what it needs.

    Of each action, the devices are tried until one is not refused before a request. All requests
    fail, so nothing changes.
    """
    simulator = caller.world.simulator
    found: list[Call] = []
    # Without the recorder, which these tests do not have, there are no statistics.
    for action in [action for action in SCHEMAS if action != IMPORT_STATISTICS]:
        targets: list[Data] = (
            [{"device_id": caller.device(key)} for key in device_ids]
            if names_devices(action)
            else [{}]
        )
        for target in targets:
            simulator.faults.refuse_calls(400)
            error = await outcome(caller, action, {**data_of(action), **target})
            simulator.faults.clear()
            if not isinstance(error, ServiceValidationError):
                found.append(Call(action, {**data_of(action), **target}, error is not None))
                break
        else:
            message = f"no device of the test has what {action} needs: {error!r}"
            raise AssertionError(message)
    return found
