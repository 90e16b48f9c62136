"""Registrations whose dialog was closed before the SmartApp was installed.

The user may well be on the install page still. For a while the webhook goes on answering it, and
when the installation comes, the location shows up as discovered; nothing has to be typed again.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from homeassistant.config_entries import SOURCE_INTEGRATION_DISCOVERY
from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from .cloud.lifecycle import Install, Update
from .const import CONF_INSTALLED_APP_ID, CONF_LOCATION_ID, DOMAIN
from .public_url import drop_cloudhook
from .smartapp import SmartApp
from .token_storage import TokenStore, save_tokens
from .webhook import RECEIVERS, Receiver

KEPT: Final = 3600.0
"""Seconds that an unfinished registration is kept."""

_UNFINISHED: HassKey[dict[str, Unfinished]] = HassKey(f"{DOMAIN}_unfinished")


@dataclass(slots=True, kw_only=True)
class Unfinished:
    """A SmartApp that is registered, and to be installed in a location."""

    hass: HomeAssistant
    app: SmartApp
    location_id: str
    title: str
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

    @callback
    def keep(self) -> None:
        """Hold the webhook for a while."""
        receiver = self._receiver
        if receiver.awaits_install(self.location_id):
            self._release()  # Another dialog has taken over.
            return
        receiver.listen_for_install(self.location_id, self._installed)
        self.hass.data.setdefault(_UNFINISHED, {})[self.location_id] = self
        self._cancel = async_call_later(
            self.hass, KEPT, HassJob(self._forget, "unfinished", cancel_on_shutdown=True)
        )

    @callback
    def take(self) -> None:
        """Leave it to a dialog again, which holds the webhook itself."""
        self.hass.data[_UNFINISHED].pop(self.location_id, None)
        if self._cancel is not None:
            self._cancel()
        self._receiver.stop_listening_for_install(self.location_id, self._installed)
        self._release()

    def _release(self) -> None:
        self.hass.data[RECEIVERS].release(self.app.webhook_id, self._holder)

    async def _installed(self, delivery: Install | Update) -> None:
        """Keep the tokens, and tell the user that the location is there to be added."""
        await save_tokens(self.hass, delivery)
        self.installed_app_id = delivery.installed_app.installed_app_id
        self.hass.async_create_task(
            self.hass.config_entries.flow.async_init(
                DOMAIN,
                context={"source": SOURCE_INTEGRATION_DISCOVERY},
                data={CONF_LOCATION_ID: self.location_id},
            ),
            f"{DOMAIN} discovered",
        )

    async def _forget(self, _now: datetime) -> None:
        self._cancel = None
        self.take()
        await abandon(self.hass, self.app, self.installed_app_id)


async def abandon(hass: HomeAssistant, app: SmartApp, installed_app_id: str) -> None:
    """Delete what an unfinished registration has made on this side, unless an entry has it."""
    entries = hass.config_entries.async_entries(DOMAIN)
    if app.address.cloudhook and not any(
        entry.data[CONF_WEBHOOK_ID] == app.webhook_id for entry in entries
    ):
        await drop_cloudhook(hass, app.webhook_id)
    if installed_app_id and not any(
        entry.data[CONF_INSTALLED_APP_ID] == installed_app_id for entry in entries
    ):
        await TokenStore(hass, installed_app_id).remove()


@callback
def unfinished(hass: HomeAssistant) -> list[Unfinished]:
    """Return the registrations that are kept, the newest last."""
    return list(hass.data.get(_UNFINISHED, {}).values())
