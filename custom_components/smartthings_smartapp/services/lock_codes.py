"""The actions for lock codes.

A code is sent, and neither stored, logged nor repeated in an error.
"""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from homeassistant.core import ServiceCall, ServiceResponse

from ..cloud.json_types import Json, JsonObject
from ..errors import READING, invalid
from ..lock_codes.find import Codes, codes_of
from .errors import cloud_errors_of
from .rights import check_control
from .schemas import ATTR_CODE, ATTR_NAME, ATTR_SLOT
from .targets import Target, by_device, controlled_by

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
    return await by_device(
        (target.registry_id, codes.lock.in_turn(partial(change, codes))) for target, codes in locks
    )


async def _locks(call: ServiceCall) -> list[tuple[Target, Codes]]:
    found: list[tuple[Target, Codes]] = []
    for target in await controlled_by(call):
        codes = codes_of(target.runtime, target.device_id, target.name, target.component)
        if codes is None:
            raise invalid(translation_key="no_lock_codes", name=target.name)
        await check_control(call, [target.owner_of(call.hass, codes.lock.component)])
        found.append((target, codes))
    return found
