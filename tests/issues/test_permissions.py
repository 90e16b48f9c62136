"""The permissions of the entry: missing scopes, and a cloud that refuses every call."""

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.exceptions import HomeAssistantError

from custom_components.smartthings_smartapp.const import SCOPES
from custom_components.smartthings_smartapp.issues.issue import Issue, raised_issues
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import SimulatorOptions
from simulator.devices.ids import Devices
from simulator.records import InstalledApp
from tests.common.entities import state_of
from tests.common.notices import notice
from tests.common.plugs import PLUGS, only_plugs, pass_minutes
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)

FREE = SimulatorOptions(rate_limits=False, access_token_lifetime=1e9, install_token_lifetime=1e9)


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because time passes in large steps here."""
    return FREE


@pytest.fixture
async def entry(world: World) -> SmartThingsConfigEntry:
    """Set a small location up."""
    only_plugs(world)
    return await world.add_location()


def installed_app(world: World, entry: SmartThingsConfigEntry) -> InstalledApp:
    """Return the installed app as the cloud has it."""
    return world.simulator.installed_apps[entry.data["installed_app_id"]]


async def reload(world: World, entry: SmartThingsConfigEntry) -> None:
    """Set the entry up once more."""
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()


async def withdraw(world: World, entry: SmartThingsConfigEntry, scope: str, *instead: str) -> None:
    """Let the next token have fewer scopes, end the current one, and set the entry up again."""
    granted = installed_app(world, entry).permissions
    installed_app(world, entry).permissions = [
        *(item for item in granted if item != scope),
        *instead,
    ]
    for path in ("/devices", "/installedapps/me"):
        world.simulator.faults.fail(path, method="GET", status=401)
    await reload(world, entry)
    world.simulator.faults.clear()


def issue_text(world: World, entry: SmartThingsConfigEntry) -> str:
    """Return the text about missing scopes."""
    return notice(world.hass, entry, Issue.MISSING_SCOPES)


# Missing scopes


async def test_no_issue_is_raised_if_all_scopes_are_granted(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """One call per set-up is enough, with the token that counts."""
    (call,) = world.calls("GET", "/installedapps/me")
    assert (call.token_kind, call.status) == ("app", 200)
    assert raised_issues(world.hass, entry) == []
    assert entry.runtime_data.parts.entry_state.access.granted == SCOPES


async def test_a_missing_scope_is_named_until_it_is_granted(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Saving the SmartApp requests all of them again."""
    await withdraw(world, entry, "x:scenes:*")
    assert entry.state is ConfigEntryState.LOADED
    text = issue_text(world, entry)
    assert "SmartApp in Home: `x:scenes:*`." in text
    assert "Reconfigure" in text
    assert raised_issues(world.hass, entry) == [Issue.MISSING_SCOPES]
    await world.simulator.save(entry.data["installed_app_id"])
    await world.settle()
    assert raised_issues(world.hass, entry) == []
    assert entry.runtime_data.parts.entry_state.access.granted == SCOPES


