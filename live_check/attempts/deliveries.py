"""Deliveries that the check causes or rejects (platform reference 3.3, 6, 13.6)."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from typing import Final

from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import Uninstall
from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, text
from live_check.attempts.subscriptions import capability_body, count, create, placed_body
from live_check.cloud.events import event_deliveries, identities, switch_events
from live_check.cloud.receiver import Received, Receiver
from live_check.cloud.switch import Switch, found_switch
from live_check.cloud.tokens import call_app
from live_check.context import SWITCH, Attempts, Context
from live_check.findings import Finding, different, not_tried

_BY_DEVICE: Final = "by-device"
_BY_CAPABILITY: Final = f"by-{SWITCH}"
_HEARD: Final = (SWITCH, "button", "contactSensor", "motionSensor", "temperatureMeasurement")
_PLACED: Final = {
    "DEVICE_HEALTH": "deviceHealth",
    "DEVICE_LIFECYCLE": "deviceLifecycle",
    "MODE": "mode",
    "SCENE_LIFECYCLE": "sceneLifecycle",
    "SECURITY_ARM_STATE": "securityArmState",
}
_BURST: Final = (3, 4)
"""Number of requests, and pairs of commands in each request."""


def _device_body(device_id: str) -> JsonObject:
    return {
        "sourceType": "DEVICE",
        "device": {
            "deviceId": device_id,
            "componentId": "*",
            "capability": "*",
            "attribute": "*",
            "value": "*",
            "stateChangeOnly": False,
            "subscriptionName": _BY_DEVICE,
        },
    }


async def _our_subscriptions(context: Context) -> Finding:
    bodies = [capability_body(context, capability, f"by-{capability}") for capability in _HEARD]
    bodies += [placed_body(context, source_type, key, key) for source_type, key in _PLACED.items()]
    if context.named_device:
        bodies.append(_device_body(context.named_device))
    refused: Counter[str] = Counter()
    for body in bodies:
        answer = await create(context, body)
        if answer.ok:
            context.subscribed += 1
        else:
            refused[f"{text(body, 'sourceType')}: {answer.summary}"] += 1
    return Finding(not refused, "; ".join([f"{context.subscribed} made", *refused]))


async def _wait_for_events(context: Context, number: int, since: int) -> list[JsonObject]:
    """Wait for events of the DEVICE subscription, and return them.

    It waits a while after the expected number, to see whether more arrive.
    """
    receiver = context.the_receiver()

    def received() -> list[JsonObject]:
        return switch_events(receiver.received[since:], _BY_DEVICE)

    await receiver.wait(lambda _: len(received()) >= number, context.patience.event, since=since)
    await asyncio.sleep(context.patience.quiet)
    return received()


async def _switched(
    context: Context, switch: Switch, requests: Iterable[tuple[str, ...]]
) -> list[str]:
    """Send commands, and return the values that the DEVICE subscription delivered, in order."""
    since = len(context.the_receiver().received)
    sent = 0
    for values in requests:
        await switch.set(*values)
        sent += len(values)
    events = await _wait_for_events(context, sent, since)
    await switch.put_back()
    return [str(event.get("value")) for event in events]


async def _switch_events(context: Context) -> Finding:
    switch = await found_switch(context)
    wanted = [switch.other, switch.before] * 2
    received = await _switched(context, switch, [(value,) for value in wanted])
    return Finding(
        received == wanted, f"commands {', '.join(wanted)}; events {', '.join(received) or 'none'}"
    )


async def _overlap(context: Context) -> Finding:
    deliveries = event_deliveries(context)
    by_device, by_capability = (
        [text(event, "eventId") for event in switch_events(deliveries, name)]
        for name in (_BY_DEVICE, _BY_CAPABILITY)
    )
    if not (by_device or by_capability):
        not_tried("no event of the device came")
    common = set(by_device) & set(by_capability)
    return Finding(
        set(by_device) <= set(by_capability) and bool(common),
        f"{len(by_device)} by the DEVICE subscription, {len(by_capability)} by the CAPABILITY "
        f"subscription, {len(common)} ids in common",
    )


async def _burst(context: Context) -> Finding:
    if not context.options.burst:
        not_tried("it needs --burst")
    switch = await found_switch(context)
    requests, pairs = _BURST
    received = await _switched(context, switch, [(switch.other, switch.before) * pairs] * requests)
    sent = requests * pairs * 2
    return Finding(len(received) == sent, f"{sent} commands, {len(received)} events")


async def _redelivery(context: Context) -> Finding:
    receiver = context.the_receiver()
    failed = await _failed(context, receiver) or not_tried("no event came")
    place = receiver.received.index(failed) + 1
    again = await receiver.wait(
        partial(_repeats_of, failed), context.patience.redelivery, since=place
    )
    if again is None:
        return Finding(as_assumed=True, answer=f"not within {context.patience.redelivery:g} s")
    return different(f"again after {again.at - failed.at:.0f} s")


async def _failed(context: Context, receiver: Receiver) -> Received | None:
    """Cause an event or wait for one, and answer it with an error."""
    switch = await found_switch(context) if context.named_device else None
    since = len(receiver.received)
    receiver.failing = 1
    try:
        if switch:
            await switch.set(switch.other)
        else:
            context.say("waiting for an event: switch something in the SmartThings app")
        return await receiver.wait(
            lambda found: found.answered == HTTPStatus.INTERNAL_SERVER_ERROR,
            context.patience.event,
            since=since,
        )
    finally:
        receiver.failing = 0
        if switch:
            await switch.put_back()


def _repeats_of(failed: Received, other: Received) -> bool:
    """Return whether a delivery repeats an event for the same subscription."""
    return not set(identities(failed)).isdisjoint(identities(other))


async def _subscriptions_after_failure(context: Context) -> Finding:
    if all(delivery.answered == HTTPStatus.OK for delivery in event_deliveries(context)):
        not_tried("no delivery failed")
    left = await count(context)
    return Finding(left == context.subscribed, f"{left} of {context.subscribed} are still there")


async def _uninstall(context: Context) -> Finding:
    installation, receiver = context.the_installation(), context.the_receiver()
    since = len(receiver.received)
    answer = await call_app(context, "DELETE", installation.path)
    if not answer.ok:
        answer = await context.api.call("DELETE", installation.path, token=context.pat)
    if not answer.ok:
        return different(answer.summary)
    context.installation = None
    received = await receiver.wait(
        lambda found: isinstance(found.lifecycle, Uninstall),
        context.patience.uninstall,
        since=since,
    )
    if received is None:
        return different(f"no UNINSTALL within {context.patience.uninstall:g} s")
    return Finding(not received.refusal, f"UNINSTALL came, {received.refusal or 'authentic'}")


ATTEMPTS: Final[Attempts] = {
    "our-subscriptions": _our_subscriptions,
    "switch-events": _switch_events,
    "overlapping-subscriptions": _overlap,
    "redelivery": _redelivery,
    "subscriptions-after-failure": _subscriptions_after_failure,
    "burst": _burst,
    "uninstall": _uninstall,
}
