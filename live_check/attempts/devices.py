"""The list of devices, and the texts of capabilities (platform reference 8.1, 9, 13.4)."""

from typing import Final

from custom_components.smartthings_smartapp.cloud.json_types import (
    JsonObject,
    as_list,
    as_object,
    text,
)
from live_check.cloud.answers import Answer, listed
from live_check.cloud.api import DEVICES_VERSION, PLAIN_JSON, accept
from live_check.cloud.tokens import call_app
from live_check.context import Attempts, Context
from live_check.findings import Finding, not_tried

_EXTRAS: Final = {"includeStatus": "true", "includeHealth": "true"}
_ACCEPTED: Final = {
    "v=1": accept(1),
    f"v={DEVICES_VERSION}": accept(DEVICES_VERSION),
    "v=20250122": accept(20250122),
    "plain JSON": PLAIN_JSON,
}
_SWITCH: Final = "/capabilities/switch/1"
_HEALTH: Final = {"state", "lastUpdatedDate"}


async def list_devices(context: Context, accepts: str) -> Answer:
    """List the devices of the location, with an Accept header."""
    installation = context.the_installation()
    return await context.api.call(
        "GET",
        "/devices",
        token=installation.access_token,
        params={"locationId": installation.location_id, "max": "200", **_EXTRAS},
        accepts=accepts,
    )


def _statuses(items: list[JsonObject]) -> list[JsonObject]:
    """Return the status of every capability that carries one."""
    capabilities = (
        as_object(capability)
        for item in items
        for component in map(as_object, as_list(item.get("components")))
        for capability in as_list(component.get("capabilities"))
    )
    return [as_object(found["status"]) for found in capabilities if "status" in found]


def _carried(answer: Answer) -> set[str]:
    """Return whether a list contains status, health or both."""
    found = set()
    if _statuses(answer.items):
        found.add("status")
    if any("healthState" in item for item in answer.items):
        found.add("health")
    return found


async def _status_in_list(context: Context) -> Finding:
    context.the_installation()
    summary, whole = [], False
    for name, accepts in _ACCEPTED.items():
        answer = await list_devices(context, accepts)
        if answer.ok and not answer.items:
            not_tried("the location has no devices")
        carried = _carried(answer)
        words = " and ".join(sorted(carried)) or "neither"
        summary.append(f"{name}: {words}" if answer.ok else f"{name}: {answer.summary}")
        if accepts == accept(DEVICES_VERSION):
            whole = carried == {"status", "health"}
            _remember(context, answer)
    return Finding(whole, "; ".join(summary))


def _remember(context: Context, answer: Answer) -> None:
    """Keep the devices, and hide their names in the report."""
    context.devices = answer.items
    for device in answer.items:
        context.redactor.label(text(device, "label"), text(device, "name"))


async def _list_shape(context: Context) -> Finding:
    if not context.devices:
        not_tried("no devices were listed")
    health = {key for item in context.devices for key in as_object(item.get("healthState"))}
    parts = {
        key
        for status in _statuses(context.devices)
        for value in status.values()
        for key in as_object(value)
    }
    items = {key for item in context.devices for key in item}
    return Finding(
        health == _HEALTH and {"value"} <= parts <= {"value", "unit", "data", "timestamp"},
        f"healthState with {listed(health)}; values with {listed(parts)}; "
        f"items with {listed(items)}",
    )


async def _texts(context: Context) -> Finding:
    answers = {
        part: await call_app(context, "GET", f"{_SWITCH}/{part}")
        for part in ("presentation", "i18n/en", "i18n/de", "i18n/pt-BR")
    }
    summary = ", ".join(f"{part}: {answer.status}" for part, answer in answers.items())
    return Finding(answers["i18n/en"].ok, summary)


ATTEMPTS: Final[Attempts] = {
    "status-in-list": _status_in_list,
    "list-shape": _list_shape,
    "definition-texts": _texts,
}
