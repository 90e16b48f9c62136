"""The actions that read devices: refresh, status and history."""

import logging
from collections.abc import Mapping
from datetime import datetime

from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.util import dt as dt_util

from ..cloud.api.errors import CloudError
from ..cloud.api.history import HistoryItem, HistorySpan
from ..cloud.json_types import Json
from ..cloud.models import Command
from ..coordinator import FEW
from ..errors import HISTORY, READING
from ..mapping.vocabulary import Capability
from ..runtime import Runtime
from .errors import cloud_errors_of
from .rights import check_read_all
from .schemas import (
    ATTR_AFTER,
    ATTR_BEFORE,
    ATTR_CAPABILITY,
    ATTR_COMPONENT,
    ATTR_CONFIG_ENTRY_ID,
    ATTR_LIMIT,
    ATTR_OLDEST_FIRST,
)
from .targets import location_and_device_of, location_of, read_by, targets_of

_LOGGER = logging.getLogger(__name__)


async def refresh(call: ServiceCall) -> ServiceResponse:
    """Poll devices or a location now, and return how many values have changed."""
    wanted: dict[str, tuple[Runtime, dict[str, str]]] = {}
    devices = ATTR_DEVICE_ID in call.data or ATTR_ENTITY_ID in call.data
    for target in await targets_of(call) if devices else ():
        _, names = wanted.setdefault(target.runtime.entry.entry_id, (target.runtime, {}))
        names[target.device_id] = target.name
    if not devices or ATTR_CONFIG_ENTRY_ID in call.data:
        runtime = location_of(call)
        wanted[runtime.entry.entry_id] = (runtime, {"": runtime.entry.title})
    return {"changed": sum([await _read(*one) for one in wanted.values()])}


async def _read(runtime: Runtime, names: Mapping[str, str]) -> int:
    """Poll devices, given as names by id, and return how many values have changed.

    An empty id means the location. More than a few devices cost fewer calls in one list. A selected
    device with the capability ``refresh`` gets that command first.
    """
    for device_id in names:
        await _send_refresh(runtime, device_id)
    if "" not in names and len(names) <= FEW:
        return sum([await _read_device(runtime, key, name) for key, name in names.items()])
    with cloud_errors_of(runtime.entry.title, READING):
        values = (await runtime.poll()).values
    return sum(values[key] for key in values if key in names or "" in names)


async def _send_refresh(runtime: Runtime, device_id: str) -> None:
    """Send the command refresh if a device has it; the device is polled even if it fails."""
    stored = runtime.devices.get(device_id)
    if stored is None or Capability.REFRESH not in stored.device.capabilities:
        return
    try:
        await runtime.client.execute(
            device_id, [Command(Capability.REFRESH, Capability.REFRESH.value)]
        )
    except CloudError as err:
        _LOGGER.debug("%s rejected the command refresh: %s", device_id, err)


async def _read_device(runtime: Runtime, device_id: str, name: str) -> int:
    with cloud_errors_of(name, READING):
        changes = await runtime.poll_device(device_id)
    return sum(changes.values.values())


async def get_status(call: ServiceCall) -> ServiceResponse:
    """Return the status of a device as the cloud answers it."""
    target = (await read_by(call)).checked()
    with cloud_errors_of(target.name, READING):
        return await target.runtime.client.raw_status(target.device_id)


async def get_history(call: ServiceCall) -> ServiceResponse:
    """Return the history of a device, or of all devices of the location."""
    runtime, target = await location_and_device_of(call)
    if target is None or not target.device_id:
        await check_read_all(call)
    span = HistorySpan(
        device_id=target.device_id if target else "",
        limit=call.data[ATTR_LIMIT],
        before=_time(call, ATTR_BEFORE),
        after=_time(call, ATTR_AFTER),
        oldest_first=call.data[ATTR_OLDEST_FIRST],
    )
    with cloud_errors_of(target.name if target else runtime.entry.title, HISTORY):
        items = await runtime.client.history(runtime.location_id, span)
    return {"items": [_history_row(runtime, item) for item in items]}


def _time(call: ServiceCall, field: str) -> datetime | None:
    """Return the time of a field; without a time zone it is in Home Assistant's."""
    return dt_util.as_utc(call.data[field]) if field in call.data else None


def _history_row(runtime: Runtime, item: HistoryItem) -> dict[str, Json]:
    return {
        "time": item.time.isoformat(),
        "text": item.text,
        "device": item.device_name,
        ATTR_DEVICE_ID: runtime.registry_id(item.device_id),
        ATTR_COMPONENT: item.component,
        ATTR_CAPABILITY: item.capability,
        "attribute": item.attribute,
        "value": item.value,
        "unit": item.unit,
    }
