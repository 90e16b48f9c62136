"""Recognizes deliveries that were received before.

A delivery can be sent again unchanged while its date is valid, 300 s to either side of our clock.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

from ..cloud.bounded_dict import BoundedDict

MAX_FINGERPRINTS: Final = 4096
"""Far more than the deliveries that can arrive while a date is valid."""


def fingerprint(headers: Mapping[str, str]) -> bytes:
    """Return a hash of the signed digest and date, which only a repeated delivery shares.

    The digest covers the execution id. The signature is not part of the hash, because
    spaces, order and case of its parameters can differ.
    """
    signed = f"{headers.get('Digest')} {headers.get('Date')}"
    return hashlib.sha256(signed.encode("utf-8", "surrogateescape")).digest()


class Fingerprints:
    """The fingerprints of the last deliveries to one webhook."""

    def __init__(self, size: int = MAX_FINGERPRINTS) -> None:
        """Start empty, for at most ``size`` fingerprints."""
        self._known = BoundedDict[bytes, None](size)

    def __len__(self) -> int:
        """Return how many are known."""
        return len(self._known)

    def add(self, item: bytes) -> bool:
        """Add a fingerprint; return whether it is new."""
        if item in self._known:
            return False
        self._known[item] = None
        return True

    def discard(self, item: bytes) -> None:
        """Forget a fingerprint, so that the delivery is accepted when it is sent again."""
        self._known.pop(item, None)
