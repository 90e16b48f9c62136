"""Keys are fetched with care, once, and only from one host (platform reference 5.3)."""

import asyncio
import base64
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from custom_components.smartthings_smartapp.cloud.delivery import keys as keys_module
from custom_components.smartthings_smartapp.cloud.delivery.keys import (
    FETCHES_PER_MINUTE,
    MAX_CERTIFICATE_SIZE,
    MAX_KEYS,
    NEW_PER_MINUTE,
    RETURNING_PER_MINUTE,
    CertificatesInMemory,
    KeyFailure,
    KeyRing,
    KeyUnavailableError,
    NoKeyError,
    StoredCertificate,
    UnknownKeyError,
    is_key_id,
)
from custom_components.smartthings_smartapp.cloud.delivery.signature import (
    NotAuthenticError,
    authenticate_delivery,
)
from tests.cloud.conftest import NOW, Clock
from tests.cloud.signing import (
    KEY_ID,
    PATH,
    app_key_id,
    certificate,
    make_key,
    public_pem,
    sign,
)

type Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class KeyHost:
    """A key host with a socket."""

    def __init__(self) -> None:
        """Start without any certificate."""
        self.certificates: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.asked = asyncio.Event()
        self.answer: Answer | None = None
        """Answers instead of the certificates, if it is set."""
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request for a certificate."""
        self.requests.append(request.path)
        self.asked.set()
        if self.answer is not None:
            return await self.answer(request)
        if (body := self.certificates.get(request.path)) is None:
            raise web.HTTPNotFound
        return web.Response(body=body)


@asynccontextmanager
async def _serve(host: KeyHost) -> AsyncIterator[KeyHost]:
    app = web.Application()
    app.router.add_get("/{path:.*}", host.handle)
    async with TestServer(app) as server:
        host.url = str(server.make_url("/"))
        yield host


@pytest.fixture
async def host(private_key: RSAPrivateKey) -> AsyncIterator[KeyHost]:
    """Return a key host with the platform's certificate."""
    async with _serve(KeyHost()) as host:
        host.certificates[KEY_ID] = certificate(private_key)
        yield host


@pytest.fixture
def storage() -> CertificatesInMemory:
    """Return an empty storage."""
    return CertificatesInMemory()


@pytest.fixture
def ring(
    session: aiohttp.ClientSession, host: KeyHost, clock: Clock, storage: CertificatesInMemory
) -> KeyRing:
    """Return a ring that fetches from the host."""
    return KeyRing(session, host.url, storage=storage, now=clock)


async def _cause(ring: KeyRing, kind: type[NoKeyError], key_id: str = KEY_ID) -> KeyFailure:
    with pytest.raises(NoKeyError) as raised:
        await ring.get(key_id)
    assert type(raised.value) is kind
    return raised.value.cause


async def test_a_signed_delivery_is_verified_with_the_fetched_certificate(
    ring: KeyRing, private_key: RSAPrivateKey
) -> None:
    """The key id of the delivery leads to the key that signed it."""
    body = b"{}"
    await authenticate_delivery(sign(private_key, body), body, path=PATH, keys=ring, now=NOW)


async def test_a_certificate_is_fetched_once_a_day(
    ring: KeyRing, host: KeyHost, clock: Clock, private_key: RSAPrivateKey
) -> None:
    """There are many deliveries, and a certificate is valid for weeks, but may be withdrawn."""
    first = await ring.get(KEY_ID)
    assert first.public_numbers() == private_key.public_key().public_numbers()
    clock.advance(hours=24, seconds=-1)
    assert await ring.get(KEY_ID) is first
    assert host.requests == [KEY_ID]
    clock.advance(seconds=1)
    await ring.get(KEY_ID)
    assert host.requests == [KEY_ID, KEY_ID]


