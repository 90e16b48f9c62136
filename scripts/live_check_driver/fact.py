"""A fact that is not known for sure, as data."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from scripts.live_check_driver.findings import Finding
from scripts.live_check_driver.live import Live

INSTALLED: Final = ("web-install", "oauth-login")
"""The facts whose trying leaves an installation behind."""

type Attempt = Callable[[Live], Awaitable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What we assume of the cloud, and how to find out.

    `section` names sections of the platform reference, the one of chapter 13 first.
    """

    id: str
    section: str
    text: str
    assumed: str
    attempt: Attempt | None = None
    why_not: str = ""
    """Why nothing can be tried, where `attempt` is None."""
    needs: tuple[str, ...] = ()
    """Ids of facts that have to be tried before, for what they leave behind."""
    requires: tuple[Callable[[Live], object], ...] = ()
    """What has to be there; each raises NotTriedError where it is not."""
    asks: str = ""
    """A step that somebody would notice, announced before it is taken."""
    slow: bool = False
    """Whether it takes minutes."""
