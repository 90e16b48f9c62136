"""The page of the simulated home: devices by room, their values, and controls.

The page is one HTML file without external resources. Its script renders the state, so that labels
are always text, never markup, and polls `/home/state`.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from simulator.devices.device import Json, JsonObject, SimDevice
from simulator.devices.home import Home


class Kind(StrEnum):
    """The control for an attribute."""

    TOGGLE = "toggle"
    SLIDER = "slider"
    CHOICE = "choice"
    PRESS = "press"


@dataclass(frozen=True, slots=True)
class Control:
    """An attribute with a control: its values, or its range."""

    kind: Kind
    attribute: str
    values: tuple[Json, ...] = ()
    supported: str | None = None


def _toggle(attribute: str, off: Json, on: Json) -> Control:
    return Control(Kind.TOGGLE, attribute, (off, on))


def _slider(attribute: str, low: float, high: float) -> Control:
    return Control(Kind.SLIDER, attribute, (low, high))


def _choice(attribute: str, *values: Json, supported: str | None = None) -> Control:
    return Control(Kind.CHOICE, attribute, values, supported)


CONTROLS = {
    "airConditionerFanMode": _choice("fanMode", supported="supportedAcFanModes"),
    "airConditionerMode": _choice("airConditionerMode", supported="supportedAcModes"),
    "alarm": _choice("alarm", "off", "siren", "strobe", "both"),
    "audioMute": _toggle("mute", "unmuted", "muted"),
    "audioVolume": _slider("volume", 0, 100),
    "battery": _slider("battery", 0, 100),
    "button": Control(Kind.PRESS, "button", ("pushed", "double", "held")),
    "carbonMonoxideDetector": _toggle("carbonMonoxide", "clear", "detected"),
    "colorTemperature": _slider("colorTemperature", 2000, 6500),
    "contactSensor": _toggle("contact", "closed", "open"),
    "doorControl": _toggle("door", "closed", "open"),
    "fanSpeed": _slider("fanSpeed", 0, 4),
    "lock": _toggle("lock", "locked", "unlocked"),
    "mediaInputSource": _choice("inputSource", supported="supportedInputSources"),
    "mediaPlayback": _choice("playbackStatus", "playing", "paused", "stopped"),
    "motionSensor": _toggle("motion", "inactive", "active"),
    "powerMeter": _slider("power", 0, 2000),
    "presenceSensor": _toggle("presence", "not present", "present"),
    "relativeHumidityMeasurement": _slider("humidity", 0, 100),
    "remoteControlStatus": _toggle("remoteControlEnabled", "false", "true"),
    "robotCleanerMovement": _choice(
        "robotCleanerMovement", "cleaning", "pause", "homing", "charging"
    ),
    "smokeDetector": _toggle("smoke", "clear", "detected"),
    "switch": _toggle("switch", "off", "on"),
    "switchLevel": _slider("level", 0, 100),
    "tamperAlert": _toggle("tamper", "clear", "detected"),
    "thermostatMode": _choice("thermostatMode", supported="supportedThermostatModes"),
    "valve": _toggle("valve", "closed", "open"),
    "washerOperatingState": _choice("machineState", supported="supportedMachineStates"),
    "waterSensor": _toggle("water", "dry", "wet"),
    "windowShade": _choice("windowShade", "open", "partially open", "closed"),
    "windowShadeLevel": _slider("shadeLevel", 0, 100),
}

READINGS = {
    "airQualitySensor": "airQuality",
    "carbonDioxideMeasurement": "carbonDioxide",
    "colorControl": "hue",
    "energyMeter": "energy",
    "fineDustSensor": "fineDustLevel",
    "firmwareUpdate": "currentVersion",
    "illuminanceMeasurement": "illuminance",
    "temperatureMeasurement": "temperature",
    "thermostatCoolingSetpoint": "coolingSetpoint",
    "thermostatHeatingSetpoint": "heatingSetpoint",
    "thermostatOperatingState": "thermostatOperatingState",
    "tvChannel": "tvChannelName",
    "tvocMeasurement": "tvocLevel",
    "voltageMeasurement": "voltage",
}
_JOB = {"washerOperatingState": "washerJobState"}


def home_state(home: Home) -> JsonObject:
    """Return the state for the page: `{time, locations: [{name, mode, rooms: [...]}]}`.

    A room is `{name, devices}`, a device `{id, label, category, type, online, rows}`. A row is an
    attribute with its address, value and unit, and its control if it has one.
    """
    return {
        "time": home.clock().isoformat(timespec="seconds"),
        "locations": [_location(home, location_id) for location_id in home.locations],
    }


def _location(home: Home, location_id: str) -> JsonObject:
    names = {str(room["roomId"]): str(room["name"]) for room in home.rooms.get(location_id, ())}
    by_room: dict[str, list[Json]] = {name: [] for name in (*names.values(), "No room")}
    for device in home.devices.values():
        if device.location_id == location_id:
            by_room[names.get(device.room_id or "", "No room")].append(_device(device))
    mode_id = home.current_modes[location_id]
    mode = next((m["name"] for m in home.modes[location_id] if m["id"] == mode_id), None)
    return {
        "name": home.locations[location_id]["name"],
        "mode": mode,
        "rooms": [
            {"name": name, "devices": devices} for name, devices in by_room.items() if devices
        ],
    }


def _device(device: SimDevice) -> JsonObject:
    rows: list[Json] = []
    for component, capabilities in device.status.items():
        for capability in capabilities:
            rows.extend(_rows(device, component, capability))
    return {
        "id": device.device_id,
        "label": device.label,
        "category": device.category,
        "type": device.type,
        "online": device.online,
        "rows": rows,
    }


def _rows(device: SimDevice, component: str, capability: str) -> list[JsonObject]:
    rows = []
    if (control := CONTROLS.get(capability)) is not None:
        row = _row(device, component, capability, control.attribute)
        values: Json = [*control.values]
        if control.supported is not None:
            values = device.value(component, capability, control.supported)
        if row["value"] is not None or control.kind is Kind.PRESS:
            rows.append({**row, "kind": control.kind, "values": values})
    for table in (READINGS, _JOB):
        if capability in table:
            row = _row(device, component, capability, table[capability])
            if row["value"] is not None:
                rows.append({**row, "kind": "reading", "values": []})
    return rows


def _row(device: SimDevice, component: str, capability: str, attribute: str) -> JsonObject:
    entry = device.status[component][capability].get(attribute, {})
    return {
        "component": component,
        "capability": capability,
        "attribute": attribute,
        "value": entry.get("value"),
        "unit": entry.get("unit"),
    }


def home_page(home: Home) -> str:
    """Return the page with the present state."""
    template = Path(__file__).with_name("home.html").read_text(encoding="utf-8")
    state = json.dumps(home_state(home), ensure_ascii=True)
    # Inside a script element, only "<" can end the element.
    return template.replace("__STATE__", state.replace("<", "\\u003c"))
