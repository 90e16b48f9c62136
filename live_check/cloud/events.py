"""The events that were delivered, in the order of their arrival (platform reference 7)."""

from collections.abc import Iterable

from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import EventDelivery
from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object, text
from live_check.cloud.receiver import Received
from live_check.context import SWITCH, Context
from live_check.findings import not_tried


def event_deliveries(context: Context) -> list[Received]:
    """Return the EVENT deliveries so far. Raises NotTriedError if there are none."""
    found = context.the_receiver().of(context.the_app().the_target(), EventDelivery)
    return found or not_tried("no event came; switch or rename something during the run")


def elements_of(deliveries: Iterable[Received]) -> list[JsonObject]:
    """Return the elements of `events[]` of all deliveries."""
    return [element for delivery in deliveries for element in delivery.events]


def payload_of(element: JsonObject) -> JsonObject:
    """Return the object with the content of an element."""
    return next((as_object(value) for value in element.values() if isinstance(value, dict)), {})


def identities(delivery: Received) -> list[tuple[str, str]]:
    """Return what distinguishes the events of a delivery: event id and name of the subscription."""
    return [
        (text(payload, "eventId"), text(payload, "subscriptionName"))
        for payload in map(payload_of, delivery.events)
    ]


def switch_events(deliveries: Iterable[Received], subscription_name: str) -> list[JsonObject]:
    """Return the switch events of a subscription in order, without repetitions."""
    found = {
        text(payload, "eventId"): payload
        for payload in map(payload_of, elements_of(deliveries))
        if text(payload, "subscriptionName") == subscription_name
        and text(payload, "attribute") == SWITCH
    }
    return [*found.values()]
