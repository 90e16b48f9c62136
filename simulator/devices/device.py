"""A simulated device, and functions that make one.

Shapes are those of `GET /devices` and `GET /devices/{id}/status` (platform reference 8.1 and 8.2).
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None
type JsonObject = dict[str, Json]
type Attributes = dict[str, JsonObject]
type Status = dict[str, dict[str, Attributes]]

OWNER = "6f0f1c5e-8c0b-4f6a-9a57-2f5be1d7c3a9"
MAIN = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value with its unit or data, for `make_device`. A plain value needs no `Reading`."""

    value: Json
    unit: str | None = None
    data: JsonObject | None = None


type Readings = Mapping[str, Mapping[str, Json | Reading]]


@dataclass(slots=True, kw_only=True)
class Keypad:
    """What a lock knows about its codes beyond its status."""

    codes: dict[int, str] = field(default_factory=dict, repr=False)
    """The codes by slot, as far as they were set by commands."""
    answers: deque[str] = field(default_factory=deque)
    """Answers to the next commands in place of the usual ones: a status such as `failure`, or
    `none` for no answer."""
    seconds: float = 0.05
    """Time from a command to the answer. Another command in between is answered with `busy`."""
    busy_until: float = 0.0
    """End of the current command, by the monotonic clock."""


@dataclass(slots=True, kw_only=True)
class SimDevice:
    """A device as the cloud knows it.

    `item` is the element of `GET /devices` without status and health, `status` maps component,
    capability and attribute to `{value, unit?, data?, timestamp?}`, `health` is the body of
    `GET /devices/{id}/health`.
    """

    item: JsonObject
    status: Status
    health: JsonObject
    resources: dict[str, JsonObject] = field(default_factory=dict)
    """What the capability `execute` reads and writes, by path. The status does not have it."""
    keypad: Keypad = field(default_factory=Keypad)

    @property
    def device_id(self) -> str:
        """The id of the device."""
        return str(self.item["deviceId"])

    @property
    def label(self) -> str:
        """The name that the user chose, or an empty string."""
        return str(self.item.get("label") or "")

    @property
    def location_id(self) -> str:
        """The id of its location."""
        return str(self.item["locationId"])

    @property
    def room_id(self) -> str | None:
        """The id of its room, None if it is in no room."""
        room_id = self.item.get("roomId")
        return room_id if isinstance(room_id, str) else None

    @property
    def type(self) -> str:
        """The type, for example ZIGBEE (platform reference 8.1)."""
        return str(self.item["type"])

    @property
    def online(self) -> bool:
        """Whether the cloud reaches the device."""
        return self.health["state"] == "ONLINE"

    @property
    def hub_id(self) -> str:
        """The id of its hub, or an empty string. A hub is its own."""
        if self.type == "HUB":
            return self.device_id
        block = self.item.get(self.type.lower())
        return str(block.get("hubId", "")) if isinstance(block, dict) else ""

    @property
    def category(self) -> str:
        """The manufacturer's category of the main component, or an empty string."""
        components = self.item["components"]
        first = components[0] if isinstance(components, list) and components else None
        categories = first.get("categories") if isinstance(first, dict) else None
        entry = categories[0] if isinstance(categories, list) and categories else None
        return str(entry["name"]) if isinstance(entry, dict) else ""

    def value(self, component: str, capability: str, attribute: str) -> Json:
        """Return the value of an attribute, None if there is none."""
        attributes = self.status.get(component, {}).get(capability, {})
        return attributes.get(attribute, {}).get("value")


def timestamp(moment: datetime) -> str:
    """Return a time in the format of the cloud: ISO, UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def attribute_entry(reading: Json | Reading, moment: datetime) -> JsonObject:
    """Return the status entry of a reading. A value that was never reported has no time."""
    if not isinstance(reading, Reading):
        reading = Reading(value=reading)
    entry: JsonObject = {"value": reading.value}
    if reading.unit is not None:
        entry["unit"] = reading.unit
    if reading.data is not None:
        entry["data"] = reading.data
    if reading.value is not None:
        entry["timestamp"] = timestamp(moment)
    return entry


def _component(
    component_id: str, capabilities: Mapping[str, int], category: str, user_category: str | None
) -> JsonObject:
    categories: list[Json] = [{"name": category, "categoryType": "manufacturer"}]
    if user_category is not None:
        categories.append({"name": user_category, "categoryType": "user"})
    return {
        "id": component_id,
        "label": component_id,
        "capabilities": [
            {"id": capability, "version": version} for capability, version in capabilities.items()
        ],
        "categories": categories,
    }


def make_device(  # noqa: PLR0913 (a device has that many properties)
    device_id: str,
    label: str,
    *,
    location_id: str,
    components: Mapping[str, Readings],
    versions: Mapping[str, int] | None = None,
    room_id: str | None = None,
    category: str = "Other",
    user_category: str | None = None,
    name: str | None = None,
    manufacturer: str = "Hazelbrook",
    type: str = "VIRTUAL",  # noqa: A002 (the name in the API)
    block: JsonObject | None = None,
    parent_id: str | None = None,
    fields: JsonObject | None = None,
    at: datetime | None = None,
) -> SimDevice:
    """Build a device.

    `components` has a value or a `Reading` by component, capability and attribute. `versions` has
    the version by capability, if it is not 1. `block` is the object that is named after the type
    (`zigbee`, `ocf`, ...). `fields` are other members of the item. `at` is the time of the values,
    by default now.
    """
    moment = at or datetime.now(UTC)
    versions = versions or {}
    facts: JsonObject = {
        "deviceId": device_id,
        "name": name or label.lower().replace(" ", "-"),
        "label": label,
        "manufacturerName": manufacturer,
        "locationId": location_id,
        "components": [
            _component(
                component_id,
                {capability: versions.get(capability, 1) for capability in capabilities},
                category if component_id == MAIN else "Other",
                user_category if component_id == MAIN else None,
            )
            for component_id, capabilities in components.items()
        ],
        "type": type,
    }
    if room_id is not None:
        facts["roomId"] = room_id
    if parent_id is not None:
        facts["parentDeviceId"] = parent_id
    if block is not None:
        facts[type.lower()] = block
    status: Status = {
        component_id: {
            capability: {
                attribute: attribute_entry(reading, moment)
                for attribute, reading in attributes.items()
            }
            for capability, attributes in capabilities.items()
        }
        for component_id, capabilities in components.items()
    }
    return listed_device(facts | (fields or {}), status, moment)


def listed_device(facts: JsonObject, status: Status, at: datetime) -> SimDevice:
    """Return a device that is online; members of its item that `facts` lacks are invented.

    `facts` has at least `deviceId`, `name`, `manufacturerName`, `locationId`, `components` and
    `type`. `at` is the time of its last report.
    """
    maker = facts["manufacturerName"]
    kind = f"{maker}/{facts['name']}"
    item: JsonObject = {
        "presentationId": str(uuid5(NAMESPACE_URL, f"presentation/{kind}")),
        "deviceManufacturerCode": maker,
        "ownerId": OWNER,
        "createTime": "2025-04-12T08:15:30.250Z",
        "profile": {"id": str(uuid5(NAMESPACE_URL, f"profile/{kind}"))},
        "restrictionTier": 0,
        "allowed": None,
        "executionContext": "LOCAL" if "parentDeviceId" in facts else "CLOUD",
        "relationships": [],
        **facts,
    }
    health: JsonObject = {
        "deviceId": facts["deviceId"],
        "state": "ONLINE",
        "lastUpdatedDate": timestamp(at),
    }
    return SimDevice(item=item, status=status, health=health)
