"""SmartApps that are registered and not installed yet, with or without an open dialog.

The user may close the dialog and still be on the install page. For an hour the webhook continues to
answer that page, and when the installation arrives, the location is shown as discovered: the user
types nothing again. Another dialog can resume a pending install, whether the first one is closed or
not.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from homeassistant.config_entries import SOURCE_INTEGRATION_DISCOVERY
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ..cloud.delivery.lifecycle import Install, Update
from ..const import (
    CONF_APP_ID,
    CONF_CLOUDHOOK,
    CONF_INSTALLED_APP_ID,
    CONF_LOCATION_ID,
    DOMAIN,
)
from ..storage.tokens import TokenFiles
from ..webhook.owners import InstallFailure
from ..webhook.public_url import PublicUrl, drop_cloudhook
from ..webhook.receiver import Receiver
from ..webhook.receivers import Receivers
from .removal import Removals
from .smartapp import SmartApp

KEPT: Final = 3600.0
"""Seconds that a pending install is kept without a dialog."""


@dataclass(slots=True, kw_only=True, eq=False)
class PendingInstall:
    """A SmartApp that is registered, and to be installed in a location."""

    installs: PendingInstalls = field(repr=False)
    app: SmartApp
    location_id: str
    title: str
    flow_id: str
    """The dialog that waits, or that waited until it was closed."""
    installed_app_id: str = ""
    """Empty until the installation arrives."""
    _cancel: CALLBACK_TYPE | None = field(default=None, init=False)

    @property
    def _holder(self) -> str:
        return f"pending_{self.location_id}"

    @property
    def _receiver(self) -> Receiver:
        return self.installs.receivers.acquire(
            self.app.webhook_id,
            self.app.address.url,
            self._holder,
            app_id=self.app.app_id,
            public_key=self.app.public_key,
        )

    @property
    def is_latest(self) -> bool:
        """Whether no other dialog has taken over the location."""
        return self.installs.latest(self.location_id) is self

    @callback
    def keep(self) -> None:
        """Continue without the dialog: hold the webhook for an hour."""
        self._receiver.installations.listen(self.location_id, self)
        self._cancel = async_call_later(
            self.installs.hass,
            KEPT,
            HassJob(self._expire, "pending install", cancel_on_shutdown=True),
        )
        if self.installed_app_id:
            self._discover()

    @callback
    def take(self) -> None:
        """Hand it over to a dialog, which holds the webhook itself."""
        self.installs.drop(self)
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
            self._receiver.installations.stop_listening(self.location_id, self)
            self.installs.receivers.release(self.app.webhook_id, self._holder)

    @callback
    def abandon(self) -> None:
        """Undo it in the background."""
        self.installs.hass.async_create_task(self._abandon(), f"{DOMAIN} abandon")

    async def _abandon(self) -> None:
        await self.installs.abandon(self.app, self.installed_app_id, self.title)

    async def installed(self, delivery: Install | Update) -> None:
        """Save the tokens, and show the location as discovered."""
        await self.installs.tokens.save_delivery(delivery)
        self.installed_app_id = delivery.installed_app.installed_app_id
        self._discover()

    @callback
    def _discover(self) -> None:
        """Show the location as discovered."""
        self.installs.hass.async_create_task(
            self.installs.hass.config_entries.flow.async_init(
                DOMAIN,
                context={"source": SOURCE_INTEGRATION_DISCOVERY},
                data={CONF_LOCATION_ID: self.location_id},
            ),
            f"{DOMAIN} discovered",
        )

    @callback
    def install_failed(self, cause: InstallFailure) -> None:
        """Continue to wait: there is no dialog that could show the cause."""

    async def _expire(self, _now: datetime) -> None:
        self.take()
        await self._abandon()


class PendingInstalls:
    """All pending installs, and the API_ONLY apps that wait for their authorization."""

    def __init__(
        self,
        hass: HomeAssistant,
        receivers: Receivers,
        tokens: TokenFiles,
        removals: Removals,
    ) -> None:
        """Start without any."""
        self.hass = hass
        self.receivers = receivers
        self.tokens = tokens
        self._removals = removals
        self._known: dict[str, PendingInstall] = {}
        """By location; the newest last."""
        self._unauthorized: dict[str, SmartApp] = {}
        """API_ONLY apps whose authorization a dialog waits for, by flow; the newest last."""

    # Webhook SmartApps, to be installed in a location

    @callback
    def begin(self, app: SmartApp, *, location_id: str, title: str, flow_id: str) -> PendingInstall:
        """Note an install that a dialog waits for; it replaces an earlier one of the location."""
        if earlier := self._known.get(location_id):
            earlier.take()
            if earlier.app.app_id != app.app_id:
                earlier.abandon()
        pending = PendingInstall(
            installs=self, app=app, location_id=location_id, title=title, flow_id=flow_id
        )
        self._known[location_id] = pending
        return pending

    @callback
    def latest(self, location_id: str) -> PendingInstall | None:
        """Return the pending install of a location."""
        return self._known.get(location_id)

    @callback
    def drop(self, pending: PendingInstall) -> None:
        """Forget an install that has ended, unless another has replaced it."""
        if pending.is_latest:
            del self._known[pending.location_id]

    @callback
    def resumable(self) -> list[PendingInstall]:
        """Return those that a dialog can resume, the newest last: without configured locations."""
        entries = self.hass.config_entries.async_entries(DOMAIN, include_ignore=False)
        configured = {entry.unique_id for entry in entries}
        return [known for known in self._known.values() if known.location_id not in configured]

    async def abandon(self, app: SmartApp, installed_app_id: str, title: str) -> None:
        """Remove the installation and the cloudhook of a dialog that has ended, if unused.

        The app stays: the next dialog uses it again, as long as it is not installed anywhere.
        """
        entries = self.hass.config_entries.async_entries(DOMAIN, include_ignore=False)
        installed = {entry.data[CONF_INSTALLED_APP_ID] for entry in entries}
        installed.update(other.installed_app_id for other in self._known.values())
        hook_unused = app.address.cloudhook and not self.is_hook_in_use(app.webhook_id)
        if installed_app_id and installed_app_id not in installed:
            data = {
                **app.as_data(),
                CONF_INSTALLED_APP_ID: installed_app_id,
                CONF_CLOUDHOOK: False,  # See below.
            }
            await self._removals.uninstall(data, title)
        if hook_unused:
            await drop_cloudhook(self.hass, app.webhook_id)

    # API_ONLY apps, to be authorized

    @callback
    def begin_authorization(self, flow_id: str, app: SmartApp) -> None:
        """Note that a dialog waits for the authorization of an app that was registered for it."""
        self._unauthorized[flow_id] = app

    @callback
    def end_authorization(self, flow_id: str) -> None:
        """Forget a dialog that has ended."""
        self._unauthorized.pop(flow_id, None)

    @callback
    def unauthorized_app(self) -> SmartApp | None:
        """Return the newest app that waits to be authorized and that no entry uses."""
        entries = self.hass.config_entries.async_entries(DOMAIN, include_ignore=False)
        used = {entry.data[CONF_APP_ID] for entry in entries}
        found = [app for app in self._unauthorized.values() if app.app_id not in used]
        return found[-1] if found else None

    # Addresses

    @callback
    def is_hook_in_use(self, webhook_id: str) -> bool:
        """Return whether an entry or a dialog uses the cloudhook of a webhook."""
        entries = self.hass.config_entries.async_entries(DOMAIN, include_ignore=False)
        apps = [known.app for known in self._known.values()] + [*self._unauthorized.values()]
        return any(
            entry.data[CONF_WEBHOOK_ID] == webhook_id and entry.data[CONF_CLOUDHOOK]
            for entry in entries
        ) or any(app.webhook_id == webhook_id and app.address.cloudhook for app in apps)

    @callback
    def readdress(self, app_id: str, address: PublicUrl) -> None:
        """Follow an app that has another address now."""
        for known in self._known.values():
            if known.app.app_id == app_id:
                known.app = known.app.at(address)
        for flow_id, app in self._unauthorized.items():
            if app.app_id == app_id:
                self._unauthorized[flow_id] = app.at(address)

    @callback
    def present_address(self, flow_id: str, app: SmartApp) -> SmartApp:
        """Return the app of a dialog with its present address, which another dialog may change."""
        known = self._unauthorized.get(flow_id)
        return app.at(known.address) if known and known.app_id == app.app_id else app
