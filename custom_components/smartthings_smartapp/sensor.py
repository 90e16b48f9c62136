"""Sensors."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorStateClass,
)
from homeassistant.const import Platform, UnitOfTemperature
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import UndefinedType
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import TemperatureConverter

from .cloud.json_types import Json, as_object, moment
from .cloud.models import Value
from .entity.component import SmartThingsEntity
from .entity.location_calls import location_calls
from .entity.readings import number_of
from .generic_entities.plain_values import fits_attributes, in_short
from .mapping.descriptions.sensors import ActivityMap, SensorMap, ValueMap
from .mapping.descriptions.values import Condition
from .mapping.units import has_units, knows, normal
from .mapping.words import state_of
from .runtime import Runtime, SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Read only, and nothing polls."""

_CLOCKS_SET: Final = 2000
"""Year before which a device has no time to give: a clock that was never set is at 1970."""

# One quantity that Home Assistant keeps in two classes, by the kind of its unit.
_SAME_QUANTITY: Mapping[SensorDeviceClass | None, SensorDeviceClass] = {
    SensorDeviceClass.ENERGY: SensorDeviceClass.GAS,
    SensorDeviceClass.VOLATILE_ORGANIC_COMPOUNDS_PARTS: (
        SensorDeviceClass.VOLATILE_ORGANIC_COMPOUNDS
    ),
}


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the sensors of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, SensorMap, _create)
    runtime.add_entities(async_add_entities, ValueMap, SmartThingsPlainValue)
    runtime.add_entities(async_add_entities, ActivityMap, SmartThingsActivity)
    runtime.add_location_entities(Platform.SENSOR, async_add_entities, location_calls)


def _create(
    runtime: Runtime, device_id: str, component: str, entry: SensorMap
) -> SmartThingsSensor:
    total = entry.state_class is SensorStateClass.TOTAL_INCREASING
    return (SmartThingsTotal if total else SmartThingsSensor)(runtime, device_id, component, entry)


class SmartThingsSensor(SmartThingsEntity[SensorMap], SensorEntity):
    """An attribute, or a part of it, as a time, a word of a list, a number or a text."""

    entity_description: SensorMap

    @property
    @override
    def _plain_name(self) -> str | UndefinedType | None:
        """The name, after the class of the entry also where the unit is not understood."""
        name = super()._plain_name
        named = isinstance(name, str) or hasattr(self, "_attr_name")
        if named or self.device_class or not self.platform_data:
            return name
        texts = self.platform_data.component_translations
        own = self.entity_description.device_class
        return texts.get(f"component.{Platform.SENSOR}.entity_component.{own}.name", name)

    @property
    @override
    def native_value(self) -> datetime | float | str | None:
        """Return the value in the entry's kind; unknown where it is of another kind."""
        entry = self.entity_description
        value = self._value
        if entry.device_class is SensorDeviceClass.TIMESTAMP:
            return self._end(moment(value))
        if entry.device_class is SensorDeviceClass.ENUM:
            return self._word(value)
        if entry.numeric:
            number = self._measured(number_of(value))
            return number if number is None or entry.scale == 1 else number * entry.scale
        return _text(value)

    @property
    def _value(self) -> Json:
        """What the entry shows of its attribute, None while that means nothing."""
        entry = self.entity_description
        if entry.only_while and not self._holds(entry.only_while):
            return None
        value = self.raw()
        if entry.member is not None:
            value = as_object(value).get(entry.member)
        return value if entry.convert is None else entry.convert(value)

    def _holds(self, condition: Condition) -> bool:
        value = self.raw(condition.source)
        return value is None or value in condition.values

    def _end(self, time: datetime | None) -> datetime | None:
        """Return a time, None where it is none, or is over and nothing runs that would end then."""
        if time is not None and time.year < _CLOCKS_SET:
            return None
        runs = self.entity_description.running_while
        over = time is not None and time <= dt_util.utcnow()
        return None if over and runs and not self._holds(runs) else time

    def _measured(self, number: float | None) -> float | None:
        """Return a number, None for a temperature below which nothing is measured."""
        entry = self.entity_description
        if number is None or entry.lowest_celsius is None:
            return number
        celsius = TemperatureConverter.convert(
            number, self.degrees(entry.source), UnitOfTemperature.CELSIUS
        )
        return None if celsius < entry.lowest_celsius else number

    @property
    @override
    def options(self) -> list[str] | None:
        """Return the words that are translated, and the present one if it is none of them."""
        listed = self.entity_description.options
        if listed is None:
            return None
        present = self._word(self._value)
        return listed if present is None or present in listed else [*listed, present]

    def _word(self, value: Json) -> str | None:
        """Return a word as one of the options, or so that it can be read."""
        entry = self.entity_description
        texts = entry.options or () if entry.defined_name is None else ()
        return state_of(value, texts, entry.words)

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the unit of the last status, or the entry's where that gives none."""
        entry = self.entity_description
        unit = self._reported_unit()
        if entry.device_class is SensorDeviceClass.TEMPERATURE and self.device_class:
            return self.degrees(entry.source)
        return entry.native_unit_of_measurement if unit is None else unit

    @property
    @override
    def device_class(self) -> SensorDeviceClass | None:
        """Return the class of the entry, or its sister where the unit says so.

        None where the unit is not understood: the class would put the number under another one.
        """
        unit = self._reported_unit()
        return self.entity_description.device_class if unit is None else self._class_by(unit)

    @property
    @override
    def suggested_unit_of_measurement(self) -> str | None:
        """Return the entry's suggestion, for what can be converted."""
        return super().suggested_unit_of_measurement if self.device_class else None

    def _reported_unit(self) -> str | None:
        """Return the unit that came with the value, unless a word of ours stands for it.

        A part of a report has none of its own.
        """
        report = self.reported()
        entry = self.entity_description
        part = entry.member is not None and not entry.shared_unit
        unitless = (
            entry.unit_translated or part or not entry.numeric or not has_units(entry.device_class)
        )
        if unitless or report is None or not report.unit:
            return None
        return normal(report.unit, entry.device_class) or None

    def _class_by(self, unit: str) -> SensorDeviceClass | None:
        """Return the class, the entry's or its sister, that knows the unit."""
        own = self.entity_description.device_class
        for candidate in (own, _SAME_QUANTITY.get(own)):
            if candidate is not None and knows(candidate, unit):
                return candidate
        return None


