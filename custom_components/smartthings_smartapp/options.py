"""What a person may choose of a location that is set up: the options of its entry."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, Self

from homeassistant.config_entries import ConfigEntry

CONF_OFFLINE: Final = "offline"
CONF_LEFT_OUT: Final = "left_out"
CONF_LONGEST_INTERVAL: Final = "longest_interval"
CONF_RAW_EVENTS: Final = "raw_events"

DEFAULT_LONGEST_INTERVAL: Final = 60
"""Minutes between readings while push proves itself."""


class Offline(StrEnum):
    """What the entities of a device show that the cloud has lost sight of."""

    SLEEPERS_KEEP = "sleepers_keep"
    """Appliances that sleep keep the last value, all others are unavailable."""
    UNAVAILABLE = "unavailable"
    """All are unavailable."""
    KEEP = "keep"
    """All keep the last value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of an entry, with the defaults for those that nobody chose."""

    offline: Offline = Offline.SLEEPERS_KEEP
    left_out: frozenset[str] = frozenset()
    """Ids of the devices that Home Assistant is to know nothing of."""
    longest_interval: timedelta = timedelta(minutes=DEFAULT_LONGEST_INTERVAL)
    """Between readings while push proves itself."""
    raw_events: bool = False
    """Whether each event of a device is told on Home Assistant's bus, too."""

    @classmethod
    def of(cls, entry: ConfigEntry) -> Self:
        """Read the options of an entry."""
        chosen = entry.options
        return cls(
            offline=Offline(chosen.get(CONF_OFFLINE, Offline.SLEEPERS_KEEP)),
            left_out=frozenset(chosen.get(CONF_LEFT_OUT, ())),
            longest_interval=timedelta(
                minutes=chosen.get(CONF_LONGEST_INTERVAL, DEFAULT_LONGEST_INTERVAL)
            ),
            raw_events=chosen.get(CONF_RAW_EVENTS, False),
        )
