"""A state machine that does everything that can happen to tokens, and checks the login.

Hypothesis draws the steps: renewals, crashes, lost replies, a full disk, backups, a second Home
Assistant, a wrong clock, deliveries. The cloud is a model of the token endpoint on a real socket,
with all open readings of the platform (platform reference 1.1, 1.2).

The draws are the same in each run. ``TOKEN_RUNS=5000`` sets another number of them.
"""

import asyncio
import os
import types
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import pytest
from aiohttp import web
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from custom_components.smartthings_smartapp.cloud.api.errors import (
    CloudError,
    LoginLostError,
    TokensNotSavedError,
    UnauthorizedError,
)
from custom_components.smartthings_smartapp.cloud.api.http import Http
from custom_components.smartthings_smartapp.cloud.auth.token_endpoint import TokenEndpoint
from custom_components.smartthings_smartapp.cloud.auth.token_manager import TokenManager
from custom_components.smartthings_smartapp.cloud.auth.token_pair import MAX_FORMER, TokenPair
from custom_components.smartthings_smartapp.cloud.client_credentials import ClientCredentials
from custom_components.smartthings_smartapp.cloud.json_types import JsonObject
from tests.cloud.conftest import NOW
from tests.cloud.scripted import Answer, ScriptedApi, cut_off, scripted_api

RUNS: Final = int(os.environ.get("TOKEN_RUNS", "0"))
CLIENT: Final = ClientCredentials("client-id", "client-secret")
HTML: Final = Answer(401, "<html>401 Authorization Required</html>")
HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
REST: Final = 121.0
"""Longer than the delay after a failed early renewal."""
VERDICT: Final = HOUR + 1
"""Longer than a refusal counts."""
ATTEMPTS: Final = 2 * (MAX_FORMER + 2)
"""Calls after which every token that we may have was tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Open questions about the platform."""

    lifetime: float = DAY
    """Life of a renewed access token: 24 hours or five minutes (1.1)."""
    told: bool = True
    """Whether a reply has the life of its token."""
    delivered_lifetime: float = DAY
    """Life of the token in an INSTALL or UPDATE, which does not contain it (1.1)."""
    ends_access: bool = True
    """Whether a renewal ends the older access tokens, as it normally does (1.2)."""
    ends_all: bool = True
    """Whether a renewal ends all other refresh tokens of the app, not only the used one."""
    update_ends: bool = False
    """Whether an UPDATE ends the earlier pairs."""
    grace: float = 0.0
    """Time in which a used refresh token returns its pair again."""
    refusal: int = 400
    """Status of ``invalid_grant`` (1.2)."""


@dataclass(slots=True)
class Refresher:
    """A refresh token as the cloud knows it."""

    born: float
    spent: float | None = None
    successor: tuple[str, str] = ("", "")
    revoked: bool = False


