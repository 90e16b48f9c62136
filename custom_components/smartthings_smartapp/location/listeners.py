"""Listeners by key."""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial

_LOGGER = logging.getLogger(__name__)

type Listener = Callable[[], None]


class Listeners[KeyT, ListenerT]:
    """Listeners by key; a listener may be removed while it is notified."""

    def __init__(self) -> None:
        """Start without listeners."""
        # Most keys have one listener, and a list needs twice the memory of a tuple.
        self._listeners: dict[KeyT, tuple[ListenerT, ...]] = {}

    def add(self, keys: Iterable[KeyT], listener: ListenerT) -> Listener:
        """Add a listener under several keys; return a function that removes it."""
        listened = tuple(keys)
        for key in listened:
            self._listeners[key] = (*self._listeners.get(key, ()), listener)
        return partial(self._remove, listened, listener)

    def _remove(self, keys: Iterable[KeyT], listener: ListenerT) -> None:
        for key in keys:
            left = list(self._listeners.pop(key))
            left.remove(listener)
            if left:
                self._listeners[key] = tuple(left)

    def of(self, keys: Iterable[KeyT]) -> Iterator[ListenerT]:
        """Yield each listener of the keys once, in the order in which they were added."""
        found = dict.fromkeys(listener for key in keys for listener in self._listeners.get(key, ()))
        yield from found


def guarded[**ArgsT](
    listener: Callable[ArgsT, None], *args: ArgsT.args, **kw: ArgsT.kwargs
) -> None:
    """Call a listener, and log its failure so that the other listeners are still called."""
    try:
        listener(*args, **kw)
    except Exception:
        _LOGGER.exception("A listener failed")
