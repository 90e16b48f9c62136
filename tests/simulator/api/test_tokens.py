"""Tokens: kinds, lifetimes, rotation (platform reference 1.1 and 1.2)."""

import asyncio
import base64

import pytest
from aiohttp import ClientError

from simulator import Simulator, SimulatorOptions
from simulator.devices.device import JsonObject
from simulator.devices.ids import CABIN_LOCATION, Devices
from simulator.json_tools import parse
from tests.simulator.conftest import Clock
from tests.simulator.parties import SCOPES, Client, Developer, Installed, Target, at, text_at


async def test_a_refresh_brings_a_new_pair(developer: Developer, installed: Installed) -> None:
    reply = await developer.refresh(installed.client, installed.refresh_token)
    assert reply.status == 200
    assert isinstance(reply.json, dict)
    access, refresh = text_at(reply.json, "access_token"), text_at(reply.json, "refresh_token")
    assert reply.json == {
        "access_token": access,
        "token_type": "bearer",
        "refresh_token": refresh,
        "expires_in": 86399,
        "scope": " ".join(SCOPES),
        "access_tier": 0,
        "installed_app_id": installed.installed_app_id,
    }
    assert (await developer.client(access).get(installed.path)).status == 200
    assert (await developer.refresh(installed.client, refresh)).status == 200


async def test_the_old_pair_dies_with_the_refresh(
    developer: Developer, installed: Installed
) -> None:
    """A client that uses the old token again must notice."""
    await developer.refresh(installed.client, installed.refresh_token)
    assert (await installed.api.get(installed.path)).status == 401
    again = await developer.refresh(installed.client, installed.refresh_token)
    assert again.status == 400
    assert at(again.json, "error") == "invalid_grant"
    assert installed.refresh_token not in again.text


async def test_two_simultaneous_refreshes_leave_one_pair(
    developer: Developer, installed: Installed
) -> None:
    """Two clients with one refresh token invalidate each other's tokens."""
    replies = await asyncio.gather(
        *(developer.refresh(installed.client, installed.refresh_token) for _ in range(2))
    )
    assert sorted(reply.status for reply in replies) == [200, 400]


@pytest.mark.parametrize("path", ["/oauth/token", "/v1/oauth/token"])
async def test_the_token_endpoint_has_two_paths(
    developer: Developer, installed: Installed, path: str
) -> None:
    reply = await developer.refresh(installed.client, installed.refresh_token, path=path)
    assert reply.status == 200


@pytest.mark.parametrize("secret", ["wrong", ""])
async def test_a_wrong_secret_is_refused(
    developer: Developer, installed: Installed, secret: str
) -> None:
    """It does not use up the refresh token."""
    client = installed.client
    wrong = Client(app_id=client.app_id, client_id=client.client_id, secret=secret)
    reply = await developer.refresh(wrong, installed.refresh_token)
    assert (reply.status, at(reply.json, "error")) == (401, "invalid_client")
    assert (await developer.refresh(client, installed.refresh_token)).status == 200


async def test_another_client_id_in_the_form_is_refused(
    developer: Developer, installed: Installed
) -> None:
    reply = await developer.refresh(installed.client, installed.refresh_token, client_id="other")
    assert (reply.status, at(reply.json, "error")) == (401, "invalid_client")


@pytest.mark.parametrize("header", ["Basic %%%", "Basic /w==", "Bearer x"])
async def test_credentials_that_cannot_be_read_are_refused(
    developer: Developer, installed: Installed, header: str
) -> None:
    async with developer.session.post(
        f"{developer.simulator.url}/oauth/token",
        data={"grant_type": "refresh_token", "refresh_token": installed.refresh_token},
        headers={"Authorization": header},
    ) as response:
        assert response.status == 401


async def test_credentials_may_be_in_the_form(developer: Developer, installed: Installed) -> None:
    """Samsung's Java SDK puts them there."""
    async with developer.session.post(
        f"{developer.simulator.url}/oauth/token",
        data={
            "grant_type": "refresh_token",
            "refresh_token": installed.refresh_token,
            "client_id": installed.client.client_id,
            "client_secret": installed.client.secret,
        },
    ) as response:
        assert response.status == 200


async def test_other_grants_are_refused(developer: Developer, installed: Installed) -> None:
    reply = await developer.refresh(
        installed.client, installed.refresh_token, grant_type="password"
    )
    assert (reply.status, at(reply.json, "error")) == (400, "unsupported_grant_type")


async def test_a_refresh_token_of_another_app_is_refused(
    developer: Developer, installed: Installed
) -> None:
    other = await developer.register()
    reply = await developer.refresh(other, installed.refresh_token)
    assert (reply.status, at(reply.json, "error")) == (400, "invalid_grant")


