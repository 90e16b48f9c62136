"""The options of a config entry, for the location and for single devices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import UnitOfTemperature

from ..cloud.json_types import as_object, texts

CONF_APPS: Final = "apps"
CONF_OFFLINE: Final = "offline"
CONF_GENERIC_ENTITIES: Final = "generic_entities"
CONF_LEFT_OUT: Final = "left_out"
CONF_LONGEST_INTERVAL: Final = "longest_interval"
CONF_RAW_EVENTS: Final = "raw_events"
CONF_CALLS_PER_MONTH: Final = "calls_per_month"
CONF_DEVICES: Final = "devices"
"""The options of single devices, by device id. A device has only those that it has itself."""
CONF_OPTIMISTIC: Final = "optimistic"
CONF_POLL_INTERVAL: Final = "poll_interval"
CONF_TEMPERATURE_UNIT: Final = "temperature_unit"

MIN_LONGEST_INTERVAL: Final = 5
"""Minutes. Polls are this frequent only while push is in doubt."""
MAX_LONGEST_INTERVAL: Final = 360
"""Minutes. A missed update must not stay wrong for a day."""

MIN_CALLS_PER_MONTH: Final = 100
MAX_CALLS_PER_MONTH: Final = 1_000_000

TEMPERATURE_UNITS: Final[Mapping[str, UnitOfTemperature]] = {
    "celsius": UnitOfTemperature.CELSIUS,
    "fahrenheit": UnitOfTemperature.FAHRENHEIT,
}
"""The units that a user can choose for the temperatures of a device, by the stored word."""


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
class DeviceOptions:
    """The options of one device; None is as in the location."""

    offline: Offline | None = None
    temperature_unit: UnitOfTemperature | None = None
    """The unit of all its temperatures, whatever unit it reports; None is the reported one."""
    poll_interval: timedelta | None = None
    """Its status is at most this old; None leaves it to push and the polls of the location."""
    optimistic: bool | None = None
    """Whether its entities show what commands set before the device reports it."""

    @classmethod
    def of(cls, chosen: Mapping[str, Any]) -> Self:
        """Return the stored options of a device, without invalid ones."""
        return cls(
            offline=_offline(chosen),
            temperature_unit=_one_of(TEMPERATURE_UNITS, chosen.get(CONF_TEMPERATURE_UNIT)),
            poll_interval=_minutes(chosen.get(CONF_POLL_INTERVAL)),
            optimistic=_one_of({"on": True, "off": False}, chosen.get(CONF_OPTIMISTIC)),
        )


_NO_OPTIONS: Final = DeviceOptions()
_NO_DEVICES: Mapping[str, DeviceOptions] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of an entry, with defaults."""

    offline: Offline = Offline.SLEEPERS_KEEP
    excluded: frozenset[str] = frozenset()
    """Ids of the excluded devices, which are not added to Home Assistant."""
    longest_interval: timedelta | None = None
    """The longest time between polls while push works, None if the coordinator chooses it."""
    calls_per_month: int | None = None
    """The calls that the location may make in a month, None without a limit."""
    optimistic: bool = True
    """Whether lights, covers and volumes show what commands set before the device reports it."""
    generic_entities: bool = True
    """Whether definitions of capabilities give entities for unmapped attributes."""
    raw_events: bool = False
    """Whether each event of a device is also fired on Home Assistant's event bus."""
    apps: Mapping[str, str] = _NO_APPS
    """Names of apps of televisions, by id."""
    devices: Mapping[str, DeviceOptions] = _NO_DEVICES
    """The options of single devices that differ from those of the location, by device id."""

    @classmethod
    def of(cls, entry: ConfigEntry) -> Self:
        """Return the options of an entry, with the default for an invalid value."""
        chosen = entry.options
        own = {
            device_id: DeviceOptions.of(as_object(stored))
            for device_id, stored in as_object(chosen.get(CONF_DEVICES)).items()
        }
        return cls(
            offline=_offline(chosen) or Offline.SLEEPERS_KEEP,
            excluded=frozenset(texts(chosen.get(CONF_LEFT_OUT))),
            longest_interval=_minutes(chosen.get(CONF_LONGEST_INTERVAL)),
            calls_per_month=_calls(chosen.get(CONF_CALLS_PER_MONTH)),
            optimistic=chosen.get(CONF_OPTIMISTIC) is not False,
            generic_entities=chosen.get(CONF_GENERIC_ENTITIES) is not False,
            raw_events=chosen.get(CONF_RAW_EVENTS) is True,
            apps=dict(filter(None, map(named_app, texts(chosen.get(CONF_APPS))))),
            devices={key: options for key, options in own.items() if options != _NO_OPTIONS},
        )

    def of_device(self, device_id: str) -> DeviceOptions:
        """Return the options of a device."""
        return self.devices.get(device_id, _NO_OPTIONS)

    def offline_of(self, device_id: str) -> Offline:
        """Return what the entities of a device show while it is offline."""
        return self.of_device(device_id).offline or self.offline

    def is_optimistic(self, device_id: str) -> bool:
        """Return whether a device shows what commands set before it reports it."""
        own = self.of_device(device_id).optimistic
        return self.optimistic if own is None else own


def named_app(line: str) -> tuple[str, str] | None:
    """Return id and name of an app in the form ``name = id``, None for any other text."""
    name, separator, app_id = map(str.strip, line.rpartition("="))
    return (app_id, name) if separator and name and app_id else None


def _calls(number: object) -> int | None:
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    return int(number) if MIN_CALLS_PER_MONTH <= number <= MAX_CALLS_PER_MONTH else None


def _one_of[ValueT](values: Mapping[str, ValueT], word: object) -> ValueT | None:
    return values.get(word) if isinstance(word, str) else None


def _offline(chosen: Mapping[str, Any]) -> Offline | None:
    return _one_of({choice.value: choice for choice in Offline}, chosen.get(CONF_OFFLINE))


def _minutes(value: object) -> timedelta | None:
    """Return a time between polls, None if it is outside the limits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    within = MIN_LONGEST_INTERVAL <= value <= MAX_LONGEST_INTERVAL
    return timedelta(minutes=value) if within else None