async def test_a_key_ends_with_its_certificate(
    ring: KeyRing, host: KeyHost, clock: Clock, private_key: RSAPrivateKey
) -> None:
    """There is one day of tolerance after its end, also for a key that was just fetched."""
    host.certificates[KEY_ID] = certificate(private_key, end=NOW - timedelta(hours=23))
    await ring.get(KEY_ID)
    clock.advance(minutes=59)
    await ring.get(KEY_ID)
    assert host.requests == [KEY_ID]
    clock.advance(minutes=1, seconds=1)
    assert await _cause(ring, KeyUnavailableError) is KeyFailure.NOT_VALID


async def test_a_clock_that_is_set_back_does_not_keep_a_key_for_years(
    ring: KeyRing, host: KeyHost, clock: Clock
) -> None:
    """A key with a fetch time in the future is fetched again."""
    clock.advance(hours=100)
    await ring.get(KEY_ID)
    clock.advance(hours=-99)
    await ring.get(KEY_ID)
    assert host.requests == [KEY_ID, KEY_ID]


async def test_a_certificate_may_end_with_the_last_year(
    ring: KeyRing, host: KeyHost, clock: Clock, private_key: RSAPrivateKey
) -> None:
    """No later date exists, so nothing may be added to it."""
    end = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    start = datetime(1950, 1, 1, tzinfo=UTC)
    host.certificates[KEY_ID] = certificate(private_key, start=start, end=end)
    first = await ring.get(KEY_ID)
    clock.advance(hours=23)
    assert await ring.get(KEY_ID) is first


# Restarts, and a key host that is down


@pytest.fixture
async def stored(ring: KeyRing, storage: CertificatesInMemory) -> CertificatesInMemory:
    """Return the stored certificates after a verified delivery."""
    await ring.get(KEY_ID)
    ring.proven(KEY_ID)
    return storage


