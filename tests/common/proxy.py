"""A stand-in for a reverse proxy in front of Home Assistant, which may change requests."""

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

_OF_THE_CONNECTION = frozenset({"connection", "content-length", "host", "transfer-encoding"})


class Proxy:
    """Forwards requests to Home Assistant, on the same path."""

    def __init__(
        self, url: str, *, drop: Iterable[str] = (), change: Mapping[str, str] | None = None
    ) -> None:
        """Forward to a server, without some headers and with others changed."""
        self._origin = URL(url)
        self.drop = frozenset(name.lower() for name in drop)
        self.change = dict(change or {})
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._forward)
        self._server = TestServer(app)
        self._session: aiohttp.ClientSession | None = None

    def address(self, path: str) -> str:
        """Return the public URL of a path."""
        return str(self._server.make_url(path))

    def _target(self, request: web.Request) -> URL:
        """Return the URL to which a request is forwarded."""
        return self._origin.join(request.rel_url)

    async def _forward(self, request: web.Request) -> web.Response:
        assert self._session is not None
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() not in _OF_THE_CONNECTION | self.drop
        }
        async with self._session.request(
            request.method,
            self._target(request),
            data=await request.read(),
            headers=headers | self.change,
            allow_redirects=False,
        ) as response:
            return web.Response(status=response.status, body=await response.read())

    async def __aenter__(self) -> Self:
        """Start the server."""
        self._session = aiohttp.ClientSession()
        await self._server.start_server()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server."""
        await self._server.close()
        if self._session is not None:
            await self._session.close()
