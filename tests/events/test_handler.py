"""Events that change more than values, and deliveries at unusual times."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from uuid import uuid4

import aiohttp
import pytest
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.smartthings_smartapp.cloud.delivery.lifecycle import (
    EventDelivery,
    parse_delivery,
)
from custom_components.smartthings_smartapp.cloud.models import AttributeKey
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.events import backlog
from custom_components.smartthings_smartapp.events import button_presses as presses_module
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry, domain_data
from simulator.delivery.signing import Draft, Request
from simulator.devices.device import Json, JsonObject
from simulator.devices.home import HomeEvent
from simulator.devices.ids import HOME_LOCATION, Devices, Scenes
from simulator.json_tools import as_object, encode
from tests.common.entities import state_of
from tests.common.events import deliver_events, home_event
from tests.common.receivers import receiver_of
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG, Devices.HUB, Devices.REMOTE, Devices.WASHER)

STRANGER = "0b7d2d0e-5f3c-4f0e-9d63-5c0a2b1e7f11"


UNKNOWN_DEVICE = home_event(
    "DEVICE_EVENT",
    "deviceEvent",
    deviceId=STRANGER,
    componentId="main",
    capability="switch",
    attribute="switch",
    value="on",
)
HUB = home_event("HUB_HEALTH_EVENT", "hubHealthEvent", hubId=Devices.HUB, status="ONLINE")


@pytest.mark.parametrize("event", [UNKNOWN_DEVICE, HUB], ids=["unknown device", "hub"])
async def test_one_delivery_starts_one_read(
    world: World, entry: SmartThingsConfigEntry, event: HomeEvent
) -> None:
    """It is one read for the delivery, not one for each of its events."""
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    world.simulator.calls.clear()
    await deliver_events(world, entry, event, event, event)
    assert len(world.calls("GET", "/devices")) == 1


async def test_a_first_value_adds_its_entities_without_a_reload(world: World) -> None:
    """A plug may report its power for the first time long after the set-up."""
    report = world.simulator.home.devices[Devices.WASHER].status["main"]["powerConsumptionReport"]
    full = report["powerConsumption"]["value"]
    report["powerConsumption"] = {"value": None}
    entry = await world.add_location()

    def entries() -> set[str]:
        matches = entry.runtime_data.parts.loader.matches[Devices.WASHER]
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


async def test_unused_kinds_of_events_change_nothing(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    world.simulator.calls.clear()
    await deliver_events(
        world,
        entry,
        home_event("WEATHER_EVENT", "weatherEvent"),
    )
    assert world.simulator.calls == []


async def test_unchanged_scenes_are_read_and_kept(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    before = entry.runtime_data.parts.store.state.scenes
    world.simulator.calls.clear()
    await deliver_events(
        world,
        entry,
        home_event(
            "SCENE_LIFECYCLE_EVENT",
            "sceneLifecycleEvent",
            sceneId=Scenes.GOOD_NIGHT,
            lifecycle="UPDATE",
        ),
    )
    assert len(world.calls("GET", "/scenes")) == 1
    assert entry.runtime_data.parts.store.state.scenes == before


async def test_an_uninstall_event_marks_the_entry_once(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Apps without pages get no UNINSTALL but an event."""
    gone = home_event(
        "INSTALLED_APP_LIFECYCLE_EVENT",
        "installedAppLifecycleEvent",
        installedAppId=entry.data["installed_app_id"],
        lifecycle="DELETE",
    )
    await deliver_events(world, entry, gone)
    assert entry.data["uninstalled"] is True
    assert ir.async_get(world.hass).async_get_issue(DOMAIN, f"uninstalled_{entry.entry_id}")
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR


