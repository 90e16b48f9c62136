"""The receiver: what it rejects, what it answers, and that rejected requests have no effect."""

import asyncio
import gc
import json
import logging
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp.web import Response
from homeassistant.util.aiohttp import MockRequest, MockStreamReader
from yarl import URL

from custom_components.smartthings_smartapp.cloud.delivery.keys import FETCHES_PER_MINUTE
from custom_components.smartthings_smartapp.cloud.models import AttributeKey
from custom_components.smartthings_smartapp.runtime import (
    Runtime,
    SmartThingsConfigEntry,
    domain_data,
)
from custom_components.smartthings_smartapp.webhook import receiver as webhook
from custom_components.smartthings_smartapp.webhook import request_body
from custom_components.smartthings_smartapp.webhook.delivery_log import Outcome
from custom_components.smartthings_smartapp.webhook.fingerprints import Fingerprints
from simulator import Forgery, Simulator
from simulator.control.log import Delivery
from simulator.delivery.signing import Draft, Request, http_date
from simulator.devices.device import JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from simulator.json_tools import as_list, as_object
from tests.common.flows import ask_for_confirmation
from tests.common.receivers import receiver_of
from tests.common.storage import broken_disk
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.BEDSIDE_DIMMER)

LAMP = Devices.BEDSIDE_DIMMER

# Reason of each forgery; all are answered with 401 by default.
REASONS = {
    Forgery.BODY_CHANGED: "digest_mismatch",
    Forgery.DIGEST_MISSING: "not_signed",
    Forgery.DIGEST_DROPPED: "digest_missing",
    Forgery.DATE_DROPPED: "date_missing",
    Forgery.DIGEST_NOT_SIGNED: "not_signed",
    Forgery.DATE_MISSING: "not_signed",
    Forgery.DATE_NOT_SIGNED: "not_signed",
    Forgery.TARGET_NOT_SIGNED: "not_signed",
    Forgery.OTHER_TARGET: "signature",
    Forgery.STALE_DATE: "date_skew",
    Forgery.FUTURE_DATE: "date_skew",
    Forgery.UNREADABLE_DATE: "date_unreadable",
    Forgery.UNKNOWN_KEY: "key_unknown",
    Forgery.WRONG_KEY: "signature",
    Forgery.OTHER_ALGORITHM: "algorithm",
    Forgery.AUTHORIZATION_MISSING: "authorization_missing",
    Forgery.AUTHORIZATION_MALFORMED: "authorization_malformed",
    Forgery.KEY_ID_FOREIGN_HOST: "key_id",
    Forgery.KEY_ID_TRAVERSAL: "key_id",
    Forgery.SIGNATURE_GARBAGE: "signature",
    Forgery.OTHER_INSTALLED_APP: "not_ours",
    Forgery.NOT_JSON: "unreadable",
    Forgery.TOO_LARGE: "too_large",
}
STATUSES = {Forgery.NOT_JSON: 400, Forgery.TOO_LARGE: 413}


def switch(simulator: Simulator, value: str) -> None:
    """Turn the lamp in the simulated location on or off."""
    simulator.home.set_attribute(LAMP, "main", "switch", "switch", value)


async def deliver(
    world: World, app_id: str, lifecycle: str, data: JsonObject, key: str = "", locale: str = "en"
) -> Delivery:
    """Send a correctly signed lifecycle to the target of an app."""
    return await world.simulator.post(
        app_id,
        {
            "lifecycle": lifecycle,
            "executionId": "6f0e2d9c-83b1-4a75-b4e8-95d7c1f03a62",
            "locale": locale,
            key or f"{lifecycle.lower()}Data": data,
            "settings": {**world.simulator.apps[app_id].settings},
        },
    )


def answered(delivery: Delivery, *path: str) -> JsonObject:
    """Return the object at a path in the answer to a delivery."""
    answer = as_object(delivery.response)
    for key in path:
        answer = as_object(answer[key])
    return answer


