"""Schedules of an installed app, which need no scope (platform reference 9, 10.1)."""

import re

from simulator.delivery.cron import CronError, next_time
from simulator.delivery.scheduler import once_at
from simulator.devices.device import Json, JsonObject
from simulator.json_tools import as_object

from .access import Access, ApiCall, Handler, Route
from .errors import forbidden, refuse_conflict, refuse_limit, refuse_malformed, refuse_missing
from .limits import SCHEDULE_CREATE, SCHEDULES
from .paging import page

_NAME = re.compile(r"[A-Za-z0-9._-]{1,36}")
_CEILING = 6
_KINDS = ("cron", "once")


def _check(call: ApiCall, kinds: JsonObject) -> None:
    """Refuse a time that cannot be read."""
    if "once" in kinds:
        if once_at(kinds["once"]) is None:
            refuse_malformed("once")
        return
    try:
        next_time(str(as_object(kinds["cron"]).get("expression")), call.cloud.clock())
    except CronError:
        refuse_malformed("cron.expression")


def _held(call: ApiCall) -> dict[str, JsonObject]:
    installed_app_id = call.installed_app().installed_app_id
    if not call.cloud.options.schedules_allowed:
        raise forbidden()
    return call.cloud.records.schedules.setdefault(installed_app_id, {})


def _one(call: ApiCall) -> str:
    name = call.param("scheduleName")
    if name not in _held(call):
        raise forbidden()
    return name


async def create(call: ApiCall) -> Json:
    """`POST …/schedules`: `{name, cron}` or `{name, once}`."""
    held = _held(call)
    asked = await call.body()
    name = asked.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        refuse_malformed("name")
    kinds = {kind: asked[kind] for kind in _KINDS if asked.get(kind) is not None}
    if len(kinds) != 1:
        refuse_missing("cron")
    _check(call, kinds)
    if name in held:
        refuse_conflict("Simulated text: a schedule of this name exists.")
    if len(held) >= _CEILING:
        refuse_limit("Simulated text: the installed app holds the maximum of schedules.")
    held[name] = {
        "scheduledExecutions": [],
        "name": name,
        **kinds,
        "installedAppId": call.token.installed_app_id,
        "locationId": call.token.location_id,
    }
    return held[name]


async def listing(call: ApiCall) -> Json:
    """`GET …/schedules`."""
    return page(call, [*_held(call).values()])


async def get(call: ApiCall) -> Json:
    """`GET …/schedules/{name}`."""
    return _held(call)[_one(call)]


async def delete(call: ApiCall) -> Json:
    """`DELETE …/schedules/{name}`."""
    del _held(call)[_one(call)]
    return {"count": 1}


async def delete_all(call: ApiCall) -> Json:
    """`DELETE …/schedules`."""
    held = _held(call)
    count = len(held)
    held.clear()
    return {"count": count}


def _route(method: str, path: str, handler: Handler) -> Route:
    return Route(
        method=method,
        path=f"/installedapps/{{installedAppId}}/schedules{path}",
        handler=handler,
        access=Access(pat=None, app=""),
        limits=(SCHEDULES, SCHEDULE_CREATE) if method == "POST" else (SCHEDULES,),
    )


ROUTES = (
    _route("POST", "", create),
    _route("GET", "", listing),
    _route("DELETE", "", delete_all),
    _route("GET", "/{scheduleName}", get),
    _route("DELETE", "/{scheduleName}", delete),
)
