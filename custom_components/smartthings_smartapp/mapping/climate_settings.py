"""Settings of air conditioners, purifiers and heat pumps, and the filters of appliances."""

from collections.abc import Iterator

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfRatio

from .descriptions.base import AutomationFeature, ComponentView, Mapped, Source, Where
from .descriptions.controls import ButtonMap, NumberMap, SelectMap, SwitchMap, TimeMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Bounds
from .vocabulary import Attribute, Capability, Command

_CLEANING = Capability.CUSTOM_AUTO_CLEANING_MODE
_CLEANING_MODES = Source(_CLEANING, Attribute.SUPPORTED_AUTO_CLEANING_MODES)
_QUIET = Capability.CUSTOM_DO_NOT_DISTURB_MODE
# The command sets all three together.
_QUIET_TIMES = {
    "mode": Attribute.DO_NOT_DISTURB,
    "startTime": Attribute.START_TIME,
    "endTime": Attribute.END_TIME,
}
_FILTERS = (
    (Capability.CUSTOM_DUST_FILTER, "dustFilter"),
    (Capability.CUSTOM_DEODOR_FILTER, "deodorFilter"),
    (Capability.CUSTOM_HEPA_FILTER, "hepaFilter"),
    (Capability.CUSTOM_ELECTRIC_HEPA_FILTER, "electricHepaFilter"),
    (Capability.CUSTOM_VERY_FINE_DUST_FILTER, "veryFineDustFilter"),
    (Capability.CUSTOM_WATER_FILTER, "waterFilter"),
    (Capability.SAMSUNG_CE_DRAIN_FILTER, "drainFilter"),
    (Capability.SAMSUNG_CE_HOOD_FILTER, "hoodFilter"),
)


def _lists_modes(view: ComponentView) -> bool:
    """Return whether automatic cleaning has modes other than on and off."""
    listed = view.values.get(_CLEANING_MODES)
    return isinstance(listed, list) and not set(map(str, listed)) <= {"on", "off"}


def _filter(capability: str, prefix: str) -> Iterator[Mapped]:
    """Yield the state, the usage, the last reset and the reset button of a filter."""
    # Many devices list a filter that they do not have.
    where = Where(reported=(f"{prefix}Status", f"{prefix}Usage"))
    yield BinarySensorMap(
        capability=capability,
        key=f"{prefix}Status",
        where=where,
        automation=AutomationFeature.FILTER,
        on=("replace", "wash"),
        device_class=BinarySensorDeviceClass.PROBLEM,
    )
    yield SensorMap(
        capability=capability,
        key=f"{prefix}Usage",
        where=where,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        entity_category=EntityCategory.DIAGNOSTIC,
    )
    yield SensorMap(
        capability=capability,
        key=f"{prefix}LastResetDate",
        where=where,
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    )
    reset = f"reset{prefix[0].upper()}{prefix[1:]}"
    yield ButtonMap(
        capability=capability,
        key=reset,
        attribute=f"{prefix}Status",
        where=where,
        command=reset,
        entity_category=EntityCategory.DIAGNOSTIC,
    )


ENTRIES: tuple[Mapped, ...] = (
    SwitchMap(
        capability=Capability.CUSTOM_SPI_MODE,
        key=Attribute.SPI_MODE,
        translation_key="purify",
        set_command=Command.SET_SPI_MODE,
        entity_category=EntityCategory.CONFIG,
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_AIR_CONDITIONER_LIGHTING,
        key=Attribute.LIGHTING,
        translation_key="display_lighting",
        set_command=Command.SET_LIGHTING_LEVEL,
        entity_category=EntityCategory.CONFIG,
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_AIR_CONDITIONER_BEEP,
        key=Attribute.BEEP,
        translation_key="sound_effect",
        entity_category=EntityCategory.CONFIG,
    ),
    SelectMap(
        capability=_CLEANING,
        key=Attribute.AUTO_CLEANING_MODE,
        where=Where(test=_lists_modes),
        exclusive=True,
        command=Command.SET_AUTO_CLEANING_MODE,
        supported=_CLEANING_MODES,
        options=["auto_clean", "off", "on", "quiet_clean", "speed_clean", "timed_clean"],
        entity_category=EntityCategory.CONFIG,
    ),
    SwitchMap(
        capability=_CLEANING,
        key=Attribute.AUTO_CLEANING_MODE,
        set_command=Command.SET_AUTO_CLEANING_MODE,
        entity_category=EntityCategory.CONFIG,
    ),
    NumberMap(
        capability=Capability.CUSTOM_AIR_CONDITIONER_TROPICAL_NIGHT_MODE,
        key=Attribute.AC_TROPICAL_NIGHT_MODE_LEVEL,
        translation_key="tropical_night_mode",
        command=Command.SET_AC_TROPICAL_NIGHT_MODE_LEVEL,
        default=Bounds(0, 35),
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
    SelectMap(
        capability=Capability.SAMSUNG_CE_DUST_FILTER_ALARM,
        key=Attribute.ALARM_THRESHOLD,
        translation_key="dust_filter_alarm",
        command=Command.SET_ALARM_THRESHOLD,
        supported=Source(
            Capability.SAMSUNG_CE_DUST_FILTER_ALARM, Attribute.SUPPORTED_ALARM_THRESHOLDS
        ),
        options=["180", "300", "500", "700"],
        entity_category=EntityCategory.CONFIG,
    ),
    *(entry for capability, prefix in _FILTERS for entry in _filter(capability, prefix)),
    SwitchMap(
        capability=_QUIET,
        key=Attribute.DO_NOT_DISTURB,
        on_command=Command.DO_NOT_DISTURB_ON,
        off_command=Command.DO_NOT_DISTURB_OFF,
        entity_category=EntityCategory.CONFIG,
    ),
    *(
        TimeMap(
            capability=_QUIET,
            key=key,
            translation_key=f"do_not_disturb_{text}",
            command=Command.SET_DO_NOT_DISTURB_MODE,
            together=_QUIET_TIMES,
            entity_category=EntityCategory.CONFIG,
        )
        for key, text in ((Attribute.START_TIME, "start"), (Attribute.END_TIME, "end"))
    ),
    SensorMap(
        capability=Capability.SAMSUNG_CE_EHS_DIVERTER_VALVE,
        key=Attribute.POSITION,
        translation_key="diverter_valve_position",
        device_class=SensorDeviceClass.ENUM,
        options=["room", "tank"],
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_EHS_DEFROST_MODE,
        key=Attribute.STATUS,
        translation_key="defrosting",
        on=("on",),
        device_class=BinarySensorDeviceClass.RUNNING,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_EHS_BOOSTER_HEATER,
        key=Attribute.STATUS,
        translation_key="booster_heater",
        on=("on",),
        device_class=BinarySensorDeviceClass.HEAT,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
)
