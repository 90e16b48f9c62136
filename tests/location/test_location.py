"""The location itself: its modes, security state and temperature unit."""

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.alarm_control_panel import AlarmControlPanelState
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.const import DOMAIN
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.house import House
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)

MODE = "select.home_mode"
SECURITY = "sensor.home_security_state"
PANEL = ("alarm_control_panel", DOMAIN, f"{HOME_LOCATION}_security")


async def test_the_mode_is_shown_and_set(house: House) -> None:
    """It has the user's name, one call sets it, and the next event shows it."""
    state = house.state(MODE)
    assert state.state == "Home"
    assert state.attributes["options"] == ["Home", "Away", "Night"]
    house.simulator.calls.clear()
    await house.act("select.select_option", MODE, option="Night")
    (call,) = house.simulator.calls
    assert (call.method, call.path, call.body) == (
        "PUT",
        f"/locations/{HOME_LOCATION}/modes/current",
        {"modeId": Modes.NIGHT},
    )
    await house.world.settle()
    assert house.state(MODE).state == "Night"


async def test_a_mode_that_someone_else_sets_is_shown_instantly(house: House) -> None:
    """The event is enough, without a call."""
    house.simulator.calls.clear()
    house.simulator.home.set_mode(HOME_LOCATION, Modes.AWAY)
    await house.world.settle()
    assert house.state(MODE).state == "Away"
    assert house.simulator.calls == []


async def test_a_new_mode_is_read_when_the_location_enters_it(house: House) -> None:
    """Two modes with the same name get different options."""
    house.simulator.home.modes[HOME_LOCATION].append(
        {"id": "mode-holiday", "label": "Away", "name": "Away"}
    )
    house.simulator.home.set_mode(HOME_LOCATION, "mode-holiday")
    await house.world.settle()
    state = house.state(MODE)
    assert state.attributes["options"] == ["Home", "Away", "Night", "Away 4"]
    assert state.state == "Away 4"


async def test_each_mode_has_its_own_option(house: House) -> None:
    """A third mode may have the name that distinguishes two others."""
    modes = house.simulator.home.modes[HOME_LOCATION]
    place = len(modes) + 1
    names = ["Leer", f"Leer {place + 1}", "Leer", "Leer"]
    modes += [{"id": f"m{i}", "label": name, "name": name} for i, name in enumerate(names)]
    house.simulator.home.set_mode(HOME_LOCATION, "m2")
    await house.world.settle()
    state = house.state(MODE)
    options = state.attributes["options"]
    assert len(set(options)) == len(modes)
    assert {*names} < {*options}
    assert state.state not in names


async def test_a_refused_mode_has_an_error_with_a_text(house: House) -> None:
    """It names the location; an unknown mode causes no call."""
    house.simulator.faults.fail("/locations/*", status=403, times=9)
    with pytest.raises(HomeAssistantError) as raised:
        await house.act("select.select_option", MODE, option="Night")
    assert raised.value.translation_key == "forbidden"
    with pytest.raises(ServiceValidationError):
        await house.act("select.select_option", MODE, option="Party")
    assert house.state(MODE).state == "Home"


async def test_a_location_without_permission_for_modes_has_no_select(world: World) -> None:
    """An app of an earlier version may not have the scope."""
    world.simulator.faults.fail("/locations/*/modes*", status=403, times=9)
    entry = await world.add_location()
    registry = er.async_get(world.hass)
    unique_id = f"{HOME_LOCATION}_mode"
    assert registry.async_get_entity_id("select", DOMAIN, unique_id) is None
    world.simulator.faults.clear()
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert registry.async_get_entity_id("select", DOMAIN, unique_id) is not None


async def test_modes_that_cannot_be_read_stay(house: House) -> None:
    """Only the list of devices makes a poll fail."""
    house.simulator.faults.fail("/locations/*/modes*", status=500, times=99)
    await house.entry.runtime_data.parts.coordinator.async_refresh()
    await house.world.settle()
    assert house.entry.runtime_data.parts.coordinator.failure is None
    assert house.state(MODE).state == "Home"


async def test_the_security_state_is_unknown_until_the_first_event(house: House) -> None:
    """The API does not have it."""
    state = house.state(SECURITY)
    assert state.state == STATE_UNKNOWN
    assert state.attributes["options"] == ["armed_away", "armed_home", "disarmed"]
    for arm_state, expected in (
        ("ARMED_STAY", AlarmControlPanelState.ARMED_HOME),
        ("ARMED_AWAY", AlarmControlPanelState.ARMED_AWAY),
        ("DISARMED", AlarmControlPanelState.DISARMED),
        ("UNKNOWN", STATE_UNKNOWN),
    ):
        house.simulator.home.set_arm_state(HOME_LOCATION, arm_state)
        await house.world.settle()
        assert house.state(SECURITY).state == expected


async def test_the_alarm_panel_comes_with_the_first_event_and_is_disabled(house: House) -> None:
    """The frontend offers to disarm every panel, and the API cannot do that."""
    registry = er.async_get(house.hass)
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    assert registry.async_get_entity_id(*PANEL) is None
    house.simulator.home.set_arm_state(HOME_LOCATION, "ARMED_AWAY")
    await house.world.settle()
    entity_id = registry.async_get_entity_id(*PANEL)
    assert entity_id is not None
    known = registry.async_get(entity_id)
    assert known is not None
    assert known.disabled_by is er.RegistryEntryDisabler.INTEGRATION


async def test_an_alarm_panel_that_is_registered_stays(house: House) -> None:
    """It is unknown until the next event, and an action on it has an error with the reason."""
    registry = er.async_get(house.hass)
    panel = registry.async_get_or_create(*PANEL, config_entry=house.entry)
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    state = house.hass.states.get(panel.entity_id)
    assert state is not None
    assert state.state == STATE_UNKNOWN
    assert state.attributes["supported_features"] == 0
    house.simulator.home.set_arm_state(HOME_LOCATION, "ARMED_STAY")
    await house.world.settle()
    assert house.hass.states.is_state(panel.entity_id, AlarmControlPanelState.ARMED_HOME)
    with pytest.raises(ServiceValidationError) as raised:
        await house.hass.services.async_call(
            "alarm_control_panel", "alarm_disarm", {"entity_id": panel.entity_id}, blocking=True
        )
    assert raised.value.translation_key == "security_read_only"
    assert raised.value.translation_placeholders == {"name": "Home"}


async def test_the_location_is_unavailable_while_the_cloud_does_not_answer(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """Its values are there again afterwards."""
    house.simulator.faults.fail("/devices*", status=500, times=99)
    await house.entry.runtime_data.parts.coordinator.async_refresh()
    assert house.state(MODE).state == "Home"
    freezer.tick(timedelta(minutes=5))
    await house.entry.runtime_data.parts.coordinator.async_refresh()
    assert house.state(MODE).state == STATE_UNAVAILABLE
    assert house.state(SECURITY).state == STATE_UNAVAILABLE
    house.simulator.faults.clear()
    await house.entry.runtime_data.parts.coordinator.async_refresh()
    assert house.state(MODE).state == "Home"
