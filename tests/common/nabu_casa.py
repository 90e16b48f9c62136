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
    """There is no cloud."""


class CloudNotConnected(CloudNotAvailable):
    """The cloud is out of reach."""


@dataclass
class NabuCasa:
    """The parts of Home Assistant Cloud that hand out cloudhooks."""

    relay: Relay
    subscribed: bool = True
    connected: bool = True
    deleted: list[str] = field(default_factory=list)
    listeners: list[Callable[[str], Awaitable[None]]] = field(default_factory=list)

    def active_subscription(self, _hass: HomeAssistant) -> bool:
        """Tell whether the subscription is paid."""
        return self.subscribed

    def logged_in(self, _hass: HomeAssistant) -> bool:
        """Tell whether the user is signed in, with or without a subscription."""
        return True

    async def create(self, _hass: HomeAssistant, webhook_id: str) -> str:
        """Hand out the one cloudhook."""
        if not self.connected:
            raise CloudNotConnected
        self.relay.webhook_id = webhook_id
        return self.relay.url

    async def delete(self, _hass: HomeAssistant, webhook_id: str) -> None:
        """Take it back."""
        if not self.connected:
            raise CloudNotAvailable
        self.deleted.append(webhook_id)

    def listen(
        self, _hass: HomeAssistant, listener: Callable[[str], Awaitable[None]]
    ) -> Callable[[], None]:
        """Tell when the connection comes or goes."""
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def module(self) -> ModuleType:
        """Return the module that stands in for the cloud component."""
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
