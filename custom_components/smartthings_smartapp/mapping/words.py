"""SmartThings' words as states, options and event types: snake case by rule, with exceptions."""

import re

from homeassistant.const import MAX_LENGTH_STATE_STATE

from custom_components.smartthings_smartapp.cloud.json_types import Json

_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_ZEROS = re.compile(r"\b0+(?=\d)")
_NAME_BORDER = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|[^A-Za-z0-9]+")

# Words with capitals that do not begin a word.
_EXCEPTIONS = {
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

# Parts of Samsung's appliances whose ids do not tell what they are.
_PARTS = {
    "cavity-01": "Second cavity",
    "cvroom": "CoolSelect+",
    "icemaker": "Ice maker",
    "icemaker-02": "Second ice maker",
    "sub": "Second drum",
}


def option(word: str) -> str:
    """Return a word in snake case: ``weightSensing`` and ``partially open`` become two words.

    No state can be longer than 255 characters.
    """
    found = _EXCEPTIONS.get(word) or _BORDER.sub("_", word).strip("_").lower()
    return found[:MAX_LENGTH_STATE_STATE]


def state_word(value: Json) -> str | None:
    """Return a word as a state; ``unknown`` and ``unavailable`` are none, nor is another value."""
    word = option(value) if isinstance(value, str) else ""
    return None if word in {"", "unknown", "unavailable"} else word


def readable(component: str) -> str:
    """Return the id of a component as a name: ``switch2`` as ``Switch 2``."""
    if component in _PARTS:
        return _PARTS[component]
    words = _NAME_BORDER.sub(" ", component).strip()
    return words[:1].upper() + _ZEROS.sub("", words[1:].lower())


def listed(words: str) -> list[str]:
    """Return words that stand in one text: a long table of options reads better so."""
    return words.split()


def plain_name(*identifiers: str) -> str:
    """Return identifiers as a name: ``samsungce.drumLight`` and ``level`` as ``Drum light level``.

    The vendor before the dot goes. A first identifier goes too where the next repeats a word of it.
    """
    stems = [identifier.rpartition(".")[2] for identifier in identifiers]
    words = [_NAME_BORDER.sub(" ", stem).strip().lower().split() for stem in stems]
    while len(words) > 1 and _share_a_word(words[0], words[1]):
        del words[0]
    joined = " ".join(word for part in words for word in part)
    return joined[:1].upper() + joined[1:]


def _share_a_word(first: list[str], second: list[str]) -> bool:
    return any(one.startswith(other) or other.startswith(one) for one in first for other in second)
