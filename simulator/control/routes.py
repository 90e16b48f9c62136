"""Routes that only the simulator has: for its options, faults and log, and the page of the home."""

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from datetime import datetime

from aiohttp import web

from simulator.cloud import CLOUD, Cloud
from simulator.delivery.forgery import Forgery
from simulator.devices.device import JsonObject
from simulator.devices.home import UnknownTargetError
from simulator.json_tools import as_object, encode, parse, strings
from simulator.pages.home import home_page, home_state

from .log import Call, Delivery, ReceivedCommands, SentNotification
from .options import PAT_SCOPES, change

_DAY = 86_400.0


async def _asked(request: web.Request) -> JsonObject:
    """Return the JSON or the form of a request. Raises HTTPBadRequest."""
    raw = await request.read()
    if request.content_type == "application/x-www-form-urlencoded":
        form = await request.post()
        return {name: value for name, value in form.items() if isinstance(value, str)}
    try:
        return as_object(parse(raw or b"{}"))
    except ValueError:
        raise web.HTTPBadRequest from None


def _shown(
    entries: Iterable[Call | ReceivedCommands | SentNotification | Delivery],
) -> web.Response:
    """Return entries of the log as JSON, with times in ISO format."""
    text = json.dumps([asdict(entry) for entry in entries], default=datetime.isoformat)
    return web.Response(text=text, content_type="application/json")


def _number(asked: JsonObject, name: str, default: float) -> float:
    value = asked.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise web.HTTPBadRequest(text=f"{name} is not a number")
    return value


async def create_pat(request: web.Request) -> web.Response:
    """`POST /simulator/pats` `{scopes?, lifetime?}` → `{token}`."""
    asked = await _asked(request)
    scopes = strings(asked["scopes"]) if "scopes" in asked else PAT_SCOPES
    lifetime = _number(asked, "lifetime", _DAY)
    return web.json_response({"token": request.app[CLOUD].tokens.create_pat(scopes, lifetime)})


