"""The middleware for all requests: log, latency, faults and error replies."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from email.utils import format_datetime
from urllib.parse import parse_qsl

from aiohttp import web

from simulator.cloud import CLOUD, Cloud
from simulator.control.faults import Fault
from simulator.control.log import Call
from simulator.devices.device import Json
from simulator.json_tools import encode, parse

from .access import AFTER, CALLER, STANDING, identify
from .errors import ErrorReply, not_found

type Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]

DROP = web.RequestKey("drop", bool)
"""Set on a request whose reply is lost."""

_GARBAGE = b'{"items": [\x00\xff\xfe}<'
_SECRETS = ("refresh_token", "client_secret", "code")
# The pages and the simulator's own routes are not part of the API.
_OWN_PATHS = ("/simulator", "/home", "/install", "/favicon.ico")
_OWN_PAGES = ("/", "/oauth/authorize", "/v1/oauth/authorize")


def _is_own(path: str) -> bool:
    first = f"/{path.split('/')[1]}"
    return path in _OWN_PAGES or first in _OWN_PATHS


def _blotted(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: "***" if name in _SECRETS else value for name, value in pairs}


async def _read(request: web.Request) -> Json:
    raw = await request.read()
    if not raw:
        return None
    if request.content_type == "application/x-www-form-urlencoded":
        return {**_blotted(parse_qsl(raw.decode(errors="replace")))}
    try:
        return parse(raw)
    except ValueError:
        return None


def _faulty(fault: Fault) -> web.Response | None:
    if fault.garbage:
        return web.Response(body=_GARBAGE, content_type="application/json")
    if fault.status is None:
        return None
    match fault.body:
        case None:
            return web.Response(status=fault.status, headers=fault.headers)
        case bytes() | str() as body:
            return web.Response(status=fault.status, body=body, headers=fault.headers)
        case body:
            headers = {"Content-Type": "application/json", **fault.headers}
            return web.Response(status=fault.status, body=encode(body), headers=headers)


async def _answer(request: web.Request, serve: Serve) -> web.StreamResponse:
    try:
        return await serve(request)
    except ErrorReply as refusal:
        return refusal.response()
    except web.HTTPNotFound:
        return not_found().response()
    except web.HTTPException as error:
        return web.Response(status=error.status)


async def _drip(
    cloud: Cloud, request: web.Request, path_glob: str, seconds: float
) -> web.StreamResponse:
    """Answer so slowly that only a timeout of the whole call can end it."""
    response = web.StreamResponse()
    await response.prepare(request)
    with suppress(ConnectionError):
        while not await cloud.faults.hang(path_glob, seconds):
            await response.write(b" ")
    return response


async def _spoil(
    cloud: Cloud, request: web.Request, path: str, serve: Serve
) -> web.StreamResponse | None:
    fault = cloud.faults.take_call(request.method, path)
    if fault is None:
        return None
    if fault.hang is not None:
        await cloud.faults.hang(fault.path_glob, fault.hang)
    if fault.delay is not None:
        response = await _answer(request, serve)
        await cloud.faults.hang(fault.path_glob, fault.delay)
        return response
    if fault.drip is not None:
        return await _drip(cloud, request, fault.path_glob, fault.drip)
    request[DROP] = fault.reset
    return web.Response() if fault.reset else _faulty(fault)


def _date(cloud: Cloud) -> str:
    return format_datetime(cloud.clock(), usegmt=True) if cloud.options.dated_replies else ""


def _abort(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


@web.middleware
async def gateway(request: web.Request, handler: Serve) -> web.StreamResponse:
    """Log a call, apply latency and faults, and turn errors into replies."""
    if _is_own(request.path):
        return await handler(request)
    cloud = request.app[CLOUD]
    path = request.path.removeprefix("/v1")
    caller = request[CALLER] = identify(request)
    request[AFTER] = []
    request[DROP] = False
    call = Call(
        method=request.method,
        path=path,
        query=_blotted(request.query.items()),
        token_kind=caller.kind,
        status=0,
        at=cloud.clock(),
        body=await _read(request),
    )
    cloud.log.calls.append(call)
    if cloud.options.latency:
        await asyncio.sleep(cloud.options.latency)
    response: web.StreamResponse | None = await _spoil(cloud, request, path, handler)
    if response is None:
        response = await _answer(request, handler)
    if request[DROP]:
        _abort(request)
        return response
    call.status = response.status
    response.headers.setdefault("Date", _date(cloud))
    if (standing := request.get(STANDING)) is not None:
        response.headers.update(standing.headers)
    if request[AFTER]:
        await response.prepare(request)
        await response.write_eof()
        for action in request[AFTER]:
            action()
    return response
