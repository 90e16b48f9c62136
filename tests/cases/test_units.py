"""Units in any spelling, unknown units, and a unit that depends on the model."""

import pytest

from simulator.devices.device import Json, Reading, Readings, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

from .conftest import Case, Open, case_of

REPORT: dict[str, Json] = {"power": 1.5, "energy": 1000}
METER = "6d2e6b1a-3a43-4c55-9a2e-16f6a1f0c0de"


async def meter(world: World, source: str, value: float, unit: str | None) -> Case:
    """Set up a meter with one attribute, ``capability.attribute``."""
    capability, _, attribute = source.rpartition(".")
    reading = Reading(value=value, unit=unit)
    device = make_device(
        METER,
        "Meter",
        location_id=HOME_LOCATION,
        components={"main": {capability: {attribute: reading}}},
    )
    return await case_of(world, device)


async def test_gas_in_hundred_cubic_feet(opened: Open) -> None:
    """Home Assistant converts known units."""
    gas = await opened("gas_meter_ccf")
    shown = gas.find("sensor", device_class="gas")
    assert float(shown.state or 0) == pytest.approx(39.64, abs=0.01)
    assert shown.unit == "m³"
    await gas.reports("gasMeter.gasMeterVolume", 15)
    shown = gas.find("sensor", device_class="gas")
    assert float(shown.state or 0) == pytest.approx(42.48, abs=0.01)


@pytest.mark.parametrize(
    ("source", "unit", "device_class", "state", "shown"),
    [
        ("powerMeter.power", "KW", "power", 2, "kW"),
        ("energyMeter.energy", "kwh", "energy", 2, "kWh"),
        ("currentMeasurement.current", "ma", "current", 2, "mA"),
        ("voltageMeasurement.voltage", "mv", "voltage", 2, "mV"),
        (
            "atmosphericPressureMeasurement.atmosphericPressure",
            "mBar",
            "atmospheric_pressure",
            2,
            "hPa",
        ),
        ("temperatureMeasurement.temperature", "degF", "temperature", -16.67, "°C"),
        ("relativeHumidityMeasurement.humidity", "%RH", "humidity", 2, "%"),
        ("relativeHumidityMeasurement.humidity", "rh", "humidity", 2, "%"),
        ("temperatureMeasurement.temperature", "degrees Celsius", "temperature", 2, "°C"),
        ("voltageMeasurement.voltage", "V AC", "voltage", 2, "V"),
        ("illuminanceMeasurement.illuminance", "lm/m2", "illuminance", 2, "lx"),
        ("carbonDioxideMeasurement.carbonDioxide", "parts per million", "carbon_dioxide", 2, "ppm"),
        ("bodyWeightMeasurement.bodyWeightMeasurement", "Stone", "weight", 2, "st"),
        ("gasMeter.gasMeterVolume", "kL", "gas", 2, "m³"),
        # Unknown units do not change.
        ("powerMeter.power", "horses", None, 2, "horses"),
        ("energyMeter.energy", "kVAh", None, 2, "kVAh"),
        ("gasMeter.gasMeterVolume", "barrels", None, 2, "barrels"),
        ("temperatureMeasurement.temperature", "Rankine", None, 2, "Rankine"),
        ("illuminanceMeasurement.illuminance", "fc", None, 2, "fc"),
        ("battery.battery", "mV", None, 2, "mV"),
        # ``None`` is not a unit.
        ("powerMeter.power", "none", "power", 2, "W"),
        ("powerMeter.power", None, "power", 2, "W"),
    ],
)
async def test_a_unit_is_understood_or_shown_as_it_came(
    world: World, source: str, unit: str | None, device_class: str | None, state: float, shown: str
) -> None:
    case = await meter(world, source, 2, unit)
    row = next(row for row in case.rows if row.platform == "sensor" and row.unit is not None)
    assert row.device_class == device_class
    assert float(row.state or 0) == pytest.approx(state, abs=0.01)
    assert row.unit == shown
    assert row.own_name, "without a name it would bear that of the device"


async def test_a_unit_may_change_to_one_that_is_not_understood_and_back(world: World) -> None:
    case = await meter(world, "energyMeter.energy", 2, "Wh")
    assert case.find("sensor", "Energy").unit == "kWh"
    status = case.simulator.home.device(METER).status["main"]["energyMeter"]["energy"]
    for unit, device_class in (("foo", None), ("MWh", "energy")):
        status["unit"] = unit
        await case.entry.runtime_data.parts.coordinator.async_refresh()
        await case.world.settle()
        row = case.find("sensor", "Energy")
        assert row.device_class == device_class


async def test_the_power_of_a_heat_pump_is_in_kilowatts(opened: Open) -> None:
    """The model decides. Energy is in watt-hours, as in other devices."""
    pump = await opened("ehs_power_in_kw")
    report = "powerConsumptionReport.powerConsumption"
    assert _power(pump) == 15
    assert _energy(pump) == pytest.approx(8901.522)
    await pump.reports(report, {"power": 0.634, "energy": 8901600, "deltaEnergy": 1})
    assert _power(pump) == pytest.approx(634)
    assert _energy(pump) == pytest.approx(8901.6)


def _power(case: Case) -> float:
    power = case.find("sensor", "Power")
    assert power.unit == "W"
    return float(power.state or 0)


def _energy(case: Case) -> float:
    energy = case.find("sensor", "Energy")
    assert energy.unit == "kWh"
    return float(energy.state or 0)


@pytest.mark.parametrize(
    ("presentation", "watts"),
    [("DA-SAC-EHS-000002-SUB", 1500), ("SAC_EHS_MONO", 1500), ("DA-AC-RAC-000001", 1.5)],
)
@pytest.mark.parametrize("beside", [{}, {"powerMeter": {"power": 3}}])
async def test_the_unit_of_a_report_goes_by_the_model(
    world: World, presentation: str, watts: float, beside: Readings
) -> None:
    """A meter that reports the same changes nothing."""
    device = make_device(
        METER,
        "Pump",
        location_id=HOME_LOCATION,
        components={"main": {"powerConsumptionReport": {"powerConsumption": REPORT}, **beside}},
        fields={"presentationId": presentation},
    )
    case = await case_of(world, device)
    await case.enable_all()
    name = "Reported power" if beside else "Power"
    assert float(case.find("sensor", name).state or 0) == watts
