"""Errors of requests to the SmartThings cloud, as one tree of exceptions.

No exception holds a token, a secret, or a body that could contain one.
"""

from dataclasses import dataclass
from enum import StrEnum


class CloudError(Exception):
    """Base of all errors of a request."""


class CloudUnreachableError(CloudError):
    """No usable answer: no connection, time-out, or a status of 500 and above."""

    def __init__(self, failure: str, retry_after: float | None = None) -> None:
        """Keep the seconds to wait that the reply asked for, between 1 and 120."""
        super().__init__(failure)
        self.retry_after = retry_after


class Oddity(StrEnum):
    """Why a reply is unexpected, in words for a log."""

    NOT_JSON = "the reply is not JSON"
    TOO_LARGE = "the reply is too large"
    REDIRECT = "the reply is a redirect"
    NO_ITEMS = "the reply lacks a list of items"
    NO_STATUS = "the reply lacks a status"
    NO_ID = "the reply lacks an id"
    NO_SCOPES = "the reply lacks the scopes"
    NO_TOKEN = "the reply lacks a token"  # noqa: S105 - words, not a token
    NO_CREDENTIALS = "the reply lacks client credentials"
    FOREIGN_LINK = "a page links to another host"
    ENDLESS = "the pages of a list repeat or do not end"
    FOREIGN_CONFIRMATION = "the confirmation URL is not one of the platform"
    NO_PICTURE = "the reply is not a picture"


class UnexpectedReplyError(CloudError):
    """The reply is not as the platform documents it."""

    def __init__(self, oddity: Oddity) -> None:
        """Keep the reason."""
        super().__init__(oddity.value)
        self.oddity = oddity


class UnauthorizedError(CloudError):
    """401: the bearer token is missing, unknown or expired (platform reference 1.4)."""


class RefusedError(CloudError):
    """SmartThings refuses a request, perhaps because it no longer serves the account.

    Which of the three statuses it would use for that is not known (platform reference 0.4).
    """


class ForbiddenError(RefusedError):
    """403: no scope for the request, or the object does not exist (platform reference 1.4)."""


class PaymentRequiredError(RefusedError):
    """402: the request must be paid for (platform reference 0.4, unverified)."""


class NotFoundError(CloudError):
    """404: no such path or object."""


class ConflictError(CloudError):
    """409: the object exists already, or the state of the device does not allow the command."""

    def __init__(self, message: str = "") -> None:
        """Keep the message of the platform, for example ``invalid device state``."""
        super().__init__(message)
        self.message = message


class CommandFailedError(CloudError):
    """200, but a command has the result FAILED: the device did not execute it (8.4)."""


class TooManyRequestsError(RefusedError):
    """429: the rate limit for this kind of request is reached (platform reference 10.2)."""

    def __init__(self, retry_after: float) -> None:
        """Keep the seconds to wait, between 1 and 120."""
        super().__init__(f"too many requests, retry in {retry_after:.0f} s")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """One entry of ``error.details`` in the error envelope (platform reference 8.5)."""

    code: str = ""
    target: str = ""
    message: str = ""


class RejectedError(CloudError):
    """Another status of the 400 range: the platform rejects the content of the request."""

    def __init__(
        self,
        status: int,
        code: str = "",
        message: str = "",
        details: tuple[ErrorDetail, ...] = (),
    ) -> None:
        """Keep the status, and the code, message and details of the error envelope."""
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code
        self.message = message
        self.details = details


class LimitReachedError(RejectedError):
    """422 ``LimitError``: too many apps or subscriptions (platform reference 2.4, 6.4)."""


class TargetError(RejectedError):
    """422 of the Apps API about the webhook URL (platform reference 2.4)."""

    @property
    def detail(self) -> ErrorDetail:
        """The detail about the webhook URL."""
        return next(detail for detail in self.details if is_target_detail(detail))


class AppUnknownError(CloudError):
    """The account does not have the app: it was deleted, or belongs to another account."""


class KindRefusedError(CloudError):
    """The platform rejects apps of this kind, or this token (platform reference 0.3)."""


class TokensNotSavedError(CloudError):
    """New tokens could not be saved; they are kept, and used as soon as they are saved."""


class ClosedError(CloudError):
    """The token manager is closed."""


class LoginLostError(CloudError):
    """A new installation or authorization by the user is needed to get a token."""


class InvalidGrantError(LoginLostError):
    """The refresh token is expired, used or unknown (400 or 401, platform reference 1.2)."""


class InvalidClientError(LoginLostError):
    """The platform does not know the client id and secret (any more)."""


def is_target_detail(detail: ErrorDetail) -> bool:
    """Return whether a detail is about the webhook URL, not about the rest of the request."""
    return detail.code.startswith("Target") or (
        detail.code == "PatternError" and detail.target == "targetUrl"
    )
