"""SmartThings' words as states, options and event types: snake case by rule, with exceptions."""

import re

_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_NAME_BORDER = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|[^A-Za-z0-9]+")

# Words with capitals that do not begin a word.
_EXCEPTIONS = {
    "MWplusConvection": "microwave_plus_convection",
    "MWplusGrill": "microwave_plus_grill",
    "MWplusHotBlast": "microwave_plus_hot_blast",
    "MWplusHotBlast2": "microwave_plus_hot_blast_2",
    "SteamBottomHeatplusConvection": "steam_bottom_heat_plus_convection",
    "aIComfort": "ai_comfort",
    "aIDrying": "ai_drying",
    "aIRinse": "ai_rinse",
    "aISpin": "ai_spin",
    "aIWash": "ai_wash",
}


def option(word: str) -> str:
    """Return a word in snake case: ``weightSensing`` and ``partially open`` become two words."""
    return _EXCEPTIONS.get(word) or _BORDER.sub("_", word).strip("_").lower()


def readable(component: str) -> str:
    """Return the id of a component as a name: ``switch2`` as ``Switch 2``."""
    words = _NAME_BORDER.sub(" ", component).strip()
    return words[:1].upper() + words[1:].lower()
