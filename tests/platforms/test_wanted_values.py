"""Lights, shades and volumes show what a command sets until the device reports it."""

from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.cover import CoverState
from homeassistant.const import EVENT_STATE_CHANGED, STATE_OFF, STATE_ON
from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.exceptions import HomeAssistantError

from simulator import SimulatorOptions
from simulator.devices.device import Json
from simulator.devices.ids import Devices
from tests.common.entities import entity_of, state_of
from tests.common.flows import change_options, open_device_form, save
from tests.common.house import House
from tests.common.missed_events import NO_LIMITS
from tests.common.passing_time import pass_time

pytestmark = pytest.mark.devices(
    Devices.CEILING_LIGHT,
    Devices.COFFEE_PLUG,
    Devices.FLOOR_LAMP,
    Devices.FRONT_LOCK,
    Devices.GARAGE_DOOR,
    Devices.PATIO_SHADE,
    Devices.SPEAKER,
    Devices.VENETIAN_BLIND,
    Devices.WATER_VALVE,
)

LAMP = "light.floor_lamp"
SHADE = "cover.patio_shade"
LEVEL = "switchLevel.level"
SWITCH = "switch.switch"
SHADE_STATE = "windowShade.windowShade"
SHADE_LEVEL = "windowShadeLevel.shadeLevel"


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because sliders are dragged here."""
    return NO_LIMITS


@pytest.fixture
async def quiet(house: House, freezer: FrozenDateTimeFactory) -> House:
    """Return the house with devices that accept commands and report nothing by themselves."""
    await house.report(Devices.FLOOR_LAMP, SWITCH, "on")
    await house.report(Devices.FLOOR_LAMP, LEVEL, 20)
    await pass_time(house.world, freezer, 5)
    house.simulator.home.call_later = lambda _delay, _action: None
    return house


def percent(house: House, name: str = LAMP) -> int | None:
    """Return the shown brightness in percent."""
    brightness = house.state(name).attributes.get("brightness")
    return None if brightness is None else round(brightness / 2.55)


async def dim(house: House, level: int) -> None:
    """Set the brightness of the lamp in percent."""
    await house.act("light.turn_on", LAMP, brightness_pct=level)
    await house.world.settle()


def changes_of(house: House, name: str) -> list[str]:
    """Return a list that gets the state of an entity with each change."""
    found: list[str] = []
    entity_id = house.entity_id(name)

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        if event.data["entity_id"] == entity_id and (state := event.data["new_state"]):
            found.append(f"{state.state} {state.attributes.get('brightness')}")

    house.hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    return found


async def test_a_wanted_value_is_shown_until_the_report_arrives(quiet: House) -> None:
    """The report itself changes no state, because the state is there already."""
    changes = changes_of(quiet, LAMP)
    await dim(quiet, 80)
    assert percent(quiet) == 80
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, 80)
    assert percent(quiet) == 80
    assert len(changes) == 1
    # It is the truth from then on.
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, 55)
    assert percent(quiet) == 55


async def test_a_lost_command_is_shown_for_ten_seconds(
    quiet: House, freezer: FrozenDateTimeFactory
) -> None:
    changes = changes_of(quiet, LAMP)
    await quiet.act("light.turn_off", LAMP)
    assert quiet.state(LAMP).state == STATE_OFF
    await pass_time(quiet.world, freezer, 9)
    assert quiet.state(LAMP).state == STATE_OFF
    await pass_time(quiet.world, freezer, 2)
    assert quiet.state(LAMP).state == STATE_ON
    assert percent(quiet) == 20
    assert len(changes) == 2


async def test_a_late_report_is_shown_when_it_arrives(
    quiet: House, freezer: FrozenDateTimeFactory
) -> None:
    await dim(quiet, 80)
    await pass_time(quiet.world, freezer, 11)
    assert percent(quiet) == 20
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, 80)
    assert percent(quiet) == 80


@pytest.mark.parametrize("reported", [5, 95])
async def test_a_report_that_contradicts_the_command_is_shown_instantly(
    quiet: House, freezer: FrozenDateTimeFactory, reported: int
) -> None:
    """Somebody has turned the dimmer. It is not replaced by the wanted value later."""
    await dim(quiet, 80)
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, reported)
    assert percent(quiet) == reported
    await pass_time(quiet.world, freezer, 11)
    assert percent(quiet) == reported


async def test_a_dimmer_does_not_show_what_it_passes(
    quiet: House, freezer: FrozenDateTimeFactory
) -> None:
    """If it stops on the way, that is shown after ten seconds."""
    await dim(quiet, 80)
    for level in (40, 60):
        await quiet.report(Devices.FLOOR_LAMP, LEVEL, level)
        assert percent(quiet) == 80
    await pass_time(quiet.world, freezer, 11)
    assert percent(quiet) == 60


async def test_a_light_that_is_off_fades_in_from_zero(quiet: House) -> None:
    """Its last level is not where it starts."""
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, 50)
    await quiet.report(Devices.FLOOR_LAMP, SWITCH, "off")
    await dim(quiet, 80)
    assert quiet.state(LAMP).state == STATE_ON
    await quiet.report(Devices.FLOOR_LAMP, SWITCH, "on")
    for level in (3, 40):
        await quiet.report(Devices.FLOOR_LAMP, LEVEL, level)
        assert percent(quiet) == 80
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, 80)
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, 79)
    assert percent(quiet) == 79


@pytest.mark.parametrize("reported", [79, 81])
async def test_a_rounded_value_counts_as_the_wanted_one(quiet: House, reported: int) -> None:
    await dim(quiet, 80)
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, reported)
    assert percent(quiet) == reported


async def test_a_dragged_slider_does_not_jump(quiet: House, freezer: FrozenDateTimeFactory) -> None:
    """Reports of earlier positions arrive after later commands."""
    for level in (50, 90, 40):
        await dim(quiet, level)
        await pass_time(quiet.world, freezer, 1)
        assert percent(quiet) == level
    for level in (50, 90):
        await quiet.report(Devices.FLOOR_LAMP, LEVEL, level)
        assert percent(quiet) == 40
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, 40)
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, 60)
    assert percent(quiet) == 60


async def test_ten_seconds_begin_with_the_last_command(
    quiet: House, freezer: FrozenDateTimeFactory
) -> None:
    await dim(quiet, 50)
    await pass_time(quiet.world, freezer, 8)
    await dim(quiet, 90)
    await pass_time(quiet.world, freezer, 8)
    assert percent(quiet) == 90
    await pass_time(quiet.world, freezer, 3)
    assert percent(quiet) == 20


async def test_turning_back_is_a_wanted_value_too(quiet: House) -> None:
    """The value is the reported one, but a report of the first command is under way."""
    await quiet.act("light.turn_off", LAMP)
    await quiet.act("light.turn_on", LAMP)
    assert quiet.state(LAMP).state == STATE_ON
    await quiet.report(Devices.FLOOR_LAMP, SWITCH, "off")
    assert quiet.state(LAMP).state == STATE_ON
    await quiet.report(Devices.FLOOR_LAMP, SWITCH, "on")
    assert quiet.state(LAMP).state == STATE_ON
    await quiet.report(Devices.FLOOR_LAMP, SWITCH, "off")
    assert quiet.state(LAMP).state == STATE_OFF


async def test_a_report_from_before_the_command_ends_nothing(
    quiet: House, freezer: FrozenDateTimeFactory
) -> None:
    """Neither one that contradicts it, nor one that seems to confirm it."""
    await pass_time(quiet.world, freezer, 60)
    await dim(quiet, 80)
    for level in (10, 80):
        freezer.tick(-20)
        quiet.simulator.home.set_attribute(
            Devices.FLOOR_LAMP, "main", "switchLevel", "level", level
        )
        freezer.tick(20)
        await quiet.world.settle()
        assert percent(quiet) == 80
    await pass_time(quiet.world, freezer, 1)
    await quiet.report(Devices.FLOOR_LAMP, LEVEL, 50)
    assert percent(quiet) == 80, "it is on the way from 20"


async def test_another_attribute_ends_nothing(quiet: House) -> None:
    await dim(quiet, 80)
    await quiet.report(Devices.FLOOR_LAMP, "colorTemperature.colorTemperature", 3000)
    await quiet.report(Devices.FLOOR_LAMP, SWITCH, "off")
    assert quiet.state(LAMP).state == STATE_OFF
    await quiet.report(Devices.FLOOR_LAMP, SWITCH, "on")
    assert percent(quiet) == 80


async def test_a_wanted_color_decides_the_color_mode(
    quiet: House, freezer: FrozenDateTimeFactory
) -> None:
    await quiet.report(Devices.FLOOR_LAMP, "colorTemperature.colorTemperature", 3000)
    await pass_time(quiet.world, freezer, 2)
    assert quiet.state(LAMP).attributes["color_mode"] == "color_temp"
    await quiet.act("light.turn_on", LAMP, hs_color=[120, 50])
    shown = quiet.state(LAMP).attributes
    assert shown["color_mode"] == "hs"
    assert shown["hs_color"] == pytest.approx((120, 50), abs=0.1)
    await pass_time(quiet.world, freezer, 11)
    assert quiet.state(LAMP).attributes["color_mode"] == "color_temp"


async def test_a_light_that_is_only_wanted_to_be_on_is_turned_on_again(quiet: House) -> None:
    """Not every light is turned on by a level, and the first command may be lost."""
    await quiet.report(Devices.FLOOR_LAMP, SWITCH, "off")
    await quiet.act("light.turn_on", LAMP)
    assert quiet.state(LAMP).state == STATE_ON
    await dim(quiet, 70)
    sent = quiet.simulator.commands[-1].commands
    assert [command["command"] for command in sent] == ["setLevel", "on"]


async def test_a_refused_command_changes_nothing(quiet: House) -> None:
    quiet.simulator.faults.fail("/devices/*/commands", status=503, times=10)
    changes = changes_of(quiet, LAMP)
    with pytest.raises(HomeAssistantError):
        await dim(quiet, 80)
    assert percent(quiet) == 20
    assert changes == []


async def test_nothing_is_shown_after_the_unload(
    quiet: House, freezer: FrozenDateTimeFactory
) -> None:
    """The reloaded location shows the truth, and no timer is left."""
    await dim(quiet, 80)
    await quiet.act("cover.set_cover_position", SHADE, position=3)
    await quiet.hass.config_entries.async_unload(quiet.entry.entry_id)
    await pass_time(quiet.world, freezer, 11)
    assert state_of(quiet.entry).value == "not_loaded"
    assert quiet.state(LAMP).state == "unavailable"
    await quiet.hass.config_entries.async_setup(quiet.entry.entry_id)
    await quiet.world.settle()
    assert percent(quiet) == 20


async def test_the_option_turns_it_off_for_the_location_or_a_device(quiet: House) -> None:
    world, entry = quiet.world, quiet.entry
    await change_options(world, entry, optimistic=False)
    await dim(quiet, 80)
    assert percent(quiet) == 20
    await save(world, await open_device_form(world, entry, Devices.FLOOR_LAMP), optimistic="on")
    await dim(quiet, 80)
    assert percent(quiet) == 80
    await change_options(world, entry, optimistic=True)
    form = await open_device_form(world, entry, Devices.FLOOR_LAMP)
    await save(world, form, optimistic="off")
    await dim(quiet, 60)
    assert percent(quiet) == 20


# Covers


async def test_a_shade_shows_its_movement_instead_of_a_position(
    quiet: House, freezer: FrozenDateTimeFactory
) -> None:
    """It takes long to arrive, and an automation must not see it there earlier."""
    await quiet.report(Devices.PATIO_SHADE, SHADE_LEVEL, 50)
    await quiet.report(Devices.PATIO_SHADE, SHADE_STATE, "partially open")
    await quiet.act("cover.set_cover_position", SHADE, position=80)
    assert quiet.state(SHADE).state == CoverState.OPENING
    assert quiet.state(SHADE).attributes["current_position"] == 50
    await quiet.report(Devices.PATIO_SHADE, SHADE_STATE, "opening")
    await quiet.report(Devices.PATIO_SHADE, SHADE_LEVEL, 60)
    assert quiet.state(SHADE).state == CoverState.OPENING
    assert quiet.state(SHADE).attributes["current_position"] == 60
    await quiet.report(Devices.PATIO_SHADE, SHADE_LEVEL, 80)
    await quiet.report(Devices.PATIO_SHADE, SHADE_STATE, "partially open")
    assert quiet.state(SHADE).state == CoverState.OPEN
    await quiet.act("cover.close_cover", SHADE)
    assert quiet.state(SHADE).state == CoverState.CLOSING
    await pass_time(quiet.world, freezer, 11)
    assert quiet.state(SHADE).state == CoverState.OPEN


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        (SHADE_STATE, "closing", CoverState.CLOSING),
        (SHADE_STATE, "open", CoverState.OPEN),
        (SHADE_STATE, "unknown", CoverState.OPEN),
        (SHADE_LEVEL, 70, CoverState.OPENING),
        (SHADE_LEVEL, 100, CoverState.OPEN),
    ],
)
async def test_a_wanted_movement_ends_with_a_report(
    quiet: House, source: str, value: Json, expected: str
) -> None:
    """Another movement contradicts it, and nothing moves at the end."""
    await quiet.report(Devices.PATIO_SHADE, SHADE_LEVEL, 50)
    await quiet.report(Devices.PATIO_SHADE, SHADE_STATE, "partially open")
    await quiet.act("cover.open_cover", SHADE)
    assert quiet.state(SHADE).state == CoverState.OPENING
    await quiet.report(Devices.PATIO_SHADE, source, value)
    assert quiet.state(SHADE).state == expected


async def test_a_stopped_shade_does_not_move(quiet: House) -> None:
    await quiet.report(Devices.PATIO_SHADE, SHADE_LEVEL, 50)
    await quiet.report(Devices.PATIO_SHADE, SHADE_STATE, "partially open")
    await quiet.act("cover.open_cover", SHADE)
    await quiet.act("cover.stop_cover", SHADE)
    assert quiet.state(SHADE).state == CoverState.OPEN


async def test_a_shade_at_the_wanted_place_does_not_move(quiet: House) -> None:
    await quiet.report(Devices.PATIO_SHADE, SHADE_LEVEL, 100)
    await quiet.report(Devices.PATIO_SHADE, SHADE_STATE, "open")
    await quiet.act("cover.open_cover", SHADE)
    assert quiet.state(SHADE).state == CoverState.OPEN
    # Without a position, its state shows where it is.
    await quiet.report(Devices.PATIO_SHADE, SHADE_LEVEL, None)
    await quiet.act("cover.open_cover", SHADE)
    assert quiet.state(SHADE).state == CoverState.OPEN
    await quiet.act("cover.close_cover", SHADE)
    assert quiet.state(SHADE).state == CoverState.CLOSING
    await quiet.report(Devices.PATIO_SHADE, SHADE_STATE, "unknown")
    await quiet.act("cover.open_cover", SHADE)
    assert quiet.state(SHADE).state == CoverState.OPENING


async def test_slats_show_their_wanted_position(
    quiet: House, freezer: FrozenDateTimeFactory
) -> None:
    """They are fast."""
    blind = "cover.bedroom_blind"
    await quiet.report(Devices.VENETIAN_BLIND, "windowShadeTiltLevel.shadeTiltLevel", 10)
    await quiet.act("cover.set_cover_tilt_position", blind, tilt_position=70)
    assert quiet.state(blind).attributes["current_tilt_position"] == 70
    await pass_time(quiet.world, freezer, 11)
    assert quiet.state(blind).attributes["current_tilt_position"] == 10


# Media players, and everything that only shows the truth


async def test_a_volume_is_shown_instantly(quiet: House, freezer: FrozenDateTimeFactory) -> None:
    speaker = entity_of(quiet.world, Devices.SPEAKER, "media_player")
    await quiet.report(Devices.SPEAKER, "audioVolume.volume", 20)
    await quiet.report(Devices.SPEAKER, "audioMute.mute", "unmuted")

    async def act(action: str, **data: Any) -> dict[str, Any]:  # noqa: ANN401 (fields of an action)
        domain, service = action.split(".")
        await quiet.hass.services.async_call(
            domain, service, {"entity_id": speaker, **data}, blocking=True
        )
        state = quiet.hass.states.get(speaker)
        assert state is not None
        return dict(state.attributes)

    assert (await act("media_player.volume_set", volume_level=0.5))["volume_level"] == 0.5
    assert (await act("media_player.volume_mute", is_volume_muted=True))["is_volume_muted"]
    await pass_time(quiet.world, freezer, 11)
    state = quiet.hass.states.get(speaker)
    assert state is not None
    assert (state.attributes["volume_level"], state.attributes["is_volume_muted"]) == (0.2, False)


@pytest.mark.parametrize(
    ("device_id", "action"),
    [
        (Devices.GARAGE_DOOR, "cover.open_cover"),
        (Devices.FRONT_LOCK, "lock.unlock"),
        (Devices.WATER_VALVE, "valve.close_valve"),
        (Devices.COFFEE_PLUG, "switch.toggle"),
    ],
)
async def test_locks_doors_valves_and_switches_show_only_reports(
    quiet: House, device_id: str, action: str
) -> None:
    """A lock must not look locked while it is open."""
    domain, service = action.split(".")
    entity_id = entity_of(quiet.world, device_id, domain)
    before = quiet.hass.states.get(entity_id)
    assert before is not None
    sent = len(quiet.simulator.commands)
    await quiet.hass.services.async_call(domain, service, {"entity_id": entity_id}, blocking=True)
    await quiet.world.settle()
    assert len(quiet.simulator.commands) == sent + 1
    after = quiet.hass.states.get(entity_id)
    assert after is not None
    assert (after.state, after.attributes) == (before.state, before.attributes)
