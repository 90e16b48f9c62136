"""Activities on the event bus: each is fired once, and only for real changes."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from freezegun import freeze_time
from homeassistant.core import Context, Event
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockUser, async_capture_events

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.events.activity import ACTIVITY_EVENT, RAW_EVENT
from custom_components.smartthings_smartapp.location.options import CONF_RAW_EVENTS
from simulator.devices.device import Json, JsonObject, Readings
from simulator.devices.home import HomeEvent
from simulator.devices.ids import HOME_LOCATION, Devices, Modes, Scenes
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.FRONT_LOCK, Devices.REMOTE)


def listen(house: House, event_type: str = ACTIVITY_EVENT) -> list[Event]:
    """Return a list that collects the events of a type from now on."""
    events: list[Event] = async_capture_events(house.hass, event_type)
    return events


def registered(house: House, device_id: str) -> str | None:
    """Return the registry id of a device, or of the device of the location."""
    registry_id: str | None = house.entry.runtime_data.parts.registrar.registry_id(device_id)
    return registry_id


def facts(events: list[Event], *names: str) -> list[tuple[Json, ...]]:
    """Return some of the data of each event."""
    return [tuple(event.data.get(name) for name in names) for event in events]


async def deliver(house: House, *events: JsonObject, at: datetime | None = None) -> None:
    """Let the cloud send device events in one delivery, without regard to subscriptions."""
    (installed_app_id,) = house.simulator.installed_apps
    await house.simulator.deliver_events(
        installed_app_id,
        [
            HomeEvent(
                location_id=HOME_LOCATION,
                event_type="DEVICE_EVENT",
                payload_key="deviceEvent",
                payload={"locationId": HOME_LOCATION, "componentId": "main", **event},
                time=at or datetime.now(UTC),
            )
            for event in events
        ],
    )
    await house.world.settle()


def lock_event(value: Json, *, event_id: str = "", changed: bool = True) -> JsonObject:
    """Return an event of the front door's lock."""
    return {
        "eventId": event_id,
        "deviceId": Devices.FRONT_LOCK,
        "capability": "lock",
        "attribute": "lock",
        "value": value,
        "stateChange": changed,
    }


# Presses


async def press(house: House, value: str, component: str = "button2") -> None:
    """Press a button of the remote."""
    await house.report(Devices.REMOTE, "button.button", value, component=component)


async def test_each_press_is_fired_once(house: House) -> None:
    """Equal presses in a row are several; a repeated delivery is none."""
    events = listen(house)
    await press(house, "pushed")
    house.simulator.faults.duplicate_deliveries(1)
    await press(house, "pushed")
    await press(house, "pushed_2x", "button1")
    assert [event.data for event in events] == [
        {
            "type": "button",
            "device_id": registered(house, Devices.REMOTE),
            "entity_id": house.entity_id(f"event.sofa_remote_button_{number}"),
            "component": f"button{number}",
            "value": value,
        }
        for number, value in ((2, "pushed"), (2, "pushed"), (1, "pushed_2x"))
    ]


async def test_neither_a_state_nor_a_late_report_is_a_press(house: House) -> None:
    """The event entity follows the same rule."""
    events = listen(house)
    house.simulator.home.set_attribute(
        Devices.REMOTE, "button1", "button", "button", "held", report=False
    )
    await house.entry.runtime_data.parts.coordinator.async_refresh()
    await house.report(Devices.REMOTE, "button.button", None, component="button1")
    house.simulator.home.clock = lambda: datetime.now(UTC) - timedelta(seconds=40)
    await press(house, "pushed")
    assert events == []


# Locks


async def test_an_operated_lock_is_fired_with_its_operator(house: House) -> None:
    """The event has what the lock reports, but never a code."""
    events = listen(house)
    await house.report(
        Devices.FRONT_LOCK,
        "lock.lock",
        "unlocked",
        data={"method": "keypad", "codeId": "3", "codeName": "Anna", "timeout": None},
    )
    await house.report(Devices.FRONT_LOCK, "lock.lock", "locked")
    unlocked, locked = events
    about = {
        "type": "lock",
        "device_id": registered(house, Devices.FRONT_LOCK),
        "entity_id": house.entity_id("lock.front_door_lock"),
        "component": "main",
    }
    operator = {"method": "keypad", "code_id": "3", "code_name": "Anna"}
    assert unlocked.data == {**about, "value": "unlocked", **operator}
    assert locked.data == {**about, "value": "locked"}
    assert unlocked.context.user_id is None