def known(runtime: Runtime) -> object:
    """Return the switch of the lamp in the store."""
    value = runtime.parts.store.value(LAMP, AttributeKey("main", "switch", "switch"))
    assert value is not None
    return value.value


def test_every_forgery_of_the_simulator_is_listed_here() -> None:
    """A new kind of forgery needs a reason for its rejection."""
    assert set(REASONS) == set(Forgery)


@pytest.mark.parametrize("forgery", list(Forgery))
async def test_a_forged_delivery_is_rejected_and_counted_and_has_no_effect(
    world: World, runtime: Runtime, forgery: Forgery, caplog: pytest.LogCaptureFixture
) -> None:
    """It is sent twice, because only the first of a kind is logged."""
    before = known(runtime)
    other = "off" if before == "on" else "on"
    world.simulator.faults.forge(forgery, 2)
    caplog.clear()
    for value in (other, before):
        switch(world.simulator, str(value))
        await world.settle()
    refused = [item for item in world.simulator.deliveries if item.lifecycle == "EVENT"][-2:]
    assert [item.status for item in refused] == [STATUSES.get(forgery, 401)] * 2
    assert known(runtime) == before
    assert receiver_of(runtime).rejections == {REASONS[forgery]: 2}
    assert caplog.text.count("Rejected a request") == 1
    switch(world.simulator, other)
    await world.settle()
    assert known(runtime) == other


async def test_a_new_signing_key_is_fetched_once(world: World, runtime: Runtime) -> None:
    """Certificates are valid for about 30 days."""
    world.simulator.rotate_keys()
    for value in ("on", "off", "on"):
        switch(world.simulator, value)
    await world.settle()
    assert known(runtime) == "on"
    assert not receiver_of(runtime).rejections


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE", "PATCH"])
async def test_any_method_but_post_is_rejected(
    world: World, entry: SmartThingsConfigEntry, method: str
) -> None:
    """Users open the address in a browser to check it."""
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, entry.data["webhook_url"]) as response,
    ):
        assert response.status == 405


async def test_wrong_methods_are_counted(world: World, runtime: Runtime) -> None:
    """They are counted like all rejections."""
    async with aiohttp.ClientSession() as session:
        for _ in range(3):
            await session.get(receiver_of(runtime).url)
    assert receiver_of(runtime).rejections == {"method": 3}


