"""Deliveries to API_ONLY apps, and their calls (platform reference 2.3, 2.6, 4)."""

import pytest

from simulator import Forgery, Simulator, SimulatorOptions
from simulator.devices.device import Json, JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.simulator.parties import Developer, Installed, Target, at, items, text_at
from tests.simulator.verify import Verifier


async def _subscribe(installed: Installed) -> None:
    source: JsonObject = {"deviceId": Devices.FRONT_DOOR, "stateChangeOnly": False}
    body: JsonObject = {"sourceType": "DEVICE", "device": source}
    assert (await installed.api.post(installed.subscriptions, body)).status == 200


def _report(simulator: Simulator, *values: Json) -> None:
    for value in values:
        simulator.home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", value)


async def test_an_event_has_an_envelope_of_its_own(
    simulator: Simulator, developer: Developer, authorized: Installed, target: Target
) -> None:
    """Without token, settings and permissions, signed by the key host."""
    await _subscribe(authorized)
    path = f"/apps/{authorized.client.app_id}/settings"
    await developer.api.put(path, {"settings": {"k": "v"}})
    _report(simulator, "open")
    await simulator.settle()
    [body] = target.bodies("EVENT")
    [event] = target.events()
    assert body == {
        "messageType": "EVENT",
        "eventData": {
            "installedApp": {
                "installedAppId": authorized.installed_app_id,
                "locationId": HOME_LOCATION,
            },
            "events": [
                {
                    "eventTime": at(body, "eventData", "events", 0, "eventTime"),
                    "eventType": "DEVICE_EVENT",
                    "deviceEvent": event,
                }
            ],
        },
    }
    assert (event["deviceId"], event["value"]) == (Devices.FRONT_DOOR, "open")
    verifier = Verifier(developer.client(None), authorized.installed_app_id)
    assert await verifier.problems(target.received[-1]) == set()
    assert simulator.apps[authorized.client.app_id].signature_type == "ST_PADLOCK"


