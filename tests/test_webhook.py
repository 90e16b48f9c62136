"""The receiver: what it refuses, what it answers, and that refusals have no effect."""

from collections.abc import Callable

import aiohttp
import pytest
from homeassistant.core import HomeAssistant

from custom_components.smartthings_smartapp.cloud.models import AttributeKey
from custom_components.smartthings_smartapp.runtime import Runtime, StConfigEntry
from simulator import Forgery, Simulator
from simulator.device import JsonObject
from simulator.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from simulator.json_tools import as_object
from simulator.log import Delivery

from .conftest import World
from .relay import Relay

LAMP = Devices.BEDSIDE_DIMMER

# What each forgery is counted as; all are answered with 401 unless said.
REASONS = {
    Forgery.BODY_CHANGED: "digest_mismatch",
    Forgery.DIGEST_MISSING: "not_signed",
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
    """Turn the lamp in the simulated home, by hand."""
    simulator.home.set_attribute(LAMP, "main", "switch", "switch", value)


async def deliver(
    world: World, app_id: str, lifecycle: str, data: JsonObject, key: str = ""
) -> Delivery:
    """Send a well-signed lifecycle to the target of an app."""
    return await world.simulator.post(
        app_id,
        {
            "lifecycle": lifecycle,
            "executionId": "6f0e2d9c-83b1-4a75-b4e8-95d7c1f03a62",
            key or f"{lifecycle.lower()}Data": data,
            "settings": {**world.simulator.apps[app_id].settings},
        },
    )


def answered(delivery: Delivery, *path: str) -> JsonObject:
    """Return the object at a path of the answer to a delivery."""
    answer = as_object(delivery.response)
    for key in path:
        answer = as_object(answer[key])
    return answer


def known(runtime: Runtime) -> object:
    """Return the switch of the lamp as the store knows it."""
    value = runtime.store.value(LAMP, AttributeKey("main", "switch", "switch"))
    assert value is not None
    return value.value


def test_every_forgery_of_the_simulator_is_listed_here() -> None:
    """A new way to forge needs a reason to be refused for."""
    assert set(REASONS) == set(Forgery)


@pytest.mark.parametrize("forgery", list(Forgery))
async def test_a_forged_delivery_is_refused_counted_and_without_effect(
    world: World, runtime: Runtime, forgery: Forgery, caplog: pytest.LogCaptureFixture
) -> None:
    """Twice, because only the first of a kind is logged."""
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
    assert runtime.receiver.refusals == {REASONS[forgery]: 2}
    assert caplog.text.count("Refused a request") == 1
    switch(world.simulator, other)
    await world.settle()
    assert known(runtime) == other


async def test_a_new_signing_key_is_fetched_once(world: World, runtime: Runtime) -> None:
    """Certificates live about 30 days."""
    world.simulator.rotate_keys()
    for value in ("on", "off", "on"):
        switch(world.simulator, value)
    await world.settle()
    assert known(runtime) == "on"
    assert not runtime.receiver.refusals


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE", "PATCH"])
async def test_any_method_but_post_is_refused(
    world: World, entry: StConfigEntry, method: str
) -> None:
    """People open the address in a browser to see if it works."""
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, entry.data["webhook_url"]) as response,
    ):
        assert response.status == 405


async def test_wrong_methods_are_counted(world: World, runtime: Runtime) -> None:
    """As every refusal is."""
    async with aiohttp.ClientSession() as session:
        for _ in range(3):
            await session.get(runtime.receiver.url)
    assert runtime.receiver.refusals == {"method": 3}


async def test_an_unsigned_ping_is_not_echoed_without_a_registration(
    world: World, entry: StConfigEntry
) -> None:
    """The echo would tell a stranger that somebody is at home here."""
    body = {"lifecycle": "PING", "executionId": "x", "pingData": {"challenge": "c"}}
    async with (
        aiohttp.ClientSession() as session,
        session.post(entry.data["webhook_url"], json=body) as response,
    ):
        assert response.status == 401
        assert await response.text() == "Forbidden"


async def test_during_a_registration_only_a_ping_may_come_unsigned(
    world: World, runtime: Runtime
) -> None:
    """And its challenge has a bounded length."""
    receiver = runtime.receiver
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


