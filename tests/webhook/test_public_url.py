"""The address for deliveries: problems, and how the user fixes them."""

import asyncio
import datetime as dt
import socket
import ssl
import threading
from dataclasses import replace
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from homeassistant.components.repairs.const import DOMAIN as REPAIRS
from homeassistant.config_entries import ConfigEntryState
from homeassistant.data_entry_flow import FlowResult
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from yarl import URL

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.issues.address import days_left
from custom_components.smartthings_smartapp.issues.issue import Issue, raise_issue
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from custom_components.smartthings_smartapp.smartapp import registration
from simulator.devices.device import JsonObject
from simulator.devices.ids import CABIN_LOCATION, Devices
from tests.common.entities import entity_of
from tests.common.nabu_casa import NabuCasa
from tests.common.notices import notice
from tests.common.proxy import Proxy
from tests.common.receivers import receiver_of
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)


def issues(world: World) -> set[str]:
    """Return our repair issues, except for the one about too many devices."""
    return {
        str(item.translation_key)
        for item in ir.async_get(world.hass).issues.values()
        if item.domain == DOMAIN and item.active and item.translation_key != Issue.POLLED_DEVICES
    }


async def moves(world: World, url: str | None) -> None:
    """Give Home Assistant another external URL."""
    await world.hass.config.async_update(external_url=url)
    await world.settle()


async def complete_repair(world: World, entry: SmartThingsConfigEntry, **fields: str) -> FlowResult:
    """Complete the repair flow; return its last result."""
    manager = world.hass.data[REPAIRS]["flow_manager"]
    issue_id = f"webhook_moved_{entry.entry_id}"
    result: FlowResult = await manager.async_init(DOMAIN, data={"issue_id": issue_id})
    if fields and result["type"] == "form":
        result = await manager.async_configure(result["flow_id"], fields)
    await world.settle()
    return result


def elsewhere(world: World) -> str:
    """Return another URL of the same Home Assistant."""
    return world.url.replace("127.0.0.1", "localhost")


