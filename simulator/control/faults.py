"""Misbehaviour on request."""

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
    """What happens to the next calls of a path; see `Faults.fail`."""

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
        """Tell whether a call is one of those."""
        return self.method in (None, method) and fnmatchcase(path, self.path_glob)


@dataclass(frozen=True, slots=True)
class DeliveryFault:
    """What happens to one EVENT delivery: sent `copies` times, `delay` seconds late, or `held`."""

    copies: int = 1
    delay: float = 0.0
    held: bool = False


_PLAIN = DeliveryFault()


class Faults:
    """The faults that are still to happen."""

    def __init__(self) -> None:
        """Start with none."""
        self._calls: list[Fault] = []
        self._refusal: Fault | None = None
        self._deliveries: deque[DeliveryFault] = deque()
        self._forgeries: deque[Forgery] = deque()
        self._lost_replies = 0
        self._hanging: dict[asyncio.Event, str] = {}

    def fail(  # noqa: PLR0913 (every way to fail has its name)
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

        `hang` waits so many seconds first; alone, the call is then carried out as usual. `status`
        answers with it and `body` (bytes and text as they are, anything else as JSON), `reset`
        drops the connection without an answer (aiohttp's client then repeats a GET once by itself),
        `garbage` answers 200 with bytes that are no JSON, `drip` with a blank every so many seconds
        until the faults are cleared or the client is gone. `delay` carries the call out and
        answers so many seconds later, or when the faults are cleared: the answer is then old.
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
        """Refuse every call from now on, as for want of payment or quota, until `clear`.

        What the platform answers then is unverified (platform reference 0.4). A fault of one path
        comes first. The key host has nothing to do with it and goes on.
        """
        self._refusal = Fault(path_glob="*", status=status, body=body, headers=headers or {})

    def lose_refresh_reply(self, times: int = 1) -> None:
        """Carry out the next refreshes and drop the connection instead of answering."""
        self._lost_replies += times

    def drop_deliveries(self, n: int) -> None:
        """Lose the next EVENT deliveries."""
        self._deliveries.extend([DeliveryFault(copies=0)] * n)

    def duplicate_deliveries(self, n: int) -> None:
        """Send the next EVENT deliveries twice."""
        self._deliveries.extend([DeliveryFault(copies=2)] * n)

    def delay_deliveries(self, n: int, seconds: float) -> None:
        """Send the next EVENT deliveries late; those behind them do not wait."""
        self._deliveries.extend([DeliveryFault(delay=seconds)] * n)

    def reorder_deliveries(self, n: int) -> None:
        """Hold the next EVENT deliveries back until the last of them, then send them backwards."""
        self._deliveries.extend([DeliveryFault(held=True)] * n)

    def forge(self, forgery: Forgery, n: int = 1) -> None:
        """Send the next EVENT deliveries forged."""
        self._forgeries.extend([forgery] * n)

    def clear(self) -> None:
        """Behave again, and let what hangs go on."""
        self._calls.clear()
        self._refusal = None
        self._deliveries.clear()
        self._forgeries.clear()
        self._lost_replies = 0
        for event in self._hanging:
            event.set()

    def release(self, path_glob: str) -> None:
        """Let the calls go on that hang by the fault of a glob."""
        for event, hanging in self._hanging.items():
            if hanging == path_glob:
                event.set()

    def take_call(self, method: str, path: str) -> Fault | None:
        """Use up the fault of a call."""
        for fault in self._calls:
            if fault.concerns(method, path):
                fault.times -= 1
                if fault.times <= 0:
                    self._calls.remove(fault)
                return fault
        return None if path.startswith(KEY_FOLDER) else self._refusal

    @property
    def waiting(self) -> int:
        """How many calls hang at the moment, or have their answers held back."""
        return len(self._hanging)

    def take_lost_reply(self) -> bool:
        """Use up the loss of a refresh reply."""
        lost = self._lost_replies > 0
        self._lost_replies -= lost
        return lost

    def take_delivery(self) -> DeliveryFault:
        """Use up the fault of an EVENT delivery."""
        return self._deliveries.popleft() if self._deliveries else _PLAIN

    @property
    def holding(self) -> bool:
        """Whether the next EVENT delivery is to be held back too."""
        return bool(self._deliveries) and self._deliveries[0].held

    def take_forgery(self) -> Forgery | None:
        """Use up a forgery."""
        return self._forgeries.popleft() if self._forgeries else None

    async def hang(self, path_glob: str, seconds: float) -> bool:
        """Wait, at most until the fault is released or cleared; return whether it was."""
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
