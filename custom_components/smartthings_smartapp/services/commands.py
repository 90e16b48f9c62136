"""The action that sends any command."""

from collections.abc import Iterable
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
from ..cloud.json_types import Json, JsonObject
from ..cloud.models import Command
from ..controls.arguments import listed, wrong_arguments
from ..controls.catalogue import components_of, definition_of, known_definition
from ..errors import action_error, invalid
from .schemas import ATTR_ARGUMENTS, ATTR_CAPABILITY, ATTR_COMPONENT
from .targets import Target, by_device, controlled_by

_REJECTIONS: Final = (CommandFailedError, ConflictError, NotFoundError, RejectedError)
"""Answers to a command that may name something that the device does not have."""


async def send_command(call: ServiceCall) -> ServiceResponse:
    """Send a command to devices, in one request each, and return the results of the cloud.

    If one of the devices does not have the command, or its definition is known and does not allow
    the arguments, nothing is sent.
    """
    parts: dict[str, list[Target]] = {}
    for target in await controlled_by(call):
        parts.setdefault(target.registry_id, []).append(target)
    for targets in parts.values():
        for command in _commands(call, targets):
            if error := _known_error(targets[0], command):
                raise error
    return await by_device(
        (registry_id, _send(call, targets)) for registry_id, targets in parts.items()
    )


def _commands(call: ServiceCall, targets: list[Target]) -> list[Command]:
    """Return the command for the named component, else for each part that was selected."""
    named = call.data.get(ATTR_COMPONENT)
    return [
        Command(
            call.data[ATTR_CAPABILITY],
            call.data[ATTR_COMMAND],
            tuple(call.data[ATTR_ARGUMENTS]),
            component,
        )
        for component in ([named] if named else [target.component for target in targets])
    ]


async def _send(call: ServiceCall, targets: list[Target]) -> JsonObject:
    """Send the command to a device."""
    commands = _commands(call, targets)
    runtime, device_id = targets[0].runtime, targets[0].device_id
    results: list[Json] = []
    try:
        for batch in batched(commands, MAX_COMMANDS, strict=False):
            results += [result.as_json() for result in await runtime.send(device_id, batch)]
    except CloudError as err:
        wrong = await _read_error(targets[0], commands) if isinstance(err, _REJECTIONS) else None
        raise wrong or action_error(err, targets[0].name) from err
    return {"results": results}


async def _read_error(target: Target, commands: Iterable[Command]) -> ServiceValidationError | None:
    """Read the definitions that are missing, and return the error for the commands.

    Only called after the cloud has rejected a command, so a command that it accepts is not delayed.
    """
    components = components_of(target.runtime, target.device_id)
    for command in commands:
        component = components.get(command.component)
        if component and command.capability in component.capabilities:
            try:
                await definition_of(target.runtime, component, command.capability)
            except CloudError:
                continue
        if error := _known_error(target, command):
            return error
    return None


def _known_error(target: Target, command: Command) -> ServiceValidationError | None:
    """Return the error for a command that is known to be wrong.

    The device does not have its component or capability, or the definition is known and does not
    have the command or does not allow the arguments.
    """
    components = components_of(target.runtime, target.device_id)
    component = components.get(command.component)
    if component is None:
        return no_such_component(target, command.component, components) if components else None
    if command.capability not in component.capabilities:
        return no_such_capability(target, command.capability, component.capabilities)
    definition = known_definition(target.runtime, component, command.capability)
    if definition is None or not definition.commands:
        return None
    known = definition.commands.get(command.command)
    if known is None:
        return _unknown(
            "no_such_command",
            target,
            command.command,
            definition.commands,
            capability=command.capability,
        )
    if wrong := wrong_arguments(known, command.arguments):
        return invalid(
            translation_key=wrong.key,
            name=target.name,
            command=command.command,
            **wrong.placeholders,
        )
    return None


def no_such_component(target: Target, word: str, known: Iterable[str]) -> ServiceValidationError:
    """Return the error for a component that a device does not have."""
    return _unknown("no_such_component", target, word, known)


def no_such_capability(target: Target, word: str, known: Iterable[str]) -> ServiceValidationError:
    """Return the error for a capability that a component does not have."""
    return _unknown("no_such_capability", target, word, known)


def _unknown(
    key: str, target: Target, word: str, known: Iterable[str], **more: str
) -> ServiceValidationError:
    """Return the error that lists the known words, with those similar to the unknown one first."""
    return invalid(
        translation_key=key,
        name=target.name,
        word=word,
        known=listed(word, sorted(known)),
        **more,
    )
