"""The values that an entry reads and sets: numbers with bounds, choices, commands."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ...cloud.json_types import Json
from ...cloud.models import Value
from .base import NO_WORDS, Source

_HUGE = 1e9
"""The largest bound that is accepted. A new virtual device reports random numbers."""
_DECIMALS = 6
_ROUNDING = 1e-6

type Read = Callable[[Source], Value | None]
"""Returns the last value of an attribute of a component, None if there is none."""
type Limit = Callable[[Read], tuple[Json, ...] | None]
"""Returns the values that other attributes of the device allow now, None if there is no limit."""
type Span = Callable[[Read], Bounds | None]
"""Returns the bounds that other attributes of the device allow now, None if they allow all."""
type MakeArguments = Callable[[Read], tuple[Json, ...]]
"""Makes the arguments of a command from the values of the component."""


def value_of(read: Read, source: Source) -> Json:
    """Return the value of an attribute, None if it has none."""
    report = read(source)
    return report.value if report else None


class Bounds(NamedTuple):
    """The range and step of a number, in its unit."""

    low: float
    high: float
    step: float = 1.0
    listed: tuple[float, ...] = ()
    """The only numbers that can be set, if the device lists them."""

    def narrowed(
        self,
        low: float | None = None,
        high: float | None = None,
        step: float | None = None,
        listed: tuple[float, ...] = (),
    ) -> Bounds:
        """Return the bounds that a device reports, or these if the reported ones make no sense."""
        if listed:
            low, high = min(listed), max(listed)
        elif low is None or high is None:
            low, high = self.low, self.high
        elif not -_HUGE <= low < high <= _HUGE:
            return self
        sensible = step is not None and _ROUNDING <= step < high - low
        return Bounds(low, high, step if step and sensible else self.step, listed)

    def nearest(self, value: float) -> float:
        """Return the nearest number that can be set; return a value out of bounds unchanged."""
        if not self.low <= value <= self.high:
            return value
        if self.listed:
            return min(self.listed, key=lambda number: abs(number - value))
        steps = round((value - self.low) / self.step)
        last = math.floor((self.high - self.low) / self.step + _ROUNDING)
        nearest: float = round(self.low + min(steps, last) * self.step, _DECIMALS)
        return nearest


_PERCENT = Bounds(0, 100)


class Condition(NamedTuple):
    """A condition: an attribute has one of some values, or an unknown value."""

    source: Source
    values: tuple[Json, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An attribute with one of several values, and the command that selects another.

    Some attributes are an object ``{value, settable}`` with the current value and those that can
    be selected. Such an attribute is ``source`` and ``supported``.
    """

    source: Source
    """Attribute with the current value."""
    command: str
    """Command of the same capability, with the value as its argument."""
    supported: Source | None = None
    """Attribute that lists the values that the device supports."""
    default: tuple[Json, ...] = ()
    """Values to offer if the device lists none."""
    names: Mapping[str, str] = NO_WORDS
    """Home Assistant's words for values, if they are not the values in snake case."""
    part: Callable[[str], str] = str
    """Returns the part of a value that becomes its option."""
    unset: tuple[Json, ...] = ()
    """Values that mean that nothing is selected. They cannot be selected."""
    limit: Limit | None = None
    """Limits the values that can be selected now."""
    verbs: Mapping[str, str] = NO_WORDS
    """Commands without an argument, by the value that they set. They are used instead of the
    command."""
    texts: tuple[str, ...] = ()
    """Options that have a translation. Other values are made readable."""
    argument: Callable[[Json], Json] | None = None
    """Returns the argument of the command for a value of the attribute or of its list, if they
    differ."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The attributes read."""
        return (self.source, self.supported) if self.supported else (self.source,)


@dataclass(frozen=True, kw_only=True)
class Setpoint:
    """A number with bounds, and the command that sets it."""

    source: Source
    """Attribute with the current value. Its unit is also that of the bounds."""
    command: str
    """Command of the same capability, with the number as its argument."""
    range: tuple[Source, ...] = ()
    """Attributes with an object ``{minimum, maximum, step}`` or a list of the numbers that can be
    set. The first that has one is used."""
    low: tuple[Source, ...] = ()
    """Attributes with the lowest value, used if no range is known."""
    high: tuple[Source, ...] = ()
    """Attributes with the highest value, used if no range is known."""
    as_text: bool = False
    """Whether the command takes the number as text. The attribute may have another type."""
    clock: bool = False
    """Whether attribute and command have the number, in seconds, in the form ``HH:MM:SS``."""
    span: Span | None = None
    """Limits the numbers that can be set now."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The attributes read."""
        return (self.source, *self.range, *self.low, *self.high)


@dataclass(frozen=True, kw_only=True)
class FixedCommand:
    """A command with its arguments."""

    source: Source
    """Attribute that the component has if it supports the command."""
    command: str
    """Command of the same capability."""
    arguments: tuple[Json, ...] = ()
