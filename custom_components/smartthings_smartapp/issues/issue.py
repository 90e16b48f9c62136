"""The repair issues of a config entry: one way to raise and to end them.

An issue is raised by whoever sees its cause, and ended by the same where the cause is gone. All
issues of an entry end when it is disabled or removed.
"""

from enum import StrEnum
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from .markdown import escape


class Issue(StrEnum):
    """What a person should know; the value is the key of its texts."""

    CALLS_REFUSED = "calls_refused"
    """SmartThings refuses whatever is asked."""
    CERTIFICATE_EXPIRING = "certificate_expiring"
    CLOCK_DIFFERS = "clock_differs"
    DELIVERIES_REFUSED = "deliveries_refused"
    """Deliveries arrive, and something on their way keeps them from being accepted."""
    MISSING_SCOPES = "missing_scopes"
    NO_DELIVERY = "no_delivery"
    """No delivery has arrived although values have changed."""
    NOT_REMOVED = "not_removed"
    """The SmartApp is still installed in a location whose entry is gone."""
    POLLED_DEVICES = "polled_devices"
    """More would have to be subscribed to than may be."""
    PUSH_POSSIBLE = "push_possible"
    """The home is polled, and there is an address by now."""
    SILENT_DELIVERY = "silent_delivery"
    """Some events arrive and others do not."""
    UNCONFIRMED = "unconfirmed"
    """The address of an app of the user's own has not been confirmed to SmartThings."""
    UNINSTALLED = "uninstalled"
    WEBHOOK_GONE = "webhook_gone"
    """The address is wrong, and there is no other."""
    WEBHOOK_MOVED = "webhook_moved"
    """The address is wrong, and there is another."""
    WEBHOOK_UNREACHABLE = "webhook_unreachable"
    """Nothing comes, and what stands in the way can be seen from inside."""


_WARNINGS: Final = frozenset(
    {
        Issue.NO_DELIVERY,
        Issue.POLLED_DEVICES,
        Issue.PUSH_POSSIBLE,
        Issue.SILENT_DELIVERY,
        Issue.UNCONFIRMED,
    }
)
"""What still works without help; all else is an error."""
_FIXABLE: Final = frozenset({Issue.PUSH_POSSIBLE, Issue.WEBHOOK_MOVED})
"""What has a flow of its own (``repairs.py``)."""


_MARKDOWN: Final = frozenset({"address", "cause", "command", "host", "page", "scopes"})
"""Placeholders that are our own Markdown or addresses; all others are shown as they are."""


def issue_id(entry: ConfigEntry, issue: Issue) -> str:
    """Return the id under which the registry has an issue of an entry."""
    return f"{issue}_{entry.entry_id}"


@callback
def raise_issue(hass: HomeAssistant, entry: ConfigEntry, issue: Issue, **placeholders: str) -> None:
    """Raise an issue, or bring the texts of one that stands up to date.

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
    """Report an installation whose entry is gone; the user closes it, also after a restart."""
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
    """End the report of an installation that is used again."""
    ir.async_delete_issue(hass, DOMAIN, f"{Issue.NOT_REMOVED}_{installed_app_id}")


@callback
def end_issue(hass: HomeAssistant, entry: ConfigEntry, *issues: Issue) -> None:
    """End issues whose cause is gone; one that was never raised is fine."""
    for issue in issues:
        ir.async_delete_issue(hass, DOMAIN, issue_id(entry, issue))


@callback
def set_issue(
    hass: HomeAssistant, entry: ConfigEntry, issue: Issue, *, raised: bool, **placeholders: str
) -> None:
    """Raise an issue or end it; the placeholders count for nothing where it ends."""
    if raised:
        raise_issue(hass, entry, issue, **placeholders)
    else:
        end_issue(hass, entry, issue)


@callback
def end_all_issues(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """End what is left of an entry that is disabled or removed."""
    end_issue(hass, entry, *Issue)


@callback
def raised_issues(hass: HomeAssistant, entry: ConfigEntry) -> list[Issue]:
    """Return what stands now, ignored or not."""
    registry = ir.async_get(hass)
    found = ((issue, registry.async_get_issue(DOMAIN, issue_id(entry, issue))) for issue in Issue)
    return [issue for issue, known in found if known and known.active]
