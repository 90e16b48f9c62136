"""What trying a fact can come to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn


class Verdict(StrEnum):
    """What the answer of the cloud says of our assumption."""

    AS_ASSUMED = "as assumed"
    DIFFERENT = "different"
    NOT_TRIED = "could not be tried"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the cloud answered; it may hold ids, which the report takes out."""

    as_assumed: bool
    answer: str


class NotTriedError(Exception):
    """A fact cannot be tried here and now; the text says why."""


def not_tried(why: str) -> NoReturn:
    """Give up on a fact."""
    raise NotTriedError(why)
