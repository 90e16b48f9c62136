"""Programs of washers, dryers and clothing care machines, and what a program allows.

A machine reports its program in up to three capabilities: as a code with the table that it is from
(`samsungce.washerCycle`), as that code alone (`custom.supportedOptions`), and as a word of few
(`hca.washerMode`). The first of them with a value is the select **Program**, because it has all
programs and can limit the settings. Words beside a code are another select, disabled by default,
since they are readable even if no program of the machine has a name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from ..cloud.json_types import Json, as_list, as_object
from .appliances import REMOTE_CONTROL
from .descriptions.base import EVERYWHERE, Mapped, Source, Where
from .descriptions.controls import SelectMap
from .descriptions.programs import ProgramMap, code_of
from .descriptions.values import Bounds, Limit, Read, Span, value_of
from .program_names import words_of
from .vocabulary import Attribute, Capability, Command
from .words import listed

_OPTIONS = Capability.CUSTOM_SUPPORTED_OPTIONS
_COURSE = Source(_OPTIONS, Attribute.COURSE)

# Programs as words. The component of these capabilities mirrors another one: ``hca.main``.

_WORDS: Final = (Capability.HCA_DRYER_MODE, Capability.HCA_WASHER_MODE)
_OTHER_WORDS: Final = re.compile(r"hca\.\w+Mode")


@lru_cache(maxsize=32)
def _worded(capability: str) -> tuple[SelectMap, ...]:
    """Return the program as a word, enabled if no code of it is known.

    The words were seen in dumps of washers and dryers (github.com/home-assistant/core, fixtures of
    ``smartthings``; community.smartthings.com/t/305068). ``others`` is a program without a word.
    """
    alone = SelectMap(
        capability=capability,
        key="mode",
        translation_key="program",
        role="program",
        where=Where(unknown=_CODES),
        program_field="program",
        needs=(REMOTE_CONTROL,),
        command="setMode",
        supported=Source(capability, "supportedModes"),
        unset=("others",),
        options=listed("delicate eco heavy mix normal quick_dry quick_wash spin_only time_dry"),
    )
    beside = replace(
        alone,
        translation_key="basic_program",
        where=EVERYWHERE,
        entity_registry_enabled_default=False,
    )
    return alone, beside


def other_words(capabilities: Iterable[str]) -> Iterator[Mapped]:
    """Yield the entries for kinds of machines that are not in the table."""
    for capability in sorted(capabilities):
        if capability not in _WORDS and _OTHER_WORDS.fullmatch(capability):
            yield from _worded(capability)


# Programs as codes


def _cycle(capability: str, machine: str, attribute: str, command: str) -> ProgramMap:
    """Return the program with its table.

    The device reports ``Table_02_Course_1C``, and the command takes ``Course_1C``: with the table,
    the cloud accepts the command and the machine ignores it (issue 112 of
    github.com/SmartThingsCommunity/smartthings-core-sdk).
    """
    return ProgramMap(
        capability=capability,
        key=attribute,
        role="program",
        program_field="program",
        needs=(REMOTE_CONTROL,),
        command=command,
        supported=Source(capability, Attribute.SUPPORTED_CYCLES),
        reference=Source(capability, Attribute.REFERENCE_TABLE),
        machine=machine,
        prefix="Course_",
        options=words_of(machine),
    )


_CYCLES: Final = (
    _cycle(
        Capability.SAMSUNG_CE_WASHER_CYCLE,
        "washer",
        Attribute.WASHER_CYCLE,
        Command.SET_WASHER_CYCLE,
    ),
    _cycle(
        Capability.SAMSUNG_CE_DRYER_CYCLE,
        "dryer",
        Attribute.DRYER_CYCLE,
        Command.SET_DRYER_CYCLE,
    ),
    _cycle(
        Capability.SAMSUNG_CE_STEAM_CLOSET_CYCLE,
        "clothing_care",
        Attribute.STEAM_CLOSET_CYCLE,
        Command.SET_STEAM_CLOSET_CYCLE,
    ),
)

_CODES: Final = (*(cycle.source for cycle in _CYCLES), _COURSE)
"""The attributes with the code of a program."""


def _course(machine: str, *capabilities: str) -> ProgramMap:
    """Return the program of machines that report its code alone."""
    return ProgramMap(
        capability=_OPTIONS,
        key=_COURSE.attribute,
        role="program",
        where=Where(any_of=capabilities, reported=(_COURSE.attribute, Attribute.SUPPORTED_COURSES)),
        program_field="program",
        needs=(REMOTE_CONTROL,),
        command=Command.SET_COURSE,
        supported=Source(_OPTIONS, Attribute.SUPPORTED_COURSES),
        reference=Source(_OPTIONS, Attribute.REFERENCE_TABLE),
        machine=machine,
        options=words_of("washer", "dryer"),
    )


ENTRIES: tuple[Mapped, ...] = (
    *(entry for capability in _WORDS for entry in _worded(capability)),
    *_CYCLES,
    _course("washer", Capability.WASHER_OPERATING_STATE),
    _course("dryer", Capability.DRYER_OPERATING_STATE),
    _course("other"),
)


# What a program allows

CYCLE_SOURCES: Final = tuple(source for cycle in _CYCLES for source in cycle.choice.sources)
"""The attributes that the limits read."""


def _allowed(read: Read, option: str) -> tuple[Json, ...] | None:
    """Return the values of an option that the selected program allows, None if it lists none."""
    for cycle in _CYCLES:
        code = cycle.current(read)
        for item in as_list(value_of(read, cycle.choice.sources[-1])):
            known = as_object(as_object(item).get("supportedOptions")).get(option)
            if code and code_of(item) == code and isinstance(known, dict):
                return tuple(as_list(known.get("options")))
    return None


def limit_of_cycle(option: str, supported: Source) -> Limit:
    """Return the limit of a setting: the values that the selected program allows.

    Values that the machine does not list as supported, in ``supported``, are of another kind than
    the setting, and do not limit it.
    """

    def limit(read: Read) -> tuple[Json, ...] | None:
        allowed, values = _allowed(read, option), as_list(value_of(read, supported))
        return allowed if not allowed or any(value in values for value in allowed) else None

    return limit


def span_of_cycle(option: str) -> Span:
    """Return the bounds of a number: those of the numbers that the selected program allows."""

    def span(read: Read) -> Bounds | None:
        words = _allowed(read, option) or ()
        numbers = tuple(float(word) for word in words if isinstance(word, str) and word.isdecimal())
        return Bounds(min(numbers), max(numbers), listed=numbers) if numbers else None

    return span