async def test_a_signed_ping_is_echoed_at_any_time(world: World, entry: StConfigEntry) -> None:
    """The platform tests its targets now and then."""
    app = world.simulator.apps[entry.data["app_id"]]
    delivery = await deliver(world, app.app_id, "PING", {"challenge": "abc"})
    assert (delivery.status, delivery.response) == (200, {"pingData": {"challenge": "abc"}})


async def test_a_confirmation_of_our_app_is_answered_and_confirmed(
    world: World, entry: StConfigEntry
) -> None:
    """Somebody may ask for a new registration with the CLI, long after the set-up."""
    app = world.simulator.apps[entry.data["app_id"]]
    pat = world.simulator.create_pat()
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {pat}"}) as session,
        session.put(f"{world.simulator.url}/apps/{app.app_id}/register", json={}) as response,
    ):
        assert response.status == 200
    await world.settle()
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
async def test_a_confirmation_link_elsewhere_is_never_fetched(
    world: World, entry: StConfigEntry, change: Callable[[str], str]
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


async def test_the_confirmation_of_another_app_is_refused(
    world: World, entry: StConfigEntry
) -> None:
    """Any developer could give our address as the target of an app."""
    delivery = await deliver(
        world,
        entry.data["app_id"],
        "CONFIRMATION",
        {"appId": "another", "confirmationUrl": f"{world.simulator.url}/apps/another/x"},
    )
    assert delivery.status == 401


async def test_the_configuration_is_one_complete_page_with_our_scopes(
    world: World, entry: StConfigEntry
) -> None:
    """The user has nothing to fill in."""
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


async def test_what_we_do_not_use_is_acknowledged(world: World, entry: StConfigEntry) -> None:
    """An authentic delivery is always answered with 200."""
    delivery = await deliver(
        world,
        entry.data["app_id"],
        "OAUTH_CALLBACK",
        {"installedAppId": "x", "urlPath": "/?code=1"},
        "oauthCallbackData",
    )
    assert (delivery.status, delivery.response) == (200, {"oAuthCallbackData": {}})


async def test_deliveries_for_another_app_of_the_same_webhook_are_refused(
    world: World, entry: StConfigEntry
) -> None:
    """The settings of the app tell whose delivery it is."""
    app = world.simulator.apps[entry.data["app_id"]]
    app.settings["appId"] = "another"
    delivery = await deliver(
        world,
        app.app_id,
        "CONFIGURATION",
        {"installedAppId": "x", "phase": "INITIALIZE", "pageId": "", "config": {}},
    )
    assert delivery.status == 401


async def test_an_install_that_nobody_waits_for_is_acknowledged(
    world: World, entry: StConfigEntry
) -> None:
    """The user installs the SmartApp into another location by the phone app."""
    await world.simulator.install(entry.data["app_id"], CABIN_LOCATION)
    delivery = world.simulator.deliveries[-1]
    assert (delivery.lifecycle, delivery.status) == ("INSTALL", 200)


async def test_deliveries_by_a_cloudhook_are_verified_by_its_own_path(
    hass: HomeAssistant, world: World, entry: StConfigEntry, runtime: Runtime
) -> None:
    """A cloudhook hands over a request without a path; what was signed is the hook's."""
    async with Relay(hass) as relay:
        relay.webhook_id = entry.data["webhook_id"]
        app = world.simulator.apps[entry.data["app_id"]]
        app.body["webhookSmartApp"] = {"targetUrl": relay.url, "targetStatus": "CONFIRMED"}
        switch(world.simulator, "on")
        await world.settle()
        assert runtime.receiver.refusals == {"signature": 1}
        runtime.receiver.url = relay.url
        switch(world.simulator, "off")
        switch(world.simulator, "on")
        await world.settle()
        assert relay.requests == 3
        assert known(runtime) == "on"
        world.simulator.faults.forge(Forgery.TOO_LARGE)
        switch(world.simulator, "off")
        await world.settle()
        assert world.simulator.deliveries[-1].status == 413
        assert known(runtime) == "on"


async def test_events_of_both_locations_reach_their_own_entry(
    world: World, entry: StConfigEntry
) -> None:
    """One webhook, told apart by the installed app."""
    cabin = await world.add_location(CABIN_LOCATION)
    assert entry.unique_id == HOME_LOCATION
    device_id, stored = next(iter(cabin.runtime_data.store.devices.items()))
    world.simulator.home.set_health(device_id, "OFFLINE")
    await world.settle()
    assert stored.online is False
    assert device_id not in entry.runtime_data.store.devices
