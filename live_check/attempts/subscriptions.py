"""Subscriptions (platform reference 6, 11, 13.2, 13.8)."""

from functools import partial
from http import HTTPStatus
from typing import Final

from custom_components.smartthings_smartapp.cloud.json_types import (
    Json,
    JsonObject,
    as_object,
    text,
)
from live_check.cloud.answers import Answer
from live_check.cloud.tokens import call_app
from live_check.context import Attempts, Context
from live_check.findings import Finding, different, not_tried

CEILING: Final = 40

_NAME: Final = "live-check"
_SSE_VERSION: Final = 20250122
_MORE_THAN_EVER: Final = CEILING + 5


def capability_body(context: Context, capability: str, name: str, **members: Json) -> JsonObject:
    """Return a CAPABILITY subscription of the location (6.2)."""
    return {
        "sourceType": "CAPABILITY",
        "capability": {
            "locationId": context.the_installation().location_id,
            "capability": capability,
            "attribute": "*",
            "value": "*",
            "stateChangeOnly": False,
            "subscriptionName": name,
            **members,
        },
    }


def placed_body(context: Context, source_type: str, key: str, name: str) -> JsonObject:
    """Return a subscription of a kind that names a location (6.2)."""
    location_id = context.the_installation().location_id
    return {
        "sourceType": source_type,
        key: {"locationId": location_id, "subscriptionName": name},
    }


async def create(context: Context, body: JsonObject) -> Answer:
    """Create a subscription of our installed app. It is removed together with the installed app."""
    return await call_app(context, "POST", context.the_installation().subscriptions, body=body)


async def count(context: Context) -> int:
    """Return the number of subscriptions. Raises NotTriedError if they cannot be listed."""
    answer = await call_app(context, "GET", context.the_installation().subscriptions)
    if not answer.ok:
        not_tried(f"the subscriptions cannot be listed: {answer.summary}")
    return len(answer.items)


async def delete_all(context: Context) -> None:
    """Delete all subscriptions of our installed app."""
    await call_app(context, "DELETE", context.the_installation().subscriptions)


def _trial(context: Context, name: str, value: str) -> JsonObject:
    """Return a subscription that no event matches."""
    return capability_body(context, "switch", name, attribute="switch", value=value)


async def _create(context: Context) -> Finding:
    body = _trial(context, _NAME, "never-1")
    answer = await create(context, body)
    repeated = as_object(answer.object.get("capability"))
    asked = as_object(body["capability"])
    summary = sorted(set(repeated) - set(asked))
    return Finding(
        answer.ok and bool(text(answer.object, "id")) and repeated.items() >= asked.items(),
        f"{answer.summary}; members added: {', '.join(summary) or 'none'}",
    )


def _is_conflict(answer: Answer) -> bool:
    return answer.status == HTTPStatus.CONFLICT and answer.code == "ConflictError"


async def _same_name(context: Context) -> Finding:
    answer = await create(context, _trial(context, _NAME, "never-2"))
    return Finding(_is_conflict(answer), answer.summary)


async def _same_values(context: Context) -> Finding:
    answer = await create(context, _trial(context, f"{_NAME}-2", "never-1"))
    await delete_all(context)
    return Finding(_is_conflict(answer), answer.summary)


async def _bad_name(context: Context) -> Finding:
    answer = await create(context, _trial(context, "not a name", "never-3"))
    refused = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
    return Finding(answer.status in refused, answer.summary)


async def _ungranted_scope(context: Context) -> Finding:
    answer = await create(context, placed_body(context, "HUB_HEALTH", "hubHealth", "no-scope"))
    return Finding(answer.status == HTTPStatus.FORBIDDEN and answer.empty, answer.summary)


async def _ceiling(context: Context) -> Finding:
    held = await count(context)
    answer = None
    for number in range(held, _MORE_THAN_EVER):
        if number % 10 == 0:
            context.say(f"{number} subscriptions; the ceiling is assumed to be {CEILING}")
        answer = await create(context, _trial(context, f"ceiling-{number}", f"never-{number}"))
        if not answer.ok:
            break
        held += 1
    await delete_all(context)
    if answer is None or answer.ok:
        return different(f"{held} were created, and none was rejected")
    limited = answer.status == HTTPStatus.UNPROCESSABLE_ENTITY and answer.code == "LimitError"
    return Finding(held == CEILING and limited, f"with {held} there: {answer.summary}")


async def _sse_sink(context: Context) -> Finding:
    installation = context.the_installation()
    answer = await call_app(
        context,
        "POST",
        "/subscriptions",
        body={
            "name": _NAME,
            "version": _SSE_VERSION,
            "clientDeviceId": f"iapp_{installation.installed_app_id}",
            "subscriptionFilters": [
                {
                    "type": "LOCATIONIDS",
                    "value": [installation.location_id],
                    "eventType": ["DEVICE_EVENT"],
                }
            ],
        },
    )
    if subscription_id := text(answer.object, "subscriptionId"):
        remove = partial(call_app, context, "DELETE", f"/subscriptions/{subscription_id}")
        noted = context.created.note("an SSE subscription", remove)
        await remove()
        context.created.forget(noted)
    return Finding(answer.status == HTTPStatus.FORBIDDEN, answer.summary)


ATTEMPTS: Final[Attempts] = {
    "create-subscription": _create,
    "same-name": _same_name,
    "same-values": _same_values,
    "bad-name": _bad_name,
    "ungranted-scope": _ungranted_scope,
    "sse-sink": _sse_sink,
    "subscription-ceiling": _ceiling,
}
