"""The definitions of capabilities on disk: read once, kept for a month, shared by all entries.

A definition belongs to no account, so one file serves all locations.
"""

import logging
import re
import time
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.definitions import (
    is_capability_id,
    parse_definition,
    parse_labels,
    parse_presentation,
)
from ..cloud.api.errors import CloudError, ForbiddenError, NotFoundError, RejectedError
from ..cloud.api.rate_limits import DAY, Window
from ..cloud.json_types import JsonObject, as_object, fits, moment, text
from ..cloud.models import UnusableItemError
from ..const import DOMAIN
from ..storage.files import load_object
from .from_definition import Described, describe
from .unmapped import CapabilityVersion

_LOGGER = logging.getLogger(__name__)

_VERSION: Final = 1
_VERSION_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_KEPT: Final = timedelta(days=30)
_SAVED_AFTER: Final = 10.0
"""Seconds after which what was read is written, for one reading is followed by the next."""
_LARGEST: Final = 65_536
"""Characters that are kept of a definition, a presentation or labels; larger ones count as none."""
_DEEPEST: Final = 40
"""Levels of nesting that are kept. Home Assistant cannot write a file with more than 254."""
_RENEWED_A_DAY: Final = 2
"""Old definitions that are read anew within a day; the API has quotas (platform reference 10.4)."""
_PACE: Final = 21.0
"""Seconds from one capability to the next: up to five calls each, and 15 a minute (10.1)."""
_RESTS: Final = 3600.0
"""Seconds after which a capability is asked for again that could not be read."""
_ENGLISH: Final = "en"
_NOT_OFFERED = (ForbiddenError, NotFoundError, RejectedError)
"""What the platform answers about something that it does not have, or does not show us."""


@dataclass(slots=True)
class _Record:
    """What was read of one version of a capability."""

    read: datetime
    definition: JsonObject | None
    """None where there is none that can be used."""
    presentation: JsonObject = field(default_factory=dict)
    labels: JsonObject = field(default_factory=dict)
    language: str = ""
    """The language that the labels were asked for in."""
    described: Described | None = None

    @classmethod
    def from_json(cls, raw: JsonObject) -> _Record | None:
        """Read a record; None where it cannot be used."""
        if (read := moment(raw.get("read"))) is None:
            return None
        definition, presentation, labels = (
            _bounded(as_object(raw.get(key))) for key in ("definition", "presentation", "labels")
        )
        return cls(
            read, definition or None, presentation or {}, labels or {}, text(raw, "language")
        )

    def as_json(self) -> JsonObject:
        """Return what is kept."""
        return {
            "read": self.read.isoformat(),
            "definition": self.definition,
            "presentation": self.presentation,
            "labels": self.labels,
            "language": self.language,
        }

    def describe(self, key: CapabilityVersion) -> Described:
        """Return the entries, made once."""
        if self.described is None:
            self.described = self._described(key)
        return self.described

    def _described(self, key: CapabilityVersion) -> Described:
        if self.definition is None:
            return Described()
        try:
            return describe(
                parse_definition(self.definition, *key),
                parse_labels(self.labels),
                parse_presentation(self.presentation),
            )
        except (ValueError, TypeError, LookupError) as err:
            _LOGGER.debug("The definition of %s cannot be used: %r", key.capability, err)
            return Described()


