"""Tokens: saved before used, renewed early and once, and not lost with a lost reply."""

import asyncio
import logging
import traceback
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web

from custom_components.smartthings_smartapp.cloud.api.client import SmartThingsClient
from custom_components.smartthings_smartapp.cloud.api.errors import (
    ClosedError,
    CloudError,
    CloudUnreachableError,
    InvalidClientError,
    InvalidGrantError,
    LoginLostError,
    PaymentRequiredError,
    TokensNotSavedError,
    TooManyRequestsError,
    UnexpectedReplyError,
)
from custom_components.smartthings_smartapp.cloud.api.http import Http
from custom_components.smartthings_smartapp.cloud.auth import token_endpoint
from custom_components.smartthings_smartapp.cloud.auth.token_endpoint import TokenEndpoint
from custom_components.smartthings_smartapp.cloud.auth.token_manager import TokenManager
from custom_components.smartthings_smartapp.cloud.auth.token_pair import TokenPair, delivered_pair
from custom_components.smartthings_smartapp.cloud.client_credentials import ClientCredentials
from custom_components.smartthings_smartapp.cloud.json_types import Json, JsonObject
from custom_components.smartthings_smartapp.cloud.models import Command
from simulator import SimulatorOptions
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.cloud.conftest import NOW, Clock
from tests.cloud.installed import Installed, MemoryStorage, installed_smartapp
from tests.cloud.scripted import Answer, ScriptedApi, cut_off, scripted_api

CLIENT = ClientCredentials("client-id", "client-secret-b7e1")
DAY = timedelta(days=1)
OLD = TokenPair(
    access_token="old-access-91c4",
    refresh_token="old-refresh-5d02",
    expires_at=NOW + DAY,
    renewed_at=NOW,
)
SECRETS = (
    CLIENT.client_secret,
    OLD.access_token,
    OLD.refresh_token,
    "new-access-3e77",
    "new-refresh-c18a",
    b64encode(b"client-id:client-secret-b7e1").decode(),
)


HTML = Answer(401, "<html>401 Authorization Required</html>")


class Unreadable(MemoryStorage):
    """A storage whose disk blocks until it is released."""

    readable = False

    async def load(self) -> TokenPair | None:
        """Return the pair, after the release."""
        if not self.readable:
            raise OSError(5, "Input/output error")
        return await super().load()


def reply(**changes: Json) -> JsonObject:
    """Return a reply of the token endpoint."""
    return {
        "access_token": "new-access-3e77",
        "token_type": "bearer",
        "refresh_token": "new-refresh-c18a",
        "expires_in": 86399,
        **changes,
    }


@pytest.fixture
async def api() -> AsyncIterator[ScriptedApi]:
    """Return a token endpoint with scripted answers."""
    async with scripted_api() as api:
        api.answers = [Answer(body=reply())]
        yield api


@pytest.fixture
def storage() -> MemoryStorage:
    """Return a storage with the old pair."""
    return MemoryStorage(OLD)


@pytest.fixture
def lost() -> list[str]:
    """Return a list that gets an item when the tested manager loses its login."""
    return []


@pytest.fixture
async def tokens(
    session: aiohttp.ClientSession,
    api: ScriptedApi,
    storage: MemoryStorage,
    clock: Clock,
    lost: list[str],
) -> TokenManager:
    """Return the manager to test, which has read its storage."""
    tokens = TokenManager(
        TokenEndpoint(session, api.url, CLIENT),
        storage,
        now=clock,
        on_login_lost=lambda: lost.append("lost"),
    )
    await tokens.load()
    return tokens


async def manager(
    installed: Installed, storage: MemoryStorage, on_login_lost: Callable[[], None] = lambda: None
) -> TokenManager:
    """Return a manager of an installation with the tokens of its INSTALL."""
    tokens = TokenManager(installed.endpoint, storage, on_login_lost=on_login_lost)
    await tokens.load()
    access_token, refresh_token = installed.delivered()
    await tokens.replace(access_token=access_token, refresh_token=refresh_token)
    return tokens


def is_lost(tokens: TokenManager) -> bool:
    """Return whether the manager reports a lost login."""
    return tokens.login_lost


def api_client(installed: Installed, tokens: TokenManager) -> SmartThingsClient:
    """Return a client that uses the manager's tokens."""
    return SmartThingsClient(Http(installed.session, installed.simulator.url, tokens))


def paths(installed: Installed) -> list[str]:
    """Return the paths of the calls that the simulated cloud received."""
    return [call.path for call in installed.simulator.calls]


async def report_event(installed: Installed, tokens: TokenManager) -> None:
    """Switch a light, and offer the token of its event to the manager."""
    installed.simulator.home.set_attribute(Devices.CEILING_LIGHT, "main", "switch", "switch", "on")
    await installed.simulator.settle()
    tokens.offer_event_token(installed.event_token)


async def subscribe(installed: Installed, client: SmartThingsClient) -> None:
    """Subscribe to the ceiling light."""
    await client.create_subscription(
        installed.installed_app_id,
        {
            "sourceType": "DEVICE",
            "device": {
                "deviceId": Devices.CEILING_LIGHT,
                "stateChangeOnly": False,
                "subscriptionName": "light",
            },
        },
    )


# Renewal


async def test_a_renewal_has_the_form_that_the_platform_requires(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage, clock: Clock
) -> None:
    """It has basic authorization and a form of three fields; the reply becomes the stored pair."""
    clock.advance(hours=24)
    assert await tokens.access_token() == "new-access-3e77"
    sent = api.requests[0]
    assert (sent.method, sent.path) == ("POST", "/oauth/token")
    assert sent.headers["Authorization"] == f"Basic {SECRETS[-1]}"
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert sent.headers["Accept"] == "application/json"
    assert parse_qs(sent.body.decode()) == {
        "grant_type": ["refresh_token"],
        "refresh_token": [OLD.refresh_token],
        "client_id": ["client-id"],
    }
    assert storage.saved == [
        TokenPair(
            access_token="new-access-3e77",
            refresh_token="new-refresh-c18a",
            expires_at=clock.time + timedelta(seconds=86399),
            renewed_at=clock.time,
        )
    ]


@pytest.mark.parametrize(
    ("lifetime", "margin"),
    [(86399, 600), (2400, 600), (2000, 500), (299, 74.75)],
)
async def test_a_token_is_renewed_shortly_before_its_end(
    tokens: TokenManager,
    api: ScriptedApi,
    clock: Clock,
    lifetime: int,
    margin: float,
) -> None:
    """It is renewed ten minutes before, or after three quarters of its life if that is later."""
    api.answers = [Answer(body=reply(expires_in=lifetime, access_token="first")), *api.answers]
    await tokens.renewed(OLD.access_token)
    clock.advance(seconds=lifetime - margin - 1)
    assert await tokens.access_token() == "first"
    clock.advance(seconds=1)
    assert await tokens.access_token() == "new-access-3e77"


async def test_a_pair_is_renewed_every_week(
    tokens: TokenManager, api: ScriptedApi, clock: Clock
) -> None:
    """The life of the access token does not matter: the refresh token is valid for 30 days."""
    api.answers = [Answer(body=reply(expires_in=400 * 86400, access_token="long")), *api.answers]
    await tokens.renewed(OLD.access_token)
    clock.advance(days=7, seconds=-1)
    assert await tokens.access_token() == "long"
    clock.advance(seconds=1)
    assert await tokens.access_token() == "new-access-3e77"


@pytest.mark.parametrize("expires_in", [None, "86399", 0, -5, True, {}], ids=repr)
async def test_a_token_of_unknown_life_is_renewed_early(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage, expires_in: Json
) -> None:
    """Five minutes is the shortest observed life."""
    api.answers = [Answer(body=reply(expires_in=expires_in))]
    await tokens.renewed(OLD.access_token)
    assert storage.saved[-1].expires_at == NOW + timedelta(seconds=300)


async def test_an_extreme_life_is_limited(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage
) -> None:
    """A date has a limited range."""
    api.answers = [Answer(body=reply(expires_in=1e300))]
    await tokens.renewed(OLD.access_token)
    assert storage.saved[-1].expires_at == NOW + timedelta(days=365)


async def test_a_reply_without_a_refresh_token_keeps_the_old_one(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage
) -> None:
    """The token was not rotated then."""
    api.answers = [Answer(body=reply(refresh_token=None))]
    await tokens.renewed(OLD.access_token)
    assert storage.saved[-1].refresh_token == OLD.refresh_token


async def test_two_callers_during_a_renewal_cause_one_call(installed: Installed) -> None:
    """Two renewals would invalidate each other: a refresh token works once."""
    storage = MemoryStorage()
    tokens = await manager(installed, storage)
    rejected = await tokens.access_token()
    results = await asyncio.gather(*(tokens.renewed(rejected) for _ in range(8)))
    assert paths(installed) == ["/oauth/token"]
    assert set(results) == {storage.saved[-1].access_token}
    assert rejected not in results


async def test_callers_of_an_early_renewal_share_it_too(
    tokens: TokenManager, api: ScriptedApi, clock: Clock
) -> None:
    """Many entities may need a token at the same moment."""
    clock.advance(hours=24)
    assert set(await asyncio.gather(*(tokens.access_token() for _ in range(8)))) == {
        "new-access-3e77"
    }
    assert len(api.requests) == 1


async def test_a_later_caller_gets_the_result_of_a_renewal(
    tokens: TokenManager, api: ScriptedApi
) -> None:
    """A call that started with the old token does not cause another renewal."""
    await tokens.renewed(OLD.access_token)
    assert await tokens.renewed(OLD.access_token) == "new-access-3e77"
    assert len(api.requests) == 1


async def test_a_renewal_continues_without_the_caller_that_started_it(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage
) -> None:
    """The platform has rotated the token: without the reply the login would be lost."""
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slowly(request: web.Request) -> web.StreamResponse:
        asked.set()
        await answer.wait()
        return Answer(body=reply()).response()

    api.answers = [slowly]
    waiter = asyncio.create_task(tokens.renewed(OLD.access_token))
    await asked.wait()
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    assert storage.saved == []
    answer.set()
    await tokens.idle()
    assert storage.saved[-1].refresh_token == "new-refresh-c18a"
    assert await tokens.access_token() == "new-access-3e77"


