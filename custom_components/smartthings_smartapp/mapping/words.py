"""SmartThings' words as states, options and event types.

A word that has a text in the translations becomes the key of that text: snake case by rule, with
exceptions. Any other word is shown so that it can be read, and words that people wrote (other
alphabets, accents, "Vacuum & Mop") exactly as the device writes them.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from homeassistant.const import MAX_LENGTH_STATE_STATE, STATE_UNAVAILABLE, STATE_UNKNOWN

from ..cloud.json_types import Json

_IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:[ _-][A-Za-z0-9]+)*")
_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_PARTS_OF_WORD = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]\d+(?![A-Za-z0-9])|\d+(?:[A-Z]+(?![a-z])|[a-z]+)?|[A-Z]+(?![a-z])|[A-Z]?[a-z]+"
)
_LONGEST_ABBREVIATION: Final = 3
_RESERVED: Final = (STATE_UNKNOWN, STATE_UNAVAILABLE)

# Words with capitals that do not begin a word.
_EXCEPTIONS = {
    "MW+Convection": "microwave_plus_convection",
    "MW+Grill": "microwave_plus_grill",
    "MW+HotBlast": "microwave_plus_hot_blast",
    "MW+HotBlast2": "microwave_plus_hot_blast_2",
    "MWplusConvection": "microwave_plus_convection",
    "MWplusGrill": "microwave_plus_grill",
    "MWplusHotBlast": "microwave_plus_hot_blast",
    "MWplusHotBlast2": "microwave_plus_hot_blast_2",
    "SteamBottomHeatplusConvection": "steam_bottom_heat_plus_convection",
    "UVCleaning": "uv_cleaning",
    "UVPaused": "uv_paused",
    "aIComfort": "ai_comfort",
    "aIDrying": "ai_drying",
    "aIRinse": "ai_rinse",
    "aISpin": "ai_spin",
    "aIWash": "ai_wash",
    "notClosedForALongTime": "not_closed_for_a_long_time",
    # Courses that some dishwashers number.
    "daily_09": "daily",
    "eco_08": "eco",
    "eco_10": "eco",
    "express_0C": "express",
    "quick_14": "quick",
}


def identifier(value: Json) -> str:
    """Return a plain word in snake case: ``weightSensing`` becomes ``weight_sensing``.

    It is the key of tables and of translations. It is empty for what people wrote.
    """
    word = word_of(value).strip()
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    return _BORDER.sub("_", word).lower() if _IDENTIFIER.fullmatch(word) else ""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the words of one attribute become options."""

    texts: Collection[str] = ()
    """Options that the translations know."""
    names: Mapping[str, str] = MappingProxyType({})
    """Home Assistant's own words for some of the device's."""
    part: Callable[[str], str] = str
    """Returns the part of a word that says what it is."""

    def is_plain(self, word: str) -> bool:
        """Return whether a word may become another."""
        return word in self.names or bool(identifier(self.part(word)))

    def option(self, word: str) -> str:
        """Return a plain word as the key of its text, or so that it can be read."""
        if word in self.names:
            return self.names[word]
        part = self.part(word)
        key = identifier(part)
        return key if key in self.texts else _stated(_readable(part.strip()))


_PLAIN: Final = Spelling()


def options_of(values: Iterable[Json], spelling: Spelling = _PLAIN) -> dict[str, Json]:
    """Return the values of one attribute by option: each value has an option of its own.

    Where a value is no plain word, or two would become one option, all of them are shown as the
    device writes them, except those that Home Assistant has a word for.
    """
    words = _by_name(values)
    if all(map(spelling.is_plain, words)):
        found = {spelling.option(word): value for word, value in words.items()}
        if len({option.casefold() for option in found}) == len(words):
            return found
    found = {}
    for word, value in words.items():
        name = spelling.names.get(word, word)
        found[_unused(word if name in words else name, found)] = value
    return found


def _by_name(values: Iterable[Json]) -> dict[str, Json]:
    """Return values by their words; an object ``{id, name}`` is shown by its name, set by its id.

    The id stands also for a name that several bear.
    """
    named: dict[str, tuple[str, Json]] = {}
    for value in values:
        name = value
        if isinstance(value, dict):
            name, value = value.get("name") or value.get("label"), value.get("id")  # noqa: PLW2901 (its parts)
        if word := word_of(value):
            named[word] = (word_of(name) or word, value)
    times = Counter(name for name, _ in named.values())
    words = {name if times[name] == 1 else word: value for word, (name, value) in named.items()}
    return {word: value for word, value in words.items() if word.strip()}


def option_among(
    options: Mapping[str, Json], value: Json, spelling: Spelling = _PLAIN
) -> str | None:
    """Return the option of a value, which need not be among those of its attribute.

    None where the value says nothing.
    """
    word = word_of(value)
    known = (option for option, other in options.items() if word_of(other) == word)
    return next(known, None) or next(iter(options_of((value,), spelling)), None)


def state_of(value: Json, texts: Collection[str] = (), words: Iterable[Json] = ()) -> str | None:
    """Return a word as a state; ``unknown`` and ``unavailable`` are none, nor is another value.

    ``words`` are all words of the attribute, where they are known.
    """
    if not isinstance(value, str) or identifier(value) in _RESERVED:
        return None
    spelling = Spelling(texts)
    return option_among(options_of(words, spelling), value, spelling)


def word_of(value: Json) -> str:
    """Return a value as the text that it is known by; empty where it is no single value."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return repr(value).removesuffix(".0")
    return ""


def _readable(word: str) -> str:
    """Return ``BottomConvection`` as ``Bottom convection``.

    One word alone stays as it is, and so do words with spaces or hyphens between them.
    """
    parts = _PARTS_OF_WORD.findall(word)
    if " " in word or "-" in word or len(parts) == 1:
        return word
    # In `HIGH_SPIN` capitals say nothing; elsewhere they are those of an abbreviation.
    shouted = word.isupper() and sum(part.isalpha() for part in parts) > 1
    longest = _LONGEST_ABBREVIATION if shouted else len(word)
    words = " ".join(
        part if part.isupper() and len(part) <= longest else part.lower() for part in parts
    )
    return words[:1].upper() + words[1:]


def _unused(word: str, used: Collection[str]) -> str:
    """Return a word as it is, unless that is no state or no longer free."""
    option, number = _stated(word), 1
    while option in used:
        number += 1
        ending = f"… ({number})"
        option = f"{word[: MAX_LENGTH_STATE_STATE - len(ending)]}{ending}"
    return option


def _stated(text: str) -> str:
    """Return a text as a state: no longer than one may be, and none of Home Assistant's own."""
    if text in _RESERVED:
        return text.capitalize()
    return text if len(text) <= MAX_LENGTH_STATE_STATE else f"{text[: MAX_LENGTH_STATE_STATE - 1]}…"


def listed(words: str) -> list[str]:
    """Return words that stand in one text: a long table of options reads better so."""
    return words.split()
