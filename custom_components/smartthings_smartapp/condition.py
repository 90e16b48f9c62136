"""The conditions that the automation editor offers for targets."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.condition import Condition

from .automation.conditions import (
    DoorIsOpenCondition,
    DoorIsUnlockedCondition,
    IsOfflineCondition,
    IsOnlineCondition,
    LocationModeIsCondition,
    ProgramIsFinishedCondition,
    ProgramIsNotRunningCondition,
    ProgramIsPausedCondition,
    ProgramIsRunningCondition,
    UpdatesAreInstantCondition,
    UpdatesArePolledCondition,
)

CONDITIONS: Final[dict[str, type[Condition]]] = {
    "device_is_offline": IsOfflineCondition,
    "device_is_online": IsOnlineCondition,
    "door_is_open": DoorIsOpenCondition,
    "door_is_unlocked": DoorIsUnlockedCondition,
    "location_mode_is": LocationModeIsCondition,
    "program_is_finished": ProgramIsFinishedCondition,
    "program_is_not_running": ProgramIsNotRunningCondition,
    "program_is_paused": ProgramIsPausedCondition,
    "program_is_running": ProgramIsRunningCondition,
    "updates_are_instant": UpdatesAreInstantCondition,
    "updates_are_polled": UpdatesArePolledCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by name."""
    return CONDITIONS
