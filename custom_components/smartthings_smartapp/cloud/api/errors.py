"""What can go wrong between us and the SmartThings cloud, as one tree of exceptions.

No exception carries a token, a secret or a body that could hold one.
"""

from dataclasses import dataclass
from enum import StrEnum


class CloudError(Exception):
    """Base of everything that the cloud, or the way to it, can do to us."""


class CloudUnreachableError(CloudError):
    """No usable answer: no connection, time-out, or a status of 500 and above."""

    def __init__(self, failure: str, retry_after: float | None = None) -> None:
        """Keep the seconds that the reply asked to wait, bounded to between 1 and 120."""
        super().__init__(failure)
        self.retry_after = retry_after


class Oddity(StrEnum):
    """What is unexpected about a reply, in words for a log."""

    NOT_JSON = "the reply is not JSON"
    TOO_LARGE = "the reply is too large"
    REDIRECT = "the reply sends us elsewhere"
    NO_ITEMS = "the reply lacks a list of items"
    NO_STATUS = "the reply lacks a status"
    NO_ID = "the reply lacks an id"
    NO_SCOPES = "the reply lacks the scopes"
    NO_TOKEN = "the reply lacks a token"  # noqa: S105 - words, not a token
    NO_CREDENTIALS = "the reply lacks client credentials"
    FOREIGN_LINK = "a page links to where we do not go"
    ENDLESS = "the pages of a list repeat or do not end"
    FOREIGN_CONFIRMATION = "the confirmation is not at the platform"


class UnexpectedReplyError(CloudError):
    """Something came from the platform that is not what it documents."""

    def __init__(self, oddity: Oddity) -> None:
        """Keep what is odd."""
        super().__init__(oddity.value)
        self.oddity = oddity


class UnauthorizedError(CloudError):
    """401: the bearer token is missing, unknown or expired (platform reference 1.4)."""


class RefusedError(CloudError):
    """SmartThings refuses a call: what an account that it no longer serves may get.

    Which of the three statuses that would be is not known (platform reference 0.4).
    """


class ForbiddenError(RefusedError):
    """403: a scope is missing, or the object is gone or not ours (platform reference 1.4)."""


class PaymentRequiredError(RefusedError):
    """402: the platform wants to be paid for the call (platform reference 0.4, unverified)."""


class NotFoundError(CloudError):
    """404: no such path or object."""


class ConflictError(CloudError):
    """409: the object exists already, or a device is in a state that forbids the command."""

    def __init__(self, message: str = "") -> None:
        """Keep the platform's own words, for example ``invalid device state``."""
        super().__init__(message)
        self.message = message


class CommandFailedError(CloudError):
    """200, but a command has the result FAILED: the device did not carry it out (8.4)."""


class TooManyRequestsError(RefusedError):
    """429: the rate limit of this call is used up (platform reference 10.2)."""

    def __init__(self, retry_after: float) -> None:
        """Remember the wait in seconds, already bounded to between 1 and 120."""
        super().__init__(f"too many requests, retry in {retry_after:.0f} s")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """One entry of ``error.details`` in the error envelope (platform reference 8.5)."""

    code: str = ""
    target: str = ""
    message: str = ""


class RejectedError(CloudError):
    """Another refusal of the 400 range: the request does not suit the platform."""

    def __init__(
        self,
        status: int,
        code: str = "",
        message: str = "",
        details: tuple[ErrorDetail, ...] = (),
    ) -> None:
        """Keep status, outer code and the details that name the cause."""
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code
        self.message = message
        self.details = details


class LimitReachedError(RejectedError):
    """422 ``LimitError``: an account, app or subscription ceiling (platform reference 2.4, 6.4)."""


class TargetError(RejectedError):
    """422 of the Apps API about our webhook URL (platform reference 2.4)."""

    @property
    def detail(self) -> ErrorDetail:
        """The detail that names what is wrong with the target."""
        return next(detail for detail in self.details if is_target_detail(detail))


class AppUnknownError(CloudError):
    """The account has no such app: it was deleted, or it belongs to another account."""


class KindRefusedError(CloudError):
    """Apps of a kind may not be registered, or not with this token (platform reference 0.3)."""


class TokensNotSavedError(CloudError):
    """New tokens could not be stored; they are kept, and used as soon as that works."""


class ClosedError(CloudError):
    """The tokens were closed, because the entry is unloaded."""


class LoginLostError(CloudError):
    """No token can be had any more without the user."""


class InvalidGrantError(LoginLostError):
    """The refresh token is expired, used or unknown (400 or 401, platform reference 1.2)."""


class InvalidClientError(LoginLostError):
    """The platform does not know our client id and secret (any more)."""


def is_target_detail(detail: ErrorDetail) -> bool:
    """Return whether a detail speaks about the webhook URL rather than the rest of the request."""
    return detail.code.startswith("Target") or (
        detail.code == "PatternError" and detail.target == "targetUrl"
    )
