"""How many entities Home Assistant takes of one location, and which of them come first."""

import logging
from collections import Counter
from collections.abc import Iterable
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_platform
from homeassistant.helpers import entity_registry as er

from ..const import CONF_LOCATION_ID, DOMAIN
from ..mapping.descriptions.base import Mapped, Match

_LOGGER = logging.getLogger(__name__)

_SENSORS: Final = (Platform.BINARY_SENSOR, Platform.SENSOR)

type Candidate = tuple[str, Match]
"""A device id, and what applies to the device."""
type _Key = tuple[Platform, str]


def _most() -> int:
    """Return how many enabled entities Home Assistant takes of one config entry."""
    return getattr(entity_platform, "MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY", 10_000)


def _rank(entry: Mapped) -> int:
    """Return the place of an entry: what a device is for, what it does, what it reports."""
    if entry.entity_category is EntityCategory.DIAGNOSTIC:
        return 4
    if entry.entity_category is EntityCategory.CONFIG:
        return 3
    if entry.primary:
        return 0
    return 2 if entry.platform in _SENSORS else 1


def _key(candidate: Candidate) -> _Key:
    device_id, match = candidate
    return match.entry.platform, match.unique_id(device_id)


class Room:
    """The entities of a config entry that Home Assistant still takes."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Start without an entity that was left out."""
        self._hass = hass
        self._entry = entry
        self._said = False

    @staticmethod
    def suffices(count: int) -> bool:
        """Return whether Home Assistant takes so many entities, enabled or not."""
        return count <= _most()

    def fitting(
        self, candidates: Iterable[Candidate], everything: Iterable[Candidate], reserved: int
    ) -> Iterable[Candidate]:
        """Return the candidates that fit; log how many do not.

        ``reserved`` is how many entities come beside those of devices.

        Home Assistant refuses the ones that come last, and names none of them. Its platforms come
        one after the other, so what fits is chosen among all that the location has.
        """
        new = [candidate for candidate in everything if self._takes_room(candidate)]
        new.sort(key=lambda candidate: _rank(candidate[1].entry))
        room = max(0, _most() - reserved - self._enabled())
        refused = {_key(candidate) for candidate in new[room:]}
        self._say(refused)
        return [candidate for candidate in candidates if _key(candidate) not in refused]

    def _enabled(self) -> int:
        """Return how many entities of devices are enabled; those of the location are reserved."""
        registry = er.async_get(self._hass)
        of_location = f"{self._entry.data[CONF_LOCATION_ID]}_"
        return sum(
            not item.disabled and not item.unique_id.startswith(of_location)
            for item in er.async_entries_for_config_entry(registry, self._entry.entry_id)
        )

    def _takes_room(self, candidate: Candidate) -> bool:
        """Return whether an entity is new and enabled."""
        platform, unique_id = _key(candidate)
        known = er.async_get(self._hass).async_get_entity_id(platform, DOMAIN, unique_id)
        return known is None and candidate[1].entry.entity_registry_enabled_default

    def _say(self, refused: set[_Key]) -> None:
        """Log once what does not fit; the count of a later look differs by a few."""
        if self._said or not refused:
            return
        self._said = True
        counts = Counter(str(platform) for platform, _ in refused)
        _LOGGER.warning(
            "Home Assistant takes %d enabled entities of %s, so %d were not added: %s. Exclude "
            "devices in the options, or disable entities, and reload the integration",
            _most(),
            self._entry.title,
            len(refused),
            ", ".join(f"{count} {platform}" for platform, count in sorted(counts.items())),
        )