async def test_a_failed_renewal_without_a_caller_is_silent(
    tokens: TokenManager, api: ScriptedApi, caplog: pytest.LogCaptureFixture
) -> None:
    """The next caller gets the error, and the event loop reports no unhandled exception."""
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slowly(request: web.Request) -> web.StreamResponse:
        asked.set()
        await answer.wait()
        return Answer(503).response()

    api.answers = [slowly]
    waiter = asyncio.create_task(tokens.renewed(OLD.access_token))
    await asked.wait()
    waiter.cancel()
    answer.set()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    await tokens.idle()
    await asyncio.sleep(0)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_closed_manager_refuses(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage, clock: Clock, lost: list[str]
) -> None:
    """Its entry is unloaded, and the next set-up may be renewing the same pair."""
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slowly(request: web.Request) -> web.StreamResponse:
        asked.set()
        await answer.wait()
        return Answer(400, {"error": "invalid_grant"}).response()

    await tokens.replace(access_token="a", refresh_token="r")  # It also keeps an older pair.
    api.answers = [slowly]
    waiter = asyncio.create_task(tokens.renewed("a"))
    await asked.wait()
    closing = asyncio.create_task(tokens.close())
    await asyncio.sleep(0)
    answer.set()
    await closing
    for work in (waiter, tokens.access_token(), tokens.renewed(OLD.access_token)):
        with pytest.raises(ClosedError):
            await work
    assert len(api.requests) == 1, "the older pair is left to the next set-up"
    assert lost == []
    await tokens.replace(access_token="b", refresh_token="s")
    assert storage.pair is not None
    assert storage.pair.access_token == "b", "a delivery is still stored"


async def test_without_a_renewal_closing_does_not_wait(tokens: TokenManager) -> None:
    """It is the normal case."""
    async with asyncio.timeout(1):
        await tokens.idle()


async def test_a_cancelled_renewal_ends_its_callers(tokens: TokenManager, api: ScriptedApi) -> None:
    """The end of the event loop cancels everything."""
    asked = asyncio.Event()

    async def never(request: web.Request) -> web.StreamResponse:
        asked.set()
        await asyncio.sleep(5)
        return web.Response()

    api.answers = [never]
    before = asyncio.all_tasks()
    waiter = asyncio.create_task(tokens.renewed(OLD.access_token))
    await asked.wait()
    for task in asyncio.all_tasks() - before - {waiter}:
        if "_renew_once" in str(task):
            task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter


async def test_the_storage_is_read_again_before_the_login_is_lost(
    installed: Installed,
) -> None:
    """An earlier set-up may have renewed the pair since this one read it."""
    storage = MemoryStorage()
    earlier = await manager(installed, storage)
    called: list[str] = []
    later = TokenManager(installed.endpoint, storage, on_login_lost=lambda: called.append("lost"))
    await later.load()
    used = await earlier.access_token()
    await earlier.renewed(used)
    assert await later.renewed(used) == storage.saved[-1].access_token
    assert await api_client(installed, later).locations()
    assert paths(installed) == ["/oauth/token", "/oauth/token", "/locations"]
    assert called == []
    assert not is_lost(later)


async def test_an_unreadable_storage_does_not_lose_the_login(
    session: aiohttp.ClientSession, api: ScriptedApi
) -> None:
    """Its pair may be newer than the refused one."""
    storage = Unreadable(OLD)
    storage.readable = True
    tokens = TokenManager(TokenEndpoint(session, api.url, CLIENT), storage)
    await tokens.load()
    storage.readable = False
    api.answers = [Answer(400, {"error": "invalid_grant"})]
    with pytest.raises(TokensNotSavedError):
        await tokens.renewed(OLD.access_token)
    assert not is_lost(tokens)
    storage.readable = True
    with pytest.raises(InvalidGrantError):
        await tokens.renewed(OLD.access_token)
    assert is_lost(tokens)


@pytest.mark.parametrize("hours", [10, 24 * 400])
async def test_a_clock_that_is_set_back_blocks_no_token(
    tokens: TokenManager, api: ScriptedApi, clock: Clock, hours: int
) -> None:
    """A refusal counts for an hour, not until the clock has caught up."""
    api.answers = [Answer(400, {"error": "invalid_grant"})]
    with pytest.raises(InvalidGrantError):
        await tokens.renewed(OLD.access_token)
    clock.advance(hours=-hours)
    assert await tokens.access_token() == OLD.access_token


async def test_a_clock_that_is_set_back_delays_no_renewal(
    tokens: TokenManager, api: ScriptedApi, clock: Clock
) -> None:
    """A failed one is retried after a minute, not after two days."""
    api.answers = [Answer(503), Answer(body=reply())]
    clock.advance(hours=23, minutes=55)
    assert await tokens.access_token() == OLD.access_token
    clock.advance(days=-2)
    assert await tokens.access_token() == "new-access-3e77"


async def test_an_update_clears_all_refusals(tokens: TokenManager, api: ScriptedApi) -> None:
    """A gateway may have refused the pair that the UPDATE brings again."""
    api.answers = [Answer(400, {"error": "invalid_grant"})]
    with pytest.raises(InvalidGrantError):
        await tokens.renewed(OLD.access_token)
    await tokens.replace(access_token=OLD.access_token, refresh_token=OLD.refresh_token)
    assert await tokens.access_token() == OLD.access_token


# Saved before used


