"""Sinks: events over a connection that the app opens (platform reference 11).

The app needs the scope `sse`.
"""

import asyncio
from typing import Final

from aiohttp import web

from simulator.delivery.sinks import SINK_LIMIT, Sink, named_event
from simulator.devices.device import Json, JsonObject
from simulator.json_tools import as_list, as_object

from .access import CALLER, Access, ApiCall, Handler, Route, check_access
from .errors import (
    forbidden,
    not_found,
    refuse_conflict,
    refuse_empty,
    refuse_malformed,
    unauthorized,
)
from .limits import SUBSCRIPTIONS

ACTIVATE: Final = "/filters/{sinkId}/activate"
_ACCESS: Final = Access(pat=None, app="sse")
_KEEP_ALIVE: Final = 30.0
"""Seconds between comments; the client waits 120 s. The interval of the platform is unverified."""


async def create(call: ApiCall) -> Json:
    """`POST /subscriptions`: the reply has the URL of the stream."""
    asked = await call.body()
    if asked.get("clientDeviceId") != f"iapp_{call.token.installed_app_id}":
        refuse_malformed("clientDeviceId")
    filters = [as_object(item) for item in as_list(asked.get("subscriptionFilters"))]
    if not filters:
        refuse_empty("subscriptionFilters")
    for item in filters:
        if item.get("type") != "LOCATIONIDS":
            refuse_malformed("type")
        if any(location != call.token.location_id for location in as_list(item.get("value"))):
            raise forbidden()
    sinks = call.cloud.sinks
    if len(sinks.of(call.token.installed_app_id)) >= SINK_LIMIT:
        refuse_conflict(f"Unable to create SinkFilter, threshold limit of {SINK_LIMIT} reached")
    sink = Sink(
        installed_app_id=str(call.token.installed_app_id),
        name=str(asked.get("name", "")),
        filters=filters,
    )
    sinks.by_id[sink.sink_id] = sink
    none: JsonObject = {"attribute": None, "capability": None, "component": None}
    listed: list[Json] = [{**none, **item} for item in filters]
    return {
        "subscriptionId": sink.sink_id,
        "registrationUrl": f"{call.cloud.origin}{ACTIVATE.format(sinkId=sink.sink_id)}"
        "?filterRegion=simulator",
        "name": sink.name,
        "version": asked.get("version"),
        "subscriptionFilters": listed,
    }


def _one(call: ApiCall) -> Sink:
    """Return the sink of the path; the reply for one that is gone is unverified."""
    sink = call.cloud.sinks.by_id.get(call.param("sinkId"))
    if sink is None or sink.installed_app_id != call.token.installed_app_id:
        raise not_found()
    return sink


async def delete(call: ApiCall) -> Json:
    """`DELETE /subscriptions/{id}`."""
    call.cloud.sinks.remove(_one(call))
    return {"count": 1}


async def stream(request: web.Request) -> web.StreamResponse:
    """`GET` of the URL of a stream: events until the client leaves or the sink is removed."""
    if (token := request[CALLER].token) is None:
        raise unauthorized()
    check_access(_ACCESS, token, request.match_info)
    sink = _one(ApiCall(request, token))
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    await response.write(named_event("CONTROL_EVENT", b"welcome"))
    queue = sink.stream = asyncio.Queue[bytes | None]()
    try:
        while (chunk := await _next(queue)) is not None:
            await response.write(chunk)
    except ConnectionError:  # The client left.
        pass
    finally:
        if sink.stream is queue:
            sink.stream = None
    return response


async def _next(queue: asyncio.Queue[bytes | None]) -> bytes | None:
    try:
        return await asyncio.wait_for(queue.get(), _KEEP_ALIVE)
    except TimeoutError:
        return b": keep-alive\n\n"


def add_stream(router: web.UrlDispatcher) -> None:
    """Add the route of the streams, which is on a host of its own on the platform."""
    router.add_get(ACTIVATE, stream)


def _route(method: str, path: str, handler: Handler) -> Route:
    return Route(
        method=method,
        path=f"/subscriptions{path}",
        handler=handler,
        access=_ACCESS,
        limits=(SUBSCRIPTIONS,),
    )


ROUTES = (_route("POST", "", create), _route("DELETE", "/{sinkId}", delete))
