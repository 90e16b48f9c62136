"""The network in front of Home Assistant: one fixed address for each started instance."""

import asyncio
from types import TracebackType
from typing import Self, cast

from aiohttp import web
from aiohttp.test_utils import TestServer
from homeassistant.components.http import KEY_HASS
from homeassistant.components.webhook import async_handle_webhook
from homeassistant.core import HomeAssistant


class _Current:
    """The Home Assistant behind the door, for the application of the server.

    Home Assistant 2026.11 asks its own application whether a request comes from its supervisor.
    """

    def __init__(self, door: Door) -> None:
        self._door = door

    def __getattr__(self, name: str) -> object:
        value: object = getattr(self._door.hass, name)
        return value


class Door:
    """Passes requests to the current Home Assistant; without one there is no answer."""

    def __init__(self) -> None:
        """Start without Home Assistant."""
        self.hass: HomeAssistant | None = None
        self.closed = False
        """Whether no request comes through, although Home Assistant runs."""
        self.visits: set[asyncio.Task[object]] = set()
        """Requests in progress."""
        app = web.Application()
        app[KEY_HASS] = cast("HomeAssistant", _Current(self))
        app.router.add_route("*", "/api/webhook/{webhook_id}", self._enter)
        self._server = TestServer(app)

    @property
    def url(self) -> str:
        """The address."""
        return str(self._server.make_url("")).rstrip("/")

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        visit = asyncio.current_task()
        if self.hass is None or self.closed or visit is None:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        self.visits.add(visit)
        try:
            return await async_handle_webhook(self.hass, request.match_info["webhook_id"], request)
        finally:
            self.visits.discard(visit)

    async def __aenter__(self) -> Self:
        """Start the server."""
        await self._server.start_server(access_log=None)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server."""
        await self._server.close()
