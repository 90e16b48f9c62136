"""A location in Home Assistant's own integration: its entry, devices and entities.

They are registered as that integration does. The integration itself is not loaded.
"""

from dataclasses import dataclass, field

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockEntity,
    MockEntityPlatform,
)

from simulator.devices.ids import HOME_LOCATION

CORE = "smartthings"


def core_entry(
    hass: HomeAssistant, location_id: str = HOME_LOCATION, **data: object
) -> ConfigEntry:
    """Add an entry of core for a location; ``data`` replaces the default."""
    made = MockConfigEntry(
        domain=CORE,
        title="Core",
        unique_id=location_id,
        version=3,
        minor_version=3,
        data=data or {"location_id": location_id},
    )
    made.add_to_hass(hass)
    entry: ConfigEntry = made
    return entry


@dataclass
class CoreHome:
    """An entry of core, and its registered devices and entities."""

    hass: HomeAssistant
    entry: ConfigEntry
    devices: dr.DeviceRegistry = field(init=False)
    entities: er.EntityRegistry = field(init=False)

    def __post_init__(self) -> None:
        """Keep the registries."""
        self.devices = dr.async_get(self.hass)
        self.entities = er.async_get(self.hass)

    def device(self, identifier: str, name: str, area: str | None = None) -> dr.DeviceEntry:
        """Register a device; ``area`` is the area of its room."""
        return self.devices.async_get_or_create(
            config_entry_id=self.entry.entry_id,
            identifiers={(CORE, identifier)},
            name=name,
            suggested_area=area,
        )

    def entity(
        self,
        platform: str,
        unique_id: str,
        object_id: str,
        *,
        device: str | None = None,
        name: str | None = None,
        disabled_by: er.RegistryEntryDisabler | None = None,
    ) -> er.RegistryEntry:
        """Register an entity, by default for the device at the beginning of its unique id."""
        identifier = device or unique_id.partition("_")[0]
        registered = self.devices.async_get_device_by_identifier(
            (CORE, identifier), self.entry.entry_id
        )
        return self.entities.async_get_or_create(
            platform,
            CORE,
            unique_id,
            config_entry=self.entry,
            device_id=registered.id if registered else None,
            disabled_by=disabled_by,
            has_entity_name=True,
            original_name=name,
            suggested_object_id=object_id,
        )

    def now(self, entity: er.RegistryEntry) -> er.RegistryEntry:
        """Return the current registry entry of an entity."""
        found = self.entities.async_get(entity.id)
        assert found is not None, entity.entity_id
        return found

    async def load(self, entity: er.RegistryEntry) -> None:
        """Add a registered entity to Home Assistant, as a loaded core does."""
        platform = MockEntityPlatform(self.hass, domain=entity.domain, platform_name=CORE)
        platform.config_entry = self.entry
        await platform.async_add_entities([MockEntity(unique_id=entity.unique_id)])
        await self.hass.async_block_till_done()
        assert self.hass.states.get(entity.entity_id) is not None
