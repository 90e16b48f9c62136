"""Sensors."""

from collections.abc import Mapping
from datetime import datetime
from typing import override

from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorStateClass
from homeassistant.const import Platform, UnitOfTemperature
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import UndefinedType
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import TemperatureConverter

from .cloud.api.history import HistoryItem
from .cloud.json_types import Json, as_object
from .cloud.models import AttributeKey, Value
from .entity.component import SmartThingsEntity
from .entity.location_calls import location_calls
from .entity.location_security import location_security_state
from .entity.location_updates import location_updates
from .entity.readings import number_of, time_of
from .generic_entities.plain_values import fits_attributes, in_short
from .mapping.descriptions.sensors import ActivityMap, SensorMap, ValueMap
from .mapping.descriptions.values import Condition
from .mapping.units import class_with, has_units, normal
from .mapping.words import state_of
from .runtime import Runtime, SmartThingsConfigEntry
from .statistics_import.historic_sensor import Measurement

PARALLEL_UPDATES = 0
"""Entities are read-only and pushed."""


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
    runtime.add_location_entities(Platform.SENSOR, async_add_entities, _of_location)


def _of_location(runtime: Runtime) -> Mapping[str, SensorEntity]:
    """Return the sensors of the location, by unique id."""
    kinds = (location_calls, location_security_state, location_updates)
    return {key: sensor for create in kinds for key, sensor in create(runtime).items()}


def _create(
    runtime: Runtime, device_id: str, component: str, entry: SensorMap
) -> SmartThingsSensor:
    total = entry.state_class is SensorStateClass.TOTAL_INCREASING
    return (SmartThingsTotal if total else SmartThingsSensor)(runtime, device_id, component, entry)


