"""Scenes of the location."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.scene import Scene as SceneEntity
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.api.errors import CloudError
from .cloud.models import Scene
from .entity.location import LocationEntity, location_unique_id, scene_key
from .errors import action_error
from .events.activity import fire_scene_run
from .runtime import Runtime, SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and scenes are independent."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the scenes of an entry."""
    entry.runtime_data.add_location_entities(Platform.SCENE, async_add_entities, _scenes)


def _scenes(runtime: Runtime) -> Mapping[str, SmartThingsScene]:
    location_id = runtime.location_id
    return {
        location_unique_id(location_id, scene_key(scene_id)): SmartThingsScene(runtime, scene)
        for scene_id, scene in runtime.scenes.items()
    }


class SmartThingsScene(LocationEntity, SceneEntity):
    """A scene of the location."""

    def __init__(self, runtime: Runtime, scene: Scene) -> None:
        """Take the name from the scene."""
        super().__init__(runtime, scene_key(scene.scene_id))
        self._scene = scene
        self._attr_name = scene.name

    @callback
    @override
    def _changed(self) -> None:
        """Write the state with the current name of the scene."""
        self._scene = self.runtime.scenes.get(self._scene.scene_id, self._scene)
        self._attr_name = self._scene.name
        super()._changed()

    @override
    async def async_activate(self, **kwargs: Any) -> None:
        """Activate the scene."""
        try:
            await self.runtime.client.execute_scene(self._scene.scene_id, self._scene.location_id)
        except CloudError as err:
            raise action_error(err, self._scene.name) from err
        fire_scene_run(self.runtime, self._scene, self._context)
