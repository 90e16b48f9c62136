"""Matches a device with the definitions of its capabilities, after the mapping tables."""

from collections.abc import Mapping
from typing import Final

from ..location.changes import StoredDevice
from ..mapping.descriptions.base import Match
from .unmapped import CapabilityVersion, Describe, Unmapped, unmapped

_NOTHING_UNMAPPED: Final = Unmapped()


class GenericMatcher:
    """Finds the entries that definitions give for what the tables do not show."""

    def __init__(self, describe: Describe, *, enabled: bool) -> None:
        """Start without devices; find no entries unless ``enabled``.

        ``describe`` returns the entries of a definition.
        """
        self.enabled = enabled
        self._describe = describe
        self._unmapped: dict[str, Unmapped] = {}

    def match(self, stored: StoredDevice, found: tuple[Match, ...], /) -> tuple[Match, ...]:
        """Return the entries for attributes that no entry in ``found`` shows."""
        if not self.enabled:
            return ()
        left = unmapped(stored.device, stored.status, found, self._describe)
        self._unmapped[stored.device.device_id] = left
        return left.matches

    def forget(self, device_id: str) -> None:
        """Forget a device that was removed."""
        self._unmapped.pop(device_id, None)

    @property
    def devices(self) -> Mapping[str, Unmapped]:
        """The entries from definitions, by device id."""
        return self._unmapped

    def of(self, device_id: str) -> Unmapped:
        """Return the entries from definitions for a device."""
        return self._unmapped.get(device_id, _NOTHING_UNMAPPED)

    def wanted(self) -> frozenset[CapabilityVersion]:
        """Return the capabilities of which the tables do not show all."""
        return frozenset().union(*(left.capabilities for left in self._unmapped.values()))
