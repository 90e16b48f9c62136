"""The page that SmartThings shows while the SmartApp is installed, in the language of the user."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.generated.languages import LANGUAGES
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util.language import matches

from ..cloud import ConfigurationInitialize, ConfigurationPage, initialize_reply, page_reply
from ..cloud.json_types import JsonObject
from ..const import DOMAIN, SCOPES

_PAGE_ID: Final = "1"
_NAME: Final = "Home Assistant"
_PREFIX: Final = f"component.{DOMAIN}.selector.install_page.options."


async def install_page(
    hass: HomeAssistant, delivery: ConfigurationInitialize | ConfigurationPage
) -> JsonObject:
    """Return the reply to a CONFIGURATION: first name and permissions, then the only page.

    The language is that of the delivery, else that of Home Assistant, else English.
    """
    texts = await async_get_translations(
        hass, _language(hass, delivery.locale), "selector", {DOMAIN}
    )
    if isinstance(delivery, ConfigurationInitialize):
        return initialize_reply(
            name=_NAME,
            description=texts[f"{_PREFIX}description"],
            permissions=SCOPES,
            first_page_id=_PAGE_ID,
        )
    return page_reply(
        page_id=_PAGE_ID,
        name=_NAME,
        section=texts[f"{_PREFIX}section"],
        text=texts[f"{_PREFIX}text"],
    )


def _language(hass: HomeAssistant, locale: str) -> str:
    found = matches(locale, LANGUAGES) if locale else []
    return found[0] if found else hass.config.language
