"""Read status and health of each device if the list does not have them (platform reference 8.1)."""

import asyncio
import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from ..models import Health, ListedDevice, Status
from .client import SmartThingsClient
from .errors import (
    CloudError,
    CloudUnreachableError,
    LoginLostError,
    PaymentRequiredError,
    TooManyRequestsError,
    UnauthorizedError,
)

_LOGGER = logging.getLogger(__name__)

_PARALLEL: Final = 6
"""Requests at a time."""
TIMEOUT: Final = 180.0
"""Seconds for all requests. A large home with 4,000 quick requests needs less."""

_FOR_ALL: Final = (LoginLostError, UnauthorizedError, PaymentRequiredError, TooManyRequestsError)
"""Errors that the next request would get too."""


@dataclass(slots=True)
class _Reads:
    """The results so far."""

    status: dict[str, Status | None] = field(default_factory=dict)
    health: dict[str, Health | None] = field(default_factory=dict)
    failed: list[CloudError] = field(default_factory=list)
    """The errors of status requests."""
    stopped: CloudError | None = None
    """The error after which no more requests are made."""


async def complete_devices(
    client: SmartThingsClient, listed: Collection[ListedDevice]
) -> list[ListedDevice]:
    """Return the devices with the status and health that the list lacks.

    The status of a device stays None if its request fails. Raises CloudError if most of the devices
    have no status in the end, or if an error concerns all requests.
    """
    reads = _Reads()
    limit = asyncio.Semaphore(_PARALLEL)
    # A home may have only one device, to whose status the token has no access.
    most = max(1, len(listed) // 2)

    async def read(item: ListedDevice) -> None:
        device_id = item.device.device_id
        async with limit:
            if item.status is None and reads.stopped is None:
                await _read_status(client, device_id, reads, most)
        async with limit:
            if item.health is None and reads.stopped is None:
                await _read_health(client, device_id, reads)

    try:
        async with asyncio.timeout(TIMEOUT):
            await asyncio.gather(*(read(item) for item in listed))
    except TimeoutError:
        _LOGGER.debug("Not all devices could be read within %.0f s", TIMEOUT)
    if reads.stopped:
        raise reads.stopped
    _check_enough(listed, reads, most)
    return [
        ListedDevice(
            item.device,
            item.status if item.status is not None else reads.status.get(item.device.device_id),
            item.health if item.health is not None else reads.health.get(item.device.device_id),
        )
        for item in listed
    ]


async def _read_status(client: SmartThingsClient, device_id: str, reads: _Reads, most: int) -> None:
    try:
        reads.status[device_id] = await client.device_status(device_id)
    except _FOR_ALL as err:
        reads.stopped = err
    except CloudError as err:
        _LOGGER.debug("The status of a device could not be read: %s", err)
        reads.failed.append(err)
        if len(reads.failed) > most:
            reads.stopped = err


async def _read_health(client: SmartThingsClient, device_id: str, reads: _Reads) -> None:
    try:
        reads.health[device_id] = await client.device_health(device_id)
    except _FOR_ALL as err:
        reads.stopped = err


def _check_enough(listed: Iterable[ListedDevice], reads: _Reads, most: int) -> None:
    """Raise CloudUnreachableError if the time was too short for most of the devices."""
    lacking = sum(
        item.status is None and item.device.device_id not in reads.status for item in listed
    )
    if lacking > most:
        failure = TimeoutError.__name__
        raise CloudUnreachableError(failure)
