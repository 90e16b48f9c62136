"""Removal of an entry removes the SmartApp from the location, also after an outage."""

from datetime import timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from custom_components.smartthings_smartapp import runtime
from custom_components.smartthings_smartapp.cloud.auth.token_endpoint import Grant
from custom_components.smartthings_smartapp.cloud.endpoints import Endpoints
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.issues.issue import raise_not_removed
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from custom_components.smartthings_smartapp.storage.pending_removals import (
    PendingRemoval,
)
from simulator import SimulatorOptions
from simulator.devices.ids import CABIN_LOCATION, Devices
from tests.common.passing_time import pass_time
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)

REMOVALS = f"{DOMAIN}.removals"


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud with long-lived tokens, because hours pass in these tests."""
    return SimulatorOptions(access_token_lifetime=1e9, install_token_lifetime=1e9)


def go_down(world: World, status: int = 503) -> None:
    """Let the cloud refuse the removal until the faults are cleared."""
    world.simulator.faults.fail("/installedapps/*", method="DELETE", status=status, times=1000)


async def remove(world: World, entry: SmartThingsConfigEntry) -> str:
    """Remove an entry, and return the id of its installation."""
    installed_app_id = str(entry.data["installed_app_id"])
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    assert entry not in world.hass.config_entries.async_entries(DOMAIN)
    return installed_app_id


def reports(hass: HomeAssistant) -> list[str]:
    """Return the ids of the issues about failed removals."""
    return [
        issue.issue_id
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN and issue.translation_key == "not_removed"
    ]


def kept(hass_storage: dict[str, Any], entry: SmartThingsConfigEntry) -> bool:
    """Return whether the disk has any data of an installation, or its secret."""
    stored = str({key: item for key, item in hass_storage.items() if key.startswith(DOMAIN)})
    return entry.data["installed_app_id"] in stored or entry.data["client_secret"] in stored


async def test_a_removal_is_retried_within_the_hour(
    world: World,
    freezer: FrozenDateTimeFactory,
    entry: SmartThingsConfigEntry,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The credentials stay on disk until then."""
    go_down(world)
    installed_app_id = await remove(world, entry)
    assert hass_storage[REMOVALS]["data"][installed_app_id]["client_id"] == entry.data["client_id"]
    assert kept(hass_storage, entry)
    await pass_time(world, freezer, *[3601] * 1)
    assert installed_app_id in world.simulator.installed_apps
    assert caplog.text.count("could not be removed") == 1, "one line for an outage"
    world.simulator.faults.clear()
    await pass_time(world, freezer, *[3601] * 1)
    assert world.simulator.installed_apps == {}
    assert not kept(hass_storage, entry)
    assert reports(world.hass) == []
    world.simulator.calls.clear()
    await pass_time(world, freezer, *[3601] * 3)
    assert world.simulator.calls == []


async def test_a_removal_is_retried_at_the_next_start(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, Any]
) -> None:
    """Another location sets the integration up."""
    await world.add_location(CABIN_LOCATION)
    go_down(world)
    installed_app_id = await remove(world, entry)
    assert kept(hass_storage, entry)
    endpoints = domain_data(world.hass).connection.endpoints
    del world.hass.data[DOMAIN]  # A start begins without this.
    world.simulator.faults.clear()
    await domain_data(world.hass, endpoints).removals.start()
    await world.settle()
    assert installed_app_id not in world.simulator.installed_apps
    assert len(world.simulator.installed_apps) == 1
    assert REMOVALS not in hass_storage
    assert f"{DOMAIN}.{installed_app_id}" not in hass_storage


async def test_a_removal_that_never_works_is_left_to_the_user(
    world: World,
    freezer: FrozenDateTimeFactory,
    entry: SmartThingsConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    """The credentials are deleted after a day, and a persistent issue says what to do."""
    go_down(world)
    installed_app_id = await remove(world, entry)
    await pass_time(world, freezer, *[3601] * 23)
    assert reports(world.hass) == []
    await pass_time(world, freezer, *[3601] * 1)
    (issue_id,) = reports(world.hass)
    assert not kept(hass_storage, entry)
    issue = ir.async_get(world.hass).async_get_issue(DOMAIN, issue_id)
    assert issue
    assert issue.is_persistent
    assert issue.translation_placeholders == {"name": "Home", "title": "Home"}
    manager = world.hass.data[REPAIRS]["flow_manager"]
    result = await manager.async_init(DOMAIN, data={"issue_id": issue_id})
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "confirm")
    await manager.async_configure(result["flow_id"], {})
    assert reports(world.hass) == []
    assert installed_app_id in world.simulator.installed_apps


