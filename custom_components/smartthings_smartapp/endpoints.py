"""The YAML of developers, which replaces SmartThings with a simulator."""

from typing import Final, TypedDict

import voluptuous as vol
from homeassistant.helpers import config_validation as cv

from .cloud.endpoints import Endpoints
from .const import DOMAIN

CONF_ENDPOINTS: Final = "endpoints"


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


def endpoints_from_config(config: EndpointsConfig) -> Endpoints:
    """Return the endpoints of the YAML."""
    return Endpoints(
        config["api_url"].rstrip("/"),
        config["key_url"].rstrip("/"),
        config["install_url"],
    )
