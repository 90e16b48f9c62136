"""A relay of the user, with a public URL whose path Home Assistant does not have."""

from aiohttp import web
from yarl import URL

from .proxy import Proxy

_PATH = "/hooks/public-name"


class Relay(Proxy):
    """Forwards requests from its own URL to one webhook."""

    def __init__(self, url: str) -> None:
        """Forward to the Home Assistant at a URL; the webhook is set later."""
        super().__init__(url)
        self.webhook_id = ""
        self.requests = 0

    @property
    def url(self) -> str:
        """The public URL."""
        return self.address(_PATH)

    def _target(self, request: web.Request) -> URL:
        assert request.path == _PATH
        self.requests += 1
        return self._origin / "api" / "webhook" / self.webhook_id
