"""The options of single devices: the forms, and their effect."""

from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import STATE_ON, STATE_UNAVAILABLE, UnitOfTemperature
from homeassistant.data_entry_flow import InvalidData
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smartthings_smartapp.cloud.json_types import as_object
from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.diagnostics import async_get_config_entry_diagnostics
from custom_components.smartthings_smartapp.location.options import (
    CONF_DEVICES,
    DeviceOptions,
    Offline,
    Options,
)
from simulator import SimulatorOptions
from simulator.devices.device import Reading, make_device
from simulator.devices.ids import HOME_LOCATION, Devices, Rooms
from tests.common.entities import device_of
from tests.common.flows import (
    change_options,
    fields,
    open_device_choice,
    open_device_form,
    open_form,
    proposed,
    save,
)
from tests.common.house import House
from tests.common.missed_events import NO_LIMITS
from tests.common.plugs import pass_minutes

CHOSEN = (Devices.COFFEE_PLUG, Devices.FRONT_DOOR, Devices.WASHER, Devices.THERMOSTAT)
pytestmark = pytest.mark.devices(*CHOSEN)

NOTHING = {
    "offline": "as_location",
    "temperature_unit": "as_reported",
    "excluded": False,
}


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because the options change often here."""
    return NO_LIMITS


def labels(form: ConfigFlowResult) -> list[str]:
    """Return the devices from which a form lets the user select."""
    (selector,) = fields(form).values()
    return [option["label"] for option in selector.config["options"]]


async def change(house: House, device_id: str, **chosen: object) -> None:
    """Change options of a device."""
    await save(house.world, await open_device_form(house.world, house.entry, device_id), **chosen)


def status_reads(house: House, device_id: str) -> int:
    """Return how often the status of a device was read since the last call."""
    count = len(house.world.calls("GET", f"/devices/{device_id}/status"))
    house.simulator.calls.clear()
    return count


# The forms


async def test_a_device_has_no_options_at_first_and_saving_that_changes_nothing(
    house: House,
) -> None:
    """A unit is only offered for a device with a temperature."""
    before = house.entry.runtime_data
    form = await open_device_form(house.world, house.entry, Devices.THERMOSTAT)
    assert form["description_placeholders"] == {"device": "Thermostat"}
    assert proposed(form) == NOTHING
    await save(house.world, form)
    assert house.entry.options == {}
    assert house.entry.runtime_data is before
    form = await open_device_form(house.world, house.entry, Devices.COFFEE_PLUG)
    assert proposed(form) == {
        key: value for key, value in NOTHING.items() if key != "temperature_unit"
    }


async def test_options_of_a_device_are_shown_again_until_they_are_reset(house: House) -> None:
    """The options of the location stay as they are, and so do those of other devices."""
    world, entry = house.world, house.entry
    await change_options(world, entry, raw_events=True)
    before = dict(entry.options)
    await change(house, Devices.WASHER, offline="unavailable")
    chosen = {"offline": "keep", "temperature_unit": "fahrenheit", "poll_interval": 15}
    await change(house, Devices.THERMOSTAT, **chosen)
    runtime = entry.runtime_data
    assert runtime.options.of_device(Devices.THERMOSTAT) == DeviceOptions.of(chosen)
    form = await open_device_form(world, entry, Devices.THERMOSTAT)
    assert proposed(form) == {**NOTHING, **chosen}
    await save(world, form)
    assert entry.runtime_data is runtime, "nothing has changed"
    choice = await open_device_choice(world, entry)
    assert choice["description_placeholders"] == {"devices": "Thermostat, Washing machine"}
    await change_options(world, entry, raw_events=False)
    assert set(entry.options[CONF_DEVICES]) == {Devices.THERMOSTAT, Devices.WASHER}
    await change_options(world, entry, raw_events=True)
    await change(house, Devices.THERMOSTAT, **NOTHING | {"poll_interval": 6})
    # An empty field is missing in the data.
    form = await open_device_form(world, entry, Devices.THERMOSTAT)
    filled = proposed(form)
    del filled["poll_interval"]
    await world.hass.config_entries.options.async_configure(form["flow_id"], filled)
    await world.settle()
    assert entry.options == before | {CONF_DEVICES: {Devices.WASHER: {"offline": "unavailable"}}}
    await change(house, Devices.WASHER, offline="as_location")
    assert entry.options == before
    choice = await open_device_choice(world, entry)
    assert choice["description_placeholders"] == {"devices": "-"}


async def test_devices_with_the_same_name_have_their_room_in_the_list(house: House) -> None:
    """Excluded devices are there, too."""
    twin = "5b0a3a36-4b0f-4a07-8c0a-3a1b5a9c7d22"
    house.simulator.home.add_device(
        make_device(
            twin,
            "Coffee machine",
            location_id=HOME_LOCATION,
            room_id=Rooms.BEDROOM,
            components={"main": {"switch": {"switch": "off"}}},
        )
    )
    await house.world.settle()
    await house.entry.runtime_data.poll()
    await change(house, twin, excluded=True)
    assert labels(await open_device_choice(house.world, house.entry)) == [
        "Coffee machine (Bedroom)",
        "Coffee machine (Kitchen)",
        "Front door",
        "Thermostat",
        "Washing machine",
    ]
    form = await open_device_form(house.world, house.entry, twin)
    assert form["description_placeholders"] == {"device": "Coffee machine (Bedroom)"}


async def test_both_forms_have_the_same_excluded_devices(house: House) -> None:
    world, entry = house.world, house.entry
    await change(house, Devices.WASHER, excluded=True)
    assert device_of(world, entry, Devices.WASHER) is None
    assert proposed(await open_form(world, entry))["left_out"] == [Devices.WASHER]
    await change_options(world, entry, left_out=[Devices.COFFEE_PLUG])
    assert device_of(world, entry, Devices.WASHER)
    for device_id, excluded in ((Devices.WASHER, False), (Devices.COFFEE_PLUG, True)):
        form = await open_device_form(world, entry, device_id)
        assert proposed(form)["excluded"] is excluded
    # A device that is excluded keeps its own options until it is included again.
    await change(house, Devices.COFFEE_PLUG, offline="keep")
    await change(house, Devices.COFFEE_PLUG, excluded=False)
    assert device_of(world, entry, Devices.COFFEE_PLUG)
    assert entry.options["left_out"] == []
    assert entry.runtime_data.options.offline_of(Devices.COFFEE_PLUG) is Offline.KEEP


async def test_the_options_of_a_removed_device_are_harmless_and_forgotten(house: House) -> None:
    """They are kept while the device may be hidden in an unreadable item of the list."""
    world, entry, home = house.world, house.entry, house.simulator.home
    await change(house, Devices.WASHER, offline="keep", poll_interval=5)
    await change(house, Devices.FRONT_DOOR, offline="keep")
    items = [device.item for key, device in home.devices.items() if key != Devices.WASHER]
    house.simulator.faults.fail(
        "/devices", status=200, body={"items": [{"deviceId": 7}, *items], "_links": {}}, times=4
    )
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    await change_options(world, entry, raw_events=True)
    assert Devices.WASHER in entry.options[CONF_DEVICES]
    house.simulator.faults.clear()
    home.remove_device(Devices.WASHER)
    await world.hass.config_entries.async_reload(entry.entry_id)
    await world.settle()
    assert entry.runtime_data.devices.keys() == set(CHOSEN) - {Devices.WASHER}
    assert labels(await open_device_choice(world, entry)) == [
        "Coffee machine",
        "Front door",
        "Thermostat",
    ]
    await change_options(world, entry, raw_events=False)
    assert set(entry.options[CONF_DEVICES]) == {Devices.FRONT_DOOR}


async def test_the_options_of_a_device_can_be_changed_while_the_location_is_not_loaded(
    house: House,
) -> None:
    """Nothing is known about the device then, so each field is there."""
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    form = await open_device_form(house.world, house.entry, Devices.COFFEE_PLUG)
    assert proposed(form) == {**NOTHING, "optimistic": "as_location"}
    await save(house.world, form, offline="keep")
    assert house.entry.runtime_data.options.offline_of(Devices.COFFEE_PLUG) is Offline.KEEP


async def test_values_outside_the_limits_are_rejected(house: House) -> None:
    form = await open_device_form(house.world, house.entry, Devices.THERMOSTAT)
    for wrong in (
        {"offline": "sleepers_keep"},
        {"temperature_unit": "kelvin"},
        {"poll_interval": 4},
        {"poll_interval": 361},
    ):
        with pytest.raises(InvalidData) as error:
            await save(house.world, form, **wrong)
        assert set(error.value.schema_errors) == set(wrong)
    assert house.entry.options == {}


@pytest.mark.parametrize("odd", [None, True, "often", 4, 361, float("nan"), [], {"a": 1}], ids=repr)
def test_invalid_stored_options_of_a_device_count_as_not_set(odd: Any) -> None:  # noqa: ANN401 (anything may stand there)
    """The file may have been edited, or written by another version."""
    for stored in (
        odd,
        {"x": odd},
        {"x": {"offline": odd, "temperature_unit": odd, "poll_interval": odd}},
    ):
        assert Options.of(MockConfigEntry(domain=DOMAIN, options={"devices": stored})) == Options()


async def test_diagnostics_show_the_options_of_devices(house: House) -> None:
    await change(house, Devices.THERMOSTAT, temperature_unit="celsius", poll_interval=10)
    found = await async_get_config_entry_diagnostics(house.hass, house.entry)
    assert as_object(as_object(found["entry"])["options"])["devices_with_own"] == 1
    shown = [as_object(device)["options"] for device in as_object(found["devices"]).values()]
    nothing = dict.fromkeys(("offline", "temperature_unit", "poll_interval", "optimistic"))
    own = {**nothing, "temperature_unit": "°C", "poll_interval": 600}
    assert sorted(shown, key=str) == sorted([nothing, nothing, nothing, own], key=str)


# Offline


@pytest.mark.parametrize(
    ("location", "own", "kept"),
    [("keep", "unavailable", False), ("unavailable", "keep", True)],
)
async def test_what_an_offline_device_shows_can_differ_from_the_location(
    house: House, location: str, own: str, *, kept: bool
) -> None:
    door = "binary_sensor.front_door_door"
    await change_options(house.world, house.entry, offline=location)
    await change(house, Devices.FRONT_DOOR, offline=own)
    before = house.state(door).state
    for device_id in (Devices.FRONT_DOOR, Devices.COFFEE_PLUG):
        house.simulator.home.set_health(device_id, "OFFLINE")
    await house.world.settle()
    assert house.state(door).state == (before if kept else STATE_UNAVAILABLE)
    other = house.state("switch.coffee_machine").state
    assert (other == STATE_UNAVAILABLE) is kept


# Temperature unit


async def test_a_device_that_reports_the_wrong_unit_can_be_corrected(house: House) -> None:
    """Values, the target and its bounds are in the unit that the user has chosen."""
    home = house.simulator.home
    for capability, attribute, value in (
        ("temperatureMeasurement", "temperature", 70),
        ("thermostatHeatingSetpoint", "heatingSetpoint", 68),
    ):
        home.set_attribute(Devices.THERMOSTAT, "main", capability, attribute, value, unit="C")
    home.set_attribute(Devices.THERMOSTAT, "main", "thermostatMode", "thermostatMode", "heat")
    await house.entry.runtime_data.poll()
    await house.world.settle()
    climate = "climate.thermostat"
    assert house.state(climate).attributes["current_temperature"] == 70
    await change(house, Devices.THERMOSTAT, temperature_unit="fahrenheit")
    shown = house.state(climate).attributes
    assert (shown["current_temperature"], shown["temperature"]) == (21.1, 20.0)
    registry = er.async_get(house.hass)
    unique_id = f"{Devices.THERMOSTAT}_main_temperatureMeasurement_temperature"
    if sensor := registry.async_get_entity_id("sensor", DOMAIN, unique_id):
        assert float(house.world.state(sensor)) == pytest.approx(21.1, abs=0.1)
    house.simulator.home.call_later = lambda _delay, _action: None
    sent = await house.call("climate.set_temperature", climate, temperature=25)
    assert sent == [("main", "thermostatHeatingSetpoint", "setHeatingSetpoint", [77])]
    # An event has no unit.
    await house.report(Devices.THERMOSTAT, "temperatureMeasurement.temperature", 50)
    assert house.state(climate).attributes["current_temperature"] == 10


@pytest.mark.parametrize("reported", ["C", "", "degrees of warmth"])
async def test_a_sensor_has_the_unit_that_the_user_has_chosen(house: House, reported: str) -> None:
    """Whatever unit is reported: another one, none, or one that is unknown."""
    device_id = "5b0a3a36-4b0f-4a07-8c0a-3a1b5a9c7d44"
    porch = Reading(value=59, unit=reported)
    house.simulator.home.add_device(
        make_device(
            device_id,
            "Porch",
            location_id=HOME_LOCATION,
            components={"main": {"temperatureMeasurement": {"temperature": porch}}},
        )
    )
    await house.world.settle()
    await house.entry.runtime_data.poll()
    await house.world.settle()
    await change(house, device_id, temperature_unit="fahrenheit")
    state = house.state("sensor.porch_temperature")
    assert float(state.state) == pytest.approx(15)
    assert state.attributes["unit_of_measurement"] == UnitOfTemperature.CELSIUS


# Extra refreshes


async def test_a_device_is_polled_when_its_status_is_older_than_its_interval(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """Each poll of the location counts. A change that no event reported is found."""
    world = house.world
    await pass_minutes(world, freezer, 120, 5)
    await change(house, Devices.COFFEE_PLUG, poll_interval=20)
    await pass_minutes(world, freezer, 90, 5)
    house.simulator.calls.clear()
    await house.entry.runtime_data.poll()
    house.simulator.home.set_attribute(
        Devices.COFFEE_PLUG, "main", "switch", "switch", STATE_ON, report=False
    )
    await pass_minutes(world, freezer, 18, 1)
    assert status_reads(house, Devices.COFFEE_PLUG) == 0
    await pass_minutes(world, freezer, 3, 1)
    assert house.simulator.calls
    assert status_reads(house, Devices.COFFEE_PLUG) == 1
    assert house.state("switch.coffee_machine").state == STATE_ON
    await pass_minutes(world, freezer, 20, 1)
    assert status_reads(house, Devices.COFFEE_PLUG) == 1
    assert house.world.calls("GET", f"/devices/{Devices.FRONT_DOOR}/status") == []


async def test_a_failed_extra_refresh_waits_for_the_next_interval(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """A cloud with a fault gets no more calls than one that works."""
    await change(house, Devices.COFFEE_PLUG, poll_interval=10)
    house.simulator.faults.fail("/devices/*/status", status=503, times=1000)
    house.simulator.faults.fail("/devices", status=503, times=1000)
    await pass_minutes(house.world, freezer, 60, 1)
    status_reads(house, Devices.COFFEE_PLUG)
    await pass_minutes(house.world, freezer, 60, 1)
    assert 1 <= status_reads(house, Devices.COFFEE_PLUG) <= 12


async def test_an_excluded_device_has_no_extra_refreshes(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    await change(house, Devices.COFFEE_PLUG, poll_interval=5, excluded=True)
    house.simulator.calls.clear()
    await pass_minutes(house.world, freezer, 30, 1)
    assert status_reads(house, Devices.COFFEE_PLUG) == 0


async def test_a_device_without_all_reports_raises_no_issue_and_is_polled_after_a_command(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """It is known that reports are missing. Another device is still watched."""
    world = house.world
    await change(house, Devices.COFFEE_PLUG, poll_interval=5)
    runtime = house.entry.runtime_data
    assert runtime.updates_of(Devices.COFFEE_PLUG) == "partly"
    assert runtime.updates_of(Devices.FRONT_DOOR) == "push"
    house.simulator.calls.clear()
    await house.act("switch.turn_on", "switch.coffee_machine")
    await pass_minutes(world, freezer, 1, 1)
    assert status_reads(house, Devices.COFFEE_PLUG) >= 1
    # The first subscriptions are followed by a while in which nothing counts as missed.
    await pass_minutes(world, freezer, 30, 5)
    for value in ("off", "on", "off", "on"):
        for device_id, capability, shown in (
            (Devices.COFFEE_PLUG, "switch", value),
            (Devices.FRONT_DOOR, "contactSensor", "open" if value == "on" else "closed"),
        ):
            attribute = "switch" if capability == "switch" else "contact"
            house.simulator.home.set_attribute(
                device_id, "main", capability, attribute, shown, report=False
            )
        await pass_minutes(world, freezer, 10, 1)
        await runtime.poll()
        await pass_minutes(world, freezer, 3, 1)
    missed = runtime.parts.missed_events
    assert missed.monitor.missed_by_device.keys() == {Devices.FRONT_DOOR}
    assert runtime.updates_of(Devices.COFFEE_PLUG) == "partly"


# The sensor of the location


async def test_the_location_shows_which_devices_are_not_fully_pushed(house: House) -> None:
    name = "sensor.home_devices_not_fully_pushed"
    assert house.state(name).state == "0"
    assert house.state(name).attributes["pushed_devices"] == [
        "Coffee machine",
        "Front door",
        "Thermostat",
        "Washing machine",
    ]
    await change(house, Devices.COFFEE_PLUG, poll_interval=30)
    shown = house.state(name)
    assert shown.state == "1"
    counts = ("pushed", "partly_pushed", "polled")
    assert [shown.attributes[key] for key in counts] == [3, 1, 0]
    assert shown.attributes["partly_pushed_devices"] == ["Coffee machine"]
    assert shown.attributes["polled_devices"] == []
    # A device that is removed counts no more.
    house.simulator.home.remove_device(Devices.COFFEE_PLUG)
    await house.world.settle()
    await house.entry.runtime_data.poll()
    await house.world.settle()
    assert house.state(name).state == "0"
    assert house.state(name).attributes["pushed"] == 3
