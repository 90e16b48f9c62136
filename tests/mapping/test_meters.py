"""Rules for measurements, checked for all entries: device classes, state classes, units."""

from collections import Counter

import pytest
from homeassistant.components.sensor import (
    DEVICE_CLASS_STATE_CLASSES,
    DEVICE_CLASS_UNITS,
    SensorDeviceClass,
    SensorStateClass,
)
from homeassistant.const import EntityCategory

from custom_components.smartthings_smartapp.mapping import ENTRIES
from custom_components.smartthings_smartapp.mapping.descriptions.controls import NumberMap
from custom_components.smartthings_smartapp.mapping.descriptions.sensors import SensorMap

SENSORS = [
    pytest.param(entry, id=f"{entry.capability}-{entry.key}")
    for entry in ENTRIES
    if isinstance(entry, SensorMap)
]
NUMERIC = [param for param in SENSORS if param.values[0].numeric]  # type: ignore[union-attr]

# Amounts in a moving period, which decrease again and so are not totals.
_SINCE = {
    ("batchGasConsumptionReport", "hourlyGasConsumptions"),
    ("gasConsumptionReport", "deltaUsage"),
    ("powerConsumptionReport", "deltaEnergy"),
    ("powerConsumptionReport", "powerEnergy"),
    ("waterMeter", "lastHour"),
    ("waterMeter", "lastTwentyFourHours"),
    ("waterUsageMeter", "waterUsageDay"),
    ("waterUsageMeter", "waterUsageMonth"),
    ("waterMeter", "lastSevenDays"),
}
# Amounts that grow, and only start again with a new day, session or bag.
_TOTALS = {
    ("energyMeter", "energy"),
    ("evseChargingSession", "energyDelivered"),
    ("gasConsumptionReport", "cumulativeUsage"),
    ("gasConsumptionReport", "usageSaved"),
    ("gasMeter", "gasMeter"),
    ("gasMeter", "gasMeterVolume"),
    ("mirrorhappy40050.copperWaterMeter", "energyUsageDay"),
    ("mirrorhappy40050.copperWaterMeter", "energyUsageMonth"),
    ("powerConsumptionReport", "energy"),
    ("powerConsumptionReport", "energySaved"),
    ("samsungce.consumedEnergy", "monthlyUsage"),
    ("samsungce.stickCleanerDustBag", "usage"),
    ("samsungce.waterConsumptionReport", "waterConsumption"),
    ("stepSensor", "steps"),
    ("vehicleOdometer", "odometerReading"),
}


def _named(entry: SensorMap) -> tuple[str, str]:
    return str(entry.capability), str(entry.key)


def _is_planned(entry: SensorMap) -> bool:
    """Return whether the number is a setting or a countdown, so that statistics have no meaning."""
    return "etpoint" in entry.key or entry.device_class is SensorDeviceClass.DURATION


def test_only_a_total_is_counted_as_one() -> None:
    """A wrong total would make the energy dashboard wrong."""
    totals = {
        _named(entry)
        for entry in ENTRIES
        if isinstance(entry, SensorMap)
        and entry.state_class in (SensorStateClass.TOTAL, SensorStateClass.TOTAL_INCREASING)
    }
    assert totals == _TOTALS
    assert not totals & _SINCE


@pytest.mark.parametrize("entry", NUMERIC)
def test_a_number_has_statistics_unless_they_would_lie(entry: SensorMap) -> None:
    """Each measured number has a state class, except differences, setpoints and countdowns."""
    none = _named(entry) in _SINCE or _is_planned(entry)
    assert (entry.state_class is None) is none


@pytest.mark.parametrize("entry", NUMERIC)
def test_the_state_class_is_one_of_the_device_class(entry: SensorMap) -> None:
    """Home Assistant defines which are valid together."""
    if entry.device_class and entry.state_class:
        assert entry.state_class in DEVICE_CLASS_STATE_CLASSES[entry.device_class]


@pytest.mark.parametrize("entry", NUMERIC)
def test_the_unit_is_one_of_the_device_class(entry: SensorMap) -> None:
    """A unit that does not belong to the device class would not be shown correctly."""
    if entry.device_class is None:
        assert entry.suggested_unit_of_measurement is None
        return
    known = DEVICE_CLASS_UNITS[entry.device_class]
    assert entry.native_unit_of_measurement in known
    suggested = entry.suggested_unit_of_measurement
    assert suggested is None or suggested in known


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(entry, id=entry.key)
        for entry in ENTRIES
        if isinstance(entry, SensorMap) and entry.capability == "powerConsumptionReport"
    ],
)
def test_a_power_report_gives_power_and_energy_and_hides_the_rest(entry: SensorMap) -> None:
    """The rest of the report, and values that a meter also reports, are disabled by default."""
    plain = entry.text_key in {"power", "energy"}
    assert entry.entity_registry_enabled_default is plain
    assert (entry.entity_category is None) is plain
    assert entry.suggested_display_precision == 2


@pytest.mark.parametrize("entry", SENSORS)
def test_what_has_no_number_has_no_statistics(entry: SensorMap) -> None:
    """Words and times have no unit and no state class."""
    if entry.device_class in (SensorDeviceClass.ENUM, SensorDeviceClass.TIMESTAMP):
        assert entry.state_class is None
        assert entry.native_unit_of_measurement is None
        assert entry.suggested_display_precision is None
    assert (entry.device_class is SensorDeviceClass.ENUM) is (entry.options is not None)


@pytest.mark.parametrize("device_class", ["battery", "signal_strength"])
def test_a_value_about_the_device_itself_is_diagnostic(device_class: str) -> None:
    """The battery of a device is diagnostic. The battery of a car is a main feature."""
    found = [
        entry
        for entry in ENTRIES
        if isinstance(entry, SensorMap)
        and entry.device_class == device_class
        and not entry.capability.startswith("vehicle")
    ]
    assert found
    assert {entry.entity_category for entry in found} == {EntityCategory.DIAGNOSTIC}


def test_an_attribute_has_one_way_to_be_counted() -> None:
    """Two entries for one attribute have the same classes."""
    classes: dict[tuple[str, str], set[object]] = {}
    for entry in ENTRIES:
        if isinstance(entry, SensorMap):
            key = (entry.capability, f"{entry.source.attribute} {entry.member} {entry.key}")
            classes.setdefault(key, set()).add((entry.device_class, entry.state_class))
    assert Counter(len(found) for found in classes.values()).keys() == {1}


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(entry, id=f"{entry.capability}-{entry.key}")
        for entry in ENTRIES
        if isinstance(entry, NumberMap)
    ],
)
def test_a_number_that_is_set_has_bounds_in_order(entry: NumberMap) -> None:
    """The bounds of the entry are used if a device reports none."""
    assert entry.default.low < entry.default.high
    assert entry.default.step > 0
