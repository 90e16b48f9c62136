"""Sensors: numbers with units, enumerations, times and parts of reports."""

import pytest
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import STATE_UNKNOWN
from homeassistant.helpers import entity_registry as er

from simulator.devices.device import Json, Reading, Readings
from simulator.devices.ids import CABIN_LOCATION, HOME_LOCATION, Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(
    Devices.AIR_MONITOR,
    Devices.BEDROOM_CLIMATE,
    Devices.FRIDGE,
    Devices.HALLWAY_MOTION,
    Devices.WASHER,
)

TEMPERATURE = "sensor.bedroom_climate_temperature"
TVOC = "sensor.air_monitor_volatile_organic_compounds"


@pytest.mark.parametrize(
    ("value", "state"),
    [
        (21.5, "21.5"),
        ("22.5", "22.5"),
        (None, STATE_UNKNOWN),
        ("warm", STATE_UNKNOWN),
        ("nan", STATE_UNKNOWN),
        (True, STATE_UNKNOWN),
        ([21], STATE_UNKNOWN),
    ],
)
async def test_a_number_is_shown(house: House, value: Json, state: str) -> None:
    """Any other value makes the sensor unknown."""
    source = "temperatureMeasurement.temperature"
    assert await house.shows(TEMPERATURE, Devices.BEDROOM_CLIMATE, source, value) == state
    after = await house.shows(TEMPERATURE, Devices.BEDROOM_CLIMATE, source, 19)
    assert float(after) == 19


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("rinse", "rinse"),
        ("weightSensing", "weight_sensing"),
        ("aIWash", "ai_wash"),
        ("brandNewWord", "Brand new word"),
        ("Größe 40", "Größe 40"),
        # For a job it means that there is none.
        ("unknown", "none"),
        ("unavailable", STATE_UNKNOWN),
        ("", STATE_UNKNOWN),
        (None, STATE_UNKNOWN),
        (7, STATE_UNKNOWN),
    ],
)
async def test_a_word_is_an_option(house: House, value: Json, state: str) -> None:
    """A value outside the definition is shown anyway."""
    entity_id = "sensor.washing_machine_job_state"
    source = "washerOperatingState.washerJobState"
    assert await house.shows(entity_id, Devices.WASHER, source, value) == state
    options = house.state(entity_id).attributes["options"]
    assert "wash" in options
    assert ("Brand new word" in options) == (state == "Brand new word")


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("2126-11-24T18:05:00Z", "2126-11-24T18:05:00+00:00"),
        ("soon", STATE_UNKNOWN),
        (None, STATE_UNKNOWN),
    ],
)
async def test_a_time_is_shown(house: House, value: Json, state: str) -> None:
    """It is the end of the washing machine's program."""
    entity_id = "sensor.washing_machine_completion_time"
    source = "washerOperatingState.completionTime"
    assert await house.shows(entity_id, Devices.WASHER, source, value) == state


@pytest.mark.parametrize(
    ("value", "state"),
    [("5", "5"), (12, "12"), ("", STATE_UNKNOWN), (None, STATE_UNKNOWN), (False, STATE_UNKNOWN)],
)
async def test_a_text_is_shown_unchanged(world: World, value: Json, state: str) -> None:
    """It is the program of a washer without a list, as text or as a number."""
    readings: Readings = {"washerMode": {"washerMode": "1"}}
    house = await house_with(world, "Old washer", "Washer", readings)
    (device,) = (
        key for key, device in house.simulator.home.devices.items() if device.label == "Old washer"
    )
    entity_id = "sensor.old_washer_mode"
    assert await house.shows(entity_id, device, "washerMode.washerMode", value) == state


async def test_a_report_has_several_sensors(house: House) -> None:
    """Power in W and energy in kWh are from one report; a missing part is unknown."""
    source = "powerConsumptionReport.powerConsumption"
    report: Json = {"energy": 1_300_500, "power": 71, "deltaEnergy": 4}
    await house.report(Devices.FRIDGE, source, report)
    assert float(house.state("sensor.fridge_energy").state) == 1300.5
    assert house.state("sensor.fridge_energy").attributes["unit_of_measurement"] == "kWh"
    assert house.state("sensor.fridge_power").state == "71"
    await house.report(Devices.FRIDGE, source, {"energy": 1_300_600})
    assert house.state("sensor.fridge_power").state == STATE_UNKNOWN
    await house.report(Devices.FRIDGE, source, None)
    assert house.state("sensor.fridge_energy").state == STATE_UNKNOWN


