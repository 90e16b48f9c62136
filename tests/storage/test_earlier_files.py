"""Files that an earlier version has written: they are read, and written in the same form.

``tests/common/version_1_2.json`` was made by the last version before the integration was divided
into packages, connected to the simulator: an entry with options, the tokens of two installations, a
removal that waits, a certificate and a definition. Do not change it when a form changes; add
another file.
"""

from copy import deepcopy
from typing import Any

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smartthings_smartapp import async_setup
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.generic_entities.definition_store import DefinitionStore
from custom_components.smartthings_smartapp.location.options import Offline, Options
from custom_components.smartthings_smartapp.runtime import (
    SmartThingsConfigEntry,
    domain_data,
)
from custom_components.smartthings_smartapp.storage.certificates import CertificateStore
from custom_components.smartthings_smartapp.storage.pending_removals import PendingRemoval
from simulator.devices.ids import Devices
from tests.common.earlier_files import EARLIER
from tests.common.entities import state_of
from tests.common.flows import reauth_flows
from tests.common.world import World

FILES: dict[str, dict[str, Any]] = {
    f"{DOMAIN}.{name}": file for name, file in EARLIER["files"].items()
}


@pytest.fixture
def earlier(hass_storage: dict[str, Any]) -> dict[str, Any]:
    """Return the storage with the earlier files."""
    hass_storage.update(deepcopy(FILES))
    return hass_storage


async def write_all(hass: HomeAssistant) -> None:
    """Write what waits to be written, as a stop of Home Assistant does."""
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await hass.async_block_till_done()


@pytest.mark.parametrize("installed_app_id", [key for key in EARLIER["files"] if "-" in key])
async def test_tokens_keep_their_form(
    hass: HomeAssistant, earlier: dict[str, Any], installed_app_id: str
) -> None:
    """Also the earlier pairs."""
    store = domain_data(hass).tokens.store(installed_app_id)
    pair = await store.load()
    assert pair is not None
    await store.save(pair)
    key = f"{DOMAIN}.{installed_app_id}"
    assert earlier[key] == FILES[key]


async def test_certificates_keep_their_form(hass: HomeAssistant, earlier: dict[str, Any]) -> None:
    """Otherwise the first delivery after an update would wait for a key host."""
    store = CertificateStore(hass)
    await store.load()
    ((key_id, certificate),) = store.certificates.items()
    key = f"{DOMAIN}.certificates"
    earlier.pop(key)
    store.keep(key_id, certificate)
    await write_all(hass)
    assert earlier[key] == FILES[key]


async def test_pending_removals_keep_their_form(
    hass: HomeAssistant, earlier: dict[str, Any]
) -> None:
    """They are tried again after an update."""
    removals = domain_data(hass).pending_removals
    other = PendingRemoval(client_id="i", client_secret="s", title="Home", since=dt_util.utcnow())
    await removals.add("other", other)
    await removals.drop("other")
    key = f"{DOMAIN}.removals"
    assert earlier[key] == FILES[key]


async def test_definitions_keep_their_form(hass: HomeAssistant, earlier: dict[str, Any]) -> None:
    """Otherwise all of them would be read again, a few a minute."""
    store = DefinitionStore(hass)
    await store.load()
    assert {
        f"{key.capability}/{key.version}": record.as_json() for key, record in store.known.items()
    } == FILES[f"{DOMAIN}.capabilities"]["data"]


async def test_a_start_keeps_all_files(hass: HomeAssistant, earlier: dict[str, Any]) -> None:
    """No file of a known installation counts as an orphan."""
    MockConfigEntry(domain=DOMAIN, **EARLIER["entry"]).add_to_hass(hass)
    hass.set_state(CoreState.starting)  # The removal is tried again after the start.
    assert await async_setup(hass, {})
    assert {key: earlier.get(key) for key in FILES} == FILES


@pytest.mark.devices(Devices.COFFEE_PLUG, Devices.FRONT_DOOR)
async def test_an_entry_is_loaded_as_it_is(world: World, entry: SmartThingsConfigEntry) -> None:
    """Nothing is added to its data, and its options apply."""
    assert entry.data.keys() == EARLIER["entry"]["data"].keys()
    for key, value in EARLIER["entry"]["data"].items():
        assert type(entry.data[key]) is type(value), key
    assert (entry.version, entry.minor_version) == (
        EARLIER["entry"]["version"],
        EARLIER["entry"]["minor_version"],
    )
    world.hass.config_entries.async_update_entry(entry, options=EARLIER["entry"]["options"])
    await world.hass.config_entries.async_reload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.LOADED
    assert reauth_flows(world.hass) == []
    options = Options.of(entry)
    assert (options.offline, options.raw_events) == (Offline.KEEP, True)
    assert options.excluded == {str(Devices.FRONT_DOOR)}