async def test_a_new_external_url_is_set_in_smartthings_with_a_token(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Deliveries arrive there, the token is forgotten, and nothing else changes."""
    assert issues(world) == set()
    await moves(world, elsewhere(world))
    assert issues(world) == {"webhook_moved"}
    pat = world.simulator.create_pat()
    result = await complete_repair(world, entry, access_token=pat)
    assert result["type"] == "create_entry"
    assert entry.data["webhook_url"].startswith(elsewhere(world))
    assert pat not in str(entry.data)
    assert entry.state is ConfigEntryState.LOADED
    assert issues(world) == set()
    world.simulator.deliveries.clear()
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    world.simulator.home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "off")
    await world.settle()
    assert world.state(plug) == "off"
    assert receiver_of(entry.runtime_data).rejections == {}


async def test_a_move_names_why_smartthings_does_not_reach_the_new_address(
    world: World, entry: SmartThingsConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check of our own address knows more than SmartThings reports."""
    monkeypatch.setattr(registration, "CONFIRMATION_TIMEOUT", 0.3)
    async with Proxy(world.url, drop=["Digest"]) as proxy:
        await moves(world, proxy.address("").rstrip("/"))
        result = await complete_repair(world, entry, access_token=world.simulator.create_pat())
    assert result["errors"] == {"base": "webhook"}
    assert result["description_placeholders"] is not None
    assert "header `Digest`" in result["description_placeholders"]["cause"]


async def test_a_move_to_a_proxy_that_is_not_trusted_names_it(
    world: World, entry: SmartThingsConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing reaches the receiver, so only the check of our own address finds the cause."""
    monkeypatch.setattr(registration, "CONFIRMATION_TIMEOUT", 0.3)
    change = {"X-Forwarded-For": "203.0.113.7"}
    async with Proxy(world.url, change=change) as proxy:
        await moves(world, proxy.address("").rstrip("/"))
        result = await complete_repair(world, entry, access_token=world.simulator.create_pat())
    assert result["errors"] == {"base": "webhook"}
    assert result["description_placeholders"] is not None
    assert "Trusted proxies" in result["description_placeholders"]["cause"]


async def test_all_locations_of_the_app_move_together(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """They share the SmartApp, and so its target."""
    cabin = await world.add_location(CABIN_LOCATION)
    await moves(world, elsewhere(world))
    assert notice(world.hass, cabin, Issue.WEBHOOK_MOVED)
    await complete_repair(world, entry, access_token=world.simulator.create_pat())
    assert issues(world) == set()
    assert cabin.data["webhook_url"] == entry.data["webhook_url"]
    assert cabin.data["webhook_url"].startswith(elsewhere(world))


async def test_a_webhook_is_free_after_a_moved_entry_is_removed(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The move itself holds it only until its end."""
    await moves(world, elsewhere(world))
    await complete_repair(world, entry, access_token=world.simulator.create_pat())
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    assert domain_data(world.hass).receivers.get(entry.data["webhook_id"]) is None


async def test_a_move_that_smartthings_refuses_changes_nothing(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The old address may still work, and the user may try again."""
    before = dict(entry.data)
    await moves(world, elsewhere(world))
    result = await complete_repair(world, entry, access_token="no token")
    assert result["errors"] == {"base": "token_malformed"}
    world.simulator.faults.fail("/apps/*", method="PUT", status=503, times=9)
    result = await complete_repair(world, entry, access_token=world.simulator.create_pat())
    assert result["errors"] == {"base": "cloud_unreachable"}
    assert dict(entry.data) == before
    assert receiver_of(entry.runtime_data).url == before["webhook_url"]
    assert issues(world) == {"webhook_moved"}


async def test_an_address_that_works_again_needs_no_repair(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The issue ends by itself, and an open flow succeeds."""
    before = world.hass.config.external_url
    await moves(world, elsewhere(world))
    manager = world.hass.data[REPAIRS]["flow_manager"]
    flow = await manager.async_init(DOMAIN, data={"issue_id": f"webhook_moved_{entry.entry_id}"})
    await moves(world, before)
    assert issues(world) == set()
    result = await manager.async_configure(
        flow["flow_id"], {"access_token": world.simulator.create_pat()}
    )
    assert result["type"] == "create_entry"


async def test_an_address_of_the_user_is_not_questioned(world: World) -> None:
    """A proxy may be anywhere, also with the path of Home Assistant."""
    await moves(world, elsewhere(world))
    result = await world.start_flow()
    assert result["description_placeholders"] is not None
    url = f"{world.url}{result['description_placeholders']['path']}"
    result = await world.fill(result, webhook_url=url)
    result = await world.fill(result, access_token=world.simulator.create_pat())
    result = await world.fill(result, location_id=CABIN_LOCATION)
    await world.open_page(result["url"])
    await world.settle()
    await world.hass.config_entries.flow.async_configure(result["flow_id"])
    await world.settle()
    (entry,) = world.hass.config_entries.async_entries(DOMAIN)
    assert entry.data["webhook_url"] == url
    assert issues(world) == set()
    await moves(world, None)
    assert issues(world) == set()


async def test_a_cloudhook_without_a_subscription_is_replaced(
    nabu_casa: NabuCasa,
    world: World,
) -> None:
    """The external URL replaces it; a cloud that is only offline is waited for."""
    entry = await world.add_location()
    assert entry.data["cloudhook"]
    await nabu_casa.lose()
    await world.settle()
    assert issues(world) == set()
    await nabu_casa.restore()
    await nabu_casa.end_subscription()
    await world.settle()
    assert issues(world) == {"webhook_moved"}
    await complete_repair(world, entry, access_token=world.simulator.create_pat())
    assert not entry.data["cloudhook"]
    assert entry.data["webhook_url"].startswith(world.url)
    assert issues(world) == set()


async def test_without_any_address_an_issue_says_what_to_do(
    nabu_casa: NabuCasa,
    world: World,
) -> None:
    """There is no address to move to, so the issue has no repair flow."""
    entry = await world.add_location()
    await nabu_casa.end_subscription()
    world.hass.config.internal_url = "http://user@nowhere.example"
    await moves(world, "http://user@nowhere.example")
    assert issues(world) == {"webhook_gone"}
    gone = notice(world.hass, entry, Issue.WEBHOOK_GONE)
    assert f"sends the events of Home to {URL(entry.data['webhook_url']).host}." in gone


async def test_issues_about_an_address_end_with_it(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The location is polled from now on, and the old address is not used."""
    for issue in (Issue.WEBHOOK_GONE, Issue.WEBHOOK_MOVED, Issue.CERTIFICATE_EXPIRING):
        raise_issue(world.hass, entry, issue, host="example.org", days="3", url="")
    world.hass.config_entries.async_update_entry(entry, data={**entry.data, "webhook_url": ""})
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert issues(world) == {Issue.PUSH_POSSIBLE}


async def test_a_repair_of_a_removed_entry_ends(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The issue may be open in another tab."""
    await moves(world, elsewhere(world))
    manager = world.hass.data[REPAIRS]["flow_manager"]
    flow = await manager.async_init(DOMAIN, data={"issue_id": f"webhook_moved_{entry.entry_id}"})
    assert flow["type"] == "form"
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    assert issues(world) == set()


# Certificates


def _certificate(folder: Path, days: float) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=days, hours=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@pytest.mark.parametrize("days", [3, 60])
def test_the_days_of_a_certificate_are_read_from_the_server(
    socket_enabled: None, tmp_path: Path, days: int
) -> None:
    """A browser would get the same certificate."""
    certificate, key = _certificate(tmp_path, days)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, server.wrap_socket(connection, server_side=True):
                pass

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}/api/webhook/x"
        assert days_left(url, trusting) == pytest.approx(days, abs=0.1)
        thread.join()


@pytest.mark.parametrize(
    ("days", "raised"),
    [(3, {"certificate_expiring"}), (30, set()), (-0.5, {"certificate_expired"})],
)
async def test_a_certificate_that_ends_soon_raises_an_issue(
    world: World,
    entry: SmartThingsConfigEntry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    days: float,
    raised: set[str],
) -> None:
    """It is checked once a day; the issue ends when it is renewed."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(*_certificate(tmp_path, days))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    listening = await asyncio.start_server(
        lambda _reader, writer: writer.close(), "127.0.0.1", 0, ssl=server
    )
    port = listening.sockets[0].getsockname()[1]
    world.hass.config_entries.async_update_entry(
        entry,
        data={
            **entry.data,
            "webhook_url": f"https://127.0.0.1:{port}/own/path",
            "address_typed": True,
        },
    )
    async with listening:
        async_fire_time_changed(world.hass, dt_util.utcnow() + dt.timedelta(days=1, minutes=1))
        await world.settle()
    assert issues(world) == raised
    text = notice(world.hass, entry, Issue.CERTIFICATE_EXPIRING)
    assert ("certificate of this address expires: 3." in text) == (days == 3)
    async_fire_time_changed(world.hass, dt_util.utcnow() + dt.timedelta(days=2, minutes=2))
    await world.settle()
    assert issues(world) == set(), "nothing is known of it any more"


async def test_the_certificate_of_home_assistant_cloud_is_not_checked(
    nabu_casa: NabuCasa, world: World
) -> None:
    """An issue about the previous one ends."""
    entry = await world.add_location()
    raise_issue(world.hass, entry, Issue.CERTIFICATE_EXPIRING, host="example.org", days="3")
    async_fire_time_changed(world.hass, dt_util.utcnow() + dt.timedelta(days=1, minutes=1))
    await world.settle()
    assert issues(world) == set()


def test_an_unreachable_certificate_is_unknown(socket_enabled: None) -> None:
    """A router may block the own public address."""
    assert days_left("http://127.0.0.1:1/x") is None
    assert days_left("https://127.0.0.1:1/x") is None


async def test_the_confirmation_of_another_app_during_a_move_is_refused(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Any developer could use our address as the target of an app, and wait for this moment."""
    await moves(world, elsewhere(world))
    ours = world.simulator.apps[entry.data["app_id"]]
    body: JsonObject = {**ours.body, "appId": "another"}
    world.simulator.apps["another"] = replace(ours, body=body, settings={})
    world.simulator.faults.fail("/apps/*", method="PUT", hang=0.3)
    moving = world.hass.async_create_task(
        complete_repair(world, entry, access_token=world.simulator.create_pat())
    )
    while not world.calls("PUT", "/apps/"):
        await asyncio.sleep(0.01)
    link = f"{world.simulator.url}/apps/another/confirm-registration?token=x"
    delivery = await world.simulator.post(
        "another",
        {
            "lifecycle": "CONFIRMATION",
            "executionId": "x",
            "confirmationData": {"appId": "another", "confirmationUrl": link},
        },
    )
    assert delivery.status == 401
    assert (await moving)["type"] == "create_entry"
    assert entry.data["webhook_url"].startswith(elsewhere(world))
    assert world.calls("GET", "/apps/another/") == []
