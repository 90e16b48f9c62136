"""The receiver that the deliveries of a location come through."""

from homeassistant.const import CONF_WEBHOOK_ID

from custom_components.smartthings_smartapp.runtime import Runtime, domain_data
from custom_components.smartthings_smartapp.webhook.receiver import Receiver


def receiver_of(runtime: Runtime) -> Receiver:
    """Return the receiver of a location."""
    found = domain_data(runtime.hass).receivers.get(runtime.entry.data[CONF_WEBHOOK_ID])
    assert found is not None
    return found
