"""Each open question has a second answer as an option (platform reference 13)."""

import pytest
from cryptography import x509

from simulator import Simulator, SimulatorOptions
from simulator.devices.device import JsonObject
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.simulator.conftest import Clock
from tests.simulator.parties import Developer, Installed, Target, at, text_at

_WITH_CONFIRMATION = (("requireConfirmation", "true"), ("signatureType", "ST_PADLOCK"))
_SWITCH: JsonObject = {
    "sourceType": "DEVICE",
    "device": {"deviceId": Devices.COFFEE_PLUG.value, "subscriptionName": "plug"},
}


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud with the second answer to every open question."""
    return SimulatorOptions(
        padlock_forced=True,
        padlock_issuer="Somebody",
        pending_installs=True,
        replaced_token_lives=True,
        reuse_ends_login=True,
        reset_in_milliseconds=True,
        same_subscription_twice=True,
        event_id_per_subscription=True,
        redelivers=True,
        uninstall_sent=False,
    )


async def test_no_app_gets_a_key_of_its_own(developer: Developer) -> None:
    client = await developer.register(("signatureType", "APP_RSA"))
    webhook = at((await developer.api.get(f"/apps/{client.app_id}")).json, "webhookSmartApp")
    assert text_at(webhook, "signatureType") == "ST_PADLOCK"
    assert isinstance(webhook, dict)
    assert "publicKey" not in webhook


async def test_the_certificate_has_another_issuer(
    simulator: Simulator, developer: Developer
) -> None:
    reply = await developer.api.get(simulator.signing_key.key_id)
    certificate = x509.load_pem_x509_certificate(reply.text.encode())
    assert "Somebody" in certificate.issuer.rfc4514_string()


async def test_an_app_can_be_installed_unconfirmed(
    simulator: Simulator, developer: Developer
) -> None:
    client = await developer.register(*_WITH_CONFIRMATION)
    report = await simulator.install(client.app_id, HOME_LOCATION)
    assert report.ok
    assert not simulator.apps[client.app_id].confirmed


async def test_a_replaced_access_token_goes_on(developer: Developer, installed: Installed) -> None:
    """An uninstall ends it anyway."""
    assert (await developer.refresh(installed.client, installed.refresh_token)).status == 200
    assert (await installed.api.get(installed.path)).status == 200
    await developer.simulator.uninstall(installed.installed_app_id)
    assert (await installed.api.get(installed.path)).status == 401


async def test_a_second_use_ends_the_newer_pair(developer: Developer, installed: Installed) -> None:
    """Like a platform that treats it as theft."""
    newer = await developer.refresh(installed.client, installed.refresh_token)
    assert (await developer.refresh(installed.client, installed.refresh_token)).status == 400
    access, refresh = text_at(newer.json, "access_token"), text_at(newer.json, "refresh_token")
    assert (await developer.client(access).get(installed.path)).status == 401
    assert (await developer.refresh(installed.client, refresh)).status == 400


async def test_the_window_is_reported_in_milliseconds(installed: Installed, clock: Clock) -> None:
    reply = await installed.api.get("/scenes")
    assert reply.headers["X-RateLimit-Reset"] == "60000"


async def test_the_same_subscription_is_made_again(installed: Installed) -> None:
    replies = [await installed.api.post(installed.subscriptions, _SWITCH) for _ in range(2)]
    assert [reply.status for reply in replies] == [200, 200]


async def test_an_event_that_failed_comes_again(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    """Once, and unchanged."""
    await installed.api.post(installed.subscriptions, _SWITCH)
    target.statuses["EVENT"] = 500
    simulator.home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "off")
    await simulator.settle()
    first, second = target.bodies("EVENT")
    assert first == second


async def test_an_event_that_was_taken_does_not_come_again(
    simulator: Simulator, installed: Installed, target: Target
) -> None:
    await installed.api.post(installed.subscriptions, _SWITCH)
    simulator.home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "off")
    await simulator.settle()
    assert len(target.bodies("EVENT")) == 1


async def test_a_delete_is_not_delivered(
    simulator: Simulator, developer: Developer, installed: Installed, target: Target
) -> None:
    assert (await developer.api.delete(installed.path)).status == 200
    await simulator.settle()
    assert not target.bodies("UNINSTALL")
