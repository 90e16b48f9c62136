"""Pictures of cameras, ovens and robots."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime
from typing import override

from homeassistant.components.image import ImageEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .cloud.api.errors import CloudError
from .cloud.api.pictures import Picture, Unfetchable
from .entity.component import SmartThingsEntity
from .errors import PICTURE, action_error, failed
from .mapping.descriptions.devices import ENCRYPTED, ImageMap
from .runtime import Runtime, SmartThingsConfigEntry

PARALLEL_UPDATES = 0
"""Entities are pushed, and a picture is fetched when somebody looks at it."""


type _Version = tuple[str, datetime | None]


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
        self._fetching: dict[_Version, asyncio.Task[Picture | CloudError]] = {}
        """The requests that are under way."""
        self._fetched: tuple[_Version, Picture] | None = None
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
    def _version(self) -> _Version:
        """The URL of the picture, empty without one, and the time of its report."""
        report = self.reported()
        return (self.text() or "", report.time) if report else ("", None)

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
        """Return the picture; all who look at it share one request.

        Raises HomeAssistantError with a translated text if it cannot be fetched.
        """
        if self._reason:
            raise failed(translation_key="no_picture", name=self._label)
        version = self._version
        if self._fetched is None or self._fetched[0] != version:
            try:
                self._fetched = version, await self._fetch(version)
            except CloudError as err:
                raise action_error(err, self._label, PICTURE) from err
        return self._fetched[1].content

    async def _fetch(self, version: _Version) -> Picture:
        """Return the picture of the request for a version that is under way, else of a new one."""
        task = self._fetching.get(version)
        if task is None:
            work = _outcome(self.runtime.pictures.fetch(version[0]))
            task = self.runtime.start(work, "fetch a picture")
            self._fetching[version] = task
            task.add_done_callback(lambda _: self._fetching.pop(version))
        outcome = await self.runtime.result_of(task)
        if isinstance(outcome, CloudError):
            raise outcome
        return outcome


async def _outcome(fetching: Awaitable[Picture]) -> Picture | CloudError:
    """Return the error of a request. Every caller may be gone by then."""
    try:
        return await fetching
    except CloudError as err:
        return err
