"""Faults to simulate: failing calls, and lost, late, repeated or forged deliveries."""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from simulator.delivery.forgery import Forgery
from simulator.delivery.signing import KEY_FOLDER
from simulator.devices.device import Json


@dataclass(slots=True, kw_only=True)
class Fault:
    """A fault for the next calls of a path; see `Faults.fail`."""

    path_glob: str
    method: str | None = None
    times: int = 1
    status: int | None
    body: bytes | str | Json
    headers: Mapping[str, str]
    hang: float | None = None
    reset: bool = False
    garbage: bool = False
    drip: float | None = None
    delay: float | None = None

    def concerns(self, method: str, path: str) -> bool:
        """Return whether the fault is for this call."""
        return self.method in (None, method) and fnmatchcase(path, self.path_glob)


@dataclass(frozen=True, slots=True)
class DeliveryFault:
    """A fault for one EVENT delivery: sent `copies` times, `delay` seconds late, or `held`."""

    copies: int = 1
    delay: float = 0.0
    held: bool = False


_PLAIN = DeliveryFault()


class Faults:
    """The faults that are still pending."""

    def __init__(self) -> None:
        """Start without faults."""
        self._calls: list[Fault] = []
        self._refusal: Fault | None = None
        self._deliveries: deque[DeliveryFault] = deque()
        self._forgeries: deque[Forgery] = deque()
        self._lost_replies = 0
        self._hanging: dict[asyncio.Event, str] = {}

    def fail(  # noqa: PLR0913 (every kind of fault has its name)
        self,
        path_glob: str,
        *,
        method: str | None = None,
        times: int = 1,
        status: int | None = None,
        body: bytes | str | Json = None,
        headers: Mapping[str, str] | None = None,
        hang: float | None = None,
        reset: bool = False,
        garbage: bool = False,
        drip: float | None = None,
        delay: float | None = None,
    ) -> None:
        """Make the next `times` calls fail whose path, without `/v1`, matches the glob.

        `hang` waits this many seconds before the other faults, or before the usual reply. `status`
        answers with it and `body` (bytes and text as they are, anything else as JSON). `reset`
        drops the connection without an answer; aiohttp's client then repeats a GET once by itself.
        `garbage` answers 200 with bytes that are not JSON. `drip` sends a space every so many
        seconds until the faults are cleared or the client disconnects. `delay` executes the call
        and answers this many seconds later, or when the faults are cleared, so the answer is old.
        """
        self._calls.append(
            Fault(
                path_glob=path_glob,
                method=method,
                times=times,
                status=status,
                body=body,
                headers=headers or {},
                hang=hang,
                reset=reset,
                garbage=garbage,
                drip=drip,
                delay=delay,
            )
        )

    def refuse_calls(
        self,
        status: int,
        *,
        body: bytes | str | Json = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Reject every call until `clear`, as without a paid plan or beyond its quota.

        The answer of the platform is unverified in that case (platform reference 0.4). A fault for
        one path takes precedence. The key host still works.
        """
        self._refusal = Fault(path_glob="*", status=status, body=body, headers=headers or {})

    def lose_refresh_reply(self, times: int = 1) -> None:
        """Execute the next refreshes, and drop the connection instead of answering."""
        self._lost_replies += times

    def drop_deliveries(self, n: int) -> None:
        """Lose the next EVENT deliveries."""
        self._deliveries.extend([DeliveryFault(copies=0)] * n)

    def duplicate_deliveries(self, n: int) -> None:
        """Send the next EVENT deliveries twice."""
        self._deliveries.extend([DeliveryFault(copies=2)] * n)

    def delay_deliveries(self, n: int, seconds: float) -> None:
        """Send the next EVENT deliveries late; the ones after them do not wait."""
        self._deliveries.extend([DeliveryFault(delay=seconds)] * n)

    def reorder_deliveries(self, n: int) -> None:
        """Hold the next EVENT deliveries until the last of them, then send them in reverse."""
        self._deliveries.extend([DeliveryFault(held=True)] * n)

    def forge(self, forgery: Forgery, n: int = 1) -> None:
        """Forge the next EVENT deliveries."""
        self._forgeries.extend([forgery] * n)

    def clear(self) -> None:
        """Remove all faults, and release calls that hang."""
        self._calls.clear()
        self._refusal = None
        self._deliveries.clear()
        self._forgeries.clear()
        self._lost_replies = 0
        for event in self._hanging:
            event.set()

    def release(self, path_glob: str) -> None:
        """Release the calls that hang because of the fault with this glob."""
        for event, hanging in self._hanging.items():
            if hanging == path_glob:
                event.set()

    def take_call(self, method: str, path: str) -> Fault | None:
        """Return the fault for a call, and count it."""
        for fault in self._calls:
            if fault.concerns(method, path):
                fault.times -= 1
                if fault.times <= 0:
                    self._calls.remove(fault)
                return fault
        return None if path.startswith(KEY_FOLDER) else self._refusal

    @property
    def waiting(self) -> int:
        """How many calls hang, or have their answers held back."""
        return len(self._hanging)

    def take_lost_reply(self) -> bool:
        """Return whether the reply to this refresh is lost, and count it."""
        lost = self._lost_replies > 0
        self._lost_replies -= lost
        return lost

    def take_delivery(self) -> DeliveryFault:
        """Return the fault for an EVENT delivery, and count it."""
        return self._deliveries.popleft() if self._deliveries else _PLAIN

    @property
    def holding(self) -> bool:
        """Whether the next EVENT delivery is held back as well."""
        return bool(self._deliveries) and self._deliveries[0].held

    def take_forgery(self) -> Forgery | None:
        """Return the next forgery, and count it."""
        return self._forgeries.popleft() if self._forgeries else None

    async def hang(self, path_glob: str, seconds: float) -> bool:
        """Wait until the fault is released or cleared, or until the time is over; return which."""
        event = asyncio.Event()
        self._hanging[event] = path_glob
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        else:
            return True
        finally:
            del self._hanging[event]
