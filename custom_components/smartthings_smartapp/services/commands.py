"""The action that sends any command."""

import asyncio
from collections.abc import Collection, Iterable
from contextlib import suppress
from difflib import get_close_matches
from itertools import batched
from typing import Final

from homeassistant.const import ATTR_COMMAND
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import ServiceValidationError

from ..cloud.api.client import MAX_COMMANDS
from ..cloud.api.errors import (
    CloudError,
    CommandFailedError,
    ConflictError,
    NotFoundError,
    RejectedError,
)
from ..cloud.json_types import Json, as_object
from ..cloud.models import Command, Component
from ..errors import action_error
from ..generic_entities.unmapped import CapabilityVersion
from ..runtime import domain_data
from .errors import invalid
from .schemas import ATTR_ARGUMENTS, ATTR_CAPABILITY, ATTR_COMPONENT
from .targets import Target, targets_of

_REJECTIONS: Final = (CommandFailedError, ConflictError, NotFoundError, RejectedError)
"""Answers to a command that may name something that the device does not have."""


async def send_command(call: ServiceCall) -> ServiceResponse:
    """Send a command to devices, in one request each, and return the results of the cloud."""
    parts: dict[str, list[Target]] = {}
    for target in targets_of(call):
        parts.setdefault(target.registry_id, []).append(target.checked())
    # All commands are sent before the first error is raised, as in an action on entities.
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
    """Send the command to the named component, else to each part that was selected."""
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
                for result in await runtime.send(device_id, batch)
            ]
    except CloudError as err:
        unknown = (
            await _unknown_word(targets[0], commands) if isinstance(err, _REJECTIONS) else None
        )
        raise unknown or action_error(err, targets[0].name) from err
    return results


async def _unknown_word(
    target: Target, commands: Iterable[Command]
) -> ServiceValidationError | None:
    """Return the error for a component, capability or command that the device does not have.

    Only called after the cloud has rejected a command, so a command that it accepts is not delayed.
    """
    stored = target.runtime.devices.get(target.device_id)
    components = stored.device.components if stored else {}
    for command in commands:
        component = components.get(command.component)
        if components and component is None:
            return _unknown("no_such_component", target, command.component, components)
        if component and command.capability not in component.capabilities:
            capabilities = component.capabilities
            return _unknown("no_such_capability", target, command.capability, capabilities)
        known = component and await _commands_of(target, component, command.capability)
        if known and command.command not in known:
            return _unknown("no_such_command", target, command.command, known)
    return None


async def _commands_of(target: Target, component: Component, capability: str) -> Collection[str]:
    """Return the commands of a capability, empty if its definition cannot be read now."""
    key = CapabilityVersion(capability, component.versions.get(capability, 1))
    store = domain_data(target.runtime.hass).definitions
    if store.raw(key) is None and not store.wait:
        with suppress(CloudError):
            await store.read(target.runtime.client, key)
    definition = store.raw(key) or {}
    return as_object(definition.get("commands")).keys()


def _unknown(key: str, target: Target, word: str, known: Iterable[str]) -> ServiceValidationError:
    """Return the error that lists the known words similar to an unknown one, else all of them."""
    named = sorted(known)
    alike = get_close_matches(word, named)
    return invalid(
        translation_key=key, name=target.name, word=word, known=", ".join(alike or named)
    )
