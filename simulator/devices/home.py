"""The state of the simulated homes, without HTTP.

Every change goes through a method of `Home`, which notifies the listeners with an event in the
format of platform reference 7.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from uuid import uuid1, uuid4

from simulator.background_tasks import BackgroundTasks
from simulator.commands.behaviour import DefinitionOf, Effect, effects, undefined

from .device import OWNER, Attributes, Json, JsonObject, SimDevice, timestamp
from .pictures import link_pictures

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
    """The home has no such device, component, capability, room, mode or scene."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeEvent:
    """An event, which becomes one element of `events[]` (platform reference 7).

    `payload` is the object under `payload_key`, without `subscriptionName`. `time` is in UTC.
    """

    location_id: str
    event_type: str
    payload_key: str
    payload: JsonObject
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One command of a scene, as an element of `commands` (platform reference 8.4)."""

    device_id: str
    command: JsonObject


def value_type(value: Json) -> str:
    """Return the `valueType` of a value. Only `string` was ever recorded; the others are likely."""
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


class Home:
    """All locations of one account with their rooms, modes, scenes and devices.

    Tests may replace `clock`, the time of every change, and `call_later`, which starts the later
    effects of a command.
    """

    def __init__(self) -> None:
        """Start without locations."""
        self.background = BackgroundTasks()
        self.clock: Callable[[], datetime] = _now
        self.call_later: Callable[[float, Callable[[], None]], object] = self.background.call_later
        self.locations: dict[str, JsonObject] = {}
        self.rooms: dict[str, list[JsonObject]] = {}
        self.modes: dict[str, list[JsonObject]] = {}
        self.current_modes: dict[str, str] = {}
        self.arm_states: dict[str, str] = {}
        self.scenes: dict[str, JsonObject] = {}
        self.scene_actions: dict[str, list[Action]] = {}
        self.devices: dict[str, SimDevice] = {}
        self._origin = ""
        self._listeners: list[Callable[[HomeEvent], None]] = []
        self._orders: dict[tuple[str, tuple[str, str, str]], object] = {}

    def listen(self, listener: Callable[[HomeEvent], None]) -> Callable[[], None]:
        """Call `listener` for each event; return the function that ends this."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def add_location(
        self, location: JsonObject, *, rooms: Iterable[JsonObject], modes: Iterable[JsonObject]
    ) -> None:
        """Add a location, the body of `GET /locations/{id}`. Its first mode is the current one."""
        location_id = str(location["locationId"])
        self.locations[location_id] = location
        self.rooms[location_id] = list(rooms)
        self.modes[location_id] = list(modes)
        self.current_modes[location_id] = str(self.modes[location_id][0]["id"])
        self.arm_states[location_id] = "DISARMED"

    def device(self, device_id: str) -> SimDevice:
        """Return a device. Raises UnknownTargetError."""
        if device_id not in self.devices:
            msg = f"no device {device_id}"
            raise UnknownTargetError(msg)
        return self.devices[device_id]

    def serve_at(self, origin: str) -> None:
        """Give the pictures of the devices, also of later ones, their URL."""
        self._origin = origin
        for device in self.devices.values():
            link_pictures(device, origin)

    def set_attribute(  # noqa: PLR0913 (four words name an attribute)
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
        always: bool = False,
    ) -> None:
        """Write a value with its time into the status and emit its DEVICE_EVENT.

        `stateChange` of the event is whether the value is different, or `always` true. Without
        `unit`, the unit stays. With `report=False`, there is no event, as if it was lost. Raises
        UnknownTargetError.
        """
        attributes = self._attributes(self.device(device_id), component, capability)
        entry = attributes.setdefault(attribute, {"value": None})
        # For Python, true is 1 and false is 0.
        other_type = isinstance(entry["value"], bool) is not isinstance(value, bool)
        changed = always or other_type or entry["value"] != value
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

    def apply(self, device_id: str, planned: Iterable[Effect], *, delay: float = 0.0) -> None:
        """Apply the effects of one command, each at its time and after `delay` seconds.

        A newer command cancels the later effects of an older one on the same attribute: a shade
        that was stopped does not reach its position.
        """
        planned = list(planned)
        order = object()
        for effect in planned:
            self._orders[device_id, effect.target] = order
        for effect in planned:
            self.call_later(
                delay + effect.after, partial(self._apply_one, device_id, effect, order)
            )

    def _apply_one(self, device_id: str, effect: Effect, order: object) -> None:
        newer = self._orders[device_id, effect.target] is not order
        superseded = effect.after > 0 and newer and not effect.always
        if device_id in self.devices and not superseded:
            self.set_attribute(
                device_id,
                effect.component,
                effect.capability,
                effect.attribute,
                effect.value,
                data=effect.data,
                always=effect.always,
            )

    def set_health(self, device_id: str, state: str, reason: str = "NONE") -> None:
        """Set the health (ONLINE, OFFLINE, UNHEALTHY) and emit DEVICE_HEALTH_EVENT.

        A hub also emits HUB_HEALTH_EVENT. Raises UnknownTargetError.
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
        """Add a device and emit its lifecycle CREATE. Raises ValueError if it exists."""
        if device.device_id in self.devices:
            msg = f"device {device.device_id} exists"
            raise ValueError(msg)
        self.devices[device.device_id] = device
        link_pictures(device, self._origin)
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
        """Change the label of a device and emit UPDATE. Raises UnknownTargetError."""
        device = self.device(device_id)
        update: JsonObject = {"labelDiff": {"old": device.label, "new": label}}
        device.item["label"] = label
        self._device_lifecycle(device, "UPDATE", "update", update)

    def move_device(self, device_id: str, room_id: str) -> None:
        """Move a device to another room of its location and emit ROOM_MOVE.

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
        """Add a capability to a device, as a new driver does, and emit UPDATE.

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
        """Set the security state and emit SECURITY_ARM_STATE_EVENT.

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
        """Rename a scene and emit UPDATE. Raises UnknownTargetError."""
        scene = self._scene(scene_id)
        scene |= {"sceneName": name, "lastUpdatedDate": self._milliseconds()}
        self._scene_lifecycle(scene, "UPDATE")

    def remove_scene(self, scene_id: str) -> None:
        """Remove a scene and emit DELETE. Raises UnknownTargetError."""
        scene = self._scene(scene_id)
        del self.scenes[scene_id], self.scene_actions[scene_id]
        self._scene_lifecycle(scene, "DELETE")

    def execute_scene(
        self, scene_id: str, definition_of: DefinitionOf = undefined, *, delay: float = 0.0
    ) -> None:
        """Execute the commands of a scene on those of its devices that are online.

        Raises UnknownTargetError, and CommandError if a device does not have a command.
        """
        self._scene(scene_id)["lastExecutedDate"] = self._milliseconds()
        for index, action in enumerate(self.scene_actions[scene_id]):
            device = self.devices.get(action.device_id)
            if device is not None and device.online:
                planned = effects(device, action.command, index, definition_of)
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
