"""What a SmartThings location consists of: devices, values, rooms, modes, scenes, commands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from .json_types import Json, JsonObject

MAIN = "main"
"""The component that every device has."""

_NO_CATEGORY = ("", "Other", "Others")


class UnusableItemError(ValueError):
    """An item has no id, so it cannot be used."""


class AttributeKey(NamedTuple):
    """Identifies a value within one device."""

    component: str
    capability: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Value:
    """The last reported value of one attribute.

    Events have no ``unit``, only status reads do (platform reference 7). ``time`` is when the
    device reported the value, by the cloud's clock.
    """

    value: Json
    unit: str | None = None
    data: JsonObject = field(default_factory=dict)
    time: datetime | None = None


type Status = Mapping[AttributeKey, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of a device with its capabilities, ``main`` being the first."""

    component_id: str
    label: str = ""
    capabilities: frozenset[str] = frozenset()
    versions: Mapping[str, int] = field(default_factory=dict)
    """The versions of capabilities, without those of version 1."""
    categories: tuple[str, ...] = ()
    """Category names, the user's own choice before the manufacturer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device as ``GET /devices`` lists it, without its status (platform reference 8.1)."""

    device_id: str
    label: str
    name: str = ""
    location_id: str = ""
    room_id: str | None = None
    device_type: str = ""
    manufacturer: str | None = None
    model: str | None = None
    """The model; never the name of the manufacturer."""
    model_id: str | None = None
    presentation: str = ""
    """Id of the presentation in the SmartThings app; devices of one model share it."""
    zigbee_eui: str | None = None
    """The address of a Zigbee radio, 16 hexadecimal digits."""
    mac: str | None = None
    """The MAC address of a hub."""
    serial_number: str | None = None
    sw_version: str | None = None
    hw_version: str | None = None
    parent_id: str | None = None
    components: Mapping[str, Component] = field(default_factory=dict)

    @property
    def category(self) -> str:
        """The category of the main component, or an empty string."""
        main = self.components.get(MAIN)
        return main.categories[0] if main and main.categories else ""

    def category_of(self, component_id: str) -> str:
        """Return the category of a component, or of the device if that one is missing or Other."""
        component = self.components.get(component_id)
        own = component.categories[0] if component and component.categories else ""
        return self.category if own in _NO_CATEGORY else own

    def version_of(self, component_id: str, capability: str) -> int:
        """Return the version of a capability, 1 if the device does not list it."""
        component = self.components.get(component_id)
        return component.versions.get(capability, 1) if component else 1

    @property
    def capabilities(self) -> frozenset[str]:
        """The capabilities of all components."""
        return frozenset().union(*(item.capabilities for item in self.components.values()))


class Health(NamedTuple):
    """Whether the cloud reaches a device: ONLINE, OFFLINE, UNHEALTHY or UNKNOWN (8.3)."""

    state: str
    time: datetime | None = None

    @property
    def online(self) -> bool:
        """Whether the device is reachable: any state except OFFLINE."""
        return self.state != "OFFLINE"


class ListedDevice(NamedTuple):
    """One item of a device list; status and health are None if the reply does not have them."""

    device: Device
    status: Status | None
    health: Health | None
    unreadable: int = 0
    """Components, capabilities and attributes that could not be read."""


@dataclass(frozen=True, slots=True)
class Location:
    """A location; ``temperature_scale`` is ``C`` or ``F`` if known."""

    location_id: str
    name: str
    temperature_scale: str | None = None


class Room(NamedTuple):
    """A room of a location."""

    room_id: str
    name: str


class Mode(NamedTuple):
    """A mode of a location, for example Home, Away or Night."""

    mode_id: str
    name: str


class Scene(NamedTuple):
    """A scene that can be executed."""

    scene_id: str
    name: str
    location_id: str


class Schedule(NamedTuple):
    """A time at which the cloud sends an event of its own."""

    name: str
    expression: str
    """Quartz cron without the field for seconds: minute, hour, day, month, weekday, year."""
    timezone: str

    def as_json(self) -> JsonObject:
        """Return the body of a request that creates it."""
        return {
            "name": self.name,
            "cron": {"expression": self.expression, "timezone": self.timezone},
        }


class CommandResult(NamedTuple):
    """The result of one command: ACCEPTED means queued, not executed (8.4)."""

    command_id: str
    status: str

    def as_json(self) -> JsonObject:
        """Return the result as the API sends it."""
        return {"id": self.command_id, "status": self.status}


@dataclass(frozen=True, slots=True)
class Command:
    """One command to one capability of a component (platform reference 8.4)."""

    capability: str
    command: str
    arguments: tuple[Json, ...] = ()
    component: str = MAIN

    def as_json(self) -> JsonObject:
        """Return the command as the API expects it."""
        return {
            "component": self.component,
            "capability": self.capability,
            "command": self.command,
            "arguments": list(self.arguments),
        }


@dataclass(frozen=True, slots=True)
class InstalledApp:
    """An installation of the SmartApp in one location (platform reference 3.4)."""

    installed_app_id: str
    location_id: str
    app_id: str = ""
    status: str = ""
    permissions: tuple[str, ...] = ()
