"""A SmartApp as the config entries of its locations store it."""

from dataclasses import dataclass, field, replace
from typing import Final, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET, CONF_WEBHOOK_ID

from ..cloud.api.apps import API_ONLY_APP, RegisteredApp
from ..cloud.client_credentials import ClientCredentials
from ..const import (
    CONF_ADDRESS_TYPED,
    CONF_APP_ID,
    CONF_APP_KIND,
    CONF_CLOUDHOOK,
    CONF_PUBLIC_KEY,
    CONF_WEBHOOK_URL,
)
from ..webhook.public_url import PublicUrl

POLLED: Final = PublicUrl("", cloudhook=False)
"""The address of an API_ONLY app without deliveries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmartApp:
    """The part of the entry data that all locations of one SmartApp share."""

    app_id: str
    kind: str
    """WEBHOOK_SMART_APP or API_ONLY (platform reference 2.6)."""
    client_id: str
    client_secret: str = field(repr=False)
    public_key: str | None
    """The key of its deliveries in PEM, of APP_RSA apps only."""
    webhook_id: str
    address: PublicUrl
    """The target of the deliveries; its URL is empty if the location is polled."""

    @classmethod
    def of(cls, entry: ConfigEntry) -> Self:
        """Read the SmartApp of an entry."""
        data = entry.data
        return cls(
            app_id=data[CONF_APP_ID],
            kind=data[CONF_APP_KIND],
            client_id=data[CONF_CLIENT_ID],
            client_secret=data[CONF_CLIENT_SECRET],
            public_key=data[CONF_PUBLIC_KEY],
            webhook_id=data[CONF_WEBHOOK_ID],
            address=PublicUrl(
                data[CONF_WEBHOOK_URL], data[CONF_CLOUDHOOK], data[CONF_ADDRESS_TYPED]
            ),
        )

    @classmethod
    def registered(cls, app: RegisteredApp, webhook_id: str, address: PublicUrl) -> Self:
        """Return an app that was just registered, or found again."""
        return cls(
            app_id=app.app_id,
            kind=app.kind,
            client_id=app.client_id,
            client_secret=app.client_secret,
            public_key=app.public_key,
            webhook_id=webhook_id,
            address=address,
        )

    @property
    def client(self) -> ClientCredentials:
        """The credentials with which tokens are renewed."""
        return ClientCredentials(self.client_id, self.client_secret)

    @property
    def authorized_in_browser(self) -> bool:
        """Whether a person authorizes it on an OAuth page instead of installing it (3.5)."""
        return self.kind == API_ONLY_APP

    def at(self, address: PublicUrl) -> Self:
        """Return the same SmartApp with another address."""
        return replace(self, address=address)

    def as_data(self) -> dict[str, str | bool | None]:
        """Return its part of the data of an entry."""
        return {
            CONF_APP_ID: self.app_id,
            CONF_APP_KIND: self.kind,
            CONF_CLIENT_ID: self.client_id,
            CONF_CLIENT_SECRET: self.client_secret,
            CONF_PUBLIC_KEY: self.public_key,
            CONF_WEBHOOK_ID: self.webhook_id,
            CONF_WEBHOOK_URL: self.address.url,
            CONF_CLOUDHOOK: self.address.cloudhook,
            CONF_ADDRESS_TYPED: self.address.typed,
        }
