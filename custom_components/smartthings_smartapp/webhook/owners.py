"""Who deliveries are for: config entries, and dialogs that wait for an installation."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ..cloud.delivery.lifecycle import EventDelivery, Install, Update


class Owner(Protocol):
    """Who the deliveries of one installed app are for."""

    @property
    def installed_app_id(self) -> str:
        """The installed app."""

    @property
    def location_id(self) -> str:
        """The location that it is installed in."""

    async def may_be_replaced(self) -> bool:
        """Return whether another installation may take the place of this one.

        It may if the user removed the SmartApp from the location, or if its login is lost.
        """

    async def installed(self, delivery: Install | Update, *, dialog_open: bool) -> None:
        """Take over the tokens; they are on disk when this returns.

        ``dialog_open`` says that a flow waits for the delivery and should get to its end before
        the entry is reloaded.
        """

    def uninstalled(self) -> None:
        """Mark that the user removed the SmartApp from the location."""

    async def events(self, delivery: EventDelivery, sent: datetime) -> None:
        """Apply the events; ``sent`` is when the platform sent the delivery."""

    def confirmed(self) -> None:
        """Note that SmartThings delivers to the address."""

    def on_rejected(self) -> None:
        """Note that a request was refused that may have been a true delivery."""

    def on_clock_skew(self, sent: datetime) -> None:
        """Note that a request was refused for its date, which may be right and our clock wrong."""


class InstallFailure(StrEnum):
    """Why an INSTALL or UPDATE that arrived was not taken; keys of ``config.error``."""

    NOT_SAVED = "install_not_saved"
    NOT_PROVEN = "install_not_proven"
    UNEXPECTED = "install_unexpected"


class InstallWaiter(Protocol):
    """A dialog, or what is left of one, that waits for the installation in a location."""

    async def installed(self, delivery: Install | Update) -> None:
        """Keep the tokens and go on. Raises OSError where they cannot be saved."""

    def install_failed(self, cause: InstallFailure) -> None:
        """Show why the installation that arrived was not taken."""
