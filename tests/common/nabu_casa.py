"""A stand-in for Home Assistant Cloud, with a relay that works."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import ModuleType

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from tests.common.relay import Relay

CLOUD = "homeassistant.components.cloud"
IMPORTS_CLOUD = "custom_components.smartthings_smartapp.webhook.home_assistant_cloud"
"""The module of the integration that imports it."""


class CloudNotAvailable(HomeAssistantError):  # noqa: N818 - the cloud component's own name
    """The cloud is not available."""


class CloudNotConnected(CloudNotAvailable):
    """The cloud is not connected."""


@dataclass
class NabuCasa:
    """The functions of Home Assistant Cloud for cloudhooks."""

    relay: Relay
    subscribed: bool = True
    connected: bool = True
    deleted: list[str] = field(default_factory=list)
    listeners: list[Callable[[str], Awaitable[None]]] = field(default_factory=list)

    def active_subscription(self, _hass: HomeAssistant) -> bool:
        """Return whether the subscription is active."""
        return self.subscribed

    def logged_in(self, _hass: HomeAssistant) -> bool:
        """Return whether the user is logged in, with or without a subscription."""
        return True

    async def create(self, _hass: HomeAssistant, webhook_id: str) -> str:
        """Return the only cloudhook."""
        if not self.connected:
            raise CloudNotConnected
        self.relay.webhook_id = webhook_id
        return self.relay.url

    async def delete(self, _hass: HomeAssistant, webhook_id: str) -> None:
        """Delete the cloudhook."""
        if not self.connected:
            raise CloudNotAvailable
        self.deleted.append(webhook_id)

    def listen(
        self, _hass: HomeAssistant, listener: Callable[[str], Awaitable[None]]
    ) -> Callable[[], None]:
        """Call the listener when the connection changes."""
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def module(self) -> ModuleType:
        """Return the module that replaces the cloud component."""
        module = ModuleType(CLOUD)
        module.__dict__.update(
            CloudNotAvailable=CloudNotAvailable,
            CloudNotConnected=CloudNotConnected,
            async_active_subscription=self.active_subscription,
            async_is_logged_in=self.logged_in,
            async_get_or_create_cloudhook=self.create,
            async_delete_cloudhook=self.delete,
            async_listen_connection_change=self.listen,
        )
        return module
