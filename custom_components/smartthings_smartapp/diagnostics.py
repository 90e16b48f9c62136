"""What a bug report needs to know of an entry, without anything that tells whose home it is.

Devices are numbered; ids, labels, serial numbers, URLs and values stay out.
"""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import ChildDeviceEntry, DeviceEntry

from .cloud.json_types import Json, JsonObject
from .cloud.plan import Wanted
from .const import CONF_APP_KIND, CONF_CLOUDHOOK, DOMAIN
from .options import CONF_LEFT_OUT, CONF_LONGEST_INTERVAL, CONF_OFFLINE, CONF_RAW_EVENTS
from .runtime import Runtime, StConfigEntry


async def async_get_config_entry_diagnostics(
    _hass: HomeAssistant, entry: StConfigEntry
) -> JsonObject:
    """Return the state of the connection, and what is known of each device."""
    runtime = entry.runtime_data
    names = _names(runtime)
    return {
        "entry": {
            CONF_APP_KIND: entry.data[CONF_APP_KIND],
            CONF_CLOUDHOOK: bool(entry.data[CONF_CLOUDHOOK]),
        },
        "options": {
            CONF_OFFLINE: runtime.options.offline,
            CONF_LEFT_OUT: len(runtime.options.left_out),
            CONF_LONGEST_INTERVAL: runtime.options.longest_interval.total_seconds() / 60,
            CONF_RAW_EVENTS: runtime.options.raw_events,
        },
        "deliveries": _deliveries(runtime),
        "subscriptions": _subscriptions(runtime, names),
        "missed": _missed(runtime, names),
        "calls": {str(day): {**counts} for day, counts in runtime.calls.days.items()},
        "readings": {
            "successful": runtime.coordinator.last_update_success,
            "seconds_between": _seconds(runtime),
            "odd": {**runtime.client.odd},
        },
        "devices": {name: _device(runtime, device_id) for device_id, name in names.items()},
    }


async def async_get_device_diagnostics(
    _hass: HomeAssistant, entry: StConfigEntry, device: DeviceEntry | ChildDeviceEntry
) -> JsonObject:
    """Return what is known of one device; of a part, that of the whole device."""
    runtime = entry.runtime_data
    for domain, identifier in device.identifiers:
        for device_id in runtime.store.devices:
            if domain == DOMAIN and identifier.startswith(device_id):
                return _device(runtime, device_id)
    return {}


def _names(runtime: Runtime) -> dict[str, str]:
    """Return a number for each device that stays the same as long as the devices do."""
    return {
        device_id: f"device {number}"
        for number, device_id in enumerate(sorted(runtime.store.devices), 1)
    }


def _seconds(runtime: Runtime) -> float | None:
    interval = runtime.coordinator.update_interval
    return interval.total_seconds() if interval else None


def _deliveries(runtime: Runtime) -> JsonObject:
    receiver = runtime.receiver
    return {
        "taken": {**receiver.deliveries},
        "refused": {**receiver.refusals},
        "replays": receiver.replays,
        "repeated_events": runtime.store.repeated_events,
        "stale_events": runtime.store.stale_events,
    }


def _subscriptions(runtime: Runtime, names: dict[str, str]) -> JsonObject:
    plan = runtime.subscriptions.plan
    refused = runtime.subscriptions.refused

    def row(wanted: Wanted) -> Json:
        return {
            "source_type": wanted.source_type.value,
            "device": names.get(wanted.device_id, ""),
            "capability": wanted.capability,
            "refused": wanted in refused,
        }

    polled = sorted(plan.polled) if plan else []
    return {
        "wanted": [row(wanted) for wanted in plan.subscriptions] if plan else None,
        "polled": [f"{names.get(pair.device_id, '?')}: {pair.capability}" for pair in polled],
    }


def _missed(runtime: Runtime, names: dict[str, str]) -> JsonObject:
    silence = runtime.silence
    return {
        "by_device": {
            names.get(device_id, "gone"): count
            for device_id, count in silence.missed_by_device.items()
        },
        "silent": [names.get(device_id, "gone") for device_id in sorted(silence.silent)],
    }


def _device(runtime: Runtime, device_id: str) -> JsonObject:
    """Return what a device is made of, what it becomes, and what nobody shows."""
    stored = runtime.store.devices[device_id]
    matches = runtime.loader.matches.get(device_id, ())
    shown = {
        (match.component, source)
        for match in matches
        for source in (*match.entry.watched, *match.entry.mirrors)
    }
    hidden = {
        f"{key.component} {key.capability} {key.attribute}"
        for key in stored.status
        if (key.component, (key.capability, key.attribute)) not in shown
    }
    return {
        "type": stored.device.device_type,
        "category": stored.device.category,
        "online": stored.online,
        "updates": runtime.updates_of(device_id),
        "capabilities": {
            component: [*sorted(part.capabilities)]
            for component, part in stored.device.components.items()
        },
        "entities": [
            f"{match.entry.platform} {match.component} {match.entry.capability} {match.entry.key}"
            for match in matches
        ],
        "not_shown": [*sorted(hidden)],
    }