async def test_a_verified_key_is_there_after_a_restart(
    session: aiohttp.ClientSession, host: KeyHost, clock: Clock, stored: CertificatesInMemory
) -> None:
    """A flood of invented key ids does not displace it, and the key host is not asked."""
    host.requests.clear()
    clock.advance(hours=23)
    ring = KeyRing(session, host.url, storage=stored, now=clock)
    for number in range(50):
        for _ in range(2):
            with pytest.raises(NoKeyError):
                await ring.get(f"/pl/{number}")
    assert (await ring.get(KEY_ID)).key_size == 2048
    assert KEY_ID not in host.requests


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_key_is_used_while_the_key_host_is_down(
    ring: KeyRing,
    session: aiohttp.ClientSession,
    host: KeyHost,
    clock: Clock,
    stored: CertificatesInMemory,
    *,
    restarted: bool,
) -> None:
    """It is used until its certificate ends, and requested once a minute."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=503)

    host.answer = answer
    host.requests.clear()
    clock.advance(hours=25)
    if restarted:
        ring = KeyRing(session, host.url, storage=stored, now=clock)
    for _ in range(10):
        assert (await ring.get(KEY_ID)).key_size == 2048
    assert host.requests == [KEY_ID]
    clock.advance(hours=24 * 40)
    assert await _cause(ring, KeyUnavailableError) is KeyFailure.STATUS


async def test_a_withdrawn_key_is_removed_from_the_storage(
    ring: KeyRing, host: KeyHost, clock: Clock, stored: CertificatesInMemory
) -> None:
    """The key host answers that the key does not exist."""
    clock.advance(hours=25)
    del host.certificates[KEY_ID]
    assert await _cause(ring, UnknownKeyError) is KeyFailure.NOT_FOUND
    assert stored.certificates == {}


async def test_an_invalid_stored_certificate_is_fetched_again(
    session: aiohttp.ClientSession, host: KeyHost, clock: Clock, storage: CertificatesInMemory
) -> None:
    storage.keep(KEY_ID, StoredCertificate("nonsense", clock()))
    ring = KeyRing(session, host.url, storage=storage, now=clock)
    assert (await ring.get(KEY_ID)).key_size == 2048


async def test_a_certificate_is_stored_after_it_has_verified_a_delivery(
    ring: KeyRing,
    storage: CertificatesInMemory,
    private_key: RSAPrivateKey,
    other_key: RSAPrivateKey,
) -> None:
    """A request with its key id is not enough."""
    body = b"{}"
    with pytest.raises(NotAuthenticError):
        await authenticate_delivery(sign(other_key, body), body, path=PATH, keys=ring, now=NOW)
    assert not storage.certificates
    await authenticate_delivery(sign(private_key, body), body, path=PATH, keys=ring, now=NOW)
    assert list(storage.certificates) == [KEY_ID]


async def test_a_certificate_of_the_future_is_rejected(
    ring: KeyRing, host: KeyHost, clock: Clock, private_key: RSAPrivateKey
) -> None:
    """A day of tolerance allows for wrong clocks."""
    host.certificates[KEY_ID] = certificate(private_key, start=NOW + timedelta(hours=25))
    assert await _cause(ring, KeyUnavailableError) is KeyFailure.NOT_VALID
    clock.advance(hours=1)
    await ring.get(KEY_ID)


async def test_a_new_key_after_a_rotation_is_fetched(
    ring: KeyRing, host: KeyHost, other_key: RSAPrivateKey
) -> None:
    """The platform changes its key monthly; the old one stays for late deliveries."""
    old = await ring.get(KEY_ID)
    host.certificates["/pl/useast2/2c"] = certificate(other_key, serial=0x2C)
    new = await ring.get("/pl/useast2/2c")
    assert new.public_numbers() == other_key.public_key().public_numbers()
    assert await ring.get(KEY_ID) is old
    assert host.requests == [KEY_ID, "/pl/useast2/2c"]


async def test_twenty_callers_cause_one_request(ring: KeyRing, host: KeyHost) -> None:
    """Many deliveries arrive just after a rotation."""
    go = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        await go.wait()
        return web.Response(body=host.certificates[request.path])

    host.answer = answer
    waiters = [asyncio.create_task(ring.get(KEY_ID)) for _ in range(20)]
    await host.asked.wait()
    go.set()
    keys = await asyncio.gather(*waiters)
    assert len(set(map(id, keys))) == 1
    assert host.requests == [KEY_ID]


async def test_twenty_callers_share_one_failure(ring: KeyRing, host: KeyHost) -> None:
    """None of them repeats the request."""
    results = await asyncio.gather(*(ring.get("/pl/x") for _ in range(20)), return_exceptions=True)
    assert {type(result) for result in results} == {UnknownKeyError}
    assert host.requests == ["/pl/x"]


async def test_a_cancelled_caller_does_not_affect_the_others(ring: KeyRing, host: KeyHost) -> None:
    """A sender that disconnects must not end the request of the next one."""
    go = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        await go.wait()
        return web.Response(body=host.certificates[request.path])

    host.answer = answer
    first = asyncio.create_task(ring.get(KEY_ID))
    await host.asked.wait()
    second = asyncio.create_task(ring.get(KEY_ID))
    await asyncio.sleep(0)
    first.cancel()
    go.set()
    assert (await second).key_size == 2048
    assert first.cancelled()


@pytest.mark.parametrize("status", [404, 410])
async def test_an_unknown_key_is_requested_once_a_minute(
    ring: KeyRing, host: KeyHost, clock: Clock, status: int
) -> None:
    """A delivery with a forged key id must not cause a request each time."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status)

    host.answer = answer
    assert await _cause(ring, UnknownKeyError) is KeyFailure.NOT_FOUND
    clock.advance(seconds=59)
    assert await _cause(ring, UnknownKeyError) is KeyFailure.NOT_FOUND
    assert host.requests == [KEY_ID]
    clock.advance(seconds=1)
    host.answer = None
    assert (await ring.get(KEY_ID)).key_size == 2048


async def test_a_redirect_is_not_followed(ring: KeyRing, host: KeyHost) -> None:
    """There is only one key host; a redirect could choose our keys."""
    async with _serve(KeyHost()) as elsewhere:

        async def answer(request: web.Request) -> web.StreamResponse:
            raise web.HTTPFound(elsewhere.url + request.path[1:])

        host.answer = answer
        assert await _cause(ring, KeyUnavailableError) is KeyFailure.STATUS
        assert elsewhere.requests == []


