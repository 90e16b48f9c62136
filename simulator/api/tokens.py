"""Tokens: kinds, lifetimes, rotation and single use (platform reference 1.1 and 1.2)."""

import base64
import secrets
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from simulator.control.options import SimulatorOptions
from simulator.json_tools import encode
from simulator.records import InstalledApp

_REFRESH_TOKEN_LIFETIME = timedelta(days=30)
"""Lifetime of an unused refresh token (1.1)."""


class TokenKind(StrEnum):
    """The kind of a token."""

    PAT = "pat"
    APP = "app"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A bearer token; `installed_app_id` and `location_id` are None for a PAT."""

    value: str = field(repr=False)
    kind: TokenKind
    scopes: tuple[str, ...]
    expires: datetime
    installed_app_id: str | None = None
    location_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPair:
    """An access token and its refresh token; `lifetime` is that of the access token."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    lifetime: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _RefreshToken:
    installed_app_id: str
    expires: datetime


def _jwt(installed_app: InstalledApp, client_id: str, expires: datetime) -> str:
    """Return an RS256 token with the known claims. Its signature cannot be verified."""
    head = encode({"kid": "simulator-key-1", "alg": "RS256"})
    claims = encode(
        {
            "principal": f"installedapp:{installed_app.installed_app_id}:"
            f"{installed_app.location_id}",
            "scope": [*installed_app.permissions],
            "exp": int(expires.timestamp()),
            "client_id": client_id,
            "jti": str(uuid4()),
        }
    )
    parts = (head, claims, secrets.token_bytes(256))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


class Tokens:
    """All tokens of the cloud."""

    def __init__(self, options: SimulatorOptions, clock: Callable[[], datetime]) -> None:
        """Start without tokens."""
        self._options = options
        self._clock = clock
        self._bearers: dict[str, Token] = {}
        self._refreshers: dict[str, _RefreshToken] = {}
        self._spent: dict[str, str] = {}
        # Every delivery adds one; they expire in the order of their creation.
        self._events: deque[Token] = deque()

    def find(self, value: str) -> Token | None:
        """Return a token that is still valid."""
        token = self._bearers.get(value)
        return token if token is not None and token.expires > self._clock() else None

    def create_pat(self, scopes: Iterable[str], lifetime: float) -> str:
        """Return a new personal access token, a UUID."""
        token = Token(
            value=str(uuid4()),
            kind=TokenKind.PAT,
            scopes=tuple(scopes),
            expires=self._clock() + timedelta(seconds=lifetime),
        )
        self._bearers[token.value] = token
        return token.value

    def create_pair(
        self, installed_app: InstalledApp, client_id: str, lifetime: float
    ) -> TokenPair:
        """Return new tokens of an installed app; older ones are valid until they are revoked."""
        token = self._create(installed_app, client_id, TokenKind.APP, lifetime)
        refresh = str(uuid4())
        self._refreshers[refresh] = _RefreshToken(
            installed_app_id=installed_app.installed_app_id,
            expires=self._clock() + _REFRESH_TOKEN_LIFETIME,
        )
        return TokenPair(access=token.value, refresh=refresh, lifetime=lifetime)

    def create_event_token(self, installed_app: InstalledApp, client_id: str) -> str:
        """Return the short-lived token of one delivery."""
        now = self._clock()
        while self._events and self._events[0].expires <= now:
            self._bearers.pop(self._events.popleft().value, None)
        token = self._create(
            installed_app, client_id, TokenKind.EVENT, self._options.event_token_lifetime
        )
        self._events.append(token)
        return token.value

    def owner_of(self, refresh: str) -> str | None:
        """Return the installed app id of a valid refresh token."""
        if refresh in self._spent and self._options.reuse_ends_login:
            self.revoke_pairs(self._spent[refresh])
        found = self._refreshers.get(refresh)
        return found.installed_app_id if found and found.expires > self._clock() else None

    def revoke_pairs(self, installed_app_id: str, keep: TokenPair | None = None) -> None:
        """Invalidate the tokens of an installed app, except one pair."""
        self.revoke_refresh_tokens(installed_app_id, keep)
        if keep is not None and self._options.replaced_token_lives:
            return
        self._bearers = {
            value: token
            for value, token in self._bearers.items()
            if token.kind is not TokenKind.APP
            or token.installed_app_id != installed_app_id
            or (keep is not None and value == keep.access)
        }

    def revoke_refresh_tokens(self, installed_app_id: str, keep: TokenPair | None = None) -> None:
        """Invalidate the refresh tokens of an installed app, except one."""
        kept = keep.refresh if keep is not None else None
        self._spent |= {
            value: installed_app_id
            for value, refresher in self._refreshers.items()
            if refresher.installed_app_id == installed_app_id and value != kept
        }
        self._refreshers = {
            value: refresher
            for value, refresher in self._refreshers.items()
            if refresher.installed_app_id != installed_app_id
            or (keep is not None and value == keep.refresh)
        }

    def revoke_all(self, installed_app_id: str) -> None:
        """Invalidate all tokens of a removed installed app."""
        self.revoke_refresh_tokens(installed_app_id)
        self._bearers = {
            value: token
            for value, token in self._bearers.items()
            if token.installed_app_id != installed_app_id
        }

    def _create(
        self, installed_app: InstalledApp, client_id: str, kind: TokenKind, lifetime: float
    ) -> Token:
        expires = self._clock() + timedelta(seconds=lifetime)
        as_jwt = kind is TokenKind.EVENT or self._options.token_jwt
        token = Token(
            value=_jwt(installed_app, client_id, expires) if as_jwt else str(uuid4()),
            kind=kind,
            scopes=tuple(installed_app.permissions),
            expires=expires,
            installed_app_id=installed_app.installed_app_id,
            location_id=installed_app.location_id,
        )
        self._bearers[token.value] = token
        return token