async def test_without_the_scope_to_read_devices_the_issue_names_the_cause(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The set-up fails because of it, so the issue is raised before its end."""
    await withdraw(world, entry, "r:devices:*")
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    assert "`r:devices:*`." in issue_text(world, entry)
    await world.simulator.save(entry.data["installed_app_id"])
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED
    assert raised_issues(world.hass, entry) == []


@pytest.mark.parametrize("scope", ["r:devices:$", f"r:devices:{PLUGS[0]}"])
async def test_a_scope_for_selected_devices_is_the_users_choice(
    world: World, entry: SmartThingsConfigEntry, scope: str
) -> None:
    """It is in the diagnostics, but raises no issue."""
    await withdraw(world, entry, "r:devices:*", scope)
    assert Issue.MISSING_SCOPES not in raised_issues(world.hass, entry)
    assert scope in (entry.runtime_data.parts.entry_state.access.granted or ())


async def test_an_update_with_fewer_permissions_raises_the_issue(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The delivery has the permissions, so it works even if the read of the scopes fails."""
    app = installed_app(world, entry)
    app.permissions = ["r:devices:*", "x:devices:*"]
    world.simulator.faults.fail("/installedapps/me", status=404, times=9)
    await world.simulator.post(
        entry.data["app_id"],
        {
            "lifecycle": "UPDATE",
            "executionId": "x",
            "updateData": {"authToken": "other", "installedApp": app.delivered},
            "settings": {},
        },
    )
    await world.settle()
    assert "`r:locations:*`, `x:locations:*`, `r:scenes:*`, `x:scenes:*`" in issue_text(
        world, entry
    )


async def test_an_update_without_permissions_raises_no_issue(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Neither does a failed read."""
    app = installed_app(world, entry)
    app.permissions = []
    world.simulator.faults.fail("/installedapps/me", status=404, times=9)
    await world.simulator.post(
        entry.data["app_id"],
        {
            "lifecycle": "UPDATE",
            "executionId": "x",
            "updateData": {"authToken": "other", "installedApp": app.delivered},
            "settings": {},
        },
    )
    await world.settle()
    assert raised_issues(world.hass, entry) == []


async def test_unknown_scopes_are_not_missing(world: World, entry: SmartThingsConfigEntry) -> None:
    """The reply may have another shape."""
    world.simulator.faults.fail("/installedapps/me", status=200, body={"scope": None}, times=9)
    await reload(world, entry)
    assert raised_issues(world.hass, entry) == []


async def test_the_issues_of_an_entry_end_when_it_is_disabled(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """They are raised again after it is enabled, if they still apply."""
    await withdraw(world, entry, "x:scenes:*")
    entries = world.hass.config_entries
    await entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
    await world.settle()
    assert raised_issues(world.hass, entry) == []
    await entries.async_set_disabled_by(entry.entry_id, None)
    await world.settle()
    assert raised_issues(world.hass, entry) == [Issue.MISSING_SCOPES]
    await entries.async_remove(entry.entry_id)
    await world.settle()
    assert raised_issues(world.hass, entry) == []


# A cloud that refuses every call


def refuse_all(world: World, status: int) -> None:
    """Let the API and the token endpoint refuse every call."""
    world.simulator.faults.fail("/*", status=status, times=10_000)


@pytest.mark.parametrize("status", [402, 403, 429])
async def test_a_cloud_that_refuses_every_call_raises_an_issue_after_fifteen_minutes(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory, status: int
) -> None:
    """It differs from a missing scope, and the issue ends with the first successful call."""
    refuse_all(world, status)
    await pass_minutes(world, freezer, 15)
    assert raised_issues(world.hass, entry) == []
    await pass_minutes(world, freezer, 10)
    assert raised_issues(world.hass, entry) == [Issue.CALLS_REFUSED]
    text = notice(world.hass, entry, Issue.CALLS_REFUSED)
    assert f"The answer is {status}:" in text
    assert "[developer.smartthings.com](https://developer.smartthings.com)" in text
    world.simulator.faults.clear()
    await pass_minutes(world, freezer, 6)
    assert raised_issues(world.hass, entry) == []
    assert entry.runtime_data.parts.coordinator.reachable


async def test_only_the_current_refusal_is_named(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """An earlier one had its own cause."""
    refuse_all(world, 402)
    await pass_minutes(world, freezer, 10)
    world.simulator.faults.clear()
    await entry.runtime_data.parts.coordinator.async_refresh()
    refuse_all(world, 403)
    await pass_minutes(world, freezer, 30)
    text = notice(world.hass, entry, Issue.CALLS_REFUSED)
    assert "The answer is 403:" in text


async def test_a_refused_set_up_raises_the_same_issue(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Each retry is another set-up, and the fifteen minutes cover all of them."""
    refuse_all(world, 403)
    await reload(world, entry)
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    await pass_minutes(world, freezer, 24, step=3)
    assert raised_issues(world.hass, entry) == [Issue.CALLS_REFUSED]
    world.simulator.faults.clear()
    await pass_minutes(world, freezer, 15, step=3)
    assert state_of(entry) is ConfigEntryState.LOADED
    assert raised_issues(world.hass, entry) == []


async def test_a_single_refused_list_raises_no_issue(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Calls that need no scope succeed, so the account works."""
    world.simulator.faults.fail("/devices", status=403, times=10_000)
    await pass_minutes(world, freezer, 30)
    assert not entry.runtime_data.parts.coordinator.reachable
    assert raised_issues(world.hass, entry) == []


async def test_a_successful_call_restarts_the_fifteen_minutes(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Other calls may succeed while reads are refused."""
    for path in ("/devices", "/installedapps/me"):
        world.simulator.faults.fail(path, method="GET", status=429, times=10_000)
    for _ in range(4):
        await pass_minutes(world, freezer, 10)
        await entry.runtime_data.client.scenes(entry.data["location_id"])
    assert raised_issues(world.hass, entry) == []


async def test_an_outage_is_not_a_refusal(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """The cause is not known then."""
    world.simulator.faults.fail("/devices", status=403, times=10_000)
    world.simulator.faults.fail("/*", status=503, times=10_000)
    await pass_minutes(world, freezer, 30)
    assert raised_issues(world.hass, entry) == []


async def test_a_command_that_requires_payment_has_its_own_error(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    world.simulator.faults.fail("/devices/*/commands", status=402)
    with pytest.raises(HomeAssistantError) as raised:
        await world.hass.services.async_call(
            "switch", "turn_on", {"entity_id": "switch.plug_1"}, blocking=True
        )
    assert raised.value.translation_key == "payment_required"
