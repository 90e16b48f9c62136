"""The tokens of an installed app: saved before used, renewed early and by one only.

The refresh token lives 30 days and works once (platform reference 1.1, 1.2), so a pair that is
lost between the platform and the disk is lost for good.
"""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final, Protocol

import aiohttp

from .calls import TOKEN, CallCounter
from .errors import (
    CloudError,
    CloudUnreachableError,
    InvalidClientError,
    InvalidGrantError,
    LoginLostError,
    Oddity,
    TokensNotSavedError,
    TooManyRequestsError,
    UnexpectedReplyError,
)
from .http import Reply, decode, error_for, exchange
from .json_types import Json, JsonObject, as_object, moment, text

UNKNOWN_LIFETIME: Final = timedelta(seconds=300)
"""Life of a token that comes without one: 24 hours by the documentation, 5 minutes seen (1.1)."""
EVENT_TOKEN_LIFETIME: Final = timedelta(seconds=300)
MARGIN: Final = timedelta(minutes=10)
"""A token is renewed this long before its end, or a quarter of its life if that is less."""
RENEWAL_PERIOD: Final = timedelta(days=7)
"""A pair is renewed at least this often, so that the refresh token never comes near its end."""

RETRY_PERIOD: Final = 60.0
"""Seconds until an early renewal that failed is tried again while the old token lives."""

TIMEOUT: Final = aiohttp.ClientTimeout(total=20)