async def test_a_report_without_a_change_is_no_operation(house: House) -> None:
    """Neither is an unknown state, nor a stale report."""
    events = listen(house)
    now = datetime.now(UTC)
    await deliver(
        house,
        lock_event("locked", changed=False),
        lock_event("unknown"),
        lock_event(None),
        lock_event("unlocked", event_id="a"),
        lock_event("unlocked", event_id="a"),
        at=now,
    )
    await deliver(house, lock_event("locked"), at=now - timedelta(seconds=5))
    await deliver(house, {**lock_event("locked"), "componentId": "other"}, at=now)
    assert facts(events, "value") == [("unlocked",)]


async def test_the_context_has_the_user_or_automation(
    house: House, hass_admin_user: MockUser
) -> None:
    """For a lock, a mode and a scene."""
    events = listen(house)
    context = Context(user_id=hass_admin_user.id)
    for action, name, data in (
        ("lock.unlock", "lock.front_door_lock", {}),
        ("select.select_option", "select.home_mode", {"option": "Night"}),
        ("scene.turn_on", "scene.home_leaving", {}),
    ):
        domain, service = action.split(".")
        await house.hass.services.async_call(
            domain,
            service,
            {"entity_id": house.entity_id(name), **data},
            blocking=True,
            context=context,
        )
        await house.world.settle()
    contexts = {event.data["type"]: event.context for event in events}
    assert [contexts[kind].user_id for kind in ("lock", "mode", "scene")] == [
        hass_admin_user.id
    ] * 3


async def test_an_earlier_change_sets_no_context(house: House, hass_admin_user: MockUser) -> None:
    """The person who locked the door yesterday did not lock it now."""
    await house.hass.services.async_call(
        "lock",
        "unlock",
        {"entity_id": house.entity_id("lock.front_door_lock")},
        blocking=True,
        context=Context(user_id=hass_admin_user.id),
    )
    await house.world.settle()
    assert house.state("lock.front_door_lock").context.user_id == hass_admin_user.id
    events = listen(house)
    with freeze_time(datetime.now(UTC) + timedelta(seconds=10)):
        await deliver(house, lock_event("unlocked"))
    assert events[-1].context.user_id is None


async def test_a_lock_without_an_entity_is_fired_with_its_device(world: World) -> None:
    """The user may have removed the entity."""
    lock: Readings = {"lock": {"lock": "locked"}}
    house = await house_with(world, "Shed", "SmartLock", lock)
    (device_id,) = house.entry.runtime_data.parts.store.devices
    events = listen(house)
    er.async_get(house.hass).async_remove(house.entity_id("lock.shed"))
    await house.report(device_id, "lock.lock", "unlocked")
    assert [event.data for event in events] == [
        {
            "type": "lock",
            "device_id": registered(house, device_id),
            "component": "main",
            "value": "unlocked",
        }
    ]


# Mode


async def test_a_mode_is_fired_with_its_name(house: House) -> None:
    """A mode that was created a moment ago has its name, too."""
    events = listen(house)
    home = house.simulator.home
    home.set_mode(HOME_LOCATION, Modes.NIGHT)
    await house.world.settle()
    home.modes[HOME_LOCATION].append({"id": "holiday", "label": "Holiday", "name": "Holiday"})
    home.set_mode(HOME_LOCATION, "holiday")
    await house.world.settle()
    house.simulator.faults.fail("/locations/*/modes", status=500)
    home.modes[HOME_LOCATION].append({"id": "party", "label": "Party", "name": "Party"})
    home.set_mode(HOME_LOCATION, "party")
    await house.world.settle()
    about = {
        "type": "mode",
        "device_id": registered(house, HOME_LOCATION),
        "entity_id": house.entity_id("select.home_mode"),
    }
    assert [event.data for event in events] == [
        {**about, "mode": "Night", "mode_id": Modes.NIGHT},
        {**about, "mode": "Holiday", "mode_id": "holiday"},
        {**about, "mode": None, "mode_id": "party"},
    ]


