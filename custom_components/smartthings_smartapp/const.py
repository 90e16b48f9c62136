"""Names shared by the whole integration."""

from typing import Final

from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET, CONF_WEBHOOK_ID, Platform

DOMAIN: Final = "smartthings_smartapp"

PLATFORMS: Final = (
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.COVER,
    Platform.EVENT,
    Platform.LIGHT,
    Platform.LOCK,
    Platform.NUMBER,
    Platform.SCENE,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TIME,
)

CONF_APP_ID: Final = "app_id"
CONF_APP_KIND: Final = "app_kind"
CONF_CLOUDHOOK: Final = "cloudhook"
CONF_INSTALLED_APP_ID: Final = "installed_app_id"
CONF_LOCATION_ID: Final = "location_id"
CONF_PUBLIC_KEY: Final = "public_key"
CONF_UNINSTALLED: Final = "uninstalled"
CONF_WEBHOOK_URL: Final = "webhook_url"

APP_KIND_WEBHOOK: Final = "WEBHOOK_SMART_APP"

# What diagnostics and logs must never show, kept beside the keys themselves.
TO_REDACT: Final = frozenset(
    {
        CONF_APP_ID,
        CONF_CLIENT_ID,
        CONF_CLIENT_SECRET,
        CONF_INSTALLED_APP_ID,
        CONF_LOCATION_ID,
        CONF_PUBLIC_KEY,
        CONF_WEBHOOK_ID,
        CONF_WEBHOOK_URL,
        "access_token",
        "refresh_token",
    }
)