@pytest.mark.parametrize("status", [201, 403, 500])
async def test_only_a_200_brings_a_key(
    ring: KeyRing, host: KeyHost, private_key: RSAPrivateKey, status: int
) -> None:
    """The bodies of other answers are ignored."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=certificate(private_key))

    host.answer = answer
    assert await _cause(ring, KeyUnavailableError) is KeyFailure.STATUS


async def test_an_endless_body_is_cut_off(ring: KeyRing, host: KeyHost) -> None:
    """The limit applies during the read."""
    sent = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"-" * 4096)
            sent += 4096
            await asyncio.sleep(0.001)

    host.answer = answer
    assert await _cause(ring, KeyUnavailableError) is KeyFailure.TOO_LARGE
    assert sent < 10 * MAX_CERTIFICATE_SIZE


async def test_a_slow_key_host_times_out(
    ring: KeyRing, host: KeyHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The platform waits ten seconds for our answer. Parts of the body do not extend the limit."""
    monkeypatch.setattr(keys_module, "FETCH_TIMEOUT", 0.1)

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"-")
            await asyncio.sleep(0.02)

    host.answer = answer
    assert await _cause(ring, KeyUnavailableError) is KeyFailure.NO_ANSWER


async def test_an_unreachable_key_host_is_reported(
    session: aiohttp.ClientSession, clock: Clock
) -> None:
    """It differs from an unknown key."""
    ring = KeyRing(
        session, f"http://127.0.0.1:{unused_port()}", storage=CertificatesInMemory(), now=clock
    )
    assert await _cause(ring, KeyUnavailableError) is KeyFailure.NO_ANSWER


async def test_a_flood_of_key_ids_causes_few_requests(
    ring: KeyRing, host: KeyHost, clock: Clock
) -> None:
    """Otherwise a stranger who knows the webhook could use it to flood the key host."""
    for number in range(50):
        with pytest.raises(NoKeyError):
            await ring.get(f"/pl/{number}")
    assert len(host.requests) == NEW_PER_MINUTE
    assert await _cause(ring, KeyUnavailableError) is KeyFailure.TOO_MANY
    clock.advance(minutes=1)
    assert (await ring.get(KEY_ID)).key_size == 2048


async def test_a_new_key_is_fetched_during_a_flood(
    ring: KeyRing, host: KeyHost, clock: Clock
) -> None:
    """There is one invented key id a second, and a real delivery every ten seconds."""
    failed = 0
    for second in range(180):
        with pytest.raises(NoKeyError):
            await ring.get(f"/pl/{second}")
        if second % 10 == 9:
            try:
                await ring.get(KEY_ID)
            except KeyUnavailableError:
                failed += 1
        clock.advance(seconds=1)
    assert failed == 1
    assert host.requests.count(KEY_ID) == 1
    assert len(host.requests) <= 3 * RETURNING_PER_MINUTE


async def test_a_flood_of_repeated_key_ids_causes_few_requests(
    ring: KeyRing, host: KeyHost, clock: Clock
) -> None:
    """An attacker who knows the rule gains little."""
    for second in range(120):
        for _ in range(3):
            with pytest.raises(NoKeyError):
                await ring.get(f"/pl/{second}")
        clock.advance(seconds=1)
    assert len(host.requests) <= 2 * RETURNING_PER_MINUTE + 1


