"""Diagnostics of a config entry, without private data.

Devices have numbers. Tokens, ids, labels, serial numbers, addresses and names are left out, and
values are redacted (``redaction.py``). An entry that is not loaded has a part of it.
"""

from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from typing import Final

import aiohttp
import cryptography
import orjson
from homeassistant.components.diagnostics import REDACTED, async_redact_data
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.const import __version__ as home_assistant_version
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import ChildDeviceEntry, DeviceEntry
from homeassistant.loader import async_get_integration

from ..cloud.api.rate_limits import Window
from ..cloud.auth.scopes import missing_scopes, narrowed_scopes
from ..cloud.json_types import Json, JsonObject
from ..cloud.slices import in_slices
from ..cloud.subscription_plan import ANY, DeviceCapability, Subscription
from ..const import CONF_INSTALLED_APP_ID, DOMAIN, SCOPES, TO_REDACT
from ..controls.control import Control, controls_of
from ..issues.issue import raised_issues
from ..location.changes import StoredDevice
from ..location.heartbeat import Heartbeat
from ..location.options import Options
from ..runtime import EntryState, Runtime, SmartThingsConfigEntry, domain_data, entry_state
from ..webhook.delivery_log import Noted
from ..webhook.receiver import Receiver
from .device import device_facts, in_short, private_names

_COMPLETE: Final = 400_000
"""Bytes of complete devices, so that the whole file stays below a megabyte."""
_ROWS: Final = 500
"""Polled values that are listed."""
_SLICE: Final = 10
"""Devices per turn of the event loop: the diagnostics of each take long."""


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: SmartThingsConfigEntry
) -> JsonObject:
    """Return the state of the connection, and the diagnostics of each device."""
    known = entry_state(hass, entry)
    found: JsonObject = {
        "versions": await _versions(hass),
        "entry": _entry(entry),
        "issues": [issue.value for issue in raised_issues(hass, entry)],
        "access": _access(known),
        "clock_seconds_behind": known.clock.off.total_seconds() if known.clock.off else 0,
    }
    if receiver := domain_data(hass).receivers.get(entry.data[CONF_WEBHOOK_ID]):
        found["deliveries"] = _deliveries(receiver, entry.data[CONF_INSTALLED_APP_ID])
    if entry.state is not ConfigEntryState.LOADED:
        return found
    runtime = entry.runtime_data
    names = _names(runtime)
    return found | {
        "events": {
            "repeated": runtime.parts.store.repeats.repeated,
            "copies_of_another_subscription": runtime.parts.store.repeats.copies,
            "stale": runtime.parts.store.stale_events,
        },
        "login_lost": runtime.parts.tokens.login_lost,
        "subscriptions": _subscriptions(runtime, names),
        "heartbeat": _heartbeat(runtime.parts.heartbeat),
        "missed": _missed(runtime, names),
        "limits": _limits(runtime, names),
        "calls": runtime.calls.as_json(),
        "readings": {
            "successful": runtime.parts.coordinator.failure is None,
            "outage": not runtime.reachable,
            "seconds_between": _seconds(runtime),
            "odd": {**runtime.client.unreadable},
        },
        "controls": [_control(control, names) for control in controls_of(entry)],
        "devices": await _devices(hass, runtime, names),
    }


def _control(control: Control, names: dict[str, str]) -> JsonObject:
    """Return a control without its name and arguments, which may be private."""
    return {
        "kind": control.kind.value,
        "device": names.get(control.device_id, "gone"),
        "component": control.component,
        "capability": control.capability,
        "command": control.command,
        "arguments": len(control.arguments),
        "state": ".".join(control.state) if control.state else None,
    }


