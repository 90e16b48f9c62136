"""The action that selects a program, its settings and a delay, and starts it, in one request."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, NamedTuple, override

from homeassistant.components.number import NumberDeviceClass
from homeassistant.const import UnitOfTime
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_get_translations

from ..cloud.api.client import MAX_COMMANDS
from ..cloud.json_types import Json, JsonObject
from ..cloud.models import Command, Value
from ..const import DOMAIN
from ..entity.commands import ComponentCommands
from ..entity.readings import number_of
from ..entity.temperature import TemperatureCommands
from ..errors import invalid
from ..mapping.descriptions.base import Mapped, Source
from ..mapping.descriptions.controls import ButtonMap, NumberMap, SelectMap, SwitchMap
from ..mapping.oven_programs import starts_remotely
from ..mapping.parts import part_of
from ..mapping.vocabulary import Capability
from ..mapping.words import word_of
from .errors import cloud_errors_of
from .schemas import ATTR_OPTIONS, ATTR_PROGRAM, PROGRAM_FIELDS
from .targets import Target, by_device, controlled_by

_START: Final = "start"
_DELAY_START: Final = "delay_start"
_START_LATER: Final = "startLater"
_LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class _Texts:
    """The names of settings and options in the language of Home Assistant, and in English."""

    shown: Mapping[str, str]
    """All texts of entities in the language of Home Assistant."""
    accepted: Mapping[str, frozenset[str]]
    """What a user may call an option, in small letters, by its key in the translations."""

    def of(self, entry: Mapped | None, field: str) -> str:
        """Return the name of a setting."""
        return self._text(entry, "name") or field

    def offered(self, entry: Mapped, options: Iterable[str]) -> list[str]:
        """Return the names of options. Those that their owner names have no other text."""
        return [self._text(entry, f"state.{option}") or option for option in options]

    def _text(self, entry: Mapped | None, key: str) -> str:
        if entry is None:
            return ""
        place = f"component.{DOMAIN}.entity.{entry.platform}.{entry.text_key}"
        return self.shown.get(f"{place}.{key}", "")


class _Planned(ComponentCommands):
    """A component as it will be after the commands that are planned for it.

    The settings of a program are those that it allows, not those of the current program.
    """

    def __init__(
        self, target: Target, component: str, planned: dict[Source, Value] | None = None
    ) -> None:
        """Start with what the component reports."""
        super().__init__(target.runtime, target.device_id, component)
        self._target = target
        self._planned = {} if planned is None else planned

    @property
    @override
    def _label(self) -> str:
        return self._target.name

    @override
    def reported(self, source: Source | None = None) -> Value | None:
        planned = self._planned.get(source) if source else None
        return planned or super().reported(source)

    def plan(self, source: Source, value: Json) -> None:
        """Use a value for all that follows."""
        self._planned[source] = Value(value)

    def as_heated(self) -> _PlannedHeat:
        """Return the component for commands that set a temperature."""
        return _PlannedHeat(self._target, self.component, self._planned)


class _PlannedHeat(_Planned, TemperatureCommands):
    """A component with target temperatures, after the planned commands."""


async def start_program(call: ServiceCall) -> ServiceResponse:
    """Start a program on machines, and return what was sent and what the cloud answered.

    If one of the machines cannot do it, nothing is sent.
    """
    texts = await _texts(call.hass)
    targets = {(item.device_id, item.component): item for item in await controlled_by(call)}
    plans: dict[str, list[_Plan]] = {}
    for target in targets.values():
        plan = _Plan(target, _commands(call, target, texts))
        plans.setdefault(target.registry_id, []).append(plan)
    return await by_device((registry_id, _start(plan)) for registry_id, plan in plans.items())


class _Plan(NamedTuple):
    """What a machine gets."""

    target: Target
    commands: list[Command]


async def _start(plans: Iterable[_Plan]) -> list[Json]:
    """Start the machines of a device, each with one request, and return a row for each."""
    rows = await by_device((plan.target.component, _start_part(plan)) for plan in plans)
    return [*rows.values()]


async def _start_part(plan: _Plan) -> JsonObject:
    target, commands = plan
    with cloud_errors_of(target.name):
        results = await target.runtime.send(target.device_id, commands)
    return {
        "component": target.component,
        "commands": [command.as_json() for command in commands],
        "results": [result.as_json() for result in results],
    }


def _commands(call: ServiceCall, target: Target, texts: _Texts) -> list[Command]:
    """Return the commands for a machine in their order: program, settings, delay, start."""
    machine = _Machine(target, call.hass, texts)
    commands = []
    if program := call.data.get(ATTR_PROGRAM):
        commands.append(machine.select(str(program)))
    wanted = {field: call.data[field] for field in PROGRAM_FIELDS if field in call.data}
    for field, value in (wanted | call.data.get(ATTR_OPTIONS, {})).items():
        if field != _DELAY_START or machine.has(field):
            commands.append(machine.set(field, value))
    commands.append(machine.start(wanted.get(_DELAY_START)))
    if len(commands) > MAX_COMMANDS:
        raise invalid(
            translation_key="too_many_settings",
            name=target.name,
            most=str(MAX_COMMANDS - 2),
        )
    return commands


class _Machine:
    """A component that runs programs, with the entries of its program, settings and start."""

    def __init__(self, target: Target, hass: HomeAssistant, texts: _Texts) -> None:
        """Find the entries. Raises ServiceValidationError if nothing starts a program."""
        self._target = target
        self._unit = hass.config.units.temperature_unit
        self._texts = texts
        self._parts: dict[str, _Planned] = {}
        self._entries = [
            (match.component, match.entry)
            for match in target.runtime.matches(target.device_id)
            if match.entry.program_field and part_of(match.component) == target.component
        ]
        if not any(self._starts()):
            raise invalid(translation_key="no_program", name=target.name)

    def has(self, field: str) -> bool:
        """Return whether the machine has a setting."""
        return any(self._of(field))

    def _of(self, field: str) -> Iterator[tuple[_Planned, Mapped]]:
        """Yield the entries of a field, each with its component."""
        for component, entry in self._entries:
            if entry.program_field == field:
                yield self._part(component), entry

    def _starts(self) -> Iterator[tuple[_Planned, ButtonMap]]:
        for part, entry in self._of(_START):
            if isinstance(entry, ButtonMap):
                yield part, entry

    def _part(self, component: str) -> _Planned:
        return self._parts.setdefault(component, _Planned(self._target, component))

    def select(self, wanted: str) -> Command:
        """Return the command that selects a program, by its name or its code."""
        offered: dict[str, None] = {}
        asked: Mapped | None = None
        for part, entry in self._of(ATTR_PROGRAM):
            if not isinstance(entry, SelectMap):
                continue
            choice = part.choice_of(entry)
            options = part.offered(choice)
            if (option := self._option(options, wanted)) is None:
                offered |= dict.fromkeys(self._texts.offered(entry, options))
                asked = asked or entry
                continue
            part.check(entry.needs)
            command = part.option_command(choice, option)
            part.plan(entry.source, options[option])
            if not starts_remotely(part.reported):
                raise invalid(
                    translation_key="not_started_remotely",
                    name=self._target.name,
                    program=self._texts.offered(entry, (option,))[0],
                )
            return command
        raise self._not_offered(self._texts.of(asked, ATTR_PROGRAM), wanted, offered)

    def set(self, field: str, value: Json | timedelta) -> Command:
        """Return the command for a setting. Raises ServiceValidationError if it has none."""
        part, entry = next(self._of(field), (None, None))
        if part is None or entry is None or field in (_START, ATTR_PROGRAM):
            known = {
                key: f"{self._texts.of(item, key)} ({key})"
                for _, item in self._entries
                if (key := item.program_field) not in {_START, ATTR_PROGRAM}
            }
            raise invalid(
                translation_key="no_such_setting",
                name=self._target.name,
                setting=field,
                known=", ".join(known[key] for key in sorted(known)) or "-",
            )
        part.check(entry.needs)
        match entry:
            case SelectMap():
                return self._choose(part, entry, word_of(_plain(value)))
            case NumberMap():
                return self._number(part, entry, value)
            case SwitchMap() if isinstance(value, bool):
                return part.switch_command(entry, on=value)
        raise self._not_offered(self._texts.of(entry, field), str(value), ("true", "false"))

    def _choose(self, part: _Planned, entry: SelectMap, wanted: str) -> Command:
        choice = part.choice_of(entry)
        options = part.offered(choice)
        option = self._option(options, wanted)
        if option is None:
            offered = self._texts.offered(entry, options)
            raise self._not_offered(self._texts.of(entry, entry.program_field), wanted, offered)
        return part.option_command(choice, option)

    def _number(self, part: _Planned, entry: NumberMap, value: Json | timedelta) -> Command:
        """Return the command for a number: a duration, a temperature as in Home Assistant, or any.

        A duration is in the unit of the entry, which is minutes or seconds.
        """
        if isinstance(value, timedelta):
            in_minutes = entry.native_unit_of_measurement == UnitOfTime.MINUTES
            number: float | None = value.total_seconds() / (60 if in_minutes else 1)
        else:
            number = number_of(value)
        if number is None:
            bounds = part.bounds(entry.setpoint, entry.default)
            setting = self._texts.of(entry, entry.program_field)
            raise self._not_offered(setting, str(value), (f"{bounds.low:g} - {bounds.high:g}",))
        setpoint, default = entry.setpoint, entry.default
        if entry.device_class is NumberDeviceClass.TEMPERATURE:
            return part.as_heated().temperature_command(setpoint, number, self._unit, default)
        nearest = part.bounds(setpoint, default).nearest(number)
        return part.number_command(setpoint, nearest, default)

    def start(self, delay: timedelta | None) -> Command:
        """Return the command that starts the program, or starts it later.

        A dishwasher without a setting for the delay has a command for it, in minutes
        (``samsungce.dishwasherOperation.startLater(delay)``).
        """
        part, entry = next(self._starts())
        part.check(entry.needs)
        if delay is None or self.has(_DELAY_START):
            return part.button_command(entry)
        if entry.capability != Capability.SAMSUNG_CE_DISHWASHER_OPERATION:
            return self.set(_DELAY_START, delay)
        minutes = round(delay.total_seconds() / 60)
        return part.command(entry.capability, _START_LATER, minutes)

    def _option(self, options: Mapping[str, Json], wanted: str) -> str | None:
        """Return the option that a user means: by itself, its text, its word or its code."""
        small = wanted.strip().casefold()
        exact = (option for option in options if option.casefold() == small)
        similar = (
            option
            for option, word in options.items()
            if small in self._texts.accepted.get(option, ())
            or word_of(word).casefold().removeprefix("course_") == small.removeprefix("course_")
        )
        return next(exact, None) or next(similar, None)

    def _not_offered(self, setting: str, wanted: str, options: Iterable[str]) -> HomeAssistantError:
        return invalid(
            translation_key="setting_not_offered",
            name=self._target.name,
            setting=setting,
            option=wanted,
            options=", ".join(options) or "-",
        )


def _plain(value: Json | timedelta) -> Json:
    return None if isinstance(value, timedelta) else value


async def _texts(hass: HomeAssistant) -> _Texts:
    """Return the texts in English and in the language of Home Assistant."""
    found: dict[str, set[str]] = {}
    known: Mapping[str, str] = {}
    # The language of Home Assistant comes last. Its texts are those that are shown.
    for language in dict.fromkeys((_LANGUAGE, hass.config.language)):
        known = await async_get_translations(hass, language, "entity", {DOMAIN})
        for key, text in known.items():
            place, _, option = key.rpartition(".state.")
            if ".select." in place:
                found.setdefault(option, set()).add(text.casefold())
    accepted = {option: frozenset(names) for option, names in found.items()}
    return _Texts(shown=known, accepted=accepted)
