"""Redacts the values of devices, so that a bug report does not show whose home it is from.

Numbers, booleans, times and the words of an enumeration stay, because a new mapping entry needs
them. Anything that looks like an id, an address, a name or free text is redacted, and so is every
value under a private key. In case of doubt, a value is redacted.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from homeassistant.components.diagnostics import REDACTED

from ..cloud.json_types import Json, JsonObject

# Parts of a key whose value is about people, places or secrets.
_PRIVATE_PART: Final = re.compile(
    r"account|addr(?:ess)?|album|altitude|artist|birthday|b?ssid|caller|certificate|city|contacts"
    r"|coordinates|country|credentials?|description|duid|e?mail|geo|geolocation|gps|hash|host"
    r"|hostname|image|key|lat|latitude|license|location|lon|longitude|mac|member|memo|message"
    r"|mobile|names?|nickname|note|owner|passcode|password|path|people|person|phone|photo|pin|place"
    r"|postal|psk|room|secret|sender|serial|signature|street|text|thumbnail|title|token|uri|url"
    r"|users?|username|uuid|vin|zip"
)
_NO_NAMES: Final = frozenset({"courseName", "jobName", "phaseName"})
"""Keys for the steps of an appliance's program, which are not private names."""
# Capabilities with only private values: who may enter, and where people are.
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
"""An address or an id, or its beginning."""
_DOMAIN: Final = re.compile(r"\.[a-z]{2,}\b", re.IGNORECASE)
_MAX_WORD: Final = 48
_MAX_PART: Final = 24
_MAX_PART_WITH_DIGITS: Final = 6
"""``327699`` and ``C53E`` are codes of settings; serial numbers are longer."""
_MAX_DIGITS: Final = 8
"""Digits in all parts of a word; a telephone number may have dashes."""
_MIN_PARTIAL_NAME: Final = 8
"""Length of a name that is redacted inside a longer word; a shorter one may be there by chance."""
_MAX_UNIT: Final = 8
_MAX_NUMBER: Final = 10**8
"""A larger number may be one of a telephone, a card or a device."""
_DECIMALS: Final = 2
"""A number with more decimals may be a coordinate; one decimal of it is eleven kilometres."""

# Values of standard capabilities that consist of several words.
_PHRASES: Final = frozenset(
    {"not detected", "not present", "partially open", "unlocked with timeout", "not charging"}
)
_TYPES: Final[Mapping[type, str]] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "list",
    dict: "object",
}


def type_name(value: Json) -> str:
    """Return the JSON type of a value, or ``time`` for a text that is one."""
    if isinstance(value, str):
        return "time" if _is_time(value) else "text"
    return _TYPES[type(value)]


def _is_time(text: str) -> bool:
    if not (_CLOCK.fullmatch(text) or _DAY.match(text)):
        return False
    try:
        return bool(_CLOCK.fullmatch(text) or datetime.fromisoformat(text))
    except ValueError:
        return False


def is_private_key(key: str) -> bool:
    """Return whether the value of a key is about people, places or secrets."""
    if key in _NO_NAMES:
        return False
    return key.endswith("Id") or any(
        _PRIVATE_PART.fullmatch(part.lower()) for part in _PARTS.findall(key)
    )


class Names:
    """Private names and ids, with a fast search in texts.

    A location of 2,000 devices has 8,000 names, too many to try each of them.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Index the names; upper and lower case are equal, and empty names are ignored."""
        self._names = {name.casefold() for name in names if name}
        self._by_start: dict[int, dict[str, list[str]]] = {}
        """Names to find inside longer texts, by the length of a start and by the start."""
        for name in self._names:
            if len(name) >= _MIN_PARTIAL_NAME or " " in name:
                start = name[:_MIN_PARTIAL_NAME]
                self._by_start.setdefault(len(start), {}).setdefault(start, []).append(name)

    def in_text(self, text: str) -> bool:
        """Return whether a text is or contains one of the names."""
        folded = text.casefold()
        return folded in self._names or any(
            folded.startswith(name, place)
            for length, starts in self._by_start.items()
            for place in range(len(folded) - length + 1)
            for name in starts.get(folded[place : place + length], ())
        )


