"""Events: turns of knobs, moves of cubes, alarms of locks, sounds."""

import pytest
from homeassistant.components.device_automation import (
    DeviceAutomationType,
    async_get_device_automations,
)
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.core import Event
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.events.activity import ACTIVITY_EVENT
from simulator.devices.device import Json, Readings, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

from .conftest import Case, Open, case_of


async def _device(world: World, category: str, readings: Readings) -> Case:
    device = make_device(
        "b53b7c2b-55e9-4bd4-b6c3-39e0e42da8a1",
        "Thing",
        location_id=HOME_LOCATION,
        category=category,
        components={"main": readings},
    )
    return await case_of(world, device)


async def test_each_turn_of_the_scroll_wheel_is_an_event(opened: Open) -> None:
    """Two equal turns are two events. Each group has its own, and the buttons do not change."""
    wheel = await opened("knob")
    first, second = sorted(
        row.name for row in wheel.rows if row.platform == "event" and "Rotation" in row.name
    )
    seen: list[Json] = []
    entity_ids = {row.name: row.entity_id for row in wheel.rows}

    def note(event: Event) -> None:
        if event.data["entity_id"] in (entity_ids[first], entity_ids[second]):
            state = event.data["new_state"]
            attributes = state.attributes
            seen.append([attributes.get("event_type"), attributes.get("amount")])

    wheel.hass.bus.async_listen("state_changed", note)
    for component, amount in (("main", 10), ("main", 10), ("group2", -20), ("main", 0)):
        await wheel.reports("knob.rotateAmount", amount, component=component)
    assert seen == [["turned_up", 10], ["turned_up", 10], ["turned_down", -20]]
    buttons = [
        row for row in wheel.rows if row.platform == "event" and row.device_class == "button"
    ]
    assert len(buttons) == 2
    assert not [row for row in wheel.rows if row.platform == "event" and "held" in row.name]


async def test_a_knob_that_can_be_held_has_two(world: World) -> None:
    """A turn while it is held is another event."""
    knob = await _device(
        world,
        "RemoteController",
        {
            "knob": {
                "rotateAmount": None,
                "heldRotateAmount": None,
                "supportedAttributes": ["rotateAmount", "heldRotateAmount"],
            }
        },
    )
    await knob.reports("knob.heldRotateAmount", -7.5)
    row = knob.find("event", "Rotation while held")
    assert (row.attributes["event_type"], row.attributes["amount"]) == ("held_turned_down", -7.5)
    assert knob.find("event", "Rotation").state == STATE_UNKNOWN
    registry_id = knob.entry.runtime_data.parts.registrar.registry_id(knob.device_id)
    assert registry_id
    found = await async_get_device_automations(
        knob.hass, DeviceAutomationType.TRIGGER, [registry_id]
    )
    kinds = [trigger["type"] for trigger in found[registry_id] if trigger["platform"] == "device"]
    assert {"turned_up", "held_turned_down"} <= set(kinds)


async def test_a_cube_reports_its_movements(world: World) -> None:
    """The end of a move is not an event."""
    cube = await _device(
        world,
        "RemoteController",
        {"stse.cubeAction": {"cubeAction": "noAction"}, "stse.cubeFace": {"cubeFace": "face1Up"}},
    )
    told: list[Json] = []
    cube.hass.bus.async_listen(ACTIVITY_EVENT, lambda event: told.append(event.data["value"]))
    for action in ("flipToSide4", "noAction", "shake", "shake"):
        await cube.reports("stse.cubeAction.cubeAction", action)
    await cube.reports("stse.cubeFace.cubeFace", "face4Up")
    assert cube.find("event", "Action").attributes["event_type"] == "shake"
    assert told == ["flip_to_side4", "shake", "shake"]
    assert cube.find("sensor", "Side up").state == "face4_up"


async def test_a_lock_raises_an_alarm(world: World) -> None:
    """There is an event, and a problem until the alarm is cleared."""
    lock = await _device(
        world,
        "SmartLock",
        {
            "lock": {"lock": "locked"},
            "lockAlarm": {
                "alarm": "clear",
                "supportedAlarmValues": ["clear", "forcedOpeningAttempt", "attemptsExceeded"],
            },
        },
    )
    alarm = lock.find("event", "Alarm")
    assert alarm.attributes["event_types"] == ["forced_opening_attempt", "attempts_exceeded"]
    assert lock.find("binary_sensor", "Lock problem").state == STATE_OFF
    await lock.reports("lockAlarm.alarm", "forcedOpeningAttempt")
    assert lock.find("event", "Alarm").attributes["event_type"] == "forced_opening_attempt"
    assert lock.find("binary_sensor", "Lock problem").state == STATE_ON
    registry_id = lock.entry.runtime_data.parts.registrar.registry_id(lock.device_id)
    assert registry_id
    for kind in (DeviceAutomationType.TRIGGER, DeviceAutomationType.CONDITION):
        found = await async_get_device_automations(lock.hass, kind, [registry_id])
        own = [item for item in found[registry_id] if item["domain"] == DOMAIN]
        assert not own, "an alarm is nothing that a person does"
    since = lock.find("event", "Alarm").state
    await lock.reports("lockAlarm.alarm", "clear")
    assert lock.find("event", "Alarm").state == since
    assert lock.find("binary_sensor", "Lock problem").state == STATE_OFF


@pytest.mark.parametrize("listed", [["noSound", "glassBreaking", "speech"], None])
async def test_a_sound_is_an_event(world: World, listed: Json) -> None:
    """The event types are those that the device lists, or all."""
    camera = await _device(
        world,
        "Camera",
        {
            "soundDetection": {
                "soundDetected": "noSound",
                "soundDetectionState": "enabled",
                "supportedSoundTypes": listed,
            }
        },
    )
    await camera.reports("soundDetection.soundDetected", "glassBreaking")
    await camera.reports("soundDetection.soundDetected", "noSound")
    sound = camera.find("event", "Sound")
    assert sound.attributes["event_type"] == "glass_breaking"
    types = sound.attributes["event_types"]
    assert isinstance(types, list)
    assert len(types) == (2 if listed else 22)
    registry = er.async_get(camera.hass)
    entry = registry.async_get(sound.entity_id)
    assert entry
    assert entry.disabled_by is None
