"""The history of devices: request and items of the reply (platform reference 9)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from ..json_types import Json, JsonObject, as_object, moment, text
from ..models import MAIN, UnusableItemError
from ..parsing import parse_items


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """One report of a device."""

    time: datetime
    text: str
    """A sentence by the platform."""
    device_id: str
    device_name: str
    component: str
    capability: str
    attribute: str
    value: Json
    unit: str | None = None
    data: JsonObject = field(default_factory=dict)
    """Details of the value, as in an event."""


def parse_history_item(raw: JsonObject) -> HistoryItem:
    """Read an item of the history. Raises UnusableItemError without a time."""
    time = moment(raw.get("epoch")) or moment(raw.get("time"))
    if time is None:
        key = "time"
        raise UnusableItemError(key)
    return HistoryItem(
        time=time,
        text=text(raw, "text"),
        device_id=text(raw, "deviceId"),
        device_name=text(raw, "deviceName"),
        component=text(raw, "component") or MAIN,
        capability=text(raw, "capability"),
        attribute=text(raw, "attribute"),
        value=raw.get("value"),
        unit=text(raw, "unit") or None,
        data=as_object(raw.get("data")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HistorySpan:
    """Selects items: of all devices or one, between two times, up to a number."""

    device_id: str = ""
    limit: int
    page: int | None = None
    """Items to request at a time, None to request all in one call."""
    before: datetime | None = None
    after: datetime | None = None
    oldest_first: bool = False
    """Whether the items start with the oldest one."""

    def params(self, location_id: str) -> dict[str, str]:
        """Return the query parameters.

        The meaning of a query with both times is not documented. So it has only the time where the
        items start, and :meth:`filled_by` checks the other one.
        """
        params = {
            "locationId": location_id,
            "limit": str(min(self.limit, self.page or self.limit)),
            "oldestFirst": str(self.oldest_first).lower(),
        }
        if self.device_id:
            params["deviceId"] = self.device_id
        if start := self.after if self.oldest_first else self.before:
            word = "After" if self.oldest_first else "Before"
            params[f"paging{word}Epoch"] = str(int(start.timestamp() * 1000))
        return params

    def holds(self, time: datetime) -> bool:
        """Return whether a time is between the two times, and not one of them."""
        return (self.after is None or time > self.after) and (
            self.before is None or time < self.before
        )

    def filled_by(self, raw: list[Json]) -> bool:
        """Return whether no selected item can follow after these items."""
        items, _ = parse_items(raw, parse_history_item)
        end = self.before if self.oldest_first else self.after
        passed = end is not None and bool(items) and not self.holds(items[-1].time)
        return len(items) >= self.limit or passed

    def chosen(self, items: Iterable[HistoryItem]) -> list[HistoryItem]:
        """Return the selected items."""
        return [item for item in items if self.holds(item.time)][: self.limit]
