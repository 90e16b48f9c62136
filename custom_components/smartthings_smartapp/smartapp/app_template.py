"""Names and scopes of all SmartApps that this integration registers."""

from typing import Final

from ..cloud.api.apps import AppTemplate
from ..const import SCOPES

APP_TEMPLATE: Final = AppTemplate(
    name_prefix="homeassistant.", client_name="Home Assistant", scopes=SCOPES
)
"""Apps of other Home Assistant instances, and of its former SmartThings integration, match too."""
INSTANCE_SETTING: Final = "instanceId"
"""The setting of an app that holds the id of the Home Assistant that registered it."""
