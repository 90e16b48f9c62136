"""Values that an entry reads and sets: bounds of numbers, choices among words, commands."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ...cloud.json_types import Json
from ...cloud.models import Value
from .base import NO_WORDS, Source

_HUGE = 1e9
"""No device can be set to more; the numbers that a new virtual device reports are random."""
_DECIMALS = 6
_ROUNDING = 1e-6

type Read = Callable[[Source], Value | None]
"""Returns the last report of an attribute of a component, None where there is none."""
type Limit = Callable[[Read], tuple[Json, ...] | None]
"""Returns the values that the rest of the device allows now, None where it says nothing."""
type MakeArguments = Callable[[Read], tuple[Json, ...]]
"""Makes the arguments of a command from what the component reports."""


class Bounds(NamedTuple):
    """Between what a number may be set, in the unit of the number."""

    low: float
    high: float
    step: float = 1.0
    listed: tuple[float, ...] = ()
    """The only numbers that can be set, where the device lists them."""

    def narrowed(
        self,
        low: float | None = None,
        high: float | None = None,
        step: float | None = None,
        listed: tuple[float, ...] = (),
    ) -> Bounds:
        """Return the bounds that a device reports; these, where the reported ones make no sense."""
        if listed:
            low, high = min(listed), max(listed)
        elif low is None or high is None:
            low, high = self.low, self.high
        elif not -_HUGE <= low < high <= _HUGE:
            return self
        sensible = step is not None and _ROUNDING <= step < high - low
        return Bounds(low, high, step if step and sensible else self.step, listed)

    def nearest(self, value: float) -> float:
        """Return the number that can be set nearest to a value; one out of bounds as it is."""
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
    """An attribute and the values in which a condition holds; an unknown value breaks none."""

    source: Source
    values: tuple[Json, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several values, and the command that picks another.

    Some attributes are an object ``{value, settable}`` that holds both the present value and
    those that can be picked; such an attribute stands as ``supported`` too.
    """

    source: Source
    """Attribute with the present value."""
    command: str
    """Command of the same capability, with the value as its argument."""
    supported: Source | None = None
    """Attribute that lists the values that the device knows."""
    default: tuple[Json, ...] = ()
    """Values assumed where the device lists none."""
    names: Mapping[str, str] = NO_WORDS
    """Home Assistant's own words for values, where these are not the values in snake case."""
    part: Callable[[str], str] = str
    """Returns the part of a value that becomes its option, where the rest says nothing new."""
    unset: tuple[Json, ...] = ()
    """Values that mean that none is chosen; they cannot be picked."""
    limit: Limit | None = None
    """What else decides which values can be picked."""
    texts: tuple[str, ...] = ()
    """Options that have texts; the other values are shown so that they can be read."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The attributes read."""
        return (self.source, self.supported) if self.supported else (self.source,)


@dataclass(frozen=True, kw_only=True)
class Setpoint:
    """A number that is set within bounds, and the command that sets it."""

    source: Source
    """Attribute with the present value; its unit is the unit of all."""
    command: str
    """Command of the same capability, with the number as its argument."""
    range: tuple[Source, ...] = ()
    """Attributes with an object ``{minimum, maximum, step}`` or a list of the numbers that can be
    set; the first that has one counts."""
    low: tuple[Source, ...] = ()
    """Attributes with the lowest value, asked where no range is known."""
    high: tuple[Source, ...] = ()
    """Attributes with the highest value, asked where no range is known."""
    as_text: bool = False
    """Whether the command takes the number as text; how it is reported says nothing of that."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The attributes read."""
        return (self.source, *self.range, *self.low, *self.high)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A command that an entry names whole."""

    source: Source
    """Attribute that tells that the component knows the command."""
    command: str
    """Command of the same capability."""
    arguments: tuple[Json, ...] = ()
