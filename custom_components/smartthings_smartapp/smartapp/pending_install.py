"""SmartApps that are registered and not installed yet: with a dialog that waits, or without one.

The user may close the dialog and still be on the install page. For a while the webhook goes on
answering it, and when the installation comes, the location shows up as discovered; nothing has to
be typed again. Another dialog can resume what one has begun, whether that one is closed or not.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from homeassistant.config_entries import SOURCE_INTEGRATION_DISCOVERY
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from ..cloud.delivery.lifecycle import Install, Update
from ..const import (
    CONF_APP_ID,
    CONF_CLOUDHOOK,
    CONF_INSTALLED_APP_ID,
    CONF_LOCATION_ID,
    DOMAIN,
)
from ..storage.tokens import save_tokens
from ..webhook.owners import InstallFailure
from ..webhook.public_url import PublicUrl, drop_cloudhook
from ..webhook.receiver import Receiver
from ..webhook.receivers import RECEIVERS
from .removal import remove_installation
from .smartapp import SmartApp

KEPT: Final = 3600.0
"""Seconds that an unfinished registration is kept without a dialog."""

_UNFINISHED: HassKey[dict[str, Unfinished]] = HassKey(f"{DOMAIN}_unfinished")
"""By location; the newest last."""


_WAITING: HassKey[dict[str, SmartApp]] = HassKey(f"{DOMAIN}_waiting")
"""API_ONLY apps whose authorization a dialog waits for, by flow; the newest last."""


@dataclass(slots=True, kw_only=True, eq=False)
class Unfinished:
    """A SmartApp that is registered, and to be installed in a location."""

    hass: HomeAssistant
    app: SmartApp
    location_id: str
    title: str
    flow_id: str
    """The dialog that waits, or that waited until it was closed."""
    installed_app_id: str = ""
    """Empty until the installation comes."""
    _cancel: CALLBACK_TYPE | None = field(default=None, init=False)

    @property
    def _holder(self) -> str:
        return f"unfinished_{self.location_id}"

    @property
    def _receiver(self) -> Receiver:
        return self.hass.data[RECEIVERS].acquire(
            self.app.webhook_id,
            self.app.address.url,
            self._holder,
            app_id=self.app.app_id,
            public_key=self.app.public_key,
        )

    @property
    def is_latest(self) -> bool:
        """Whether no other dialog has taken over the location."""
        return self.hass.data.get(_UNFINISHED, {}).get(self.location_id) is self

    @callback
    def begin(self) -> None:
        """Take the place of what an earlier dialog has begun for the location."""
        known = self.hass.data.setdefault(_UNFINISHED, {})
        if earlier := known.get(self.location_id):
            earlier.take()
            if earlier.app.app_id != self.app.app_id:
                earlier.abandon()
        known[self.location_id] = self

    @callback
    def keep(self) -> None:
        """Go on without the dialog: hold the webhook for a while."""
        self._receiver.listen_for_install(self.location_id, self)
        self._cancel = async_call_later(
            self.hass, KEPT, HassJob(self._forget, "unfinished", cancel_on_shutdown=True)
        )
        if self.installed_app_id:
            self._discover()

    @callback
    def take(self) -> None:
        """Leave it to a dialog again, which holds the webhook itself."""
        if self.is_latest:
            del self.hass.data[_UNFINISHED][self.location_id]
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
            self._receiver.stop_listening_for_install(self.location_id, self)
            self.hass.data[RECEIVERS].release(self.app.webhook_id, self._holder)

    @callback
    def abandon(self) -> None:
        """Take back what it has led to."""
        self.hass.async_create_task(
            abandon(self.hass, self.app, self.installed_app_id, self.title), f"{DOMAIN} abandon"
        )

    async def installed(self, delivery: Install | Update) -> None:
        """Keep the tokens, and show the location as discovered."""
        await save_tokens(self.hass, delivery)
        self.installed_app_id = delivery.installed_app.installed_app_id
        self._discover()

    @callback
    def _discover(self) -> None:
        """Show the location as discovered."""
        self.hass.async_create_task(
            self.hass.config_entries.flow.async_init(
                DOMAIN,
                context={"source": SOURCE_INTEGRATION_DISCOVERY},
                data={CONF_LOCATION_ID: self.location_id},
            ),
            f"{DOMAIN} discovered",
        )

    @callback
    def install_failed(self, cause: InstallFailure) -> None:
        """Go on waiting: there is no dialog that could show the cause."""

    async def _forget(self, _now: datetime) -> None:
        self.take()
        await abandon(self.hass, self.app, self.installed_app_id, self.title)


async def abandon(hass: HomeAssistant, app: SmartApp, installed_app_id: str, title: str) -> None:
    """Take back what an unfinished registration has led to, unless it is still needed.

    The app stays: it is used again, as long as it is not installed anywhere.
    """
    entries = hass.config_entries.async_entries(DOMAIN)
    installed = {entry.data[CONF_INSTALLED_APP_ID] for entry in entries}
    installed.update(other.installed_app_id for other in _all(hass))
    hook_unused = app.address.cloudhook and not is_hook_in_use(hass, app.webhook_id)
    if installed_app_id and installed_app_id not in installed:
        data = {
            **app.as_data(),
            CONF_INSTALLED_APP_ID: installed_app_id,
            CONF_CLOUDHOOK: False,  # See below.
        }
        await remove_installation(hass, data, title)
    if hook_unused:
        await drop_cloudhook(hass, app.webhook_id)


@callback
def is_hook_in_use(hass: HomeAssistant, webhook_id: str) -> bool:
    """Return whether an entry or a dialog uses the cloudhook of a webhook."""
    entries = hass.config_entries.async_entries(DOMAIN)
    apps = [known.app for known in _all(hass)] + [*hass.data.get(_WAITING, {}).values()]
    return any(
        entry.data[CONF_WEBHOOK_ID] == webhook_id and entry.data[CONF_CLOUDHOOK]
        for entry in entries
    ) or any(app.webhook_id == webhook_id and app.address.cloudhook for app in apps)


@callback
def begin_authorization(hass: HomeAssistant, flow_id: str, app: SmartApp) -> None:
    """Note that a dialog waits for the authorization of an app that was registered for it."""
    hass.data.setdefault(_WAITING, {})[flow_id] = app


@callback
def end_authorization(hass: HomeAssistant, flow_id: str) -> None:
    """Forget a dialog that has ended."""
    hass.data.get(_WAITING, {}).pop(flow_id, None)


@callback
def waiting_app(hass: HomeAssistant) -> SmartApp | None:
    """Return the newest app that waits to be authorized, and that no entry has."""
    used = {entry.data[CONF_APP_ID] for entry in hass.config_entries.async_entries(DOMAIN)}
    found = [app for app in hass.data.get(_WAITING, {}).values() if app.app_id not in used]
    return found[-1] if found else None


@callback
def readdress(hass: HomeAssistant, app_id: str, address: PublicUrl) -> None:
    """Follow an app that delivers to another address now."""
    for known in _all(hass):
        if known.app.app_id == app_id:
            known.app = known.app.at(address)
    waiting = hass.data.get(_WAITING, {})
    for flow_id, app in waiting.items():
        if app.app_id == app_id:
            waiting[flow_id] = app.at(address)


@callback
def present_address(hass: HomeAssistant, flow_id: str, app: SmartApp) -> SmartApp:
    """Return the app of a dialog as it is now: another dialog may have given it an address."""
    known = hass.data.get(_WAITING, {}).get(flow_id)
    return app.at(known.address) if known and known.app_id == app.app_id else app


def _all(hass: HomeAssistant) -> list[Unfinished]:
    return list(hass.data.get(_UNFINISHED, {}).values())


@callback
def pending_installs(hass: HomeAssistant) -> list[Unfinished]:
    """Return what can be resumed, the newest last, without locations that are set up."""
    configured = {entry.unique_id for entry in hass.config_entries.async_entries(DOMAIN)}
    return [known for known in _all(hass) if known.location_id not in configured]
