"""A dictionary of bounded size, for entries that anyone can cause, or a busy home."""

from collections import OrderedDict
from typing import override


class BoundedDict[KeyT, ValueT](OrderedDict[KeyT, ValueT]):
    """Keeps the entries that were set last, oldest first, and drops the oldest beyond its size."""

    def __init__(self, size: int) -> None:
        """Start without entries; ``size`` is the maximum number."""
        super().__init__()
        self._size = size

    @override
    def __setitem__(self, key: KeyT, value: ValueT) -> None:
        """Set a value, and make its key the newest."""
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > self._size:
            self.popitem(last=False)
