"""The entities of Home Assistant's own integration for recorded devices, and ours for each."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import mock_component

from custom_components.smartthings_smartapp.cloud.json_types import (
    JsonObject,
    as_list,
    as_object,
    text,
)
from custom_components.smartthings_smartapp.mapping.descriptions.base import Match, Source
from custom_components.smartthings_smartapp.mapping.descriptions.controls import ButtonMap
from simulator.devices.home import Home
from simulator.devices.ids import HOME_LOCATION

from .core_integration import add_core_entry
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


async def made_by_core(hass: HomeAssistant, home: Home) -> dict[str, list[CoreEntity]]:
    """Set core up for the location Home; return its entities by the id of their device."""
    # Its dependencies cannot be set up once the web server runs, and none of them is used.
    mock_component(hass, "application_credentials")
    entry = await add_core_entry(hass, home, HOME_LOCATION, all_entities=True)
    found: defaultdict[str, list[CoreEntity]] = defaultdict(list)
    for item in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id):
        device_id, _, place = item.unique_id.partition("_")
        # A scene has no place, and an entity that core fails to add has no state.
        if place and (state := hass.states.get(item.entity_id)):
            found[device_id].append(
                CoreEntity(
                    {
                        "platform": item.domain,
                        "unique_id": place,
                        "device_class": item.original_device_class,
                        "unit": state.attributes.get("unit_of_measurement"),
                        "state": state.state,
                    }
                )
            )
    return found
