"""Sinks, with pysmartthings as their client, and what the cloud refuses."""

import asyncio
from contextlib import suppress

import aiohttp
import pytest
from pysmartthings import Attribute, Capability, DeviceEvent, SmartThings
from pysmartthings.exceptions import SmartThingsForbiddenError, SmartThingsSinkError
from pysmartthings.models import DeviceHealthEvent

from simulator import Simulator
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.simulator.parties import (
    REDIRECT_URI,
    SCOPES,
    Developer,
    Installed,
    Redirected,
    text_at,
)

_TYPES = ["DEVICE_EVENT", "DEVICE_LIFECYCLE_EVENT", "DEVICE_HEALTH_EVENT"]


@pytest.fixture
async def installed(developer: Developer) -> Installed:
    """Return an app that may open streams."""
    scopes = [*SCOPES, "sse"]
    oauth: JsonObject = {"clientName": "Test", "scope": [*scopes], "redirectUris": [REDIRECT_URI]}
    client = await developer.register_api_only(with_target=False, oauth=oauth)
    return await developer.authorize(client, HOME_LOCATION, scope=" ".join(scopes))


@pytest.fixture(name="client")
def client_fixture(
    simulator: Simulator, session: aiohttp.ClientSession, installed: Installed
) -> SmartThings:
    """Return a client with the token of the app."""
    client = SmartThings(session=Redirected(session, simulator.url))  # type: ignore[arg-type]
    client.authenticate(str(installed.api.token))
    return client


def _request(installed: Installed, **changes: Json) -> JsonObject:
    item: JsonObject = {"type": "LOCATIONIDS", "value": [HOME_LOCATION], "eventType": [*_TYPES]}
    return {
        "name": "Test",
        "version": 20250122,
        "clientDeviceId": f"iapp_{installed.installed_app_id}",
        "subscriptionFilters": [item],
        **changes,
    }


async def test_a_client_gets_the_events_of_its_location(
    simulator: Simulator, client: SmartThings, installed: Installed
) -> None:
    """Those of another location, and the mode, do not arrive."""
    seen: asyncio.Queue[DeviceEvent | DeviceHealthEvent] = asyncio.Queue()
    client.add_unspecified_device_event_listener(seen.put_nowait)
    client.add_device_availability_event_listener(Devices.COFFEE_PLUG, seen.put_nowait)
    sink = await client.create_subscription(HOME_LOCATION, installed.installed_app_id)
    reading = asyncio.create_task(client.subscribe(HOME_LOCATION, installed.installed_app_id, sink))
    while all(held.stream is None for held in simulator.sinks):
        await asyncio.sleep(0)
    simulator.home.set_mode(HOME_LOCATION, simulator.home.current_modes[HOME_LOCATION])
    simulator.home.set_attribute(Devices.CABIN_HEATER, "main", "switch", "switch", "on")
    simulator.home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "on")
    simulator.home.set_health(Devices.COFFEE_PLUG, "OFFLINE")
    async with asyncio.timeout(5):
        first, second = await seen.get(), await seen.get()
    assert isinstance(first, DeviceEvent)
    assert (first.device_id, first.capability, first.attribute, first.value) == (
        Devices.COFFEE_PLUG,
        Capability.SWITCH,
        Attribute.SWITCH,
        "on",
    )
    assert isinstance(second, DeviceHealthEvent)
    assert (second.device_id, second.status) == (Devices.COFFEE_PLUG, "OFFLINE")
    reading.cancel()
    with suppress(asyncio.CancelledError):
        await reading
    await client.delete_subscription(sink.subscription_id)
    assert not simulator.sinks


async def test_an_app_has_at_most_two_sinks(client: SmartThings, installed: Installed) -> None:
    for _ in range(2):
        await client.create_subscription(HOME_LOCATION, installed.installed_app_id)
    with pytest.raises(SmartThingsSinkError):
        await client.create_subscription(HOME_LOCATION, installed.installed_app_id)


async def test_it_needs_the_scope(
    client: SmartThings, developer: Developer, authorized: Installed
) -> None:
    client.authenticate(str(authorized.api.token))
    with pytest.raises(SmartThingsForbiddenError):
        await client.create_subscription(HOME_LOCATION, authorized.installed_app_id)
    pat = await developer.api.post("/subscriptions", _request(authorized))
    assert pat.status == 403


async def test_it_refuses_wrong_requests(installed: Installed) -> None:
    cabin: JsonObject = {
        "type": "LOCATIONIDS",
        "value": [CABIN_LOCATION],
        "eventType": [*_TYPES],
    }
    wrong: list[tuple[JsonObject, int]] = [
        ({"clientDeviceId": "iapp_another"}, 422),
        ({"subscriptionFilters": []}, 422),
        ({"subscriptionFilters": [{"type": "DEVICEIDS"}]}, 422),
        ({"subscriptionFilters": [cabin]}, 403),
    ]
    for changes, status in wrong:
        reply = await installed.api.post("/subscriptions", _request(installed, **changes))
        assert reply.status == status, changes


async def test_a_stream_needs_the_token_of_its_app(
    developer: Developer, installed: Installed, authorized: Installed
) -> None:
    reply = await installed.api.post("/subscriptions", _request(installed))
    url = text_at(reply.json, "registrationUrl")
    assert (await developer.client(None).get(url)).status == 401
    assert (await authorized.api.get(url)).status == 403
    await installed.api.delete(f"/subscriptions/{text_at(reply.json, 'subscriptionId')}")
    assert (await installed.api.get(url)).status == 404


async def test_a_removed_app_has_no_sinks(simulator: Simulator, installed: Installed) -> None:
    await installed.api.post("/subscriptions", _request(installed))
    assert simulator.sinks
    await simulator.uninstall(installed.installed_app_id)
    assert not simulator.sinks
