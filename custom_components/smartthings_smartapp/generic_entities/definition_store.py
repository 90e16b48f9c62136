"""Stores definitions of capabilities on disk for a month, for all entries together.

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
    Definition,
    Labels,
    is_capability_id,
    parse_definition,
    parse_labels,
    parse_presentation,
)
from ..cloud.api.errors import (
    CloudError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
    TooManyRequestsError,
)
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
"""Seconds until definitions are written: several are read one after the other."""
_LARGEST: Final = 65_536
"""Most characters of a definition, a presentation or labels; larger ones are ignored."""
_DEEPEST: Final = 40
"""Most levels of nesting. Home Assistant cannot write a file with more than 254."""
_RENEWED_A_DAY: Final = 2
"""Old definitions that are read again per day; the API has quotas (platform reference 10.4)."""
_PACE: Final = 21.0
"""Seconds between capabilities: each needs up to five calls, of 15 a minute (10.1)."""
_AT_ONCE: Final = 10
"""Definitions that may be read within a minute for a person who waits for them (10.1)."""
_RETRY_AFTER: Final = 3600.0
"""Seconds until a definition is requested again that could not be read."""
_ENGLISH: Final = "en"
_NOT_OFFERED = (ForbiddenError, NotFoundError, RejectedError)
"""Errors that mean that the platform does not have something, or does not show it to us."""


@dataclass(slots=True)
class _Record:
    """What was read about one version of a capability."""

    read: datetime
    definition: JsonObject | None
    """None if there is no usable one."""
    presentation: JsonObject = field(default_factory=dict)
    labels: JsonObject = field(default_factory=dict)
    language: str = ""
    """The language in which the labels were requested."""
    described: Described | None = None

    @classmethod
    def from_json(cls, raw: JsonObject) -> _Record | None:
        """Return a record, None if it cannot be used."""
        if (read := moment(raw.get("read"))) is None:
            return None
        definition, presentation, labels = (
            _bounded(as_object(raw.get(key))) for key in ("definition", "presentation", "labels")
        )
        return cls(
            read, definition or None, presentation or {}, labels or {}, text(raw, "language")
        )

    def as_json(self) -> JsonObject:
        """Return the record as it is written to disk."""
        return {
            "read": self.read.isoformat(),
            "definition": self.definition,
            "presentation": self.presentation,
            "labels": self.labels,
            "language": self.language,
        }

    def describe(self, key: CapabilityVersion) -> Described:
        """Return the entries of the definition, which are made once."""
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
    """The definitions that were read, and when the next one may be read."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start without definitions until :meth:`load`."""
        self._hass = hass
        self._store = Store[JsonObject](hass, _VERSION, f"{DOMAIN}.capabilities")
        self.known: dict[CapabilityVersion, _Record] = {}
        """The records so far."""
        self.reads = 0
        """How many capabilities have been read since the start."""
        self._loaded = False
        self._failed: dict[CapabilityVersion, float] = {}
        self._pace = Window(1, _PACE)
        self._renewals = Window(_RENEWED_A_DAY, DAY)
        self._asked = Window(_AT_ONCE, 60.0)
        self._without_texts: dict[CapabilityVersion, JsonObject | None] = {}
        """Definitions that were read alone; None if the platform has no usable one."""

    async def load(self) -> None:
        """Load the file, once; definitions in an unusable file are read from the platform again."""
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
                # Another entry may have been set up in between, and may have read a newer one.
                self.known.setdefault(CapabilityVersion(capability, int(version)), record)

    @callback
    def describe(self, key: CapabilityVersion) -> Described | None:
        """Return the entries of a capability, until it is read those of another version."""
        if record := self.known.get(key):
            return record.describe(key)
        others = [other for other in self.known if other.capability == key.capability]
        if not others:
            return None
        latest = max(others)
        return self.known[latest].describe(latest)

    def raw(self, key: CapabilityVersion) -> JsonObject | None:
        """Return a definition as the platform sent it."""
        record = self.known.get(key)
        return record.definition if record else self._without_texts.get(key)

    def definition(self, key: CapabilityVersion) -> Definition | None:
        """Return the attributes and commands of a capability, None if they are not known."""
        raw = self.raw(key)
        try:
            return parse_definition(raw, *key) if raw else None
        except UnusableItemError:  # The file was changed.
            return None

    def labels(self, key: CapabilityVersion) -> Labels:
        """Return the names of the attributes and commands of a capability, as far as known."""
        record = self.known.get(key)
        return parse_labels(record.labels) if record else Labels()

    async def read_definition(
        self, client: SmartThingsClient, key: CapabilityVersion
    ) -> Definition | None:
        """Return a definition for a person who waits for it; without its texts, if it is read now.

        Raises CloudError if it is not known and cannot be read now. The background work continues
        later, because both share the limit of the platform.
        """
        if key not in self.known and key not in self._without_texts:
            if wait := self._asked.wait():
                raise TooManyRequestsError(wait)
            self._asked.take()
            self._pace.take()
            self._without_texts[key] = await self._definition(client, key)
        return self.definition(key)

    def due(self, wanted: Iterable[CapabilityVersion]) -> list[CapabilityVersion]:
        """Return the capabilities to read, in this order: unknown ones, then some old ones.

        One that could not be read is not due for an hour.
        """
        now = dt_util.utcnow()
        language = self._hass.config.language
        tried = time.monotonic() - _RETRY_AFTER
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
        """Read a capability; a missing definition is stored as well.

        Raises CloudError if it could not be requested. A known definition is kept then, and also if
        the platform no longer has it.
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
        """Read the labels in Home Assistant's language, with or without country, or English."""
        language = self._hass.config.language
        for tag in dict.fromkeys((language, language.partition("-")[0], _ENGLISH)):
            if labels := await _offered(client.capability_labels(*key, tag)):
                return labels
        return {}

    async def remove(self) -> None:
        """Delete the file, after the last entry was removed."""
        self.known.clear()
        self._without_texts.clear()
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
            _LOGGER.debug("The definition of %s cannot be parsed: %s", key.capability, err)
            return None
        return raw

    @callback
    def _as_json(self) -> JsonObject:
        return {
            f"{key.capability}/{key.version}": item.as_json() for key, item in self.known.items()
        }


async def _offered(read: Awaitable[JsonObject]) -> JsonObject | None:
    """Return an answer, None if the platform does not have it. Raises CloudError otherwise."""
    try:
        return _bounded(await read)
    except _NOT_OFFERED:
        return None


def _bounded(raw: JsonObject) -> JsonObject | None:
    """Return an object if it is small enough to be stored, else None."""
    return raw if fits(raw, _LARGEST, _DEEPEST) else None
