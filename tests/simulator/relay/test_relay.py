"""The relay, seen from both of its sides."""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import jwt
import pytest

from simulator.relay import NO_SUBSCRIPTION, CloudRelay, RelayOptions
from simulator.relay.__main__ import parse, run


@pytest.fixture
async def relay() -> AsyncIterator[CloudRelay]:
    """Run a relay that does not wait long."""
    async with CloudRelay(options=RelayOptions(answer_seconds=0.2)) as relay:
        yield relay


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Return a session for both sides."""
    async with aiohttp.ClientSession() as session:
        yield session


def token(relay: CloudRelay) -> str:
    """Return the ID token of a user who is signed in."""
    return relay.account.sign_in()["id_token"]


def bearer(id_token: str) -> dict[str, str]:
    """Return the header that hass-nabucasa sends."""
    return {"Authorization": f"Bearer {id_token}"}


@asynccontextmanager
async def connected(
    relay: CloudRelay, session: aiohttp.ClientSession, *hooks: str
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Connect as Home Assistant does, and register cloudhooks."""
    async with session.ws_connect(f"{relay.url}/websocket", headers=bearer(token(relay))) as socket:
        greeting = await socket.receive_json()
        assert greeting["handler"] == "system"
        await socket.send_json(
            {"msgid": "1", "handler": "webhook-register", "payload": {"cloudhook_ids": hooks}}
        )
        while relay.instance is None or relay.instance.hooks != frozenset(hooks):
            await asyncio.sleep(0.005)
        yield socket


async def new_hook(relay: CloudRelay, session: aiohttp.ClientSession) -> tuple[str, str]:
    """Return the ID and the URL of a new cloudhook."""
    async with session.get(
        f"{relay.url}/instance/webhook", headers=bearer(token(relay))
    ) as response:
        found = await response.json()
    return found["cloudhook_id"], found["url"]


async def test_a_request_and_its_answer_are_passed_on_unchanged(
    relay: CloudRelay, session: aiohttp.ClientSession
) -> None:
    hook_id, url = await new_hook(relay, session)
    body = '{ "é": 1,\n "b":[ ] }'
    async with connected(relay, session, hook_id) as socket:
        headers = {"Authorization": "Signature x", "Digest": "SHA256=y"}
        posting = asyncio.create_task(session.post(f"{url}?a=1", data=body, headers=headers))
        message = await socket.receive_json()
        payload = message["payload"]
        assert message["handler"] == "webhook"
        assert (payload["cloudhook_id"], payload["method"]) == (hook_id, "POST")
        assert (payload["query"], payload["body"]) == ("a=1", body)
        assert headers.items() <= payload["headers"].items()
        answer = {"status": 413, "body": "no", "headers": {"Content-Type": "text/plain"}}
        await socket.send_json({"msgid": message["msgid"], "payload": answer})
        async with await posting as response:
            assert (response.status, await response.text()) == (413, "no")
            assert response.content_type == "text/plain"
    assert [request.status for request in relay.requests] == [413]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"payload": {"status": 200}}, 200),
        ({"payload": {}}, 502),
        ({"error": "exception"}, 504),
        (None, 504),
        ("end", 504),
    ],
    ids=["no body", "no status", "error", "silence", "end"],
)
async def test_each_answer_of_home_assistant_has_a_status(
    relay: CloudRelay,
    session: aiohttp.ClientSession,
    answer: dict[str, object] | str | None,
    status: int,
) -> None:
    hook_id, url = await new_hook(relay, session)
    async with connected(relay, session, hook_id) as socket:
        posting = asyncio.create_task(session.post(url, data=b"{}"))
        message = await socket.receive_json()
        if answer == "end":
            await socket.close()
        elif isinstance(answer, dict):
            await socket.send_json({"msgid": message["msgid"], **answer})
        async with await posting as response:
            assert (response.status, await response.read()) == (status, b"")


async def test_a_request_needs_a_connection_and_a_registered_cloudhook(
    relay: CloudRelay, session: aiohttp.ClientSession
) -> None:
    _, url = await new_hook(relay, session)
    async with session.post(url) as response:
        assert response.status == 503
    async with connected(relay, session), session.post(url) as response:
        assert response.status == 503


async def test_only_one_home_assistant_is_connected(
    relay: CloudRelay, session: aiohttp.ClientSession
) -> None:
    async with connected(relay, session, "a") as first, connected(relay, session, "b") as second:
        assert (await first.receive()).type is aiohttp.WSMsgType.CLOSE
        await relay.log_out("elsewhere")
        message = await second.receive_json()
        assert message["payload"] == {"action": "logout", "reason": "elsewhere"}
    await relay.log_out("nothing is connected")


@pytest.mark.parametrize("id_token", ["", "garbage", "access", "expired"])
async def test_other_tokens_are_refused(
    relay: CloudRelay, session: aiohttp.ClientSession, id_token: str
) -> None:
    if id_token == "access":
        id_token = relay.account.sign_in()["access_token"]
    elif id_token == "expired":
        relay.options.token_life = timedelta(seconds=-1)
        id_token = token(relay)
    for path in ("/websocket", "/instance/webhook", "/account/payments/subscription_info"):
        async with session.get(f"{relay.url}{path}", headers=bearer(id_token)) as response:
            assert response.status == 401


