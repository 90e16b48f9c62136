"""Shows what a command sets until the device reports it, so that controls do not jump back.

A report takes one or two seconds, and the frontend shows the old value again until then. A value is
wanted from the moment at which the cloud accepts the command until one of these:

- The device reports the value, or one so near that it was rounded.
- The device reports a value that cannot be on the way to it, because somebody else set it.
- Ten seconds have passed. The command was lost, or the device is slow.

A report is on the way if it is older than the command, or if its value is between the values before
the command and the wanted one: a dimmer passes 40 % on its way to 80 %, and a slider that is
dragged leaves reports of earlier commands behind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, override

from homeassistant.core import CALLBACK_TYPE, callback

from ..cloud.json_types import Json
from ..cloud.models import Command, Value
from ..location.order import seconds
from ..mapping.descriptions.base import Mapped, Source
from ..mapping.effects import effects_of
from .component import SmartThingsEntity
from .readings import number_of

_PATIENCE: Final = 10.0
"""Seconds for which the frontend shows a new value by itself, too."""
_ROUNDED: Final = 0.02
"""Devices round numbers to their own steps: by so much of the number, or by 1 if that is more."""


@dataclass(slots=True)
class _Wanted:
    """A value that a command sets."""

    value: Json
    since: datetime
    """When the command was sent, by the cloud's clock."""
    way: tuple[Json, ...]
    """Values before the command, and those of earlier commands that are still wanted."""
    seen: Value | None
    """The newest report that was compared."""
    forget: CALLBACK_TYPE
    """Cancels the end of the wait."""


class SmartThingsOptimisticEntity[EntryT: Mapped](SmartThingsEntity[EntryT]):
    """An entity that shows what its commands set."""

    _pending: dict[Source, _Wanted] | None = None
    """None while nothing is wanted, which is nearly always."""

    @override
    def reported(self, source: Source | None = None) -> Value | None:
        """Return the wanted value of an attribute as a report, else the last report."""
        source = source or self._default_source
        report = self.truth(source)
        if self._pending is None or (wanted := self._pending.get(source)) is None:
            return report
        return Value(wanted.value, report.unit if report else None, {}, wanted.since)

    def truth(self, source: Source) -> Value | None:
        """Return the last report of an attribute, whatever is wanted."""
        return super().reported(source)

    def effects(self, commands: tuple[Command, ...]) -> Mapping[Source, Json]:
        """Return the values that commands set; None is for a value that is no longer wanted."""
        return {
            source: value for command in commands for source, value in effects_of(command).items()
        }

    def passed(self, source: Source) -> tuple[Json, ...]:
        """Return the values of an attribute before a command."""
        report = self.truth(source)
        return (report.value if report else None,)

    @override
    async def send(self, *commands: Command) -> None:
        """Send commands, and show what they set once the cloud has accepted them."""
        if not self.runtime.options.is_optimistic(self.device_id):
            await super().send(*commands)
            return
        since = self.runtime.now()
        effects = self.effects(commands)
        before = {source: self.passed(source) for source in effects}
        await super().send(*commands)
        shown = {source: self.raw(source) for source in effects}
        for source, value in effects.items():
            self._want(source, value, since, before[source])
        if any(self.raw(source) != value for source, value in shown.items()):
            self.async_write_ha_state()

    @callback
    def _want(self, source: Source, value: Json, since: datetime, before: tuple[Json, ...]) -> None:
        """Show a value, unless the device has reported it already."""
        report = self.truth(source)
        if pending := (self._pending or {}).get(source):
            if pending.since > since:  # A later command was accepted earlier.
                pending.way += (value,)
                return
            before += (*pending.way, pending.value)
            self.forget(source)
        elif report and _is_same(report.value, value):
            return
        if value is None:
            return
        self._pending = self._pending or {}
        self._pending[source] = _Wanted(
            value,
            since,
            (*before, report.value if report else None),
            report,
            self.runtime.after(_PATIENCE, partial(self._expired, source), "wanted value"),
        )

    def is_wanted(self, source: Source) -> bool:
        """Return whether a wanted value is shown for an attribute."""
        return self._pending is not None and source in self._pending

    @callback
    def forget(self, source: Source) -> None:
        """Show the last report of an attribute again."""
        if self._pending is not None:
            self._pending.pop(source).forget()
            if not self._pending:
                del self._pending

    @callback
    def _expired(self, source: Source) -> None:
        shown = self.raw(source)
        self.forget(source)
        if self.raw(source) != shown:
            self.async_write_ha_state()

    @callback
    @override
    def _changed(self) -> None:
        """Compare new reports with the wanted values, before the state is written."""
        for source, wanted in tuple((self._pending or {}).items()):
            report = self.truth(source)
            if report is not wanted.seen and _ends(wanted, report):
                self.forget(source)
            wanted.seen = report
        super()._changed()

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Stop to wait."""
        for source in tuple(self._pending or {}):
            self.forget(source)
        await super().async_will_remove_from_hass()


def _ends(wanted: _Wanted, report: Value | None) -> bool:
    """Return whether a new report ends the wait for a wanted value."""
    if report is None or (report.time and seconds(report.time) < seconds(wanted.since)):
        return False
    return _is_same(report.value, wanted.value) or not _is_on_the_way(report.value, wanted)


def _is_same(reported: Json, wanted: Json) -> bool:
    numbers = number_of(reported), number_of(wanted)
    if numbers[0] is None or numbers[1] is None:
        return reported == wanted
    return abs(numbers[0] - numbers[1]) <= max(1, _ROUNDED * abs(numbers[1]))


def _is_on_the_way(reported: Json, wanted: _Wanted) -> bool:
    number = number_of(reported)
    if number is None:
        return reported in wanted.way
    known = (number_of(value) for value in (*wanted.way, wanted.value))
    numbers = [value for value in known if value is not None]
    return min(numbers, default=number) <= number <= max(numbers, default=number)
