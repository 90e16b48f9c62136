"""The installed app of a config entry, and those that it has replaced."""

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed

from ..const import CONF_INSTALLED_APP_ID, CONF_UNINSTALLED, DOMAIN
from ..issues.issue import Issue, end_issue
from ..issues.uninstalled import raise_uninstalled
from ..runtime import SmartThingsConfigEntry, domain_data, entry_state


def check_installed(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Note the installed app. Raises ConfigEntryAuthFailed if the user has removed it.

    Home Assistant logs ConfigEntryError with a traceback, although nothing is wrong with the code.
    It asks for a re-authentication after ConfigEntryAuthFailed. The config flow ends that one,
    because the issue already leads to the page of the SmartApp.
    """
    if entry.data.get(CONF_UNINSTALLED):
        raise_uninstalled(hass, entry)
        raise ConfigEntryAuthFailed(
            translation_domain=DOMAIN,
            translation_key="uninstalled",
            translation_placeholders={"name": entry.title},
        )
    end_issue(hass, entry, Issue.UNINSTALLED)
    entry_state(hass, entry).installed_app_ids.add(entry.data[CONF_INSTALLED_APP_ID])


async def delete_replaced_tokens(hass: HomeAssistant, entry: SmartThingsConfigEntry) -> None:
    """Delete the tokens of earlier installations that the current one has replaced.

    Called when the current one is known to work, and when the entry is removed.
    """
    known = entry_state(hass, entry).installed_app_ids
    present = entry.data[CONF_INSTALLED_APP_ID]
    replaced = known - {present, *domain_data(hass).pending_removals.known}
    known.clear()
    known.add(present)
    for installed_app_id in replaced:
        await domain_data(hass).tokens.store(installed_app_id).remove()
