"""Scenes of the location."""

from functools import partial
from typing import Any, override

from homeassistant.components.scene import Scene as SceneEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.errors import CloudError
from .cloud.models import Scene
from .const import DOMAIN
from .errors import action_error
from .loader import scene_unique_id
from .runtime import Runtime, StConfigEntry

PARALLEL_UPDATES = 0
"""Nothing polls, and scenes need not wait for one another."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: StConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the scenes of an entry."""
    runtime = entry.runtime_data
    runtime.loader.register_scenes(async_add_entities, partial(StScene, runtime))


class StScene(SceneEntity):
    """A scene made in SmartThings."""

    _attr_has_entity_name = True

    def __init__(self, runtime: Runtime, scene: Scene) -> None:
        """Take name and place from the scene."""
        self._runtime = runtime
        self._scene = scene
        self._attr_unique_id = scene_unique_id(scene)
        self._attr_name = scene.name
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, scene.location_id)})

    @override
    async def async_added_to_hass(self) -> None:
        """Follow the name of the scene and the reach of the cloud."""
        await super().async_added_to_hass()
        self.async_on_remove(self._runtime.store.watch_location(self._changed))

    @callback
    def _changed(self) -> None:
        """Write the state, under the name that the scene has now."""
        self._scene = self._runtime.store.scenes.get(self._scene.scene_id, self._scene)
        self._attr_name = self._scene.name
        self.async_write_ha_state()

    @property
    @override
    def available(self) -> bool:
        """Available while the cloud answers."""
        return self._runtime.coordinator.last_update_success

    @override
    async def async_activate(self, **kwargs: Any) -> None:
        """Run the scene."""
        try:
            await self._runtime.client.execute_scene(self._scene.scene_id, self._scene.location_id)
        except CloudError as err:
            raise action_error(err, self._scene.name) from err