class SmartThingsTotal(SmartThingsSensor):
    """A total that only grows: a sample that is negative or smaller than the last is dropped.

    Meters start anew too, so a second smaller sample in a row is believed. Without that, one odd
    report would count as a whole new total in the energy dashboard.
    """

    _last: float | None = None
    _shrunk: bool = False
    _taken: Value | None = None
    """The report that was taken in last."""

    @override
    async def async_added_to_hass(self) -> None:
        """Take in the total so far."""
        await super().async_added_to_hass()
        self._take()

    @callback
    @override
    def _changed(self) -> None:
        """Take in a sample."""
        self._take()
        super()._changed()

    def _take(self) -> None:
        report = self.reported()
        sample = super().native_value
        if report is self._taken or not isinstance(sample, int | float) or sample < 0:
            return
        self._taken = report
        shrinks = self._last is not None and sample < self._last
        if not shrinks or self._shrunk:
            self._last = sample
        self._shrunk = shrinks and not self._shrunk

    @property
    @override
    def native_value(self) -> float | None:
        """Return the total, unknown where the last report has none."""
        return None if super().native_value is None else self._last


class SmartThingsPlainValue(SmartThingsEntity[ValueMap], SensorEntity):
    """Any value: in a few words as the state, whole as an attribute."""

    entity_description: ValueMap
    _unrecorded_attributes = frozenset({"value"})

    @property
    @override
    def native_value(self) -> str | None:
        """Return the value in at most 255 characters."""
        value = self.raw()
        return None if value is None else in_short(value)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Json] | None:
        """Return what does not fit into the state, unless it is too large for an attribute too."""
        value = self.raw()
        if isinstance(value, list | dict) or (isinstance(value, str) and value != in_short(value)):
            return {"value": value if fits_attributes(value) else None}
        return None


class SmartThingsActivity(SmartThingsEntity[ActivityMap], SensorEntity):
    """When the device last reported anything; known also while it is not reached."""

    entity_description: ActivityMap

    @override
    async def async_added_to_hass(self) -> None:
        """Follow whatever the device reports."""
        await super().async_added_to_hass()
        self.async_on_remove(self.runtime.watch_activity(self.device_id, self._changed))

    @property
    @override
    def available(self) -> bool:
        """Available unless there is an outage."""
        return self.runtime.reachable

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return the time of the last report."""
        stored = self.runtime.devices.get(self.device_id)
        return stored.active if stored else None


def _text(value: Json) -> str | None:
    """Return a text, also of a number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    return in_short(value) or None
