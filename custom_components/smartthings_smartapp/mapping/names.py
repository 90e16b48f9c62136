"""Readable names for the parts of a device, and for attributes whose definition has no name."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from ..cloud.models import MAIN, Device
from .words import listed

_BORDER: Final = re.compile(
    r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z]|[0-9])|(?<=[0-9])(?=[A-Z])|[\W_]+"
)
_LETTER: Final = re.compile(r"\b([^\W\d_])(?:\b(?! \d)| (?=\d))")
_NUMBERED: Final = re.compile(r"(.*?)[-_]?0*(\d+)$")

_COOLER: Final = "cooler"
# Parts whose ids are not readable.
_PARTS: Final = {
    "cavity": "Cavity",
    _COOLER: "Fridge",
    "cvroom": "CoolSelect+",
    "icemaker": "Ice maker",
    "onedoor": "Compartment",
    "specialzone": "Special zone",
    "sub": "Second drum",
}
# Parts that are counted including the one without a number, or including the main component.
_COUNTED: Final = frozenset({"icemaker"})
_COUNTED_FROM_MAIN: Final = frozenset({"cavity"})
_ORDINALS: Final = {2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth", 6: "Sixth"}

_ABBREVIATIONS: Final = {
    **{
        word: word.upper()
        for word in listed(
            "ac ai api ble co co2 dc di dns duid ehs ev fm gps hca hdmi hepa hvac id ip ir lan "
            "led lqi mac nfc ocf otn pin pir pm pm1 pm10 qr rf rgb rssi sn ssid tv tvoc ui upnp "
            "uri url usb uuid uv uwb vid vin voc wps"
        )
    },
    "ids": "IDs",
    "ph": "pH",
    "pm25": "PM2.5",
    "wifi": "Wi-Fi",
}


def _words(identifier: str) -> list[str]:
    """Return the words of an identifier or of a name, in lower case."""
    words: list[str] = []
    for word in _BORDER.sub(" ", identifier).casefold().split():
        if words and word.isdecimal() and words[-1] + word in _ABBREVIATIONS:
            words[-1] += word  # ``co2`` is one word, ``switch2`` two
        else:
            words.append(word)
    return words


def _compact(name: str) -> str:
    return "".join(_words(name))


def _written(words: list[str]) -> str:
    """Return words as a name, with abbreviations in capitals and numbers without leading zeros."""
    written = " ".join(
        _ABBREVIATIONS.get(word) or (str(int(word)) if word.isdecimal() else word) for word in words
    )
    return written[:1].upper() + written[1:]


def _lettered(name: str) -> str:
    """Return a name with single letters in capitals: ``Phase B``, ``L1``."""
    return _LETTER.sub(lambda found: found[1].upper(), name)


def readable(component: str) -> str:
    """Return the id of a component as a name: ``switch2`` as ``Switch 2``."""
    if part := _PARTS.get(component.casefold()):
        return part
    stem, number = (
        (found[1].casefold(), int(found[2]))
        if (found := _NUMBERED.fullmatch(component))
        else ("", 0)
    )
    if not stem:
        return f"Part {number}" if number else _lettered(_written(_words(component)))
    if (part := _PARTS.get(stem)) is None:
        return _lettered(_written(_words(component)))
    place = number + 1 if stem in _COUNTED_FROM_MAIN else number
    unit_translated = stem in _COUNTED | _COUNTED_FROM_MAIN
    if unit_translated and (ordinal := _ORDINALS.get(place)):
        return f"{ordinal} {part.lower()}"
    return f"{part} {number}"


def says_more(label: str, component: str) -> bool:
    """Return whether a label of a component has words that its id does not have.

    A label without a letter has none.
    """
    return (
        any(map(str.isalpha, label))
        and not {*_words(label)} <= {*_words(component), MAIN}
        and _compact(label) != _compact(component)
    )


def given_names(device: Device) -> Mapping[str, str]:
    """Return the names that people gave to parts of a device, by component.

    A label is not used if two parts share it, or if it is the label of the device or the id of
    another part.
    """
    named = {
        component: part.label.strip()
        for component, part in device.components.items()
        if component != MAIN and says_more(part.label, component)
    }
    times = Counter(map(_compact, (*named.values(), device.label, *device.components)))
    return {component: label for component, label in named.items() if times[_compact(label)] == 1}


def part_name(device: Device, component: str) -> str:
    """Return the name of a part of a device.

    Many fridges are called Fridge, and so is the part of a fridge that is not the freezer.
    """
    name = given_names(device).get(component) or readable(component)
    repeats = component.casefold() == _COOLER and _compact(name) == _compact(device.label)
    return f"{name} compartment" if repeats else name


def without(name: str, *parts: str) -> str:
    """Return a name without the name or kind of its device at its beginning."""
    for part in parts:
        words = _words(part)
        if words and _words(name)[: len(words)] == words:
            rest = _after(name, len("".join(words)))
            if any(map(str.isalpha, rest)):
                return rest[:1].upper() + rest[1:]
    return name


def _after(name: str, letters: int) -> str:
    """Return the rest of a name after a number of letters and digits."""
    for place, character in enumerate(name):
        letters -= character.isalnum()
        if letters == 0:
            return name[place + 1 :].strip(" -_:")
    return ""


def plain_name(*identifiers: str) -> str:
    """Return identifiers as a name: ``samsungce.drumLight`` and ``level`` as ``Drum light level``.

    The vendor before the dot is left out. So is a first identifier if the next one repeats a word
    of it.
    """
    words = [_words(identifier.rpartition(".")[2]) for identifier in identifiers]
    while len(words) > 1 and _share_a_word(words[0], words[1]):
        del words[0]
    return _written([word for part in words for word in part])


def _share_a_word(first: list[str], second: list[str]) -> bool:
    return any(one.startswith(other) or other.startswith(one) for one in first for other in second)
