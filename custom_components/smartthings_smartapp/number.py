"""Numbers."""

from functools import partial
from typing import override

from homeassistant.components.number import NumberDeviceClass, NumberEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.models import Command
from .descriptions import Bounds, NumberMap, Setpoint
from .entity import StEntity, number_of
from .mapping.units import normal
from .runtime import Runtime, StConfigEntry
from .thermal import StThermal

PARALLEL_UPDATES = 0
"""Nothing polls, and commands to one device need not wait for another's."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: StConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the numbers of an entry."""
    runtime = entry.runtime_data
    runtime.loader.register(async_add_entities, NumberMap, partial(_create, runtime))


def _create(
    runtime: Runtime, device_id: str, component: str, entry: NumberMap
) -> StNumber | StTemperature:
    temperature = entry.device_class is NumberDeviceClass.TEMPERATURE
    return (StTemperature if temperature else StNumber)(runtime, device_id, component, entry)


class _StBounded(StEntity[NumberMap], NumberEntity):
    """A number that is set within the device's own bounds."""

    entity_description: NumberMap

    @property
    @override
    def native_value(self) -> float | None:
        """Return the present number, unknown where none is set."""
        unset = self.entity_description.unset
        return None if unset is not None and self.raw() == unset else self.number()

    @property
    def _bounds(self) -> Bounds:
        entry = self.entity_description
        return self.bounds(entry.setpoint, entry.usual)

    @property
    @override
    def native_min_value(self) -> float:
        """Return the least that can be set."""
        return self._bounds.low

    @property
    @override
    def native_max_value(self) -> float:
        """Return the most that can be set."""
        return self._bounds.high

    @property
    @override
    def native_step(self) -> float:
        """Return the step from one number to the next."""
        return self._bounds.step

    def _setting(self, value: float) -> Command:
        """Return the command for the nearest number that can be set."""
        entry = self.entity_description
        return self.setting(entry.setpoint, self._bounds.nearest(value), entry.usual)

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Set the number."""
        await self.send(self._setting(value))


class StNumber(_StBounded):
    """A number in the unit that comes with it."""

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the unit of the last status, else the entry's; a counted one is translated."""
        entry = self.entity_description
        report = self.reported()
        if report is None or not report.unit or entry.counted:
            return entry.native_unit_of_measurement
        return normal(report.unit)


class StTemperature(StThermal[NumberMap], _StBounded):
    """A temperature to keep, in the unit of its report, else of what the device measures."""

    @property
    @override
    def native_unit_of_measurement(self) -> str:
        """Return the unit of the setpoint."""
        return self.unit_of(self.entity_description.setpoint)

    @override
    def bounds(self, setpoint: Setpoint, usual: Bounds) -> Bounds:
        """Return between what it may be set; some devices list each temperature."""
        bounds = super().bounds(setpoint, usual)
        listed = (
            number
            for source in setpoint.range
            if isinstance(value := self.raw(source), list)
            for number in map(number_of, value)
            if number is not None
        )
        return bounds.narrowed(*bounds[:3], listed=tuple(listed))
