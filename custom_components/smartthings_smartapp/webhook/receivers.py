"""The registered webhooks; config entries and dialogs hold them."""

from homeassistant.components import webhook
from homeassistant.core import HomeAssistant, callback

from ..cloud.connection import Connection
from ..cloud.delivery.keys import CertificateStorage
from ..const import DOMAIN
from .fingerprints import Fingerprints
from .receiver import Memory, Receiver


class Receivers:
    """The registered webhooks; each one exists while an entry or a dialog holds it."""

    def __init__(
        self, hass: HomeAssistant, connection: Connection, certificates: CertificateStorage
    ) -> None:
        """Start without a webhook; all share the certificates of SmartThings."""
        self._certificates = certificates
        self.hass = hass
        self.connection = connection
        self._receivers: dict[str, Receiver] = {}
        self._holders: dict[str, set[str]] = {}
        self._fingerprints: dict[str, Fingerprints] = {}
        """By webhook id; they outlive the receiver while an entry is disabled."""

    @callback
    def acquire(
        self,
        webhook_id: str,
        url: str,
        holder: str,
        *,
        app_id: str | None = None,
        public_key: str | None = None,
    ) -> Receiver:
        """Return the receiver of a webhook; register the webhook for its first holder.

        ``app_id`` and ``public_key`` (APP_RSA only) are those of the SmartApp, once it exists.
        """
        receiver = self._receivers.get(webhook_id)
        if receiver is None:
            fingerprints = self._fingerprints.setdefault(webhook_id, Fingerprints())
            memory = Memory(fingerprints, self._certificates)
            receiver = Receiver(self.hass, self.connection, webhook_id, url, memory)
            self._receivers[webhook_id] = receiver
            # All methods, so that a wrong one is rejected and counted here.
            webhook.async_register(
                self.hass,
                DOMAIN,
                "SmartThings SmartApp",
                webhook_id,
                receiver.handle,
                allowed_methods=webhook.SUPPORTED_METHODS,
            )
        receiver.url = url
        if app_id is not None:
            receiver.app_id = app_id
            receiver.keys.app_public_key = public_key
        self._holders.setdefault(webhook_id, set()).add(holder)
        return receiver

    @callback
    def get(self, webhook_id: str) -> Receiver | None:
        """Return the receiver of a webhook that is held."""
        return self._receivers.get(webhook_id)

    @callback
    def release(self, webhook_id: str, holder: str) -> bool:
        """Release a webhook; return whether its last holder has gone and it is unregistered."""
        holders = self._holders.get(webhook_id, set())
        holders.discard(holder)
        if holders:
            return False
        self._holders.pop(webhook_id, None)
        if self._receivers.pop(webhook_id, None):
            webhook.async_unregister(self.hass, webhook_id)
        if not self._fingerprints.get(webhook_id):
            self._fingerprints.pop(webhook_id, None)
        return True

    @callback
    def leave(self, webhook_id: str, entry_id: str) -> None:
        """Release the webhook of an entry: deliveries for the entry are rejected from now on."""
        if receiver := self._receivers.get(webhook_id):
            receiver.owners.pop(entry_id, None)
        self.release(webhook_id, entry_id)

    @callback
    def forget(self, webhook_id: str) -> None:
        """Forget the fingerprints of a webhook that is not used again."""
        if webhook_id not in self._receivers:
            self._fingerprints.pop(webhook_id, None)
