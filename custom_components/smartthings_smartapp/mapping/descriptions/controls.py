"""Entries for one setting or one command: switches, selects, numbers, buttons, texts, times."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntityDescription
from homeassistant.components.number import NumberEntityDescription
from homeassistant.components.select import SelectEntityDescription
from homeassistant.components.switch import SwitchEntityDescription
from homeassistant.components.text import TextEntityDescription
from homeassistant.components.time import TimeEntityDescription
from homeassistant.components.update import UpdateEntityDescription
from homeassistant.const import Platform

from ...cloud.json_types import Json
from .base import NO_WORDS, Mapped, Source
from .values import _PERCENT, Bounds, Choice, Limit, MakeArguments, Setpoint


@dataclass(frozen=True, kw_only=True)
class SwitchMap(Mapped, SwitchEntityDescription):
    """A switch: on while the attribute has the value ``on``, one command for each way."""

    platform = Platform.SWITCH

    on: Json = "on"
    off: Json = "off"
    on_command: str = "on"
    off_command: str = "off"
    set_command: str = ""
    """One command for both, with the value as its argument, instead of one for each."""
    limit: Limit | None = None
    """What decides whether it can be turned on, or off."""
    commands_of: str = ""
    """Capability of the commands, where it is not the one of the attribute."""
    on_arguments: MakeArguments | None = None
    """Makes the arguments of the command that turns on, where it takes any."""

    @property
    @override
    def commanded(self) -> str:
        return self.commands_of or self.capability


@dataclass(frozen=True, kw_only=True)
class SelectMap(Mapped, SelectEntityDescription):
    """A choice that is set on its own; ``options`` are the words that have texts."""

    platform = Platform.SELECT

    command: str
    supported: Source | None = None
    """Attribute that lists the values that the device knows."""
    default: tuple[Json, ...] = ()
    """Values assumed where the device lists none."""
    part: Callable[[str], str] = str
    """Returns the part of a value that becomes its option, where the rest says nothing new."""
    unset: tuple[Json, ...] = ()
    """Values that mean that none is chosen; they cannot be picked."""
    limit: Limit | None = None
    """What else decides which values can be picked."""

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
            texts=tuple(self.options or ()),
        )

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | set(self.choice.sources)

    @property
    @override
    def wording(self) -> Mapping[str, tuple[str, ...]]:
        return {"state": tuple(self.options)} if self.options else {}


@dataclass(frozen=True, kw_only=True)
class NumberMap(Mapped, NumberEntityDescription):
    """A number that is set on its own; bounds that the device does not tell are the entry's."""

    platform = Platform.NUMBER

    command: str
    range: tuple[Source, ...] = ()
    low: tuple[Source, ...] = ()
    high: tuple[Source, ...] = ()
    default: Bounds = _PERCENT
    """Bounds assumed where the device tells none; of a temperature in degrees Celsius."""
    unset: Json = None
    """Value by which the device says that none is set."""
    unit_translated: bool = False
    """Whether the unit is a word of the translations, as that of a sensor may be."""
    shown_in: str | None = None
    """Unit of the class to show and set the number in, where the device has another."""
    as_text: bool = False
    """Whether the command takes the number as text."""

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
        )

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | set(self.setpoint.sources)


@dataclass(frozen=True, kw_only=True)
class ButtonMap(Mapped, ButtonEntityDescription):
    """A command without a state; its attribute only tells that the device knows it."""

    platform = Platform.BUTTON
    shows = False

    command: str
    arguments: tuple[Json, ...] = ()
    make_arguments: MakeArguments | None = None
    """Makes the arguments instead, where they depend on what the component reports."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return frozenset(self.reads)


@dataclass(frozen=True, kw_only=True)
class TextMap(Mapped, TextEntityDescription):
    """A text that is set on its own."""

    platform = Platform.TEXT

    command: str


@dataclass(frozen=True, kw_only=True)
class TimeMap(Mapped, TimeEntityDescription):
    """A time of day, set alone or together with others of its capability."""

    platform = Platform.TIME

    command: str
    together: Mapping[str, str] = NO_WORDS
    """Members of the command's object argument, each with the attribute that it repeats; without
    any the time is the argument."""
    clock: str = "%H%M"
    """How the command wants the time, as ``strftime`` writes it."""

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | {
            Source(self.capability, attribute) for attribute in self.together.values()
        }


@dataclass(frozen=True, kw_only=True)
class UpdateMap(Mapped, UpdateEntityDescription):
    """The firmware: versions, progress, and the command that installs."""

    platform = Platform.UPDATE