async def _devices(hass: HomeAssistant, runtime: Runtime, names: dict[str, str]) -> JsonObject:
    """Return the diagnostics of each device; in a large location, those of most in short.

    GitHub takes no large files. The first devices of each kind are complete, and the diagnostics of
    one device always are.
    """
    private = await private_names(hass, runtime)
    found: JsonObject = dict.fromkeys(names.values())
    complete: dict[object, str] = {}
    size = 0
    async for part in in_slices(_first_of_each_kind(runtime, names), _SLICE):
        for device_id in part:
            if (stored := runtime.devices.get(device_id)) is None:
                found.pop(names[device_id])
                continue
            kind, facts = _kind(stored), in_short(runtime, device_id)
            if size < _COMPLETE:
                complete.setdefault(kind, names[device_id])
                facts = device_facts(hass, runtime, device_id, private)
                size += len(orjson.dumps(facts, option=orjson.OPT_INDENT_2))
            else:
                facts["like"] = complete.get(kind)
            found[names[device_id]] = facts
    return found


def _first_of_each_kind(runtime: Runtime, names: Iterable[str]) -> tuple[str, ...]:
    """Return the devices in an order in which one of each kind comes before all others."""
    first: dict[object, str] = {}
    for device_id in names:
        first.setdefault(_kind(runtime.devices[device_id]), device_id)
    return tuple(dict.fromkeys((*first.values(), *names)))


def _kind(stored: StoredDevice) -> tuple[str, frozenset[str]]:
    return stored.device.presentation, stored.device.capabilities


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: SmartThingsConfigEntry, device: DeviceEntry | ChildDeviceEntry
) -> JsonObject:
    """Return the diagnostics of a device; for a part, those of the whole device."""
    found: JsonObject = {"versions": await _versions(hass)}
    if entry.state is not ConfigEntryState.LOADED:
        return found
    runtime = entry.runtime_data
    private = await private_names(hass, runtime)
    for domain, identifier in device.identifiers:
        for device_id in runtime.devices:
            if domain == DOMAIN and identifier.startswith(device_id):
                found["device"] = device_facts(hass, runtime, device_id, private)
    return found


async def _versions(hass: HomeAssistant) -> JsonObject:
    integration = await async_get_integration(hass, DOMAIN)
    return {
        "integration": str(integration.version),
        "home_assistant": home_assistant_version,
        "pysmartthings": await hass.async_add_executor_job(version, "pysmartthings"),
        "aiohttp": aiohttp.__version__,
        "cryptography": cryptography.__version__,
    }


def _entry(entry: SmartThingsConfigEntry) -> JsonObject:
    options = Options.of(entry)
    chosen = options.longest_interval
    return {
        "state": entry.state.value,
        "reason": entry.error_reason_translation_key,
        "data": async_redact_data({**entry.data}, TO_REDACT),
        "options": {
            "offline": options.offline.value,
            "left_out": len(options.excluded),
            "devices_with_own": len(options.devices),
            "longest_interval": chosen.total_seconds() if chosen else None,
            "optimistic": options.optimistic,
            "generic_entities": options.generic_entities,
            "raw_events": options.raw_events,
        },
    }


def _access(known: EntryState) -> JsonObject:
    """Return the granted scopes and how often each is granted, once for each selected device."""
    granted = known.access.granted
    if granted is None:
        return {"granted": None}
    return {
        "granted": {**Counter(map(_scope, granted))},
        "missing": [*missing_scopes(granted, SCOPES)],
        "for_some_only": [*narrowed_scopes(granted, SCOPES)],
    }


def _scope(scope: str) -> str:
    """Return a scope with a redacted id."""
    parts = scope.split(":")
    return ":".join(part if part in {ANY, "$"} or part.isalpha() else REDACTED for part in parts)


def _names(runtime: Runtime) -> dict[str, str]:
    """Return a number for each device, which is the same as long as the devices are."""
    return {
        device_id: f"device {number}" for number, device_id in enumerate(sorted(runtime.devices), 1)
    }


def _seconds(runtime: Runtime) -> float | None:
    interval = runtime.parts.coordinator.update_interval
    return interval.total_seconds() if interval else None


