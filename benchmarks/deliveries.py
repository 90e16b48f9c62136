"""Signed deliveries of events without the simulator's sender, which would be measured as well."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid1

from yarl import URL

from custom_components.smartthings_smartapp.runtime import Runtime
from simulator import Simulator
from simulator.delivery.lifecycles import event
from simulator.delivery.signing import Draft, http_date
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import SYNTHETIC_LOCATION
from simulator.json_tools import encode

from .home_assistant import receiver_of

type Request = tuple[dict[str, str], bytes]


def element(device_id: str, capability: str, attribute: str, value: Json) -> JsonObject:
    """Return an element of ``events[]`` with the current time."""
    return {
        "eventTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventType": "DEVICE_EVENT",
        "deviceEvent": {
            "eventId": str(uuid1()),
            "locationId": SYNTHETIC_LOCATION,
            "deviceId": device_id,
            "componentId": "main",
            "capability": capability,
            "attribute": attribute,
            "value": value,
            "valueType": "string" if isinstance(value, str) else "number",
            "stateChange": True,
            "data": {},
            "subscriptionName": "benchmark",
        },
    }


def sign(simulator: Simulator, runtime: Runtime, elements: Sequence[JsonObject]) -> Request:
    """Return headers and body of a delivery."""
    (installed_app,) = simulator.installed_apps.values()
    app = simulator.apps[installed_app.app_id]
    signed = Draft(
        path=URL(receiver_of(runtime).url).raw_path,
        body=encode(event(app, installed_app, "token", list(elements))),
        date=http_date(datetime.now(UTC)),
        key=simulator.signing_key,
        digest_label="SHA256",
    ).sign()
    return signed.headers, signed.body
