"""Another installation replaces ours only if its token proves that it belongs to us."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.data_entry_flow import FlowResultType

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.events import handler as deliveries
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from custom_components.smartthings_smartapp.webhook import installations
from simulator import SimulatorOptions
from simulator.devices.device import JsonObject
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from simulator.json_tools import as_object
from tests.common.entities import state_of
from tests.common.flows import reauth_flows
from tests.common.receivers import receiver_of
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)


@pytest.fixture(params=[False, True], ids=["2022", "2019"])
def simulator_options(request: pytest.FixtureRequest) -> SimulatorOptions:
    """Return a cloud with one of the two forms of INSTALL and UPDATE that are known."""
    return SimulatorOptions(old_lifecycles=request.param)


FOREIGN_APP = "3b2f7d11-59c0-4a7e-9d4b-8f6f0a5be2c3"


@pytest.fixture(autouse=True)
def quick_reload(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the time that an open dialog has before the entry is reloaded."""
    monkeypatch.setattr(deliveries, "_DIALOG_TIME", 0.05)


@pytest.fixture
def foreign(world: World, entry: SmartThingsConfigEntry) -> str:
    """Return another person's app with our address as its target, without settings."""
    ours = world.simulator.apps[entry.data["app_id"]]
    body: JsonObject = {**ours.body, "appId": FOREIGN_APP}
    world.simulator.apps[FOREIGN_APP] = replace(ours, body=body, settings={})
    return FOREIGN_APP


def lose_uninstall(world: World, entry: SmartThingsConfigEntry) -> Mapping[str, Any]:
    """Let the next UNINSTALL not arrive; return the target to restore."""
    app = world.simulator.apps[entry.data["app_id"]]
    target = {**as_object(app.body["webhookSmartApp"])}
    app.body["webhookSmartApp"] = {**target, "targetUrl": "http://127.0.0.1:9/gone"}
    return target


async def stored_tokens(world: World, entry: SmartThingsConfigEntry) -> object:
    """Return the tokens of the entry on disk."""
    return await domain_data(world.hass).tokens.store(entry.data["installed_app_id"]).load()


async def test_an_install_of_another_app_in_our_location_is_refused(
    world: World, entry: SmartThingsConfigEntry, foreign: str, hass_storage: dict[str, Any]
) -> None:
    """SmartThings signs it, but its token belongs to another app."""
    before, tokens = dict(entry.data), await stored_tokens(world, entry)
    files = set(hass_storage)
    report = await world.simulator.install(foreign, HOME_LOCATION)
    await world.settle()
    refused = world.simulator.deliveries[-1]
    assert (refused.lifecycle, refused.status, report.ok) == ("INSTALL", 401, False)
    assert dict(entry.data) == before
    assert await stored_tokens(world, entry) == tokens
    assert set(hass_storage) == files
    assert state_of(entry) is ConfigEntryState.LOADED
    assert receiver_of(entry.runtime_data).rejections == {"not_ours": 1}
    assert reauth_flows(world.hass) == []


@pytest.mark.parametrize("uninstalled", [False, True])
async def test_an_update_of_another_app_in_our_location_is_refused(
    world: World,
    entry: SmartThingsConfigEntry,
    foreign: str,
    hass_storage: dict[str, Any],
    *,
    uninstalled: bool,
) -> None:
    """It does not matter whether our installation still exists."""
    options = world.simulator.options
    form, options.old_lifecycles = options.old_lifecycles, True
    # In the newer form, its appId already gives it away.
    report = await world.simulator.install(foreign, CABIN_LOCATION)
    options.old_lifecycles = form
    installed_app_id = str(report.installed_app_id)
    world.simulator.installed_apps[installed_app_id].body["locationId"] = HOME_LOCATION
    if uninstalled:
        await world.simulator.uninstall(entry.data["installed_app_id"])
        await world.settle()
    before, files = dict(entry.data), set(hass_storage)
    await world.simulator.save(installed_app_id)
    await world.settle()
    refused = world.simulator.deliveries[-1]
    assert (refused.lifecycle, refused.status) == ("UPDATE", 401)
    assert dict(entry.data) == before
    assert set(hass_storage) == files


