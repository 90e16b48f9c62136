"""Facts of the list of devices and of rate limits (platform reference 8.1, 10, 13.4)."""

from typing import Final

from custom_components.smartthings_smartapp.cloud.json_types import (
    JsonObject,
    as_list,
    as_object,
    text,
)
from scripts.live_check_driver.answers import Answer, listed
from scripts.live_check_driver.api import DEVICES_VERSION, PLAIN_JSON, accept
from scripts.live_check_driver.fact import INSTALLED, Fact
from scripts.live_check_driver.findings import Finding, not_tried
from scripts.live_check_driver.live import Live
from scripts.live_check_driver.login import call_app

_EXTRAS: Final = {"includeStatus": "true", "includeHealth": "true"}
_ACCEPTED: Final = {
    "v=1": accept(1),
    f"v={DEVICES_VERSION}": accept(DEVICES_VERSION),
    "v=20250122": accept(20250122),
    "plain JSON": PLAIN_JSON,
}
_HEADERS: Final = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
_LONGEST_WINDOW: Final = 3600
_ASSUMED_LIMIT: Final = "350"
_HEALTH: Final = {"state", "lastUpdatedDate"}


async def _list(live: Live, accepts: str) -> Answer:
    installation = live.the_installation()
    return await live.api.call(
        "GET",
        "/devices",
        token=installation.access_token,
        params={"locationId": installation.location_id, "max": "200", **_EXTRAS},
        accepts=accepts,
    )


def _statuses(items: list[JsonObject]) -> list[JsonObject]:
    """Return the status of every capability that carries one."""
    capabilities = (
        as_object(capability)
        for item in items
        for component in map(as_object, as_list(item.get("components")))
        for capability in as_list(component.get("capabilities"))
    )
    return [as_object(found["status"]) for found in capabilities if "status" in found]


def _carried(answer: Answer) -> set[str]:
    """Return which of status and health a list carries."""
    found = set()
    if _statuses(answer.items):
        found.add("status")
    if any("healthState" in item for item in answer.items):
        found.add("health")
    return found


async def _status_in_list(live: Live) -> Finding:
    live.the_installation()
    told, whole = [], False
    for name, accepts in _ACCEPTED.items():
        answer = await _list(live, accepts)
        if answer.ok and not answer.items:
            not_tried("the location has no devices")
        carried = _carried(answer)
        words = " and ".join(sorted(carried)) or "neither"
        told.append(f"{name}: {words}" if answer.ok else f"{name}: {answer.told}")
        if accepts == accept(DEVICES_VERSION):
            whole = carried == {"status", "health"}
            _remember(live, answer)
    return Finding(whole, "; ".join(told))


def _remember(live: Live, answer: Answer) -> None:
    """Keep the devices, and their names out of the report."""
    live.devices = answer.items
    for device in answer.items:
        live.redactor.label(text(device, "label"), text(device, "name"))


async def _list_shape(live: Live) -> Finding:
    if not live.devices:
        not_tried("no devices were listed")
    health = {key for item in live.devices for key in as_object(item.get("healthState"))}
    parts = {
        key
        for status in _statuses(live.devices)
        for value in status.values()
        for key in as_object(value)
    }
    items = {key for item in live.devices for key in item}
    return Finding(
        health == _HEALTH and {"value"} <= parts <= {"value", "unit", "data", "timestamp"},
        f"healthState with {listed(health)}; values with {listed(parts)}; "
        f"items with {listed(items)}",
    )


async def _devices_limit(live: Live) -> Finding:
    answer = await _list(live, accept(DEVICES_VERSION))
    limit = answer.headers.get(_HEADERS[0])
    if limit is None:
        not_tried(f"no header tells it ({answer.status})")
    return Finding(limit == _ASSUMED_LIMIT, f"{limit} in a window")


async def _rate_headers(live: Live) -> Finding:
    answer = await live.api.call("GET", "/locations", token=live.pat)
    missing = [name for name in _HEADERS if name not in answer.headers]
    retry = "with" if "Retry-After" in answer.headers else "without"
    if missing:
        return Finding(
            as_assumed=False, answer=f"missing: {', '.join(missing)}; {retry} Retry-After"
        )
    # No window is longer than an hour, so a larger number can only be milliseconds.
    longest = max(live.api.resets, default=0)
    unit = "milliseconds" if longest > _LONGEST_WINDOW else "seconds"
    return Finding(
        unit == "seconds",
        f"all three, {retry} Retry-After; the largest Reset is {longest:.0f}, so {unit}",
    )


async def _own_location(live: Live) -> Finding:
    installation = live.the_installation()
    answer = await call_app(live, "GET", "/locations")
    for location in answer.items:
        live.redactor.label(text(location, "name"))
    ids = [text(location, "locationId") for location in answer.items]
    return Finding(ids == [installation.location_id], f"{answer.status}, locations: {len(ids)}")


RATES = Fact(
    id="rate-headers",
    section="10.2",
    text="Every answer tells how many calls are left.",
    assumed="X-RateLimit-Limit, -Remaining and -Reset, which is in seconds",
    attempt=_rate_headers,
)

FACTS = (
    Fact(
        id="status-in-list",
        section="13.4, 8.1",
        text="GET /devices with includeStatus and includeHealth, by an app's token",
        assumed=f"status and health, at least with v={DEVICES_VERSION}",
        attempt=_status_in_list,
        needs=INSTALLED,
    ),
    Fact(
        id="list-shape",
        section="13.4, 8.1",
        text="Where status and health stand in that list",
        assumed="healthState with state and lastUpdatedDate; status inside each capability",
        attempt=_list_shape,
        needs=("status-in-list",),
    ),
    Fact(
        id="devices-limit",
        section="13.4, 10.1",
        text="The limit of GET /devices",
        assumed=f"{_ASSUMED_LIMIT} a minute",
        attempt=_devices_limit,
        needs=INSTALLED,
    ),
    Fact(
        id="own-location",
        section="1.3",
        text="GET /locations by an app's token",
        assumed="the one location that it is installed in",
        attempt=_own_location,
        needs=INSTALLED,
    ),
)