_EVENT_TOKEN_MARGIN = timedelta(seconds=30)
_MAX_REPLY = 64 * 1024
_MAX_LIFETIME = 365 * 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPair:
    """An access token and the refresh token that makes the next pair. Times are aware UTC."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    renewed_at: datetime

    def as_json(self) -> JsonObject:
        """Return what a storage keeps."""
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_at": self.expires_at.isoformat(),
            "renewed_at": self.renewed_at.isoformat(),
        }

    @classmethod
    def from_json(cls, raw: Json | object) -> TokenPair | None:
        """Return a stored pair; None where it cannot be used."""
        stored = as_object(raw)
        expires_at = moment(stored.get("expires_at"))
        renewed_at = moment(stored.get("renewed_at"))
        refresh_token = text(stored, "refresh_token")
        if not refresh_token or expires_at is None or renewed_at is None:
            return None
        return cls(
            access_token=text(stored, "access_token"),
            refresh_token=refresh_token,
            expires_at=expires_at,
            renewed_at=renewed_at,
        )

    def due(self, now: datetime) -> bool:
        """Tell whether the pair should be renewed before the next use."""
        margin = min(MARGIN, (self.expires_at - self.renewed_at) / 4)
        return now >= self.expires_at - margin or now - self.renewed_at >= RENEWAL_PERIOD


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """Client id and secret of a SmartApp, which the platform shows only once."""

    client_id: str
    client_secret: str = field(repr=False)


class TokenStorage(Protocol):
    """Where the pair survives a restart."""

    async def load(self) -> TokenPair | None:
        """Return the stored pair."""
        ...

    async def save(self, pair: TokenPair) -> None:
        """Store the pair; it is safe when this returns. Raises OSError where that fails."""
        ...


def delivered_pair(*, access_token: str, refresh_token: str, now: datetime) -> TokenPair:
    """Return the pair of an INSTALL or UPDATE, which does not say how long it lives."""
    return TokenPair(
        access_token=access_token,
        refresh_token=refresh_token,
        expires_at=now + UNKNOWN_LIFETIME,
        renewed_at=now,
    )


def _utc_now() -> datetime:
    return datetime.now(UTC)


class TokenManager:
    """The one owner of an installed app's tokens (:class:`.http.TokenSource`)."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        api_url: str,
        client: ClientCredentials,
        storage: TokenStorage,
        *,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Renew at ``<api_url>/oauth/token`` with the credentials of the SmartApp's client."""
        self.on_login_lost: Callable[[], None] | None = None
        """Called once when the platform no longer takes our refresh token."""
        self.calls: CallCounter | None = None
        """Counts the exchanges."""
        self._session = session
        self._url = f"{api_url.rstrip('/')}/oauth/token"
        self._client = client
        self._storage = storage
        self._now = now
        self._pair: TokenPair | None = None
        """The pair in use; it is in the storage."""
        self._unsaved: TokenPair | None = None
        """A newer pair that is not in the storage yet, and therefore not in use."""
        self._saving = asyncio.Lock()
        self._renewal: asyncio.Task[None] | None = None
        self._rest_until = datetime.min.replace(tzinfo=UTC)
        self._lost: LoginLostError | None = None
        self._event_token: tuple[str, datetime] | None = None

    @property
    def login_lost(self) -> bool:
        """Whether only the user can bring a new pair, by an UPDATE."""
        return self._lost is not None

    async def load(self) -> None:
        """Read the pair from the storage."""
        self._pair = await self._storage.load()

    async def close(self) -> None:
        """Wait until a renewal under way has stored its pair.

        Whoever reads the storage earlier finds a refresh token that is spent.
        """
        if self._renewal is not None:
            await asyncio.wait([self._renewal])

    async def access_token(self) -> str:
        """Return a token that lives, renewing the pair where it is due.

        While the old token lives, a failed renewal is tried again only after a while. Raises
        LoginLostError where neither the pair nor a recent event gives a token, and what
        prevented the renewal where the old token has ended: CloudUnreachableError,
        TooManyRequestsError, UnexpectedReplyError, TokensNotSavedError.
        """
        try:
            await self._save()
            if (pair := self._due_pair()) is not None:
                await self._renew(pair)
        except LoginLostError:
            return self._token()
        except CloudError as err:
            if self._pair is None or self._now() >= self._pair.expires_at:
                raise
            rest = err.retry_after if isinstance(err, TooManyRequestsError) else RETRY_PERIOD
            self._rest_until = self._now() + timedelta(seconds=rest)
        return self._token()

    async def renewed(self, rejected: str) -> str:
        """Return another token than the one that a call was refused with.

        Whoever comes while a renewal is under way, or after it, gets its result. Raises what
        :meth:`access_token` raises.
        """
        if self._event_token is not None and self._event_token[0] == rejected:
            self._event_token = None
        await self._save()
        if self._lost is None and self._pair is not None and self._pair.access_token == rejected:
            with suppress(LoginLostError):
                await self._renew(self._pair)
        return self._token()

    async def replace(self, *, access_token: str, refresh_token: str | None) -> None:
        """Take over the pair of an INSTALL or UPDATE; it is stored when this returns.

        An UPDATE may bring no refresh token (platform reference 4.2): the known one stays.
        Raises TokensNotSavedError where the storage fails; the pair is stored later then.
        """
        if refresh_token is None:
            await self.close()  # A renewal under way brings another refresh token.
            known = self._unsaved or self._pair
            refresh_token = known.refresh_token if known else ""
        self._unsaved = delivered_pair(
            access_token=access_token, refresh_token=refresh_token, now=self._now()
        )
        self._lost = None
        await self._save()

    def offer_event_token(self, token: str) -> None:
        """Remember the token of an EVENT; it lives five minutes and serves a lost login only."""
        self._event_token = (token, self._now() + EVENT_TOKEN_LIFETIME - _EVENT_TOKEN_MARGIN)

    def _token(self) -> str:
        if self._pair is not None and self._lost is None:
            return self._pair.access_token
        if self._event_token is not None and self._now() < self._event_token[1]:
            return self._event_token[0]
        lost = self._lost or InvalidGrantError("there are no tokens")
        # A new one each time: a raised exception keeps the frames that it has passed.
        raise type(lost)(*lost.args)

    def _due_pair(self) -> TokenPair | None:
        """Return the pair if it should be renewed now."""
        if self._pair is None or self._lost is not None:
            return None
        now = self._now()
        resting = now < self._rest_until and now < self._pair.expires_at
        return self._pair if self._pair.due(now) and not resting else None

    async def _save(self) -> None:
        """Store a new pair, and only then use it."""
        async with self._saving:
            if (pair := self._unsaved) is None:
                return
            try:
                await self._storage.save(pair)
            except OSError as err:
                raise TokensNotSavedError(type(err).__name__) from err
            self._pair = pair
            if self._unsaved is pair:
                self._unsaved = None

    async def _renew(self, old: TokenPair) -> None:
        """Renew a pair; all who ask meanwhile wait for the same renewal.

        The renewal goes on when a caller is cancelled: its result must reach the storage.
        """
        if self._renewal is None:
            self._renewal = asyncio.create_task(self._renew_once(old))
            self._renewal.add_done_callback(self._renewal_done)
        renewal = self._renewal
        # Not shield(): it would leave an error that nobody waits for any more to the loop.
        await asyncio.wait([renewal])
        renewal.result()

    def _renewal_done(self, renewal: asyncio.Task[None]) -> None:
        self._renewal = None
        if not renewal.cancelled():
            renewal.exception()

    async def _renew_once(self, old: TokenPair) -> None:
        """Exchange a pair for the next one, unless an UPDATE brings a better one meanwhile."""
        try:
            pair = await self._ask(old)
        except CloudError as err:
            if self._in_use(old):
                if isinstance(err, LoginLostError):
                    self._lose(err)
                raise
        else:
            if self._in_use(old):
                self._unsaved = pair
        await self._save()

    def _in_use(self, pair: TokenPair) -> bool:
        return self._pair is pair and self._unsaved is None

    def _lose(self, error: LoginLostError) -> None:
        self._lost = error
        if self.on_login_lost is not None:
            self.on_login_lost()

    async def _ask(self, old: TokenPair) -> TokenPair:
        """Exchange the refresh token for the next pair (platform reference 1.2)."""
        asked_at = self._now()
        if self.calls:
            self.calls.count(TOKEN)
        basic = f"{self._client.client_id}:{self._client.client_secret}".encode()
        reply = await exchange(
            self._session.post(
                self._url,
                data={
                    "grant_type": "refresh_token",
                    "refresh_token": old.refresh_token,
                    "client_id": self._client.client_id,
                },
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
        return _read_pair(as_object(decode(reply.body)), old, asked_at)


def _token_error(reply: Reply) -> CloudError:
    """Return the error of the token endpoint, which has an envelope of its own.

    ``invalid_grant`` comes as 400 in the field and as 401 in the documentation, so a 401 that
    says nothing counts as one (1.2). Any other refusal passes for a cloud that does not answer:
    as a 403 or 404 it would seem to speak about what the token is wanted for.
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
    if isinstance(error, TooManyRequestsError):
        return error
    return CloudUnreachableError(f"token endpoint, status {reply.status}")


def _lifetime(seconds: Json) -> timedelta:
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > 0:
        return timedelta(seconds=min(seconds, _MAX_LIFETIME))
    return UNKNOWN_LIFETIME


def _read_pair(reply: JsonObject, old: TokenPair, asked_at: datetime) -> TokenPair:
    """Read a token reply; without a lifetime it counts as short, without a new token as kept."""
    access_token = text(reply, "access_token")
    if not access_token:
        raise UnexpectedReplyError(Oddity.NO_TOKEN)
    return TokenPair(
        access_token=access_token,
        refresh_token=text(reply, "refresh_token") or old.refresh_token,
        expires_at=asked_at + _lifetime(reply.get("expires_in")),
        renewed_at=asked_at,
    )