async def test_a_new_pair_is_stored_before_any_call_uses_it(
    installed: Installed, clock: Clock
) -> None:
    """After a crash between refresh and use, the new refresh token has to be on disk."""
    storage = MemoryStorage()
    tokens = await manager(installed, storage)
    client = api_client(installed, tokens)
    installed.simulator.faults.fail("/devices*", status=401)
    storage.open.clear()
    storage.asked.clear()
    call = asyncio.create_task(client.devices(HOME_LOCATION))
    async with asyncio.timeout(5):
        await storage.asked.wait()
    await asyncio.sleep(0.1)
    assert paths(installed) == ["/devices", "/oauth/token"]
    storage.open.set()
    assert (await call).devices
    assert paths(installed) == ["/devices", "/oauth/token", "/devices"]
    # The crash: another manager, with only the content of the storage.
    revived = TokenManager(installed.endpoint, storage)
    await revived.load()
    assert await api_client(installed, revived).locations()
    assert (await revived.renewed(storage.saved[-1].access_token)) == storage.saved[-1].access_token


async def test_a_pair_that_cannot_be_stored_is_kept_and_not_used(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage
) -> None:
    """The old refresh token is used, so the new pair must not be lost with the failed write."""
    storage.failures = 2
    with pytest.raises(TokensNotSavedError):
        await tokens.renewed(OLD.access_token)
    with pytest.raises(TokensNotSavedError):
        await tokens.renewed(OLD.access_token)
    assert await tokens.renewed(OLD.access_token) == "new-access-3e77"
    assert storage.saved[-1].refresh_token == "new-refresh-c18a"
    assert len(api.requests) == 1


async def test_many_callers_do_not_use_a_refresh_token_twice_during_a_slow_write(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage
) -> None:
    """The platform would refuse the second use, which would look like a lost login."""
    api.answers = [Answer(body=reply()), Answer(400, {"error": "invalid_grant"})]
    storage.failures = 1000
    answers = await asyncio.gather(
        *(tokens.renewed(OLD.access_token) for _ in range(4)), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [TokensNotSavedError] * 4
    assert len(api.requests) == 1
    assert not is_lost(tokens)
    storage.failures = 0
    assert await tokens.access_token() == "new-access-3e77"


async def test_the_old_token_is_used_while_the_storage_fails(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage, clock: Clock
) -> None:
    """It may have ended with the rotation, but a try costs nothing."""
    clock.advance(hours=23, minutes=55)
    storage.failures = 3
    assert await tokens.access_token() == OLD.access_token
    clock.advance(minutes=5)
    assert await tokens.access_token() == OLD.access_token
    with pytest.raises(TokensNotSavedError):
        await tokens.renewed(OLD.access_token)
    assert await tokens.access_token() == "new-access-3e77"
    assert len(api.requests) == 1


async def test_a_delivered_pair_is_stored_before_it_is_used(
    tokens: TokenManager, storage: MemoryStorage
) -> None:
    """INSTALL and UPDATE follow the same rule."""
    storage.open.clear()
    replacing = asyncio.create_task(tokens.replace(access_token="a", refresh_token="r"))
    asking = asyncio.create_task(tokens.access_token())
    await asyncio.sleep(0.05)
    assert not replacing.done()
    assert not asking.done()
    storage.open.set()
    assert await asking == "a"
    await replacing
    assert [pair.access_token for pair in storage.saved] == ["a"]


async def test_a_delivered_pair_that_cannot_be_stored_is_stored_later(
    tokens: TokenManager, storage: MemoryStorage
) -> None:
    """An UPDATE arrives once."""
    storage.failures = 1
    with pytest.raises(TokensNotSavedError):
        await tokens.replace(access_token="a", refresh_token="r")
    assert await tokens.access_token() == "a"
    assert storage.pair is not None
    assert storage.pair.refresh_token == "r"


async def test_the_later_one_of_two_delivered_pairs_stays(
    tokens: TokenManager, storage: MemoryStorage
) -> None:
    """It is both in use and on disk."""
    storage.open.clear()
    both = asyncio.gather(
        tokens.replace(access_token="a1", refresh_token="r1"),
        tokens.replace(access_token="a2", refresh_token="r2"),
    )
    await asyncio.sleep(0)
    storage.open.set()
    await both
    assert await tokens.access_token() == "a2"
    assert storage.pair is not None
    assert storage.pair.refresh_token == "r2"


# INSTALL and UPDATE


async def test_a_delivered_token_counts_as_short_lived(
    tokens: TokenManager, storage: MemoryStorage
) -> None:
    """INSTALL has no life for it: the sources say 24 hours or 5 minutes."""
    await tokens.replace(access_token="a", refresh_token="r")
    assert storage.saved == [
        delivered_pair(access_token="a", refresh_token="r", now=NOW, known=OLD)
    ]
    assert storage.saved[0].expires_at == NOW + timedelta(minutes=5)


async def test_an_update_without_a_refresh_token_keeps_the_known_one(
    tokens: TokenManager, storage: MemoryStorage
) -> None:
    """It is optional there."""
    await tokens.replace(access_token="a", refresh_token=None)
    assert storage.saved[-1].refresh_token == OLD.refresh_token


async def test_an_update_without_a_refresh_token_waits_for_a_renewal(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage
) -> None:
    """The renewal is using the known refresh token at that moment."""
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slowly(request: web.Request) -> web.StreamResponse:
        asked.set()
        await answer.wait()
        return Answer(body=reply()).response()

    api.answers = [slowly]
    renewing = asyncio.create_task(tokens.renewed(OLD.access_token))
    await asked.wait()
    replacing = asyncio.create_task(tokens.replace(access_token="a", refresh_token=None))
    await asyncio.sleep(0)
    answer.set()
    await asyncio.gather(renewing, replacing)
    assert storage.saved[-1].access_token == "a"
    assert storage.saved[-1].refresh_token == "new-refresh-c18a"


async def test_a_first_pair_without_a_refresh_token_is_used_while_it_is_valid(
    session: aiohttp.ClientSession, api: ScriptedApi, clock: Clock
) -> None:
    tokens = TokenManager(TokenEndpoint(session, api.url, CLIENT), MemoryStorage(), now=clock)
    await tokens.load()
    await tokens.replace(access_token="a", refresh_token=None)
    assert await tokens.access_token() == "a"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=reply()),
        Answer(400, {"error": "invalid_grant"}),
        Answer(503),
    ],
    ids=["renewed", "invalid grant", "unreachable"],
)
async def test_an_update_during_a_renewal_has_priority(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage, answer: Answer, lost: list[str]
) -> None:
    """The result of the renewal does not matter, because the user has just restored the login."""
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(request: web.Request) -> web.StreamResponse:
        asked.set()
        await go_on.wait()
        return answer.response()

    api.answers = [slowly]
    renewing = asyncio.create_task(tokens.renewed(OLD.access_token))
    await asked.wait()
    await tokens.replace(access_token="a", refresh_token="r")
    go_on.set()
    assert await renewing == "a"
    assert not is_lost(tokens)
    assert lost == []
    assert storage.pair is not None
    assert storage.pair.refresh_token == "r"


