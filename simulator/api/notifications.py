"""Notifications to phones, in the form of the official JavaScript SDK."""

import re

from simulator.control.log import SentNotification
from simulator.devices.device import Json, JsonObject
from simulator.json_tools import as_list

from .access import Access, ApiCall, Route
from .app_definitions import one_of
from .errors import forbidden, refuse_empty, refuse_malformed, refuse_missing
from .limits import NOTIFICATIONS
from .tokens import TokenKind

_TYPES = ("ALERT", "SUGGESTED_ACTION", "EVENT_LOGGING", "AUTOMATION_INFO")
_LINKS = ("device", "installedApp", "location")
_PLACEHOLDER = re.compile(r"\$\{.+\}")


def _is_message(value: Json) -> bool:
    """Return whether a value has the form `{"title"?, "body"?}`."""
    return isinstance(value, dict) and all(
        name in ("title", "body") and isinstance(text, str) for name, text in value.items()
    )


def _check_messages(asked: JsonObject) -> None:
    """Reject messages that are not texts by the code of their language."""
    messages = as_list(asked.get("messages"))
    if not messages:
        refuse_empty("messages")
    for message in messages:
        if not isinstance(message, dict) or not all(map(_is_message, message.values())):
            refuse_malformed("messages")


def _check_replacements(asked: JsonObject) -> None:
    for item in as_list(asked.get("replacements")):
        match item:
            case {"key": str(key), "value": str()} if _PLACEHOLDER.fullmatch(key):
                pass
            case _:
                refuse_malformed("replacements")


def _check_deep_link(asked: JsonObject) -> None:
    match asked.get("deepLink"):
        case None:
            pass
        case {"type": str(kind), "id": str()} if kind in _LINKS:
            pass
        case _:
            refuse_malformed("deepLink")


async def send(call: ApiCall) -> Json:
    """`POST /notification`: only logged."""
    if call.token.kind is not TokenKind.PAT and not call.cloud.options.notifications_allowed:
        raise forbidden()
    asked = await call.body()
    location_id = asked.get("locationId")
    if location_id is None:
        refuse_missing("locationId")
    if location_id not in call.locations():
        raise forbidden()
    one_of(asked, "type", _TYPES)
    _check_messages(asked)
    _check_replacements(asked)
    _check_deep_link(asked)
    if not isinstance(asked.get("imageUrl", ""), str):
        refuse_malformed("imageUrl")
    call.cloud.log.notifications.append(
        SentNotification(
            body=asked, installed_app_id=call.token.installed_app_id, at=call.cloud.clock()
        )
    )
    # The SDK names the members; their values are not public.
    return {"code": 200, "message": "success"}


ROUTES = (
    Route(
        method="POST",
        path="/notification",
        handler=send,
        access=Access(pat="", app=""),
        limits=(NOTIFICATIONS,),
    ),
)
