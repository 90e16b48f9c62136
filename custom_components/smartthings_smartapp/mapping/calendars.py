"""Virtual calendars: a driver of the community reports the date and the sun.

The driver has two capabilities for many values, so that a routine can compare both. The words are
those that it emits.
"""

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import DEGREE, EntityCategory, UnitOfTime

from .descriptions.base import Mapped, Source
from .descriptions.sensors import SensorMap

_VENDOR = "legendabsolute60149"


def _source(capability: str, attribute: str = "") -> Source:
    return Source(f"{_VENDOR}.{capability}", attribute or capability)


def _text(capability: str, *twins: Source, enabled: bool = False) -> SensorMap:
    """Return the entry for a value that is shown as it is, and for the repeated ones."""
    source = _source(capability)
    return SensorMap(
        capability=source.capability,
        key=source.attribute,
        mirrors=twins,
        entity_registry_enabled_default=enabled,
    )


def _words(capability: str, *words: str) -> SensorMap:
    source = _source(capability)
    return SensorMap(
        capability=source.capability,
        key=source.attribute,
        device_class=SensorDeviceClass.ENUM,
        options=[*words],
    )


def _angle(capability: str, state_class: SensorStateClass) -> SensorMap:
    source = _source(capability)
    return SensorMap(
        capability=source.capability,
        key=source.attribute,
        state_class=state_class,
        native_unit_of_measurement=DEGREE,
        entity_registry_enabled_default=False,
    )


def _minutes_since(capability: str, attribute: str) -> SensorMap:
    """Return the entry for the time since the sunrise or sunset, negative before it."""
    source = _source(capability, attribute)
    return SensorMap(
        capability=source.capability,
        key=source.attribute,
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.MINUTES,
        entity_registry_enabled_default=False,
    )


ENTRIES: tuple[Mapped, ...] = (
    _words("currentTimePeriod", "day", "night"),
    _words(
        "currentTwilight", "astronomical_twilight", "civil_twilight", "nautical_twilight", "none"
    ),
    _words("evenOddDay", "even", "odd"),
    _text("sunRise", enabled=True),
    _text("sunSet", enabled=True),
    _text("dayLength"),
    _minutes_since("sunRiseOffset1", "sunRiseOffset"),
    _minutes_since("sunSetOffset1", "sunSetOffset"),
    _angle("sunAzimuthAngle", SensorStateClass.MEASUREMENT_ANGLE),
    _angle("sunElevationAngle", SensorStateClass.MEASUREMENT),
    _text("localDate"),
    _text("localDateOne", _source("localDateTwo1", "localDateTwo")),
    _text("localYear"),
    _text("localMonth", _source("localMonthTwo")),
    _text("localMonthDayOne", _source("localMonthDayTwo")),
    _text("localDay", _source("localDayTwo")),
    _text("localWeekDay"),
    _text("localHour", _source("localHourTwo")),
    SensorMap(
        capability=f"{_VENDOR}.localHourOffset",
        key="localHourOffset",
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.HOURS,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
)