async def test_an_unsigned_ping_is_not_echoed_without_a_registration(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The echo would show a stranger that the address is in use."""
    body = {"lifecycle": "PING", "executionId": "x", "pingData": {"challenge": "c"}}
    async with (
        aiohttp.ClientSession() as session,
        session.post(entry.data["webhook_url"], json=body) as response,
    ):
        assert response.status == 401
        assert await response.text() == "Forbidden"


async def test_during_a_registration_only_a_ping_may_be_unsigned(
    world: World, runtime: Runtime
) -> None:
    """Its challenge has a limited length."""
    receiver = receiver_of(runtime)
    ping = {"lifecycle": "PING", "executionId": "x", "pingData": {"challenge": "c"}}
    event = {"lifecycle": "EVENT", "executionId": "x", "eventData": {}}
    long = {**ping, "pingData": {"challenge": "c" * 10_000}}
    async with aiohttp.ClientSession() as session:
        with receiver.registration():
            async with session.post(receiver.url, json=ping) as response:
                assert response.status == 200
                assert await response.json() == {"pingData": {"challenge": "c"}}
            for body in (event, long):
                async with session.post(receiver.url, json=body) as response:
                    assert response.status == 401
            async with session.post(receiver.url, data=b"{") as response:
                assert response.status == 401


async def test_a_registration_within_another_leaves_that_one_open(
    world: World, runtime: Runtime
) -> None:
    """The dialog tests the address during a registration, and two dialogs are open."""
    receiver = receiver_of(runtime)
    ping = {"lifecycle": "PING", "executionId": "x", "pingData": {"challenge": "c"}}
    async with aiohttp.ClientSession() as session:
        with receiver.registration() as outer:
            with receiver.registration(), receiver.expect_ping("x"):
                pass
            async with session.post(receiver.url, json=ping) as response:
                assert response.status == 200
            await ask_for_confirmation(world, str(receiver.app_id))
            assert outer.confirmations.qsize() == 1
        async with session.post(receiver.url, json=ping) as response:
            assert response.status == 401


async def test_a_confirmation_during_the_test_of_the_address_is_not_lost(
    world: World, runtime: Runtime
) -> None:
    """Only a registration reads the queue."""
    app_id = str(receiver_of(runtime).app_id)
    with receiver_of(runtime).expect_ping("c"):
        await ask_for_confirmation(world, app_id)
    assert world.calls("GET", f"/apps/{app_id}/confirm-registration")[-1].status == 200


async def test_a_signed_ping_is_echoed_at_any_time(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The platform sometimes tests its targets."""
    app = world.simulator.apps[entry.data["app_id"]]
    delivery = await deliver(world, app.app_id, "PING", {"challenge": "abc"})
    assert (delivery.status, delivery.response) == (200, {"pingData": {"challenge": "abc"}})


async def test_a_confirmation_of_our_app_is_answered_and_confirmed(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The user may request it with the CLI, long after the set-up."""
    app = world.simulator.apps[entry.data["app_id"]]
    await ask_for_confirmation(world, app.app_id)
    delivery = [item for item in world.simulator.deliveries if item.lifecycle == "CONFIRMATION"][-1]
    assert delivery.response == {"targetUrl": entry.data["webhook_url"]}
    assert world.calls("GET", f"/apps/{app.app_id}/confirm-registration")[-1].status == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace("127.0.0.1", "localhost"),
        lambda url: url.replace("/confirm-registration", "/elsewhere"),
        lambda url: url.replace("http://", "http://me@"),
        lambda _url: "not a url",
    ],
    ids=["host", "path", "user", "nonsense"],
)
async def test_a_confirmation_link_to_another_host_is_never_fetched(
    world: World, entry: SmartThingsConfigEntry, change: Callable[[str], str]
) -> None:
    """No request goes to a host that a delivery names."""
    app_id = entry.data["app_id"]
    link = f"{world.simulator.url}/apps/{app_id}/confirm-registration?token=x"
    before = len(world.simulator.calls)
    delivery = await deliver(
        world, app_id, "CONFIRMATION", {"appId": app_id, "confirmationUrl": change(link)}
    )
    await world.settle()
    assert delivery.status == 200
    assert len(world.simulator.calls) == before


async def test_the_confirmation_of_another_app_is_rejected(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Any developer could use our address as the target of an app."""
    delivery = await deliver(
        world,
        entry.data["app_id"],
        "CONFIRMATION",
        {"appId": "another", "confirmationUrl": f"{world.simulator.url}/apps/another/x"},
    )
    assert delivery.status == 401


async def test_the_configuration_is_one_complete_page_with_our_scopes(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The user has nothing to enter."""
    app_id = entry.data["app_id"]
    data = {
        "installedAppId": entry.data["installed_app_id"],
        "phase": "INITIALIZE",
        "pageId": "",
        "previousPageId": "",
        "config": {},
    }
    first = await deliver(world, app_id, "CONFIGURATION", {**data})
    initialize = answered(first, "configurationData", "initialize")
    assert initialize["permissions"] == [
        "r:devices:*",
        "x:devices:*",
        "r:locations:*",
        "x:locations:*",
        "r:scenes:*",
        "x:scenes:*",
        "r:security:locations:*:armstate",
    ]
    second = await deliver(
        world,
        app_id,
        "CONFIGURATION",
        {**data, "phase": "PAGE", "pageId": initialize["firstPageId"]},
    )
    page = answered(second, "configurationData", "page")
    assert page["complete"] is True
    assert page["nextPageId"] is None


@pytest.mark.parametrize(
    ("locale", "server", "text"),
    [
        ("de-AT", "en", "Wähle „Fertig“ und erlaube dann den Zugriff."),
        ("en-GB", "de", "Select Done, then allow access."),
        ("fr", "de", "Select Done, then allow access."),
        ("", "de", "Wähle „Fertig“ und erlaube dann den Zugriff."),
        ("../../en", "de", "Wähle „Fertig“ und erlaube dann den Zugriff."),
    ],
)
async def test_the_page_is_in_the_language_of_the_user_or_else_of_home_assistant(
    world: World, entry: SmartThingsConfigEntry, locale: str, server: str, text: str
) -> None:
    """A language without translations is shown in English, as everywhere in Home Assistant."""
    world.hass.config.language = server
    data: JsonObject = {
        "installedAppId": entry.data["installed_app_id"],
        "phase": "PAGE",
        "pageId": "1",
    }
    delivery = await deliver(world, entry.data["app_id"], "CONFIGURATION", data, locale=locale)
    page = answered(delivery, "configurationData", "page")
    [section] = as_list(page["sections"])
    [paragraph] = as_list(as_object(section)["settings"])
    assert as_object(paragraph)["description"] == text


async def test_unused_lifecycles_are_acknowledged(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """An authentic delivery is always answered with 200."""
    delivery = await deliver(
        world,
        entry.data["app_id"],
        "OAUTH_CALLBACK",
        {"installedAppId": "x", "urlPath": "/?code=1"},
        "oauthCallbackData",
    )
    assert (delivery.status, delivery.response) == (200, {"oAuthCallbackData": {}})


async def test_deliveries_for_another_app_of_the_same_webhook_are_rejected(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The settings of the app identify it."""
    app = world.simulator.apps[entry.data["app_id"]]
    app.settings["appId"] = "another"
    delivery = await deliver(
        world,
        app.app_id,
        "CONFIGURATION",
        {"installedAppId": "x", "phase": "INITIALIZE", "pageId": "", "config": {}},
    )
    assert delivery.status == 401


async def test_an_unexpected_install_is_acknowledged(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The user installs the SmartApp in another location with the phone app."""
    await world.simulator.install(entry.data["app_id"], CABIN_LOCATION)
    delivery = world.simulator.deliveries[-1]
    assert (delivery.lifecycle, delivery.status) == ("INSTALL", 200)


async def test_events_of_both_locations_reach_their_own_entry(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """One webhook distinguishes them by the installed app."""
    cabin = await world.add_location(CABIN_LOCATION)
    assert entry.unique_id == HOME_LOCATION
    device_id, stored = next(iter(cabin.runtime_data.parts.store.devices.items()))
    world.simulator.home.set_health(device_id, "OFFLINE")
    await world.settle()
    assert stored.online is False
    assert device_id not in entry.runtime_data.parts.store.devices


class Inbox:
    """Passes requests to the receiver itself, so that one can be repeated exactly."""

    def __init__(self, world: World, runtime: Runtime) -> None:
        """Act as the platform."""
        self.world = world
        self.runtime = runtime
        self.receiver = receiver_of(runtime)

    def sign(self, lifecycle: str, data: JsonObject, execution_id: str = "x") -> Request:
        """Return an authentic delivery for the entry."""
        body = {
            "lifecycle": lifecycle,
            "executionId": execution_id,
            f"{lifecycle.lower()}Data": {"installedApp": self.installed(), **data},
        }
        return Draft(
            path=URL(self.receiver.url).raw_path,
            body=json.dumps(body).encode(),
            date=http_date(datetime.now(UTC)),
            key=self.world.simulator.signing_key,
        ).sign()

    def installed(self) -> JsonObject:
        """Return the installed app as deliveries describe it."""
        data = self.runtime.entry.data
        return {"installedAppId": data["installed_app_id"], "locationId": data["location_id"]}

    def event(self, value: str, time: datetime, execution_id: str = "x") -> Request:
        """Return an event without an id, which the store cannot recognize."""
        payload: JsonObject = {
            "deviceId": LAMP,
            "componentId": "main",
            "capability": "switch",
            "attribute": "switch",
            "value": value,
        }
        event: JsonObject = {
            "eventTime": time.isoformat(timespec="seconds"),
            "eventType": "DEVICE_EVENT",
            "deviceEvent": payload,
        }
        return self.sign("EVENT", {"events": [event]}, execution_id)

    async def put(self, request: Request, **headers: str) -> Response:
        """Pass a request on, optionally with other headers."""
        return await self.receiver.handle(
            self.world.hass,
            self.receiver.webhook_id,
            MockRequest(
                content=request.body,
                mock_source="test",
                method="POST",
                headers=request.headers | headers,
            ),
        )

    def key_fetches(self) -> int:
        """Return how often a key was fetched."""
        return len(self.world.calls("GET", "/pl/"))


@pytest.fixture
def inbox(world: World, runtime: Runtime) -> Inbox:
    """Return the way in."""
    return Inbox(world, runtime)


def _spare_bits(value: str) -> str:
    """Change the unused bits of a signature's last character."""
    place = value.index('==",') - 1
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = alphabet[alphabet.index(value[place]) ^ 1]
    return value[:place] + other + value[place + 1 :]


SPELLINGS: dict[str, Callable[[str], str]] = {
    "the same": lambda value: value,
    "spaces": lambda value: value.replace('",', '" , '),
    "case": lambda value: value.replace("Signature ", "signature ").replace("rsa-", "RSA-"),
    "order": lambda value: f"Signature {','.join(reversed(value.split(' ', 1)[1].split(',')))}",
    "more": lambda value: f'{value},created="\udce9"',
    "spare bits": _spare_bits,
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
async def test_a_repeated_delivery_has_no_effect_however_its_signature_is_written(
    inbox: Inbox, spelling: Callable[[str], str]
) -> None:
    """An attacker may send it again, with a header in another form."""
    now = datetime.now(UTC)
    first = inbox.event("on", now)
    assert (await inbox.put(first)).status == 200
    assert (await inbox.put(inbox.event("off", now, "y"))).status == 200
    assert known(inbox.runtime) == "off"
    taken = inbox.receiver.deliveries["EventDelivery"]
    written = spelling(first.headers["Authorization"])
    response = await inbox.put(first, Authorization=written)
    assert (response.status, response.text) == (200, '{"eventData":{}}')
    assert known(inbox.runtime) == "off"
    assert inbox.receiver.replays == 1
    assert inbox.receiver.deliveries["EventDelivery"] == taken
    assert not inbox.receiver.rejections


async def test_of_five_equal_deliveries_in_parallel_one_counts(inbox: Inbox) -> None:
    """The second arrives while the tokens of the first are being stored."""
    before = inbox.receiver.deliveries["Update"]
    update = inbox.sign("UPDATE", {"authToken": "new", "refreshToken": "new"})
    answers = await asyncio.gather(*(inbox.put(update) for _ in range(5)))
    assert {answer.status for answer in answers} == {200}
    assert inbox.receiver.deliveries["Update"] == before + 1
    assert inbox.receiver.replays == 4
    outcomes = Counter(noted.outcome for noted in [*inbox.receiver.log.last][-5:])
    assert outcomes == {Outcome.TAKEN: 1, Outcome.REPLAYED: 4}


async def post(inbox: Inbox, request: Request) -> int:
    """Send a request over the socket, and return the status of the answer."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            inbox.receiver.url, data=request.body, headers=dict(request.headers)
        ) as response,
    ):
        return response.status


def names_webhook(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the part of the webhook id that a log of the default level shows."""
    return [
        item.message
        for item in caplog.records
        if inbox.receiver.webhook_id in item.message and item.levelno >= logging.WARNING
    ]


async def test_a_failed_delivery_is_answered_500_and_may_be_repeated(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Home Assistant answers 200 to an error, after which SmartThings would not retry."""
    update = inbox.sign("UPDATE", {"authToken": "new", "refreshToken": "new"})
    with broken_disk():
        assert await post(inbox, update) == 500
    assert not names_webhook(inbox, caplog)
    assert not tracebacks(caplog)
    assert await post(inbox, update) == 200
    assert inbox.receiver.replays == 0
    kept = (
        await domain_data(inbox.world.hass)
        .tokens.store(inbox.runtime.entry.data["installed_app_id"])
        .load()
    )
    assert kept is not None
    assert "new" in [pair.refresh_token for pair in kept.every()]
    assert await post(inbox, update) == 200
    assert inbox.receiver.replays == 1
    outcomes = [noted.outcome for noted in [*inbox.receiver.log.last][-3:]]
    assert outcomes == [Outcome.FAILED, Outcome.TAKEN, Outcome.REPLAYED]


async def test_an_internal_error_is_logged_once_with_its_traceback(
    inbox: Inbox, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no webhook id, which Home Assistant would log."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(webhook, "read_date", broken)
    for _ in range(3):
        assert await post(inbox, Request(headers={}, body=b"{}")) == 500
    assert [item.levelname for item in caplog.records if item.exc_info] == ["ERROR"]
    assert not names_webhook(inbox, caplog)


async def test_only_the_latest_effective_deliveries_are_remembered(
    inbox: Inbox,
) -> None:
    """PINGs of a stranger during a registration must not displace them."""
    inbox.receiver._fingerprints = Fingerprints(3)
    now = datetime.now(UTC)
    requests = [inbox.event("on", now, str(number)) for number in range(5)]
    for request in requests:
        await inbox.put(request)
    assert len(inbox.receiver._fingerprints) == 3
    ping = {"lifecycle": "PING", "pingData": {"challenge": "c"}}
    with inbox.receiver.registration():
        for number in range(5):
            body = json.dumps({**ping, "executionId": str(number)}).encode()
            assert (await inbox.put(Request(headers={}, body=body))).status == 200
    for request in requests[2:]:
        await inbox.put(request)
    assert inbox.receiver.replays == 3
    assert len(inbox.receiver._fingerprints) == 3


def named(request: Request, key_id: str) -> str:
    """Return the Authorization header of a request with another key id."""
    before, _, rest = request.headers["Authorization"].partition('"')
    return f'{before}"{key_id}"{rest.partition('"')[2]}'


async def test_a_flood_of_invented_key_ids_costs_six_fetches_and_blocks_nothing(
    inbox: Inbox,
) -> None:
    """The valid key is known already."""
    request = inbox.event("on", datetime.now(UTC))
    for number in range(300):
        answer = await inbox.put(request, Authorization=named(request, f"/pl/useast2/{number:x}"))
        assert answer.status == 401
    assert 0 < inbox.key_fetches() <= FETCHES_PER_MINUTE
    assert inbox.receiver.rejections.keys() == {"key_unknown", "key_unavailable"}
    assert inbox.receiver.rejections.total() == 300
    assert (await inbox.put(request)).status == 200


async def test_a_flood_of_malformed_key_ids_costs_no_fetch(inbox: Inbox) -> None:
    """An invalid key id is never fetched."""
    request = inbox.event("on", datetime.now(UTC))
    before = len(inbox.world.simulator.calls)
    malformed = ["", "x", "//evil.example/x", "/pl/../x", "/SmartThings/x", "http://h/pl/x"]
    for key_id in [*malformed, "/" + "x" * 999] * 20:
        await inbox.put(request, Authorization=named(request, key_id))
    assert len(inbox.world.simulator.calls) == before
    assert inbox.receiver.rejections == {"key_id": 140}


def held() -> int:
    """Return the bytes that our code, or code called by it, allocated and did not free."""
    gc.collect()
    ours = tracemalloc.Filter(
        inclusive=True, filename_pattern="*/smartthings_smartapp/*", all_frames=True
    )
    snapshot = tracemalloc.take_snapshot().filter_traces([ours])
    return sum(item.size for item in snapshot.statistics("filename"))


async def test_ten_thousand_rejected_requests_leave_nothing_behind(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """They add counts by a few reasons, one log line for each, and no memory."""
    request = inbox.event("on", datetime.now(UTC))
    spoilt: list[dict[str, str]] = [
        {"Authorization": ""},
        {"Authorization": "Bearer x"},
        {"Date": "yesterday"},
        {"Digest": "SHA256=x"},
        {"Authorization": named(request, "//evil.example")},
        {"Authorization": named(request, "/SmartThings/" + ":".join(["ab"] * 16))},
    ]

    async def flood(count: int) -> None:
        for number in range(count):
            unique = {"X-Number": str(number)}
            answer = await inbox.put(request, **unique, **spoilt[number % len(spoilt)])
            assert answer.status == 401
            await asyncio.sleep(
                0
            )  # A server does the same: the loop frees memory between requests.

    caplog.set_level(logging.WARNING)
    # The debug mode of tests keeps a stack for every timer.
    asyncio.get_running_loop().set_debug(False)
    await flood(600)
    tracemalloc.start(4)
    try:
        before = held()
        await flood(10_000)
        grown = held() - before
    finally:
        tracemalloc.stop()
    assert grown < 100_000  # Ten bytes for each request are less than the smallest object.
    assert inbox.receiver.rejections.total() == 10_600
    assert len(inbox.receiver.rejections) == len(spoilt)
    assert caplog.text.count("Rejected a request") == len(spoilt)
    assert len(inbox.receiver._fingerprints) <= sum(inbox.receiver.deliveries.values())


class _Endless(MockStreamReader):
    """A body without an end, which counts the bytes read."""

    def __init__(self) -> None:
        super().__init__(b"")
        self.read_so_far = 0

    async def read(self, byte_count: int = -1) -> bytes:
        assert byte_count > 0
        chunk = b" " * min(byte_count, 65_536)
        self.read_so_far += len(chunk)
        return chunk


async def test_a_body_without_an_end_is_rejected_at_the_limit(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only as many bytes as necessary are read."""
    content = _Endless()
    monkeypatch.setattr(MockRequest, "content", content)
    answer = await inbox.put(Request(headers={}, body=b""))
    assert answer.status == 413
    assert content.read_so_far == request_body.MAX_BODY + 1
    assert inbox.receiver.rejections == {"too_large": 1}


async def raw(inbox: Inbox, head: str, body: bytes) -> bytes:
    """Send a raw POST, and return the first line of the answer."""
    target = urlsplit(inbox.receiver.url)
    reader, writer = await asyncio.open_connection(target.hostname, target.port)
    try:
        lines = f"POST {target.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n\r\n"
        writer.write(lines.encode() + body)
        await writer.drain()
        return await reader.readline()
    finally:
        writer.close()


def tracebacks(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return log records with a traceback, except for those of the HTTP server."""
    return [item.name for item in caplog.records if item.exc_info and "aiohttp" not in item.name]


BROKEN = {
    "not compressed": ("Content-Encoding: gzip\r\nContent-Length: 9", b"lifecycle"),
    "half compressed": ("Content-Encoding: deflate\r\nContent-Length: 2", b"\x78\x9c"),
    "badly chunked": ("Transfer-Encoding: chunked", b"5\r\nhello\r\nxyz\r\n"),
}


@pytest.mark.parametrize(("head", "body"), BROKEN.values(), ids=BROKEN)
async def test_a_broken_body_is_rejected_without_a_traceback(
    inbox: Inbox, caplog: pytest.LogCaptureFixture, head: str, body: bytes
) -> None:
    """Otherwise a stranger could fill the log with thousands of requests."""
    line = await raw(inbox, head, body)
    assert b" 400 " in line
    assert not tracebacks(caplog)


async def test_a_missing_body_is_not_waited_for(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform itself would have timed out."""
    monkeypatch.setattr(request_body, "READ_TIMEOUT", 0.05)
    line = await raw(inbox, "Content-Length: 5000", b"{")
    assert b" 408 " in line
    assert inbox.receiver.rejections == {"too_slow": 1}
