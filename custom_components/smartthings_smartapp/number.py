"""Numbers."""

from functools import partial
from typing import override

from homeassistant.components.number import NumberDeviceClass, NumberEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .descriptions import Bounds, NumberMap
from .entity import StEntity
from .mapping.units import normal
from .runtime import StConfigEntry

PARALLEL_UPDATES = 0
"""Nothing polls, and commands to one device need not wait for another's."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: StConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the numbers of an entry."""
    runtime = entry.runtime_data
    runtime.loader.register(async_add_entities, NumberMap, partial(StNumber, runtime))


class StNumber(StEntity[NumberMap], NumberEntity):
    """A number that is set within the device's own bounds."""

    entity_description: NumberMap

    @property
    @override
    def native_value(self) -> float | None:
        """Return the present number."""
        return self.number()

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return the unit of the last status, else the entry's; of a temperature, always one."""
        entry = self.entity_description
        if entry.device_class is NumberDeviceClass.TEMPERATURE:
            return self.degrees(entry.source)
        report = self.reported()
        return normal(report.unit) if report and report.unit else entry.native_unit_of_measurement

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

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Set the number."""
        entry = self.entity_description
        await self.send(self.setting(entry.setpoint, value, entry.usual))
