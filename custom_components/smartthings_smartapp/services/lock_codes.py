"""The actions for lock codes.

A code is sent, and neither stored, logged nor repeated in an error.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from homeassistant.core import ServiceCall, ServiceResponse

from ..cloud.json_types import Json, JsonObject
from ..lock_codes.find import Codes, codes_of
from .locks import change_each, of_locks, read_lists
from .schemas import ATTR_CODE, ATTR_NAME, ATTR_SLOT
from .targets import Target

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
        await read_lists(target)
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
    """Change the codes of each lock.

    Raises ServiceValidationError if a device has no codes, before anything is sent.
    """
    return await change_each(await _locks(call), change)


async def _locks(call: ServiceCall) -> list[tuple[Target, Codes]]:
    return await of_locks(call, codes_of, "no_lock_codes")
