"""Entities for settings that the device may never report: switches, numbers, selects."""

from contextlib import suppress
from typing import Any, override

from homeassistant.components.number import NumberEntity
from homeassistant.components.select import SelectEntity
from homeassistant.components.switch import SwitchEntity
from homeassistant.core import callback
from homeassistant.helpers.restore_state import ExtraStoredData, RestoredExtraData, RestoreEntity

from ..cloud.api.errors import CloudError
from ..cloud.json_types import Json, as_object
from ..mapping.descriptions.assumed import (
    AssumedMap,
    AssumedNumberMap,
    AssumedSelectMap,
    AssumedSwitchMap,
)
from ..mapping.vocabulary import Capability
from ..mapping.vocabulary import Command as Cmd
from ..runtime import Runtime
from .assumption import Assumption
from .component import SmartThingsEntity
from .readings import number_of


class AssumedEntity[EntryT: AssumedMap](SmartThingsEntity[EntryT], RestoreEntity):
    """A setting that shows the last value that was set or reported, also after a restart."""

    def __init__(self, runtime: Runtime, device_id: str, component: str, entry: EntryT) -> None:
        """Start without a value."""
        super().__init__(runtime, device_id, component, entry)
        self._assumption = Assumption(entry.resource)

    @override
    async def async_added_to_hass(self) -> None:
        """Continue with the last value."""
        await super().async_added_to_hass()
        if stored := await self.async_get_last_extra_data():
            self._assumption.restore(as_object(stored.as_dict()))
        self._assumption.note(self.reported())

    @property
    @override
    def extra_restore_state_data(self) -> ExtraStoredData:
        """Return what outlives a restart."""
        return RestoredExtraData(self._assumption.stored())

    @callback
    @override
    def _changed(self) -> None:
        self._assumption.note(self.reported())
        super()._changed()

    @property
    @override
    def assumed_state(self) -> bool:
        """Return whether the value was set, but not reported since."""
        return self._assumption.is_assumed

    @override
    async def async_update(self) -> None:
        """Ask the device for the setting. Not every device answers."""
        arguments = self._assumption.resource.read_arguments
        question = self.command(Capability.EXECUTE, Cmd.EXECUTE, *arguments)
        with suppress(CloudError):
            await self.runtime.questions.ask(self.device_id, question)
        await super().async_update()

    async def _set(self, value: Json) -> None:
        """Set the value, and show it if the cloud accepts the command."""
        arguments = self._assumption.resource.write_arguments(value)
        await self.send(self.command(Capability.EXECUTE, Cmd.EXECUTE, *arguments))
        self._assumption.set(value, self.reported())
        self.async_write_ha_state()


class AssumedSwitch(AssumedEntity[AssumedSwitchMap], SwitchEntity):
    """A setting that is on or off."""

    entity_description: AssumedSwitchMap

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the last value, None if there is none."""
        value = self._assumption.value
        return None if value is None else value in (1, "1", "on")

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on."""
        await self._set(1)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn off."""
        await self._set(0)


class AssumedNumber(AssumedEntity[AssumedNumberMap], NumberEntity):
    """A setting with a whole number."""

    entity_description: AssumedNumberMap

    @property
    @override
    def native_value(self) -> float | None:
        """Return the last value, None if there is none."""
        return number_of(self._assumption.value)

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Set the number."""
        await self._set(round(value))


class AssumedSelect(AssumedEntity[AssumedSelectMap], SelectEntity):
    """A setting with one of several values."""

    entity_description: AssumedSelectMap

    @property
    @override
    def options(self) -> list[str]:
        """Return the options of the entry."""
        return list(self.entity_description.words)

    @property
    @override
    def current_option(self) -> str | None:
        """Return the last value, None if there is none."""
        words = self.entity_description.words.items()
        return next((option for option, word in words if word == self._assumption.value), None)

    @override
    async def async_select_option(self, option: str) -> None:
        """Select an option."""
        await self._set(self.entity_description.words[option])
