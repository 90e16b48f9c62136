"""Sends events over a connection that the app holds open (platform reference 11)."""

import asyncio
from dataclasses import dataclass, field
from uuid import uuid4

from simulator.devices.device import JsonObject
from simulator.devices.home import HomeEvent
from simulator.json_tools import as_list, encode

SINK_LIMIT = 2
"""Sinks of an installed app; of what the platform counts them is unverified."""


@dataclass(slots=True, kw_only=True)
class Sink:
    """One sink. There is no stream until its URL is requested; earlier events are not kept."""

    installed_app_id: str
    name: str
    filters: list[JsonObject]
    sink_id: str = field(default_factory=lambda: str(uuid4()))
    stream: asyncio.Queue[bytes | None] | None = None
    """Its chunks; None ends it."""

    def end(self) -> None:
        """End an open stream."""
        if self.stream is not None:
            self.stream.put_nowait(None)

    def wants(self, event: HomeEvent) -> bool:
        """Return whether a filter names the location and the type of an event."""
        return any(
            event.location_id in as_list(item.get("value"))
            and event.event_type in as_list(item.get("eventType"))
            for item in self.filters
        )


class Sinks:
    """The sinks of all installed apps."""

    def __init__(self) -> None:
        """Start without sinks."""
        self.by_id: dict[str, Sink] = {}

    def of(self, installed_app_id: str | None) -> list[Sink]:
        """Return the sinks of an installed app."""
        return [sink for sink in self.by_id.values() if sink.installed_app_id == installed_app_id]

    def remove(self, sink: Sink) -> None:
        """Remove a sink and end its stream, which the platform is likely to do as well."""
        del self.by_id[sink.sink_id]
        sink.end()

    def close(self) -> None:
        """End all streams."""
        for sink in self.by_id.values():
            sink.end()

    def publish(self, event: HomeEvent) -> None:
        """Send an event once to each open stream that wants it."""
        for sink in self.by_id.values():
            if sink.stream is not None and sink.wants(event):
                sink.stream.put_nowait(named_event(event.event_type, encode(_element(event, sink))))


def named_event(name: str, data: bytes) -> bytes:
    """Return an event of a stream."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), data)


def _element(event: HomeEvent, sink: Sink) -> JsonObject:
    """Return the data of an event, which differs from that of a delivery (platform reference 7)."""
    payload: JsonObject = {
        **event.payload,
        "ownerId": event.location_id,
        "ownerType": "LOCATION",
    }
    if event.event_type == "DEVICE_EVENT":
        payload |= {"subscriptionName": sink.name, "commandId": "", "sensitive": False}
    return {
        "eventTime": int(event.time.timestamp() * 1000),
        "eventType": event.event_type,
        event.payload_key: payload,
    }
