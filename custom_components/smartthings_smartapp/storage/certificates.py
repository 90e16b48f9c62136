"""The certificates of authentic deliveries on disk.

Without them, a stranger who knows the webhook could block deliveries after a restart by sending
invented key ids, and so could a key host that does not answer.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from ..cloud.delivery.keys import StoredCertificate
from ..cloud.json_types import JsonObject, as_object, text
from ..const import DOMAIN
from .files import load_object

MAX_STORED: Final = 8
"""More than are in use at the same time: keys change about monthly (platform reference 5.3)."""

_VERSION: Final = 1
_SAVED_AFTER: Final = 10.0
"""Seconds until a certificate is written; a stop of Home Assistant writes it earlier."""


class CertificateStore:
    """``keys.CertificateStorage`` on Home Assistant's store."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start empty, until :meth:`load`."""
        self._store = Store[JsonObject](hass, _VERSION, f"{DOMAIN}.certificates")
        self._certificates: dict[str, StoredCertificate] = {}

    @property
    def certificates(self) -> Mapping[str, StoredCertificate]:
        """The stored certificates by key id."""
        return self._certificates

    async def load(self) -> None:
        """Read the certificates; an unreadable one is fetched again when it is needed."""
        try:
            raw = await load_object(self._store)
        except HomeAssistantError:
            return
        for key_id, item in raw.items():
            if certificate := _parse(as_object(item)):
                self._certificates[key_id] = certificate

    def keep(self, key_id: str, certificate: StoredCertificate) -> None:
        """Store a certificate soon; it replaces the oldest if there are too many."""
        self._certificates[key_id] = certificate
        while len(self._certificates) > MAX_STORED:
            self._certificates.pop(min(self._certificates, key=self._fetched))
        self._save()

    def drop(self, key_id: str) -> None:
        """Forget a certificate."""
        if self._certificates.pop(key_id, None):
            self._save()

    async def remove(self) -> None:
        """Delete the file."""
        self._certificates.clear()
        await self._store.async_remove()

    def _fetched(self, key_id: str) -> datetime:
        return self._certificates[key_id].fetched

    def _save(self) -> None:
        self._store.async_delay_save(self._as_json, _SAVED_AFTER)

    def _as_json(self) -> JsonObject:
        return {
            key_id: {"certificate": item.pem, "fetched": item.fetched.isoformat()}
            for key_id, item in self._certificates.items()
        }


def _parse(raw: JsonObject) -> StoredCertificate | None:
    fetched = dt_util.parse_datetime(text(raw, "fetched"))
    if not (pem := text(raw, "certificate")) or fetched is None or fetched.tzinfo is None:
        return None
    return StoredCertificate(pem, fetched)