async def test_an_unused_refresh_token_lives_thirty_days(
    developer: Developer, installed: Installed, clock: Clock
) -> None:
    clock.advance(30 * 86_400 - 60)
    reply = await developer.refresh(installed.client, installed.refresh_token)
    assert reply.status == 200
    clock.advance(30 * 86_400 + 1)
    late = await developer.refresh(installed.client, text_at(reply.json, "refresh_token"))
    assert (late.status, at(late.json, "error")) == (400, "invalid_grant")


async def test_access_tokens_end(developer: Developer, installed: Installed, clock: Clock) -> None:
    clock.advance(86_400 - 60)
    assert (await installed.api.get(installed.path)).status == 200
    clock.advance(61)
    assert (await installed.api.get(installed.path)).status == 401
    reply = await developer.refresh(installed.client, installed.refresh_token)
    fresh = developer.client(text_at(reply.json, "access_token"))
    clock.advance(86_398)
    assert (await fresh.get(installed.path)).status == 200
    clock.advance(2)
    assert (await fresh.get(installed.path)).status == 401


async def test_a_personal_access_token_ends(
    simulator: Simulator, developer: Developer, clock: Clock
) -> None:
    api = developer.client(simulator.create_pat(lifetime=60))
    assert (await api.get("/locations")).status == 200
    clock.advance(61)
    assert (await api.get("/locations")).status == 401
    assert simulator.calls[-1].token_kind == "invalid"


async def test_the_token_of_an_event_lives_five_minutes(
    simulator: Simulator, developer: Developer, installed: Installed, clock: Clock, target: Target
) -> None:
    """Commands still work after the refresh token is lost."""
    body: JsonObject = {"sourceType": "DEVICE", "device": {"deviceId": Devices.FRONT_DOOR}}
    assert (await installed.api.post(installed.subscriptions, body)).status == 200
    for value in ("open", "closed"):
        simulator.home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", value)
        await simulator.settle()
        clock.advance(150)
    first, second = (text_at(body, "eventData", "authToken") for body in target.bodies("EVENT"))
    assert (await developer.client(first).get("/devices")).status == 401
    assert (await developer.client(second).get("/devices")).status == 200
    assert simulator.calls[-1].token_kind == "event"
    claims = parse(base64.urlsafe_b64decode(second.split(".")[1] + "=="))
    assert at(claims, "exp") == int(simulator.clock().timestamp()) + 150
    location_id = simulator.installed_apps[installed.installed_app_id].location_id
    assert at(claims, "principal") == f"installedapp:{installed.installed_app_id}:{location_id}"


async def test_tokens_of_ended_events_are_forgotten(
    simulator: Simulator, developer: Developer, installed: Installed, clock: Clock, target: Target
) -> None:
    for _ in range(2):
        await simulator.deliver_events(installed.installed_app_id, [])
        clock.advance(301)
    first = text_at(target.bodies("EVENT")[0], "eventData", "authToken")
    assert (await developer.client(first).get("/devices")).status == 401


async def test_a_lost_refresh_reply_has_rotated_anyway(
    simulator: Simulator, developer: Developer, installed: Installed
) -> None:
    """A client cannot recover from this loss by itself."""
    simulator.faults.lose_refresh_reply()
    with pytest.raises(ClientError):
        await developer.refresh(installed.client, installed.refresh_token)
    reply = await developer.refresh(installed.client, installed.refresh_token)
    assert (reply.status, at(reply.json, "error")) == (400, "invalid_grant")
    assert simulator.calls[-2].status == 0


async def test_revoked_tokens_are_refused(
    simulator: Simulator, developer: Developer, installed: Installed
) -> None:
    other = await developer.install(installed.client, CABIN_LOCATION)
    simulator.revoke_tokens(installed.installed_app_id)
    assert (await installed.api.get(installed.path)).status == 401
    assert (await developer.refresh(installed.client, installed.refresh_token)).status == 400
    assert (await other.api.get(other.path)).status == 200


class TestOtherForms:
    """The alternatives to unverified behavior."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Return them."""
        return SimulatorOptions(
            invalid_grant_status=401, token_jwt=True, access_token_lifetime=299.5
        )

    async def test_access_tokens_may_be_jwts(
        self, developer: Developer, installed: Installed
    ) -> None:
        reply = await developer.refresh(installed.client, installed.refresh_token)
        access = text_at(reply.json, "access_token")
        assert at(reply.json, "expires_in") == 299.5
        assert access.count(".") == 2
        assert (await developer.client(access).get(installed.path)).status == 200

    async def test_an_invalid_grant_may_be_a_401(
        self, developer: Developer, installed: Installed
    ) -> None:
        reply = await developer.refresh(installed.client, "unknown")
        assert (reply.status, at(reply.json, "error")) == (401, "invalid_grant")
