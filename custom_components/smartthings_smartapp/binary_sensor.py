"""Binary sensors."""

from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity.component import SmartThingsEntity
from .mapping.descriptions.sensors import BinarySensorMap, ConnectivityMap
from .runtime import SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are read-only and pushed."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the binary sensors of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, BinarySensorMap, SmartThingsBinarySensor)
    runtime.add_entities(async_add_entities, ConnectivityMap, SmartThingsConnectivity)


class SmartThingsBinarySensor(SmartThingsEntity[BinarySensorMap], BinarySensorEntity):
    """An attribute with two kinds of values, on and off."""

    entity_description: BinarySensorMap

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the value means on, None if it is unknown."""
        entry = self.entity_description
        value = entry.convert(self.raw()) if entry.convert else self.raw()
        if value is None or (entry.off and value not in (*entry.on, *entry.off)):
            return None
        return value in entry.on


class SmartThingsConnectivity(SmartThingsEntity[ConnectivityMap], BinarySensorEntity):
    """Whether the cloud reaches the device. Available also while it does not."""

    entity_description: ConnectivityMap

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the subscriptions too, because they decide how updates arrive."""
        await super().async_added_to_hass()
        self.async_on_remove(self.runtime.watch_updates(self.device_id, self._changed))

    @callback
    @override
    def _availability_changed(self) -> None:
        """Write the state, which is whether the device is reachable."""
        self._changed()

    @property
    @override
    def available(self) -> bool:
        """Return True unless there is an outage."""
        return self.runtime.reachable

    @property
    @override
    def is_on(self) -> bool:
        """Return whether the cloud reaches the device."""
        return self.runtime.online(self.device_id)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str]:
        """Return how updates of the device arrive."""
        return {"updates": self.runtime.updates_of(self.device_id)}
