"""Entries for settings that a device takes with ``execute`` and seldom or never reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, override

from homeassistant.components.number import NumberEntityDescription
from homeassistant.components.select import SelectEntityDescription
from homeassistant.components.switch import SwitchEntityDescription
from homeassistant.const import Platform

from ...cloud.json_types import Json, as_list, as_object, texts
from .base import NO_WORDS, Mapped


class Resource(NamedTuple):
    """A setting among the resources of a device, which ``execute`` reads and writes.

    A command with the path makes some devices report the resource, in ``execute.data`` as
    ``{payload: {member: value}}``. Others accept it and report nothing.
    """

    path: str
    member: str
    item: str = ""
    """Name of the item ``{name, value}``, if the member is a list of such items."""
    words: tuple[str, ...] = ()
    """The words for 0, 1 and so on, if the member is a list of words that has one of them."""

    @property
    def read_arguments(self) -> tuple[Json, ...]:
        """The arguments of the command that asks for the resource."""
        return (self.path,)

    def write_arguments(self, value: Json) -> tuple[Json, ...]:
        """Return the arguments of the command that sets the value, and no other one."""
        written: Json = value
        if self.item:
            written = [{"name": self.item, "value": value}]
        elif self.words and isinstance(value, int):
            written = [self.words[value]]
        return (self.path, {self.member: written})

    def value_in(self, data: Json) -> Json:
        """Return the value in a report, None if the report is about something else."""
        member = as_object(as_object(data).get("payload")).get(self.member)
        if self.words:
            listed = texts(member)
            return next((place for place, word in enumerate(self.words) if word in listed), None)
        if not self.item:
            return member
        items = map(as_object, as_list(member))
        return next((item.get("value") for item in items if item.get("name") == self.item), None)


@dataclass(frozen=True, kw_only=True)
class AssumedSwitchMap(Mapped, SwitchEntityDescription):
    """A setting that is 1 for on and 0 for off."""

    platform = Platform.SWITCH
    shows = False

    resource: Resource


@dataclass(frozen=True, kw_only=True)
class AssumedNumberMap(Mapped, NumberEntityDescription):
    """A setting with a whole number."""

    platform = Platform.NUMBER
    shows = False

    resource: Resource


@dataclass(frozen=True, kw_only=True)
class AssumedSelectMap(Mapped, SelectEntityDescription):
    """A setting with one of several values."""

    platform = Platform.SELECT
    shows = False

    resource: Resource
    words: Mapping[str, str] = NO_WORDS
    """The value by option."""

    @property
    @override
    def translated_words(self) -> Mapping[str, tuple[str, ...]]:
        return {"state": tuple(self.words)}


type AssumedMap = AssumedSwitchMap | AssumedNumberMap | AssumedSelectMap
