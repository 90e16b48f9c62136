"""Building services: pumps, water flow alarms, elevators."""

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory

from .descriptions.base import Mapped, Source
from .descriptions.controls import ButtonMap, SelectMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .vocabulary import Attribute, Capability, Command

_OPERATION = ["local_setting", "maximum", "minimum", "normal"]
_CONTROL = [
    "automatic",
    "constant_flow",
    "constant_pressure",
    "constant_speed",
    "constant_temperature",
    "proportional_pressure",
]
# Capability, attribute that is set, its command, what it lists, what the pump does now, words.
_PUMPS = (
    (
        Capability.PUMP_OPERATION_MODE,
        Attribute.OPERATION_MODE,
        Command.SET_OPERATION_MODE,
        Attribute.SUPPORTED_OPERATION_MODES,
        Attribute.CURRENT_OPERATION_MODE,
        _OPERATION,
    ),
    (
        Capability.PUMP_CONTROL_MODE,
        Attribute.CONTROL_MODE,
        Command.SET_CONTROL_MODE,
        Attribute.SUPPORTED_CONTROL_MODES,
        Attribute.CURRENT_CONTROL_MODE,
        _CONTROL,
    ),
)

ENTRIES: tuple[Mapped, ...] = (
    *(
        SelectMap(
            capability=capability,
            key=key,
            translation_key=f"pump_{text}",
            command=command,
            supported=Source(capability, supported),
            options=options,
        )
        for (capability, key, command, supported, _, options), text in zip(
            _PUMPS, ("operation_mode", "control_mode"), strict=True
        )
    ),
    *(
        SensorMap(
            capability=capability,
            key=present,
            device_class=SensorDeviceClass.ENUM,
            options=options,
            entity_category=EntityCategory.DIAGNOSTIC,
        )
        for capability, _, _, _, present, options in _PUMPS
    ),
    *(
        BinarySensorMap(
            capability=Capability.WATER_FLOW_ALARM,
            key=key,
            translation_key=text,
            on=("warning", "alarm"),
            off=("normal",),
            device_class=BinarySensorDeviceClass.PROBLEM,
        )
        for key, text in (
            (Attribute.VOLUME_ALARM, "water_volume_alarm"),
            (Attribute.DURATION_ALARM, "water_duration_alarm"),
            (Attribute.RATE_ALARM, "water_rate_alarm"),
        )
    ),
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