async def test_an_uninstalled_entry_is_removed_without_a_call(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """There is nothing left to delete in the cloud, and no token for it."""
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    world.simulator.calls.clear()
    await world.hass.config_entries.async_remove(entry.entry_id)
    await world.settle()
    assert world.simulator.calls == []


# Deliveries while the entry is not loaded


def plug_is(value: str, *, age: float = 0) -> HomeEvent:
    """Return an event of the plug from some seconds ago."""
    event = home_event(
        "DEVICE_EVENT",
        "deviceEvent",
        deviceId=Devices.COFFEE_PLUG,
        componentId="main",
        capability="switch",
        attribute="switch",
        value=value,
    )
    event.payload["eventId"] = str(uuid4())
    return replace(event, time=datetime.now(UTC) - timedelta(seconds=age))


def pressed(*, age: float = 0) -> HomeEvent:
    """Return a press of the remote's first button from some seconds ago."""
    event = plug_is("pushed", age=age)
    event.payload.update(
        deviceId=Devices.REMOTE, componentId="button1", capability="button", attribute="button"
    )
    return event


def known(entry: SmartThingsConfigEntry, device_id: str = Devices.COFFEE_PLUG) -> object:
    """Return the switch of the plug in the store."""
    value = entry.runtime_data.parts.store.value(
        device_id, AttributeKey("main", "switch", "switch")
    )
    return value and value.value


async def begin_set_up(world: World, entry: SmartThingsConfigEntry) -> asyncio.Task[bool]:
    """Start a reload, and return its task after the first poll of the set-up has the devices."""
    world.simulator.calls.clear()
    world.simulator.faults.fail("/locations/*/modes", hang=0.3)
    task = world.hass.async_create_task(world.hass.config_entries.async_reload(entry.entry_id))
    while not world.calls("GET", f"/locations/{HOME_LOCATION}/modes"):
        await asyncio.sleep(0.01)
    return task


async def set_up_during_deliveries(
    world: World, entry: SmartThingsConfigEntry, *deliveries: Sequence[HomeEvent]
) -> list[int]:
    """Deliver during a set-up, and return the statuses after it."""
    task = await begin_set_up(world, entry)
    statuses = [
        await world.simulator.deliver_events(entry.data["installed_app_id"], list(events))
        for events in deliveries
    ]
    assert state_of(entry) is ConfigEntryState.SETUP_IN_PROGRESS
    assert await task
    await world.settle()
    return statuses


async def test_events_during_a_set_up_are_applied_after_it(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """They are applied in order, after the first poll with an older value."""
    presses = async_capture_events(world.hass, "smartthings_smartapp_activity")
    statuses = await set_up_during_deliveries(
        world, entry, [plug_is("off"), pressed()], [plug_is("on"), plug_is("unheard of")]
    )
    assert statuses == [200, 200]
    assert known(entry) == "unheard of"
    assert [event.data["type"] for event in presses] == ["button"]


async def test_a_press_that_waited_too_long_for_a_set_up_is_ignored(
    world: World, entry: SmartThingsConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was recent when it was sent, but a set-up may take a minute."""
    monkeypatch.setattr(presses_module, "_TOO_OLD", timedelta(seconds=0.1))
    presses = async_capture_events(world.hass, "smartthings_smartapp_activity")
    assert await set_up_during_deliveries(world, entry, [pressed(), plug_is("unheard of")]) == [200]
    assert known(entry) == "unheard of"
    assert presses == []


def event_body(entry: SmartThingsConfigEntry, events: Sequence[HomeEvent]) -> bytes:
    """Return the body of a delivery with events."""
    installed_app: JsonObject = {
        "installedAppId": entry.data["installed_app_id"],
        "locationId": HOME_LOCATION,
    }
    elements: list[Json] = [
        {"eventType": event.event_type, event.payload_key: event.payload} for event in events
    ]
    data: JsonObject = {"installedApp": installed_app, "events": elements}
    return encode({"lifecycle": "EVENT", "executionId": "x", "eventData": data})


@contextmanager
def recorded() -> Iterator[list[Request]]:
    """Record the requests of the simulator, as an attacker in the network could."""
    requests: list[Request] = []
    sign = Draft.sign

    def record(draft: Draft) -> Request:
        requests.append(sign(draft))
        return requests[-1]

    with patch.object(Draft, "sign", record):
        yield requests


async def send_again(world: World, entry: SmartThingsConfigEntry, request: Request) -> int:
    """Send a recorded request again."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            entry.data["webhook_url"], data=request.body, headers=dict(request.headers)
        ) as response,
    ):
        return response.status


async def reload(world: World, entry: SmartThingsConfigEntry) -> None:
    """Reload the entry."""
    assert await world.hass.config_entries.async_reload(entry.entry_id)


async def disable_and_enable(world: World, entry: SmartThingsConfigEntry) -> None:
    """Disable the entry, which unregisters its webhook, and enable it again."""
    for disabler in (ConfigEntryDisabler.USER, None):
        await world.hass.config_entries.async_set_disabled_by(entry.entry_id, disabler)


@pytest.mark.parametrize("then", [reload, disable_and_enable])
async def test_a_repeated_delivery_has_no_effect_after_another_set_up(
    world: World,
    entry: SmartThingsConfigEntry,
    then: Callable[[World, SmartThingsConfigEntry], Awaitable[None]],
) -> None:
    """The new store does not know the ids of earlier events."""
    presses = async_capture_events(world.hass, "smartthings_smartapp_activity")
    with recorded() as requests:
        await deliver_events(world, entry, pressed())
    await then(world, entry)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED
    assert await send_again(world, entry, requests[-1]) == 200
    await world.settle()
    assert len(presses) == 1
    assert receiver_of(entry.runtime_data).replays == 1


async def test_a_delivery_that_waited_for_a_set_up_is_applied_once(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It is recognized when it arrives again."""
    presses = async_capture_events(world.hass, "smartthings_smartapp_activity")
    with recorded() as requests:
        await set_up_during_deliveries(world, entry, [pressed()])
    assert await send_again(world, entry, requests[-1]) == 200
    await world.settle()
    assert len(presses) == 1


async def test_the_webhook_answers_during_the_whole_reload(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """From the unload to the next set-up, a delivery finds its owner."""
    receiver = receiver_of(entry.runtime_data)
    sent: list[asyncio.Task[int]] = []

    def unloaded() -> None:
        if entry.state is ConfigEntryState.NOT_LOADED:
            delivery = world.simulator.deliver_events(
                entry.data["installed_app_id"], [plug_is("unheard of")]
            )
            sent.append(world.hass.async_create_task(delivery))

    entry.async_on_state_change(unloaded)
    assert await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert [task.result() for task in sent] == [200]
    assert known(entry) == "unheard of"
    assert not receiver.rejections
    assert receiver_of(entry.runtime_data) is receiver


async def test_events_wait_while_a_set_up_is_retried(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """After the set-up, the arm state is there, which no poll has."""
    world.simulator.faults.fail("/devices", status=503)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    armed = home_event("SECURITY_ARM_STATE_EVENT", "securityArmStateEvent", armState="ARMED_STAY")
    await deliver_events(world, entry, armed)
    world.simulator.faults.clear()
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert entry.runtime_data.parts.store.state.arm_state == "ARMED_STAY"


async def test_only_the_last_security_state_waits(
    world: World, entry: SmartThingsConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other deliveries do not displace it. An automation must not react to older states."""
    monkeypatch.setattr(backlog, "_MAX_DELIVERIES", 2)
    await world.hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
    await world.hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await world.settle()
    changes = async_capture_events(world.hass, EVENT_STATE_CHANGED)
    now = datetime.now(UTC)
    states = [
        replace(
            home_event(
                "SECURITY_ARM_STATE_EVENT", "securityArmStateEvent", eventId=state, armState=state
            ),
            time=now - timedelta(seconds=age),
        )
        for state, age in (("ARMED_AWAY", 20), ("ARMED_STAY", 0), ("DISARMED", 10))
    ]
    await set_up_during_deliveries(
        world, entry, *([event] for event in states), [pressed()], [pressed()]
    )
    shown = [
        change.data["new_state"].state
        for change in changes
        if change.data["entity_id"] == "sensor.home_security_state" and change.data["new_state"]
    ]
    assert shown[-1] == "armed_home"
    assert {"armed_away", "disarmed"}.isdisjoint(shown)


async def test_an_uninstall_event_counts_while_a_set_up_is_retried(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """It does not wait for a set-up that can never succeed."""
    world.simulator.faults.fail("/devices", status=503)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    gone = home_event(
        "INSTALLED_APP_LIFECYCLE_EVENT",
        "installedAppLifecycleEvent",
        installedAppId=entry.data["installed_app_id"],
        lifecycle="DELETE",
    )
    await deliver_events(world, entry, gone)
    assert entry.data["uninstalled"] is True
    assert state_of(entry) is ConfigEntryState.SETUP_ERROR


async def test_only_the_newest_deliveries_wait_for_a_set_up(
    world: World, entry: SmartThingsConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog, "_MAX_DELIVERIES", 2)
    await world.hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
    await world.hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await world.settle()
    presses = async_capture_events(world.hass, "smartthings_smartapp_activity")
    statuses = await set_up_during_deliveries(world, entry, *([pressed()] for _ in range(4)))
    assert statuses == [200] * 4
    assert len(presses) == 2


async def test_deliveries_are_applied_in_order(world: World, entry: SmartThingsConfigEntry) -> None:
    """A short delivery does not overtake the parts of an earlier long one."""
    now = datetime.now(UTC)
    long = [replace(plug_is(f"long {number}"), time=now) for number in range(250)]
    short = [replace(plug_is("short"), time=now)]
    first = world.hass.async_create_task(
        world.simulator.deliver_events(entry.data["installed_app_id"], long)
    )
    while known(entry) != "long 99":
        await asyncio.sleep(0)
    owner = receiver_of(entry.runtime_data).owners[entry.entry_id]
    delivery = parse_delivery(event_body(entry, short))
    assert isinstance(delivery, EventDelivery)
    await owner.events(delivery, now)
    await first
    assert known(entry) == "short"


# Uninstalled


async def test_an_entry_is_marked_as_uninstalled_once(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """A second UNINSTALL does not set it up again."""
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    states: list[ConfigEntryState] = []
    entry.async_on_state_change(lambda: states.append(entry.state))
    body = world.simulator.deliveries[-1].body
    delivery = await world.simulator.post(
        entry.data["app_id"], {**as_object(body), "executionId": "again"}
    )
    await world.settle()
    assert delivery.status == 200
    assert states == []


async def test_events_without_a_token_are_applied(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Apps of the other kind send no token with their events."""
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
    values = entry.runtime_data.parts.store.devices[Devices.COFFEE_PLUG].status.values()
    assert "unheard of" in [value.value for value in values]


async def test_an_update_without_a_refresh_token_keeps_the_known_one(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The refresh token of an UPDATE is optional, also for an entry that is not loaded."""
    installed_app = world.simulator.installed_apps[entry.data["installed_app_id"]]
    before = await domain_data(world.hass).tokens.store(installed_app.installed_app_id).load()
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
    after = await domain_data(world.hass).tokens.store(installed_app.installed_app_id).load()
    assert after is not None
    assert (after.access_token, after.refresh_token) == ("another", before.refresh_token)
    await world.settle()
    assert state_of(entry) is ConfigEntryState.LOADED
