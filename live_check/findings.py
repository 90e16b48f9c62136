"""The result of trying a fact."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn


class Verdict(StrEnum):
    """How the answer of the cloud compares with the assumption."""

    AS_ASSUMED = "as assumed"
    DIFFERENT = "different"
    NOT_TRIED = "could not be tried"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of the cloud. It may contain ids, which the report hides."""

    as_assumed: bool
    answer: str


def different(answer: str) -> Finding:
    """Return the finding of an answer that contradicts the assumption."""
    return Finding(as_assumed=False, answer=answer)


class NotTriedError(Exception):
    """A fact cannot be tried in this run; the text says why."""


def not_tried(why: str) -> NoReturn:
    """Raise NotTriedError."""
    raise NotTriedError(why)
