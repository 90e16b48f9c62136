"""The error replies of the platform (platform reference 1.4 and 8.5)."""

import secrets
from dataclasses import dataclass
from typing import NoReturn

from aiohttp import web

from simulator.devices.device import Json, JsonObject

MALFORMED = "The request is malformed."
_UNAUTHORIZED_PAGE = """<html>
<head><title>401 Authorization Required</title></head>
<body>
<center><h1>401 Authorization Required</h1></center>
<hr><center>openresty</center>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Detail:
    """One element of `details`, with or without a target."""

    code: str
    message: str
    target: str | None = None

    @property
    def body(self) -> JsonObject:
        """The element as JSON."""
        target: JsonObject = {} if self.target is None else {"target": self.target}
        return {"code": self.code, **target, "message": self.message, "details": []}


class ErrorReply(Exception):  # noqa: N818 (it is the reply to a call, not an error of the simulator)
    """A call is answered with an error status.

    `body` is None for an empty body, a string for HTML and an object for JSON.
    """

    def __init__(self, status: int, body: str | JsonObject | None = None) -> None:
        """Keep the reply."""
        super().__init__(status)
        self.status = status
        self.body = body

    def response(self) -> web.Response:
        """Return the reply for aiohttp."""
        match self.body:
            case None:
                return web.Response(status=self.status)
            case str():
                return web.Response(status=self.status, text=self.body, content_type="text/html")
            case _:
                return web.json_response(self.body, status=self.status)


def unauthorized() -> ErrorReply:
    """Return the 401 of the gateway, which is an HTML page."""
    return ErrorReply(401, _UNAUTHORIZED_PAGE)


def forbidden() -> ErrorReply:
    """Return the empty 403, which also means "not found" and "not yours"."""
    return ErrorReply(403)


def failure(status: int, code: str, message: str, *details: Detail) -> ErrorReply:
    """Return an error in the standard envelope."""
    listed: list[Json] = [detail.body for detail in details]
    return ErrorReply(
        status,
        {
            "requestId": str(10**18 + secrets.randbelow(9 * 10**18)),
            "error": {"code": code, "message": message, "details": listed},
        },
    )


def violation(code: str, target: str, message: str, *, status: int = 422) -> ErrorReply:
    """Return the error for one wrong member of a request."""
    detail = Detail(code, message, target)
    return failure(status, "ConstraintViolationError", MALFORMED, detail)


def refuse_missing(target: str) -> NoReturn:
    """Reject a request that lacks a member."""
    code = "NotNullError"
    raise violation(code, target, f"{target} may not be null.")


def refuse_empty(target: str) -> NoReturn:
    """Reject a request with an empty list."""
    code = "NotEmptyError"
    raise violation(code, target, f"{target} may not be empty.")


def refuse_malformed(target: str, *, status: int = 422) -> NoReturn:
    """Reject a request with a member in a wrong format."""
    code = "PatternError"
    raise violation(code, target, f"{target} is malformed.", status=status)


def refuse_size(target: str, least: int, most: int) -> NoReturn:
    """Reject a request with a member that is too long or too short."""
    code = "SizeError"
    raise violation(code, target, f"{target} size must be between {least} and {most}.")


def refuse_limit(message: str) -> NoReturn:
    """Reject a request beyond a guardrail; the texts of the platform are not public."""
    code = "LimitError"
    raise failure(422, code, message)


def refuse_conflict(message: str) -> NoReturn:
    """Reject a request with 409."""
    code = "ConflictError"
    raise failure(409, code, message)


def not_found() -> ErrorReply:
    """Return the 404 for a path or a definition that does not exist."""
    return failure(404, "NotFoundError", "Not found")