class SmartThingsSensor(SmartThingsEntity[SensorMap], SensorEntity):
    """An attribute, or a member of it, as a time, an option, a number or a text."""

    entity_description: SensorMap

    @property
    @override
    def _plain_name(self) -> str | UndefinedType | None:
        """The name by the device class of the entry, also for an unknown unit."""
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
        """Return the value in the type of the entry, None if it is of another type."""
        entry = self.entity_description
        value = self._value
        if entry.device_class is SensorDeviceClass.TIMESTAMP:
            return self._end_time(time_of(value))
        if entry.device_class is SensorDeviceClass.ENUM:
            return self._word(value)
        return self._number(value) if entry.numeric else _text(value)

    @property
    def attribute_key(self) -> AttributeKey:
        """The attribute that the sensor shows."""
        return self.key(self.entity_description.source)

    def measured(self, item: HistoryItem) -> Measurement | None:
        """Return the number that a report of the attribute has, None if it has none."""
        number = self._number(self._shown(item.value)) if self.entity_description.numeric else None
        if number is None:
            return None
        return Measurement(number, self._unit_of(item.unit) or self.native_unit_of_measurement)

    @property
    def _value(self) -> Json:
        """The value of the attribute or its member."""
        return self._shown(self.raw())

    def _shown(self, value: Json) -> Json:
        """Return what the sensor shows of a value of its attribute."""
        entry = self.entity_description
        if entry.member is not None:
            value = as_object(value).get(entry.member)
        return value if entry.convert is None else entry.convert(value)

    def _number(self, value: Json) -> float | None:
        entry = self.entity_description
        number = self._plausible(number_of(value))
        return number if number is None or entry.scale == 1 else number * entry.scale

    def _holds(self, condition: Condition) -> bool:
        value = self.raw(condition.source)
        return value is None or value in condition.values

    def _end_time(self, time: datetime | None) -> datetime | None:
        """Return a time, None if it is in the past and nothing runs that would have ended then."""
        runs = self.entity_description.running_while
        over = time is not None and time <= dt_util.utcnow()
        return None if over and runs and not self._holds(runs) else time

    def _plausible(self, number: float | None) -> float | None:
        """Return a number, None for a temperature below the lowest plausible one."""
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
        """Return the translated options, and the current value even if it is not translated."""
        listed = self.entity_description.options
        if listed is None:
            return None
        current = self._word(self._value)
        return listed if current is None or current in listed else [*listed, current]

    def _word(self, value: Json) -> str | None:
        """Return a value as one of the options, or in a readable form."""
        entry = self.entity_description
        texts = entry.options or () if entry.defined_name is None else ()
        return state_of(value, texts, entry.words)

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the reported unit, else the one of the entry."""
        entry = self.entity_description
        unit = self._reported_unit()
        if entry.device_class is SensorDeviceClass.TEMPERATURE and self.device_class:
            return self.degrees(entry.source)
        return entry.native_unit_of_measurement if unit is None else unit

    @property
    @override
    def device_class(self) -> SensorDeviceClass | None:
        """Return the device class of the entry, or the other one of the quantity for its unit.

        It is None for an unknown unit, because the device class would show the number with another
        unit.
        """
        unit = self._reported_unit()
        own = self.entity_description.device_class
        return own if unit is None else class_with(unit, own)

    @property
    @override
    def suggested_unit_of_measurement(self) -> str | None:
        """Return the suggestion of the entry if the unit can be converted."""
        return super().suggested_unit_of_measurement if self.device_class else None

    def _reported_unit(self) -> str | None:
        """Return the unit of the last report, None if another one applies."""
        report = self.reported()
        return None if report is None else self._unit_of(report.unit)

    def _unit_of(self, unit: str | None) -> str | None:
        """Return the unit of a report, None if the unit is translated or chosen by the user.

        The unit of a report does not apply to its members.
        """
        entry = self.entity_description
        part = entry.member is not None and not entry.shared_unit
        unitless = (
            entry.unit_translated or part or not entry.numeric or not has_units(entry.device_class)
        ) or (entry.device_class is SensorDeviceClass.TEMPERATURE and self._chosen_degrees)
        if unitless or not unit:
            return None
        return normal(unit, entry.device_class) or None


class SmartThingsTotal(SmartThingsSensor):
    """A total that only grows: negative or smaller samples are ignored.

    One wrong sample would count as a whole new total in the energy dashboard. A meter may start
    again, so the second smaller sample in a row is accepted.
    """

    _total: float | None = None
    _shrunk: bool = False
    _applied: Value | None = None
    """The last report that was applied."""

    @override
    async def async_added_to_hass(self) -> None:
        """Apply the current report."""
        await super().async_added_to_hass()
        self._apply_sample()

    @callback
    @override
    def _changed(self) -> None:
        """Apply a sample before writing the state."""
        self._apply_sample()
        super()._changed()

    def _apply_sample(self) -> None:
        report = self.reported()
        sample = super().native_value
        if report is self._applied or not isinstance(sample, int | float) or sample < 0:
            return
        self._applied = report
        shrinks = self._total is not None and sample < self._total
        if not shrinks or self._shrunk:
            self._total = sample
        self._shrunk = shrinks and not self._shrunk

    @property
    @override
    def native_value(self) -> float | None:
        """Return the total, None if the last report has none."""
        return None if super().native_value is None else self._total


class SmartThingsPlainValue(SmartThingsEntity[ValueMap], SensorEntity):
    """Any value: shortened as the state, complete as an attribute."""

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
        """Return a value that does not fit into the state, None if it is too large."""
        value = self.raw()
        if isinstance(value, list | dict) or (isinstance(value, str) and value != in_short(value)):
            return {"value": value if fits_attributes(value) else None}
        return None


class SmartThingsActivity(SmartThingsEntity[ActivityMap], SensorEntity):
    """When the device last reported. Available also while the device is unreachable."""

    entity_description: ActivityMap

    @override
    async def async_added_to_hass(self) -> None:
        """Follow every report of the device."""
        await super().async_added_to_hass()
        self.async_on_remove(self.runtime.watch_activity(self.device_id, self._changed))

    @property
    @override
    def available(self) -> bool:
        """Return True unless there is an outage."""
        return self.runtime.reachable

    @property
    @override
    def native_value(self) -> datetime | None:
        """Return the time of the last report."""
        stored = self.runtime.devices.get(self.device_id)
        return stored.active if stored else None


def _text(value: Json) -> str | None:
    """Return a text, also for a number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    return in_short(value) or None
