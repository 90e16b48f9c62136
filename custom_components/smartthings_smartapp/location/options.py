"""The options of a config entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry

from ..cloud.json_types import texts

CONF_APPS: Final = "apps"
CONF_OFFLINE: Final = "offline"
CONF_GENERIC_ENTITIES: Final = "generic_entities"
CONF_LEFT_OUT: Final = "left_out"
CONF_LONGEST_INTERVAL: Final = "longest_interval"
CONF_RAW_EVENTS: Final = "raw_events"

MIN_LONGEST_INTERVAL: Final = 5
"""Minutes. Polls are this frequent only while push is in doubt."""
MAX_LONGEST_INTERVAL: Final = 360
"""Minutes. A missed update must not stay wrong for a day."""


_NO_APPS: Final[Mapping[str, str]] = MappingProxyType({})


class Offline(StrEnum):
    """The state of the entities of an offline device."""

    SLEEPERS_KEEP = "sleepers_keep"
    """Appliances that sleep keep the last value, other devices are unavailable."""
    UNAVAILABLE = "unavailable"
    """All are unavailable."""
    KEEP = "keep"
    """All keep the last value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of an entry, with defaults."""

    offline: Offline = Offline.SLEEPERS_KEEP
    excluded: frozenset[str] = frozenset()
    """Ids of the excluded devices, which are not added to Home Assistant."""
    longest_interval: timedelta | None = None
    """The longest time between polls while push works, None if the coordinator chooses it."""
    generic_entities: bool = True
    """Whether definitions of capabilities give entities for unmapped attributes."""
    raw_events: bool = False
    """Whether each event of a device is also fired on Home Assistant's event bus."""
    apps: Mapping[str, str] = _NO_APPS
    """Names of apps of televisions, by id."""

    @classmethod
    def of(cls, entry: ConfigEntry) -> Self:
        """Return the options of an entry, with the default for an invalid value."""
        chosen = entry.options
        return cls(
            offline=_offline(chosen),
            excluded=frozenset(texts(chosen.get(CONF_LEFT_OUT))),
            longest_interval=_longest_interval(chosen),
            generic_entities=chosen.get(CONF_GENERIC_ENTITIES) is not False,
            raw_events=chosen.get(CONF_RAW_EVENTS) is True,
            apps=dict(filter(None, map(named_app, texts(chosen.get(CONF_APPS))))),
        )


def named_app(line: str) -> tuple[str, str] | None:
    """Return id and name of an app in the form ``name = id``, None for any other text."""
    name, separator, app_id = map(str.strip, line.rpartition("="))
    return (app_id, name) if separator and name and app_id else None


def _offline(chosen: Mapping[str, Any]) -> Offline:
    try:
        return Offline(chosen.get(CONF_OFFLINE, Offline.SLEEPERS_KEEP))
    except ValueError:
        return Offline.SLEEPERS_KEEP


def _longest_interval(chosen: Mapping[str, Any]) -> timedelta | None:
    minutes = chosen.get(CONF_LONGEST_INTERVAL)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        return None
    if not MIN_LONGEST_INTERVAL <= minutes <= MAX_LONGEST_INTERVAL:
        return None
    return timedelta(minutes=minutes)