async def test_an_outlier_of_a_total_is_dropped(house: House) -> None:
    """The energy dashboard would count a total twice that falls and rises again."""
    device, source = Devices.FRIDGE, "powerConsumptionReport.powerConsumption"

    async def shown(energy: float) -> float:
        await house.report(device, source, {"energy": energy * 1000, "power": 1})
        return float(house.state("sensor.fridge_energy").state)

    assert await shown(1500) == 1500
    assert await shown(-3) == 1500
    assert await shown(12) == 1500
    assert await shown(1501) == 1501
    house.simulator.home.set_health(device, "OFFLINE")
    house.simulator.home.set_health(device, "ONLINE")
    await house.world.settle()
    assert await shown(12) == 1501
    house.simulator.home.set_health(device, "OFFLINE")
    house.simulator.home.set_health(device, "ONLINE")
    await house.world.settle()
    assert float(house.state("sensor.fridge_energy").state) == 1501
    assert await shown(13) == 13, "a meter that was reset starts anew"
    assert await shown(14) == 14


async def test_a_temperature_without_a_unit_has_that_of_the_location(world: World) -> None:
    """The cabin uses Fahrenheit, and so does a driver without a unit."""
    thermometer = world.simulator.home.devices[Devices.CABIN_THERMOMETER].status["main"]
    thermometer["temperatureMeasurement"]["temperature"]["unit"] = None
    house = House(world, await world.add_location(CABIN_LOCATION))
    source = "temperatureMeasurement.temperature"
    shown = await house.shows(
        "sensor.cabin_thermometer_temperature", Devices.CABIN_THERMOMETER, source, 50
    )
    assert float(shown) == 10


@pytest.mark.parametrize(
    ("unit", "limits", "values"),
    [
        ("C", {"minimum": -20, "maximum": 60}, [(77, 25), (50, 10)]),
        ("F", {"minimum": -4, "maximum": 140}, [(-20, -20), (20, 20)]),
        ("C", {"minimum": -20, "maximum": 60}, [(50, 50), (20, 20)]),
        ("C", {"minimum": -20, "maximum": 60}, [(900, 900), (20, 20)]),
        ("C", {"minimum": -20}, [(77, 77)]),
        ("C", None, [(77, 77)]),
        ("K", {"minimum": 200, "maximum": 400}, [(300, 300)]),
    ],
)
async def test_a_unit_that_contradicts_the_limits_is_corrected(
    world: World, unit: str, limits: Json, values: list[tuple[float, float]]
) -> None:
    """77 degrees Celsius in a room are Fahrenheit, and so are the next values."""
    readings: Readings = {
        "temperatureMeasurement": {
            "temperatureRange": Reading(value=limits, unit=unit),
            "temperature": Reading(value=None, unit=unit),
        }
    }
    house = await house_with(world, "Odd one", "Thermostat", readings)
    (device,) = (
        key for key, device in house.simulator.home.devices.items() if device.label == "Odd one"
    )
    source = "temperatureMeasurement.temperature"
    for value, celsius in values:
        shown = await house.shows("sensor.odd_one_temperature", device, source, value)
        assert float(shown) == pytest.approx(celsius, abs=0.1)


async def test_a_unit_that_was_right_is_used_again(world: World) -> None:
    """One implausible value does not decide for ever."""
    readings: Readings = {
        "temperatureMeasurement": {
            "temperatureRange": Reading(value={"minimum": 0, "maximum": 40}, unit="C"),
            "temperature": Reading(value=20, unit="C"),
        }
    }
    house = await house_with(world, "Odd one", "Thermostat", readings)
    (device,) = house.entry.runtime_data.devices
    source = "temperatureMeasurement.temperature"
    for value, celsius in ((20, 20), (77, 25), (68, 20), (21, 21), (35, 35)):
        shown = await house.shows("sensor.odd_one_temperature", device, source, value)
        assert float(shown) == pytest.approx(celsius, abs=0.1)