def _deliveries(receiver: Receiver, installed_app_id: str) -> JsonObject:
    """Return the deliveries to the webhook, which all locations of a SmartApp share."""
    last = receiver.log.last_taken(installed_app_id)
    return {
        "taken": {**receiver.deliveries},
        "refused": {**receiver.rejections},
        "replays": receiver.replays,
        "last_taken": last.isoformat() if last else None,
        "last": [_delivery(noted, installed_app_id) for noted in receiver.log.last],
        "last_refused": [
            _delivery(noted, installed_app_id) for noted in receiver.log.last_rejected
        ],
    }


def _delivery(noted: Noted, installed_app_id: str) -> JsonObject:
    return {
        "arrived": noted.arrived.isoformat(),
        "seconds_late": noted.late,
        "outcome": noted.outcome.value,
        "reason": noted.reason or None,
        "lifecycle": noted.lifecycle or None,
        "events": sum(noted.kinds.values()),
        "kinds": {**noted.kinds},
        "for_this_entry": noted.installed_app_id == installed_app_id,
    }


def _subscriptions(runtime: Runtime, names: dict[str, str]) -> JsonObject:
    subscriptions = runtime.parts.subscriptions
    plan = subscriptions.plan
    wanted = plan.subscriptions if plan else ()
    listed = subscriptions.listed
    missed = runtime.parts.missed_events.monitor.missed_by_subscription

    def row(content: Subscription, **more: Json) -> JsonObject:
        return {
            "source_type": content.source_type.value,
            "device": names.get(content.device_id, "gone") if content.device_id else None,
            "capability": content.capability,
            "only_changes": content.state_change_only,
            **more,
        }

    def existing(content: Subscription | None) -> JsonObject:
        if content is None:
            return {"readable": False}
        parts = {content.component, content.attribute, content.value}
        whole = parts == {ANY} and not content.restricted
        return row(content, wanted=content in wanted, whole=whole)

    return {
        "ceiling": subscriptions.ceiling,
        "wanted": [
            row(item, refused=item in subscriptions.refused, missed=missed[item.name])
            for item in wanted
        ],
        "existing": None if listed is None else [existing(item.content) for item in listed],
        "listed_at": subscriptions.listed_at.isoformat() if subscriptions.listed_at else None,
        "polled": [_polled(pair, names) for pair in sorted(plan.polled)[:_ROWS]] if plan else [],
        "polled_count": len(plan.polled) if plan else 0,
    }


def _heartbeat(heartbeat: Heartbeat) -> JsonObject:
    return {
        "state": heartbeat.state.name.lower(),
        "refused": heartbeat.refused,
        "last": heartbeat.last.isoformat() if heartbeat.last else None,
        "due": heartbeat.due.isoformat() if heartbeat.due else None,
    }


def _polled(pair: DeviceCapability, names: dict[str, str]) -> str:
    return f"{names.get(pair.device_id, 'gone')}: {pair.capability}"


def _missed(runtime: Runtime, names: dict[str, str]) -> JsonObject:
    missed_events = runtime.parts.missed_events
    return {
        "by_device": {
            names.get(device_id, "gone"): count
            for device_id, count in missed_events.monitor.missed_by_device.items()
        },
        "silent": [names.get(device_id, "gone") for device_id in sorted(missed_events.silent)],
        "history_refused": runtime.parts.gaps.refused,
    }


def _limits(runtime: Runtime, names: dict[str, str]) -> JsonObject:
    """Return the seconds to wait before the next call, and the remaining calls."""

    def pace(window: Window) -> JsonObject:
        return {"left": window.left, "seconds_until_next": round(window.wait(), 1)}

    return {
        "pauses": {
            kind: round(wait, 1) for kind, wait in runtime.parts.entry_state.pauses.waits.items()
        },
        "subscriptions": {
            name: pace(window) for name, window in runtime.parts.subscriptions.pace.items()
        },
        "commands": {
            names.get(device_id, "gone"): round(wait, 1)
            for device_id, wait in runtime.client.command_waits.items()
        },
    }
