"""Rate limits, and the plan of the account (platform reference 10, 13.1, 13.4)."""

from http import HTTPStatus
from typing import Final

from live_check.attempts.devices import list_devices
from live_check.cloud.api import DEVICES_VERSION, accept
from live_check.context import Attempts, Context
from live_check.findings import Finding, different, not_tried

_HEADERS: Final = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
_LONGEST_WINDOW: Final = 3600
_ASSUMED_LIMIT: Final = "350"


async def _devices_limit(context: Context) -> Finding:
    answer = await list_devices(context, accept(DEVICES_VERSION))
    limit = answer.headers.get(_HEADERS[0])
    if limit is None:
        not_tried(f"no header has it ({answer.status})")
    return Finding(limit == _ASSUMED_LIMIT, f"{limit} in a window")


async def _rate_headers(context: Context) -> Finding:
    answer = await context.api.call("GET", "/locations", token=context.pat)
    missing = [name for name in _HEADERS if name not in answer.headers]
    retry = "with" if "Retry-After" in answer.headers else "without"
    if missing:
        return different(f"missing: {', '.join(missing)}; {retry} Retry-After")
    # No window is longer than an hour, so a larger number can only be milliseconds.
    longest = max(context.api.resets, default=0)
    unit = "milliseconds" if longest > _LONGEST_WINDOW else "seconds"
    return Finding(
        unit == "seconds",
        f"all three, {retry} Retry-After; the largest Reset is {longest:.0f}, so {unit}",
    )


async def _plan(context: Context) -> Finding:
    noted = context.api.noted
    paid = any(summary.startswith(str(HTTPStatus.PAYMENT_REQUIRED.value)) for summary in noted)
    summary = "; ".join(f"{number} times {text}" for text, number in noted.most_common())
    return Finding(
        not paid, f"{context.api.calls} calls; {summary or 'none refused with 402 or 429'}"
    )


ATTEMPTS: Final[Attempts] = {
    "devices-limit": _devices_limit,
    "rate-headers": _rate_headers,
    "plan": _plan,
}
