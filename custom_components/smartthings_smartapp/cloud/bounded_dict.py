"""A dictionary of bounded size, for what strangers or a busy home could let grow."""

from collections import OrderedDict
from typing import override


class BoundedDict[KeyT, ValueT](OrderedDict[KeyT, ValueT]):
    """Keeps the entries that were set last, oldest first; one beyond its size drops the oldest."""

    def __init__(self, size: int) -> None:
        """Start empty, for at most ``size`` entries."""
        super().__init__()
        self._size = size

    @override
    def __setitem__(self, key: KeyT, value: ValueT) -> None:
        """Set a value, and make its key the newest."""
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > self._size:
            self.popitem(last=False)
