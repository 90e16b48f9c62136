"""A stand-in for the relay of Home Assistant Cloud: passes POSTs on as ``MockRequest``."""

from types import TracebackType
from typing import Self

from aiohttp import web
from aiohttp.test_utils import TestServer
from homeassistant.components.webhook import async_handle_webhook
from homeassistant.core import HomeAssistant
from homeassistant.util.aiohttp import MockRequest, serialize_response


class Relay:
    """Forwards requests to its own URL to one webhook, as the cloud client does."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Relay to Home Assistant; the webhook is set later."""
        self.webhook_id = ""
        self.requests = 0
        self._hass = hass
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.router.add_route("*", "/hooks/{name}", self._forward)
        self._server = TestServer(app)

    @property
    def url(self) -> str:
        """Public URL, with a path that Home Assistant does not have."""
        return str(self._server.make_url("/hooks/gAAAAA-public-name"))

    async def _forward(self, request: web.Request) -> web.Response:
        self.requests += 1
        forwarded = MockRequest(
            content=await request.read(),
            headers=dict(request.headers),
            method=request.method,
            query_string=request.query_string,
            mock_source="cloud",
        )
        response = await async_handle_webhook(self._hass, self.webhook_id, forwarded)
        answer = serialize_response(response)
        return web.Response(
            status=answer["status"],
            text=answer["body"],
            content_type=response.content_type,
        )

    async def __aenter__(self) -> Self:
        """Start the server."""
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
