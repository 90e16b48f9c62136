"""Building services: pumps, water flow alarms, elevators."""

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory

from .descriptions.base import Mapped, Source
from .descriptions.controls import ButtonMap, SelectMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .vocabulary import Attribute, Capability, Command
from .words import identifier, listed


def _pump_setting(
    capability: str, attribute: str, *, supported: str, command: str, options: list[str]
) -> SelectMap:
    """Return the mode that a pump is set to."""
    return SelectMap(
        capability=capability,
        key=attribute,
        translation_key=f"pump_{identifier(attribute)}",
        command=command,
        supported=Source(capability, supported),
        options=options,
    )


def _pump_state(capability: str, attribute: str, options: list[str]) -> SensorMap:
    """Return the mode that a pump is in, which may differ from the one it is set to."""
    return SensorMap(
        capability=capability,
        key=attribute,
        device_class=SensorDeviceClass.ENUM,
        options=options,
        entity_category=EntityCategory.DIAGNOSTIC,
    )


def _flow_alarm(attribute: str, translation_key: str) -> BinarySensorMap:
    """Return an alarm of the flow of water."""
    return BinarySensorMap(
        capability=Capability.WATER_FLOW_ALARM,
        key=attribute,
        translation_key=translation_key,
        on=("warning", "alarm"),
        off=("normal",),
        device_class=BinarySensorDeviceClass.PROBLEM,
    )


_OPERATION_MODES = ["local_setting", "maximum", "minimum", "normal"]
_CONTROL_MODES = listed(
    "automatic constant_flow constant_pressure constant_speed constant_temperature "
    "proportional_pressure"
)

ENTRIES: tuple[Mapped, ...] = (
    _pump_setting(
        Capability.PUMP_OPERATION_MODE,
        Attribute.OPERATION_MODE,
        supported=Attribute.SUPPORTED_OPERATION_MODES,
        command=Command.SET_OPERATION_MODE,
        options=_OPERATION_MODES,
    ),
    _pump_setting(
        Capability.PUMP_CONTROL_MODE,
        Attribute.CONTROL_MODE,
        supported=Attribute.SUPPORTED_CONTROL_MODES,
        command=Command.SET_CONTROL_MODE,
        options=_CONTROL_MODES,
    ),
    _pump_state(Capability.PUMP_OPERATION_MODE, Attribute.CURRENT_OPERATION_MODE, _OPERATION_MODES),
    _pump_state(Capability.PUMP_CONTROL_MODE, Attribute.CURRENT_CONTROL_MODE, _CONTROL_MODES),
    _flow_alarm(Attribute.VOLUME_ALARM, "water_volume_alarm"),
    _flow_alarm(Attribute.DURATION_ALARM, "water_duration_alarm"),
    _flow_alarm(Attribute.RATE_ALARM, "water_rate_alarm"),
    SensorMap(
        capability=Capability.ELEVATOR_CALL,
        key=Attribute.CALL_STATUS,
        device_class=SensorDeviceClass.ENUM,
        options=["called", "standby"],
    ),
    ButtonMap(
        capability=Capability.ELEVATOR_CALL,
        key=Command.CALL,
        attribute=Attribute.CALL_STATUS,
        translation_key="call_elevator",
        command=Command.CALL,
    ),
)
