"""The base of the entities of a location: mode, security, scenes, API calls."""

from typing import Final, override

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity

from ..const import CONF_LOCATION_ID, DOMAIN
from ..runtime import Runtime, SmartThingsConfigEntry

MODE_KEY: Final = "mode"
"""The key of the select of the modes in unique ids."""


class LocationEntity(Entity):
    """An entity of the location, which writes its state when the location changes."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, runtime: Runtime, key: str) -> None:
        """Take unique id and device from the location; ``key`` identifies the entity within it."""
        self.runtime = runtime
        self._attr_unique_id = location_unique_id(runtime.location_id, key)
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, runtime.location_id)})

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the location and its availability."""
        await super().async_added_to_hass()
        self.async_on_remove(self.runtime.watch_location(self._changed))

    async def async_update(self) -> None:
        """Refresh the location, for the action that updates entities; calls are debounced."""
        await self.runtime.refresh()

    @callback
    def _changed(self) -> None:
        """Write the state after a change of the location."""
        self.async_write_ha_state()

    @property
    @override
    def available(self) -> bool:
        """Return True unless there is an outage."""
        return self.runtime.reachable


def location_unique_id(location_id: str, key: str) -> str:
    """Return the unique id of an entity of a location (docs/developing/unique-ids.md)."""
    return f"{location_id}_{key}"


@callback
def registered_scenes(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> set[str]:
    """Return the ids of the scenes that the entity registry has for a location."""
    prefix = location_unique_id(entry.data[CONF_LOCATION_ID], scene_key(""))
    return {
        item.unique_id.removeprefix(prefix)
        for item in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
        if item.domain == Platform.SCENE
    }


def scene_key(scene_id: str) -> str:
    """Return the key of a scene in unique ids."""
    return f"scene_{scene_id}"
