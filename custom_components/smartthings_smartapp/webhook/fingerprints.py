"""Recognizes deliveries that were sent before.

A delivery can be sent again unchanged while its date counts, 300 s to either side of our clock.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Final

MAX_FINGERPRINTS: Final = 4096
"""Far more than the deliveries that can come while a date counts."""


def fingerprint(headers: Mapping[str, str]) -> bytes:
    """Return what only a repeated delivery has again: the digest and the date that were signed.

    The digest covers the execution id. Both are the same for the same signature, which itself can
    be written in many ways: spaces, order and case of the parameters are free.
    """
    signed = f"{headers.get('Digest')} {headers.get('Date')}"
    return hashlib.sha256(signed.encode("utf-8", "surrogateescape")).digest()


class Fingerprints:
    """The fingerprints of the last deliveries to one webhook."""

    def __init__(self) -> None:
        """Start without any."""
        self._known: OrderedDict[bytes, None] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are known."""
        return len(self._known)

    def add(self, item: bytes) -> bool:
        """Add a fingerprint; return whether it is new."""
        if item in self._known:
            return False
        self._known[item] = None
        if len(self._known) > MAX_FINGERPRINTS:
            self._known.popitem(last=False)
        return True

    def discard(self, item: bytes) -> None:
        """Forget a fingerprint, so that the delivery is taken when it is sent again."""
        self._known.pop(item, None)