class DefinitionStore:
    """All definitions that were read, and when the next may be."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Know nothing until :meth:`load`."""
        self._hass = hass
        self._store = Store[JsonObject](hass, _VERSION, f"{DOMAIN}.capabilities")
        self.known: dict[CapabilityVersion, _Record] = {}
        """What was read so far."""
        self.reads = 0
        """How many capabilities were read since the start."""
        self._loaded = False
        self._failed: dict[CapabilityVersion, float] = {}
        self._pace = Window(1, _PACE)
        self._renewals = Window(_RENEWED_A_DAY, DAY)

    async def load(self) -> None:
        """Read the file, once; what it holds can be read from the platform again."""
        if self._loaded:
            return
        try:
            raw = await load_object(self._store)
        except HomeAssistantError as err:
            _LOGGER.debug("The definitions on disk cannot be used: %s", err)
            raw = {}
        self._loaded = True
        for name, item in raw.items():
            capability, _, version = name.rpartition("/")
            record = _Record.from_json(as_object(item))
            if record and _VERSION_NUMBER.fullmatch(version):
                # Another entry may have been set up meanwhile, and have read it anew.
                self.known.setdefault(CapabilityVersion(capability, int(version)), record)

    @callback
    def describe(self, key: CapabilityVersion) -> Described | None:
        """Return the entries for a capability, those of another version until its own is read."""
        if record := self.known.get(key):
            return record.describe(key)
        others = [other for other in self.known if other.capability == key.capability]
        if not others:
            return None
        latest = max(others)
        return self.known[latest].describe(latest)

    def raw(self, key: CapabilityVersion) -> JsonObject | None:
        """Return a definition as it came, for a bug report."""
        record = self.known.get(key)
        return record.definition if record else None

    def due(self, wanted: Iterable[CapabilityVersion]) -> list[CapabilityVersion]:
        """Return what is to be read, in this order: what is not known, and some of what is old.

        What could not be read has to wait for an hour.
        """
        now = dt_util.utcnow()
        language = self._hass.config.language
        tried = time.monotonic() - _RESTS
        asked = sorted(key for key in wanted if self._failed.get(key, tried) <= tried)
        known = [key for key in asked if key in self.known and self.known[key].language == language]
        old = [key for key in known if abs(now - self.known[key].read) >= _KEPT]
        old.sort(key=lambda key: self.known[key].read)
        return [key for key in asked if key not in known] + old[: self._renewals.left]

    @property
    def wait(self) -> float:
        """Seconds until a capability may be read."""
        return self._pace.wait()

    async def read(self, client: SmartThingsClient, key: CapabilityVersion) -> None:
        """Read what the platform tells of a capability; that it tells nothing is kept as well.

        Raises CloudError where it could not be asked. What was known of it stays then, and where
        the platform does not tell it any more.
        """
        self._pace.take()
        known = self.known.get(key)
        if known:
            self._renewals.take()
        try:
            record = await self._read(client, key)
        except CloudError:
            self._failed[key] = time.monotonic()
            raise
        if known and record.definition is None:
            known.read, known.language = record.read, record.language
        else:
            self.known[key] = record
        self._failed.pop(key, None)
        self.reads += 1
        self._store.async_delay_save(self._as_json, _SAVED_AFTER)

    async def _read(self, client: SmartThingsClient, key: CapabilityVersion) -> _Record:
        record = _Record(dt_util.utcnow(), None, language=self._hass.config.language)
        record.definition = await self._definition(client, key)
        if record.definition is not None:
            record.presentation = await _offered(client.capability_presentation(*key)) or {}
            record.labels = await self._labels(client, key)
        return record

    async def _labels(self, client: SmartThingsClient, key: CapabilityVersion) -> JsonObject:
        """Read the labels in Home Assistant's language, with its country or without, or English."""
        language = self._hass.config.language
        for tag in dict.fromkeys((language, language.partition("-")[0], _ENGLISH)):
            if labels := await _offered(client.capability_labels(*key, tag)):
                return labels
        return {}

    async def remove(self) -> None:
        """Delete the file: the last entry is gone."""
        self.known.clear()
        await self._store.async_remove()

    async def _definition(
        self, client: SmartThingsClient, key: CapabilityVersion
    ) -> JsonObject | None:
        if not is_capability_id(key.capability):
            return None
        raw = await _offered(client.capability(*key))
        if raw is None:
            return None
        try:
            parse_definition(raw, *key)
        except UnusableItemError as err:
            _LOGGER.debug("The definition of %s is odd: %s", key.capability, err)
            return None
        return raw

    @callback
    def _as_json(self) -> JsonObject:
        return {
            f"{key.capability}/{key.version}": item.as_json() for key, item in self.known.items()
        }


async def _offered(read: Awaitable[JsonObject]) -> JsonObject | None:
    """Return what the platform tells, None where it has it not. Raises CloudError otherwise."""
    try:
        return _bounded(await read)
    except _NOT_OFFERED:
        return None


def _bounded(raw: JsonObject) -> JsonObject | None:
    """Return an object that is small enough to be kept, None for another."""
    return raw if fits(raw, _LARGEST, _DEEPEST) else None