async def test_an_install_with_a_wrong_location_is_refused(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Our own SmartApp in the cabin names the home."""
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    before = dict(entry.data)
    await world.simulator.install(entry.data["app_id"], CABIN_LOCATION)
    body = as_object(world.simulator.deliveries[-1].body)
    data = as_object(body["installData"])
    claimed: JsonObject = {**as_object(data["installedApp"]), "locationId": HOME_LOCATION}
    delivery = await world.simulator.post(
        entry.data["app_id"],
        {**body, "executionId": "again", "installData": {**data, "installedApp": claimed}},
    )
    await world.settle()
    assert delivery.status == 401
    assert dict(entry.data) == before


async def test_a_second_installation_does_not_replace_a_working_one(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Another member of the household installs the SmartApp, too."""
    world.simulator.apps[entry.data["app_id"]].body["singleInstance"] = False
    before = dict(entry.data)
    await world.simulator.install(entry.data["app_id"], HOME_LOCATION)
    await world.settle()
    assert world.simulator.deliveries[-1].status == 401
    assert dict(entry.data) == before
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_a_new_installation_is_accepted_although_the_uninstall_was_lost(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """SmartThings is asked whether the current installation still exists."""
    before = entry.data["installed_app_id"]
    target = lose_uninstall(world, entry)
    await world.simulator.uninstall(before)
    world.simulator.apps[entry.data["app_id"]].body["webhookSmartApp"] = {**target}
    assert state_of(entry) is ConfigEntryState.LOADED
    report = await world.simulator.install(entry.data["app_id"], HOME_LOCATION)
    await world.settle()
    assert report.ok, report
    assert entry.data["installed_app_id"] == report.installed_app_id
    assert state_of(entry) is ConfigEntryState.LOADED


@pytest.mark.parametrize("trouble", ["down", "slow"])
async def test_an_installation_that_cannot_be_checked_is_not_accepted(
    world: World, entry: SmartThingsConfigEntry, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    """The page shows an error, and another installation restores the entry."""
    monkeypatch.setattr(installations, "PROOF_TIME", 0.2)
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    before = dict(entry.data)
    if trouble == "down":
        world.simulator.faults.fail("/installedapps/*", method="GET", status=503)
    else:
        world.simulator.faults.fail("/installedapps/*", method="GET", hang=5)
    assert not (await world.simulator.install(entry.data["app_id"], HOME_LOCATION)).ok
    assert world.simulator.deliveries[-1].status == 503
    assert dict(entry.data) == before
    world.simulator.faults.clear()
    assert (await world.simulator.install(entry.data["app_id"], HOME_LOCATION)).ok
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_a_dialog_shows_that_the_installation_could_not_be_checked(world: World) -> None:
    """It continues after the page is opened again."""
    result = await world.to_install_page()
    world.simulator.faults.fail("/installedapps/*", method="GET", status=503, times=9)
    await world.open_page(result["url"])
    await world.settle()
    flow = world.hass.config_entries.flow
    shown = await flow.async_configure(result["flow_id"])
    assert (shown["type"], shown["step_id"]) == (FlowResultType.MENU, "install_failed")
    assert shown["description_placeholders"] is not None
    assert "did not answer" in shown["description_placeholders"]["cause"]
    world.simulator.faults.clear()
    again = await world.choose(shown, "install_reopen")
    assert again["type"] is FlowResultType.EXTERNAL_STEP
    await world.open_page(again["url"])
    await world.settle()
    done = await flow.async_configure(result["flow_id"])
    assert done["type"] is FlowResultType.CREATE_ENTRY


async def test_a_foreign_installation_does_not_end_a_dialog(world: World) -> None:
    """The dialog continues to wait for ours."""
    result = await world.to_install_page()
    (ours,) = world.simulator.apps.values()
    body: JsonObject = {**ours.body, "appId": FOREIGN_APP}
    world.simulator.apps[FOREIGN_APP] = replace(ours, body=body, settings={})
    assert not (await world.simulator.install(FOREIGN_APP, HOME_LOCATION)).ok
    await world.settle()
    (progress,) = world.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert progress["step_id"] == "install"
    await world.open_page(result["url"])
    await world.settle()
    done = await world.hass.config_entries.flow.async_configure(result["flow_id"])
    assert done["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("where", ["settings", "top"])
async def test_a_delivery_that_names_another_app_is_refused(
    world: World, entry: SmartThingsConfigEntry, where: str
) -> None:
    """The app is named at the top, as in a real INSTALL, or in the settings; no call follows."""
    world.simulator.calls.clear()
    installed_app = world.simulator.installed_apps[entry.data["installed_app_id"]].delivered
    named: JsonObject = (
        {"settings": {"appId": FOREIGN_APP}}
        if where == "settings"
        else {"appId": FOREIGN_APP, "settings": {"appId": entry.data["app_id"]}}
    )
    for lifecycle in ("UPDATE", "INSTALL", "UNINSTALL", "EVENT"):
        delivery = await world.simulator.post(
            entry.data["app_id"],
            {
                "lifecycle": lifecycle,
                "executionId": lifecycle,
                f"{lifecycle.lower()}Data": {
                    "authToken": "x",
                    "refreshToken": "x",
                    "installedApp": installed_app,
                    "events": [],
                },
                **named,
            },
        )
        assert delivery.status == 401, lifecycle
    await world.settle()
    assert world.simulator.calls == []


async def test_an_event_of_another_location_has_no_effect(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Either the delivery names it, or a single event does."""
    plug = entry.runtime_data.parts.store.devices[Devices.COFFEE_PLUG]
    before = dict(plug.status)
    installed_app = world.simulator.installed_apps[entry.data["installed_app_id"]].delivered
    event: JsonObject = {
        "eventId": "elsewhere",
        "deviceId": Devices.COFFEE_PLUG,
        "componentId": "main",
        "capability": "switch",
        "attribute": "switch",
        "value": "elsewhere",
    }
    statuses = []
    for delivery_location, event_location in (
        (CABIN_LOCATION, HOME_LOCATION),
        (HOME_LOCATION, CABIN_LOCATION),
    ):
        delivery = await world.simulator.post(
            entry.data["app_id"],
            {
                "lifecycle": "EVENT",
                "executionId": delivery_location,
                "eventData": {
                    "authToken": "x",
                    "installedApp": {**installed_app, "locationId": delivery_location},
                    "events": [
                        {
                            "eventType": "DEVICE_EVENT",
                            "deviceEvent": {**event, "locationId": event_location},
                        }
                    ],
                },
                "settings": {},
            },
        )
        statuses.append(delivery.status)
    await world.settle()
    assert statuses == [401, 200]
    assert plug.status == before


async def test_owners_may_change_while_an_installation_is_checked(world: World) -> None:
    """A location is removed while the INSTALL for another one is checked."""
    home = await world.add_location(HOME_LOCATION)
    cabin = await world.add_location(CABIN_LOCATION)
    await world.simulator.uninstall(home.data["installed_app_id"])
    await world.settle()
    world.simulator.faults.fail("/installedapps/*", method="GET", hang=0.2)
    installing = world.hass.async_create_task(
        world.simulator.install(home.data["app_id"], HOME_LOCATION)
    )
    await world.hass.config_entries.async_remove(cabin.entry_id)
    assert (await installing).ok
    await world.settle()
    assert state_of(home) is ConfigEntryState.LOADED
