"""Watches which scopes are granted, and whether SmartThings refuses all calls.

A 403 means a missing scope, something that no longer exists (platform reference 1.4), or perhaps an
account without a plan (0.4). One call needs no scope: its answer shows which of them it is.
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

_RAISED_AFTER: Final = 900.0
"""Seconds until the issue is raised that all calls are refused."""
_STATUSES: Final = ((PaymentRequiredError, "402"), (ForbiddenError, "403"))

_DEVELOPER_PAGE: Final = "https://developer.smartthings.com"
"""The page with the plan of an account, as far as is known (0.4)."""


class PermissionWatch:
    """Knows the granted scopes; raises issues about missing ones, and about refused calls.

    It outlives the set-ups of the entry, because a set-up fails while all calls are refused.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Start without known scopes."""
        self.granted: tuple[str, ...] | None = None
        """The granted scopes, None until SmartThings has named them."""
        self._hass = hass
        self._entry = entry
        self._refused_since: float | None = None
        self._statuses: set[str] = set()

    @property
    def may_lack_scopes(self) -> bool:
        """Whether a scope is missing, or SmartThings has not named the granted ones."""
        return self.granted is None or bool(missing_scopes(self.granted, SCOPES))

    async def read(self, client: SmartThingsClient) -> None:
        """Read the granted scopes; a failure changes nothing."""
        try:
            self.know(await client.granted_scopes())
        except CloudError:
            return

    @callback
    def know(self, granted: Iterable[str]) -> None:
        """Note the granted scopes; an empty list is ignored."""
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
        """Find out why a read of the location was refused."""
        self._note(error)
        try:
            self.know(await client.granted_scopes())
        except RefusedError as err:
            self._note(err)
        except CloudError:
            return
        else:
            self._answered()  # An answer came, so not all calls are refused.
            return
        now = time.monotonic()
        if self._refused_since is None:
            self._refused_since = now
        if now - self._refused_since >= _RAISED_AFTER:
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
        """Note the reply to any call: a served one shows that not all are refused."""
        if reply.ok:
            self._answered()

    @callback
    def _answered(self) -> None:
        self._statuses.clear()
        if self._refused_since is not None:
            self._refused_since = None
            end_issue(self._hass, self._entry, Issue.CALLS_REFUSED)
