"""Pictures of cameras, ovens and robots."""

import asyncio
from datetime import datetime
from typing import override

from homeassistant.components.image import ImageEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .cloud.api.errors import CloudError
from .cloud.api.pictures import Picture, Unfetchable
from .cloud.json_types import Json
from .entity.component import SmartThingsEntity
from .errors import PICTURE, action_error, failed
from .mapping.descriptions.devices import ENCRYPTED, ImageMap
from .runtime import Runtime, SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and a picture is fetched when somebody looks at it."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: SmartThingsConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the images of an entry."""
    runtime = entry.runtime_data
    runtime.add_entities(async_add_entities, ImageMap, SmartThingsImage)


class SmartThingsImage(SmartThingsEntity[ImageMap], ImageEntity):
    """The last picture that a device took. Its state is the time of the picture."""

    entity_description: ImageMap

    def __init__(self, runtime: Runtime, device_id: str, component: str, entry: ImageMap) -> None:
        """Fetch nothing before somebody looks at the picture."""
        super().__init__(runtime, device_id, component, entry)
        # The client that this makes is for URLs that Home Assistant fetches, and stays unused.
        ImageEntity.__init__(self, runtime.hass, verify_ssl=True)
        self._fetching = asyncio.Lock()
        self._fetched: tuple[tuple[Json, datetime | None], Picture] | None = None
        """The last picture, with the version that it was fetched for."""
        self._addressed = self._version

    @property
    @override
    def image_last_updated(self) -> datetime | None:
        """Return when the picture was taken, else when the device reported it."""
        if self._reason is Unfetchable.NO_PICTURE:
            return None
        taken = dt_util.parse_datetime(self.text(self.entity_description.taken) or "")
        if taken is not None and taken.tzinfo is not None:
            return taken
        report = self.reported()
        return report.time if report else None

    @property
    @override
    def content_type(self) -> str:
        """Return the content type of the last fetched picture."""
        return self._fetched[1].content_type if self._fetched else self._attr_content_type

    @property
    def _reason(self) -> str | None:
        """Why there is no picture to show, as a word of the translations; None if there is one."""
        entry = self.entity_description
        if self.raw(entry.encrypted) is True:
            return ENCRYPTED
        return self.runtime.pictures.obstacle(self.raw())

    @property
    @override
    def _usable(self) -> bool:
        return self._reason in (None, Unfetchable.NO_PICTURE)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str] | None:
        """Return why there is no picture to show."""
        reason = self._reason
        return {"reason": reason} if reason else None

    @property
    def _version(self) -> tuple[Json, datetime | None]:
        """The URL of the picture, and the time of its report."""
        report = self.reported()
        return (report.value, report.time) if report else (None, None)

    @callback
    @override
    def _changed(self) -> None:
        """Give another picture another address, because browsers keep the one they have."""
        if self._addressed != self._version:
            self._addressed = self._version
            self.async_update_token()
        super()._changed()

    @override
    async def async_image(self) -> bytes | None:
        """Return the picture; it is fetched once.

        Raises HomeAssistantError with a translated text if it cannot be fetched.
        """
        if self._reason:
            raise failed(translation_key="no_picture", name=self._label)
        async with self._fetching:
            version = self._version
            if self._fetched is None or self._fetched[0] != version:
                try:
                    picture = await self.runtime.pictures.fetch(version[0])
                except CloudError as err:
                    raise action_error(err, self._label, PICTURE) from err
                self._fetched = version, picture
            return self._fetched[1].content
