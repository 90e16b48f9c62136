"""The hosts that the integration speaks to, and the YAML that points it at a simulator."""

from dataclasses import dataclass
from typing import Final, TypedDict
from urllib.parse import quote

import voluptuous as vol
from homeassistant.helpers import config_validation as cv
from yarl import URL

from .const import DOMAIN

CONF_ENDPOINTS: Final = "endpoints"

_INSTALL_PAGE: Final = "https://strongman-regional.api.smartthings.com/"
_LOGIN_PAGE: Final = "https://account.smartthings.com/login"


class EndpointsConfig(TypedDict):
    """The ``endpoints`` block of the YAML."""

    api_url: str
    key_url: str
    install_url: str


CONFIG_SCHEMA = vol.Schema(
    {
        vol.Optional(DOMAIN): vol.Schema(
            {
                vol.Optional(CONF_ENDPOINTS): vol.Schema(
                    {
                        vol.Required("api_url"): cv.url,
                        vol.Required("key_url"): cv.url,
                        vol.Required("install_url"): cv.url,
                    }
                )
            }
        )
    },
    extra=vol.ALLOW_EXTRA,
)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Base URLs without a trailing slash; the token endpoint is ``<api_url>/oauth/token``."""

    api_url: str = "https://api.smartthings.com"
    key_url: str = "https://key.smartthings.com"
    install_url: str | None = None
    """Where the install page of a simulator is; None is the page of SmartThings itself."""

    @property
    def development(self) -> bool:
        """Whether these are a developer's endpoints, for which plain HTTP is good enough."""
        return self.install_url is not None

    def install_page(self, app_id: str, location_id: str) -> str:
        """Return the page on which a person installs the SmartApp (platform reference 3.1).

        SmartThings' own page stands behind its login, which takes it as one escaped argument.
        """
        page = URL(self.install_url or _INSTALL_PAGE).update_query(
            appId=app_id,
            locationId=location_id,
            appType="ENDPOINTAPP",
            language="en",
            clientOS="web",
        )
        if self.development:
            return str(page)
        return f"{_LOGIN_PAGE}?redirect={quote(str(page), safe='')}"


def endpoints_from_config(config: EndpointsConfig) -> Endpoints:
    """Return the endpoints of the YAML."""
    return Endpoints(
        config["api_url"].rstrip("/"),
        config["key_url"].rstrip("/"),
        config["install_url"],
    )
