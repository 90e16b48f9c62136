"""SmartThings' words as states, options and event types.

A word with a translation becomes its key, in snake case with some exceptions. Any other plain word
is made readable. Words that people wrote (other alphabets, accents, "Vacuum & Mop") are shown
exactly as the device writes them.
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

# Words with capitals that are not the beginning of a word.
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

    It is the key of tables and of translations. It is empty for words that people wrote.
    """
    word = word_of(value).strip()
    if word in _EXCEPTIONS:
        return _EXCEPTIONS[word]
    return _BORDER.sub("_", word).lower() if _IDENTIFIER.fullmatch(word) else ""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the words of one attribute become options."""

    texts: Collection[str] = ()
    """Options with a translation."""
    names: Mapping[str, str] = MappingProxyType({})
    """Home Assistant's words for some words of the device."""
    part: Callable[[str], str] = str
    """Returns the part of a word that becomes its option."""

    def is_plain(self, word: str) -> bool:
        """Return whether a word may be shown as another."""
        return word in self.names or bool(identifier(self.part(word)))

    def option(self, word: str) -> str:
        """Return the option of a plain word: the key of its translation, or a readable word."""
        if word in self.names:
            return self.names[word]
        part = self.part(word)
        key = identifier(part)
        return key if key in self.texts else _stated(_readable(part.strip()))


_PLAIN: Final = Spelling()


def options_of(values: Iterable[Json], spelling: Spelling = _PLAIN) -> dict[str, Json]:
    """Return the values of one attribute by option. Each value has its own option.

    If a value is not a plain word, or two values would have the same option, all are shown as the
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
    """Return values by their words.

    The word of an object ``{id, name}`` is its name, and its value is the id. If several have the
    same name, their ids are the words.
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
    """Return the option of a value, also if the attribute does not list the value.

    None if the value is empty.
    """
    word = word_of(value)
    known = (option for option, other in options.items() if word_of(other) == word)
    return next(known, None) or next(iter(options_of((value,), spelling)), None)


def state_of(value: Json, texts: Collection[str] = (), words: Iterable[Json] = ()) -> str | None:
    """Return a word as a state, None for ``unknown``, ``unavailable`` and values that are not text.

    ``words`` are all words of the attribute, if they are known.
    """
    if not isinstance(value, str) or identifier(value) in _RESERVED:
        return None
    spelling = Spelling(texts)
    return option_among(options_of(words, spelling), value, spelling)


def word_of(value: Json) -> str:
    """Return a value as text, empty if it is not a single value."""
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

    A single word is not changed, nor are words with spaces or hyphens.
    """
    parts = _PARTS_OF_WORD.findall(word)
    if " " in word or "-" in word or len(parts) == 1:
        return word
    # Capitals mean an abbreviation, except in words such as `HIGH_SPIN`.
    shouted = word.isupper() and sum(part.isalpha() for part in parts) > 1
    longest = _LONGEST_ABBREVIATION if shouted else len(word)
    words = " ".join(
        part if part.isupper() and len(part) <= longest else part.lower() for part in parts
    )
    return words[:1].upper() + words[1:]


def _unused(word: str, used: Collection[str]) -> str:
    """Return a word as an option, with a number if the option is already used."""
    option, number = _stated(word), 1
    while option in used:
        number += 1
        ending = f"… ({number})"
        option = f"{word[: MAX_LENGTH_STATE_STATE - len(ending)]}{ending}"
    return option


def _stated(text: str) -> str:
    """Return a text as a state: not too long, and not a state that Home Assistant reserves."""
    if text in _RESERVED:
        return text.capitalize()
    return text if len(text) <= MAX_LENGTH_STATE_STATE else f"{text[: MAX_LENGTH_STATE_STATE - 1]}…"


def listed(words: str) -> list[str]:
    """Return the words of a text, to keep a long table of options readable."""
    return words.split()
