"""The actions of a whole location: subscriptions and messages."""

from homeassistant.core import ServiceCall, ServiceResponse

from ..cloud.api.notification import Notification
from ..cloud.json_types import Json
from ..cloud.subscription_plan import DeviceCapability, SourceType, Subscription
from ..errors import MESSAGE, READING
from ..runtime import Runtime
from .errors import cloud_errors_of
from .schemas import ATTR_IMAGE_URL, ATTR_MESSAGE, ATTR_TITLE
from .targets import location_and_device_of, location_of


async def sync_subscriptions(call: ServiceCall) -> ServiceResponse:
    """Compare the subscriptions with the plan, fix them, and return the result."""
    runtime = location_of(call)
    name = runtime.entry.title
    # A task of the entry, so that it ends when the entry is unloaded.
    with cloud_errors_of(name, READING):
        found = await runtime.result_of(runtime.compare_subscriptions())
    rows: dict[str, Json] = {
        word: [_subscription_row(runtime, wanted) for wanted in listed]
        for word, listed in (
            ("created", found.created),
            ("deleted", found.deleted),
            ("kept", found.kept),
            ("refused", found.refused),
        )
    }
    return {**rows, "polled": [_polled_row(runtime, pair) for pair in found.polled]}


def _subscription_row(runtime: Runtime, wanted: Subscription) -> dict[str, Json]:
    row: dict[str, Json] = {"source_type": wanted.source_type.value}
    match wanted.source_type:
        case SourceType.DEVICE:
            row["device"] = _label(runtime, wanted.device_id)
        case SourceType.CAPABILITY:
            row["capability"] = wanted.capability
    return row


def _polled_row(runtime: Runtime, pair: DeviceCapability) -> dict[str, Json]:
    return {"device": _label(runtime, pair.device_id), "capability": pair.capability}


def _label(runtime: Runtime, device_id: str) -> str:
    """Return the name of a device, its id if it no longer exists."""
    stored = runtime.devices.get(device_id)
    return stored.device.label if stored else device_id


async def notify(call: ServiceCall) -> ServiceResponse:
    """Send a push message to the phones of the location."""
    runtime, target = await location_and_device_of(call)
    notification = Notification(
        message=call.data[ATTR_MESSAGE],
        title=call.data[ATTR_TITLE],
        device_id=target.device_id if target else "",
        image_url=call.data.get(ATTR_IMAGE_URL, ""),
    )
    with cloud_errors_of(runtime.entry.title, MESSAGE):
        return await runtime.client.notify(runtime.location_id, notification)
