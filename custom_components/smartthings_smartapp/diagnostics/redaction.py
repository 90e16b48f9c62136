"""What of a device may stand in a bug report: nothing that can tell whose home it is.

Numbers, booleans, times and the words of an enumeration stay, for a new mapping needs them. What
looks like an id, an address, a name or free text goes, and so does whatever stands under a key that
says as much. When in doubt, it goes.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from homeassistant.components.diagnostics import REDACTED

from ..cloud.json_types import Json, JsonObject

# The parts of a key under which people, places and secrets stand, whatever form they have.
_PRIVATE_PART: Final = re.compile(
    r"account|addr(?:ess)?|album|altitude|artist|birthday|b?ssid|caller|certificate|city|contacts"
    r"|coordinates|country|credentials?|description|duid|e?mail|geo|geolocation|gps|hash|host"
    r"|hostname|image|key|lat|latitude|license|location|lon|longitude|mac|member|memo|message"
    r"|mobile|names?|nickname|note|owner|passcode|password|path|people|person|phone|photo|pin|place"
    r"|postal|psk|room|secret|sender|serial|signature|street|text|thumbnail|title|token|uri|url"
    r"|users?|username|uuid|vin|zip"
)
_NO_NAMES: Final = frozenset({"courseName", "jobName", "phaseName"})
"""What appliances call the steps of their work."""
# Capabilities whose every value is about people: who may enter, and where they are.
_PRIVATE_CAPABILITIES: Final = re.compile(
    r"lockCode|lockUser|Credential|geoLocation|geofence", re.IGNORECASE
)
_PARTS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

_KEY: Final = re.compile(r"[A-Za-z][\w.-]{0,63}", re.ASCII)
_WORD: Final = re.compile(r"[A-Za-z0-9]+(?:[_.+/-][A-Za-z0-9]+)*%?")
_NUMBER: Final = re.compile(r"[+-]?\d{1,5}(?:[.,]\d{1,3})?%?")
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MAC: Final = re.compile(r"(?:[0-9a-f]{2}[-_.:]?){5,7}[0-9a-f]{2}", re.IGNORECASE)
_HOST: Final = re.compile(r"\d+(?:\.\d+){3}|\.[a-z]{2,}$", re.IGNORECASE)
_PRODUCT: Final = re.compile(r"[\w .,()/+-]{1,48}", re.ASCII)
_ADDRESS: Final = re.compile(
    r"\d+(?:\.\d+){3}|(?:[0-9a-f]{2}[-:]){5}|[0-9a-f]{12}|[0-9a-f]{8}-", re.IGNORECASE
)
"""An address or an id, or the beginning of one."""
_DOMAIN: Final = re.compile(r"\.[a-z]{2,}\b", re.IGNORECASE)
_LONGEST_WORD: Final = 48
_LONGEST_PART: Final = 24
_LONGEST_PART_WITH_DIGITS: Final = 6
"""``327699`` and ``C53E`` are codes of settings; serial numbers are longer."""
_MOST_DIGITS: Final = 8
"""In all parts of a word together; the number of a telephone may have dashes."""
_TELLING: Final = 8
"""A name of so many letters is hardly a part of a word by chance."""
_LONGEST_UNIT: Final = 8
_LARGEST: Final = 10**8
"""From here on a number may be one of a telephone, a card or a series."""
_DECIMALS: Final = 2
"""A number with more of them may be a coordinate; of those, one decimal is eleven kilometres."""

# Words of standard capabilities that consist of several.
_PHRASES: Final = frozenset(
    {"not detected", "not present", "partially open", "unlocked with timeout", "not charging"}
)
_KINDS: Final[Mapping[type, str]] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "list",
    dict: "object",
}


def kind(value: Json) -> str:
    """Return what a value is, in a word: also of one that is masked."""
    if isinstance(value, str):
        return "time" if _is_time(value) else "text"
    return _KINDS[type(value)]


def _is_time(text: str) -> bool:
    if not (_CLOCK.fullmatch(text) or _DAY.match(text)):
        return False
    try:
        return bool(_CLOCK.fullmatch(text) or datetime.fromisoformat(text))
    except ValueError:
        return False


def is_private_key(key: str) -> bool:
    """Return whether what stands under a key is about people, places or secrets."""
    if key in _NO_NAMES:
        return False
    return key.endswith("Id") or any(
        _PRIVATE_PART.fullmatch(part.lower()) for part in _PARTS.findall(key)
    )


class Names:
    """Names and ids that must not be shown, found in a text without trying each of them.

    A location of 2,000 devices has 8,000.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Upper and lower case are the same; empty names are left out."""
        self._names = {name.casefold() for name in names if name}
        self._by_start: dict[int, dict[str, list[str]]] = {}
        """Names that count within a longer text too, by the length of a start and by the start."""
        for name in self._names:
            if len(name) >= _TELLING or " " in name:
                start = name[:_TELLING]
                self._by_start.setdefault(len(start), {}).setdefault(start, []).append(name)

    def in_text(self, text: str) -> bool:
        """Return whether a text is, or holds, one of the names."""
        folded = text.casefold()
        return folded in self._names or any(
            folded.startswith(name, place)
            for length, starts in self._by_start.items()
            for place in range(len(folded) - length + 1)
            for name in starts.get(folded[place : place + length], ())
        )


class Mask:
    """Masks the values of one device, knowing its vocabulary and the names of its home."""

    def __init__(self, vocabulary: Iterable[str], *private: Names) -> None:
        """``vocabulary`` are words that may stand, ``private`` are names that may not.

        The first are the capabilities and components of the device, which nobody names but its
        maker. The second are the names that people gave to things of the home.
        """
        self._private = private
        self._vocabulary = {word for word in vocabulary if not _ADDRESS.search(word)}

    def reading(self, capability: str, attribute: str, value: Json) -> Json:
        """Return the value of an attribute as it may stand."""
        if _PRIVATE_CAPABILITIES.search(capability):
            return self._blot(value)
        return self.value(value, attribute)

    def value(self, value: Json, key: str = "") -> Json:
        """Return a value as it may stand under a key."""
        if is_private_key(key):
            return self._blot(value)
        match value:
            case bool() | None:
                return value
            case int() | float():
                return _number(value)
            case str():
                return self.word(value, key)
            case list():
                return [self.value(item, key) for item in value]
        return self.members(value)

    def members(self, members: JsonObject) -> JsonObject:
        """Return an object as it may stand."""
        shown = self.keys(members)
        return {
            shown[name]: self.value(item, name) if shown[name] == name else self._blot(item)
            for name, item in members.items()
        }

    def keys(self, names: Iterable[str]) -> dict[str, str]:
        """Return under which key each thing may stand: a key may be an id or a name, too.

        Those that may not are numbered, so that they still differ.
        """
        return {
            name: name if self._is_key(name) else f"{REDACTED} {number}"
            for number, name in enumerate(names, 1)
        }

    def published(self, value: Json) -> Json:
        """Return what a maker published, unless it holds a name of the home all the same."""
        match value:
            case str():
                return REDACTED if self._tells(value) else value
            case list():
                return [self.published(item) for item in value]
            case dict():
                return {
                    name: self.published(item)
                    for name, item in value.items()
                    if not self._tells(name)
                }
        return value

    def unit(self, unit: str | None) -> str | None:
        """Return a unit as it may stand."""
        known = unit is None or (len(unit) <= _LONGEST_UNIT and not self._tells(unit))
        return unit if known else REDACTED

    def product(self, text: str | None) -> str | None:
        """Return a maker, model or version as it may stand: a name, but not of a person's thing."""
        if not text:
            return text
        told = _ADDRESS.search(text) or _DOMAIN.search(text) or self._tells(text)
        return text if _PRODUCT.fullmatch(text) and not told else REDACTED

    def word(self, text: str, key: str = "") -> str:
        """Return a word, number or time as it may stand under a key; any other text goes."""
        if "version" in key.lower():
            return self.product(text) or ""
        return text if self._is_harmless(text) else REDACTED

    def _is_harmless(self, text: str) -> bool:
        if not text or text in self._vocabulary or text in _PHRASES:
            return True
        if self._tells(text):
            return False
        return bool(_NUMBER.fullmatch(text)) or _is_time(text) or _is_word(text)

    def _is_key(self, name: str) -> bool:
        known = bool(_KEY.fullmatch(name)) and _is_word(name)
        return name in self._vocabulary or (known and not self._tells(name))

    def _tells(self, text: str) -> bool:
        """Return whether a text is, or holds, a name of the home."""
        return any(names.in_text(text) for names in self._private)

    def _blot(self, value: Json) -> Json:
        """Return a value without anything but its shape."""
        match value:
            case bool() | None:
                return value
            case list():
                return [self._blot(item) for item in value]
            case dict():
                shown = self.keys(value)
                return {shown[name]: self._blot(item) for name, item in value.items()}
        return REDACTED if value != "" else value


def _is_word(text: str) -> bool:
    if len(text) > _LONGEST_WORD or not _WORD.fullmatch(text):
        return False
    if _MAC.search(text) or _HOST.search(text):
        return False
    if sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return False
    return all(
        len(part) <= (_LONGEST_PART_WITH_DIGITS if re.search(r"\d", part) else _LONGEST_PART)
        for part in re.split(r"[_.+/%-]", text)
    )


def _number(value: float) -> Json:
    if abs(value) >= _LARGEST:
        return REDACTED
    return value if round(value, _DECIMALS) == value else round(value, 1)
