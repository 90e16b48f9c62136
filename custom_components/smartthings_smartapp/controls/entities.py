"""The entities of controls: buttons, switches, selects and numbers."""

from typing import Any, override

from homeassistant.components.button import ButtonEntity
from homeassistant.components.number import NumberEntity
from homeassistant.components.select import SelectEntity
from homeassistant.components.switch import SwitchEntity

from ..cloud.json_types import Json
from ..runtime import Runtime
from .control import as_word
from .descriptions import ControlButtonMap, ControlNumberMap, ControlSelectMap, ControlSwitchMap
from .entity import ControlEntity


class ControlButton(ControlEntity[ControlButtonMap], ButtonEntity):
    """A button that sends the command."""

    entity_description: ControlButtonMap

    @override
    async def async_press(self) -> None:
        """Send the command."""
        await self._send(self._control.command, self._control.arguments)


class ControlSwitch(ControlEntity[ControlSwitchMap], SwitchEntity):
    """A switch with a command for each state."""

    entity_description: ControlSwitchMap

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the attribute has the value for on, None without a value."""
        shown = self._shown
        return None if shown is None else shown.casefold() == self._control.on_value.casefold()

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Send the command for on."""
        await self._send(self._control.command, self._control.arguments)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Send the command for off."""
        await self._send(self._control.off_command, self._control.off_arguments)


class ControlSelect(ControlEntity[ControlSelectMap], SelectEntity):
    """A selection of one argument of the command."""

    entity_description: ControlSelectMap

    def __init__(
        self, runtime: Runtime, device_id: str, component: str, entry: ControlSelectMap
    ) -> None:
        """Offer the options of the control."""
        super().__init__(runtime, device_id, component, entry)
        self._values = {as_word(value): value for value in entry.control.options}
        self._attr_options = [*self._values]

    @property
    @override
    def current_option(self) -> str | None:
        """Return the value of the attribute if it is an option."""
        return shown if (shown := self._shown) in self._values else None

    @override
    async def async_select_option(self, option: str) -> None:
        """Send the command with the option."""
        await self._send(self._control.command, self._control.arguments_with(self._values[option]))


class ControlNumber(ControlEntity[ControlNumberMap], NumberEntity):
    """A number that is one argument of the command."""

    entity_description: ControlNumberMap

    def __init__(
        self, runtime: Runtime, device_id: str, component: str, entry: ControlNumberMap
    ) -> None:
        """Take bounds and unit from the control."""
        super().__init__(runtime, device_id, component, entry)
        self._attr_native_min_value, self._attr_native_max_value, step, _ = entry.control.bounds
        self._attr_native_step = step
        self._attr_native_unit_of_measurement = entry.control.unit

    @property
    @override
    def native_value(self) -> float | None:
        """Return the value of the attribute if it is a number."""
        return self.number() if self._control.state else None

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Send the command with the number."""
        # A whole number may have to be an integer.
        number: Json = int(value) if value.is_integer() else value
        await self._send(self._control.command, self._control.arguments_with(number))
