"""The actions for lock codes. A code is sent, and neither stored, logged nor repeated in an error.

A user needs the right to control the lock, as for the actions for codes of Home Assistant's own
integrations (Matter, Z-Wave, Schlage), which are actions of its entity.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from homeassistant.auth.permissions.const import CAT_ENTITIES, POLICY_CONTROL
from homeassistant.core import ServiceCall, ServiceResponse
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import entity_registry as er

from ..cloud.json_types import Json, JsonObject
from ..errors import READING, invalid
from ..lock_codes.find import Codes, codes_of
from .errors import cloud_errors_of
from .schemas import ATTR_CODE, ATTR_NAME, ATTR_SLOT
from .targets import Target, targets_of

type _Change = Callable[[Codes], Coroutine[Any, Any, JsonObject]]


async def set_lock_code(call: ServiceCall) -> ServiceResponse:
    """Set a code of locks, or add one, and return its slot and name by device."""
    slot, code, name = call.data.get(ATTR_SLOT), call.data[ATTR_CODE], call.data.get(ATTR_NAME, "")
    return await _change(call, lambda codes: codes.set_code(slot, code, name))


async def rename_lock_code(call: ServiceCall) -> ServiceResponse:
    """Rename a code of locks, and return its slot and name by device."""
    slot, name = call.data[ATTR_SLOT], call.data[ATTR_NAME]
    return await _change(call, lambda codes: codes.rename_code(slot, name))


async def delete_lock_code(call: ServiceCall) -> ServiceResponse:
    """Delete a code of locks, and return its slot by device."""
    return await _change(call, lambda codes: codes.delete_code(call.data[ATTR_SLOT]))


async def list_lock_codes(call: ServiceCall) -> ServiceResponse:
    """Return the codes of locks by device: slots and names, never the codes themselves."""
    response: dict[str, Json] = {}
    for target, codes in await _locks(call):
        if target.runtime.updates_of(target.device_id) != "push":
            with cloud_errors_of(target.name, READING):
                await target.runtime.poll_device(target.device_id)
        listed = codes.listed
        response[target.registry_id] = {
            "codes": None
            if listed is None
            else [
                {"slot": code.slot, "name": code.name or None, "user_index": code.user_index}
                for code in listed.values()
            ],
            **codes.limits,
        }
    return response


async def _change(call: ServiceCall, change: _Change) -> ServiceResponse:
    """Change the codes of each lock, one change of a lock at a time.

    Raises ServiceValidationError if a device has no codes, before anything is sent.
    """
    locks = await _locks(call)
    # All locks are changed before the first error is raised, as in an action on entities.
    answers = await asyncio.gather(
        *(_in_turn(codes, change) for _, codes in locks), return_exceptions=True
    )
    response: dict[str, Json] = {}
    for (target, _), answer in zip(locks, answers, strict=True):
        if isinstance(answer, BaseException):
            raise answer
        response[target.registry_id] = answer
    return response


async def _in_turn(codes: Codes, change: _Change) -> JsonObject:
    async with codes.lock.turn:
        return await change(codes)


async def _locks(call: ServiceCall) -> list[tuple[Target, Codes]]:
    found: list[tuple[Target, Codes]] = []
    for target in targets_of(call):
        target.checked()
        await _check_rights(call, target)
        codes = codes_of(target.runtime, target.device_id, target.name, target.component)
        if codes is None:
            raise invalid(translation_key="no_lock_codes", name=target.name)
        found.append((target, codes))
    return found


async def _check_rights(call: ServiceCall, target: Target) -> None:
    """Raise Unauthorized if the user of the call may not control an entity of the device."""
    user_id = call.context.user_id
    user = await call.hass.auth.async_get_user(user_id) if user_id else None
    if user is None:
        return
    registry = er.async_get(call.hass)
    entities = er.async_entries_for_device(registry, target.registry_id)
    if not any(user.permissions.check_entity(item.entity_id, POLICY_CONTROL) for item in entities):
        raise Unauthorized(
            context=call.context,
            user_id=user_id,
            permission=POLICY_CONTROL,
            perm_category=CAT_ENTITIES,
        )
