"""The facts of `facts.toml`, in the order in which they are tried."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal


class Token(StrEnum):
    """The owner of the token of a call."""

    NONE = "none"
    UNKNOWN = "unknown"
    PERSONAL = "personal"
    APP = "app"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Calls that settle a fact, and the answer that the integration assumes.

    A path may contain `{new_id}`, which nothing has, `{app_id}` and `{installed_app_id}`.
    """

    get: Sequence[str]
    token: Token
    version: int = 1
    """The version of the API that the Accept header names."""
    status: int
    body: Literal["any", "empty", "page"] = "any"
    keys: Sequence[str] = ()
    """Keys that the body has at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """An assumption about the cloud; `facts.toml` describes the fields.

    It has an `ask`, a coroutine in `attempts`, or the reason why it cannot be tried.
    """

    id: str
    section: str
    text: str
    assumed: str
    ask: Ask | None = None
    why_not: str = ""
    needs: Sequence[str] = ()
    requires: Sequence[Literal["receiver", "installation", "device"]] = ()
    asks: str = ""
    slow: bool = False


class UnknownFactError(LookupError):
    """There is no fact with this id."""


def _fact(row: dict[str, Any]) -> Fact:  # TOML has no types; the dataclasses check the keys
    ask, expect = row.pop("ask", None), row.pop("expect", {})
    if ask is None:
        return Fact(**row)
    return Fact(**row, ask=Ask(**{**ask, "token": Token(ask["token"])}, **expect))


def _read() -> Sequence[Fact]:
    data = Path(__file__).with_name("facts.toml").read_text(encoding="utf-8")
    return [_fact(row) for row in tomllib.loads(data)["fact"]]


FACTS: Final = _read()


def chosen(ids: Iterable[str]) -> Sequence[Fact]:
    """Return facts by id and all that they need, in order; without ids, all facts.

    Raises UnknownFactError.
    """
    wanted = set(ids)
    if not wanted:
        return FACTS
    if unknown := wanted - {fact.id for fact in FACTS}:
        raise UnknownFactError(", ".join(sorted(unknown)))
    # Facts follow the facts that they need, so one pass backwards is enough.
    for fact in reversed(FACTS):
        if fact.id in wanted:
            wanted.update(fact.needs)
    return [fact for fact in FACTS if fact.id in wanted]