async def test_few_repeated_ids_are_remembered(
    session: aiohttp.ClientSession, host: KeyHost, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their memory is limited."""
    monkeypatch.setattr(keys_module, "MAX_TURNED_AWAY", 5)
    ring = KeyRing(session, host.url, storage=CertificatesInMemory(), now=clock)
    for number in range(50):
        with pytest.raises(NoKeyError):
            await ring.get(f"/pl/{number}")
    assert len(ring._turned_away) == 5


async def test_a_flood_does_not_block_a_key_that_was_used_before(
    ring: KeyRing, host: KeyHost, clock: Clock
) -> None:
    """Otherwise the daily fetch of the real key would fail during the flood."""
    await ring.get(KEY_ID)
    ring.proven(KEY_ID)
    clock.advance(hours=25)
    for number in range(50):
        for _ in range(2):
            with pytest.raises(NoKeyError):
                await ring.get(f"/pl/{number}")
    assert (await ring.get(KEY_ID)).key_size == 2048
    assert host.requests.count(KEY_ID) == 2


async def test_a_key_without_an_authentic_delivery_has_no_priority(
    ring: KeyRing, host: KeyHost, clock: Clock
) -> None:
    """An attacker may know ids of certificates that the platform does not use for us."""
    await ring.get(KEY_ID)
    clock.advance(hours=25)
    for number in range(50):
        for _ in range(2):
            with pytest.raises(NoKeyError):
                await ring.get(f"/pl/{number}")
    await ring.get(KEY_ID)
    assert host.requests.count(KEY_ID) == 1


async def test_known_keys_are_fetched_six_times_a_minute_too(
    ring: KeyRing, host: KeyHost, clock: Clock
) -> None:
    """Deliveries must not flood a key host that is down."""
    ids = [f"/pl/{number}" for number in range(2 * FETCHES_PER_MINUTE)]
    for key_id in ids:
        host.certificates[key_id] = host.certificates[KEY_ID]
        await ring.get(key_id)
        ring.proven(key_id)
        clock.advance(seconds=30)

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=500)

    host.answer = answer
    host.requests.clear()
    clock.advance(hours=25)
    for key_id in ids:
        assert (await ring.get(key_id)).key_size == 2048
    assert await _cause(ring, KeyUnavailableError, "/pl/invented") is KeyFailure.TOO_MANY
    assert len(host.requests) == FETCHES_PER_MINUTE


async def test_a_withdrawn_key_has_no_priority(ring: KeyRing, host: KeyHost, clock: Clock) -> None:
    """A key of last month must not use up the fetches for the current key."""
    old = [f"/pl/{number}" for number in range(FETCHES_PER_MINUTE - 1)]
    for key_id in old:
        host.certificates[key_id] = host.certificates[KEY_ID]
        await ring.get(key_id)
        ring.proven(key_id)
        clock.advance(seconds=30)
    await ring.get(KEY_ID)
    ring.proven(KEY_ID)
    clock.advance(hours=25)
    for key_id in old:
        del host.certificates[key_id]
        assert await _cause(ring, UnknownKeyError, key_id) is KeyFailure.NOT_FOUND
    clock.advance(minutes=1)
    host.requests.clear()
    for asked in [*old, *old]:
        with pytest.raises(NoKeyError):
            await ring.get(asked)
    assert (await ring.get(KEY_ID)).key_size == 2048
    assert len(host.requests) == FETCHES_PER_MINUTE


async def test_a_clock_that_is_set_back_blocks_nothing(
    ring: KeyRing, host: KeyHost, clock: Clock
) -> None:
    """Failures and fetches with a time in the future do not count."""
    for number in range(NEW_PER_MINUTE):
        await _cause(ring, UnknownKeyError, f"/pl/{number}")
    clock.advance(hours=-1)
    host.certificates["/pl/0"] = host.certificates[KEY_ID]
    assert (await ring.get("/pl/0")).key_size == 2048


async def test_few_keys_are_kept(
    ring: KeyRing, host: KeyHost, clock: Clock, private_key: RSAPrivateKey
) -> None:
    """The memory for keys is limited, and the current one stays."""
    pem = certificate(private_key)
    for number in range(MAX_KEYS + 1):
        host.certificates[f"/pl/{number}"] = pem
        await ring.get(f"/pl/{number}")
        await ring.get("/pl/0")
        clock.advance(seconds=30)
    host.requests.clear()
    await ring.get("/pl/0")
    await ring.get("/pl/2")
    assert host.requests == []
    await ring.get("/pl/1")
    assert host.requests == ["/pl/1"]


async def test_few_failures_are_kept(
    session: aiohttp.ClientSession, host: KeyHost, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The memory for failures is limited, too."""
    monkeypatch.setattr(keys_module, "MAX_FAILURES", 2)
    monkeypatch.setattr(keys_module, "NEW_PER_MINUTE", 6)
    ring = KeyRing(session, host.url, storage=CertificatesInMemory(), now=clock)
    for number in (1, 2, 3, 3, 2, 1):
        await _cause(ring, UnknownKeyError, f"/pl/{number}")
    assert host.requests == ["/pl/1", "/pl/2", "/pl/3", "/pl/1"]


def _elliptic_certificate(private_key: RSAPrivateKey) -> bytes:
    name = x509.Name([])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        .serial_number(7)
        .not_valid_before(datetime(2026, 11, 10, tzinfo=UTC))
        .not_valid_after(datetime(2026, 12, 10, tzinfo=UTC))
    )
    return builder.sign(private_key, hashes.SHA256()).public_bytes(Encoding.PEM)


