"""Selects."""

from collections.abc import Mapping
from itertools import count
from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.api.errors import CloudError
from .controls.descriptions import ControlSelectMap
from .controls.entities import ControlSelect
from .entity.assumed import AssumedSelect
from .entity.component import SmartThingsEntity
from .entity.location import MODE_KEY, LocationEntity, location_unique_id
from .errors import action_error
from .mapping.descriptions.assumed import AssumedSelectMap
from .mapping.descriptions.base import AutomationFeature
from .mapping.descriptions.controls import SelectMap
from .mapping.descriptions.programs import ProgramMap
from .runtime import Runtime, SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and commands to different devices are independent."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the selects of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, SelectMap, SmartThingsSelect)
    runtime.add_entities(async_add_entities, ProgramMap, SmartThingsProgram)
    runtime.add_entities(async_add_entities, ControlSelectMap, ControlSelect)
    runtime.add_entities(async_add_entities, AssumedSelectMap, AssumedSelect)
    runtime.add_location_entities(Platform.SELECT, async_add_entities, location_modes)


class SmartThingsSelect(SmartThingsEntity[SelectMap], SelectEntity):
    """A selection from the options that the device offers."""

    entity_description: SelectMap

    @property
    @override
    def current_option(self) -> str | None:
        """Return the current option."""
        return self.chosen(self.choice_of(self.entity_description))

    @property
    @override
    def options(self) -> list[str]:
        """Return the offered options, and the current one even if it is not offered."""
        return [*self.settable(self.choice_of(self.entity_description))]

    @override
    async def async_select_option(self, option: str) -> None:
        """Select an option."""
        await self.send(self.option_command(self.choice_of(self.entity_description), option))


class SmartThingsProgram(SmartThingsSelect):
    """The program of a machine that numbers its programs; users can name them."""

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the names, too."""
        await super().async_added_to_hass()
        self.async_on_remove(self.runtime.program_names.watch(self._changed))
        self._note()

    @callback
    @override
    def _changed(self) -> None:
        super()._changed()
        self._note()

    def _note(self) -> None:
        """Remember a program that the machine does not list, so that the user can name it."""
        entry = self.entity_description
        if isinstance(entry, ProgramMap) and (code := entry.unlisted(self.reported)):
            self.runtime.program_names.note(entry.table(self.reported), code)


def location_modes(runtime: Runtime) -> Mapping[str, SelectEntity]:
    """Return the select of the modes by unique id; empty if the token may not read the modes."""
    if not runtime.modes:
        return {}
    return {location_unique_id(runtime.location_id, MODE_KEY): SmartThingsLocationMode(runtime)}


class SmartThingsLocationMode(LocationEntity, SelectEntity):
    """The mode of the location; the user has named the modes."""

    _attr_supported_features = AutomationFeature.LOCATION_MODE
    _attr_translation_key = "location_mode"

    def __init__(self, runtime: Runtime) -> None:
        """Create the select of the modes of a location."""
        super().__init__(runtime, MODE_KEY)

    @property
    def _names(self) -> dict[str, str]:
        """The ids of the modes by name; the second of two equal names has a number."""
        modes = self.runtime.modes.values()
        given = {mode.name for mode in modes}
        names: dict[str, str] = {}
        for place, mode in enumerate(modes, 1):
            numbered = (f"{mode.name} {number}" for number in count(place))
            free = (name for name in numbered if name not in given | names.keys())
            names[next(free) if mode.name in names else mode.name] = mode.mode_id
        return names

    @property
    @override
    def options(self) -> list[str]:
        """Return the names of the modes."""
        return list(self._names)

    @property
    @override
    def current_option(self) -> str | None:
        """Return the name of the current mode."""
        current = self.runtime.mode_id
        return next((name for name, mode_id in self._names.items() if mode_id == current), None)

    @override
    async def async_select_option(self, option: str) -> None:
        """Set the mode; the event that follows updates the state."""
        location_id = self.runtime.location_id
        try:
            await self.runtime.client.set_mode(location_id, self._names[option])
        except CloudError as err:
            raise action_error(err, self.runtime.entry.title) from err