def _log_route(name: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return the handler of `GET /simulator/<name>`, which shows a list of the log."""

    async def show(request: web.Request) -> web.Response:
        return _shown(getattr(request.app[CLOUD].log, name))

    return show


async def subscriptions(request: web.Request) -> web.Response:
    """`GET /simulator/subscriptions`: all subscriptions, in the form of the API."""
    held = request.app[CLOUD].records.subscriptions.values()
    return web.json_response([subscription.body for subscription in held])


async def change_options(request: web.Request) -> web.Response:
    """`POST /simulator/options` `{name: value}`, see `options.SimulatorOptions` → all options.

    A 400 has the reason; nothing is changed in that case.
    """
    options = request.app[CLOUD].options
    try:
        change(options, await _asked(request))
    except ValueError as error:
        raise web.HTTPBadRequest(text=str(error)) from None
    return web.json_response(asdict(options))


def _headers(asked: JsonObject) -> dict[str, str]:
    return {name: str(value) for name, value in as_object(asked.get("headers")).items()}


def _fail(cloud: Cloud, asked: JsonObject) -> None:
    method, body = asked.get("method"), asked.get("body")
    cloud.faults.fail(
        str(asked["path"]),
        method=str(method) if method else None,
        times=int(_number(asked, "times", 1)),
        status=int(_number(asked, "status", 0)) or None,
        body=body,
        headers=_headers(asked),
        hang=_number(asked, "hang", 0) or None,
        reset=asked.get("reset") is True,
        garbage=asked.get("garbage") is True,
        drip=_number(asked, "drip", 0) or None,
    )


async def add_fault(request: web.Request) -> web.Response:
    """`POST /simulator/faults`: add a fault, see `faults.Faults`.

    `{path, method?, times?, status?, body?, headers?, hang?, reset?, garbage?, drip?}`, `{refuse:
    status, body?, headers?}`, `{lose_refresh_reply: n}`, `{drop: n}`, `{duplicate: n}`, `{delay: n,
    seconds}`, `{reorder: n}`, `{forge: name, times?}` or `{clear: true}`.
    """
    cloud, asked = request.app[CLOUD], await _asked(request)
    faults = cloud.faults
    match asked:
        case {"path": str()}:
            _fail(cloud, asked)
        case {"refuse": int(status)}:
            faults.refuse_calls(status, body=asked.get("body"), headers=_headers(asked))
        case {"forge": str(name)} if name in Forgery:
            faults.forge(Forgery(name), int(_number(asked, "times", 1)))
        case {"lose_refresh_reply": int(times)}:
            faults.lose_refresh_reply(times)
        case {"drop": int(times)}:
            faults.drop_deliveries(times)
        case {"duplicate": int(times)}:
            faults.duplicate_deliveries(times)
        case {"delay": int(times)}:
            faults.delay_deliveries(times, _number(asked, "seconds", 1))
        case {"reorder": int(times)}:
            faults.reorder_deliveries(times)
        case {"clear": True}:
            faults.clear()
        case _:
            raise web.HTTPBadRequest(text="unknown fault")
    return web.json_response({})


def _under(asked: JsonObject) -> tuple[str, int] | None:
    match asked.get("under"):
        case None:
            return None
        case {"id": str(capability_id), "version": int(version)}:
            return capability_id, version
        case _:
            raise web.HTTPBadRequest(text="under needs id and version")


async def define(request: web.Request) -> web.Response:
    """`POST /simulator/definitions` `{definition, presentation?, i18n?, under?: {id, version}}`.

    See `Simulator.define`; a 400 has the reason.
    """
    asked = await _asked(request)
    i18n = asked.get("i18n")
    if "definition" not in asked:
        raise web.HTTPBadRequest(text="definition is missing")
    if not isinstance(i18n, dict | None):
        raise web.HTTPBadRequest(text="i18n needs an object with a body for each tag")
    try:
        request.app[CLOUD].catalogue.define(
            asked["definition"],
            presentation=asked.get("presentation"),
            i18n=i18n,
            under=_under(asked),
        )
    except ValueError as error:
        raise web.HTTPBadRequest(text=str(error)) from None
    return web.json_response({})


async def rotate_keys(request: web.Request) -> web.Response:
    """`POST /simulator/keys/rotate`: sign deliveries with a new key → `{keyId}`."""
    return web.json_response({"keyId": request.app[CLOUD].keys.rotate()})


async def show_home(request: web.Request) -> web.Response:
    """`GET /home`: the page of the home."""
    return web.Response(text=home_page(request.app[CLOUD].home), content_type="text/html")


async def show_state(request: web.Request) -> web.Response:
    """`GET /home/state`: the state that the page shows."""
    state = home_state(request.app[CLOUD].home)
    return web.Response(body=encode(state), content_type="application/json")


async def change_device(request: web.Request) -> web.Response:
    """`POST /home/devices/{deviceId}` `{component, capability, attribute, value, data?}`."""
    asked = await _asked(request)
    data = asked.get("data")
    try:
        request.app[CLOUD].home.set_attribute(
            request.match_info["deviceId"],
            str(asked.get("component")),
            str(asked.get("capability")),
            str(asked.get("attribute")),
            asked.get("value"),
            data=data if isinstance(data, dict) else None,
        )
    except UnknownTargetError as error:
        raise web.HTTPNotFound(text=str(error)) from None
    return web.json_response({})


async def change_health(request: web.Request) -> web.Response:
    """`POST /home/devices/{deviceId}/health` `{state}`: ONLINE, OFFLINE or UNHEALTHY."""
    asked = await _asked(request)
    try:
        request.app[CLOUD].home.set_health(request.match_info["deviceId"], str(asked.get("state")))
    except UnknownTargetError as error:
        raise web.HTTPNotFound(text=str(error)) from None
    return web.json_response({})


def add_routes(router: web.UrlDispatcher) -> None:
    """Add the routes of this module."""
    router.add_post("/simulator/pats", create_pat)
    for name in ("calls", "commands", "notifications", "deliveries"):
        router.add_get(f"/simulator/{name}", _log_route(name))
    router.add_get("/simulator/subscriptions", subscriptions)
    router.add_post("/simulator/options", change_options)
    router.add_post("/simulator/faults", add_fault)
    router.add_post("/simulator/definitions", define)
    router.add_post("/simulator/keys/rotate", rotate_keys)
    router.add_get("/home", show_home)
    router.add_get("/home/state", show_state)
    router.add_post("/home/devices/{deviceId}", change_device)
    router.add_post("/home/devices/{deviceId}/health", change_health)