@pytest.mark.parametrize("polled", [False, True])
async def test_zero_is_not_false(world: World, *, polled: bool) -> None:
    """They are equal for Python, and the sensor stayed unknown."""
    readings: Readings = {"temperatureMeasurement": {"temperature": Reading(value=5, unit="C")}}
    house = await house_with(world, "Odd one", "Thermostat", readings)
    (device,) = house.entry.runtime_data.devices
    source, name = "temperatureMeasurement.temperature", "sensor.odd_one_temperature"
    for value, shown in ((False, STATE_UNKNOWN), (0, 0.0), (True, STATE_UNKNOWN), (1, 1.0)):
        if polled:
            house.simulator.home.set_attribute(
                device, "main", "temperatureMeasurement", "temperature", value, report=False
            )
            await house.entry.runtime_data.poll()
        else:
            await house.report(device, source, value)
        state = house.state(name).state
        assert (state if state == STATE_UNKNOWN else float(state)) == shown


async def test_the_last_activity_follows_every_report(house: House) -> None:
    """It is disabled by default, and available for an offline device, too."""
    name = "sensor.hallway_motion_last_activity"
    er.async_get(house.hass).async_update_entity(house.entity_id(name), disabled_by=None)
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    before = house.state(name)
    assert before.attributes["device_class"] == SensorDeviceClass.TIMESTAMP
    await house.report(Devices.HALLWAY_MOTION, "motionSensor.motion", "active")
    after = house.state(name)
    assert after.state > before.state
    house.simulator.home.set_health(Devices.HALLWAY_MOTION, "OFFLINE")
    await house.world.settle()
    assert house.state(name).state == after.state
    house.simulator.home.remove_device(Devices.HALLWAY_MOTION)
    await house.world.settle()


async def test_the_unit_of_the_status_applies_to_events(world: World) -> None:
    """Events have no unit: 50 degrees Fahrenheit must not become 50 degrees Celsius."""
    entry = await world.add_location(CABIN_LOCATION)
    house = House(world, entry)
    entity_id = "sensor.cabin_thermometer_temperature"
    source = "temperatureMeasurement.temperature"
    shown = await house.shows(entity_id, Devices.CABIN_THERMOMETER, source, 50)
    assert float(shown) == 10
    assert house.state(entity_id).attributes["unit_of_measurement"] == "°C"


@pytest.mark.parametrize(
    ("unit", "shown", "device_class"),
    [
        ("ppb", "ppb", SensorDeviceClass.VOLATILE_ORGANIC_COMPOUNDS_PARTS),
        ("ug/m^3", "μg/m³", SensorDeviceClass.VOLATILE_ORGANIC_COMPOUNDS),
        ("sniffs", "sniffs", None),
        (None, "ppm", SensorDeviceClass.VOLATILE_ORGANIC_COMPOUNDS_PARTS),
    ],
)
async def test_a_suitable_unit_of_the_device_is_kept(
    world: World, unit: str | None, shown: str, device_class: SensorDeviceClass | None
) -> None:
    """Parts or mass: the device class follows the unit. An unknown unit has no class."""
    status = world.simulator.home.devices[Devices.AIR_MONITOR].status
    entry = status["main"]["tvocMeasurement"]["tvocLevel"]
    entry["unit"] = unit
    house = House(world, await world.add_location(HOME_LOCATION))
    attributes = house.state(TVOC).attributes
    assert attributes["unit_of_measurement"] == shown
    assert attributes.get("device_class") == device_class


async def test_a_quantity_without_a_class_keeps_its_unit(house: House) -> None:
    """Not every measured quantity has a class."""
    attributes = house.state("sensor.air_monitor_air_quality").attributes
    assert attributes["unit_of_measurement"] == "CAQI"
    assert "device_class" not in attributes


async def test_a_list_has_a_sensor_for_each_of_its_numbers(world: World) -> None:
    """They are disabled by default, and a missing number is unknown."""
    axes: Readings = {"threeAxis": {"threeAxis": Reading(value=[1, -2, "up"], unit="mG")}}
    house = await house_with(world, "Tilt", "MultiFunctionalSensor", axes)
    registry = er.async_get(house.hass)
    names = [f"sensor.tilt_acceleration_{axis}" for axis in "xyz"]
    for name in names:
        registry.async_update_entity(house.entity_id(name), disabled_by=None)
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.world.settle()
    states = [house.state(name) for name in names]
    assert [state.state for state in states] == ["1", "-2", STATE_UNKNOWN]
    assert states[0].attributes["unit_of_measurement"] == "mG"
    (tilt,) = (
        device_id
        for device_id, device in house.simulator.home.devices.items()
        if device.label == "Tilt"
    )
    assert await house.shows(names[1], tilt, "threeAxis.threeAxis", [1]) == STATE_UNKNOWN
    assert await house.shows(names[0], tilt, "threeAxis.threeAxis", None) == STATE_UNKNOWN
