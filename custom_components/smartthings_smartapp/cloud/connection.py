"""The connection to SmartThings that all requests share: one session, one set of hosts."""

from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from .api.call_counter import CallCounter
from .api.http import Http, Reply, StaticToken, TokenSource
from .api.pictures import Pictures
from .api.rate_limits import Pauses
from .auth.token_endpoint import TokenEndpoint
from .client_credentials import ClientCredentials
from .endpoints import Endpoints


@dataclass(frozen=True, slots=True)
class Connection:
    """Makes the objects that send requests; the owner of the session closes it."""

    session: aiohttp.ClientSession
    endpoints: Endpoints

    def http(
        self,
        tokens: TokenSource,
        *,
        calls: CallCounter | None = None,
        pauses: Pauses | None = None,
        on_reply: Callable[[Reply], None] | None = None,
    ) -> Http:
        """Return the API for a source of tokens; the arguments are those of :class:`.Http`."""
        return Http(
            self.session,
            self.endpoints.api_url,
            tokens,
            calls=calls,
            pauses=pauses,
            on_reply=on_reply,
        )

    def http_with(self, token: str) -> Http:
        """Return the API for one token that cannot be renewed."""
        return self.http(StaticToken(token))

    def pictures(self, tokens: TokenSource, *, calls: CallCounter | None = None) -> Pictures:
        """Return what fetches the pictures of devices."""
        return Pictures(self.session, self.endpoints.api_url, tokens, calls)

    def token_endpoint(self, client: ClientCredentials) -> TokenEndpoint:
        """Return the token endpoint for the client of a SmartApp."""
        return TokenEndpoint(self.session, self.endpoints.api_url, client)
