"""Messages to the phones of the location, and to devices that speak."""

from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.notify import NotifyEntity, NotifyEntityFeature
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .cloud.api.errors import CloudError
from .cloud.api.notification import Notification
from .entity.component import SmartThingsEntity
from .entity.location import LocationEntity, location_unique_id
from .errors import MESSAGE, action_error
from .mapping.descriptions.controls import NotifyMap
from .runtime import Runtime, SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Messages are independent."""

_KEY: Final = "phones"


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the phones of a location, and the devices that speak."""
    runtime = entry.runtime_data
    runtime.add_location_entities(Platform.NOTIFY, async_add_entities, _phones)
    runtime.add_entities(async_add_entities, NotifyMap, SmartThingsSpeech)


def _phones(runtime: Runtime) -> Mapping[str, NotifyEntity]:
    return {location_unique_id(runtime.location_id, _KEY): SmartThingsPhones(runtime)}


class SmartThingsPhones(LocationEntity, NotifyEntity):
    """The phones of the members of a location, which show messages of the SmartThings app."""

    _attr_translation_key = _KEY
    _attr_supported_features = NotifyEntityFeature.TITLE

    def __init__(self, runtime: Runtime) -> None:
        """Create the entity of a location."""
        super().__init__(runtime, _KEY)

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Send a push message. Raises HomeAssistantError with a translated text."""
        runtime = self.runtime
        notification = Notification(message=message, title=title or "")
        try:
            await runtime.client.notify(runtime.location_id, notification)
        except CloudError as err:
            raise action_error(err, runtime.entry.title, MESSAGE) from err


class SmartThingsSpeech(SmartThingsEntity[NotifyMap], NotifyEntity):
    """A device that speaks messages with its own voice."""

    entity_description: NotifyMap

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Speak a message."""
        entry = self.entity_description
        await self.send(self.command(entry.capability, entry.command, message))
