"""Names shared by the whole integration."""

from typing import Final

from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET, CONF_WEBHOOK_ID, Platform

DOMAIN: Final = "smartthings_smartapp"

PLATFORMS: Final = (
    Platform.ALARM_CONTROL_PANEL,
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CLIMATE,
    Platform.COVER,
    Platform.DATETIME,
    Platform.DEVICE_TRACKER,
    Platform.EVENT,
    Platform.FAN,
    Platform.HUMIDIFIER,
    Platform.IMAGE,
    Platform.LIGHT,
    Platform.LOCK,
    Platform.MEDIA_PLAYER,
    Platform.NOTIFY,
    Platform.NUMBER,
    Platform.REMOTE,
    Platform.SCENE,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SIREN,
    Platform.SWITCH,
    Platform.TEXT,
    Platform.TIME,
    Platform.UPDATE,
    Platform.VACUUM,
    Platform.VALVE,
    Platform.WATER_HEATER,
)

SCOPES: Final = (
    "r:devices:*",
    "x:devices:*",
    "r:locations:*",
    "x:locations:*",
    "r:scenes:*",
    "x:scenes:*",
    "r:security:locations:*:armstate",
)
"""The scopes that the SmartApp requests, at its registration and at each installation."""

CONF_ADDRESS_TYPED: Final = "address_typed"
CONF_APP_ID: Final = "app_id"
CONF_APP_KIND: Final = "app_kind"
CONF_CLOUDHOOK: Final = "cloudhook"
CONF_INSTALLED_APP_ID: Final = "installed_app_id"
CONF_LOCATION_ID: Final = "location_id"
CONF_PUBLIC_KEY: Final = "public_key"
CONF_UNCONFIRMED: Final = "unconfirmed"
"""True until a delivery shows that SmartThings uses the address."""
CONF_UNINSTALLED: Final = "uninstalled"
CONF_WEBHOOK_URL: Final = "webhook_url"

# Keys whose values diagnostics and logs must not show.
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
