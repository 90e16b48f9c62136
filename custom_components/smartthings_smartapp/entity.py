"""The base of all entities of a device: identity, availability, watching, reading, sending."""

from typing import override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import ChildDeviceInfo, DeviceInfo
from homeassistant.helpers.entity import Entity

from .cloud.errors import CloudError
from .cloud.json_types import Json, texts
from .cloud.models import MAIN, AttributeKey, Command, Value
from .const import DOMAIN
from .descriptions import Mapped, Match, Source
from .errors import action_error
from .mapping.words import readable
from .runtime import Runtime


class StEntity[EntryT: Mapped](Entity):
    """An entity made from an entry; its state follows the attributes that the entry watches."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    entity_description: EntryT

    def __init__(self, runtime: Runtime, device_id: str, component: str, entry: EntryT) -> None:
        """Take identity, name and class from the entry."""
        self.runtime = runtime
        self.device_id = device_id
        self.component = component
        self.entity_description = entry
        self._attr_unique_id = Match(component, entry).unique_id(device_id)
        self._name_after(entry)
        device = runtime.store.devices[device_id].device
        if device_class := entry.classes.get(device.category_of(component)):
            self._attr_device_class = device_class
        self._attr_device_info = self._place()

    def _name_after(self, entry: EntryT) -> None:
        """Name the entity: after its device, by its number, by its key, or by its class."""
        if self.component != MAIN and entry.numbered:
            digits = "".join(filter(str.isdigit, self.component))
            self._attr_translation_key = f"{entry.text_key}_numbered"
            self._attr_translation_placeholders = {"number": digits or self.component}
            return
        self._attr_translation_key = entry.text_key
        if entry.primary:
            self._attr_name = None

    def _place(self) -> DeviceInfo | ChildDeviceInfo:
        """Return the device that the entity belongs to; a part of a device is its child.

        Home Assistant puts the name of the device before that of the child.
        """
        if self.component == MAIN or self.entity_description.numbered:
            return DeviceInfo(identifiers={(DOMAIN, self.device_id)})
        part = self.runtime.store.devices[self.device_id].device.components.get(self.component)
        given = part.label if part and part.label != self.component else ""
        return ChildDeviceInfo(
            identifiers={(DOMAIN, f"{self.device_id}_{self.component}")},
            name=given or readable(self.component),
            parent_device_id=self.runtime.devices.registry_id(self.device_id) or "",
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Watch the attributes and the health of the device."""
        await super().async_added_to_hass()
        store = self.runtime.store
        keys = [self.key(source) for source in self.entity_description.watched]
        self.async_on_remove(store.watch(self.device_id, keys, self._changed))
        self.async_on_remove(store.watch_health(self.device_id, self._changed))

    @callback
    def _changed(self) -> None:
        """Write the state: something that it is made of is different."""
        self.async_write_ha_state()

    @property
    @override
    def available(self) -> bool:
        """Available while the cloud answers and reaches the device."""
        return self.runtime.coordinator.last_update_success and self.runtime.store.online(
            self.device_id
        )

    # Reading

    def key(self, source: Source) -> AttributeKey:
        """Return where an attribute of the entity's component stands."""
        return AttributeKey(self.component, *source)

    def reported(self, source: Source | None = None) -> Value | None:
        """Return the last report of an attribute, by default the entry's own."""
        return self.runtime.store.value(
            self.device_id, self.key(source or self.entity_description.source)
        )

    def has(self, source: Source) -> bool:
        """Tell whether the component reports the attribute."""
        return self.reported(source) is not None

    def raw(self, source: Source | None = None) -> Json:
        """Return the value as it came, None where none is known."""
        report = self.reported(source)
        return report.value if report else None

    def number(self, source: Source | None = None) -> float | None:
        """Return a number, None where the value is none."""
        value = self.raw(source)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value

    def text(self, source: Source | None = None) -> str | None:
        """Return a string, None where the value is none."""
        value = self.raw(source)
        return value if isinstance(value, str) else None

    def words(self, source: Source | None = None) -> tuple[str, ...]:
        """Return the strings of a list, empty where the value is none."""
        return texts(self.raw(source))

    # Commanding

    def command(self, capability: str, name: str, *arguments: Json) -> Command:
        """Return a command to the entity's component."""
        return Command(capability, name, arguments, self.component)

    async def send(self, *commands: Command) -> None:
        """Send commands in one request, in their order.

        Raises HomeAssistantError in the user's words where the cloud refuses or does not answer.
        """
        try:
            await self.runtime.client.execute(self.device_id, commands)
        except CloudError as err:
            label = self.runtime.store.devices[self.device_id].device.label
            raise action_error(err, label) from err
