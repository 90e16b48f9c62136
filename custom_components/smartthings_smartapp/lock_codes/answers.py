"""Sends a command to a lock and waits for its answer.

The cloud accepts a command before the lock gets it. The lock reports the result in an attribute
later: ``codeChanged`` of ``lockCodes``, or ``commandResult`` of ``lockUsers``,
``lockCredentials`` and ``lockSchedules``.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError

from ..cloud.api.errors import CloudError
from ..cloud.delivery.events import DeviceEvent
from ..cloud.json_types import Json, JsonObject, as_object, text
from ..cloud.models import Command
from ..errors import action_error
from ..mapping.descriptions.base import Source
from .code_list import number
from .code_lock import CodeLock

_LOGGER = logging.getLogger(__name__)

PATIENCE: Final = 30.0
"""Seconds to wait for an answer. A lock that sleeps needs up to ten, and some drivers read the code
again four seconds after they set it."""
POLL_EVERY: Final = 8.0
"""Seconds after which the device is polled, because its event may be missed."""
BUSY_PAUSE: Final = 4.0
"""Seconds until another try after ``busy``. Drivers are busy for ten seconds at most."""
_CLOCKS_DIFFER: Final = timedelta(seconds=2)
"""An event that is older than the command by more is of an earlier change. Events have whole
seconds."""

_SERVERS_DIFFER: Final = timedelta(minutes=1)
"""A polled report that is older by more is of an earlier change whose event was missed."""

SUCCESS: Final = "success"
BUSY: Final = "busy"
_ERRORS: Final = {
    BUSY: "lock_busy",
    "duplicate": "lock_code_duplicate",
    "invalidCommand": "lock_change_invalid",
    "occupied": "lock_slot_occupied",
    "rejected": "lock_code_rejected",
    "resourceExhausted": "lock_codes_full",
}
"""Keys of ``exceptions`` by the status of an answer (Edge drivers of SmartThings,
``lock_utils/constants.lua``). Any other status is a failure."""


class Answer(NamedTuple):
    """What a lock reports after a command."""

    status: str
    """``success`` or the reason of a failure, such as ``duplicate``."""
    details: JsonObject


type Judge = Callable[[Json], Answer | None]
"""Returns the answer that a value of the attribute is, None if it is about something else."""


def result_of(command: str, index: str = "", expected: int | None = None) -> Judge:
    """Return what finds the result of a command, about the expected index if the result has it."""

    def judge(value: Json) -> Answer | None:
        result = as_object(value)
        status = text(result, "statusCode")
        if not status or result.get("commandName") != command:
            return None
        found = number(result, index)
        other = found is not None and expected is not None and found != expected
        return None if other else Answer(status, result)

    return judge


async def change(lock: CodeLock, command: Command, source: Source, judge: Judge) -> JsonObject:
    """Send a command, wait for the answer and return its details.

    Raises HomeAssistantError with the reason if the lock reports a failure or does not answer.
    The error has no cause: the reply of the cloud may repeat the code.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE
    while True:
        answer = await _answer(lock, command, source, judge, deadline)
        # The last try gets half of the time, or its answer would be missed.
        if answer.status != BUSY or loop.time() + BUSY_PAUSE > deadline - PATIENCE / 2:
            break
        await asyncio.sleep(BUSY_PAUSE)
    if answer.status == SUCCESS:
        return answer.details
    raise lock.failed(translation_key=_ERRORS.get(answer.status, "lock_change_failed"))


async def name_afterwards(lock: CodeLock, naming: Awaitable[None]) -> None:
    """Name a code that was set. Raises HomeAssistantError that says that the code is set."""
    try:
        await naming
    except HomeAssistantError:
        raise lock.failed(translation_key="lock_code_unnamed") from None


async def _answer(
    lock: CodeLock, command: Command, source: Source, judge: Judge, deadline: float
) -> Answer:
    """Send a command once and return the answer."""
    loop, runtime = asyncio.get_running_loop(), lock.runtime
    lock.check_online()
    earliest = runtime.now() - _CLOCKS_DIFFER
    before = lock.reported(source)
    arrived: asyncio.Future[Answer] = loop.create_future()

    @callback
    def reported(event: DeviceEvent, _sent: datetime) -> None:
        old = event.time is not None and event.time < earliest
        if not old and not arrived.done() and (answer := judge(event.value)):
            arrived.set_result(answer)

    stop = runtime.watch_events(lock.device_id, [lock.key(source)], reported)
    try:
        await _send(lock, command)
        while (left := deadline - loop.time()) > 0:
            await asyncio.wait({arrived}, timeout=min(left, POLL_EVERY))
            if arrived.done():
                return arrived.result()
            await _poll(lock)
            now = lock.reported(source)
            recent = now and (now.time is None or now.time > earliest - _SERVERS_DIFFER)
            if now and now != before and recent and (answer := judge(now.value)):
                return answer
    finally:
        stop()
    raise lock.failed(translation_key="lock_no_answer", seconds=f"{PATIENCE:.0f}")


async def _send(lock: CodeLock, command: Command) -> None:
    try:
        await lock.runtime.send(lock.device_id, [command])
    except CloudError as err:
        raise action_error(err, lock.name) from None


async def _poll(lock: CodeLock) -> None:
    try:
        await lock.runtime.poll_device(lock.device_id)
    except CloudError as err:
        _LOGGER.debug("%s could not be polled: %s", lock.name, err)
