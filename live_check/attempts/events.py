"""The events that arrived, whatever caused them (platform reference 7, 13.6, 13.7)."""

from collections import Counter
from http import HTTPStatus
from itertools import pairwise
from typing import Final

from custom_components.smartthings_smartapp.cloud.json_types import as_object, moment, text
from live_check.cloud.answers import listed
from live_check.cloud.events import elements_of, event_deliveries, identities, payload_of
from live_check.context import Attempts, Context
from live_check.findings import Finding, different, not_tried

_VALUE_TYPES: Final = {"string", "number", "boolean", "json_array", "json_object"}
_DEVICE_EVENT: Final = "DEVICE_EVENT"
_A_PAIR: Final = 2


async def _event_token(context: Context) -> Finding:
    tokens = [
        text(as_object(delivery.raw.get("eventData")), "authToken")
        for delivery in event_deliveries(context)
    ]
    context.redactor.secret(*tokens)
    if not all(tokens):
        return different("an EVENT without a token")
    answer = await context.api.call("GET", "/installedapps/me", token=tokens[-1])
    return Finding(answer.ok, answer.summary)


async def _event_order(context: Context) -> Finding:
    elements = elements_of(event_deliveries(context))
    times = [time for element in elements if (time := moment(element.get("eventTime")))]
    if len(times) < _A_PAIR:
        not_tried("fewer than two events came")
    back = sum(later < earlier for earlier, later in pairwise(times))
    whole = all(not time.microsecond for time in times)
    return Finding(
        back == 0 and whole,
        f"{len(times)} events, {back} older than the one before; "
        f"eventTime {'in whole seconds' if whole else 'in fractions of seconds'}",
    )


async def _one_per_delivery(context: Context) -> Finding:
    sizes = Counter(len(delivery.events) for delivery in event_deliveries(context))
    summary = ", ".join(f"{number} with {size}" for size, number in sorted(sizes.items()))
    return Finding(set(sizes) == {1}, f"deliveries by number of events: {summary}")


async def _repeats(context: Context) -> Finding:
    """Count the events that arrived twice for the same subscription."""
    seen = Counter(
        identity
        for delivery in event_deliveries(context)
        if delivery.answered == HTTPStatus.OK
        for identity in identities(delivery)
    )
    repeated = sum(number > 1 for number in seen.values())
    return Finding(repeated == 0, f"{len(seen)} events, {repeated} of them more than once")


async def _value_types(context: Context) -> Finding:
    events = [
        payload_of(element)
        for element in elements_of(event_deliveries(context))
        if text(element, "eventType") == _DEVICE_EVENT
    ]
    words = {
        f"{text(event, 'valueType') or 'none'} for {type(event.get('value')).__name__}"
        for event in events
    }
    if not words:
        not_tried("no event of a device came")
    known = {text(event, "valueType") for event in events} <= _VALUE_TYPES
    return Finding(known, ", ".join(sorted(words)))


def _camel(word: str) -> str:
    first, *rest = word.lower().split("_")
    return "".join([first, *map(str.capitalize, rest)])


async def _lifecycle_bodies(context: Context) -> Finding:
    summary: dict[str, bool] = {}
    for element in elements_of(event_deliveries(context)):
        if (kind := text(element, "eventType")) == _DEVICE_EVENT:
            continue
        payload = payload_of(element)
        lifecycle = text(payload, "lifecycle")
        details = as_object(payload.get(_camel(lifecycle))) if lifecycle else {}
        inside = f", {_camel(lifecycle)} with {listed(details)}" if lifecycle else ""
        summary[f"{kind} {lifecycle}: {listed(payload)}{inside}"] = (
            not lifecycle or _camel(lifecycle) in payload
        )
    if not summary:
        not_tried("no such event came; rename or move a device during the run")
    return Finding(all(summary.values()), "; ".join(sorted(summary)))


ATTEMPTS: Final[Attempts] = {
    "event-token": _event_token,
    "event-order": _event_order,
    "one-event-per-delivery": _one_per_delivery,
    "repeated-events": _repeats,
    "value-types": _value_types,
    "lifecycle-bodies": _lifecycle_bodies,
}
