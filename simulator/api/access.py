"""The checks before the handler of a call: token, scope, version and rate limit."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from simulator.cloud import CLOUD, Cloud
from simulator.devices.device import OWNER, Json, JsonObject, SimDevice
from simulator.json_tools import parse
from simulator.records import InstalledApp

from .errors import MALFORMED, ErrorReply, failure, forbidden, unauthorized
from .limits import Limit, Standing
from .scopes import allows
from .tokens import Token, TokenKind

# The known versions (platform reference 1.4).
_VERSIONS = {"1", "20170916", "20250122"}
_VERSION = re.compile(r"application/vnd\.smartthings\+json\s*;\s*v=(\w+)")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the valid token, and the word for its kind (see `log.Call`)."""

    token: Token | None
    kind: str


CALLER = web.RequestKey("caller", Caller)
STANDING = web.RequestKey("standing", Standing)
AFTER = web.RequestKey("after", list[Callable[[], None]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may make a call (platform reference 1.3): the scope that a PAT or an app's token needs.

    None rejects this kind of token; an empty text needs no scope. Scopes may contain parameters of
    the path.
    """

    pat: str | None
    app: str | None


class ApiCall:
    """One authenticated call."""

    def __init__(self, request: web.Request, token: Token) -> None:
        """Wrap a request."""
        self.request = request
        self.token = token
        self.cloud: Cloud = request.app[CLOUD]

    def param(self, name: str) -> str:
        """Return a parameter of the path."""
        return self.request.match_info[name]

    def values(self, name: str) -> list[str]:
        """Return all values of a query parameter, repeated or separated by commas."""
        listed = self.request.query.getall(name, [])
        return [value for text in listed for value in text.split(",")]

    def flag(self, name: str) -> bool:
        """Return whether a query parameter is true."""
        return self.request.query.get(name, "").lower() == "true"

    async def body(self) -> JsonObject:
        """Return the JSON object in the body.

        Raises ErrorReply 400 if the body is something else.
        """
        try:
            value = parse(await self.request.read())
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise failure(400, "ConstraintViolationError", MALFORMED)
        return value

    def after(self, action: Callable[[], None]) -> None:
        """Do something after the reply."""
        self.request[AFTER].append(action)

    def installed_app(self) -> InstalledApp:
        """Return the installed app of the path. Raises ErrorReply 403 if there is none."""
        found = self.cloud.records.installed_apps.get(self.param("installedAppId"))
        if found is None:
            raise forbidden()
        return found

    def locations(self) -> list[str]:
        """Return the ids of the locations that the token may access."""
        if self.token.location_id is not None:
            return [self.token.location_id]
        return [*self.cloud.home.locations]

    def asked_locations(self) -> list[str]:
        """Return the locations that the query names; all if it names none."""
        asked = self.values("locationId")
        return [location for location in self.locations() if not asked or location in asked]

    def location(self) -> str:
        """Return the location of the path. Raises ErrorReply 403 if there is none."""
        location_id = self.param("locationId")
        if location_id not in self.cloud.home.locations:
            raise forbidden()
        return location_id

    def device(self) -> SimDevice:
        """Return the device of the path. Raises ErrorReply if the token may not access it."""
        device = self.cloud.home.devices.get(self.param("deviceId"))
        if device is None or device.location_id not in self.locations():
            raise ErrorReply(self.cloud.options.unknown_device_status)
        return device


type Handler = Callable[[ApiCall], Awaitable[Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The method, path, access and handler of a call of the API."""

    method: str
    path: str
    handler: Handler
    access: Access
    limits: tuple[Limit, ...]


def identify(request: web.Request) -> Caller:
    """Return who sends a request."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    match scheme.lower():
        case "":
            return Caller(None, "none")
        case "basic":
            return Caller(None, "basic")
        case "bearer":
            token = request.app[CLOUD].tokens.find(value.strip())
            return Caller(token, token.kind if token else "invalid")
        case _:
            return Caller(None, "invalid")


def _check_version(request: web.Request) -> None:
    accept = request.headers.get("Accept", "")
    versions = _VERSION.findall(accept)
    if versions and not _VERSIONS.intersection(versions):
        raise ErrorReply(406)


def check_access(access: Access, token: Token, params: Mapping[str, str]) -> None:
    """Raise ErrorReply 403 unless a token may make a call with these parameters of the path."""
    scope = access.pat if token.kind is TokenKind.PAT else access.app
    if scope is None:
        raise forbidden()
    if token.kind is not TokenKind.PAT:
        own = {"installedAppId": token.installed_app_id, "locationId": token.location_id}
        if any(params.get(name, value) != value for name, value in own.items()):
            raise forbidden()
    if scope and not allows(token.scopes, scope.format(**params)):
        raise forbidden()


def endpoint(route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Return the aiohttp handler of a route."""

    async def handle(request: web.Request) -> web.StreamResponse:
        token = request[CALLER].token
        if token is None:
            raise unauthorized()
        _check_version(request)
        check_access(route.access, token, request.match_info)
        cloud = request.app[CLOUD]
        standing = cloud.limiter.count(
            route.limits,
            token.installed_app_id or OWNER,
            request.match_info.get("deviceId", ""),
            pat=token.kind is TokenKind.PAT,
        )
        request[STANDING] = standing
        if cloud.options.rate_limits and standing.exceeded:
            raise standing.refusal()
        return web.json_response(await route.handler(ApiCall(request, token)))

    return handle
