"""Why a request to the webhook is rejected."""

from http import HTTPStatus
from typing import Final

from ..cloud.delivery.signature import Flaw

NOT_OURS: Final = "not_ours"
NOT_PROVEN: Final = "not_proven"
"""SmartThings did not answer in time whose an installation is."""
UNREADABLE: Final = "unreadable"
BROKEN_BODY: Final = "broken_body"
TOO_SLOW: Final = "too_slow"

MAY_BE_GENUINE: Final = frozenset[str](
    {
        Flaw.DATE_SKEW,
        Flaw.DATE_MISSING,
        Flaw.DIGEST_MISSING,
        Flaw.DIGEST_MISMATCH,
        Flaw.HEADER_MISSING,
        Flaw.KEY_UNKNOWN,
        Flaw.KEY_UNAVAILABLE,
        Flaw.SIGNATURE,
        UNREADABLE,
        BROKEN_BODY,
        TOO_SLOW,
    }
)
"""Reasons that a delivery of SmartThings can have too: it arrived late, was damaged on the way, or
its key could not be fetched. A request without SmartThings' kind of signature comes from someone
else."""


class RejectionError(Exception):
    """A request is answered with an error status."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        """Keep the status of the answer, and the reason for logs and diagnostics."""
        super().__init__(reason)
        self.status = status
        self.reason = reason
