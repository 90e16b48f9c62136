"""What one component of a device reports, read as the type that an entity needs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from homeassistant.const import UnitOfTemperature
from homeassistant.util.unit_conversion import TemperatureConverter

from ..cloud.json_types import Json, clock_seconds, moment, texts
from ..cloud.models import AttributeKey, Device, Value
from ..mapping.descriptions.base import Source
from ..mapping.descriptions.values import Bounds, Choice, Setpoint
from ..mapping.internal_capabilities import DISABLED_CAPABILITIES, takes
from ..mapping.units import normal
from ..mapping.words import Spelling, identifier, option_among, options_of
from ..runtime import Runtime

_DEGREES: Mapping[str, UnitOfTemperature] = {unit.value: unit for unit in UnitOfTemperature}
_OTHER: Mapping[UnitOfTemperature, UnitOfTemperature] = {
    UnitOfTemperature.CELSIUS: UnitOfTemperature.FAHRENHEIT,
    UnitOfTemperature.FAHRENHEIT: UnitOfTemperature.CELSIUS,
}

_CLOCKS_SET: Final = 2000
"""A clock that was never set starts in 1970."""
_UNREAL: Final = 1e18
"""No device measures a number as large as this, and its state would be too long."""


class ComponentReadings:
    """The values of one component; each method returns them as one type.

    A value of another type, or none at all, is read as None or as empty.
    """

    _wrong_unit: frozenset[Source] = frozenset()
    """Temperatures whose reported unit is wrong."""

    def __init__(self, runtime: Runtime, device_id: str, component: str) -> None:
        """Read a component of a device."""
        self.runtime = runtime
        self.device_id = device_id
        self.component = component

    @property
    def _default_source(self) -> Source:
        """The attribute that methods read if none is named. Only an entity has one."""
        raise NotImplementedError  # the others name the attribute of each read

    @property
    def _device(self) -> Device | None:
        """The device, None if it was removed while the entity still exists."""
        stored = self.runtime.devices.get(self.device_id)
        return stored.device if stored else None

    def key(self, source: Source) -> AttributeKey:
        """Return the key of an attribute of the component in the store."""
        return AttributeKey(self.component, *source)

    def reported(self, source: Source | None = None) -> Value | None:
        """Return the last report of an attribute."""
        return self.runtime.value(self.device_id, self.key(source or self._default_source))

    def has(self, source: Source) -> bool:
        """Return whether the component reports the attribute."""
        return self.reported(source) is not None

    def first_of[PartT: Choice | Setpoint](self, parts: Iterable[PartT]) -> PartT | None:
        """Return the first part whose attribute has a value, else the first that is reported."""
        reported = [part for part in parts if self.has(part.source)]
        known = (part for part in reported if self.raw(part.source) is not None)
        return next(known, reported[0] if reported else None)

    def has_capability(self, capability: str) -> bool:
        """Return whether the component has a capability; some capabilities have no attributes."""
        device = self._device
        component = device.components.get(self.component) if device else None
        return (
            component is not None
            and capability in component.capabilities
            and capability not in self.words(DISABLED_CAPABILITIES)
        )

    def has_command(self, capability: str, command: str) -> bool:
        """Return whether the component accepts a command of a capability that it has."""
        stored = self.runtime.devices.get(self.device_id)
        reported = (
            (key.attribute, report.value)
            for key, report in (stored.status.items() if stored else ())
            if key[:2] == (self.component, capability)
        )
        return takes(reported, command)

    def raw(self, source: Source | None = None) -> Json:
        """Return the value as the device reported it."""
        report = self.reported(source)
        return report.value if report else None

    def number(self, source: Source | None = None) -> float | None:
        """Return a number."""
        return number_of(self.raw(source))

    def setting(self, setpoint: Setpoint) -> float | None:
        """Return the number of a setting."""
        value = self.raw(setpoint.source)
        return clock_seconds(value) if setpoint.clock else number_of(value)

    def current(self, source: Source | None = None) -> Json:
        """Return the value, also if it is a member of an object ``{value, settable}``."""
        value = self.raw(source)
        return value.get("value") if isinstance(value, dict) else value

    def text(self, source: Source | None = None) -> str | None:
        """Return a string."""
        value = self.raw(source)
        return value if isinstance(value, str) else None

    def words(self, source: Source | None = None) -> tuple[str, ...]:
        """Return the strings of a list."""
        return texts(self.raw(source))

    def chosen(self, choice: Choice) -> str | None:
        """Return the current value of a choice as an option."""
        current = self._selected(choice)
        if current in choice.unset:
            return None
        return option_among(self.offered(choice), current, _spelling(choice))

    def _selected(self, choice: Choice) -> Json:
        """Return the current value of a choice in the form that the command takes."""
        current = self.current(choice.source)
        return choice.argument(current) if choice.argument else current

    def meant(self, choice: Choice) -> str:
        """Return the current value of a choice as a word of the mapping."""
        return identifier(self.current(choice.source))

    def option_for(self, choice: Choice, meaning: str) -> str | None:
        """Return the option for a word of the mapping, None if the device has none."""
        offered = self.offered(choice).items()
        return next((option for option, word in offered if identifier(word) == meaning), None)

    def offered(self, choice: Choice) -> dict[str, Json]:
        """Return the values that the device offers, by option and in the device's order."""
        listed = self.raw(choice.supported) if choice.supported else None
        if isinstance(listed, dict):
            listed = listed.get("settable")
        values = listed if isinstance(listed, list) and listed else choice.default
        if choice.argument:
            values = [choice.argument(value) for value in values]
        allowed = choice.limit(self.reported) if choice.limit else None
        pickable = (
            value
            for value in values
            if value not in choice.unset and (allowed is None or value in allowed)
        )
        return options_of(pickable, _spelling(choice))

    def settable(self, choice: Choice) -> dict[str, Json]:
        """Return the offered values and the current one, which a scene may set again."""
        found = self.offered(choice)
        if (current := self.chosen(choice)) is not None:
            found.setdefault(current, self._selected(choice))
        return found

    def bounds(self, setpoint: Setpoint, default: Bounds) -> Bounds:
        """Return the lowest and highest number that the device accepts, and its step.

        The default is for what the device does not report.
        """
        if setpoint.span and (allowed := setpoint.span(self.reported)):
            return allowed
        ranges = (_range(self.raw(source)) for source in setpoint.range)
        span = next((known for known in ranges if known), _Range())
        lows = (span.low, *map(self.number, setpoint.low), default.low)
        highs = (span.high, *map(self.number, setpoint.high), default.high)
        return default.narrowed(
            next(value for value in lows if value is not None),
            next(value for value in highs if value is not None),
            span.step,
            span.listed,
        )

    def degrees(self, source: Source) -> UnitOfTemperature:
        """Return the unit of a temperature: of the report, else of the location, else Celsius.

        Some drivers report the wrong unit. It is wrong if the value is outside the device's own
        limits and would be inside them in the other unit; later values have the other unit too,
        until one contradicts that in the same way.
        The user can choose the unit of a device with a wrong unit that this does not reveal.
        """
        if chosen := self._chosen_degrees:
            return chosen
        report = self.reported(source)
        declared = (
            _DEGREES.get(normal(report.unit, "temperature")) if report and report.unit else None
        )
        unit = declared or self._location_degrees()
        other = _OTHER.get(unit)
        if other is None:
            return unit
        if source in self._wrong_unit:
            if self._contradicts(source, other, unit):
                self._wrong_unit = self._wrong_unit - {source}
        elif self._contradicts(source, unit, other):
            self._wrong_unit = self._wrong_unit | {source}
        return other if source in self._wrong_unit else unit

    @property
    def _chosen_degrees(self) -> UnitOfTemperature | None:
        """The unit of temperatures that the user has chosen for the device, if any."""
        return self.runtime.options.of_device(self.device_id).temperature_unit

    def _location_degrees(self) -> UnitOfTemperature:
        location = self.runtime.location
        fahrenheit = location is not None and location.temperature_scale == "F"
        return UnitOfTemperature.FAHRENHEIT if fahrenheit else UnitOfTemperature.CELSIUS

    def _contradicts(
        self, source: Source, unit: UnitOfTemperature, other: UnitOfTemperature
    ) -> bool:
        """Return whether a value fits the device's limits only in the other unit."""
        limits = self.reported(source.limits)
        span = (_range(limits.value) if limits else None) or _Range()
        value = self.number(source)
        if limits is None or value is None or span.low is None or span.high is None:
            return False
        of_limits = _DEGREES.get(normal(limits.unit or "", "temperature"), unit)
        as_reported, in_other = (
            TemperatureConverter.convert(value, candidate, of_limits) for candidate in (unit, other)
        )
        return not span.low <= as_reported <= span.high and span.low <= in_other <= span.high


def _spelling(choice: Choice) -> Spelling:
    return Spelling(choice.texts, choice.names, choice.part)


def number_of(value: Json) -> float | None:
    """Return a number of a plausible size, also one that came as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value) if isinstance(value, str) else value
    except ValueError:
        return None
    # A comparison is safe for integers of any size, and false for NaN.
    return number if -_UNREAL < number < _UNREAL else None


def time_of(value: Json) -> datetime | None:
    """Return a time, None for anything else, and for the time of a clock that was never set."""
    time = moment(value)
    return time if time and time.year >= _CLOCKS_SET else None


class _Range(NamedTuple):
    """The limits of a number as the device reports them."""

    low: float | None = None
    high: float | None = None
    step: float | None = None
    listed: tuple[float, ...] = ()


def _range(value: Json) -> _Range | None:
    """Read an object ``{minimum, maximum, step}`` or a list of numbers; None for other values."""
    if isinstance(value, list):
        numbers = tuple(number for number in map(number_of, value) if number is not None)
        return _Range(min(numbers), max(numbers), listed=numbers) if numbers else None
    if isinstance(value, dict) and value:
        low, high, step = (number_of(value.get(key)) for key in ("minimum", "maximum", "step"))
        return _Range(low, high, step)
    return None
