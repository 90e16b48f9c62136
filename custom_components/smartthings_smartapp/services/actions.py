"""The actions of the integration; they exist while no entry is loaded, too."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from difflib import get_close_matches
from itertools import batched
from typing import Final

from homeassistant.const import ATTR_COMMAND, ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.service import (
    async_get_config_entry,
    async_register_admin_service,
    verify_domain_control,
)
from homeassistant.util import dt as dt_util

from ..cloud.api.client import MAX_COMMANDS
from ..cloud.api.errors import (
    CloudError,
    CommandFailedError,
    ConflictError,
    NotFoundError,
    RejectedError,
)
from ..cloud.api.history import HistoryItem, HistorySpan
from ..cloud.api.notification import Notification
from ..cloud.json_types import Json, as_object
from ..cloud.models import Command, Component
from ..cloud.subscription_plan import Pair, SourceType, Wanted
from ..const import DOMAIN
from ..coordinator import FEW
from ..errors import HISTORY, MESSAGE, READING, action_error
from ..generic_entities.definition_store import definitions
from ..generic_entities.unmapped import CapabilityVersion
from ..mapping.vocabulary import Capability
from ..runtime import Runtime
from .lock_codes import delete_lock_code, set_lock_code
from .schemas import (
    ATTR_AFTER,
    ATTR_ARGUMENTS,
    ATTR_BEFORE,
    ATTR_CAPABILITY,
    ATTR_COMPONENT,
    ATTR_CONFIG_ENTRY_ID,
    ATTR_IMAGE_URL,
    ATTR_LIMIT,
    ATTR_MESSAGE,
    ATTR_OLDEST_FIRST,
    ATTR_TITLE,
    DELETE_LOCK_CODE_SCHEMA,
    GET_HISTORY_SCHEMA,
    GET_STATUS_SCHEMA,
    NOTIFY_SCHEMA,
    REFRESH_SCHEMA,
    SEND_COMMAND_SCHEMA,
    SET_LOCK_CODE_SCHEMA,
    SYNC_SUBSCRIPTIONS_SCHEMA,
)
from .targets import Target, invalid, targets_of

_LOGGER = logging.getLogger(__name__)

DELETE_LOCK_CODE: Final = "delete_lock_code"
GET_HISTORY: Final = "get_history"
GET_STATUS: Final = "get_status"
NOTIFY: Final = "notify"
REFRESH: Final = "refresh"
SEND_COMMAND: Final = "send_command"
SET_LOCK_CODE: Final = "set_lock_code"
SYNC_SUBSCRIPTIONS: Final = "sync_subscriptions"

_REFUSALS: Final = (CommandFailedError, ConflictError, NotFoundError, RejectedError)
"""Answers to a command that may name what the device does not have."""


@callback
def register_actions(hass: HomeAssistant) -> None:
    """Register the actions.

    As with Home Assistant's own, a user who may control nothing of the integration may not call
    them, and only an administrator may work on the installation itself.
    """
    for name, handler, schema, response in (
        (SEND_COMMAND, _send_command, SEND_COMMAND_SCHEMA, SupportsResponse.OPTIONAL),
        (REFRESH, _refresh, REFRESH_SCHEMA, SupportsResponse.OPTIONAL),
        (GET_STATUS, _get_status, GET_STATUS_SCHEMA, SupportsResponse.ONLY),
        (GET_HISTORY, _get_history, GET_HISTORY_SCHEMA, SupportsResponse.ONLY),
        (NOTIFY, _notify, NOTIFY_SCHEMA, SupportsResponse.OPTIONAL),
        (SET_LOCK_CODE, set_lock_code, SET_LOCK_CODE_SCHEMA, SupportsResponse.NONE),
        (DELETE_LOCK_CODE, delete_lock_code, DELETE_LOCK_CODE_SCHEMA, SupportsResponse.NONE),
    ):
        hass.services.async_register(
            DOMAIN, name, verify_domain_control(DOMAIN)(handler), schema, response
        )
    async_register_admin_service(
        hass,
        DOMAIN,
        SYNC_SUBSCRIPTIONS,
        _sync_subscriptions,
        SYNC_SUBSCRIPTIONS_SCHEMA,
        SupportsResponse.OPTIONAL,
    )


# Commands


async def _send_command(call: ServiceCall) -> ServiceResponse:
    """Send a command to devices, to each in one request, and return what the cloud said."""
    parts: dict[str, list[Target]] = {}
    for target in targets_of(call):
        parts.setdefault(target.registry_id, []).append(target.checked())
    # All are sent before the first refusal is told, as an action on entities does it.
    sent = await asyncio.gather(
        *(_send(call, targets) for targets in parts.values()), return_exceptions=True
    )
    response: dict[str, Json] = {}
    for registry_id, results in zip(parts, sent, strict=True):
        if isinstance(results, BaseException):
            raise results
        response[registry_id] = {"results": results}
    return response


async def _send(call: ServiceCall, targets: list[Target]) -> list[Json]:
    """Send the command to the component that is named, else to each part that was chosen."""
    named = call.data.get(ATTR_COMPONENT)
    components = [named] if named else [target.component for target in targets]
    commands = [
        Command(
            call.data[ATTR_CAPABILITY],
            call.data[ATTR_COMMAND],
            tuple(call.data[ATTR_ARGUMENTS]),
            component,
        )
        for component in components
    ]
    runtime, device_id = targets[0].runtime, targets[0].device_id
    results: list[Json] = []
    try:
        for batch in batched(commands, MAX_COMMANDS, strict=False):
            results += [
                {"id": result.command_id, "status": result.status}
                for result in await runtime.client.execute(device_id, batch)
            ]
    except CloudError as err:
        misspelt = await _misspelt(targets[0], commands) if isinstance(err, _REFUSALS) else None
        raise misspelt or action_error(err, targets[0].name) from err
    runtime.commanded(device_id)
    return results


async def _misspelt(target: Target, commands: Iterable[Command]) -> ServiceValidationError | None:
    """Return the error of a command that names what the device lacks, None where it has it all.

    Asked only once the cloud has refused, so nothing that the cloud takes is held up.
    """
    stored = target.runtime.store.devices.get(target.device_id)
    components = stored.device.components if stored else {}
    for command in commands:
        component = components.get(command.component)
        if components and component is None:
            return _lacking("no_such_component", target, command.component, components)
        if component and command.capability not in component.capabilities:
            capabilities = component.capabilities
            return _lacking("no_such_capability", target, command.capability, capabilities)
        known = component and await _commands_of(target, component, command.capability)
        if known and command.command not in known:
            return _lacking("no_such_command", target, command.command, known)
    return None


async def _commands_of(target: Target, component: Component, capability: str) -> Collection[str]:
    """Return the commands of a capability, empty where its definition cannot be read now."""
    key = CapabilityVersion(capability, component.versions.get(capability, 1))
    store = definitions(target.runtime.hass)
    if store.raw(key) is None and not store.wait:
        with suppress(CloudError):
            await store.read(target.runtime.client, key)
    definition = store.raw(key) or {}
    return as_object(definition.get("commands")).keys()


def _lacking(key: str, target: Target, word: str, known: Iterable[str]) -> ServiceValidationError:
    """Return the error that names the words like one that is not known, else all that are."""
    named = sorted(known)
    alike = get_close_matches(word, named)
    return invalid(
        translation_key=key, name=target.name, word=word, known=", ".join(alike or named)
    )


# Readings


async def _refresh(call: ServiceCall) -> ServiceResponse:
    """Read devices or a location now, and return how many values were different."""
    wanted: dict[str, tuple[Runtime, dict[str, str]]] = {}
    devices = ATTR_DEVICE_ID in call.data or ATTR_ENTITY_ID in call.data
    for target in targets_of(call) if devices else ():
        _, names = wanted.setdefault(target.runtime.entry.entry_id, (target.runtime, {}))
        names[target.device_id] = target.name
    if not devices or ATTR_CONFIG_ENTRY_ID in call.data:
        runtime = _location_of(call)
        wanted[runtime.entry.entry_id] = (runtime, {"": runtime.entry.title})
    return {"changed": sum([await _read(*one) for one in wanted.values()])}


async def _read(runtime: Runtime, names: Mapping[str, str]) -> int:
    """Read devices, given with their names, and return how many values were different.

    An empty id stands for the location. More than a few devices cost less in one list. A device
    that is named and takes the command is asked to report anew before.
    """
    for device_id in names:
        await _ask_to_report(runtime, device_id)
    if "" not in names and len(names) <= FEW:
        return sum([await _read_device(runtime, key, name) for key, name in names.items()])
    coordinator = runtime.coordinator
    await coordinator.async_refresh()
    if coordinator.failure:
        raise action_error(coordinator.failure, runtime.entry.title, READING)
    values = coordinator.data.values
    return sum(values[key] for key in values if key in names or "" in names)


async def _ask_to_report(runtime: Runtime, device_id: str) -> None:
    """Send the command refresh where a device has it; one that refuses it is read anyway."""
    stored = runtime.store.devices.get(device_id)
    if stored is None or Capability.REFRESH not in stored.device.capabilities:
        return
    try:
        await runtime.client.execute(
            device_id, [Command(Capability.REFRESH, Capability.REFRESH.value)]
        )
    except CloudError as err:
        _LOGGER.debug("%s did not take the command refresh: %s", device_id, err)


async def _read_device(runtime: Runtime, device_id: str, name: str) -> int:
    try:
        changes = await runtime.coordinator.read_device(device_id)
    except CloudError as err:
        raise action_error(err, name, READING) from err
    return sum(changes.values.values())


async def _get_status(call: ServiceCall) -> ServiceResponse:
    """Return the status of a device in the cloud's words."""
    target = Target.of(call.hass, call.data[ATTR_DEVICE_ID]).checked()
    try:
        return await target.runtime.client.raw_status(target.device_id)
    except CloudError as err:
        raise action_error(err, target.name, READING) from err


