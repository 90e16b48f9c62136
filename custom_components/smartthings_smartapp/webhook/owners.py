"""The owners of deliveries: config entries, and dialogs that wait for an installation."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ..cloud.delivery.lifecycle import EventDelivery, Install, Update
from ..cloud.models import InstalledApp


class Owner(Protocol):
    """The config entry that the deliveries of one installed app are for."""

    @property
    def installed_app_id(self) -> str:
        """The installed app."""

    @property
    def location_id(self) -> str:
        """The location that it is installed in."""

    async def may_be_replaced(self) -> bool:
        """Return whether another installation may replace this one.

        It may if the user removed the SmartApp from the location, or if its login is lost.
        """

    async def installed(self, delivery: Install | Update, *, dialog_open: bool) -> None:
        """Use the tokens of the delivery; they are on disk when this returns.

        ``dialog_open`` is whether a dialog waits for the delivery too. The dialog should end before
        the entry is reloaded.
        """

    def uninstalled(self) -> None:
        """Mark that the user removed the SmartApp from the location."""

    async def events(self, delivery: EventDelivery, sent: datetime) -> None:
        """Apply the events; ``sent`` is when the platform sent the delivery."""

    def confirmed(self) -> None:
        """Note that SmartThings delivers to the address."""

    def on_rejected(self) -> None:
        """Note that a request was rejected that may be a delivery of SmartThings."""

    def on_clock_skew(self, sent: datetime) -> None:
        """Note that a request was rejected for its date, which may be right and our clock wrong."""


class Owners(dict[str, Owner]):
    """The owners of the deliveries to one webhook, by the id of the config entry."""

    def of(self, installed_app: InstalledApp) -> Owner | None:
        """Return the owner of an installed app, None if its location is another one."""
        for owner in self.values():
            if owner.installed_app_id == installed_app.installed_app_id:
                same_location = installed_app.location_id in ("", owner.location_id)
                return owner if same_location else None
        return None

    def at(self, location_id: str) -> Owner | None:
        """Return the owner of a location; there is at most one."""
        return next((owner for owner in self.values() if owner.location_id == location_id), None)


class InstallFailure(StrEnum):
    """Why an INSTALL or UPDATE that arrived was not accepted; keys of ``config.error``."""

    NOT_SAVED = "install_not_saved"
    NOT_PROVEN = "install_not_proven"
    UNEXPECTED = "install_unexpected"


class InstallWaiter(Protocol):
    """A dialog, or a pending install without one, that waits for the installation in a location."""

    async def installed(self, delivery: Install | Update) -> None:
        """Save the tokens and continue. Raises OSError if they cannot be saved."""

    def install_failed(self, cause: InstallFailure) -> None:
        """Show why the installation that arrived was not accepted."""
