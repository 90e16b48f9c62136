"""The tokens of an installed app: saved before used, renewed early and by one only.

The refresh token lives 30 days and works once (platform reference 1.1, 1.2), so a pair that is
lost between the platform and the disk is lost for good. Whatever else we were given is used to its
end: what a token is worth is for the platform to say, not for our clock.
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
"""Seconds until an early renewal that failed is tried again while the old token lives."""
VERDICT_PERIOD: Final = timedelta(hours=1)
"""How long a refusal of a token is believed: a gateway refuses, too, what the platform takes."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

type Work = Coroutine[Any, Any, None]
type CreateTask = Callable[[Work], asyncio.Task[None]]


class TokenStorage(Protocol):
    """Where the pair survives a restart."""

    async def load(self) -> TokenPair | None:
        """Return the stored pair. Raises OSError where nobody can tell."""
        ...

    async def save(self, pair: TokenPair) -> None:
        """Store the pair; it is safe when this returns. Raises OSError where that fails."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class _Shared:
    """Work that all who need it wait for together.

    It goes on when they are cancelled: its result must reach the storage.
    """

    def __init__(self, work: Callable[[], Work], create_task: CreateTask) -> None:
        """Do nothing yet."""
        self._work = work
        self._create_task = create_task
        self._task: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Start the work, or join it where it is under way."""
        if self._task is None:
            self._task = self._create_task(self._work())
            self._task.add_done_callback(self._done)
        task = self._task
        # Not shield(): it would leave an error that nobody waits for any more to the loop.
        await asyncio.wait([task])
        task.result()

    async def ended(self) -> None:
        """Wait for work that is under way."""
        while self._task is not None:
            await asyncio.wait([self._task])

    def _done(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if not task.cancelled():
            task.exception()


class TokenManager:
    """The one owner of an installed app's tokens (:class:`.http.TokenSource`)."""

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
        """Renew at the endpoint; ``create_task`` must not start the work before it returns.

        ``calls`` counts the exchanges. ``on_login_lost`` is called once the platform accepts none
        of our refresh tokens any more.
        """
        self._on_login_lost = on_login_lost
        self._calls = calls
        self._endpoint = endpoint
        self._storage = storage
        self._now = now
        self._loaded = False
        self._pair: TokenPair | None = None
        """The pair in use; it is in the storage."""
        self._unsaved: TokenPair | None = None
        """A newer pair that is not in the storage yet, and therefore not in use."""
        self._closed = False
        self._loading = _Shared(self._load_once, create_task)
        self._saving = _Shared(self._save_all, create_task)
        self._renewal = _Shared(self._renew_once, create_task)
        self._renewing: TokenPair | None = None
        """The pair that the latest renewal began with."""
        self._failed_at = _LONG_AGO
        self._rest = timedelta(0)
        self._lost: LoginLostError | None = None
        self._event_token = ""
        self._refused: dict[str, datetime] = {}
        """Tokens of all kinds that the platform has refused, and when."""

    @property
    def login_lost(self) -> bool:
        """Whether only the user can bring a new pair, by an UPDATE.

        An access token that is left, or an event's, may serve for a while.
        """
        return self._lost is not None

    async def load(self) -> None:
        """Read the pair from the storage; where that fails, the next caller tries again."""
        with suppress(TokensNotSavedError):
            await self._load()

    async def close(self) -> None:
        """Hand out no more tokens, and wait until a renewal under way has stored its pair.

        The next manager of the same installed app must not read the storage before: it would find
        a refresh token that is spent. A delivered pair is still stored after the end.
        """
        self._closed = True
        await self.idle()

    async def idle(self) -> None:
        """Wait until a renewal under way has stored its pair."""
        await self._renewal.ended()
        await self._saving.ended()

    async def access_token(self) -> str:
        """Return a token that the platform may take, renewing the pair where it is due.

        Where that fails, any token serves that was not refused yet, the pair's own first; while
        that one lives, the renewal is tried again only after a while. Raises LoginLostError where
        there is none and only the user can help, ClosedError after :meth:`close`, else what
        prevented the renewal: CloudUnreachableError, PaymentRequiredError, TooManyRequestsError,
        UnexpectedReplyError, TokensNotSavedError.
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
        # A new one each time: a raised exception keeps the frames that it has passed.
        raise type(lost)(*lost.args)

    async def renewed(self, rejected: str) -> str:
        """Return another token than the one that a call was refused with.

        Whoever comes while a renewal is under way, or after it, gets its result. Raises what
        :meth:`access_token` raises.
        """
        self._refuse(rejected)
        return await self.access_token()

    async def replace(self, *, access_token: str, refresh_token: str | None) -> None:
        """Take over the pair of an INSTALL or UPDATE; it is stored when this returns.

        An UPDATE may bring no refresh token (platform reference 4.2): the known one stays.
        Raises TokensNotSavedError where the storage fails; the pair is stored later then.
        """
        if refresh_token is None:
            await self._load()
            await self._renewal.ended()  # It brings another refresh token.
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
        """Remember the token of an EVENT; it lives five minutes and serves for want of others."""
        self._event_token = token

    def _check_open(self) -> None:
        if self._closed:
            raise ClosedError

    @property
    def _newest(self) -> TokenPair | None:
        return self._unsaved or self._pair

    def _token(self) -> str | None:
        """Return the best token that was not refused; one that our clock gave up comes last."""
        now = self._now()
        pairs = self._pair.every() if self._pair else ()
        living = [pair.access_token for pair in pairs if now < pair.expires_at]
        ended = [pair.access_token for pair in pairs if now >= pair.expires_at]
        tokens = (*living, self._event_token, *ended)
        return next((token for token in tokens if token and not self._is_refused(token)), None)

    def _refuse(self, token: str) -> None:
        """Believe for a while that a token is dead; forget what was said of tokens long gone."""
        known = {self._event_token}
        for pair in (*(self._pair.every() if self._pair else ()), *self._refreshable()):
            known |= {pair.access_token, pair.refresh_token}
        self._refused = {old: at for old, at in self._refused.items() if old in known}
        self._refused[token] = self._now()

    def _is_refused(self, token: str) -> bool:
        at = self._refused.get(token, _LONG_AGO)
        return abs(self._now() - at) < VERDICT_PERIOD

    def _refreshable(self) -> list[TokenPair]:
        """Return the stored pairs whose refresh token may work."""
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
            await self._renewal.ended()  # One of the pair that a delivery has just replaced.
            await self._save()  # What it brought stands in the place of a token that is spent.
        if self._is_due():
            self._check_open()
            await self._renewal.run()
        if self._lost is None and self._unsaved is None and not self._refreshable():
            # Refused while a delivery came that brought the same one, or never there.
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
        if self._unsaved and self._pair:  # Delivered before we knew what there is.
            self._unsaved = self._unsaved.keeping(self._pair.every())

    async def _save(self) -> None:
        """Store a new pair, and only then use it."""
        if self._unsaved is not None:
            await self._saving.run()

    async def _save_all(self) -> None:
        """Store the newest pair, also where it becomes another one meanwhile."""
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

        Where an UPDATE comes meanwhile, its pair comes first, and the renewed one behind it: only
        the platform knows which of the two ended the other.
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
        """Take over what another manager has stored, and return whether there is anything to try.

        An earlier set-up may have ended before its renewal, which then spent our refresh token.
        Raises TokensNotSavedError where the storage cannot be read: the login may not be lost.
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
        """Return the first pair that the platform accepts, and what it becomes."""
        refusal = InvalidGrantError("there is no refresh token")
        for old in self._refreshable():
            try:
                return old, await self._ask(old)
            except InvalidGrantError as err:
                self._refuse(old.refresh_token)
                refusal = err
            self._check_open()
            if self._newest is not self._renewing:
                break  # An UPDATE came.
        raise refusal

    def _take_over(self, old: TokenPair, new: TokenPair, *, first: bool) -> None:
        """Put a renewed pair in the place of the one that it was made of."""
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