async def _get_history(call: ServiceCall) -> ServiceResponse:
    """Return what a device, or any device of the location, reported."""
    runtime, target = _place_of(call)
    span = HistorySpan(
        device_id=target.device_id if target else "",
        limit=call.data[ATTR_LIMIT],
        before=_moment(call, ATTR_BEFORE),
        after=_moment(call, ATTR_AFTER),
        oldest_first=call.data[ATTR_OLDEST_FIRST],
    )
    try:
        items = await runtime.client.history(runtime.store.location_id, span)
    except CloudError as err:
        raise action_error(err, target.name if target else runtime.entry.title, HISTORY) from err
    return {"items": [_history_row(runtime, item) for item in items]}


def _moment(call: ServiceCall, field: str) -> datetime | None:
    """Return a moment; one without a time zone is meant in Home Assistant's."""
    return dt_util.as_utc(call.data[field]) if field in call.data else None


def _history_row(runtime: Runtime, item: HistoryItem) -> dict[str, Json]:
    return {
        "time": item.time.isoformat(),
        "text": item.text,
        "device": item.device_name,
        ATTR_DEVICE_ID: runtime.devices.registry_id(item.device_id),
        ATTR_COMPONENT: item.component,
        ATTR_CAPABILITY: item.capability,
        "attribute": item.attribute,
        "value": item.value,
        "unit": item.unit,
    }


