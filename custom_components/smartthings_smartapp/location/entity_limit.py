"""Home Assistant's limit of enabled entities per config entry, and which entities it keeps."""

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
"""A device id, and a mapping entry that applies to the device."""
type _Key = tuple[Platform, str]


def _most() -> int:
    """Return how many enabled entities Home Assistant accepts from one config entry."""
    return getattr(entity_platform, "MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY", 10_000)


def _rank(entry: Mapped) -> int:
    """Return the priority of an entry: primary, then controls, sensors, settings, diagnostics."""
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
    """The entities that Home Assistant still accepts from a config entry."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Start without a skipped entity."""
        self._hass = hass
        self._entry = entry
        self._logged = False

    @staticmethod
    def suffices(count: int) -> bool:
        """Return whether Home Assistant accepts so many entities, enabled or not."""
        return count <= _most()

    def fitting(
        self, candidates: Iterable[Candidate], everything: Iterable[Candidate], reserved: int
    ) -> Iterable[Candidate]:
        """Return the candidates that fit, and log how many do not.

        ``everything`` are the candidates of all devices. ``reserved`` is the number of entities
        that belong to no device. Home Assistant itself would refuse the last ones of whichever
        platform is set up last, and name none of them.
        """
        new = [candidate for candidate in everything if self._takes_room(candidate)]
        new.sort(key=lambda candidate: _rank(candidate[1].entry))
        room = max(0, _most() - reserved - self._enabled())
        refused = {_key(candidate) for candidate in new[room:]}
        self._log(refused)
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

    def _log(self, refused: set[_Key]) -> None:
        """Log once how many entities do not fit; later counts differ by a few."""
        if self._logged or not refused:
            return
        self._logged = True
        counts = Counter(str(platform) for platform, _ in refused)
        _LOGGER.warning(
            "Home Assistant takes %d enabled entities of %s, so %d were not added: %s. Exclude "
            "devices in the options, or disable entities, and reload the integration",
            _most(),
            self._entry.title,
            len(refused),
            ", ".join(f"{count} {platform}" for platform, count in sorted(counts.items())),
        )
