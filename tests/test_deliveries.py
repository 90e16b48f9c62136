"""What an entry does with events beyond values, and with deliveries that come at odd times."""

from datetime import UTC, datetime

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import StConfigEntry
from custom_components.smartthings_smartapp.token_storage import TokenStore
from simulator.device import JsonObject
from simulator.home import HomeEvent
from simulator.ids import HOME_LOCATION, Devices, Scenes

from .conftest import World
from .test_init import state_of

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG, Devices.HUB, Devices.WASHER)

STRANGER = "0b7d2d0e-5f3c-4f0e-9d63-5c0a2b1e7f11"


def happened(event_type: str, payload_key: str, **payload: str) -> HomeEvent:
    """Return an event of the home."""
    body: JsonObject = {"eventId": f"{event_type}-1", "locationId": HOME_LOCATION, **payload}
    return HomeEvent(
        location_id=HOME_LOCATION,
        event_type=event_type,
        payload_key=payload_key,
        payload=body,
        time=datetime.now(UTC),
    )


async def tell(world: World, entry: StConfigEntry, *events: HomeEvent) -> None:
    """Deliver events and let everything that follows happen."""
    status = await world.simulator.deliver_events(entry.data["installed_app_id"], list(events))
    assert status == 200
    await world.settle()


UNKNOWN_DEVICE = happened(
    "DEVICE_EVENT",
    "deviceEvent",
    deviceId=STRANGER,
    componentId="main",
    capability="switch",
    attribute="switch",
    value="on",
)
HUB = happened("HUB_HEALTH_EVENT", "hubHealthEvent", hubId=Devices.HUB, status="ONLINE")


@pytest.mark.parametrize("event", [UNKNOWN_DEVICE, HUB], ids=["unknown device", "hub"])
async def test_what_an_event_cannot_tell_is_read_once(
    world: World, entry: StConfigEntry, event: HomeEvent
) -> None:
    """One reading for a whole delivery, not one for each of its events."""
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    world.simulator.calls.clear()
    await tell(world, entry, event, event, event)
    assert len(world.calls("GET", "/devices")) == 1


async def test_a_first_value_brings_its_entities_without_a_reload(world: World) -> None:
    """A plug that has never reported its power is not without power for ever."""
    report = world.simulator.home.devices[Devices.WASHER].status["main"]["powerConsumptionReport"]
    full = report["powerConsumption"]["value"]
    report["powerConsumption"] = {"value": None}
    entry = await world.add_location()

    def entries() -> set[str]:
        matches = entry.runtime_data.loader.matches[Devices.WASHER]
        return {match.entry.key for match in matches}

    before = entries()
    world.simulator.home.set_attribute(
        Devices.WASHER, "main", "powerConsumptionReport", "powerConsumption", full
    )
    await world.settle()
    assert entries() > before
    registry = er.async_get(world.hass)
    ids = [item for item in registry.entities if item.startswith("sensor.")]
    assert any("washing_machine" in item and "power" in item for item in ids)


async def test_kinds_of_events_that_we_do_not_use_change_nothing(
    world: World, entry: StConfigEntry
) -> None:
    world.simulator.calls.clear()
    await tell(
        world,
        entry,
        happened("WEATHER_EVENT", "weatherEvent"),
    )
    assert world.simulator.calls == []


async def test_scenes_that_did_not_change_are_read_and_left(
    world: World, entry: StConfigEntry
) -> None:
    before = entry.runtime_data.store.scenes
    world.simulator.calls.clear()
    await tell(
        world,
        entry,
        happened(
            "SCENE_LIFECYCLE_EVENT",
            "sceneLifecycleEvent",
            sceneId=Scenes.GOOD_NIGHT,
            lifecycle="UPDATE",
        ),
    )
    assert len(world.calls("GET", "/scenes")) == 1
    assert entry.runtime_data.store.scenes == before


async def test_an_uninstall_told_as_an_event_marks_the_entry_once(
    world: World, entry: StConfigEntry
) -> None:
    """Apps without pages get no UNINSTALL but an event."""
    gone = happened(
        "INSTALLED_APP_LIFECYCLE_EVENT",
        "installedAppLifecycleEvent",
        installedAppId=entry.data["installed_app_id"],
        lifecycle="DELETE",
    )
    await tell(world, entry, gone)
    assert entry.data["uninstalled"] is True
    assert ir.async_get(world.hass).async_get_issue(DOMAIN, f"uninstalled_{entry.entry_id}")
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR


async def test_an_uninstalled_entry_is_removed_without_a_call(
    world: World, entry: StConfigEntry
) -> None:
    """There is nothing left to remove there, and no token to do it with."""
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    world.simulator.calls.clear()
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    assert world.simulator.calls == []


async def test_events_for_an_entry_that_is_not_loaded_are_acknowledged(
    world: World, entry: StConfigEntry
) -> None:
    """The first reading of the next set-up catches up."""
    world.simulator.faults.fail("/devices", status=503)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    await tell(world, entry, UNKNOWN_DEVICE)


async def test_events_without_a_token_are_applied(world: World, entry: StConfigEntry) -> None:
    """The other form of an app sends no token with its events."""
    world.simulator.home.set_attribute(
        Devices.COFFEE_PLUG, "main", "switch", "switch", "off", report=False
    )
    app_id, installed_app_id = entry.data["app_id"], entry.data["installed_app_id"]
    event: JsonObject = {
        "eventId": "tokenless",
        "locationId": HOME_LOCATION,
        "deviceId": Devices.COFFEE_PLUG,
        "componentId": "main",
        "capability": "switch",
        "attribute": "switch",
        "value": "unheard of",
    }
    delivery = await world.simulator.post(
        app_id,
        {
            "messageType": "EVENT",
            "eventData": {
                "installedApp": {
                    "installedAppId": installed_app_id,
                    "locationId": HOME_LOCATION,
                },
                "events": [
                    {
                        "eventTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                        "eventType": "DEVICE_EVENT",
                        "deviceEvent": event,
                    }
                ],
            },
        },
    )
    assert delivery.status == 200
    values = entry.runtime_data.store.devices[Devices.COFFEE_PLUG].status.values()
    assert "unheard of" in [value.value for value in values]


async def test_an_update_without_a_refresh_token_keeps_the_known_one(
    world: World, entry: StConfigEntry
) -> None:
    """The refresh token of an UPDATE is optional, for an entry that is not loaded too."""
    installed_app = world.simulator.installed_apps[entry.data["installed_app_id"]]
    before = await TokenStore(world.hass, installed_app.installed_app_id).load()
    assert before is not None
    world.simulator.faults.fail("/devices", status=503)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    await world.simulator.post(
        entry.data["app_id"],
        {
            "lifecycle": "UPDATE",
            "executionId": "x",
            "updateData": {"authToken": "another", "installedApp": installed_app.delivered},
            "settings": {},
        },
    )
    after = await TokenStore(world.hass, installed_app.installed_app_id).load()
    assert after is not None
    assert (after.access_token, after.refresh_token) == ("another", before.refresh_token)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED
