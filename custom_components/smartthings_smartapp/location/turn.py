"""One change of a device at a time."""

import asyncio
from collections.abc import Hashable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn of a device that carries out one change at a time."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by the change that has the turn."""
    taken: set[Hashable] = field(default_factory=set)
    """Places that changes took, until the device lists them: its list may arrive later."""

    def free[PlaceT: Hashable](
        self, listed: AbstractSet[PlaceT], places: Iterable[PlaceT]
    ) -> PlaceT | None:
        """Return the first place that is free, None if there is none; ``listed`` are not free."""
        self.taken.difference_update(listed)
        used = listed | self.taken
        return next((place for place in places if place not in used), None)