class Mask:
    """Redacts the values of one device."""

    def __init__(self, vocabulary: Iterable[str], *private: Names) -> None:
        """Keep the words to show and the names to redact.

        ``vocabulary`` has the capabilities and components of the device, whose names come from its
        manufacturer. ``private`` has the names that people gave.
        """
        self._private = private
        self._vocabulary = {word for word in vocabulary if not _ADDRESS.search(word)}

    def attribute_value(self, capability: str, attribute: str, value: Json) -> Json:
        """Return the redacted value of an attribute."""
        if _PRIVATE_CAPABILITIES.search(capability):
            return self._shape(value)
        return self.value(value, attribute)

    def value(self, value: Json, key: str = "") -> Json:
        """Return the redacted value of a key."""
        if is_private_key(key):
            return self._shape(value)
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
        """Return a redacted object."""
        shown = self.keys(members)
        return {
            shown[name]: self.value(item, name) if shown[name] == name else self._shape(item)
            for name, item in members.items()
        }

    def keys(self, names: Iterable[str]) -> dict[str, str]:
        """Return the key to show for each key, because a key may be an id or a name, too.

        Redacted keys have numbers, so that they differ.
        """
        return {
            name: name if self._is_key(name) else f"{REDACTED} {number}"
            for number, name in enumerate(names, 1)
        }

    def published(self, value: Json) -> Json:
        """Return a published value, without the private names that it may contain."""
        match value:
            case str():
                return REDACTED if self._is_private(value) else value
            case list():
                return [self.published(item) for item in value]
            case dict():
                return {
                    name: self.published(item)
                    for name, item in value.items()
                    if not self._is_private(name)
                }
        return value

    def unit(self, unit: str | None) -> str | None:
        """Return a redacted unit."""
        known = unit is None or (len(unit) <= _MAX_UNIT and not self._is_private(unit))
        return unit if known else REDACTED

    def product(self, text: str | None) -> str | None:
        """Return a redacted manufacturer, model or version."""
        if not text:
            return text
        private = _ADDRESS.search(text) or _DOMAIN.search(text) or self._is_private(text)
        return text if _PRODUCT.fullmatch(text) and not private else REDACTED

    def word(self, text: str, key: str = "") -> str:
        """Return the text of a key if it is a word, number or time; any other text is redacted."""
        if "version" in key.lower():
            return self.product(text) or ""
        return text if self._is_harmless(text) else REDACTED

    def _is_harmless(self, text: str) -> bool:
        if not text or text in self._vocabulary or text in _PHRASES:
            return True
        if self._is_private(text):
            return False
        return bool(_NUMBER.fullmatch(text)) or _is_time(text) or _is_word(text)

    def _is_key(self, name: str) -> bool:
        known = bool(_KEY.fullmatch(name)) and _is_word(name)
        return name in self._vocabulary or (known and not self._is_private(name))

    def _is_private(self, text: str) -> bool:
        """Return whether a text is or contains a private name."""
        return any(names.in_text(text) for names in self._private)

    def _shape(self, value: Json) -> Json:
        """Return only the shape of a value."""
        match value:
            case bool() | None:
                return value
            case list():
                return [self._shape(item) for item in value]
            case dict():
                shown = self.keys(value)
                return {shown[name]: self._shape(item) for name, item in value.items()}
        return REDACTED if value != "" else value


def _is_word(text: str) -> bool:
    if len(text) > _MAX_WORD or not _WORD.fullmatch(text):
        return False
    if _MAC.search(text) or _HOST.search(text):
        return False
    if sum(map(str.isdigit, text)) > _MAX_DIGITS:
        return False
    return all(
        len(part) <= (_MAX_PART_WITH_DIGITS if re.search(r"\d", part) else _MAX_PART)
        for part in re.split(r"[_.+/%-]", text)
    )


def _number(value: float) -> Json:
    if abs(value) >= _MAX_NUMBER:
        return REDACTED
    return value if round(value, _DECIMALS) == value else round(value, 1)
