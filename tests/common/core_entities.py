"""The entities of Home Assistant's own integration for recorded devices, and ours for each."""

import json
from dataclasses import dataclass
from pathlib import Path

from custom_components.smartthings_smartapp.cloud.json_types import (
    JsonObject,
    as_list,
    as_object,
    text,
)
from custom_components.smartthings_smartapp.mapping.descriptions.base import Match, Source
from custom_components.smartthings_smartapp.mapping.descriptions.controls import ButtonMap

from .devices import CORE


@dataclass(frozen=True)
class CoreEntity:
    """An entity of core."""

    entity: JsonObject

    @property
    def platform(self) -> str:
        """Its platform."""
        return text(self.entity, "platform")

    @property
    def unique_id(self) -> str:
        """Its unique id, without the id of the device."""
        return text(self.entity, "unique_id")

    @property
    def parts(self) -> list[str]:
        """The parts of its unique id: component, capability, attribute, key."""
        return self.unique_id.split("_")

    @property
    def place(self) -> Source:
        """Capability and attribute, or command; the platform if it has several capabilities."""
        match self.parts:
            case [_, capability, attribute, *_]:
                return Source(capability, attribute)
            case [_, capability]:  # An event, of the attribute with the name of its capability.
                return Source(capability, capability)
            case _:
                return Source(self.platform, "")

    def counterparts(self, matches: list[Match]) -> list[Match]:
        """Return our entities for the same value; of several, the one with its key."""
        found = [match for match in matches if self._is_shown_by(match)]
        if len(found) < 2:
            return found
        key = "_".join(self.parts[3:]).removesuffix("_meter").removesuffix("_coordinate")
        of_key = [match for match in found if match.entry.key == key]
        return of_key or [match for match in found if match.entry.platform == self.platform]

    def _is_shown_by(self, match: Match) -> bool:
        entry = match.entry
        if match.component != self.parts[0] or entry.of_device:
            return False
        if len(self.parts) == 1:
            return str(entry.platform) == self.platform
        if isinstance(entry, ButtonMap):
            return self.platform == "button" and (entry.capability, entry.command) == self.place
        return self.platform != "button" and (
            self.place == entry.source or self.place in (*entry.claims, *entry.mirrors)
        )


def core_entities(path: Path) -> list[CoreEntity]:
    """Return core's entities for a recorded device."""
    content = as_object(json.loads((CORE / path.name).read_text()))
    return [CoreEntity(as_object(entity)) for entity in as_list(content["entities"])]
