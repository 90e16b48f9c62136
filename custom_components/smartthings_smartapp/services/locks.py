"""What the actions for codes and for schedules of locks share."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Protocol

from homeassistant.core import ServiceCall, ServiceResponse

from ..cloud.json_types import JsonObject
from ..errors import READING, invalid
from ..lock_codes.code_lock import CodeLock
from ..runtime import Runtime
from .errors import cloud_errors_of
from .rights import check_control
from .targets import Target, by_device, controlled_by


class OfLock(Protocol):
    """Something that a lock has, such as codes."""

    @property
    def lock(self) -> CodeLock:
        """The lock."""
        ...


type Find[OfLockT: OfLock] = Callable[[Runtime, str, str, str], OfLockT | None]
"""Finds what a device has, by its id, its name and a component; None if it has none."""


async def of_locks[OfLockT: OfLock](
    call: ServiceCall, find: Find[OfLockT], missing: str
) -> list[tuple[Target, OfLockT]]:
    """Return what the devices of a call have.

    Raises ServiceValidationError with the text ``missing`` if a device has none, and Unauthorized
    if the user may not control its lock.
    """
    found: list[tuple[Target, OfLockT]] = []
    for target in await controlled_by(call):
        known = find(target.runtime, target.device_id, target.name, target.component)
        if known is None:
            raise invalid(translation_key=missing, name=target.name)
        await check_control(call, [target.owner_of(call.hass, known.lock.component)])
        found.append((target, known))
    return found


async def change_each[OfLockT: OfLock](
    locks: list[tuple[Target, OfLockT]],
    change: Callable[[OfLockT], Coroutine[Any, Any, JsonObject]],
) -> ServiceResponse:
    """Change each lock, one change of a lock at a time, and return the answers by device."""
    return await by_device(
        (target.registry_id, known.lock.in_turn(partial(change, known))) for target, known in locks
    )


async def read_lists(target: Target) -> None:
    """Poll a lock before its lists are returned, unless their changes arrive by themselves."""
    if target.runtime.updates_of(target.device_id) != "push":
        with cloud_errors_of(target.name, READING):
            await target.runtime.poll_device(target.device_id)
