"""Removes private data from texts: tokens, ids, labels and addresses."""

import re
from typing import Final

from yarl import URL

_SECRET: Final = "(secret)"  # noqa: S105 - the replacement of a secret
_LABEL: Final = "(label)"
_ADDRESS: Final = "(address)"
_SHORTEST_LABEL: Final = 2

_JWT = re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"\bhttps?://[^\s\"'<>|)\]]+")
_IPV4 = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b")
UUID: Final = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
# Bytes in hex are in key ids and network addresses, long numbers in request ids.
_BYTES = re.compile(r"\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5,}\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:\d{9,}|[0-9a-f]{16,})\b", re.IGNORECASE)
_IDS: Final = (UUID, _BYTES, _NUMBER)


class Redactor:
    """Knows the private data of a run, and gives each id a number that stays the same."""

    def __init__(self) -> None:
        """Start without any private data."""
        self._words: dict[str, str] = {}
        self._numbers: dict[str, int] = {}

    def secret(self, *values: str) -> None:
        """Hide tokens and client credentials."""
        self._words |= {value: _SECRET for value in values if value}

    def label(self, *values: str) -> None:
        """Hide names that a person gave to parts of the home."""
        named = {value: _LABEL for value in values if len(value) >= _SHORTEST_LABEL}
        self._words = {**named, **self._words}

    def address(self, url: str) -> None:
        """Hide the host of a URL, also outside of URLs."""
        self._words[URL(url).host or url] = _ADDRESS

    def clean(self, text: str) -> str:
        """Return a text without private data."""
        # Whole URLs first: without its host, a URL is not recognized any more.
        text = _URL.sub(_public_url, text)
        for word in sorted(self._words, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", self._words[word], text)
        text = _JWT.sub(_SECRET, text)
        text = _MAIL.sub(_ADDRESS, text)
        text = _IPV4.sub(_ADDRESS, text)
        for pattern in _IDS:
            text = pattern.sub(self._numbered, text)
        return text

    def _numbered(self, found: re.Match[str]) -> str:
        number = self._numbers.setdefault(found[0].lower(), len(self._numbers) + 1)
        return f"id-{number}"


def _public_url(found: re.Match[str]) -> str:
    """Return a URL of SmartThings without its query, and a placeholder for any other URL."""
    try:
        url = URL(found[0])
        host = url.host or ""
    except ValueError:
        return _ADDRESS
    public = host == "smartthings.com" or host.endswith(".smartthings.com")
    return str(url.with_query(None).with_user(None)) if public else _ADDRESS
