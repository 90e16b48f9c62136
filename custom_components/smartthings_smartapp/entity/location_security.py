"""The sensor of the security state of a location."""

from collections.abc import Mapping
from typing import Final, override

from homeassistant.components.alarm_control_panel import AlarmControlPanelState
from homeassistant.components.sensor import SensorDeviceClass, SensorEntity

from ..runtime import Runtime
from .location import LocationEntity, location_unique_id

_KEY: Final = "security_state"

ARM_STATES: Final[Mapping[str | None, AlarmControlPanelState]] = {
    "ARMED_AWAY": AlarmControlPanelState.ARMED_AWAY,
    "ARMED_STAY": AlarmControlPanelState.ARMED_HOME,
    "DISARMED": AlarmControlPanelState.DISARMED,
}
"""Home Assistant's states, by the states of an event (platform reference 7)."""


def location_security_state(runtime: Runtime) -> Mapping[str, SensorEntity]:
    """Return the sensor of the security state, by unique id."""
    return {
        location_unique_id(runtime.location_id, _KEY): SmartThingsLocationSecurityState(runtime)
    }


class SmartThingsLocationSecurityState(LocationEntity, SensorEntity):
    """Shows whether the location is armed. It is unknown until the first event."""

    _attr_translation_key = _KEY
    _attr_device_class = SensorDeviceClass.ENUM

    def __init__(self, runtime: Runtime) -> None:
        """Create the sensor of a location."""
        super().__init__(runtime, _KEY)
        self._attr_options = [*map(str, ARM_STATES.values())]

    @property
    @override
    def native_value(self) -> str | None:
        """Return the state of the last event."""
        return ARM_STATES.get(self.runtime.arm_state)
