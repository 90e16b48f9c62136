"""The base of all entities of a device: identity, name, availability, state writes, commands."""

from collections.abc import Mapping
from typing import override

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import callback
from homeassistant.helpers.device_registry import ChildDeviceInfo, DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.typing import UndefinedType

from ..cloud.api.errors import CloudError
from ..cloud.json_types import Json, as_object
from ..cloud.models import MAIN, Command, Device
from ..const import DOMAIN
from ..errors import action_error
from ..mapping.descriptions.base import Detail, Mapped, Match, Source
from ..mapping.names import given_names, part_name, readable, without
from ..mapping.parts import is_own_device, leading, part_of
from ..runtime import Runtime
from .commands import ComponentCommands


class SmartThingsEntity[EntryT: Mapped](ComponentCommands, Entity):
    """An entity made from a mapping entry; it writes its state when watched attributes change."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    entity_description: EntryT
    _owner: str
    """The component whose device the entity belongs to."""

    def __init__(self, runtime: Runtime, device_id: str, component: str, entry: EntryT) -> None:
        """Take unique id, name and device class from the entry."""
        super().__init__(runtime, device_id, component)
        self.entity_description = entry
        self._attr_unique_id = Match(component, entry).unique_id(device_id)
        device = runtime.devices[device_id].device
        matches = runtime.matches(device_id)
        self._owner = part_of(component)
        self._part = part_name(device, self._owner) if self._owner != MAIN else ""
        self._is_of_child = not entry.index_in_name and is_own_device(matches, self._owner)
        self._set_name(entry, device, matches)
        if entry.automation is not None:
            self._attr_supported_features = entry.automation
        if device_class := entry.classes.get(device.category_of(component)):
            self._attr_device_class = device_class

    @property
    @override
    def _default_source(self) -> Source:
        return self.entity_description.source

    def _set_name(self, entry: EntryT, device: Device, matches: tuple[Match, ...]) -> None:
        """Name the entity by its definition, its device, its part or the translations."""
        if entry.defined_name is not None:
            self._attr_name = without(entry.defined_name, device.category)
        elif entry.index_in_name and self.component != MAIN:
            self._set_numbered_name(entry, device, matches)
        else:
            self._attr_translation_key = entry.text_key
            if entry.placeholders:
                self._attr_translation_placeholders = entry.placeholders
            repeats = entry.text_key.replace("_", " ") == readable(self.component).casefold()
            if leading(matches, self.component) is entry or (repeats and self._is_of_child):
                self._attr_name = None
            elif repeats:
                self._part = ""

    def _set_numbered_name(self, entry: EntryT, device: Device, matches: tuple[Match, ...]) -> None:
        """Name the entity of a part without its own device by the part's name or number."""
        number = "".join(filter(str.isdigit, self.component))
        named = self._part if not number or self.component in given_names(device) else ""
        self._attr_translation_key = f"{entry.text_key}_numbered"
        self._attr_translation_placeholders = {"number": named or number}
        siblings = (
            match.entry
            for match in matches
            if match.component == self.component and match.entry.index_in_name
        )
        if named and next(siblings, entry) is entry:
            self._attr_name = named

    @property
    def _plain_name(self) -> str | UndefinedType | None:
        """The translated name, without the name of a part."""
        return super().name

    @property
    @override
    def name(self) -> str | UndefinedType | None:
        """Return the name, with the name of a part that is not a device of its own."""
        name = self._plain_name
        if not self._part or self.entity_description.index_in_name:
            return name
        if not isinstance(name, str):
            return name if self._is_of_child else self._part
        if self._is_of_child:
            repeats = name.casefold() == self._part.casefold()
            return None if repeats else without(name, self._part)
        own = f"{name[:1].lower()}{name[1:]}" if name[1:2].islower() else name
        return f"{self._part} {own}"

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, object] | None:
        """Return the details of the entry that have a value."""
        if not (details := self.entity_description.details):
            return None
        values = {name: self._detail(detail) for name, detail in details.items()}
        return {name: value for name, value in values.items() if value is not None}

    def _detail(self, detail: Detail) -> Json:
        value = self.raw(detail.source)
        return value if detail.member is None else as_object(value).get(detail.member)

    @property
    @override
    def device_info(self) -> DeviceInfo | ChildDeviceInfo | None:
        """Return the device that the entity belongs to, or the part if it is a device of its own.

        Home Assistant puts the name of the device before the name of the child device. It reads
        this property once, so a cached answer would only take memory.
        """
        if not self._is_of_child:
            return DeviceInfo(identifiers={(DOMAIN, self.device_id)})
        return ChildDeviceInfo(
            identifiers={(DOMAIN, f"{self.device_id}_{self._owner}")},
            name=self._part,
            parent_device_id=self.runtime.registry_id(self.device_id) or "",
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Watch the attributes and the health of the device."""
        await super().async_added_to_hass()
        runtime = self.runtime
        keys = [self.key(source) for source in self.entity_description.watched]
        self.async_on_remove(runtime.watch(self.device_id, keys, self._changed))
        self.async_on_remove(runtime.watch_health(self.device_id, self._availability_changed))

    async def async_update(self) -> None:
        """Refresh the location, for the action that updates entities; calls are debounced."""
        await self.runtime.refresh()

    @callback
    def _changed(self) -> None:
        """Write the state after a change of something that it is made of."""
        self.async_write_ha_state()

    @callback
    def _availability_changed(self) -> None:
        """Write the state if the entity becomes available or unavailable.

        Some devices stay available while they are offline.
        """
        if self._shows_state == self.hass.states.is_state(self.entity_id, STATE_UNAVAILABLE):
            self._changed()

    @property
    def _shows_state(self) -> bool:
        """Whether the state is anything but unavailable."""
        return self.available and self._usable

    @property
    def _usable(self) -> bool:
        """Whether an available entity can be used now; otherwise, its state is unavailable.

        ``available`` stays True: Home Assistant skips unavailable entities in actions without a
        message, and an action should fail with the reason. The attributes also stay.
        """
        return True

    @override
    def _stringify_state(self, available: bool) -> str:
        return super()._stringify_state(available and self._usable)

    @property
    @override
    def available(self) -> bool:
        """Return whether the values of the device are shown, and what they are about is there."""
        need = self.entity_description.available_with
        return self.runtime.shows(self.device_id) and not self.unmet((need,) if need else ())

    @property
    @override
    def _label(self) -> str:
        """The name of the device, or the one in the registry after the device was removed."""
        if self._device is None and self.device_entry and self.device_entry.name:
            return self.device_entry.name
        return super()._label

    async def send(self, *commands: Command) -> None:
        """Send commands in one request, in their order.

        Raises ServiceValidationError if the device rejects commands now, and HomeAssistantError
        with a translated text if the cloud rejects them or does not answer. Without commands it
        does nothing, because the cloud rejects an empty list.
        """
        if not commands:
            return
        self.check(self.entity_description.needs)
        try:
            await self.runtime.send(self.device_id, commands)
        except CloudError as err:
            raise action_error(err, self._label) from err