class Cloud:
    """The token endpoint, and one API call."""

    def __init__(self, reading: Reading, homes: list[Home]) -> None:
        """Start with no tokens."""
        self.reading = reading
        self.homes = homes
        self.time = 0.0
        self.bearers: dict[str, float] = {}
        """Access tokens with their end."""
        self.refreshers: dict[str, Refresher] = {}
        self.made = 0
        self.answer = ""
        """What happens to calls of the token endpoint instead of an answer."""
        self.api_answer = ""
        self.hold = ""
        """Whether a call of the token endpoint is held before or after its effect."""
        self.held = asyncio.Event()
        self.go_on = asyncio.Event()
        self.under_way: set[tuple[int, str]] = set()
        self.violations: list[str] = []

    def token(self, kind: str) -> str:
        """Return a token with a readable name."""
        self.made += 1
        return f"{kind}-{self.made}"

    def access(self, kind: str, lifetime: float) -> str:
        """Return a new bearer token."""
        token = self.token(kind)
        self.bearers[token] = self.time + lifetime
        return token

    def pair(self, lifetime: float) -> tuple[str, str]:
        """Return a new access and refresh token."""
        refresh = self.token("refresh")
        self.refreshers[refresh] = Refresher(self.time)
        return self.access("access", lifetime), refresh

    def update(self) -> tuple[str, str]:
        """Return the pair of an INSTALL or UPDATE."""
        if self.reading.update_ends:
            self._end_access()
            self._end_refresh()
        return self.pair(self.reading.delivered_lifetime)

    def takes_bearer(self, token: str) -> bool:
        """Return whether a bearer token is accepted."""
        return self.time < self.bearers.get(token, -1.0)

    def takes_refresh(self, token: str) -> bool:
        """Return whether a refresh token is accepted."""
        known = self.refreshers.get(token)
        if known is None or known.revoked or self.time >= known.born + 30 * DAY:
            return False
        if known.spent is None:
            return True
        again = self.refreshers[known.successor[1]]
        fresh = again.spent is None and not again.revoked
        return fresh and self.time < known.spent + self.reading.grace

    def rotate(self, refresh: str) -> tuple[str, str]:
        """Return the pair for an accepted refresh token."""
        known = self.refreshers[refresh]
        if known.spent is not None:
            return known.successor
        known.spent = self.time
        if self.reading.ends_access:
            self._end_access()
        if self.reading.ends_all:
            self._end_refresh(but=refresh)
        known.successor = self.pair(self.reading.lifetime)
        return known.successor

    def _end_access(self) -> None:
        for token in self.bearers:
            if token.startswith("access"):
                self.bearers[token] = self.time

    def _end_refresh(self, but: str = "") -> None:
        for token, known in self.refreshers.items():
            known.revoked |= token != but

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a call. Its path begins with the numbers of the home and of its start."""
        home = self.homes[int(request.path.split("/")[1])]
        start = int(request.path.split("/")[2])
        if not request.path.endswith("/oauth/token"):
            return self._call(home, request)
        refresh = str((await request.post())["refresh_token"])
        use = (start, refresh)
        self._expect(refresh in home.disk.ever, f"{refresh} was used before it was saved")
        self._expect(use not in self.under_way, f"{refresh} was used twice at once")
        self.under_way.add(use)
        try:
            return await self._refresh(home, start, refresh, request)
        finally:
            self.under_way.discard(use)

    def _call(self, home: Home, request: web.Request) -> web.StreamResponse:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        saved = token in home.disk.ever or token.startswith("event")
        self._expect(saved, f"{token} was used before it was saved")
        if self.api_answer == "gateway":
            home.misled = True
            return HTML.response()
        return web.json_response({}) if self.takes_bearer(token) else HTML.response()

    async def _refresh(  # noqa: PLR0911 (one for each answer)
        self, home: Home, start: int, refresh: str, request: web.Request
    ) -> web.StreamResponse:
        await self._hold("before")
        match self.answer:
            case "down":
                return web.Response(status=503)
            case "busy":
                return web.Response(status=429, headers={"X-RateLimit-Reset": "120"})
            case "gateway":
                home.misled = True
                return HTML.response()
            case "lost request":
                return await cut_off(request)
        if not self.takes_refresh(refresh):
            return Answer(self.reading.refusal, {"error": "invalid_grant"}).response()
        access, new = self.rotate(refresh)
        await self._hold("after")
        if self.answer == "lost reply":
            return await cut_off(request)
        if start == home.start:
            home.held.pop(refresh, None)
            home.held[new] = access
            home.since[new] = self.time
        body: JsonObject = {"access_token": access, "refresh_token": new}
        if self.reading.told:
            body["expires_in"] = self.bearers[access] - self.time
        return web.json_response(body)

    async def _hold(self, moment: str) -> None:
        if self.hold == moment:
            self.held.set()
            await self.go_on.wait()

    def _expect(self, truth: bool, otherwise: str) -> None:  # noqa: FBT001 (reads as an assertion)
        if not truth:
            self.violations.append(otherwise)

    def release(self) -> None:
        """Release the held calls, and hold no others."""
        self.hold = ""
        self.go_on.set()
        self.held, self.go_on = asyncio.Event(), asyncio.Event()


class Disk:
    """A token storage that can be full, or fail after it has written."""

    def __init__(self, cloud: Callable[[], Cloud]) -> None:
        """Start empty."""
        self.pair: TokenPair | None = None
        self.ever: set[str] = set()
        """All tokens that were ever on the disk."""
        self.fails = ""
        self.backups: list[TokenPair] = []
        self._cloud = cloud
        self._busy = False

    async def load(self) -> TokenPair | None:
        """Return the pair."""
        await asyncio.sleep(0)
        if self.fails == "unreadable":
            raise OSError(5, "Input/output error")
        return self.pair

    async def save(self, pair: TokenPair) -> None:
        """Store the pair: a crash happens before or after it, never in the middle."""
        if self._busy:
            self._cloud().violations.append("two pairs were saved at once")
        self._busy = True
        try:
            await asyncio.sleep(0)
            if self.fails == "full":
                raise OSError(28, "No space left on device")
            self.put(pair)
            await asyncio.sleep(0)
            if self.fails == "unsure":
                raise OSError(5, "Input/output error")
        finally:
            self._busy = False

    def put(self, pair: TokenPair) -> None:
        """Write the pair."""
        self.pair = TokenPair.from_json(pair.as_json())
        self.ever |= self.tokens()
        self.backups.append(pair)

    def tokens(self) -> set[str]:
        """Return the tokens on the disk."""
        pairs = self.pair.every() if self.pair else ()
        return {token for pair in pairs for token in (pair.access_token, pair.refresh_token)}


_OWNER: ContextVar[Process | None] = ContextVar("owner", default=None)


class Process:
    """One process of Home Assistant; it can be killed at each await."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self.tasks: set[asyncio.Task[Any]] = set()
        self.left: int | None = None
        """Task that waits until the process is killed."""
        self.dead = False

    def spawn[T](self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run a coroutine that ends with the process."""
        mark = _OWNER.set(self)
        try:
            return asyncio.get_running_loop().create_task(work)
        finally:
            _OWNER.reset(mark)

    def waits(self) -> None:
        """Count a wait of a task, which may be its last one."""
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.kill()

    def kill(self) -> None:
        """End all tasks where they are."""
        self.dead = True
        self.left = None
        for task in self.tasks:
            task.cancel()


@types.coroutine
def _counted(process: Process, work: Coroutine[Any, Any, Any]) -> Generator[Any, Any, Any]:
    """Run a coroutine and count each of its waits."""
    error: BaseException | None = None
    while True:
        try:
            wait = work.send(None) if error is None else work.throw(error)
        except StopIteration as stop:
            return stop.value
        process.waits()
        error = None
        try:
            yield wait
        except BaseException as err:  # noqa: BLE001 (it is handed on)
            error = err


async def _mortal(process: Process, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401
    return await _counted(process, work)


def _task(
    loop: asyncio.AbstractEventLoop,
    work: Any,  # noqa: ANN401 (as asyncio has it)
    **options: Any,  # noqa: ANN401
) -> asyncio.Task[Any]:
    """Create a task, of its process if it has one."""
    process = _OWNER.get()
    if process is None:
        return asyncio.Task(work, loop=loop, **options)
    task = asyncio.Task(_mortal(process, work), loop=loop, **options)
    process.tasks.add(task)
    task.add_done_callback(process.tasks.discard)
    task.add_done_callback(
        lambda _task: work.close()
    )  # A task that was cancelled before its start.
    return task


class Home:
    """A Home Assistant with its disk, its clock and the tokens that the cloud issued to it."""

    def __init__(self, number: int, url: str, cloud: Callable[[], Cloud]) -> None:
        """Start switched off."""
        self.number = number
        self.url = url
        self.cloud = cloud
        self.disk = Disk(cloud)
        self.ahead = 0.0
        """Error of the clock in seconds."""
        self.set_back = 0.0
        """Largest step in seconds by which the clock was set back."""
        self.held: dict[str, str] = {}
        """Refresh tokens that we may still have, with the access token of each."""
        self.since: dict[str, float] = {}
        """When we received each refresh token."""
        self.event = ""
        self.misled = False
        """Whether something valid was refused."""
        self.start = 0
        self.told = 0
        self.error: CloudError | None = None
        """Error of the latest call."""
        self.calls: set[asyncio.Task[None]] = set()

    def now(self) -> datetime:
        """Return the time of its clock."""
        return NOW + timedelta(seconds=self.cloud().time + self.ahead)

    async def begin(self) -> None:
        """Start with only the content of the disk."""
        self.start = 1000 * (self.number + 1) + self.start % 1000 + 1
        self.process = Process()
        self.session = aiohttp.ClientSession()
        url = f"{self.url}/{self.number}/{self.start}"
        self.tokens = TokenManager(
            TokenEndpoint(self.session, url, CLIENT),
            self.disk,
            now=self.now,
            on_login_lost=self.login_lost,
        )
        self.http = Http(self.session, url, self.tokens)
        pairs = self.disk.pair.every() if self.disk.pair else ()
        self.held = {pair.refresh_token: pair.access_token for pair in pairs}
        self.event = ""
        self.misled = False
        self.told = 0
        await self.tokens.load()

    def login_lost(self) -> None:
        """Count the notifications of the user."""
        self.told += 1

    async def end(self) -> None:
        """Stop with everything in progress."""
        self.process.kill()
        while self.process.tasks:
            await asyncio.wait(self.process.tasks)
        await self.session.close()

    def call(self) -> asyncio.Task[None]:
        """Make a call of the API."""
        task = self.process.spawn(self._call())
        self.calls.add(task)
        task.add_done_callback(self.calls.discard)
        return task

    async def _call(self) -> None:
        await self.http.request("GET", "/locations")

    async def works(self) -> bool:
        """Return whether a call succeeds."""
        try:
            await self.call()
        except CloudError as err:
            self.error = err
            return False
        return True

    def may_refresh(self) -> bool:
        """Return whether the cloud accepts a refresh token that we may have."""
        return any(self.cloud().takes_refresh(refresh) for refresh in self.held)

    def may_call(self) -> bool:
        """Return whether the cloud accepts any token that we may have."""
        cloud = self.cloud()
        tokens = (*self.held.values(), self.event)
        return self.may_refresh() or any(cloud.takes_bearer(token) for token in tokens)


class World:
    """An event loop with a socket, which all machines share."""

    runner: asyncio.Runner
    api: ScriptedApi


@asynccontextmanager
async def _world() -> AsyncIterator[None]:
    async with scripted_api() as api:
        World.api = api
        yield


@pytest.fixture
def world() -> Iterator[None]:
    """Run the loop and the socket."""
    with asyncio.Runner() as runner:
        World.runner = runner
        runner.get_loop().set_task_factory(_task)
        opened = _world()
        runner.run(opened.__aenter__())
        yield
        runner.run(opened.__aexit__(None, None, None))


HOMES = st.integers(0, 1)
WAITS = st.none() | st.integers(0, 9)
ANSWERS = st.sampled_from(["", "", "lost reply", "lost reply", "lost request", "down", "busy"])
SPANS = st.sampled_from([20.0, 100.0, 240.0, 1500.0, 4 * HOUR, 0.98 * DAY, 3 * DAY, 8 * DAY])


class Tokens(RuleBasedStateMachine):
    """Everything that can happen to tokens."""

    def __init__(self) -> None:
        """Start without a home."""
        super().__init__()
        self.homes: list[Home] = []
        self.cloud = Cloud(Reading(), self.homes)
        self.deliveries: list[tuple[str, str]] = []
        self.deliveries_left = MAX_FORMER
        self.events: list[str] = []

    def run[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end."""
        return World.runner.run(work)

    @initialize(
        reading=st.builds(
            Reading,
            lifetime=st.sampled_from([299.0, DAY, 40 * DAY]),
            told=st.booleans(),
            delivered_lifetime=st.sampled_from([300.0, DAY]),
            ends_access=st.booleans(),
            ends_all=st.booleans(),
            update_ends=st.booleans(),
            grace=st.sampled_from([0.0, 60.0]),
            refusal=st.sampled_from([400, 401]),
        )
    )
    def install(self, reading: Reading) -> None:
        """Install the SmartApp, and start Home Assistant."""
        self.cloud = Cloud(reading, self.homes)
        World.api.answers = [self.cloud.handle]
        World.api.requests.clear()
        self.run(self._install())

    async def _install(self) -> None:
        home = Home(0, World.api.url, lambda: self.cloud)
        self.homes.append(home)
        await home.begin()
        await self._deliver(home, self.cloud.update())

    def home(self, number: int) -> Home:
        """Return an existing home."""
        return self.homes[number % len(self.homes)]

    # Calls

    @rule(number=HOMES, callers=st.integers(1, 3), answer=ANSWERS)
    def call(self, number: int, callers: int, answer: str) -> None:
        """Call the API several times in parallel, with a fault of the token endpoint."""
        self.cloud.answer = answer
        self.run(self._call(self.home(number), callers))
        self.cloud.answer = ""

    async def _call(self, home: Home, callers: int = 1) -> None:
        for _ in range(callers):
            home.call()
        await self._quiet(home)

    async def _quiet(self, home: Home) -> None:
        """Wait until all tasks are done or held."""
        held = asyncio.ensure_future(self.cloud.held.wait())
        while home.process.tasks and not held.done():
            await asyncio.wait({held, *home.process.tasks}, return_when=asyncio.FIRST_COMPLETED)
        held.cancel()

    @rule(number=HOMES, seconds=SPANS, waits=st.integers(0, 12), answer=ANSWERS)
    def crash_amid_a_call(self, number: int, seconds: float, waits: int, answer: str) -> None:
        """Crash at any await of the code."""
        self.cloud.time += seconds
        self.cloud.answer = answer
        home = self.home(number)
        home.process.left = waits
        self.run(self._call(home))
        self.cloud.answer = ""
        self.run(self._restart(home))

    async def _restart(self, home: Home) -> None:
        await home.end()
        await home.begin()

    @rule(number=HOMES)
    def restart(self, number: int) -> None:
        """Restart with everything in progress."""
        self.run(self._restart(self.home(number)))

    @rule(
        number=HOMES,
        seconds=SPANS,
        moment=st.sampled_from(["before", "after"]),
        then=st.sampled_from(["", "give up", "update"]),
    )
    def call_slowly(self, number: int, seconds: float, moment: str, then: str) -> None:
        """Call while the token endpoint is slow; the next steps run during the call."""
        self.cloud.time += seconds
        self.cloud.hold = moment
        self.run(self._call(self.home(number), 2))
        if then == "give up":
            self.give_up_waiting()
        elif then and self.deliveries_left:
            self.update(number=number, again=False, waits=None)

    @precondition(lambda self: self.cloud.hold)
    @rule(answer=ANSWERS)
    def answer_at_last(self, answer: str) -> None:
        """Let the token endpoint answer."""
        self.cloud.answer = answer
        self.run(self._release())
        self.cloud.answer = ""

    async def _release(self) -> None:
        self.cloud.release()
        for home in self.homes:
            await self._quiet(home)

    def give_up_waiting(self) -> None:
        """Cancel the callers; their renewals continue."""
        for home in self.homes:
            for task in home.calls:
                task.cancel()

    # Network, disk, clock

    @rule(gateway=st.booleans())
    def refuse_wrongly(self, gateway: bool) -> None:  # noqa: FBT001 (drawn)
        """Let a gateway refuse valid tokens for a moment."""
        self.cloud.answer = "gateway" if gateway else ""
        self.cloud.api_answer = "gateway"
        self.run(self._call(self.homes[0]))
        self.cloud.answer = self.cloud.api_answer = ""

    @rule(number=HOMES, fails=st.sampled_from(["", "full", "unsure", "unreadable"]))
    def disk(self, number: int, fails: str) -> None:
        """Let the disk fail from now on, or work again."""
        self.home(number).disk.fails = fails

    @rule(number=HOMES, back=st.integers(1, 6))
    def restore_a_backup(self, number: int, back: int) -> None:
        """Restore an earlier content of the disk."""
        home = self.home(number)
        if home.disk.backups:
            self.run(self._restore(home, home.disk.backups[-back:][0]))

    async def _restore(self, home: Home, pair: TokenPair) -> None:
        await home.end()
        home.disk.put(pair)
        await home.begin()

    @precondition(lambda self: len(self.homes) == 1 and self.homes[0].disk.pair)
    @rule()
    def copy_the_home(self) -> None:
        """Start a second Home Assistant with a copy of the first one's disk."""
        self.run(self._copy(self.homes[0]))

    async def _copy(self, first: Home) -> None:
        second = Home(1, World.api.url, lambda: self.cloud)
        if first.disk.pair:
            second.disk.put(first.disk.pair)
        second.since = dict(first.since)
        self.homes.append(second)
        await second.begin()

    @rule(seconds=SPANS)
    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.cloud.time += seconds

    @rule(number=HOMES, seconds=SPANS, back=st.booleans())
    def set_the_clock(self, number: int, seconds: float, back: bool) -> None:  # noqa: FBT001
        """Let the clock of a home jump."""
        home = self.home(number)
        home.ahead += -seconds if back else seconds
        home.set_back += seconds if back else 0.0

    # Deliveries

    @precondition(lambda self: self.deliveries_left)
    @rule(number=HOMES, again=st.booleans(), waits=WAITS)
    def update(self, number: int, again: bool, waits: int | None) -> None:  # noqa: FBT001
        """Deliver an UPDATE, a new or an old one, perhaps to a Home Assistant that crashes."""
        home = self.home(number)
        pair = self.deliveries[-1] if again else self.cloud.update()
        self.deliveries_left -= 1
        home.process.left = waits
        self.run(self._deliver(home, pair))
        if home.process.dead:
            self.run(self._restart(home))
        home.process.left = None
        calm = not (home.disk.fails or self.cloud.hold or again)
        if calm and waits is None:
            assert not home.tokens.login_lost
            assert self.run(home.works()), f"no UPDATE heals: {home.error!r}"

    async def _deliver(self, home: Home, pair: tuple[str, str]) -> None:
        access, refresh = pair
        self.deliveries.append(pair)
        home.held[refresh] = access
        home.since.setdefault(refresh, self.cloud.time)
        replacing = home.process.spawn(
            home.tokens.replace(access_token=access, refresh_token=refresh)
        )
        with suppress(TokensNotSavedError, asyncio.CancelledError):
            await replacing
            assert access in home.disk.tokens(), "an UPDATE is on disk when it is answered"

    @precondition(lambda self: not self.cloud.hold)
    @rule(number=HOMES)
    def update_without_a_refresh_token(self, number: int) -> None:
        """Deliver an UPDATE with only an access token (4.2)."""
        home = self.home(number)
        access = self.cloud.access("access", self.cloud.reading.delivered_lifetime)
        with suppress(TokensNotSavedError):
            self.run(home.tokens.replace(access_token=access, refresh_token=None))
            assert home.disk.pair is not None
            assert home.disk.pair.access_token == access
            home.held[home.disk.pair.refresh_token] = access

    @rule(number=HOMES)
    def event(self, number: int) -> None:
        """Deliver an EVENT."""
        home = self.home(number)
        home.event = self.cloud.access("event", 300.0)
        home.tokens.offer_event_token(home.event)

    # Invariants

    @invariant()
    def nothing_is_done_that_harms(self) -> None:
        """Save before use, and never use a refresh token twice in parallel."""
        assert self.cloud.violations == []

    @invariant()
    def the_user_is_not_called_in_vain(self) -> None:
        """Allow a lost login only if no refresh token of ours is accepted."""
        for home in self.homes:
            if home.tokens.login_lost:
                assert home.told
                assert home.misled or not home.may_refresh(), "the login is not lost"

    @rule(number=HOMES)
    def we_are_authenticated(self, number: int) -> None:
        """Without other faults, any token that the cloud accepts is enough."""
        self.run(self._check(self.home(number)))

    async def _check(self, home: Home) -> None:
        await self._release()
        home.disk.fails = ""
        # A clock that was set back makes each refusal last longer.
        patience = [VERDICT] * 7 if home.misled else [REST]
        works = possible = False
        while patience and not works:
            self.cloud.time += patience.pop()
            possible = home.may_call()
            for _ in range(ATTEMPTS):
                works = works or await home.works()
        home.misled = False
        assert works or not possible, f"not authenticated: {home.error!r}"
        if not works:
            assert isinstance(home.error, LoginLostError | UnauthorizedError)
            assert home.tokens.login_lost
        living = {refresh for refresh in home.held if self.cloud.takes_refresh(refresh)}
        assert living <= home.disk.tokens(), "a refresh token that lives is not on disk"
        pair = home.disk.pair
        if pair and pair.refresh_token in living:
            assert not home.tokens.login_lost
            age = self.cloud.time - home.since.get(pair.refresh_token, 0.0)
            assert age <= WEEK + home.set_back, "a pair was not renewed for more than a week"

    def teardown(self) -> None:
        """Check once more, and end."""
        try:
            for home in self.homes:
                self.run(self._check(home))
        finally:
            self.cloud.release()
            for home in self.homes:
                self.run(home.end())


# Hypothesis warns about its own handling of randomness.
@pytest.mark.filterwarnings("ignore:It looks like `register_random` was passed")
@pytest.mark.timeout(600)  # Shrinking a failure takes long.
@pytest.mark.usefixtures("world")
def test_the_login_is_kept_in_every_case() -> None:
    """Any token of ours that the cloud accepts gives access without the user."""
    run_state_machine_as_test(
        Tokens,
        settings=settings(
            max_examples=RUNS or 300,
            stateful_step_count=40,
            derandomize=not RUNS,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
