"""Detectors, sirens and alarm panels. The test of a detector counts as clear."""

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.const import EntityCategory

from .descriptions.base import Mapped, Source, Where
from .descriptions.controls import SelectMap
from .descriptions.devices import AlarmPanelMap, SirenMap
from .descriptions.sensors import BinarySensorMap
from .descriptions.values import Setpoint
from .vocabulary import Attribute, Capability, Category, Command

_VOLUME = Source(Capability.AUDIO_VOLUME, Attribute.VOLUME)
_SET_VOLUME = Setpoint(source=_VOLUME, command=Command.SET_VOLUME)
_TONES = (Command.BOTH, Command.SIREN, Command.STROBE)
_PANEL_ALARM = Source(Capability.SECURITY_SYSTEM, Attribute.ALARM)
_PANEL_COMMANDS = Source(Capability.SECURITY_SYSTEM, Attribute.SUPPORTED_SECURITY_SYSTEM_COMMANDS)
_ALARMED = (
    *("active", "alarm", "alarming", "both", "burglary", "fire"),
    *("intrusion", "on", "panic", "siren", "strobe", "triggered"),
)

SIRENS: tuple[Mapped, ...] = (
    # The switch of a siren repeats its state, and the level repeats its volume.
    SirenMap(
        capability=Capability.ALARM,
        key=Attribute.ALARM,
        where=Where(category=(Category.SIREN,)),
        claims=(_VOLUME,),
        mirrors=(
            Source(Capability.SWITCH, Attribute.SWITCH),
            Source(Capability.SWITCH_LEVEL, Attribute.LEVEL),
        ),
        exclusive=True,
        primary=True,
        tones=_TONES,
        volume=_SET_VOLUME,
    ),
    SirenMap(
        capability=Capability.ALARM,
        key=Attribute.ALARM,
        claims=(_VOLUME,),
        exclusive=True,
        tones=_TONES,
        volume=_SET_VOLUME,
    ),
)
"""Composites."""

ENTRIES: tuple[Mapped, ...] = (
    # The definition does not list the texts of an alarm.
    AlarmPanelMap(
        capability=Capability.SECURITY_SYSTEM,
        key=Attribute.SECURITY_SYSTEM_STATUS,
        claims=(_PANEL_ALARM,),
        reads=(_PANEL_COMMANDS,),
        exclusive=True,
        primary=True,
        supported=_PANEL_COMMANDS,
        alarm=_PANEL_ALARM,
        alarmed=_ALARMED,
    ),
    BinarySensorMap(
        capability=Capability.SMOKE_DETECTOR,
        key=Attribute.SMOKE,
        on=("detected",),
        device_class=BinarySensorDeviceClass.SMOKE,
    ),
    BinarySensorMap(
        capability=Capability.CARBON_MONOXIDE_DETECTOR,
        key=Attribute.CARBON_MONOXIDE,
        on=("detected",),
        device_class=BinarySensorDeviceClass.CO,
    ),
    BinarySensorMap(
        capability=Capability.GAS_DETECTOR,
        key=Attribute.GAS,
        on=("detected",),
        device_class=BinarySensorDeviceClass.GAS,
    ),
    BinarySensorMap(
        capability=Capability.WATER_SENSOR,
        key=Attribute.WATER,
        on=("wet",),
        device_class=BinarySensorDeviceClass.MOISTURE,
    ),
    BinarySensorMap(
        capability=Capability.TAMPER_ALERT,
        key=Attribute.TAMPER,
        on=("detected",),
        device_class=BinarySensorDeviceClass.TAMPER,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    BinarySensorMap(
        capability=Capability.PANIC_ALARM,
        key=Attribute.PANIC_ALARM,
        on=("panic",),
        device_class=BinarySensorDeviceClass.SAFETY,
    ),
    # Whether the detector raises alarms, not an alarm.
    SelectMap(
        capability=Capability.ALARM_SENSOR,
        key=Attribute.ALARM_SENSOR_STATE,
        command=Command.SET_ALARM_SENSOR_STATE,
        supported=Source(Capability.ALARM_SENSOR, Attribute.SUPPORTED_ALARM_SENSOR_STATES),
        default=("off", "enabled", "suppressed"),
        options=["enabled", "off", "suppressed"],
        entity_category=EntityCategory.CONFIG,
    ),
    BinarySensorMap(
        capability=Capability.HARDWARE_FAULT,
        key=Attribute.HARDWARE_FAULT,
        on=("detected",),
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
)
