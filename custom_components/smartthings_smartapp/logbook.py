"""The lines of the logbook that no state of an entity gives, and who operated a lock.

Presses, operations of locks, changes of the mode and activated scenes are not described here: the
states of their entities give these lines, and the front end shows them in the user's language.
The logbook has no translations of its own, so the texts here are in the language of the server.
"""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.components.logbook import LOGBOOK_ENTRY_MESSAGE, LOGBOOK_ENTRY_NAME
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations

from .cloud.json_types import Json
from .const import DOMAIN
from .events.log_entries import ATTR_LOCK, LOGBOOK_EVENT

type _Facts = Mapping[str, Json]

_BY: Final = ("user_name", "code_name")


def _text(hass: HomeAssistant, category: str, key: str, default: str) -> str:
    """Return a text in the language of the server."""
    texts = async_get_cached_translations(hass, hass.config.language, category, DOMAIN)
    return texts.get(f"component.{DOMAIN}.{category}.{key}", default)


def _operator(hass: HomeAssistant, facts: _Facts) -> str:
    """Return who operated a lock and how, for example ``Anna (Keypad)``."""
    method = str(facts.get("method") or "")
    how = _text(hass, "entity", f"lock.lock.state_attributes.method.state.{method}", method)
    who = next((str(facts[key]) for key in _BY if facts.get(key)), "")
    if not who and (code := facts.get("code_id")) is not None:
        text = _text(hass, "selector", "operator.options.code", "{number}")
        who = text.replace("{number}", str(code))
    return f"{who} ({how})" if who and how else who or how or "SmartThings"


def _lock_line(hass: HomeAssistant, facts: _Facts) -> tuple[str, str]:
    """Return who used a lock, and the name of the lock.

    The line of the lock's state shows the name as its cause. Only a view that is not limited to
    devices or entities shows this line too.
    """
    entity_id = str(facts.get(ATTR_LOCK))
    state = hass.states.get(entity_id)
    return _operator(hass, facts), state.name if state else entity_id


def _scene_line(hass: HomeAssistant, facts: _Facts) -> tuple[str, str]:
    """Return the name of a scene, and that it was created, renamed or removed."""
    change = str(facts.get("change"))
    text = _text(hass, "selector", f"scene_change.options.{change}", change)
    if old_name := facts.get("old_name"):
        return str(old_name), f"{text}: {facts.get('name')}"
    return str(facts.get("name") or "SmartThings"), text


def _missed_line(hass: HomeAssistant, facts: _Facts) -> tuple[str, str]:
    """Return the name of a lock, and an operation that was read from the history."""
    entity_id, value = str(facts.get(ATTR_ENTITY_ID)), str(facts.get("value"))
    state = hass.states.get(entity_id)
    texts = async_get_cached_translations(hass, hass.config.language, "entity_component", "lock")
    text = texts.get(f"component.lock.entity_component._.state.{value}", value)
    return state.name if state else entity_id, f"{text}: {_operator(hass, facts)}"


def _line(hass: HomeAssistant, facts: _Facts) -> tuple[str, str]:
    if ATTR_LOCK in facts:
        return _lock_line(hass, facts)
    return (_missed_line if facts.get("type") == "lock" else _scene_line)(hass, facts)


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[[str, str, Callable[[Event], dict[str, str]]], None],
) -> None:
    """Describe changes of scenes, operators of locks and missed operations for the logbook."""

    @callback
    def describe(event: Event) -> dict[str, str]:
        facts: _Facts = event.data
        name, message = _line(hass, facts)
        return {LOGBOOK_ENTRY_NAME: name, LOGBOOK_ENTRY_MESSAGE: message}

    async_describe_event(DOMAIN, LOGBOOK_EVENT, describe)