async def test_a_removal_without_a_login_is_left_to_the_user(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, Any]
) -> None:
    """A retry would change nothing."""
    world.simulator.revoke_tokens(entry.data["installed_app_id"])
    await remove(world, entry)
    assert len(reports(world.hass)) == 1
    assert not kept(hass_storage, entry)


async def test_an_uninstalled_app_needs_no_removal(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, Any]
) -> None:
    """The user removed it in the SmartThings app already."""
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    world.simulator.calls.clear()
    await remove(world, entry)
    assert world.simulator.calls == []
    assert reports(world.hass) == []
    assert not kept(hass_storage, entry)


async def test_a_stop_without_an_entry_leaves_no_secret(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, Any]
) -> None:
    """Nothing would load the integration at the next start."""
    go_down(world)
    await remove(world, entry)
    await world.hass.async_stop(force=True)
    assert len(reports(world.hass)) == 1
    assert not kept(hass_storage, entry)


async def test_a_stop_with_a_disabled_entry_leaves_no_secret(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, Any]
) -> None:
    """A disabled entry does not load the integration at the next start either."""
    cabin = await world.add_location(CABIN_LOCATION)
    await world.hass.config_entries.async_set_disabled_by(cabin.entry_id, ConfigEntryDisabler.USER)
    go_down(world)
    await remove(world, entry)
    await world.hass.async_stop(force=True)
    assert len(reports(world.hass)) == 1
    assert not kept(hass_storage, entry)


@pytest.mark.parametrize("delivered", [True, False])
async def test_an_installation_in_use_is_not_removed(
    world: World, entry: SmartThingsConfigEntry, hass_storage: dict[str, Any], *, delivered: bool
) -> None:
    """The location may be added again with the installation that still exists."""
    installed_app_id = entry.data["installed_app_id"]
    pending = PendingRemoval(
        client_id=entry.data["client_id"],
        client_secret=entry.data["client_secret"],
        title="Home",
        since=dt_util.utcnow(),
    )
    await domain_data(world.hass).pending_removals.add(installed_app_id, pending)
    if delivered:
        raise_not_removed(world.hass, installed_app_id, "Home")
        grant = Grant(access_token="new", refresh_token="", lifetime=timedelta(hours=1))
        await domain_data(world.hass).tokens.save_grant(installed_app_id, grant)
        assert REMOVALS not in hass_storage
        assert reports(world.hass) == []
    await domain_data(world.hass).removals.start()
    await world.settle()
    assert installed_app_id in world.simulator.installed_apps
    assert f"{DOMAIN}.{installed_app_id}" in hass_storage
    assert REMOVALS not in hass_storage


async def test_a_disabled_entry_can_be_removed_before_any_set_up(
    world: World,
    entry: SmartThingsConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """After a restart without another entry, the integration is not set up yet."""
    await world.hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
    del world.hass.data[DOMAIN]
    caplog.clear()
    # Without a set-up there is no YAML for the simulator.
    cloud = Endpoints(api_url=world.simulator.url)
    monkeypatch.setattr(runtime, "Endpoints", lambda: cloud)
    await remove(world, entry)
    assert world.simulator.installed_apps == {}
    assert [item.getMessage() for item in caplog.records if item.levelname == "ERROR"] == []


async def test_a_removal_before_any_set_up_keeps_the_earlier_ones(
    world: World,
    entry: SmartThingsConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    hass_storage: dict[str, Any],
) -> None:
    """The file has removals that no set-up has read yet."""
    cabin = await world.add_location(CABIN_LOCATION)
    go_down(world)
    earlier = await remove(world, entry)
    await world.hass.config_entries.async_set_disabled_by(cabin.entry_id, ConfigEntryDisabler.USER)
    del world.hass.data[DOMAIN]
    cloud = Endpoints(api_url=world.simulator.url)
    monkeypatch.setattr(runtime, "Endpoints", lambda: cloud)
    later = await remove(world, cabin)
    assert set(hass_storage[REMOVALS]["data"]) == {earlier, later}
