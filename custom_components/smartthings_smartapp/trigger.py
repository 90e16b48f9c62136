"""The triggers that the automation editor offers for targets."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.trigger import Trigger

from .automation.device_triggers import (
    ButtonPressedTrigger,
    CameOnlineTrigger,
    FilterDueTrigger,
    UpdatesMissingTrigger,
    WentOfflineTrigger,
)
from .automation.home_triggers import (
    DoorLeftOpenTrigger,
    LocationModeChangedTrigger,
    UnlockedWithCodeTrigger,
)
from .automation.program_triggers import (
    ProgramFinishedTrigger,
    ProgramInterruptedTrigger,
    ProgramPausedTrigger,
    ProgramStartedTrigger,
)

TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "button_pressed": ButtonPressedTrigger,
    "device_came_online": CameOnlineTrigger,
    "device_went_offline": WentOfflineTrigger,
    "door_left_open": DoorLeftOpenTrigger,
    "door_unlocked_with_code": UnlockedWithCodeTrigger,
    "filter_due": FilterDueTrigger,
    "location_mode_changed": LocationModeChangedTrigger,
    "program_finished": ProgramFinishedTrigger,
    "program_interrupted": ProgramInterruptedTrigger,
    "program_paused": ProgramPausedTrigger,
    "program_started": ProgramStartedTrigger,
    "updates_missing": UpdatesMissingTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by name."""
    return TRIGGERS
