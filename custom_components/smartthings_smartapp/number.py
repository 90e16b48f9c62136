"""Numbers."""

from typing import Final, override

from homeassistant.components.number import NumberDeviceClass, NumberEntity
from homeassistant.components.number.const import UNIT_CONVERTERS
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.models import Command
from .controls.descriptions import ControlNumberMap
from .controls.entities import ControlNumber
from .entity.assumed import AssumedNumber
from .entity.component import SmartThingsEntity
from .entity.readings import number_of
from .entity.temperature import SmartThingsTemperatureEntity
from .mapping.descriptions.assumed import AssumedNumberMap
from .mapping.descriptions.controls import NumberMap
from .mapping.descriptions.values import Bounds, Setpoint
from .mapping.units import knows, normal
from .runtime import Runtime, SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""

_DIGITS: Final = 9
"""Decimal places of converted numbers, which removes rounding errors."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the numbers of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, NumberMap, _create)
    runtime.add_entities(async_add_entities, ControlNumberMap, ControlNumber)
    runtime.add_entities(async_add_entities, AssumedNumberMap, AssumedNumber)


def _create(
    runtime: Runtime, device_id: str, component: str, entry: NumberMap
) -> SmartThingsNumber | SmartThingsTemperatureNumber:
    temperature = entry.device_class is NumberDeviceClass.TEMPERATURE
    return (SmartThingsTemperatureNumber if temperature else SmartThingsNumber)(
        runtime, device_id, component, entry
    )


class _BoundedNumber(SmartThingsEntity[NumberMap], NumberEntity):
    """A number within the bounds of the device."""

    entity_description: NumberMap

    @property
    @override
    def native_value(self) -> float | None:
        """Return the number, None if it is not set."""
        entry = self.entity_description
        is_unset = entry.unset is not None and self.raw() == entry.unset
        number = None if is_unset else self.setting(entry.setpoint)
        return None if number is None else self._shown(number)

    @property
    def _factor(self) -> float:
        """Factor from the numbers of the device to the shown ones."""
        return 1

    def _shown(self, number: float) -> float:
        factor = self._factor
        return number if factor == 1 else round(number * factor, _DIGITS)

    @property
    def _bounds(self) -> Bounds:
        entry = self.entity_description
        return self.bounds(entry.setpoint, entry.default)

    @property
    @override
    def native_min_value(self) -> float:
        """Return the lowest number that can be set."""
        return self._shown(self._bounds.low)

    @property
    @override
    def native_max_value(self) -> float:
        """Return the highest number that can be set."""
        return self._shown(self._bounds.high)

    @property
    @override
    def native_step(self) -> float:
        """Return the step of the number."""
        return self._shown(self._bounds.step)

    def _value_command(self, value: float) -> Command:
        """Return the command for the nearest number that can be set."""
        entry = self.entity_description
        wanted = self._bounds.nearest(value / self._factor)
        return self.number_command(entry.setpoint, wanted, entry.default)

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Set the number."""
        await self.send(self._value_command(value))


class SmartThingsNumber(_BoundedNumber):
    """A number with the reported unit."""

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the reported unit, else the one of the entry, None if the unit is translated."""
        shown_unit = self.entity_description.shown_unit
        return shown_unit if shown_unit and self._factor != 1 else self._own_unit

    @property
    @override
    def _factor(self) -> float:
        entry = self.entity_description
        converter = UNIT_CONVERTERS.get(entry.device_class) if entry.device_class else None
        own = self._own_unit
        if not entry.shown_unit or converter is None or own not in converter.VALID_UNITS:
            return 1
        return converter.converter_factory(own, entry.shown_unit)(1)

    @property
    def _own_unit(self) -> str | None:
        return self._reported_unit or self.entity_description.native_unit_of_measurement

    @property
    def _reported_unit(self) -> str | None:
        entry, report = self.entity_description, self.reported()
        if report is None or not report.unit or entry.unit_translated:
            return None
        return normal(report.unit, entry.device_class) or None

    @property
    @override
    def device_class(self) -> NumberDeviceClass | None:
        """Return the device class of the entry, None for an unknown unit."""
        own, unit = self.entity_description.device_class, self._reported_unit
        return None if own and unit and not knows(own, unit) else own


class SmartThingsTemperatureNumber(SmartThingsTemperatureEntity[NumberMap], _BoundedNumber):
    """A target temperature, in its reported unit or the unit of the measured temperature."""

    @property
    @override
    def native_unit_of_measurement(self) -> str:
        """Return the unit of the setpoint."""
        return self.unit_of(self.entity_description.setpoint)

    @override
    def bounds(self, setpoint: Setpoint, default: Bounds) -> Bounds:
        """Return the bounds; some devices list each temperature that can be set."""
        bounds = super().bounds(setpoint, default)
        listed = (
            number
            for source in setpoint.range
            if isinstance(value := self.raw(source), list)
            for number in map(number_of, value)
            if number is not None
        )
        return bounds.narrowed(*bounds[:3], listed=tuple(listed) or bounds.listed)
