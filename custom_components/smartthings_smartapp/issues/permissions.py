"""What SmartThings lets the entry do: the scopes that were granted, and whether all is refused.

A 403 means a missing scope, a thing that is gone (platform reference 1.4), and perhaps an account
that has no plan (0.4). One call needs no scope: what it answers tells them apart.
"""

import time
from collections.abc import Iterable
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..cloud.api.client import SmartThingsClient
from ..cloud.api.errors import (
    CloudError,
    ForbiddenError,
    PaymentRequiredError,
    RefusedError,
)
from ..cloud.api.http import Reply
from ..cloud.auth.scopes import missing_scopes
from ..const import SCOPES
from .issue import Issue, end_issue, raise_issue, set_issue

_LASTING: Final = 900.0
"""Seconds until the issue is raised that everything is refused."""
_STATUSES: Final = ((PaymentRequiredError, "402"), (ForbiddenError, "403"))

_DEVELOPER_PAGE: Final = "https://developer.smartthings.com"
"""Where an account's plan is told, as far as is known (0.4)."""


class PermissionWatch:
    """Knows what was granted; tells the user of what is missing, and of a cloud that refuses all.

    It outlives the set-ups of the entry, for a set-up fails while all is refused.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Know nothing yet."""
        self.granted: tuple[str, ...] | None = None
        """The scopes, as far as SmartThings said."""
        self._hass = hass
        self._entry = entry
        self._refused_since: float | None = None
        self._statuses: set[str] = set()

    async def read(self, client: SmartThingsClient) -> None:
        """Ask once what was granted; without an answer it stays as known."""
        try:
            self.know(await client.granted_scopes())
        except CloudError:
            return

    @callback
    def know(self, granted: Iterable[str]) -> None:
        """Take in what was granted; a delivery that names nothing says nothing."""
        if not (granted := tuple(granted)):
            return
        self.granted = granted
        lacking = missing_scopes(granted, SCOPES)
        set_issue(
            self._hass,
            self._entry,
            Issue.MISSING_SCOPES,
            raised=bool(lacking),
            scopes=", ".join(f"`{scope}`" for scope in lacking),
        )

    async def refused(self, client: SmartThingsClient, error: RefusedError) -> None:
        """Find out what it means that the home may not be read."""
        self._note(error)
        try:
            self.know(await client.granted_scopes())
        except RefusedError as err:
            self._note(err)
        except CloudError:
            return
        else:
            self._answered()  # Whatever the answer came through, it came.
            return
        now = time.monotonic()
        if self._refused_since is None:
            self._refused_since = now
        if now - self._refused_since >= _LASTING:
            status = ", ".join(sorted(self._statuses))
            raise_issue(
                self._hass, self._entry, Issue.CALLS_REFUSED, status=status, page=_DEVELOPER_PAGE
            )

    def _note(self, error: RefusedError) -> None:
        self._statuses.add(
            next((status for kind, status in _STATUSES if isinstance(error, kind)), "429")
        )

    @callback
    def replied(self, reply: Reply) -> None:
        """Take in the reply to any call: one that is served shows that not all are refused."""
        if reply.ok:
            self._answered()

    @callback
    def _answered(self) -> None:
        self._statuses.clear()
        if self._refused_since is not None:
            self._refused_since = None
            end_issue(self._hass, self._entry, Issue.CALLS_REFUSED)