# A login that is lost


async def test_a_lost_reply_is_survived_until_the_user_saves_again(installed: Installed) -> None:
    """Tokens of events keep commands working, and an UPDATE restores the login."""
    storage = MemoryStorage()
    lost: list[str] = []
    tokens = await manager(installed, storage, lambda: lost.append("lost"))
    client = api_client(installed, tokens)
    await subscribe(installed, client)

    installed.simulator.faults.lose_refresh_reply()
    with pytest.raises(CloudUnreachableError):
        await tokens.renewed(await tokens.access_token())
    assert not is_lost(tokens)
    with pytest.raises(InvalidGrantError):
        await client.locations()
    assert is_lost(tokens)

    await report_event(installed, tokens)
    command = Command("switch", "off")
    await client.execute(Devices.CEILING_LIGHT, [command])
    assert installed.simulator.calls[-1].token_kind == "event"
    assert installed.simulator.commands[-1].commands == [command.as_json()]

    assert (await installed.simulator.save(installed.installed_app_id)).ok
    access_token, refresh_token = installed.delivered("UPDATE")
    await tokens.replace(access_token=access_token, refresh_token=refresh_token)
    assert not is_lost(tokens)
    installed.simulator.calls.clear()
    assert await client.locations()
    assert await tokens.renewed(access_token) == storage.saved[-1].access_token
    assert [call.token_kind for call in installed.simulator.calls] == ["app", "basic"]
    assert lost == ["lost"]


@pytest.mark.parametrize("status", [400, 401])
async def test_a_used_refresh_token_is_an_invalid_grant(status: int) -> None:
    """The status was observed as 400; the documentation says 401."""
    options = SimulatorOptions(invalid_grant_status=status)
    async with installed_smartapp(options) as installed:
        tokens = await manager(installed, MemoryStorage())
        rejected = await tokens.access_token()
        _, spent = installed.delivered()
        await tokens.renewed(rejected)
        fresh = TokenManager(
            installed.endpoint,
            MemoryStorage(replace(OLD, refresh_token=spent)),
        )
        await fresh.load()
        with pytest.raises(InvalidGrantError):
            await fresh.renewed(OLD.access_token)


async def test_wrong_client_credentials_have_their_own_error(installed: Installed) -> None:
    """A new client may have been generated elsewhere."""
    storage = MemoryStorage(OLD)
    wrong = ClientCredentials(installed.app.client_id, "another secret")
    tokens = TokenManager(TokenEndpoint(installed.session, installed.simulator.url, wrong), storage)
    await tokens.load()
    with pytest.raises(InvalidClientError):
        await tokens.renewed(OLD.access_token)
    assert is_lost(tokens)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(400, {"error": "invalid_grant"}), InvalidGrantError),
        (Answer(401, {"error": "invalid_grant"}), InvalidGrantError),
        (Answer(401, "<html>401 Authorization Required</html>"), InvalidGrantError),
        (Answer(401, {"error": "invalid_client"}), InvalidClientError),
        (Answer(400, {"error": "invalid_client"}), InvalidClientError),
    ],
)
async def test_a_lost_login_is_remembered(
    tokens: TokenManager, api: ScriptedApi, answer: Answer, kind: type[CloudError], lost: list[str]
) -> None:
    """Another call would not help, and the callback is called once."""
    api.answers = [answer]
    for _ in range(3):
        with pytest.raises(kind) as raised:
            await tokens.renewed(OLD.access_token)
        assert type(raised.value) is kind
        with pytest.raises(kind):
            await tokens.access_token()
    assert len(api.requests) == 1
    assert lost == ["lost"]
    assert is_lost(tokens)
    await tokens.replace(access_token="a", refresh_token="r")
    assert not is_lost(tokens)
    assert await tokens.access_token() == "a"


