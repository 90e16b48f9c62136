"""The webhook of the check, and signatures that no simulator makes."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from uuid import uuid4

import aiohttp
import pytest

from live_check.attempts import ATTEMPTS
from live_check.cloud.answers import Answer
from live_check.cloud.api import Api
from live_check.cloud.pace import Pace
from live_check.cloud.receiver import Receiver
from live_check.cloud.smartapp import nowhere
from live_check.context import Context, SmartApp
from live_check.created import Created, LeftBehindError
from live_check.findings import Finding, NotTriedError
from live_check.redaction import Redactor
from simulator.devices.device import JsonObject

from .conftest import Account

_PING: Final[JsonObject] = {"lifecycle": "PING", "pingData": {"challenge": "1"}}
_KEY: Final = "/pl/useast2/1b-0d-11-22-33-44"


@dataclass(slots=True)
class Hook:
    """A run in which somebody else posts to the webhook of a SmartApp."""

    context: Context
    receiver: Receiver
    app: SmartApp

    async def post(self, body: str | JsonObject, headers: Mapping[str, str] | None = None) -> int:
        """Post to the target of the SmartApp and return the status of the answer."""
        content = {"data": body} if isinstance(body, str) else {"json": body}
        async with self.context.api.session.post(
            self.app.the_target().url,
            headers=headers,
            **content,
        ) as response:
            return response.status

    async def finding(self, fact: str) -> Finding:
        """Try a fact."""
        return await ATTEMPTS[fact](self.context)


@pytest.fixture
async def hook(account: Account) -> AsyncIterator[Hook]:
    """Return a run with a SmartApp that was never registered."""
    options = account.options()
    async with aiohttp.ClientSession() as session:
        receiver = Receiver(
            session,
            options.endpoints.key_url,
            account.public_url,
            host=options.host,
            port=options.port,
        )
        await receiver.start()
        app = SmartApp(
            name="live-check.1",
            app_id=str(uuid4()),
            client_id="",
            client_secret="",
            reply=Answer(status=200, headers={}, body=b"{}", at=0),
            target=receiver.new_target(),
        )
        context = Context(
            options=options,
            pat=account.pat,
            api=Api(session, options.endpoints.api_url, Pace(account.say, factor=0)),
            person=account.person,
            created=Created(account.say),
            redactor=Redactor(),
            say=account.say,
            location_id="",
            receiver=receiver,
            app=app,
            plain_app=app,
        )
        yield Hook(context, receiver, app)
        await receiver.stop()


async def test_only_the_secret_path_is_a_webhook(hook: Hook) -> None:
    """A stranger cannot guess it."""
    session, url = hook.context.api.session, hook.app.the_target().url
    base, secret, _ = url.rsplit("/", 2)
    for other in (f"{base}/{'0' * len(secret)}/1", f"{base}/{secret}/2", f"{base}/1", f"{base}/"):
        async with session.post(other, json=_PING) as response:
            assert response.status == HTTPStatus.NOT_FOUND
    async with session.get(f"{base}/{secret}") as response:
        assert response.status == HTTPStatus.NO_CONTENT
    async with session.get(base) as response:
        assert response.status == HTTPStatus.NOT_FOUND
    assert not hook.receiver.received


async def test_a_relay_may_leave_out_the_beginning_of_the_path(hook: Hook) -> None:
    base, secret, number = hook.app.the_target().url.rsplit("/", 2)
    async with hook.context.api.session.post(
        f"{base}/a/b/{secret}/{number}", json=_PING
    ) as response:
        assert await response.json() == {"pingData": {"challenge": "1"}}


@pytest.mark.parametrize("body", ["{", "[]", '{"lifecycle": "PING"}'])
async def test_a_request_that_is_no_delivery_is_answered_400(hook: Hook, body: str) -> None:
    """The receiver keeps it, without any content."""
    assert await hook.post(body) == HTTPStatus.BAD_REQUEST
    (received,) = hook.receiver.received
    assert received.lifecycle is None
    assert not received.events
    assert received.raw in ({}, {"lifecycle": "PING"})


@pytest.mark.parametrize(
    ("header", "summary"),
    [
        (f'Signature keyId="{_KEY}",x="y"', "authorization_malformed; kind of key id: ST_PADLOCK"),
        (None, "authorization_missing; kind of key id: none"),
    ],
)
async def test_a_delivery_that_is_not_authentic_is_reported(
    hook: Hook, header: str | None, summary: str
) -> None:
    """It is answered anyway: only the cloud knows the path."""
    assert await hook.post(_PING, {"Authorization": header} if header else None) == HTTPStatus.OK
    finding = await hook.finding("padlock-signature")
    assert not finding.as_assumed
    assert summary in finding.answer


async def test_missing_headers_are_reported(hook: Hook) -> None:
    await hook.post(_PING)
    finding = await hook.finding("signature-headers")
    assert not finding.as_assumed
    assert finding.answer.startswith('signed "" with nothing; Digest missing; Date in nothing')


@pytest.mark.parametrize("header", [None, 'Signature keyId="/SmartThings/00:11"'])
async def test_no_certificate_is_asked_for_without_a_key_of_the_key_host(
    hook: Hook, header: str | None
) -> None:
    await hook.post(_PING, {"Authorization": header} if header else None)
    with pytest.raises(NotTriedError, match="names a key"):
        await hook.finding("padlock-certificate")


async def test_a_key_id_that_could_lead_elsewhere_is_not_fetched(
    hook: Hook, account: Account
) -> None:
    await hook.post(_PING, {"Authorization": 'Signature keyId="/../x"'})
    calls = len(account.simulator.calls)
    finding = await hook.finding("padlock-certificate")
    assert (finding.as_assumed, "does not fetch" in finding.answer) == (False, True)
    assert len(account.simulator.calls) == calls


async def test_a_key_host_without_the_certificate_is_reported(hook: Hook, account: Account) -> None:
    """The same is true if the key host sends something else."""
    await hook.post(_PING, {"Authorization": f'Signature keyId="{_KEY}"'})
    assert (await hook.finding("padlock-certificate")).answer == "the key host answered 404"
    account.simulator.faults.fail("/pl/*", status=200, body="no certificate")
    assert "no PEM" in (await hook.finding("padlock-certificate")).answer


@pytest.mark.parametrize(
    ("headers", "summary"),
    [
        ({}, "PING is not signed"),
        ({"Date": "today"}, "a key of the key host; its date is invalid"),
        (
            {"Date": "Tue, 24 Nov 2026 09:15:37 UTC"},
            "a key of the key host; authorization_malformed",
        ),
        (
            {"Date": "Tue, 24 Nov 2026 09:15:37 +0100"},
            "a key of the key host; authorization_malformed",
        ),
    ],
)
async def test_a_ping_that_is_signed_otherwise_is_reported(
    hook: Hook, headers: dict[str, str], summary: str
) -> None:
    signed = {"Authorization": f'Signature keyId="{_KEY}"'} if headers else {}
    await hook.post(_PING, {**signed, **headers})
    finding = await hook.finding("app-rsa-signature")
    assert not finding.as_assumed
    assert summary in finding.answer


async def test_without_a_public_url_a_target_cannot_exist(account: Account) -> None:
    """A name that is reserved for this, or the discard port."""
    assert nowhere(account.options().endpoints) == "http://127.0.0.1:9/"
    assert nowhere(type(account.options().endpoints)()) == "https://live-check.invalid/"


async def test_what_cannot_be_taken_back_does_not_keep_the_rest_from_it() -> None:
    """The latest is removed first."""
    said: list[str] = []
    undone: list[str] = []
    created = Created(said.append)

    def undo(name: str, error: Exception | None) -> None:
        async def work() -> None:
            undone.append(name)
            if error:
                raise error

        created.note(name, work)

    undo("first", None)
    undo("second", TimeoutError())
    undo("third", LeftBehindError("stuck"))
    left = await created.remove_all()
    assert undone == ["third", "second", "first"]
    assert left == ["third: stuck", "second: the cloud did not answer"]
    assert not await created.remove_all()
