"""Renews the tokens of an installed app: early, once at a time, and saved before they are used.

The refresh token is valid for 30 days and works once (platform reference 1.1, 1.2), so a pair that
is lost before it is saved cannot be recovered. Earlier tokens and the tokens of events are used
until the platform rejects them, whatever the local clock says.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from ..api.call_counter import TOKEN, CallCounter
from ..api.errors import (
    ClosedError,
    CloudError,
    InvalidGrantError,
    LoginLostError,
    TokensNotSavedError,
    TooManyRequestsError,
)
from .token_endpoint import TokenEndpoint
from .token_pair import TokenPair, delivered_pair

RETRY_PERIOD: Final = 60.0
"""Retry a failed early renewal after this long while the old token is valid, in seconds."""
VERDICT_PERIOD: Final = timedelta(hours=1)
"""Try a rejected token again after this long: a gateway may have rejected a valid one."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

type Work = Coroutine[Any, Any, None]
type CreateTask = Callable[[Work], asyncio.Task[None]]


class TokenStorage(Protocol):
    """Keeps the pair across restarts."""

    async def load(self) -> TokenPair | None:
        """Return the stored pair, None without one. Raises OSError if the storage is unreadable."""
        ...

    async def save(self, pair: TokenPair) -> None:
        """Store the pair before returning. Raises OSError if that fails."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class _Shared:
    """Work that runs once at a time, for all tasks that wait for it.

    It continues when these tasks are cancelled, because its result must reach the storage.
    """

    def __init__(self, work: Callable[[], Work], create_task: CreateTask) -> None:
        """Keep the work for :meth:`run`."""
        self._work = work
        self._create_task = create_task
        self._task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Start the work if it is not running, and wait for its end."""
        if self._task is None:
            self._task = self._create_task(self._work())
            self._task.add_done_callback(self._done)
        task = self._task
        # Not shield(): the loop would log an error if no task waits for it any more.
        await asyncio.wait([task])
        task.result()

    async def ended(self) -> None:
        """Wait for the end of running work."""
        while self._task is not None:
            await asyncio.wait([self._task])

    def _done(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if not task.cancelled():
            task.exception()


class TokenManager:
    """The only owner of the tokens of an installed app (a :class:`.http.TokenSource`)."""

    def __init__(  # noqa: PLR0913 (all but two have a default)
        self,
        endpoint: TokenEndpoint,
        storage: TokenStorage,
        *,
        now: Callable[[], datetime] = _utc_now,
        create_task: CreateTask = asyncio.create_task,
        calls: CallCounter | None = None,
        on_login_lost: Callable[[], None] = lambda: None,
    ) -> None:
        """Renew at the endpoint; ``create_task`` must return before the work starts.

        ``calls`` counts the requests to the endpoint. ``on_login_lost`` is called once, when the
        platform accepts no refresh token any more.
        """
        self._on_login_lost = on_login_lost
        self._calls = calls
        self._endpoint = endpoint
        self._storage = storage
        self._now = now
        self._loaded = False
        self._pair: TokenPair | None = None
        """The pair in use, which is in the storage."""
        self._unsaved: TokenPair | None = None
        """A newer pair that is not in the storage yet, so it is not in use."""
        self._closed = False
        self._loading = _Shared(self._load_once, create_task)
        self._saving = _Shared(self._save_all, create_task)
        self._renewal = _Shared(self._renew_once, create_task)
        self._renewing: TokenPair | None = None
        """The pair at the start of the latest renewal."""
        self._failed_at = _LONG_AGO
        self._rest = timedelta(0)
        self._lost: LoginLostError | None = None
        self._event_token = ""
        self._refused: dict[str, datetime] = {}
        """Tokens of all kinds that the platform has rejected, with the time."""

    @property
    def login_lost(self) -> bool:
        """Whether a new pair can only come from an UPDATE by the user.

        A remaining access token, or the token of an event, may still work for a while.
        """
        return self._lost is not None

    async def load(self) -> None:
        """Read the pair from the storage; if that fails, the next use of tokens tries again."""
        with suppress(TokensNotSavedError):
            await self._load()

    async def close(self) -> None:
        """Return no more tokens, and wait until a running renewal has stored its pair.

        The next manager of the same installed app must not read the storage before that, because
        the stored refresh token is already used. Pairs of deliveries are still stored afterwards.
        """
        self._closed = True
        await self.idle()

    async def idle(self) -> None:
        """Wait until a running renewal has stored its pair."""
        await self._renewal.ended()
        await self._saving.ended()

    async def access_token(self) -> str:
        """Return a token that the platform may accept, and renew the pair before if it is due.

        If the renewal fails, return any token that was not rejected yet, first the one of the pair;
        retry the renewal later. Without such a token, raise LoginLostError if only the user can
        help, ClosedError after :meth:`close`, or else the error of the renewal:
        CloudUnreachableError, PaymentRequiredError, TooManyRequestsError, UnexpectedReplyError or
        TokensNotSavedError.
        """
        self._check_open()
        try:
            await self._bring_up_to_date()
        except LoginLostError:
            pass
        except ClosedError:
            raise
        except CloudError as err:
            rest = err.retry_after if isinstance(err, TooManyRequestsError) else RETRY_PERIOD
            self._failed_at, self._rest = self._now(), timedelta(seconds=rest)
            if self._token() is None:
                raise
        if (token := self._token()) is not None:
            return token
        lost = self._lost or InvalidGrantError("there are no tokens")
        # A new exception each time, because a raised one keeps references to frames.
        raise type(lost)(*lost.args)

    async def renewed(self, rejected: str) -> str:
        """Return another token than the one that was rejected.

        Callers during and after a renewal get its result. Raises as :meth:`access_token` does.
        """
        self._refuse(rejected)
        return await self.access_token()

    async def replace(self, *, access_token: str, refresh_token: str | None) -> None:
        """Use the tokens of an INSTALL or UPDATE; they are stored before this returns.

        An UPDATE may have no refresh token (platform reference 4.2); then the known one stays.
        Raises TokensNotSavedError if the storage fails; then the tokens are stored later.
        """
        if refresh_token is None:
            await self._load()
            await self._renewal.ended()  # It results in another refresh token.
        self._unsaved = delivered_pair(
            access_token=access_token,
            refresh_token=refresh_token,
            now=self._now(),
            known=self._newest,
        )
        self._lost = None
        self._refused = {}
        await self._save()

    def offer_event_token(self, token: str) -> None:
        """Keep the token of an EVENT, valid for five minutes, in case there is no other."""
        self._event_token = token

    def _check_open(self) -> None:
        if self._closed:
            raise ClosedError

    @property
    def _newest(self) -> TokenPair | None:
        return self._unsaved or self._pair

    def _token(self) -> str | None:
        """Return the best token that was not rejected; one that looks expired comes last."""
        now = self._now()
        pairs = self._pair.every() if self._pair else ()
        living = [pair.access_token for pair in pairs if now < pair.expires_at]
        ended = [pair.access_token for pair in pairs if now >= pair.expires_at]
        tokens = (*living, self._event_token, *ended)
        return next((token for token in tokens if token and not self._is_refused(token)), None)

    def _refuse(self, token: str) -> None:
        """Note that a token was rejected, and forget notes about tokens that are not kept."""
        known = {self._event_token}
        for pair in (*(self._pair.every() if self._pair else ()), *self._refreshable()):
            known |= {pair.access_token, pair.refresh_token}
        self._refused = {old: at for old, at in self._refused.items() if old in known}
        self._refused[token] = self._now()

    def _is_refused(self, token: str) -> bool:
        at = self._refused.get(token, _LONG_AGO)
        return abs(self._now() - at) < VERDICT_PERIOD

    def _refreshable(self) -> list[TokenPair]:
        """Return the stored pairs whose refresh token was not rejected."""
        return [
            pair
            for pair in (self._pair.every() if self._pair else ())
            if pair.refresh_token and not self._is_refused(pair.refresh_token)
        ]

    def _is_due(self) -> bool:
        """Return whether the pair should be renewed now."""
        if self._pair is None or not self._refreshable():
            return False
        now = self._now()
        token = self._pair.access_token
        if not token or self._is_refused(token) or now >= self._pair.expires_at:
            return True
        due = self._lost is not None or self._pair.due(now)
        return due and abs(now - self._failed_at) >= self._rest

    async def _bring_up_to_date(self) -> None:
        await self._load()
        await self._save()
        if self._is_due() and self._renewing is not self._pair:
            await self._renewal.ended()  # Of the pair that a delivery has just replaced.
            await self._save()  # Its pair replaces the one with the used refresh token.
        if self._is_due():
            self._check_open()
            await self._renewal.run()
        if self._lost is None and self._unsaved is None and not self._refreshable():
            # The token of a delivery may have been rejected just before, or there is none.
            if await self._read_again():
                await self._bring_up_to_date()
            else:
                self._lose(InvalidGrantError("there is no refresh token that is accepted"))

    async def _load(self) -> None:
        if not self._loaded:
            await self._loading.run()

    async def _load_once(self) -> None:
        try:
            self._pair = await self._storage.load()
        except OSError as err:
            raise TokensNotSavedError(type(err).__name__) from err
        self._loaded = True
        if self._unsaved and self._pair:  # Delivered before the storage was read.
            self._unsaved = self._unsaved.keeping(self._pair.every())

    async def _save(self) -> None:
        """Store a new pair before it is used."""
        if self._unsaved is not None:
            await self._saving.run()

    async def _save_all(self) -> None:
        """Store the newest pair, and repeat if a newer one has arrived."""
        await self._load()
        while (pair := self._unsaved) is not None:
            try:
                await self._storage.save(pair)
            except OSError as err:
                if self._unsaved is pair:
                    raise TokensNotSavedError(type(err).__name__) from err
            else:
                self._pair = pair
                if self._unsaved is pair:
                    self._unsaved = None

    async def _renew_once(self) -> None:
        """Exchange a refresh token for the next pair.

        If an UPDATE arrives during the exchange, its pair is used and the renewed one is kept as an
        earlier pair, because only the platform knows which of the two is valid.
        """
        start = self._renewing = self._pair
        try:
            old, new = await self._first_accepted()
        except CloudError as err:
            refused = self._newest is start and isinstance(err, InvalidGrantError)
            if refused and await self._read_again():
                if self._is_due():
                    await self._renew_once()
                return
            if self._newest is start:
                if isinstance(err, LoginLostError):
                    self._lose(err)
                raise
        else:
            self._take_over(old, new, first=self._newest is start)
        await self._save()

    async def _read_again(self) -> bool:
        """Use what another manager has stored, and return whether there is a token to try.

        An earlier manager may have ended before its renewal, which then used the refresh token.
        Raises TokensNotSavedError if the storage is unreadable, because the login may not be lost.
        """
        try:
            stored = await self._storage.load()
        except OSError as err:
            raise TokensNotSavedError(type(err).__name__) from err
        known = {pair.refresh_token for pair in self._newest.every()} if self._newest else set()
        found = [pair for pair in (stored.every() if stored else ()) if pair.refresh_token]
        if stored is None or all(pair.refresh_token in known for pair in found):
            return False
        if self._unsaved is None:
            self._pair = stored.keeping(self._pair.every() if self._pair else ())
            self._lost = None
        return True

    async def _first_accepted(self) -> tuple[TokenPair, TokenPair]:
        """Return the first pair that the platform accepts, and the new pair for it."""
        refusal = InvalidGrantError("there is no refresh token")
        for old in self._refreshable():
            try:
                return old, await self._ask(old)
            except InvalidGrantError as err:
                self._refuse(old.refresh_token)
                refusal = err
            self._check_open()
            if self._newest is not self._renewing:
                break  # An UPDATE arrived.
        raise refusal

    def _take_over(self, old: TokenPair, new: TokenPair, *, first: bool) -> None:
        """Replace a pair with the renewed one."""
        known = self._newest.every() if self._newest else ()
        pairs = [pair for pair in known if pair.refresh_token != old.refresh_token]
        pairs.insert(0 if first else 1, new)
        self._unsaved = pairs[0].keeping(pairs[1:])
        self._lost = None

    def _lose(self, error: LoginLostError) -> None:
        for pair in self._refreshable():
            self._refuse(pair.refresh_token)
        known, self._lost = self._lost, error
        if known is None and not self._closed:
            self._on_login_lost()

    async def _ask(self, old: TokenPair) -> TokenPair:
        """Exchange the refresh token for the next pair (platform reference 1.2)."""
        asked_at = self._now()
        if self._calls:
            self._calls.count(TOKEN)
        grant = await self._endpoint.refresh(old.refresh_token)
        return TokenPair(
            access_token=grant.access_token,
            refresh_token=grant.refresh_token or old.refresh_token,
            expires_at=asked_at + grant.lifetime,
            renewed_at=asked_at,
        )
