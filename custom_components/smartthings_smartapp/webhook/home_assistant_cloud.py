"""Home Assistant Cloud, and the only import of its integration.

That import loads the voice assistants and cameras too, so this module is imported only where the
integration ``cloud`` is loaded.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final
from weakref import WeakKeyDictionary

from hass_nabucasa import NabuCasaBaseError
from hass_nabucasa.iot_base import NotConnected
from homeassistant.components import cloud
from homeassistant.core import HomeAssistant, callback

_FAILURES: Final = (NabuCasaBaseError, NotConnected, ConnectionError, TimeoutError, ValueError)
"""Errors of hass-nabucasa. It has no common class for those of the connection, and a ValueError
means that the connection has just ended, or that another task creates the same cloudhook."""
_CREATING: Final[WeakKeyDictionary[HomeAssistant, asyncio.Lock]] = WeakKeyDictionary()
"""Held while a cloudhook is created. Of two that are created for one webhook at the same time, only
the later one would work, and requests to the other would be answered with 200 and lost."""


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

    @property
    def is_connected(self) -> bool:
        """Whether requests to cloudhooks arrive now."""
        return cloud.async_is_connected(self._hass)

    async def cloudhook(self, webhook_id: str) -> str | None:
        """Return the URL of a cloudhook, None without a subscription.

        Raises CloudNotAvailable if the cloud does not answer, or with an error.
        """
        if not self.is_subscribed:
            return None
        try:
            async with _CREATING.setdefault(self._hass, asyncio.Lock()):
                return await cloud.async_get_or_create_cloudhook(self._hass, webhook_id)
        except _FAILURES as err:
            raise cloud.CloudNotAvailable from err

    async def delete_cloudhook(self, webhook_id: str) -> None:
        """Delete a cloudhook, unless it or the cloud is already gone."""
        try:
            await cloud.async_delete_cloudhook(self._hass, webhook_id)
        except (cloud.CloudNotAvailable, *_FAILURES):
            return

    def listen(self, listener: Callable[[bool], None]) -> Callable[[], None]:
        """Call ``listener`` when the connection comes (True) or goes; return what ends that."""

        @callback
        def changed(state: cloud.CloudConnectionState) -> None:
            listener(state is cloud.CloudConnectionState.CLOUD_CONNECTED)

        return cloud.async_listen_connection_change(self._hass, changed)

    def listen_to_cloudhook(
        self, webhook_id: str, listener: Callable[[], None]
    ) -> Callable[[], None]:
        """Call ``listener`` when cloudhooks were created or deleted; return what ends that."""

        @callback
        def changed(_hook: dict[str, Any] | None) -> None:  # Home Assistant's own type
            listener()

        return cloud.async_listen_cloudhook_change(self._hass, webhook_id, changed)
