"""Diagnostics of a device, for a bug report, a new mapping entry or a test device.

``scripts/fixture_from_diagnostics`` makes test devices from them, so change both together.
"""

from collections.abc import Iterator

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er

from ..cloud.json_types import Json, JsonObject
from ..cloud.models import AttributeKey, Value
from ..const import DOMAIN
from ..location.changes import StoredDevice
from ..location.options import DeviceOptions
from ..mapping.descriptions.base import Match
from ..runtime import Runtime
from .redaction import Mask, Names, type_name


async def private_names(hass: HomeAssistant, runtime: Runtime) -> Names:
    """Return the names and ids of people, places, devices and scenes in the location."""
    store = runtime.parts.store
    people = {user.name or "" for user in await hass.auth.async_get_users()}
    people |= {state.name for state in hass.states.async_all("person")}
    devices = [stored.device for stored in store.devices.values()]
    return Names(
        {runtime.entry.title, hass.config.location_name, store.location_id}
        | {area.name for area in ar.async_get(hass).async_list_areas()}
        | {part for name in people for part in (name, *name.split())}
        | {scene.name for scene in store.state.scenes.values()}
        | ({store.state.location.name} if store.state.location else set())
        | {
            text
            for device in devices
            for text in (device.device_id, device.label, device.name, device.serial_number)
            if text
        }
    )


def device_facts(
    hass: HomeAssistant, runtime: Runtime, device_id: str, private: Names
) -> JsonObject:
    """Return the description, status and entities of a device, and what no entity shows.

    ``private`` has the names to redact.
    """
    stored = runtime.devices[device_id]
    mask = _mask(stored, private)
    components = (*stored.device.components, *(key.component for key in stored.status))
    shown = mask.keys(dict.fromkeys(components))
    found = runtime.matches(device_id)
    matches = tuple(match for match in found if match.entry.defined_name is None)
    generic = [match for match in found if match.entry.defined_name is not None]
    generic_rows = [_entity(hass, device_id, match, mask, shown) for match in generic]
    return {
        "listed": _listed(stored, mask, shown),
        "status": _status(stored, mask, shown),
        **in_short(runtime, device_id),
        "options": _options(runtime.options.of_device(device_id)),
        "last_report": stored.active.isoformat() if stored.active else None,
        "seconds_until_next_command": runtime.client.command_waits.get(device_id, 0),
        "entities": [_entity(hass, device_id, match, mask, shown) for match in matches],
        "not_shown": [*_not_shown(stored, matches, mask, shown)],
        "generic_entities": [row for row in generic_rows if row["state"] is not None],
        **_definitions(runtime, device_id, mask, shown),
    }


def in_short(runtime: Runtime, device_id: str) -> JsonObject:
    """Return what differs most between devices of one kind."""
    return {
        "online": runtime.devices[device_id].online,
        "updates": runtime.updates_of(device_id),
        "missed": runtime.parts.missed_events.monitor.missed_by_device[device_id],
    }


def _options(own: DeviceOptions) -> JsonObject:
    """Return the options that a device has itself."""
    interval = own.poll_interval
    return {
        "offline": own.offline.value if own.offline else None,
        "temperature_unit": own.temperature_unit.value if own.temperature_unit else None,
        "poll_interval": interval.total_seconds() if interval else None,
        "optimistic": own.optimistic,
    }


def _definitions(runtime: Runtime, device_id: str, mask: Mask, shown: dict[str, str]) -> JsonObject:
    """Return the definitions of the unmapped capabilities.

    The creator of a capability publishes its definition, so it is not redacted.
    """
    generic = runtime.parts.generic
    return {
        "definitions": {
            f"{key.capability}/{key.version}": {
                part: mask.published(raw[part])
                for part in ("attributes", "commands")
                if part in raw
            }
            for key, raw in generic.definitions_of(device_id)
        },
        "commands_without_entity": {
            name: [*commands] for name, commands in generic.commands_of(device_id).items()
        },
        "beyond_enumerations": [
            {
                "component": shown[key.component],
                "capability": key.capability,
                "attribute": key.attribute,
                "values": [mask.value(word, key.attribute) for word in sorted(words)],
            }
            for key, words in generic.unexpected(device_id).items()
        ],
    }


def _mask(stored: StoredDevice, private: Names) -> Mask:
    device = stored.device
    labels = {part.label for part in device.components.values() if part.label != part.component_id}
    vocabulary = {
        *device.components,
        *device.capabilities,
        *(key.component for key in stored.status),
        *(key.capability for key in stored.status),
    }
    return Mask(vocabulary, private, Names(labels))


def _listed(stored: StoredDevice, mask: Mask, shown: dict[str, str]) -> JsonObject:
    device = stored.device
    # Without another source, the model is the name of the device.
    named = any(name.endswith(device.model or "") for name in (device.name, device.label))
    model = None if named else device.model
    return {
        "type": device.device_type,
        "manufacturer": mask.product(device.manufacturer),
        "model": mask.product(model),
        "presentation": mask.product(device.presentation),
        "sw_version": mask.product(device.sw_version),
        "hw_version": mask.product(device.hw_version),
        "components": [
            {
                "id": shown[name],
                "categories": [*part.categories],
                "capabilities": [*sorted(part.capabilities)],
            }
            for name, part in device.components.items()
        ],
    }


def _status(stored: StoredDevice, mask: Mask, shown: dict[str, str]) -> JsonObject:
    """Return the status in the platform's shape (platform reference 8.2)."""
    status: dict[str, dict[str, dict[str, Json]]] = {}
    for key, value in sorted(stored.status.items()):
        capability = status.setdefault(shown[key.component], {}).setdefault(key.capability, {})
        capability[key.attribute] = _value(key, value, mask)
    found: JsonObject = {}
    for component, capabilities in status.items():
        found[component] = {**capabilities}
    return found


def _value(key: AttributeKey, value: Value, mask: Mask) -> JsonObject:
    found: JsonObject = {"value": mask.attribute_value(key.capability, key.attribute, value.value)}
    if value.unit is not None:
        found["unit"] = mask.unit(value.unit)
    if value.data:
        found["data"] = mask.members(value.data)
    if value.time:
        found["timestamp"] = value.time.isoformat()
    return found


def _entity(
    hass: HomeAssistant, device_id: str, match: Match, mask: Mask, shown: dict[str, str]
) -> JsonObject:
    entry = match.entry
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id(entry.platform, DOMAIN, match.unique_id(device_id))
    registered = registry.async_get(entity_id) if entity_id else None
    state = hass.states.get(entity_id) if entity_id else None
    return {
        "platform": str(entry.platform),
        "component": shown[match.component],
        "capability": entry.capability,
        "key": entry.key,
        "disabled_by": registered.disabled_by if registered else None,
        "state": mask.value(state.state, entry.key) if state else None,
    }


def _not_shown(
    stored: StoredDevice, matches: tuple[Match, ...], mask: Mask, shown: dict[str, str]
) -> Iterator[JsonObject]:
    """Yield the attributes that no entity shows, with everything that a mapping entry needs."""
    known = {(match.component, source) for match in matches for source in match.entry.used}
    for key, value in sorted(stored.status.items()):
        if (key.component, (key.capability, key.attribute)) in known:
            continue
        yield {
            "component": shown[key.component],
            "capability": key.capability,
            "attribute": key.attribute,
            "value": mask.attribute_value(key.capability, key.attribute, value.value),
            "unit": mask.unit(value.unit),
            "type": type_name(value.value),
        }
