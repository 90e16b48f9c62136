"""The token endpoint: exchange a refresh token or an authorization code for tokens (1.2)."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Final
from uuid import uuid4

import aiohttp

from ..api.errors import (
    CloudError,
    CloudUnreachableError,
    InvalidClientError,
    InvalidGrantError,
    Oddity,
    PaymentRequiredError,
    TooManyRequestsError,
    UnexpectedReplyError,
)
from ..api.http import Reply, decode, error_for, exchange
from ..client_credentials import ClientCredentials
from ..json_types import Json, JsonObject, as_object, text
from .token_pair import UNKNOWN_LIFETIME

TIMEOUT: Final = aiohttp.ClientTimeout(total=20)

_MAX_REPLY = 64 * 1024
_MAX_LIFETIME = 365 * 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The tokens of a reply (platform reference 1.2)."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    """Empty if the reply has none; then the one that was exchanged stays valid."""
    lifetime: timedelta
    """Lifetime of the access token; a short one if the reply has none."""
    installed_app_id: str = ""
    scopes: tuple[str, ...] = ()


class TokenEndpoint:
    """Exchanges tokens for the client of one SmartApp. It repeats no request.

    Every method raises InvalidGrantError, InvalidClientError, CloudUnreachableError,
    PaymentRequiredError, TooManyRequestsError or UnexpectedReplyError.
    """

    def __init__(
        self, session: aiohttp.ClientSession, api_url: str, client: ClientCredentials
    ) -> None:
        """Make requests to ``<api_url>/oauth/token``."""
        self._session = session
        self._url = f"{api_url.rstrip('/')}/oauth/token"
        self._client = client

    async def refresh(self, refresh_token: str) -> Grant:
        """Exchange a refresh token, which is valid once."""
        return await self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def authorize(self, code: str, redirect_uri: str) -> Grant:
        """Exchange the code from the authorization of an API_ONLY app (3.5)."""
        return await self._ask(
            {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        )

    async def is_client_known(self) -> bool:
        """Return whether the platform knows the client, with a refresh token that cannot exist.

        Raises errors other than a rejected token or client.
        """
        try:
            await self.refresh(str(uuid4()))
        except InvalidClientError:
            return False
        except InvalidGrantError:
            return True
        return True

    async def _ask(self, form: Mapping[str, str]) -> Grant:
        basic = f"{self._client.client_id}:{self._client.client_secret}".encode()
        reply = await exchange(
            self._session.post(
                self._url,
                data={**form, "client_id": self._client.client_id},
                headers={
                    "Accept": "application/json",
                    "Authorization": f"Basic {b64encode(basic).decode()}",
                },
                timeout=TIMEOUT,
                allow_redirects=False,
            ),
            _MAX_REPLY,
        )
        if reply.status != HTTPStatus.OK:
            raise _token_error(reply)
        return _read_grant(as_object(decode(reply.body)))


def _token_error(reply: Reply) -> CloudError:
    """Return the error of the token endpoint, which has its own envelope.

    ``invalid_grant`` has status 400 in the field and 401 in the documentation, so a 401 without a
    code counts as one (1.2). A 402 and a 429 have their usual meaning. Any other error counts as a
    cloud that does not answer, because a 403 or 404 would seem to be about the request that needs
    the token.
    """
    try:
        code = text(as_object(decode(reply.body)), "error")
    except UnexpectedReplyError:
        code = ""
    if code == "invalid_grant":
        return InvalidGrantError("the refresh token is no longer accepted")
    if code == "invalid_client":
        return InvalidClientError("the client credentials are no longer accepted")
    if reply.status == HTTPStatus.UNAUTHORIZED:
        return InvalidGrantError("the refresh is not authorized")
    error = error_for(reply)
    if isinstance(error, PaymentRequiredError | TooManyRequestsError):
        return error
    return CloudUnreachableError(f"token endpoint, status {reply.status}")


def _lifetime(seconds: Json) -> timedelta:
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0:
        return timedelta(seconds=min(seconds, _MAX_LIFETIME))
    return UNKNOWN_LIFETIME


def _read_grant(reply: JsonObject) -> Grant:
    access_token = text(reply, "access_token")
    if not access_token:
        raise UnexpectedReplyError(Oddity.NO_TOKEN)
    return Grant(
        access_token=access_token,
        refresh_token=text(reply, "refresh_token"),
        lifetime=_lifetime(reply.get("expires_in")),
        installed_app_id=text(reply, "installed_app_id"),
        scopes=tuple(text(reply, "scope").split()),
    )
