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
from live_check.findings import Finding, not_tried
from live_check.live import Attempts, Live

CEILING: Final = 40

_NAME: Final = "live-check"
_SSE_VERSION: Final = 20250122
_MORE_THAN_EVER: Final = CEILING + 5


def capability_body(live: Live, capability: str, name: str, **members: Json) -> JsonObject:
    """Return a CAPABILITY subscription of the location (6.2)."""
    return {
        "sourceType": "CAPABILITY",
        "capability": {
            "locationId": live.the_installation().location_id,
            "capability": capability,
            "attribute": "*",
            "value": "*",
            "stateChangeOnly": False,
            "subscriptionName": name,
            **members,
        },
    }


def placed_body(live: Live, source_type: str, key: str, name: str) -> JsonObject:
    """Return a subscription of a kind that names a location (6.2)."""
    location_id = live.the_installation().location_id
    return {
        "sourceType": source_type,
        key: {"locationId": location_id, "subscriptionName": name},
    }


async def create(live: Live, body: JsonObject) -> Answer:
    """Create a subscription of our installed app. It is removed together with the installed app."""
    return await call_app(live, "POST", live.the_installation().subscriptions, body=body)


async def count(live: Live) -> int:
    """Return the number of subscriptions. Raises NotTriedError if they cannot be listed."""
    answer = await call_app(live, "GET", live.the_installation().subscriptions)
    if not answer.ok:
        not_tried(f"the subscriptions cannot be listed: {answer.summary}")
    return len(answer.items)


async def delete_all(live: Live) -> None:
    """Delete all subscriptions of our installed app."""
    await call_app(live, "DELETE", live.the_installation().subscriptions)


def _trial(live: Live, name: str, value: str) -> JsonObject:
    """Return a subscription that no event matches."""
    return capability_body(live, "switch", name, attribute="switch", value=value)


async def _create(live: Live) -> Finding:
    body = _trial(live, _NAME, "never-1")
    answer = await create(live, body)
    repeated = as_object(answer.object.get("capability"))
    asked = as_object(body["capability"])
    summary = sorted(set(repeated) - set(asked))
    return Finding(
        answer.ok and bool(text(answer.object, "id")) and repeated.items() >= asked.items(),
        f"{answer.summary}; members added: {', '.join(summary) or 'none'}",
    )


def _is_conflict(answer: Answer) -> bool:
    return answer.status == HTTPStatus.CONFLICT and answer.code == "ConflictError"


async def _same_name(live: Live) -> Finding:
    answer = await create(live, _trial(live, _NAME, "never-2"))
    return Finding(_is_conflict(answer), answer.summary)


async def _same_values(live: Live) -> Finding:
    answer = await create(live, _trial(live, f"{_NAME}-2", "never-1"))
    await delete_all(live)
    return Finding(_is_conflict(answer), answer.summary)


async def _bad_name(live: Live) -> Finding:
    answer = await create(live, _trial(live, "not a name", "never-3"))
    refused = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
    return Finding(answer.status in refused, answer.summary)


async def _ungranted_scope(live: Live) -> Finding:
    answer = await create(live, placed_body(live, "HUB_HEALTH", "hubHealth", "no-scope"))
    return Finding(answer.status == HTTPStatus.FORBIDDEN and answer.empty, answer.summary)


async def _ceiling(live: Live) -> Finding:
    held = await count(live)
    answer = None
    for number in range(held, _MORE_THAN_EVER):
        if number % 10 == 0:
            live.say(f"{number} subscriptions; the ceiling is assumed to be {CEILING}")
        answer = await create(live, _trial(live, f"ceiling-{number}", f"never-{number}"))
        if not answer.ok:
            break
        held += 1
    await delete_all(live)
    if answer is None or answer.ok:
        return Finding(as_assumed=False, answer=f"{held} were created, and none was rejected")
    limited = answer.status == HTTPStatus.UNPROCESSABLE_ENTITY and answer.code == "LimitError"
    return Finding(held == CEILING and limited, f"with {held} there: {answer.summary}")


async def _sse_sink(live: Live) -> Finding:
    installation = live.the_installation()
    answer = await call_app(
        live,
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
        remove = partial(call_app, live, "DELETE", f"/subscriptions/{subscription_id}")
        noted = live.created.note("an SSE subscription", remove)
        await remove()
        live.created.forget(noted)
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