async def test_nothing_comes_before_the_target_is_confirmed(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    """It gets neither events nor the end, but the app works."""
    client = await developer.register(**developer.api_only())
    installed = await developer.authorize(client, HOME_LOCATION)
    await _subscribe(installed)
    _report(simulator, "open")
    await simulator.uninstall(installed.installed_app_id)
    await simulator.settle()
    assert [item.lifecycle for item in simulator.deliveries] == ["CONFIRMATION"]


async def test_an_app_without_a_target_is_polled(
    simulator: Simulator, developer: Developer
) -> None:
    client = await developer.register_api_only(with_target=False)
    installed = await developer.authorize(client, HOME_LOCATION)
    await _subscribe(installed)
    _report(simulator, "open")
    assert (await installed.api.get("/devices")).status == 200
    assert (await developer.api.put(f"/apps/{client.app_id}/register")).json == {}
    await simulator.uninstall(installed.installed_app_id)
    await simulator.settle()
    assert not simulator.deliveries


async def test_a_target_is_given_changed_and_taken_away(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    """Each new target is PENDING until its own link is opened."""
    client = await developer.register_api_only(with_target=False, appName="mine")
    path = f"/apps/{client.app_id}"

    async def change(target_url: str | None) -> Json:
        asked = developer.api_only(appName="mine", apiOnly={})
        if target_url is not None:
            asked["apiOnly"] = {"targetUrl": target_url}
        reply = await developer.api.put(path, asked)
        await simulator.settle()
        return at(reply.json, "apiOnly", "subscription")

    async def confirm() -> int:
        body = target.bodies("CONFIRMATION")[-1]
        url = text_at(body, "confirmationData", "confirmationUrl")
        return (await developer.client(None).get(url)).status

    assert await change(target.url) == {"targetUrl": target.url, "targetStatus": "PENDING"}
    assert await confirm() == 200
    assert await change(target.url) == {"targetUrl": target.url, "targetStatus": "CONFIRMED"}
    other = f"{target.url}-two"
    assert await change(other) == {"targetUrl": other, "targetStatus": "PENDING"}
    assert await change(None) == {}
    assert await confirm() == 403
    assert not simulator.apps[client.app_id].confirmed
    assert len(target.bodies("CONFIRMATION")) == 2


async def test_a_removed_installation_is_reported_as_an_event(
    simulator: Simulator, developer: Developer, authorized: Installed, target: Target
) -> None:
    """It needs no subscription."""
    await simulator.uninstall(authorized.installed_app_id)
    [body] = target.bodies("EVENT")
    [event] = target.events()
    assert at(body, "eventData", "installedApp") == {
        "installedAppId": authorized.installed_app_id,
        "locationId": HOME_LOCATION,
    }
    assert at(body, "eventData", "events", 0, "eventType") == "INSTALLED_APP_LIFECYCLE_EVENT"
    assert event == {
        "eventId": event["eventId"],
        "locationId": HOME_LOCATION,
        "installedAppId": authorized.installed_app_id,
        "appId": authorized.client.app_id,
        "lifecycle": "DELETE",
        "delete": {},
    }
    assert at(body, "eventData", "events", 0, "installedAppLifecycleEvent") == event
    assert (await authorized.api.get("/devices")).status == 401
    refused = await developer.refresh(authorized.client, authorized.refresh_token)
    assert (refused.status, at(refused.json, "error")) == (400, "invalid_grant")


@pytest.mark.parametrize("own", [True, False])
async def test_a_delete_is_followed_by_the_event(
    simulator: Simulator, developer: Developer, authorized: Installed, target: Target, *, own: bool
) -> None:
    api = authorized.api if own else developer.api
    assert (await api.delete(authorized.path)).json == {"count": 1}
    await simulator.settle()
    assert [event["lifecycle"] for event in target.events()] == ["DELETE"]


async def test_the_last_event_may_be_lost_doubled_late_or_forged(
    simulator: Simulator, developer: Developer, target: Target
) -> None:
    """Like any other app."""
    client = await developer.register_api_only()

    async def come() -> int:
        installed = await developer.authorize(client, HOME_LOCATION)
        before = len(target.events())
        await simulator.uninstall(installed.installed_app_id)
        await simulator.settle()
        return len(target.events()) - before

    simulator.faults.drop_deliveries(1)
    assert await come() == 0
    simulator.faults.duplicate_deliveries(1)
    assert await come() == 2
    simulator.faults.delay_deliveries(1, 0.02)
    assert await come() == 1
    simulator.faults.reorder_deliveries(2)
    assert await come() == 1
    simulator.faults.clear()
    simulator.faults.forge(Forgery.BODY_CHANGED)
    assert await come() == 1
    assert simulator.deliveries[-1].forgery is Forgery.BODY_CHANGED


async def test_a_late_last_event_ends_with_its_app(
    simulator: Simulator, developer: Developer, authorized: Installed, target: Target
) -> None:
    simulator.faults.delay_deliveries(1, 0.02)
    await simulator.uninstall(authorized.installed_app_id)
    await developer.api.delete(f"/apps/{authorized.client.app_id}")
    await simulator.settle()
    assert not target.events()


async def test_an_event_of_a_removed_installation_is_not_sent(
    simulator: Simulator, authorized: Installed, target: Target
) -> None:
    """Its pending events are removed with it."""
    await _subscribe(authorized)
    simulator.faults.delay_deliveries(1, 0.02)
    _report(simulator, "open")
    await simulator.uninstall(authorized.installed_app_id)
    await simulator.settle()
    assert [event.get("lifecycle") for event in target.events()] == ["DELETE"]


async def test_it_is_not_installed_on_the_install_page(
    developer: Developer, authorized: Installed
) -> None:
    page = await developer.client(None).get(
        "/install", ("appId", authorized.client.app_id), ("locationId", HOME_LOCATION)
    )
    assert (page.status, "authorized with OAuth" in page.text) == (422, True)


async def test_subscriptions_stay_through_a_new_consent(
    simulator: Simulator, developer: Developer, authorized: Installed, target: Target
) -> None:
    """An event whose permission was removed is not delivered."""
    await _subscribe(authorized)
    again = await developer.authorize(authorized.client, HOME_LOCATION)
    assert len(items((await again.api.get(again.subscriptions)).json)) == 1
    _report(simulator, "open")
    await simulator.settle()
    await developer.authorize(authorized.client, HOME_LOCATION, scope="r:scenes:*")
    _report(simulator, "closed")
    await simulator.settle()
    assert [event["value"] for event in target.events()] == ["open"]


async def test_an_account_lists_both_kinds(
    developer: Developer, authorized: Installed, installed: Installed
) -> None:
    """Each app can delete only itself."""
    cabin = await developer.authorize(authorized.client, CABIN_LOCATION)

    async def ids(*query: tuple[str, str]) -> set[Json]:
        reply = await developer.api.get("/installedapps", *query)
        return {item["installedAppId"] for item in items(reply.json)}

    everything = {
        authorized.installed_app_id,
        installed.installed_app_id,
        cabin.installed_app_id,
    }
    assert await ids() == everything
    assert await ids(("installedAppType", "API_ONLY")) == everything - {installed.installed_app_id}
    assert await ids(("appId", authorized.client.app_id), ("locationId", CABIN_LOCATION)) == {
        cabin.installed_app_id
    }
    own = items((await authorized.api.get("/installedapps")).json)
    assert [item["installedAppId"] for item in own] == [authorized.installed_app_id]
    assert (await authorized.api.get(cabin.path)).status == 403


class TestNoWebhookApps:
    """A platform that rejects webhook apps, and registrations without confirmation."""

    @pytest.fixture
    def simulator_options(self) -> SimulatorOptions:
        """Reject them."""
        return SimulatorOptions(refuse_webhook_apps=True, refuse_plain_registration=True)

    async def test_webhook_apps_may_be_refused(
        self, simulator: Simulator, developer: Developer, authorized: Installed
    ) -> None:
        """API_ONLY apps, which have only one form of registration, are accepted."""
        query = [("requireConfirmation", "true"), ("signatureType", "ST_PADLOCK")]
        for asked in ([], query):
            reply = await developer.api.post("/apps", developer.definition(), *asked)
            assert (reply.status, reply.text) == (403, "")
        assert list(simulator.apps) == [authorized.client.app_id]
        await simulator.settle()
