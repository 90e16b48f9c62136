"""The base of entities with a target temperature: one unit for all temperatures of an entity.

A device may report the measured temperature, the target and its range in different units.
"""

from typing import override

from homeassistant.const import UnitOfTemperature
from homeassistant.helpers.entity import Entity
from homeassistant.util.unit_conversion import TemperatureConverter, TemperatureDeltaConverter

from ..cloud.models import Command
from ..mapping.descriptions.base import Mapped, Source
from ..mapping.descriptions.values import Bounds, Setpoint
from ..mapping.vocabulary import Attribute, Capability
from .commands import ComponentCommands
from .component import SmartThingsEntity
from .readings import number_of

TEMPERATURE = Source(Capability.TEMPERATURE_MEASUREMENT, Attribute.TEMPERATURE)
HUMIDITY = Source(Capability.RELATIVE_HUMIDITY_MEASUREMENT, Attribute.HUMIDITY)

# Samsung's appliances report -1000 for a limit that they do not have.
_ABSOLUTE_ZERO = -460
# No oven has a higher limit in any unit.
_HOTTEST = 1000


_RENAMED = (
    "current_temperature",
    "target_temperature",
    "target_temperature_high",
    "target_temperature_low",
    "temperature_unit",
)


def with_old_names[EntityT: Entity](entity: type[EntityT]) -> type[EntityT]:
    """Add the names that Home Assistant 2026.10 has for the temperatures of an entity.

    Version 2026.11 has names that start with ``native_``, and deprecates the old ones.
    """
    if not any(hasattr(base, "native_temperature_unit") for base in entity.__bases__):
        for name in _RENAMED:
            if native := getattr(entity, f"native_{name}", None):
                setattr(entity, name, native)
    return entity


class TemperatureCommands(ComponentCommands):
    """The commands for target temperatures of one component."""

    def unit_of(self, *setpoints: Setpoint) -> UnitOfTemperature:
        """Return the first reported unit: of the setpoints, else of the measured temperature.

        Without a reported unit it is the one of the location.
        """
        sources = [source for setpoint in setpoints for source in setpoint.sources]
        return self._first_unit(*sources, TEMPERATURE)

    def _first_unit(self, *sources: Source) -> UnitOfTemperature:
        reports = ((source, self.reported(source)) for source in sources)
        return self.degrees(
            next((source for source, report in reports if report and report.unit), TEMPERATURE)
        )

    def measured(self, unit: UnitOfTemperature) -> float | None:
        """Return the measured temperature in the unit."""
        value = self.number(TEMPERATURE)
        if value is None:
            return None
        report = self.reported(TEMPERATURE)
        own = self.degrees(TEMPERATURE) if report and report.unit else unit
        return _converted(value, own, unit)

    def target(self, setpoint: Setpoint, unit: UnitOfTemperature) -> float | None:
        """Return the target temperature in the unit."""
        value = self.number(setpoint.source)
        return None if value is None else _converted(value, self.unit_of(setpoint), unit)

    def limits(self, setpoint: Setpoint, default: Bounds, unit: UnitOfTemperature) -> Bounds:
        """Return the bounds of a setpoint in the unit."""
        low, high, step, _ = self.bounds(setpoint, default)
        own = self.unit_of(setpoint)
        return Bounds(
            _converted(low, own, unit), _converted(high, own, unit), _interval(step, own, unit)
        )

    @override
    def bounds(self, setpoint: Setpoint, default: Bounds) -> Bounds:
        """Return the bounds of a temperature in the unit of the setpoint.

        The default is in degrees Celsius.
        """
        if setpoint.span and (allowed := setpoint.span(self.reported)):
            return allowed
        unit, celsius = self.unit_of(setpoint), UnitOfTemperature.CELSIUS
        if unit is not celsius:
            low, high = (round(_converted(end, celsius, unit)) for end in default[:2])
            default = Bounds(low, high)
        least = self._limit((*setpoint.range, *setpoint.low), "minimum", unit)
        most = self._limit((*setpoint.range, *setpoint.high), "maximum", unit)
        if self._has_random_limits(setpoint, default, least, most):
            return default
        return default.narrowed(least, most, self._step(setpoint, unit))

    def _has_random_limits(
        self, setpoint: Setpoint, default: Bounds, low: float | None, high: float | None
    ) -> bool:
        """Return whether the reported limits are random numbers, as in a new virtual device.

        They are too hot, or fit neither the target nor the default.
        """
        if any(end is not None and end > _HOTTEST for end in (low, high)):
            return True
        current = self.number(setpoint.source)
        if low is None or high is None or current is None:
            return False
        return not low <= current <= high and (high < default.low or low > default.high)

    def _limit(
        self, sources: tuple[Source, ...], member: str, unit: UnitOfTemperature
    ) -> float | None:
        """Return the first limit that the device reports, by itself or as a member of a range."""
        for source in sources:
            value = self.raw(source)
            number = number_of(value.get(member) if isinstance(value, dict) else value)
            if number is not None and number > _ABSOLUTE_ZERO:
                report = self.reported(source)
                own = self.degrees(source) if report and report.unit else unit
                return _converted(number, own, unit)
        return None

    def _step(self, setpoint: Setpoint, unit: UnitOfTemperature) -> float | None:
        """Return the step that the device reports."""
        for source in setpoint.range:
            report = self.reported(source)
            value = report.value if report else None
            step = number_of(value.get("step")) if isinstance(value, dict) else None
            if step:
                own = self.degrees(source) if report and report.unit else unit
                return _interval(step, own, unit)
        return None

    def temperature_command(
        self, setpoint: Setpoint, wanted: float, unit: UnitOfTemperature, default: Bounds
    ) -> Command:
        """Return the command that sets a temperature, which is given in the unit.

        The temperature is rounded to the step of the device. Raises ServiceValidationError if it
        is outside the device's bounds.
        """
        own = self.unit_of(setpoint)
        value = round(_converted(wanted, unit, own), 1)
        bounds = self.bounds(setpoint, default)
        if self._step(setpoint, own) == bounds.step:
            value = bounds.nearest(value)
        return self.number_command(setpoint, value, default)


class SmartThingsTemperatureEntity[EntryT: Mapped](TemperatureCommands, SmartThingsEntity[EntryT]):
    """An entity with target temperatures."""


def _converted(value: float, unit: UnitOfTemperature, to: UnitOfTemperature) -> float:
    return value if unit is to else round(TemperatureConverter.convert(value, unit, to), 2)


def _interval(value: float, unit: UnitOfTemperature, to: UnitOfTemperature) -> float:
    return value if unit is to else round(TemperatureDeltaConverter.convert(value, unit, to), 2)
