"""The actions for lock codes. A code is sent, and neither stored nor logged."""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.core import ServiceCall

from ..cloud.json_types import Json, JsonObject, as_list, as_object
from ..cloud.models import AttributeKey, Command
from ..mapping.vocabulary import Attribute, Capability
from ..mapping.vocabulary import Command as Cmd
from .errors import cloud_errors_of, invalid
from .schemas import ATTR_CODE, ATTR_NAME, ATTR_SLOT
from .targets import Target, targets_of

_PIN = "pin"
_NEW_USER = 0
"""Index that lets the lock add a user, whose code is valid at any time."""
_USER_TYPE = "adminMember"

type _Make = Callable[[Target, str, Mapping[str, Json]], Command]
"""Makes the command for a target, one of its components, and the data of a call."""


async def set_lock_code(call: ServiceCall) -> None:
    """Set a code of locks, or add one if the lock numbers its codes itself."""
    await _send(call, _SET)


async def delete_lock_code(call: ServiceCall) -> None:
    """Delete a code of locks."""
    await _send(call, _DELETE)


async def _send(call: ServiceCall, makers: Mapping[str, _Make]) -> None:
    """Send each lock the command of the first capability for codes that it has.

    Raises ServiceValidationError if a device has none, before any command is sent.
    """
    commands = [
        (target, _command(target.checked(), call.data, makers)) for target in targets_of(call)
    ]
    for target, command in commands:
        with cloud_errors_of(target.name):
            await target.runtime.send(target.device_id, [command])


def _command(target: Target, data: Mapping[str, Json], makers: Mapping[str, _Make]) -> Command:
    components = target.runtime.devices[target.device_id].device.components
    for capability, make in makers.items():
        for component in components.values():
            if capability in component.capabilities:
                return make(target, component.component_id, data)
    raise invalid(translation_key="no_lock_codes", name=target.name)


def _set_code(target: Target, component: str, data: Mapping[str, Json]) -> Command:
    if (slot := data.get(ATTR_SLOT)) is None:
        raise invalid(translation_key="slot_missing", name=target.name)
    name = data.get(ATTR_NAME) or f"Code {slot}"
    arguments = (slot, data[ATTR_CODE], name)
    return Command(Capability.LOCK_CODES, Cmd.SET_CODE, arguments, component)


def _delete_code(_: Target, component: str, data: Mapping[str, Json]) -> Command:
    return Command(Capability.LOCK_CODES, Cmd.DELETE_CODE, (data[ATTR_SLOT],), component)


def _set_credential(target: Target, component: str, data: Mapping[str, Json]) -> Command:
    """Return the command that adds a code, or changes the code of a slot."""
    name = (data[ATTR_NAME],) if data.get(ATTR_NAME) else ()
    rest: tuple[Json, ...] = (_PIN, data[ATTR_CODE], *name)
    if data.get(ATTR_SLOT) is None:
        arguments = (_NEW_USER, _USER_TYPE, *rest)
        return Command(Capability.LOCK_CREDENTIALS, Cmd.ADD_CREDENTIAL, arguments, component)
    known = _credential(target, component, data[ATTR_SLOT])
    arguments = (known["userIndex"], data[ATTR_SLOT], *rest)
    return Command(Capability.LOCK_CREDENTIALS, Cmd.UPDATE_CREDENTIAL, arguments, component)


def _delete_credential(target: Target, component: str, data: Mapping[str, Json]) -> Command:
    _credential(target, component, data[ATTR_SLOT])
    arguments = (data[ATTR_SLOT], _PIN)
    return Command(Capability.LOCK_CREDENTIALS, Cmd.DELETE_CREDENTIAL, arguments, component)


def _credential(target: Target, component: str, slot: Json) -> JsonObject:
    """Return the code of a slot as the lock lists it.

    Raises ServiceValidationError if the slot has no code.
    """
    key = AttributeKey(component, Capability.LOCK_CREDENTIALS, Attribute.CREDENTIALS)
    report = target.runtime.value(target.device_id, key)
    for item in map(as_object, as_list(report.value if report else None)):
        code = item.get("credentialIndex") == slot and item.get("credentialType") == _PIN
        if code and "userIndex" in item:
            return item
    raise invalid(translation_key="no_such_code", name=target.name, slot=str(slot))


_SET: Final[Mapping[str, _Make]] = {
    Capability.LOCK_CODES: _set_code,
    Capability.LOCK_CREDENTIALS: _set_credential,
}
_DELETE: Final[Mapping[str, _Make]] = {
    Capability.LOCK_CODES: _delete_code,
    Capability.LOCK_CREDENTIALS: _delete_credential,
}