async def test_each_caller_gets_its_own_error(tokens: TokenManager, api: ScriptedApi) -> None:
    """One error instance that is raised for weeks would keep every frame in memory."""
    api.answers = [Answer(400, {"error": "invalid_grant"})]
    errors = []
    for _ in range(3):
        with pytest.raises(InvalidGrantError) as raised:
            await tokens.renewed(OLD.access_token)
        errors.append(raised.value)
    assert len({id(error) for error in errors}) == 3
    assert len({str(error) for error in errors}) == 1


async def test_the_callback_for_a_lost_login_is_optional(
    tokens: TokenManager, api: ScriptedApi
) -> None:
    api.answers = [Answer(400, {"error": "invalid_grant"})]
    with pytest.raises(InvalidGrantError):
        await tokens.renewed(OLD.access_token)


async def test_an_invalid_grant_of_an_early_renewal_is_reported_immediately(
    tokens: TokenManager, api: ScriptedApi, clock: Clock
) -> None:
    """The user is notified while the old token is valid; it and events keep commands working."""
    clock.advance(hours=23, minutes=55)
    api.answers = [Answer(400, {"error": "invalid_grant"})]
    tokens.offer_event_token("event")
    assert await tokens.access_token() == OLD.access_token
    assert is_lost(tokens)
    assert await tokens.renewed(OLD.access_token) == "event"
    assert len(api.requests) == 1


async def test_a_lost_login_is_retried_after_an_hour(
    tokens: TokenManager, api: ScriptedApi, clock: Clock
) -> None:
    """A gateway also refuses valid tokens with a 401, which no user can fix."""
    api.answers = [HTML, Answer(body=reply())]
    with pytest.raises(InvalidGrantError):
        await tokens.renewed(OLD.access_token)
    clock.advance(minutes=59)
    with pytest.raises(InvalidGrantError):
        await tokens.access_token()
    assert is_lost(tokens)
    clock.advance(minutes=1)
    assert await tokens.access_token() == "new-access-3e77"
    assert not is_lost(tokens)


@pytest.mark.parametrize("again", [False, True], ids=["once", "again"])
async def test_a_delivery_that_is_older_than_the_pair_does_not_end_it(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage, *, again: bool
) -> None:
    """An UPDATE may arrive late or twice, with a used refresh token, while ours still works."""
    api.answers = [Answer(400, {"error": "invalid_grant"}), Answer(body=reply())]
    for _ in range(1 + again):
        await tokens.replace(access_token="late", refresh_token="spent")
    assert await tokens.renewed("late") == "new-access-3e77"
    assert [parse_qs(sent.body.decode())["refresh_token"] for sent in api.requests] == [
        ["spent"],
        [OLD.refresh_token],
    ]
    assert not is_lost(tokens)
    assert storage.pair is not None
    assert [pair.refresh_token for pair in storage.pair.every()] == ["new-refresh-c18a", "spent"]


async def test_a_delivery_of_a_refused_refresh_token_is_a_lost_login(
    tokens: TokenManager, api: ScriptedApi, lost: list[str]
) -> None:
    """It arrived twice and does not help, so the user has to be notified."""

    async def refused(request: web.Request) -> web.StreamResponse:
        await tokens.replace(access_token="again", refresh_token=OLD.refresh_token)
        return Answer(400, {"error": "invalid_grant"}).response()

    api.answers = [refused]
    assert await tokens.renewed(OLD.access_token) == "again"
    assert is_lost(tokens)
    with pytest.raises(InvalidGrantError):
        await tokens.renewed("again")
    assert lost == ["lost"]
    assert len(api.requests) == 1


async def test_an_update_ends_the_search_for_a_valid_pair(
    tokens: TokenManager, api: ScriptedApi
) -> None:
    """The user has just restored the login, so no older refresh token is tried."""

    async def refused(request: web.Request) -> web.StreamResponse:
        await tokens.replace(access_token="a", refresh_token="r")
        return Answer(400, {"error": "invalid_grant"}).response()

    await tokens.replace(access_token="late", refresh_token="spent")
    api.answers = [refused, Answer(body=reply())]
    assert await tokens.renewed("late") == "a"
    assert len(api.requests) == 1


async def test_a_pair_that_is_refused_during_the_renewal_of_an_older_one_is_renewed_after_it(
    tokens: TokenManager, api: ScriptedApi, storage: MemoryStorage
) -> None:
    """There are never two renewals in parallel, and no caller gets the refused token."""
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(request: web.Request) -> web.StreamResponse:
        asked.set()
        await go_on.wait()
        return Answer(body=reply(access_token="older", refresh_token="older")).response()

    api.answers = [slowly, Answer(body=reply())]
    renewing = asyncio.create_task(tokens.renewed(OLD.access_token))
    await asked.wait()
    await tokens.replace(access_token="a", refresh_token="r")
    asking = asyncio.create_task(tokens.renewed("a"))
    await asyncio.sleep(0.05)
    assert len(api.requests) == 1
    go_on.set()
    await renewing
    assert await asking == "new-access-3e77"
    assert storage.pair is not None
    assert [pair.refresh_token for pair in storage.pair.every()] == ["new-refresh-c18a", "older"]


async def test_a_clock_that_is_set_back_does_not_delay_the_renewal(
    tokens: TokenManager, api: ScriptedApi, clock: Clock
) -> None:
    """A machine without a battery starts in the wrong year, so the age of the pair is unknown."""
    clock.advance(minutes=-10)
    assert await tokens.access_token() == OLD.access_token
    clock.advance(seconds=-1)
    assert await tokens.access_token() == "new-access-3e77"


