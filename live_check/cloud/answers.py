"""Answers of the cloud, and their summaries for the report."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from http import HTTPStatus

from custom_components.smartthings_smartapp.cloud.api.errors import UnexpectedReplyError
from custom_components.smartthings_smartapp.cloud.api.http import decode
from custom_components.smartthings_smartapp.cloud.json_types import (
    Json,
    JsonObject,
    as_list,
    as_object,
    text,
)

_TITLE = re.compile(r"<title>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_SERVER = re.compile(r"openresty|nginx|cloudflare|awselb", re.IGNORECASE)
_MOST_KEYS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer. `at` is its time on the monotonic clock. The body may contain secrets."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    at: float

    @property
    def ok(self) -> bool:
        """Whether the call was successful."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def empty(self) -> bool:
        """Whether the body is empty."""
        return not self.body.strip()

    @property
    def json(self) -> Json:
        """The body as JSON; None if it is not JSON."""
        try:
            return decode(self.body)
        except UnexpectedReplyError:
            return None

    @property
    def object(self) -> JsonObject:
        """The body as a JSON object; an empty one if it is something else."""
        return as_object(self.json)

    @property
    def items(self) -> list[JsonObject]:
        """The items of a list."""
        return [as_object(item) for item in as_list(self.object.get("items"))]

    @property
    def code(self) -> str:
        """The code of an error, or `error` of the token endpoint (platform reference 8.5, 1.2)."""
        return text(as_object(self.object.get("error")), "code") or text(self.object, "error")

    @property
    def is_page(self) -> bool:
        """Whether the body is an HTML page."""
        return b"<html" in self.body.lower()

    @property
    def summary(self) -> str:
        """Status and body in a few words: the texts of an error, the keys of any other body."""
        return f"{self.status}, {self._body_summary()}"

    def _body_summary(self) -> str:
        if self.empty:
            return "empty body"
        if self.is_page:
            return _page_summary(self.body.decode(errors="replace"))
        found = self.json
        if not isinstance(found, dict):
            return "a body that is not a JSON object"
        if self.code:
            return _error_summary(found, self.code)
        return f"JSON with {listed(found)}"


def _page_summary(page: str) -> str:
    title = _TITLE.search(page)
    server = _SERVER.search(page)
    summary = f'HTML page "{unescape(title[1]).strip()}"' if title else "HTML page"
    return f"{summary} of {server[0]}" if server else summary


def _error_summary(body: JsonObject, code: str) -> str:
    """Return the texts of an error, in the envelope or of the token endpoint."""
    error = as_object(body.get("error"))
    message = text(error, "message") or text(body, "error_description")
    details = "; ".join(
        f"{text(detail, 'code')} at {text(detail, 'target') or 'nothing'}: "
        f"{text(detail, 'message')}"
        for detail in map(as_object, as_list(error.get("details")))
    )
    summary = f'{code} "{message}"' if message else code
    return f"{summary} [{details}]" if details else summary


def listed(keys: Mapping[str, Json] | set[str]) -> str:
    """Return the sorted names of keys. They are words of the platform, not of the home."""
    names = sorted(keys)
    shown = ", ".join(names[:_MOST_KEYS]) or "no keys"
    return f"{shown} and {len(names) - _MOST_KEYS} more" if len(names) > _MOST_KEYS else shown
