"""Certificates on disk survive a restart, and a damaged file does not stop a start."""

from typing import Any

import pytest
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util

from custom_components.smartthings_smartapp.cloud.delivery.keys import KeyRing, StoredCertificate
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from custom_components.smartthings_smartapp.storage import certificates as certificate_storage
from custom_components.smartthings_smartapp.storage.certificates import CertificateStore
from simulator.devices.ids import Devices
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)

FILE = f"{DOMAIN}.certificates"


async def test_a_key_is_used_after_a_restart(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, Any]
) -> None:
    """The key host is not asked again."""
    world.simulator.home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "on")
    await world.settle()
    world.hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await world.settle()
    key_id = world.simulator.signing_key.key_id
    assert list(hass_storage[FILE]["data"]) == [key_id]
    store = CertificateStore(world.hass)
    await store.load()
    world.simulator.calls.clear()
    ring = KeyRing(async_get_clientsession(world.hass), world.simulator.url, storage=store)
    assert (await ring.get(key_id)).key_size == 2048
    assert world.calls("GET", "/pl/") == []


async def test_the_certificates_are_removed_with_the_last_location(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, Any]
) -> None:
    world.hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await world.settle()
    assert FILE in hass_storage
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    assert FILE not in hass_storage


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        {"/pl/a": None},
        {"/pl/a": {"certificate": 7, "fetched": "2026-11-24T09:15:37+00:00"}},
        {"/pl/a": {"certificate": "pem", "fetched": "yesterday"}},
        {"/pl/a": {"certificate": "pem", "fetched": "2026-11-24T09:15:37"}},
        {"/pl/a": {"certificate": "pem"}},
    ],
)
async def test_invalid_content_on_disk_is_ignored(
    hass: HomeAssistant, hass_storage: dict[str, Any], data: object
) -> None:
    """A certificate can be fetched again."""
    hass_storage[FILE] = {"version": 1, "minor_version": 1, "key": FILE, "data": data}
    store = CertificateStore(hass)
    await store.load()
    assert store.certificates == {}


async def test_a_file_of_a_later_version_is_ignored(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    """The user has gone back to this version."""
    hass_storage[FILE] = {"version": 9, "minor_version": 1, "key": FILE, "data": {}}
    store = CertificateStore(hass)
    await store.load()
    assert store.certificates == {}


@pytest.mark.parametrize("content", [[], "text", {"data": {}}])
async def test_a_file_of_another_shape_is_ignored(
    hass: HomeAssistant, hass_storage: dict[str, Any], content: object
) -> None:
    """It is valid JSON that Home Assistant has not written."""
    hass_storage[FILE] = content
    store = CertificateStore(hass)
    await store.load()
    assert store.certificates == {}


async def test_only_the_newest_certificates_are_stored(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificate_storage, "MAX_STORED", 2)
    store = CertificateStore(hass)
    for number in range(4):
        store.keep(str(number), StoredCertificate("pem", dt_util.utcnow()))
    assert list(store.certificates) == ["2", "3"]
