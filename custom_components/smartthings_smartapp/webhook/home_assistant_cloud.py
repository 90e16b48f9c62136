"""Home Assistant Cloud, and the only import of its integration.

That import loads the voice assistants and cameras too, so this module is imported only where the
integration ``cloud`` is loaded.
"""

from collections.abc import Callable

from homeassistant.components import cloud
from homeassistant.core import HomeAssistant


class HomeAssistantCloud:
    """The subscription and the cloudhooks of this Home Assistant."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Use the integration, which is loaded."""
        self._hass = hass

    @property
    def is_subscribed(self) -> bool:
        """Whether the subscription is active."""
        return cloud.async_active_subscription(self._hass)

    @property
    def has_ended(self) -> bool:
        """Whether the user is signed in and the subscription has ended."""
        return cloud.async_is_logged_in(self._hass) and not self.is_subscribed

    async def cloudhook(self, webhook_id: str) -> str | None:
        """Return the URL of a cloudhook, None without a subscription.

        Raises HomeAssistantError if the cloud does not answer.
        """
        if not self.is_subscribed:
            return None
        try:
            return await cloud.async_get_or_create_cloudhook(self._hass, webhook_id)
        except ValueError:
            return None

    async def delete_cloudhook(self, webhook_id: str) -> None:
        """Delete a cloudhook, unless it or the cloud is already gone."""
        try:
            await cloud.async_delete_cloudhook(self._hass, webhook_id)
        except cloud.CloudNotAvailable, ValueError:
            return

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` when the connection comes or goes; return what ends that."""

        async def changed(_state: cloud.CloudConnectionState) -> None:
            listener()

        return cloud.async_listen_connection_change(self._hass, changed)