async def test_a_token_that_only_the_clock_rejects_is_tried(
    tokens: TokenManager, api: ScriptedApi, clock: Clock
) -> None:
    """The clock may be wrong, and the life of a delivered token is a guess."""
    api.answers = [Answer(503)]
    clock.advance(days=3)
    assert await tokens.access_token() == OLD.access_token
    tokens.offer_event_token("event")
    assert await tokens.access_token() == "event"
    assert await tokens.renewed("event") == OLD.access_token
    with pytest.raises(CloudUnreachableError):
        await tokens.renewed(OLD.access_token)


async def test_without_any_tokens_the_login_is_lost(
    session: aiohttp.ClientSession, api: ScriptedApi
) -> None:
    """The file was deleted or never written; there is no call."""
    tokens = TokenManager(TokenEndpoint(session, api.url, CLIENT), MemoryStorage())
    await tokens.load()
    with pytest.raises(LoginLostError):
        await tokens.access_token()
    with pytest.raises(LoginLostError):
        await tokens.renewed("anything")
    assert api.requests == []


# Tokens of events


async def test_an_event_token_is_not_used_while_the_login_is_valid(tokens: TokenManager) -> None:
    """It is short-lived, and may have fewer rights."""
    tokens.offer_event_token("event")
    assert await tokens.access_token() == OLD.access_token


async def test_a_refused_event_token_is_dropped(tokens: TokenManager, api: ScriptedApi) -> None:
    """The next one may work."""
    api.answers = [Answer(400, {"error": "invalid_grant"})]
    tokens.offer_event_token("event")
    await tokens.renewed(OLD.access_token)
    with pytest.raises(InvalidGrantError):
        await tokens.renewed("event")
    tokens.offer_event_token("another")
    assert await tokens.access_token() == "another"


async def test_an_event_token_that_is_refused_after_an_update_gives_way_to_the_new_pair(
    tokens: TokenManager, api: ScriptedApi
) -> None:
    """The call started before the user restored the login."""
    api.answers = [Answer(400, {"error": "invalid_grant"})]
    tokens.offer_event_token("event")
    await tokens.renewed(OLD.access_token)
    await tokens.replace(access_token="a", refresh_token="r")
    assert await tokens.renewed("event") == "a"


# A token endpoint that does not answer


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(503, "<html>"), CloudUnreachableError),
        (Answer(302, headers={"Location": "https://elsewhere.example"}), CloudUnreachableError),
        (Answer(400, {"error": "invalid_request"}), CloudUnreachableError),
        (Answer(400, "<html>bad request</html>"), CloudUnreachableError),
        (Answer(402), PaymentRequiredError),
        (Answer(403), CloudUnreachableError),
        (Answer(404), CloudUnreachableError),
        (Answer(422, b"\xff"), CloudUnreachableError),
        (Answer(429, headers={"X-RateLimit-Reset": "7"}), TooManyRequestsError),
        (Answer(200, "<html>"), UnexpectedReplyError),
        (Answer(200, reply(access_token=None)), UnexpectedReplyError),
        (Answer(200, b"x" * 70000), UnexpectedReplyError),
        (cut_off, CloudUnreachableError),
    ],
)
async def test_an_inconclusive_refusal_is_retried(
    tokens: TokenManager, api: ScriptedApi, answer: Answer, kind: type[CloudError]
) -> None:
    """Only invalid_grant, invalid_client and 401 mean that the user has to act."""
    api.answers = [answer, Answer(body=reply())]
    with pytest.raises(kind) as raised:
        await tokens.renewed(OLD.access_token)
    assert type(raised.value) is kind
    told = "".join(traceback.format_exception(raised.value)) + repr(raised.value)
    assert not [secret for secret in SECRETS if secret in told]
    assert not is_lost(tokens)
    assert await tokens.renewed(OLD.access_token) == "new-access-3e77"


