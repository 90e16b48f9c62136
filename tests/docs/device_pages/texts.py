"""The texts of entries, as users of Home Assistant in English see them."""

import json
from functools import cache
from importlib.resources import files

from homeassistant.const import Platform

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object, text
from custom_components.smartthings_smartapp.mapping.descriptions.base import Mapped
from tests.common.repository import content, member

_TEXTS = content("translations/en.json")


@cache
def _of_home_assistant(platform: str) -> JsonObject:
    """Return Home Assistant's own texts for entities of a platform, by device class."""
    path = files("homeassistant.components") / platform / "translations" / "en.json"
    return member(as_object(json.loads(path.read_text())), "entity_component")


def texts_of(entry: Mapped) -> JsonObject:
    """Return the texts of an entry."""
    return member(_TEXTS, "entity", str(entry.platform), entry.text_key)


def counted(entry: Mapped) -> str:
    """Return the word for the counted unit, empty if it is a real unit."""
    return text(texts_of(entry), "unit_of_measurement")


def of_class(platform: Platform, device_class: str) -> JsonObject:
    """Return Home Assistant's texts for a device class."""
    return member(_of_home_assistant(platform), device_class)


def trigger_name(trigger: str) -> str:
    """Return the name of a trigger."""
    return text(member(_TEXTS, "triggers", trigger), "name")