async def test_a_body_without_a_certificate_brings_no_key(ring: KeyRing, host: KeyHost) -> None:
    """A bare key is rejected too: the platform serves certificates."""
    host.certificates[KEY_ID] = b"<html></html>"
    assert await _cause(ring, KeyUnavailableError) is KeyFailure.NO_CERTIFICATE


@pytest.mark.parametrize("stored", [False, True])
async def test_a_certificate_of_the_year_0_brings_no_key(
    session: aiohttp.ClientSession,
    host: KeyHost,
    clock: Clock,
    storage: CertificatesInMemory,
    private_key: RSAPrivateKey,
    *,
    stored: bool,
) -> None:
    """Python has no such year; neither a fetched nor a stored one raises another error."""
    year = datetime(2051, 1, 1, tzinfo=UTC)
    pem = certificate(private_key, start=year, end=year.replace(year=2052))
    der = base64.b64decode(b"".join(pem.splitlines()[1:-1]))
    odd = base64.encodebytes(der.replace(b"20520101000000Z", b"00000101000000Z"))
    body = b"-----BEGIN CERTIFICATE-----\n" + odd + b"-----END CERTIFICATE-----\n"
    host.certificates[KEY_ID] = body
    if stored:
        storage.keep(KEY_ID, StoredCertificate(body.decode(), clock()))
    ring = KeyRing(session, host.url, now=clock, storage=storage)
    assert await _cause(ring, KeyUnavailableError) is KeyFailure.NO_CERTIFICATE


async def test_a_certificate_with_a_weak_or_different_key_is_rejected(
    ring: KeyRing, host: KeyHost, private_key: RSAPrivateKey
) -> None:
    """Keys below RSA 2048 are weak, and the platform uses no other kind."""
    host.certificates["/pl/weak"] = certificate(make_key(1024))
    host.certificates["/pl/elliptic"] = _elliptic_certificate(private_key)
    assert await _cause(ring, KeyUnavailableError, "/pl/weak") is KeyFailure.NO_RSA_KEY
    assert await _cause(ring, KeyUnavailableError, "/pl/elliptic") is KeyFailure.NO_RSA_KEY


async def test_an_unusual_certificate_is_accepted_and_named_in_the_debug_log(
    ring: KeyRing, host: KeyHost, private_key: RSAPrivateKey, caplog: pytest.LogCaptureFixture
) -> None:
    """Names and serial numbers may have changed since the capture of 2020."""
    caplog.set_level(logging.DEBUG, keys_module.__name__)
    for key_id, name, lines in (
        ("/pl/useast2/2c", "key.smartthings.com", 0),
        ("/pl/useast2/02-c0", "key.smartthings.com", 1),
        ("/pl/useast2/2d", "key.example.com", 2),
    ):
        caplog.clear()
        host.certificates[key_id] = certificate(private_key, name=name, serial=0x2C)
        assert (await ring.get(key_id)).key_size == 2048
        assert len([r for r in caplog.records if r.name == keys_module.__name__]) == lines


