"""The actions on the codes of locks. A code is sent, and neither kept nor logged."""

from collections.abc import Callable, Mapping

from homeassistant.core import ServiceCall

from ..cloud.api.errors import CloudError
from ..cloud.json_types import Json, JsonObject, as_list, as_object
from ..cloud.models import AttributeKey, Command
from ..errors import action_error
from ..mapping.vocabulary import Attribute, Capability
from ..mapping.vocabulary import Command as Cmd
from .schemas import ATTR_CODE, ATTR_NAME, ATTR_SLOT
from .targets import Target, invalid, targets_of

_PIN = "pin"
_NEW_USER = 0
"""Index of a user that the lock is to add; its code opens at any time."""
_USER_TYPE = "adminMember"

type _Make = Callable[[Target, str, Mapping[str, Json]], Command]


async def set_lock_code(call: ServiceCall) -> None:
    """Set a code of locks, or add one where the lock numbers them itself."""
    await _send(call, {Capability.LOCK_CODES: _setting, Capability.LOCK_CREDENTIALS: _storing})


async def delete_lock_code(call: ServiceCall) -> None:
    """Delete a code of locks."""
    await _send(call, {Capability.LOCK_CODES: _deleting, Capability.LOCK_CREDENTIALS: _removing})


async def _send(call: ServiceCall, makers: Mapping[str, _Make]) -> None:
    """Send each lock the command of the first capability that it has for its codes.

    Raises ServiceValidationError where a device has none, before anything is sent.
    """
    commands = [
        (target, _command(target.checked(), call.data, makers)) for target in targets_of(call)
    ]
    for target, command in commands:
        try:
            await target.runtime.client.execute(target.device_id, [command])
        except CloudError as err:
            raise action_error(err, target.name) from err
        target.runtime.commanded(target.device_id)


def _command(target: Target, data: Mapping[str, Json], makers: Mapping[str, _Make]) -> Command:
    components = target.runtime.store.devices[target.device_id].device.components
    for capability, make in makers.items():
        for component in components.values():
            if capability in component.capabilities:
                return make(target, component.component_id, data)
    raise invalid(translation_key="no_lock_codes", name=target.name)


def _setting(target: Target, component: str, data: Mapping[str, Json]) -> Command:
    if (slot := data.get(ATTR_SLOT)) is None:
        raise invalid(translation_key="slot_missing", name=target.name)
    name = data.get(ATTR_NAME) or f"Code {slot}"
    arguments = (slot, data[ATTR_CODE], name)
    return Command(Capability.LOCK_CODES, Cmd.SET_CODE, arguments, component)


def _deleting(_: Target, component: str, data: Mapping[str, Json]) -> Command:
    return Command(Capability.LOCK_CODES, Cmd.DELETE_CODE, (data[ATTR_SLOT],), component)


def _storing(target: Target, component: str, data: Mapping[str, Json]) -> Command:
    """Return what adds a code, or changes the one of a slot."""
    name = (data[ATTR_NAME],) if data.get(ATTR_NAME) else ()
    rest: tuple[Json, ...] = (_PIN, data[ATTR_CODE], *name)
    if data.get(ATTR_SLOT) is None:
        arguments = (_NEW_USER, _USER_TYPE, *rest)
        return Command(Capability.LOCK_CREDENTIALS, Cmd.ADD_CREDENTIAL, arguments, component)
    known = _stored(target, component, data[ATTR_SLOT])
    arguments = (known["userIndex"], data[ATTR_SLOT], *rest)
    return Command(Capability.LOCK_CREDENTIALS, Cmd.UPDATE_CREDENTIAL, arguments, component)


def _removing(target: Target, component: str, data: Mapping[str, Json]) -> Command:
    _stored(target, component, data[ATTR_SLOT])
    arguments = (data[ATTR_SLOT], _PIN)
    return Command(Capability.LOCK_CREDENTIALS, Cmd.DELETE_CREDENTIAL, arguments, component)


def _stored(target: Target, component: str, slot: Json) -> JsonObject:
    """Return the code of a slot as the lock lists it.

    Raises ServiceValidationError where there is none.
    """
    key = AttributeKey(component, Capability.LOCK_CREDENTIALS, Attribute.CREDENTIALS)
    report = target.runtime.store.value(target.device_id, key)
    for item in map(as_object, as_list(report.value if report else None)):
        code = item.get("credentialIndex") == slot and item.get("credentialType") == _PIN
        if code and "userIndex" in item:
            return item
    raise invalid(translation_key="no_such_code", name=target.name, slot=str(slot))
