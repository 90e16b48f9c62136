"""The state of the simulated homes, without any HTTP.

Every change goes through a method of `Home`, which tells the listeners what happened in the words
of platform reference 7.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import uuid1, uuid4

from simulator.commands.behaviour import DefinitionOf, Effect, effects, undefined

from .device import OWNER, Attributes, Json, JsonObject, SimDevice, timestamp

__all__ = [
    "Action",
    "Home",
    "HomeEvent",
    "Json",
    "JsonObject",
    "SimDevice",
    "UnknownTargetError",
    "value_type",
]


class UnknownTargetError(LookupError):
    """The device, component, capability, room, mode or scene named is not in this home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeEvent:
    """Something that happened; becomes one element of `events[]` (platform reference 7).

    `payload` is the complete object under `payload_key` without `subscriptionName`, `time` an
    aware UTC moment.
    """

    location_id: str
    event_type: str
    payload_key: str
    payload: JsonObject
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One command of a scene, in the form of an element of `commands` (platform reference 8.4)."""

    device_id: str
    command: JsonObject


def value_type(value: Json) -> str:
    """Return the word of `valueType`; only `string` was ever captured, the others are likely."""
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case list():
            return "json_array"
        case dict():
            return "json_object"
        case _:
            return "string"


def _now() -> datetime:
    return datetime.now(UTC)


def _call_later(delay: float, action: Callable[[], None]) -> None:
    if delay <= 0:
        action()
    else:
        asyncio.get_running_loop().call_later(delay, action)


class Home:
    """All locations of one account with their rooms, modes, scenes and devices.

    `clock`, `call_later` and `definition_of` may be replaced: `clock` gives the time of every
    change, `call_later` runs an effect some seconds later (the server counts them, so that it can
    wait for them), `definition_of` tells what a capability is that `behaviour` does not know.
    """

    def __init__(self) -> None:
        """Start with nothing in it."""
        self.clock: Callable[[], datetime] = _now
        self.call_later: Callable[[float, Callable[[], None]], object] = _call_later
        self.definition_of: DefinitionOf = undefined
        self.locations: dict[str, JsonObject] = {}
        self.rooms: dict[str, list[JsonObject]] = {}
        self.modes: dict[str, list[JsonObject]] = {}
        self.current_modes: dict[str, str] = {}
        self.arm_states: dict[str, str] = {}
        self.scenes: dict[str, JsonObject] = {}
        self.scene_actions: dict[str, list[Action]] = {}
        self.devices: dict[str, SimDevice] = {}
        self._listeners: list[Callable[[HomeEvent], None]] = []
        self._orders: dict[tuple[str, tuple[str, str, str]], object] = {}

    def listen(self, listener: Callable[[HomeEvent], None]) -> Callable[[], None]:
        """Call `listener` for every event from now on; the result ends that."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def add_location(
        self, location: JsonObject, *, rooms: Iterable[JsonObject], modes: Iterable[JsonObject]
    ) -> None:
        """Add a location (body of `GET /locations/{id}`); its first mode is the current one."""
        location_id = str(location["locationId"])
        self.locations[location_id] = location
        self.rooms[location_id] = list(rooms)
        self.modes[location_id] = list(modes)
        self.current_modes[location_id] = str(self.modes[location_id][0]["id"])
        self.arm_states[location_id] = "DISARMED"

    def device(self, device_id: str) -> SimDevice:
        """Return a device.

        Raises UnknownTargetError.
        """
        if device_id not in self.devices:
            msg = f"no device {device_id}"
            raise UnknownTargetError(msg)
        return self.devices[device_id]

    def set_attribute(  # noqa: PLR0913 (an attribute is named by four words)
        self,
        device_id: str,
        component: str,
        capability: str,
        attribute: str,
        value: Json,
        *,
        data: JsonObject | None = None,
        unit: str | None = None,
        report: bool = True,
    ) -> None:
        """Write a value with its time into the status and emit its DEVICE_EVENT.

        `stateChange` says whether the value differs. The unit stays unless a new one is given.
        `report=False` leaves the event out: a push that was lost.
        Raises UnknownTargetError.
        """
        attributes = self._attributes(self.device(device_id), component, capability)
        entry = attributes.setdefault(attribute, {"value": None})
        changed = entry["value"] != value
        now = self.clock()
        entry.pop("data", None)
        entry |= {"value": value, "timestamp": timestamp(now)}
        if unit is not None:
            entry["unit"] = unit
        if data is not None:
            entry["data"] = data
        if report:
            self._emit(
                self.devices[device_id].location_id,
                "DEVICE_EVENT",
                "deviceEvent",
                {
                    "deviceId": device_id,
                    "componentId": component,
                    "capability": capability,
                    "attribute": attribute,
                    "value": value,
                    "valueType": value_type(value),
                    "stateChange": changed,
                    "data": data or {},
                },
                now,
            )

    def plan(self, device: SimDevice, command: JsonObject, index: int) -> list[Effect]:
        """Return what a command would do, see `behaviour.effects`. Raises CommandError."""
        return effects(device, command, index, self.definition_of)

    def apply(self, device_id: str, planned: Iterable[Effect], *, delay: float = 0.0) -> None:
        """Carry out the effects of one command, each at its time, `delay` seconds later at least.

        A newer command ends what an older one has still to do later on the same attribute: a
        shade that is stopped does not arrive.
        """
        planned = list(planned)
        order = object()
        for effect in planned:
            self._orders[device_id, effect.target] = order
        for effect in planned:
            self.call_later(
                delay + effect.after, partial(self._carry_out, device_id, effect, order)
            )

    def _carry_out(self, device_id: str, effect: Effect, order: object) -> None:
        superseded = effect.after > 0 and self._orders[device_id, effect.target] is not order
        if device_id in self.devices and not superseded:
            self.set_attribute(
                device_id, effect.component, effect.capability, effect.attribute, effect.value
            )

    def set_health(self, device_id: str, state: str, reason: str = "NONE") -> None:
        """Set the health (ONLINE, OFFLINE, UNHEALTHY) and emit DEVICE_HEALTH_EVENT.

        A hub emits HUB_HEALTH_EVENT as well. Raises UnknownTargetError.
        """
        device = self.device(device_id)
        now = self.clock()
        device.health |= {"state": state, "lastUpdatedDate": timestamp(now)}
        self._emit(
            device.location_id,
            "DEVICE_HEALTH_EVENT",
            "deviceHealthEvent",
            {
                "deviceId": device_id,
                "hubId": device.hub_id,
                "status": state,
                "reason": reason,
            },
            now,
        )
        if device.type == "HUB":
            self._emit(
                device.location_id,
                "HUB_HEALTH_EVENT",
                "hubHealthEvent",
                {
                    "hubId": device_id,
                    "status": state,
                    "reason": "NONE" if state == "ONLINE" else "DISCONNECTED",
                },
                now,
            )

    def add_device(self, device: SimDevice) -> None:
        """Add a device and emit its lifecycle CREATE; ValueError where the id is taken."""
        if device.device_id in self.devices:
            msg = f"device {device.device_id} exists"
            raise ValueError(msg)
        self.devices[device.device_id] = device
        create: JsonObject = {
            "presentationId": device.item["presentationId"],
            "manufacturerName": device.item["manufacturerName"],
            "categories": [],
            "parentDeviceId": device.item.get("parentDeviceId", ""),
            "hubId": device.hub_id,
        }
        self._device_lifecycle(device, "CREATE", "create", create, name="", principal="")

    def remove_device(self, device_id: str) -> None:
        """Remove a device and emit its lifecycle DELETE. Raises UnknownTargetError."""
        device = self.device(device_id)
        del self.devices[device_id]
        delete: JsonObject = {"roomId": "", "parentDeviceId": "", "hubId": ""}
        self._device_lifecycle(device, "DELETE", "delete", delete, name="")

    def rename_device(self, device_id: str, label: str) -> None:
        """Give a device another label and emit UPDATE. Raises UnknownTargetError."""
        device = self.device(device_id)
        update: JsonObject = {"labelDiff": {"old": device.label, "new": label}}
        device.item["label"] = label
        self._device_lifecycle(device, "UPDATE", "update", update)

    def move_device(self, device_id: str, room_id: str) -> None:
        """Put a device into another room of its location and emit ROOM_MOVE.

        Raises UnknownTargetError.
        """
        device = self.device(device_id)
        if all(room["roomId"] != room_id for room in self.rooms[device.location_id]):
            msg = f"no room {room_id}"
            raise UnknownTargetError(msg)
        move: JsonObject = {"roomIdFrom": device.room_id or "", "roomIdTo": room_id}
        device.item["roomId"] = room_id
        self._device_lifecycle(device, "ROOM_MOVE", "roomMove", move)

    def add_capability(
        self, device_id: str, component: str, capability: str, attributes: Attributes
    ) -> None:
        """Give a device a capability it did not have, as a new driver does, and emit UPDATE.

        Raises UnknownTargetError.
        """
        device = self.device(device_id)
        components = device.item["components"]
        for item in components if isinstance(components, list) else []:
            if isinstance(item, dict) and item["id"] == component:
                capabilities = item["capabilities"]
                if isinstance(capabilities, list):
                    capabilities.append({"id": capability, "version": 1})
        self._capabilities(device, component)[capability] = attributes
        self._device_lifecycle(device, "UPDATE", "update", {})

    def set_mode(self, location_id: str, mode_id: str) -> None:
        """Set the current mode and emit MODE_EVENT. Raises UnknownTargetError."""
        if all(mode["id"] != mode_id for mode in self.modes.get(location_id, [])):
            msg = f"no mode {mode_id}"
            raise UnknownTargetError(msg)
        self.current_modes[location_id] = mode_id
        self._emit(location_id, "MODE_EVENT", "modeEvent", {"modeId": mode_id})

    def set_arm_state(self, location_id: str, arm_state: str) -> None:
        """Set the state of the alarm and emit SECURITY_ARM_STATE_EVENT.

        `arm_state` is ARMED_STAY, ARMED_AWAY, DISARMED or UNKNOWN.
        """
        self.arm_states[location_id] = arm_state
        payload: JsonObject = {"armState": arm_state, "optionalArguments": {}}
        self._emit(location_id, "SECURITY_ARM_STATE_EVENT", "securityArmStateEvent", payload)

    def add_scene(
        self,
        location_id: str,
        name: str,
        actions: Iterable[Action],
        *,
        scene_id: str | None = None,
        icon: str | None = None,
    ) -> str:
        """Add a scene, emit its lifecycle CREATE and return its id."""
        scene_id = scene_id or str(uuid4())
        now = self._milliseconds()
        self.scenes[scene_id] = {
            "sceneId": scene_id,
            "sceneName": name,
            "sceneIcon": icon,
            "sceneColor": None,
            "locationId": location_id,
            "createdBy": OWNER,
            "createdDate": now,
            "lastUpdatedDate": now,
            "lastExecutedDate": None,
            "editable": False,
            "apiVersion": "20200501",
        }
        self.scene_actions[scene_id] = list(actions)
        self._scene_lifecycle(self.scenes[scene_id], "CREATE")
        return scene_id

    def rename_scene(self, scene_id: str, name: str) -> None:
        """Give a scene another name and emit UPDATE. Raises UnknownTargetError."""
        scene = self._scene(scene_id)
        scene |= {"sceneName": name, "lastUpdatedDate": self._milliseconds()}
        self._scene_lifecycle(scene, "UPDATE")

    def remove_scene(self, scene_id: str) -> None:
        """Remove a scene and emit DELETE. Raises UnknownTargetError."""
        scene = self._scene(scene_id)
        del self.scenes[scene_id], self.scene_actions[scene_id]
        self._scene_lifecycle(scene, "DELETE")

    def execute_scene(self, scene_id: str, *, delay: float = 0.0) -> None:
        """Perform the commands of a scene on the devices that are there and online.

        Raises UnknownTargetError; CommandError where an action is no command of its device.
        """
        self._scene(scene_id)["lastExecutedDate"] = self._milliseconds()
        for index, action in enumerate(self.scene_actions[scene_id]):
            device = self.devices.get(action.device_id)
            if device is not None and device.online:
                planned = self.plan(device, action.command, index)
                self.apply(action.device_id, planned, delay=delay)

    def _scene(self, scene_id: str) -> JsonObject:
        if scene_id not in self.scenes:
            msg = f"no scene {scene_id}"
            raise UnknownTargetError(msg)
        return self.scenes[scene_id]

    def _milliseconds(self) -> int:
        return int(self.clock().timestamp() * 1000)

    @staticmethod
    def _capabilities(device: SimDevice, component: str) -> dict[str, Attributes]:
        if component not in device.status:
            msg = f"{device.device_id} has no component {component}"
            raise UnknownTargetError(msg)
        return device.status[component]

    def _attributes(self, device: SimDevice, component: str, capability: str) -> Attributes:
        capabilities = self._capabilities(device, component)
        if capability not in capabilities:
            msg = f"{device.device_id} has no {capability} in {component}"
            raise UnknownTargetError(msg)
        return capabilities[capability]

    def _device_lifecycle(  # noqa: PLR0913
        self,
        device: SimDevice,
        lifecycle: str,
        key: str,
        details: JsonObject,
        *,
        name: str | None = None,
        principal: str = OWNER,
    ) -> None:
        payload: JsonObject = {
            "lifecycle": lifecycle,
            "deviceId": device.device_id,
            "deviceName": device.label if name is None else name,
            "principal": principal,
            key: details,
        }
        self._emit(device.location_id, "DEVICE_LIFECYCLE_EVENT", "deviceLifecycleEvent", payload)

    def _scene_lifecycle(self, scene: JsonObject, lifecycle: str) -> None:
        payload: JsonObject = {
            "lifecycle": lifecycle,
            "sceneId": scene["sceneId"],
            lifecycle.lower(): {},
        }
        location_id = str(scene["locationId"])
        self._emit(location_id, "SCENE_LIFECYCLE_EVENT", "sceneLifecycleEvent", payload)

    def _emit(
        self,
        location_id: str,
        event_type: str,
        payload_key: str,
        payload: JsonObject,
        time: datetime | None = None,
    ) -> None:
        event = HomeEvent(
            location_id=location_id,
            event_type=event_type,
            payload_key=payload_key,
            payload={"eventId": str(uuid1()), "locationId": location_id, **payload},
            time=time or self.clock(),
        )
        for listener in tuple(self._listeners):
            listener(event)
