"""The tokens of an installed app: the pair in use, and earlier pairs that may still work."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from ..json_types import Json, JsonObject, as_list, as_object, moment, text

UNKNOWN_LIFETIME: Final = timedelta(seconds=300)
"""Assumed lifetime if none is given: 24 hours are documented, 5 minutes were seen (1.1)."""
MARGIN: Final = timedelta(minutes=10)
"""Renew a token this long before its end, or a quarter of its lifetime if that is less."""
RENEWAL_PERIOD: Final = timedelta(days=7)
"""Renew a pair at least this often, so that the refresh token never gets close to its end."""
_TOKEN: Final = re.compile(r"[!-~]{1,16384}")
MAX_FORMER: Final = 3
"""Maximum number of earlier pairs that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPair:
    """An access token, and the refresh token for the next pair. Times are aware and UTC."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    renewed_at: datetime
    former: tuple[TokenPair, ...] = field(default=(), repr=False)
    """Pairs that a delivery replaced, the newest first.

    A late or repeated delivery has an older pair than the one it replaces, which may work longer.
    """

    def as_json(self) -> JsonObject:
        """Return the pair for a storage."""
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_at": self.expires_at.isoformat(),
            "renewed_at": self.renewed_at.isoformat(),
            "former": [pair.as_json() for pair in self.former],
        }

    @classmethod
    def from_json(cls, raw: Json | object) -> TokenPair | None:
        """Return a stored pair with the earlier ones; None if it is unusable."""
        stored = as_object(raw)
        former = map(cls._alone, as_list(stored.get("former"))[:MAX_FORMER])
        pair = cls._alone(stored)
        return pair and pair.keeping(other for other in former if other)

    @classmethod
    def _alone(cls, raw: Json) -> TokenPair | None:
        stored = as_object(raw)
        expires_at = moment(stored.get("expires_at"))
        renewed_at = moment(stored.get("renewed_at"))
        access_token = _token(stored, "access_token")
        refresh_token = _token(stored, "refresh_token")
        if not (access_token or refresh_token) or expires_at is None or renewed_at is None:
            return None
        return cls(
            access_token=access_token,
            refresh_token=refresh_token,
            expires_at=expires_at,
            renewed_at=renewed_at,
        )

    def every(self) -> tuple[TokenPair, ...]:
        """Return this pair and the earlier ones, each without others."""
        return (replace(self, former=()), *self.former)

    def keeping(self, others: Iterable[TokenPair]) -> TokenPair:
        """Return this pair with others as earlier pairs, each refresh token once."""
        kept: dict[str, TokenPair] = {}
        for pair in (self, *self.former, *others):
            kept.setdefault(pair.refresh_token, replace(pair, former=()))
        return replace(self, former=tuple(kept.values())[1 : MAX_FORMER + 1])

    def due(self, now: datetime) -> bool:
        """Return whether the pair should be renewed before the next use.

        A pair from the future was created with a wrong clock, so its age is unknown.
        """
        margin = min(MARGIN, (self.expires_at - self.renewed_at) / 4)
        age = now - self.renewed_at
        return now + margin >= self.expires_at or not -MARGIN <= age < RENEWAL_PERIOD


def _token(stored: JsonObject, key: str) -> str:
    """Return a stored token, empty if it cannot be in a header."""
    token = text(stored, key)
    return token if _TOKEN.fullmatch(token) else ""


def delivered_pair(
    *,
    access_token: str,
    refresh_token: str | None,
    now: datetime,
    lifetime: timedelta = UNKNOWN_LIFETIME,
    known: TokenPair | None = None,
) -> TokenPair:
    """Return the pair of an INSTALL or UPDATE, which has no lifetime, or of a grant.

    The known pair is kept as an earlier one. An UPDATE may have no refresh token (platform
    reference 4.2); then the known one is combined with the new access token.
    """
    pairs = known.every() if known else ()
    if refresh_token is None:
        refresh_token = pairs[0].refresh_token if pairs else ""
    made = [pair.renewed_at for pair in pairs if pair.refresh_token == refresh_token]
    return TokenPair(
        access_token=access_token,
        refresh_token=refresh_token,
        expires_at=now + lifetime,
        renewed_at=made[0] if made else now,
    ).keeping(pairs)