@pytest.mark.parametrize(("plan", "provider"), [("yearly", "nabucasa"), (NO_SUBSCRIPTION, None)])
async def test_the_subscription_is_that_of_the_options(
    relay: CloudRelay, session: aiohttp.ClientSession, plan: str, provider: str | None
) -> None:
    relay.options.billing_plan = plan
    url = f"{relay.url}/account/payments/subscription_info"
    async with session.get(url, headers=bearer(token(relay))) as response:
        found = await response.json()
    assert (found["billing_plan_type"], found["provider"]) == (plan, provider)


async def act(
    relay: CloudRelay, session: aiohttp.ClientSession, action: str, **asked: object
) -> dict[str, dict[str, str]] | None:
    """Request an action of Cognito; return None if it is refused."""
    headers = {"X-Amz-Target": f"AWSCognitoIdentityProviderService.{action}"}
    async with session.post(relay.url, json=asked, headers=headers) as response:
        if response.status == 400:
            return None
        reply: dict[str, dict[str, str]] = await response.json(content_type=None)
        return reply


async def test_a_refresh_token_brings_new_tokens(
    relay: CloudRelay, session: aiohttp.ClientSession
) -> None:
    known, flow = relay.account.sign_in()["refresh_token"], "REFRESH_TOKEN_AUTH"
    given = {"REFRESH_TOKEN": known}
    reply = await act(relay, session, "InitiateAuth", AuthFlow=flow, AuthParameters=given)
    assert reply is not None
    renewed = reply["AuthenticationResult"]
    claims = jwt.decode(renewed["IdToken"], options={"verify_signature": False})
    assert claims["custom:sub-exp"] == relay.options.subscription_end.isoformat()
    assert "RefreshToken" not in renewed
    wrong = {"REFRESH_TOKEN": "another"}
    assert not await act(relay, session, "InitiateAuth", AuthFlow=flow, AuthParameters=wrong)
    assert not await act(relay, session, "SignUp", AuthFlow=flow, AuthParameters=given)


async def test_only_the_user_of_the_account_can_sign_in(
    relay: CloudRelay, session: aiohttp.ClientSession
) -> None:
    for name in (relay.options.email, "other@example.org"):
        given = {"USERNAME": name, "SRP_A": "1"}
        reply = await act(
            relay, session, "InitiateAuth", AuthFlow="USER_SRP_AUTH", AuthParameters=given
        )
        assert reply is not None
        assert reply["ChallengeParameters"]["USERNAME"] == name
        proof = {"USERNAME": name, "PASSWORD_CLAIM_SIGNATURE": "x"}
        done = await act(
            relay,
            session,
            "RespondToAuthChallenge",
            ChallengeName="PASSWORD_VERIFIER",
            ChallengeResponses=proof,
        )
        assert (done is not None) is (name == relay.options.email)
        assert done is None or "RefreshToken" in done["AuthenticationResult"]


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_a_login_learns_of_another_connection(
    relay: CloudRelay, session: aiohttp.ClientSession, *, elsewhere: bool
) -> None:
    relay.options.connected_elsewhere = elsewhere
    url = f"{relay.url}/instance/connection"
    headers = {"Authorization": relay.account.sign_in()["access_token"]}
    async with session.get(url, headers=headers) as response:
        assert (await response.json())["connected"] is elsewhere
    async with session.get(url, headers={"Authorization": token(relay)}) as response:
        assert response.status == 401


async def test_a_connection_can_be_ended_from_outside(
    relay: CloudRelay, session: aiohttp.ClientSession
) -> None:
    url = f"{relay.url}/relay/options"
    async with connected(relay, session, "a") as socket:
        async with session.post(url, json={"logout": "elsewhere"}) as response:
            assert response.status == 200
        assert (await socket.receive_json())["handler"] == "cloud"
        async with session.post(url, json={"reachable": False}) as response:
            assert await response.json() == {"reachable": False}
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
    websocket = f"{relay.url}/websocket"
    async with session.get(websocket, headers=bearer(token(relay))) as response:
        assert response.status == 503
    async with session.post(url, json={"reachable": True}) as response:
        assert await response.json() == {"reachable": True}
    async with session.post(url, json={"other": True}) as response:
        assert response.status == 400


async def test_a_port_in_use_is_an_error(relay: CloudRelay) -> None:
    port = int(relay.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await CloudRelay(port=port).__aenter__()


async def test_the_program_prints_what_home_assistant_needs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments: argparse.Namespace = parse(["--port", "0"])
    program = asyncio.create_task(run(arguments))
    while not (printed := capsys.readouterr().out):
        await asyncio.sleep(0.01)
    program.cancel()
    signed_in = json.loads(printed)
    actions = signed_in["configuration"]["discovery_service_actions"]
    assert actions["relayer_connect"] == f"{signed_in['url']}/websocket"
    assert "development_auth.json" in signed_in["files"]