async def test_a_hanging_token_endpoint_times_out(
    tokens: TokenManager, api: ScriptedApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No caller waits forever."""
    monkeypatch.setattr(token_endpoint, "TIMEOUT", aiohttp.ClientTimeout(total=0.1))
    released = asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        await released.wait()
        return web.Response()

    api.answers = [hang]
    async with asyncio.timeout(3):
        with pytest.raises(CloudUnreachableError):
            await tokens.renewed(OLD.access_token)
    released.set()


async def test_a_valid_token_is_used_while_the_endpoint_does_not_answer(
    tokens: TokenManager, api: ScriptedApi, clock: Clock
) -> None:
    """A failed early renewal has no effect, and is retried after a minute."""
    api.answers = [Answer(503)]
    clock.advance(hours=23, minutes=55)
    assert await tokens.access_token() == OLD.access_token
    clock.advance(seconds=59)
    assert await tokens.access_token() == OLD.access_token
    assert len(api.requests) == 1
    clock.advance(seconds=1)
    assert await tokens.access_token() == OLD.access_token
    assert len(api.requests) == 2
    clock.advance(minutes=4)
    with pytest.raises(CloudUnreachableError):
        await tokens.renewed(OLD.access_token)


async def test_a_valid_token_is_used_as_long_as_the_endpoint_requests_a_pause(
    tokens: TokenManager, api: ScriptedApi, clock: Clock
) -> None:
    """The platform sets the time of the next retry."""
    api.answers = [Answer(429, headers={"X-RateLimit-Reset": "100"}), Answer(body=reply())]
    clock.advance(hours=23, minutes=55)
    assert await tokens.access_token() == OLD.access_token
    clock.advance(seconds=99)
    assert await tokens.access_token() == OLD.access_token
    clock.advance(seconds=1)
    assert await tokens.access_token() == "new-access-3e77"


async def test_an_expired_token_is_renewed_during_a_pause(
    tokens: TokenManager, api: ScriptedApi, clock: Clock
) -> None:
    """A pause is only respected while there is a usable token."""
    await tokens.replace(access_token="a", refresh_token="r")
    api.answers = [Answer(429, headers={"X-RateLimit-Reset": "120"}), Answer(body=reply())]
    clock.advance(seconds=240)
    assert await tokens.access_token() == "a"
    clock.advance(seconds=60)
    assert await tokens.access_token() == "new-access-3e77"


# Storage format


def test_a_pair_survives_its_storage() -> None:
    """It is read as it was written."""
    assert TokenPair.from_json(OLD.as_json()) == OLD
    pair = delivered_pair(access_token="a", refresh_token="r", now=NOW, known=OLD)
    assert pair.every() == (replace(pair, former=()), OLD)
    assert TokenPair.from_json(pair.as_json()) == pair


def test_a_pair_of_an_older_version_is_read() -> None:
    """That version has no older pairs."""
    stored = OLD.as_json()
    del stored["former"]
    assert TokenPair.from_json(stored) == OLD


def test_only_few_older_pairs_are_kept() -> None:
    """Each costs a call when the login is lost."""
    pair = OLD
    for number in range(9):
        pair = delivered_pair(access_token="a", refresh_token=f"{number}", now=NOW, known=pair)
    assert [kept.refresh_token for kept in pair.every()] == ["8", "7", "6", "5"]


async def test_an_unreadable_storage_is_read_later(
    session: aiohttp.ClientSession, api: ScriptedApi, clock: Clock
) -> None:
    """It does not mean a lost login, and an UPDATE has priority over it."""
    storage = Unreadable(OLD)
    tokens = TokenManager(TokenEndpoint(session, api.url, CLIENT), storage, now=clock)
    await tokens.load()
    with pytest.raises(TokensNotSavedError):
        await tokens.access_token()
    with pytest.raises(TokensNotSavedError):
        await tokens.replace(access_token="a", refresh_token="r")
    assert not is_lost(tokens)
    storage.readable = True
    assert await tokens.access_token() == "a"
    assert storage.pair is not None
    assert [pair.refresh_token for pair in storage.pair.every()] == ["r", OLD.refresh_token]


async def test_a_pair_that_replaces_another_during_its_write_is_saved_too(
    tokens: TokenManager, storage: MemoryStorage
) -> None:
    """A caller can rely on a stored UPDATE."""
    storage.open.clear()
    storage.failures = 1
    first = asyncio.create_task(tokens.replace(access_token="a", refresh_token="r"))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(tokens.replace(access_token="b", refresh_token="s"))
    await asyncio.sleep(0.01)
    storage.open.set()
    await asyncio.gather(first, second)
    assert storage.pair is not None
    assert [pair.refresh_token for pair in storage.pair.every()] == ["s", "r", OLD.refresh_token]


async def test_a_write_continues_without_its_caller(
    tokens: TokenManager, storage: MemoryStorage
) -> None:
    """An abandoned write in a thread could overtake the next one."""
    storage.open.clear()
    storage.asked.clear()
    replacing = asyncio.create_task(tokens.replace(access_token="a", refresh_token="r"))
    await storage.asked.wait()
    replacing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await replacing
    storage.open.set()
    await tokens.idle()
    assert storage.saved[-1].refresh_token == "r"


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        "text",
        {},
        {**OLD.as_json(), "access_token": "", "refresh_token": ""},
        {**OLD.as_json(), "access_token": None, "refresh_token": 5},
        {**OLD.as_json(), "expires_at": "soon"},
        {**OLD.as_json(), "renewed_at": None},
    ],
    ids=repr,
)
def test_unusable_data_are_no_pair(stored: Json) -> None:
    """A damaged file requires a new login, but does not stop the set-up."""
    assert TokenPair.from_json(stored) is None


def test_no_secret_is_shown() -> None:
    """Pairs and credentials may be in logs of Home Assistant."""
    shown = f"{OLD!r} {CLIENT!r}"
    assert not [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize("lifetime", [299, 86399])
@pytest.mark.parametrize("jwt", [False, True], ids=["uuid", "jwt"])
async def test_both_lifetimes_and_forms_of_tokens_work(lifetime: float, *, jwt: bool) -> None:
    """The content of a token is never parsed."""
    options = SimulatorOptions(access_token_lifetime=lifetime, token_jwt=jwt)
    clock = Clock()
    async with installed_smartapp(options) as installed:
        storage = MemoryStorage()
        tokens = await manager(installed, storage)
        await tokens.renewed(await tokens.access_token())
        pair = storage.saved[-1]
        assert pair.expires_at - pair.renewed_at == timedelta(seconds=lifetime)
        clock.time = pair.renewed_at
        clock.advance(seconds=lifetime - 60)
        later = TokenManager(
            installed.endpoint,
            storage,
            now=clock,
        )
        await later.load()
        assert await api_client(installed, later).locations()
        assert paths(installed)[-2:] == ["/oauth/token", "/locations"]