# The location


async def _sync_subscriptions(call: ServiceCall) -> ServiceResponse:
    """Compare and mend the subscriptions now, and return what was found and done."""
    runtime = _location_of(call)
    name = runtime.entry.title
    # A task of the entry, for it must not go on once that is unloaded.
    task = runtime.lifetime.start(runtime.subscriptions.compare(), "compare subscriptions")
    await asyncio.wait({task})
    if task.cancelled():
        raise invalid(translation_key="unloaded_meanwhile", name=name)
    try:
        found = task.result()
    except CloudError as err:
        raise action_error(err, name, READING) from err
    rows: dict[str, Json] = {
        word: [_subscription_row(runtime, wanted) for wanted in listed]
        for word, listed in (
            ("created", found.created),
            ("deleted", found.deleted),
            ("kept", found.kept),
            ("refused", found.refused),
        )
    }
    return {**rows, "polled": [_polled_row(runtime, pair) for pair in found.polled]}


def _subscription_row(runtime: Runtime, wanted: Wanted) -> dict[str, Json]:
    row: dict[str, Json] = {"source_type": wanted.source_type.value}
    match wanted.source_type:
        case SourceType.DEVICE:
            row["device"] = _label(runtime, wanted.device_id)
        case SourceType.CAPABILITY:
            row["capability"] = wanted.capability
    return row


def _polled_row(runtime: Runtime, pair: Pair) -> dict[str, Json]:
    return {"device": _label(runtime, pair.device_id), "capability": pair.capability}


def _label(runtime: Runtime, device_id: str) -> str:
    """Return the name of a device; one that is gone keeps its id."""
    stored = runtime.store.devices.get(device_id)
    return stored.device.label if stored else device_id


async def _notify(call: ServiceCall) -> ServiceResponse:
    """Send a push message to the phones of the location."""
    runtime, target = _place_of(call)
    notification = Notification(
        message=call.data[ATTR_MESSAGE],
        title=call.data[ATTR_TITLE],
        device_id=target.device_id if target else "",
        image_url=call.data.get(ATTR_IMAGE_URL, ""),
    )
    try:
        return await runtime.client.notify(runtime.store.location_id, notification)
    except CloudError as err:
        raise action_error(err, runtime.entry.title, MESSAGE) from err


def _location_of(call: ServiceCall) -> Runtime:
    """Return the location that a call names; there may be but one."""
    entry = async_get_config_entry(call.hass, DOMAIN, call.data.get(ATTR_CONFIG_ENTRY_ID))
    runtime: Runtime = entry.runtime_data
    return runtime


def _place_of(call: ServiceCall) -> tuple[Runtime, Target | None]:
    """Return the location that a call is about, and the device if it names one.

    Raises ServiceValidationError where the device is in another location.
    """
    if ATTR_DEVICE_ID not in call.data:
        return _location_of(call), None
    target = Target.of(call.hass, call.data[ATTR_DEVICE_ID])
    if ATTR_CONFIG_ENTRY_ID in call.data and _location_of(call) is not target.runtime:
        raise invalid(translation_key="other_location", name=target.name)
    return target.runtime, target
