"""A start of Home Assistant, as far as the shared parts of the integration go."""

from dataclasses import replace

from homeassistant.core import HomeAssistant

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.generic_entities.definition_store import DefinitionStore
from custom_components.smartthings_smartapp.runtime import domain_data


def restart_definitions(hass: HomeAssistant) -> None:
    """Forget the definitions in memory; the next set-up reads the file."""
    hass.data[DOMAIN] = replace(domain_data(hass), definitions=DefinitionStore(hass))
