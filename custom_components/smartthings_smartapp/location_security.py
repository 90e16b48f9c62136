"""The security of the location: armed or not, as SmartThings says."""

from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.alarm_control_panel import (
    AlarmControlPanelEntity,
    AlarmControlPanelEntityFeature,
    AlarmControlPanelState,
)
from homeassistant.exceptions import ServiceValidationError

from .const import DOMAIN
from .entity.location import LocationEntity, location_unique_id
from .runtime import Runtime

_KEY: Final = "security"

# The states of an event about the location's security (platform reference 7).
_STATES: Final = {
    "ARMED_AWAY": AlarmControlPanelState.ARMED_AWAY,
    "ARMED_STAY": AlarmControlPanelState.ARMED_HOME,
    "DISARMED": AlarmControlPanelState.DISARMED,
}


def location_security(runtime: Runtime) -> Mapping[str, AlarmControlPanelEntity]:
    """Return the panel of the location."""
    return {location_unique_id(runtime.store.location_id, _KEY): StLocationSecurity(runtime)}


class StLocationSecurity(LocationEntity, AlarmControlPanelEntity):
    """Shows whether the location is armed.

    The API can neither be asked nor told, so it is unknown until the first event, and read only.
    """

    _attr_translation_key = "location_security"
    _attr_code_arm_required = False
    _attr_supported_features = AlarmControlPanelEntityFeature(0)

    def __init__(self, runtime: Runtime) -> None:
        """Stand for the one security system of the location."""
        super().__init__(runtime, _KEY)

    @property
    @override
    def alarm_state(self) -> AlarmControlPanelState | None:
        """Return the state of the last event."""
        return _STATES.get(self.runtime.store.arm_state or "")

    @override
    async def async_alarm_disarm(self, code: str | None = None) -> None:
        """Refuse to disarm: Home Assistant offers it for every panel.

        Raises ServiceValidationError always.
        """
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="security_read_only",
            translation_placeholders={"name": self.runtime.entry.title},
        )