# Scenes


async def test_a_scene_that_home_assistant_runs_is_fired(house: House) -> None:
    """It is fired only if the cloud accepts it. The platform does not report runs by others."""
    events = listen(house)
    await house.act("scene.turn_on", "scene.home_good_night")
    assert [event.data for event in events] == [
        {
            "type": "scene",
            "device_id": registered(house, HOME_LOCATION),
            "entity_id": house.entity_id("scene.home_good_night"),
            "change": "run",
            "scene_id": Scenes.GOOD_NIGHT,
            "name": "Good night",
        }
    ]


async def test_changed_scenes_are_fired_with_their_names(house: House) -> None:
    """The events have no names, so the scenes are read first."""
    events = listen(house)
    home = house.simulator.home
    scene_id = home.add_scene(HOME_LOCATION, "Party", [])
    await house.world.settle()
    for change in (
        partial(home.rename_scene, scene_id, "Quiet party"),
        partial(home.rename_scene, scene_id, "Quiet party"),
        partial(home.rename_scene, scene_id, "Party"),
        partial(home.remove_scene, scene_id),
    ):
        change()
        await house.world.settle()
    assert facts(events, "type", "change", "name", "old_name") == [
        ("scene", "created", "Party", None),
        ("scene", "renamed", "Quiet party", "Party"),
        ("scene", "renamed", "Party", "Quiet party"),
        ("scene", "removed", "Party", None),
    ]
    assert {event.data["scene_id"] for event in events} == {scene_id}


async def test_a_renamed_scene_is_fired_once(house: House) -> None:
    """One read may follow two events."""
    events = listen(house)
    home = house.simulator.home
    house.simulator.faults.fail("/scenes", hang=0.2)
    home.rename_scene(Scenes.LEAVING, "Off we go")
    home.rename_scene(Scenes.LEAVING, "Gone")
    await house.world.settle()
    assert facts(events, "change", "name", "old_name") == [("renamed", "Gone", "Leaving")]


async def test_a_scene_that_cannot_be_read_is_fired_without_a_name(house: House) -> None:
    """A change of its name is not known, so it is not fired."""
    events = listen(house)
    house.simulator.faults.fail("/scenes", status=500, times=9)
    home = house.simulator.home
    scene_id = home.add_scene(HOME_LOCATION, "Party", [])
    home.rename_scene(scene_id, "Quiet party")
    home.remove_scene(scene_id)
    await house.world.settle()
    assert facts(events, "change", "name") == [("created", None), ("removed", None)]


# Raw events


async def test_raw_events_are_fired_if_enabled_in_the_options(house: House) -> None:
    """Each event of a device is fired once, also a stale one. By default, none is fired."""
    events = listen(house, RAW_EVENT)
    await press(house, "pushed")
    assert events == []
    house.hass.config_entries.async_update_entry(house.entry, options={CONF_RAW_EVENTS: True})
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    now = datetime.now(UTC).replace(microsecond=0)
    known: JsonObject = {**lock_event("unlocked", event_id="a"), "data": {"method": "keypad"}}
    await deliver(house, known, known, {**known, "deviceId": "unknown", "eventId": "b"}, at=now)
    activities = listen(house)
    await deliver(
        house, lock_event("locked", event_id="c", changed=False), at=now - timedelta(minutes=1)
    )
    assert activities == []
    first = {
        "device_id": registered(house, Devices.FRONT_LOCK),
        "smartthings_event_id": "a",
        "smartthings_device_id": Devices.FRONT_LOCK,
        "smartthings_location_id": HOME_LOCATION,
        "component": "main",
        "capability": "lock",
        "attribute": "lock",
        "value": "unlocked",
        "data": {"method": "keypad"},
        "state_change": True,
        "time": now.isoformat(),
    }
    assert events[0].data == first
    assert facts(events, "smartthings_event_id", "state_change") == [("a", True), ("c", False)]
    assert events[1].data["time"] == (now - timedelta(minutes=1)).isoformat()
    assert f"{DOMAIN}_event" == RAW_EVENT
