"""The logbook's sentences about activities.

They are English like those of Home Assistant: the logbook has no translations.
"""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_ENTITY_ID,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID, ATTR_NAME
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from .cloud.json_types import Json
from .cloud.models import MAIN
from .const import DOMAIN
from .events.activity import (
    ACTIVITY_EVENT,
    ATTR_COMPONENT,
    ATTR_TYPE,
    ATTR_VALUE,
    ActivityType,
    SceneChange,
)
from .mapping.names import readable

type _Facts = Mapping[str, Json]

_HOW: Final = {
    "pushed": "was pressed",
    "ring": "was rung",
    "held": "was held",
    "double": "was double-pressed",
    "down": "was pressed down",
    "down_hold": "was held down",
    "up": "was pressed up",
    "up_hold": "was held up",
    "swipe_up": "was swiped up",
    "swipe_down": "was swiped down",
    "swipe_left": "was swiped left",
    "swipe_right": "was swiped right",
    "turned_up": "was turned up",
    "turned_down": "was turned down",
    "held_turned_up": "was turned up while held",
    "held_turned_down": "was turned down while held",
    "shake": "was shaken",
    "rotate": "was rotated",
    "pick_up_and_hold": "was picked up and held",
    **{f"flip_to_side{side}": f"was flipped to side {side}" for side in range(1, 7)},
}
_HOW_OFTEN: Final = {
    "2x": "twice",
    "3x": "three times",
    "4x": "four times",
    "5x": "five times",
    "6x": "six times",
}
_OPERATED: Final = {
    "locked": "was locked",
    "unlocked": "was unlocked",
    "unlocked_with_timeout": "was unlocked for a while",
    "unlatched": "was opened",
    "not_fully_locked": "is jammed",
}
_BY: Final = ("user_name", "code_name")
_METHODS: Final = {
    "auto": "by itself",
    "bluetooth": "by Bluetooth",
    "command": "remotely",
    "fingerprint": "with a fingerprint",
    "keypad": "with the keypad",
    "manual": "by hand",
    "rfid": "with a tag",
}
_SCENES: Final[Mapping[str, str]] = {
    SceneChange.RUN.value: "was run",
    SceneChange.CREATED.value: "was created",
    SceneChange.REMOVED.value: "was removed",
}


def _press(facts: _Facts) -> str:
    """Return for example ``was pressed twice``."""
    kind = str(facts.get(ATTR_VALUE, "a press"))
    base, _, times = kind.rpartition("_")
    if base in _HOW and times in _HOW_OFTEN:
        return f"{_HOW[base]} {_HOW_OFTEN[times]}"
    return _HOW.get(kind) or f"reported {kind}"


def _operation(facts: _Facts) -> str:
    """Return for example ``was unlocked by Anna with the keypad``."""
    words = [_OPERATED.get(str(facts.get(ATTR_VALUE)), "was operated")]
    if name := next((facts[key] for key in _BY if facts.get(key)), None):
        words.append(f"by {name}")
    elif code := facts.get("code_id"):
        words.append(f"with code {code}")
    if method := facts.get("method"):
        words.append(_METHODS.get(str(method), f"({method})"))
    return " ".join(words)


def _mode(facts: _Facts) -> str:
    return f"changed to {facts.get('mode') or 'another mode'}"


def _scene(facts: _Facts) -> str:
    change = _SCENES.get(str(facts.get("change")))
    return change or f"was renamed to {facts.get('name') or 'another name'}"


def _other(_facts: _Facts) -> str:
    """Return the sentence for an event of another shape, fired by an automation."""
    return "reported an event"


_SENTENCES: Final[Mapping[str, Callable[[_Facts], str]]] = {
    ActivityType.BUTTON: _press,
    ActivityType.LOCK: _operation,
    ActivityType.MODE: _mode,
    ActivityType.SCENE: _scene,
}


def _name(hass: HomeAssistant, facts: _Facts) -> str:
    """Return the name of the scene, entity or device that an activity is about."""
    if facts.get(ATTR_TYPE) == ActivityType.SCENE:
        return str(facts.get("old_name") or facts.get("name") or "A scene")
    if state := hass.states.get(str(facts.get(ATTR_ENTITY_ID))):
        return state.name
    device = dr.async_get(hass).async_get(str(facts.get(ATTR_DEVICE_ID)))
    name = (device.name_by_user or device.name if device else None) or "SmartThings"
    component = str(facts.get(ATTR_COMPONENT, MAIN))
    part = facts.get(ATTR_NAME) or readable(component)
    return name if component == MAIN else f"{name} {part}"


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[Event], dict[str, str]]], None],
) -> None:
    """Describe activities for the logbook."""

    @callback
    def describe(event: Event) -> dict[str, str]:
        facts: _Facts = event.data
        entity_id = facts.get(ATTR_ENTITY_ID)
        return {
            LOGBOOK_ENTRY_NAME: _name(hass, facts),
            LOGBOOK_ENTRY_MESSAGE: _SENTENCES.get(str(facts.get(ATTR_TYPE)), _other)(facts),
            **({LOGBOOK_ENTRY_ENTITY_ID: str(entity_id)} if entity_id else {}),
        }

    async_describe_event(DOMAIN, ACTIVITY_EVENT, describe)
