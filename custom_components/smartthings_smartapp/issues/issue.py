"""The repair issues of a config entry, and how to raise and end them.

The module that finds a cause raises the issue, and ends it when the cause is gone. All issues of an
entry end when it is disabled or removed.
"""

from enum import StrEnum
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from .markdown import escape


class Issue(StrEnum):
    """An issue; the value is the key of its texts."""

    ALLOWANCE = "allowance"
    """Polls are rare, so that the calls of a month are enough."""
    CALLS_REFUSED = "calls_refused"
    """SmartThings refuses all calls."""
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_EXPIRING = "certificate_expiring"
    CLOCK_DIFFERS = "clock_differs"
    DELIVERIES_REFUSED = "deliveries_refused"
    """Deliveries arrive, but are rejected because of something on their way."""
    MISSING_SCOPES = "missing_scopes"
    NO_DELIVERY = "no_delivery"
    """No delivery has arrived although values have changed."""
    NO_HEARTBEAT = "no_heartbeat"
    """Not even the hourly message of the heartbeat has arrived."""
    NOT_REMOVED = "not_removed"
    """The SmartApp is still installed in a location whose entry was removed."""
    POLLED_DEVICES = "polled_devices"
    """Devices are polled because there are too few subscriptions."""
    PUSH_POSSIBLE = "push_possible"
    """The location is polled although an address is available now."""
    SILENT_DELIVERY = "silent_delivery"
    """Only some events arrive."""
    STATISTICS = "statistics"
    """Statistics from before the set-up can be imported."""
    UNCONFIRMED = "unconfirmed"
    """The address of a user's own SmartApp has not been confirmed to SmartThings."""
    UNINSTALLED = "uninstalled"
    WEBHOOK_GONE = "webhook_gone"
    """The address is wrong, and no other one is available."""
    WEBHOOK_MOVED = "webhook_moved"
    """The address is wrong, and another one is available."""
    WEBHOOK_UNREACHABLE = "webhook_unreachable"
    """No delivery arrives, and a check of our own address finds the cause."""


_WARNINGS: Final = frozenset(
    {
        Issue.ALLOWANCE,
        Issue.NO_DELIVERY,
        Issue.NO_HEARTBEAT,
        Issue.POLLED_DEVICES,
        Issue.PUSH_POSSIBLE,
        Issue.SILENT_DELIVERY,
        Issue.STATISTICS,
        Issue.UNCONFIRMED,
    }
)
"""Issues that are warnings; all others are errors."""
_FIXABLE: Final = frozenset(
    {Issue.PUSH_POSSIBLE, Issue.STATISTICS, Issue.UNINSTALLED, Issue.WEBHOOK_MOVED}
)
"""Issues with a repair flow (``repairs.py``)."""


_MARKDOWN: Final = frozenset({"address", "cause", "command", "host", "page", "scopes"})
"""Placeholders that are our own Markdown or addresses; all others are escaped."""


def issue_id(entry: ConfigEntry, issue: Issue) -> str:
    """Return the id of an issue of an entry in the issue registry."""
    return f"{issue}_{entry.entry_id}"


@callback
def raise_issue(hass: HomeAssistant, entry: ConfigEntry, issue: Issue, **placeholders: str) -> None:
    """Raise an issue, or update the texts of an active one.

    The title of the entry is always among the placeholders: as ``name`` for the description, which
    is Markdown, and as ``title`` for the title, which is plain text.
    """
    given = {"name": entry.title, **placeholders}
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id(entry, issue),
        data={"entry_id": entry.entry_id},
        is_fixable=issue in _FIXABLE,
        severity=ir.IssueSeverity.WARNING if issue in _WARNINGS else ir.IssueSeverity.ERROR,
        translation_key=issue.value,
        translation_placeholders={
            **{key: text if key in _MARKDOWN else escape(text) for key, text in given.items()},
            "title": entry.title,
        },
    )


@callback
def raise_not_removed(hass: HomeAssistant, installed_app_id: str, title: str) -> None:
    """Raise that an installation without an entry is left; the issue survives a restart."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{Issue.NOT_REMOVED}_{installed_app_id}",
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=Issue.NOT_REMOVED.value,
        translation_placeholders={"name": escape(title), "title": title},
    )


@callback
def end_not_removed(hass: HomeAssistant, installed_app_id: str) -> None:
    """End the issue about an installation that is used again."""
    ir.async_delete_issue(hass, DOMAIN, f"{Issue.NOT_REMOVED}_{installed_app_id}")


@callback
def end_issue(hass: HomeAssistant, entry: ConfigEntry, *issues: Issue) -> None:
    """End issues; one that was never raised is ignored."""
    for issue in issues:
        ir.async_delete_issue(hass, DOMAIN, issue_id(entry, issue))


@callback
def set_issue(
    hass: HomeAssistant, entry: ConfigEntry, issue: Issue, *, raised: bool, **placeholders: str
) -> None:
    """Raise an issue or end it; the placeholders are for a raised one."""
    if raised:
        raise_issue(hass, entry, issue, **placeholders)
    else:
        end_issue(hass, entry, issue)


@callback
def end_all_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """End all issues of an entry that is disabled or removed."""
    end_issue(hass, entry, *Issue)


@callback
def raised_issues(hass: HomeAssistant, entry: ConfigEntry) -> list[Issue]:
    """Return the active issues, including ignored ones."""
    registry = ir.async_get(hass)
    found = ((issue, registry.async_get_issue(DOMAIN, issue_id(entry, issue))) for issue in Issue)
    return [issue for issue, known in found if known and known.active]
