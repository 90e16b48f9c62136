"""Home Assistant may ask for anything before a set-up, during it, and after an unload."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest
from homeassistant.components.device_automation import (
    DeviceAutomationType,
    async_get_device_automations,
)
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntryDisabler,
    ConfigEntryState,
    ConfigFlowContext,
)
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import condition, trigger
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smartthings_smartapp.condition import CONDITIONS
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from custom_components.smartthings_smartapp.issues.issue import Issue, issue_id
from custom_components.smartthings_smartapp.repairs import async_create_fix_flow
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from custom_components.smartthings_smartapp.services.schemas import SCHEMAS
from custom_components.smartthings_smartapp.system_health import system_health_info
from custom_components.smartthings_smartapp.trigger import TRIGGERS
from simulator.devices.ids import Devices

from .common.earlier_files import EARLIER
from .common.entities import state_of
from .common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)


async def ask_everything(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Use each way into the integration that a user or Home Assistant has for an entry."""
    await ask_for_information(hass, entry)
    await open_dialogs(hass, entry)
    await validate_automations(hass)


async def ask_for_information(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Download diagnostics, and open the page of system information."""
    assert (await async_get_config_entry_diagnostics(hass, entry))["entry"]
    registry = dr.async_get(hass)
    for device in dr.async_entries_for_config_entry(registry, entry.entry_id):
        assert (await async_get_device_diagnostics(hass, entry, device))["versions"]
        for kind in DeviceAutomationType:
            await async_get_device_automations(hass, kind, [device.id])
    for value in (await system_health_info(hass)).values():
        if asyncio.iscoroutine(value):
            value.close()


async def open_dialogs(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Open each dialog and close it again."""
    options = await hass.config_entries.options.async_init(entry.entry_id)
    assert options["type"] is FlowResultType.MENU
    hass.config_entries.options.async_abort(options["flow_id"])
    contexts: tuple[ConfigFlowContext, ...] = (
        {"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id},
        {"source": SOURCE_USER},
    )
    for context in contexts:
        shown = await hass.config_entries.flow.async_init(DOMAIN, context=context)
        assert shown["type"] in {FlowResultType.MENU, FlowResultType.FORM}, shown
        hass.config_entries.flow.async_abort(shown["flow_id"])
    for issue in Issue:
        flow = await async_create_fix_flow(
            hass, issue_id(entry, issue), {"entry_id": entry.entry_id}
        )
        flow.hass, flow.handler = hass, DOMAIN
        assert await getattr(flow, f"async_step_{flow.init_step}")(None)


async def validate_automations(hass: HomeAssistant) -> None:
    """Validate and attach automations, which may come before their devices."""
    for name in TRIGGERS:
        raw = {"trigger": f"{DOMAIN}.{name}", "target": {"area_id": "kitchen"}}
        assert await trigger.async_validate_trigger_config(hass, cv.TRIGGER_SCHEMA([raw]))
    for name in CONDITIONS:
        options = {"mode": ["Home"]} if name == "location_mode_is" else {}
        await condition.async_validate_condition_config(
            hass,
            {
                "condition": f"{DOMAIN}.{name}",
                "target": {"area_id": "kitchen"},
                "options": options,
            },
        )


async def call_actions(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Call each action for a location that is not loaded; the error is for the user."""
    device = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)[-1]
    location: dict[str, object] = {"config_entry_id": entry.entry_id}
    own_fields: dict[str, dict[str, object]] = {
        "send_command": {"capability": "switch", "command": "on"},
        "notify": {"message": "Hello", **location},
        "set_lock_code": {"code": "1234", "slot": 1, "name": "A"},
        "rename_lock_code": {"slot": 1, "name": "A"},
        "delete_lock_code": {"slot": 1},
        "set_lock_week_schedule": {
            "user_index": 1,
            "weekdays": ["mon"],
            "start_time": "08:00:00",
            "end_time": "09:00:00",
        },
        "set_lock_period": {
            "user_index": 1,
            "start": "2026-12-01 08:00:00",
            "end": "2026-12-02 08:00:00",
        },
        "delete_lock_schedule": {"type": "week", "user_index": 1, "schedule": 1},
        "sync_subscriptions": location,
        "import_statistics": location,
    }
    for name, schema in SCHEMAS.items():
        of_location = name in {"import_statistics", "notify", "sync_subscriptions"}
        named = {} if of_location else {"device_id": device.id}
        fields = named | own_fields.get(name, {})
        schema(fields)
        with pytest.raises(HomeAssistantError):
            await hass.services.async_call(
                DOMAIN,
                name,
                fields,
                blocking=True,
                return_response=hass.services.supports_response(DOMAIN, name)
                is SupportsResponse.ONLY,
            )


def errors_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the logged errors."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


async def disable(world: World, entry: SmartThingsConfigEntry) -> None:
    """Disable the entry."""
    await world.hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)


async def unload(world: World, entry: SmartThingsConfigEntry) -> None:
    """Unload the entry."""
    await world.hass.config_entries.async_unload(entry.entry_id)


async def lose_the_cloud(world: World, entry: SmartThingsConfigEntry) -> None:
    """Let the set-up fail, which is tried again."""
    world.simulator.faults.fail("/devices", status=503, times=1000)
    await world.hass.config_entries.async_reload(entry.entry_id)


async def uninstall(world: World, entry: SmartThingsConfigEntry) -> None:
    """Remove the SmartApp in SmartThings."""
    await world.simulator.uninstall(entry.data["installed_app_id"])


@pytest.mark.parametrize(
    "bring", [disable, unload, lose_the_cloud, uninstall], ids=lambda bring: bring.__name__
)
async def test_an_entry_that_is_not_loaded_answers(
    world: World,
    entry: SmartThingsConfigEntry,
    caplog: pytest.LogCaptureFixture,
    bring: Callable[[World, SmartThingsConfigEntry], Awaitable[None]],
) -> None:
    """Automations stay valid, dialogs open, and actions say why they cannot run."""
    await bring(world, entry)
    await world.settle()
    assert state_of(entry) is not ConfigEntryState.LOADED
    caplog.clear()
    await ask_everything(world.hass, entry)
    await call_actions(world.hass, entry)
    await world.settle()
    assert errors_in(caplog) == []


@pytest.mark.parametrize("moment", ["async_forward_entry_setups", "async_unload_platforms"])
async def test_an_entry_answers_during_set_up_and_unload(
    world: World,
    entry: SmartThingsConfigEntry,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    """Before and after the platforms are set up or unloaded."""
    entries = world.hass.config_entries
    go_on = getattr(entries, moment)
    seen: list[ConfigEntryState] = []

    async def ask_around(*arguments: object) -> bool | None:
        await ask_everything(world.hass, entry)
        done: bool | None = await go_on(*arguments)
        await ask_everything(world.hass, entry)
        seen.append(entry.state)
        return done

    monkeypatch.setattr(entries, moment, ask_around)
    await entries.async_reload(entry.entry_id)
    await world.settle()
    assert len(seen) == 1
    assert seen[0] is not ConfigEntryState.LOADED
    assert state_of(entry) is ConfigEntryState.LOADED
    assert errors_in(caplog) == []


async def test_a_disabled_entry_answers_before_any_set_up(
    hass: HomeAssistant, enable_custom_integrations: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Home Assistant sets no integration up for a disabled entry."""
    entry = MockConfigEntry(domain=DOMAIN, **EARLIER["entry"], disabled_by=ConfigEntryDisabler.USER)
    entry.add_to_hass(hass)
    await ask_for_information(hass, entry)
    assert await async_setup_component(hass, "repairs", {})
    await open_dialogs(hass, entry)
    await validate_automations(hass)
    assert errors_in(caplog) == []
