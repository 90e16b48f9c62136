"""Entries for one setting or one command: switches, selects, numbers, buttons, texts, times."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntityDescription
from homeassistant.components.datetime import DateTimeEntityDescription
from homeassistant.components.notify import NotifyEntityDescription
from homeassistant.components.number import NumberEntityDescription
from homeassistant.components.select import SelectEntityDescription
from homeassistant.components.switch import SwitchEntityDescription
from homeassistant.components.text import TextEntityDescription
from homeassistant.components.time import TimeEntityDescription
from homeassistant.components.update import UpdateEntityDescription
from homeassistant.const import Platform

from ...cloud.json_types import Json
from .base import NO_WORDS, Mapped, Source
from .values import _PERCENT, Bounds, Choice, Limit, MakeArguments, Setpoint, Span


@dataclass(frozen=True, kw_only=True)
class SwitchMap(Mapped, SwitchEntityDescription):
    """A switch: on while the attribute has the value ``on``, with a command for each state."""

    platform = Platform.SWITCH

    on: Json = "on"
    off: Json = "off"
    on_command: str = "on"
    off_command: str = "off"
    set_command: str = ""
    """One command for both, with the value as its argument, instead of the two commands."""
    limit: Limit | None = None
    """Limits the values that can be set now."""
    commands_of: str = ""
    """Capability of the commands. By default, this is the capability of the attribute."""
    on_arguments: MakeArguments | None = None
    """Makes the arguments of the command that turns on, if it has any."""

    @property
    @override
    def command_capability(self) -> str:
        return self.commands_of or self.capability


@dataclass(frozen=True, kw_only=True)
class SelectMap(Mapped, SelectEntityDescription):
    """A setting with one of several values. ``options`` are the options that have a translation."""

    platform = Platform.SELECT

    command: str
    supported: Source | None = None
    """Attribute that lists the values that the device supports."""
    default: tuple[Json, ...] = ()
    """Values to offer if the device lists none."""
    part: Callable[[str], str] = str
    """Returns the part of a value that becomes its option."""
    unset: tuple[Json, ...] = ()
    """Values that mean that nothing is selected. They cannot be selected."""
    limit: Limit | None = None
    """Limits the values that can be selected now."""
    verbs: Mapping[str, str] = NO_WORDS
    """Commands without an argument, by the value that they set. They are used instead of the
    command."""

    @property
    def choice(self) -> Choice:
        """The choice among the values of the entry's attribute."""
        return Choice(
            source=self.source,
            command=self.command,
            supported=self.supported,
            default=self.default,
            part=self.part,
            unset=self.unset,
            limit=self.limit,
            verbs=self.verbs,
            texts=tuple(self.options or ()),
        )

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | set(self.choice.sources)

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"state": tuple(self.options)} if self.options else {}


@dataclass(frozen=True, kw_only=True)
class NumberMap(Mapped, NumberEntityDescription):
    """A setting with a number."""

    platform = Platform.NUMBER

    command: str
    range: tuple[Source, ...] = ()
    low: tuple[Source, ...] = ()
    high: tuple[Source, ...] = ()
    default: Bounds = _PERCENT
    """Bounds to use if the device reports none. Those of a temperature are in degrees Celsius."""
    unset: Json = None
    """Value that means that no number is set."""
    unit_translated: bool = False
    """Whether the unit is a word in the translations."""
    shown_unit: str | None = None
    """Unit in which the number is shown and set, if the device uses another one of the class."""
    as_text: bool = False
    """Whether the command takes the number as text."""
    clock: bool = False
    """Whether attribute and command have the number, in seconds, in the form ``HH:MM:SS``."""
    span: Span | None = None
    """Limits the numbers that can be set now."""

    @property
    def setpoint(self) -> Setpoint:
        """The number of the entry's attribute with its bounds."""
        return Setpoint(
            source=self.source,
            command=self.command,
            range=self.range,
            low=self.low,
            high=self.high,
            as_text=self.as_text,
            clock=self.clock,
            span=self.span,
        )

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | set(self.setpoint.sources)


@dataclass(frozen=True, kw_only=True)
class ButtonMap(Mapped, ButtonEntityDescription):
    """A command without a state. A device that supports it has the attribute."""

    platform = Platform.BUTTON
    shows = False

    command: str
    arguments: tuple[Json, ...] = ()
    make_arguments: MakeArguments | None = None
    """Makes the arguments if they depend on the values of the component."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return frozenset((*self.reads, *(need.source for need in self.needs)))


@dataclass(frozen=True, kw_only=True)
class NotifyMap(Mapped, NotifyEntityDescription):
    """A command that takes a message, and has no state."""

    platform = Platform.NOTIFY
    shows = False

    command: str

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return frozenset()


@dataclass(frozen=True, kw_only=True)
class TextMap(Mapped, TextEntityDescription):
    """A setting with a text."""

    platform = Platform.TEXT

    command: str


@dataclass(frozen=True, kw_only=True)
class TimeMap(Mapped, TimeEntityDescription):
    """A time of day. It may be set together with other attributes of its capability."""

    platform = Platform.TIME

    command: str
    together: Mapping[str, str] = NO_WORDS
    """Members of the argument of the command, which is an object, each with its attribute. If there
    are none, the time is the argument."""
    clock: str = "%H%M"
    """Format of the time in the command, as in ``strftime``."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | {
            Source(self.capability, attribute) for attribute in self.together.values()
        }


@dataclass(frozen=True, kw_only=True)
class DateTimeMap(Mapped, DateTimeEntityDescription):
    """A date and time that is set as ISO 8601 in UTC, with whole seconds."""

    platform = Platform.DATETIME

    command: str


@dataclass(frozen=True, kw_only=True)
class UpdateMap(Mapped, UpdateEntityDescription):
    """The firmware: versions, progress, and the command to install an update."""

    platform = Platform.UPDATE