async def test_an_unreadable_name_in_a_certificate_is_ignored(
    ring: KeyRing, host: KeyHost, private_key: RSAPrivateKey
) -> None:
    """Names are only logged."""
    read = x509.load_pem_x509_certificate(certificate(private_key))
    der = read.public_bytes(Encoding.DER).replace(b"Engineering", b"\xff" * 11)
    odd = x509.load_der_x509_certificate(der)
    host.certificates[KEY_ID] = odd.public_bytes(Encoding.PEM)
    assert (await ring.get(KEY_ID)).key_size == 2048


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
async def test_the_key_of_an_app_is_known_without_a_request(
    session: aiohttp.ClientSession, host: KeyHost, private_key: RSAPrivateKey, line_end: str
) -> None:
    """APP_RSA: the Apps API returned the key, sometimes with other line ends."""
    pem = public_pem(private_key).replace("\n", line_end)
    ring = KeyRing(session, host.url, storage=CertificatesInMemory(), app_public_key=pem)
    key = await ring.get(app_key_id(private_key))
    assert key.public_numbers() == private_key.public_key().public_numbers()
    assert ring.app_public_key == pem
    assert host.requests == []


async def test_the_key_of_an_app_can_be_set_later(
    ring: KeyRing, host: KeyHost, private_key: RSAPrivateKey
) -> None:
    """It is not known before the registration; an earlier failure is not remembered."""
    key_id = app_key_id(private_key)
    assert await _cause(ring, UnknownKeyError, key_id) is KeyFailure.NOT_OUR_APP
    ring.app_public_key = public_pem(private_key)
    assert (await ring.get(key_id)).key_size == 2048
    ring.app_public_key = None
    assert await _cause(ring, UnknownKeyError, key_id) is KeyFailure.NOT_OUR_APP
    assert host.requests == []


async def test_the_key_of_another_app_is_unknown(
    ring: KeyRing, host: KeyHost, private_key: RSAPrivateKey, other_key: RSAPrivateKey
) -> None:
    """The key id has to be the fingerprint of our key."""
    ring.app_public_key = public_pem(private_key)
    assert await _cause(ring, UnknownKeyError, app_key_id(other_key)) is KeyFailure.NOT_OUR_APP
    assert host.requests == []


async def test_an_unusable_key_of_an_app_is_ignored(
    ring: KeyRing, private_key: RSAPrivateKey
) -> None:
    """The set-up does not fail."""
    weak = make_key(1024)
    elliptic = ec.generate_private_key(ec.SECP256R1()).public_key()
    pem = elliptic.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for key_id, text in (
        (app_key_id(weak), public_pem(weak)),
        (app_key_id(private_key), pem),
        (app_key_id(private_key), "-----BEGIN PUBLIC KEY-----\nMIIB...\n-----END PUBLIC KEY-----"),
    ):
        ring.app_public_key = text
        assert await _cause(ring, UnknownKeyError, key_id) is KeyFailure.NOT_OUR_APP


async def test_a_key_id_of_an_unknown_form_is_never_fetched(ring: KeyRing, host: KeyHost) -> None:
    """The ring itself checks it."""
    for key_id in ("//evil.example/x", "/../x", "@evil.example", "/SmartThings/x", ""):
        assert not is_key_id(key_id)
        assert await _cause(ring, UnknownKeyError, key_id) is KeyFailure.NO_KEY_ID
    assert host.requests == []


async def test_the_clock_of_the_machine_is_used_by_default(
    session: aiohttp.ClientSession, host: KeyHost, private_key: RSAPrivateKey
) -> None:
    """A current certificate is valid."""
    today = datetime.now(UTC)
    host.certificates[KEY_ID] = certificate(
        private_key, start=today - timedelta(days=2), end=today + timedelta(days=2)
    )
    assert (
        await KeyRing(session, host.url, storage=CertificatesInMemory()).get(KEY_ID)
    ).key_size == 2048
