"""The base of the entities of controls."""

from typing import override

from homeassistant.helpers import device_registry as dr

from ..cloud.json_types import Json
from ..cloud.models import Command, Device
from ..const import DOMAIN
from ..entity.component import SmartThingsEntity
from ..mapping.descriptions.base import Match
from ..runtime import Runtime
from .control import as_word
from .descriptions import ControlMap


class ControlEntity[EntryT: ControlMap](SmartThingsEntity[EntryT]):
    """An entity that a user has made of a command. It is named by the user."""

    entity_description: EntryT

    def __init__(self, runtime: Runtime, device_id: str, component: str, entry: EntryT) -> None:
        """Attach the entity to the device.

        With a device info, Home Assistant would move the device to the subentry of the control.
        """
        super().__init__(runtime, device_id, component, entry)
        self._control = entry.control
        self._part = ""
        self.device_entry = self._registered()

    @override
    def _set_name(self, entry: EntryT, device: Device, matches: tuple[Match, ...]) -> None:
        self._attr_name = entry.control.name

    @property
    @override
    def device_info(self) -> None:
        """Return None: the device is registered."""
        return

    def _registered(self) -> dr.DeviceEntry | dr.ChildDeviceEntry | None:
        """Return the part of the device if it is a device of its own, else the device."""
        registry = dr.async_get(self.runtime.hass)
        registry_id = self.runtime.registry_id(self.device_id)
        device = registry.async_get(registry_id) if registry_id else None
        if device is None or not self._is_of_child:
            return device
        part = (DOMAIN, f"{self.device_id}_{self.component}")
        children = dr.async_entries_for_parent_device(registry, device.id)
        return next((child for child in children if part in child.identifiers), device)

    @property
    def _shown(self) -> str | None:
        """The value of the attribute that shows the state, as text; None without one."""
        value = self.current() if self._control.state else None
        return None if value is None else as_word(value)

    async def _send(self, command: str, arguments: tuple[Json, ...]) -> None:
        control = self._control
        await self.send(Command(control.capability, command, arguments, control.component))
