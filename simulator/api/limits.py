"""Rate limits (platform reference 10.1 to 10.3).

A window starts with its first call; `X-RateLimit-Reset` is in seconds until its end.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from simulator.control.open_questions import OpenQuestions

from .errors import Detail, ErrorReply, failure

_MINUTE = 60.0
_QUARTER = 15 * _MINUTE
_HOUR = 60 * _MINUTE


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of calls in a number of seconds; `pat` is the lower limit for a PAT (10.3)."""

    name: str
    calls: int
    seconds: float
    pat: tuple[int, float] | None = None
    per_device: bool = False


APPS = Limit("apps", 60, _MINUTE)
INSTALLED_APPS = Limit("installed apps", 60, _MINUTE)
LOCATIONS = Limit("locations", 100, _MINUTE)
# The table has one row for all methods; whether they share a limit is unverified.
ROOMS = Limit("rooms", 50, _HOUR)
MODES = Limit("modes", 100, _MINUTE)
SCENES = Limit("scenes", 50, _MINUTE)
SUBSCRIPTION_CREATE = Limit("subscription create", 40, _QUARTER)
SUBSCRIPTIONS = Limit("subscriptions", 15, _QUARTER)
SCHEDULE_CREATE = Limit("schedule create", 12, _MINUTE)
SCHEDULES = Limit("schedules", 20, 6 * _MINUTE)
# Not published; an integrator uses this figure.
DEVICES = Limit("devices", 350, _MINUTE)
DEVICE_READ = Limit("device read", 12, _MINUTE, pat=(10, _MINUTE), per_device=True)
DEVICE_COMMAND = Limit("device command", 12, _MINUTE, pat=(1, 15.0), per_device=True)
# Not published either; this figure is a guess.
NOTIFICATIONS = Limit("notifications", 60, _MINUTE)
CAPABILITIES = Limit("capabilities", 15, _MINUTE)


@dataclass(slots=True)
class _Window:
    calls: int
    ends: float
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The state of a window after a call; it ends in `reset` seconds."""

    limit: int
    attempts: int
    reset: float
    milliseconds: bool
    """Whether the header is in milliseconds."""

    @property
    def remaining(self) -> int:
        """Calls left in the window."""
        return max(0, self.limit - self.attempts)

    @property
    def exceeded(self) -> bool:
        """Whether this call exceeded the limit."""
        return self.attempts > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """The three headers that every response has."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(math.ceil(self.reset * (1000 if self.milliseconds else 1))),
        }

    def refusal(self) -> ErrorReply:
        """Return the 429 of this call."""
        message = (
            f"attempt {self.attempts} limit {self.limit} - "
            f"retry in {math.ceil(self.reset * 1000)} millis"
        )
        detail = Detail("TooManyRequestError", message)
        return failure(429, "TooManyRequestError", "Too Many Requests", detail)


@dataclass(slots=True)
class RateLimiter:
    """The windows of all callers."""

    clock: Callable[[], datetime]
    open_questions: OpenQuestions
    _windows: dict[tuple[str, str], _Window] = field(default_factory=dict)

    def count(self, limits: Iterable[Limit], caller: str, device_id: str, *, pat: bool) -> Standing:
        """Count a call, and return the state of the window that is nearest to its limit.

        The calls of a `caller`, an installed app or an account, are counted together.
        """
        standings = [self._count(limit, caller, device_id, pat=pat) for limit in limits]
        return min(standings, key=lambda standing: standing.limit - standing.attempts)

    def _count(self, limit: Limit, caller: str, device_id: str, *, pat: bool) -> Standing:
        calls, seconds = (
            limit.pat if pat and limit.pat is not None else (limit.calls, limit.seconds)
        )
        subject = device_id if limit.per_device else ""
        key = (limit.name, f"{caller}/{subject}")
        now = self.clock().timestamp()
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(calls, now + seconds)
        window.attempts += 1
        return Standing(
            limit=window.calls,
            attempts=window.attempts,
            reset=window.ends - now,
            milliseconds=self.open_questions.reset_in_milliseconds,
        )
