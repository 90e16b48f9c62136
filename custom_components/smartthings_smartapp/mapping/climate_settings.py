"""Settings of air conditioners, purifiers and heat pumps, and the filters of appliances."""

from collections.abc import Callable, Iterator

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfRatio, UnitOfTemperature, UnitOfTime

from ..cloud.json_types import Json, JsonObject, as_list, as_object, text
from ..cloud.models import MAIN
from .descriptions.assumed import AssumedSwitchMap, Resource
from .descriptions.base import AutomationFeature, ComponentView, Mapped, Source, Where
from .descriptions.controls import ButtonMap, NumberMap, SelectMap, SwitchMap, TimeMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Bounds
from .settings import choice_setting, switch_setting
from .vocabulary import Attribute, Capability, Category, Command

_CLEANING = Capability.CUSTOM_AUTO_CLEANING_MODE
_CLEANING_MODES = Source(_CLEANING, Attribute.SUPPORTED_AUTO_CLEANING_MODES)
_LIGHTING = Capability.SAMSUNG_CE_AIR_CONDITIONER_LIGHTING
_LIGHTING_LEVELS = Source(_LIGHTING, Attribute.SUPPORTED_LIGHTING_LEVELS)
_ODOR = Capability.CUSTOM_AIR_CONDITIONER_ODOR_CONTROLLER
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

_FLOW = Capability.SAMSUNG_CE_AIR_CONDITIONER_AIR_FLOW_DIRECTION
_SAVING = Capability.SAMSUNG_CE_POWER_SAVING_WHILE_AWAY


def _lists_more(supported: Source) -> Callable[[ComponentView], bool]:
    """Return a condition: a setting has values other than on and off."""

    def test(view: ComponentView) -> bool:
        listed = view.values.get(supported)
        return isinstance(listed, list) and not set(map(str, listed)) <= {"on", "off"}

    return test


def _filter(capability: str, prefix: str) -> Iterator[Mapped]:
    """Yield the state, the usage, the lifetime, the last reset and the reset button of a filter."""
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
        where=Where(reported=(f"{prefix}Usage",)),
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
    yield SensorMap(
        capability=capability,
        key=f"{prefix}Capacity",
        where=Where(reported=(f"{prefix}Capacity",)),
        device_class=SensorDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.HOURS,
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


_FIELD = Source(Capability.SAMSUNG_CE_EHS_FSV_SETTINGS, Attribute.FSV_SETTINGS)


def _field_setting(settings: Json, setting_id: str) -> JsonObject:
    found = (item for item in map(as_object, as_list(settings)) if text(item, "id") == setting_id)
    return next(found, {})


def _value_of(setting_id: str) -> Callable[[Json], float | None]:
    """Return a function that finds the value of a field setting in the list of all."""

    def find(settings: Json) -> float | None:
        value = _field_setting(settings, setting_id).get("value")
        return value if isinstance(value, int | float) else None

    return find


def _field_settings(settings: Json) -> tuple[Mapped, ...]:
    """Return an entry for each field setting that the heat pump uses."""
    used = (item for item in map(as_object, as_list(settings)) if item.get("inUse") is not False)
    return tuple(
        SensorMap(
            capability=_FIELD.capability,
            key=f"fsv{setting_id}",
            attribute=_FIELD.attribute,
            translation_key="field_setting",
            role=f"fsv{setting_id}",
            placeholders={"setting": setting_id},
            convert=_value_of(setting_id),
            device_class=_CLASSES.get(text(item, "type")),
            native_unit_of_measurement=_DEGREES.get(text(item, "temperatureUnit")),
            entity_category=EntityCategory.DIAGNOSTIC,
            entity_registry_enabled_default=False,
        )
        for item in used
        if (setting_id := text(item, "id"))
    )


_CLASSES = {"temperature": SensorDeviceClass.TEMPERATURE}
_DEGREES = {"C": UnitOfTemperature.CELSIUS, "F": UnitOfTemperature.FAHRENHEIT}


ENTRIES: tuple[Mapped, ...] = (
    SwitchMap(
        capability=Capability.CUSTOM_SPI_MODE,
        key=Attribute.SPI_MODE,
        translation_key="purify",
        set_command=Command.SET_SPI_MODE,
        entity_category=EntityCategory.CONFIG,
    ),
    SelectMap(
        capability=_LIGHTING,
        key=Attribute.LIGHTING,
        translation_key="display_lighting",
        where=Where(test=_lists_more(_LIGHTING_LEVELS)),
        exclusive=True,
        command=Command.SET_LIGHTING_LEVEL,
        supported=_LIGHTING_LEVELS,
        options=["off", "on"],
        entity_category=EntityCategory.CONFIG,
    ),
    # Older models have no capability for it. There is none either without a display, so it is
    # disabled by default. ``Light_On`` turns it off (platform reference 18).
    AssumedSwitchMap(
        capability=Capability.EXECUTE,
        key="displayLighting",
        attribute=Attribute.DATA,
        where=Where(
            component=MAIN,
            category=(Category.AIR_CONDITIONER,),
            all_of=(Capability.AIR_CONDITIONER_MODE,),
            none_of=(
                _LIGHTING,
                Capability.SAMSUNG_CE_AIR_CONDITIONER_DISPLAY,
                Capability.SAMSUNG_CE_EHS_THERMOSTAT,
            ),
        ),
        resource=Resource("mode/vs/0", "x.com.samsung.da.options", words=("Light_On", "Light_Off")),
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
    SwitchMap(
        capability=_LIGHTING,
        key=Attribute.LIGHTING,
        translation_key="display_lighting",
        set_command=Command.SET_LIGHTING_LEVEL,
        entity_category=EntityCategory.CONFIG,
    ),
    *(
        switch_setting(capability, attribute, text=text)
        for capability, attribute, text in (
            (Capability.SAMSUNG_CE_AIR_CONDITIONER_BEEP, Attribute.BEEP, "sound_effect"),
            (Capability.SAMSUNG_CE_DEHUMIDIFIER_BEEP, Attribute.BEEP, "sound_effect"),
            (Capability.SAMSUNG_CE_AIR_CONDITIONER_DISPLAY, Attribute.DISPLAY, "display_lighting"),
            (Capability.SAMSUNG_CE_DEHUMIDIFIER_DISPLAY, Attribute.DISPLAY, "display_lighting"),
            (Capability.SAMSUNG_CE_AIR_PURIFIER_LIGHTING, Attribute.LIGHTING, "display_lighting"),
        )
    ),
    # The states are those of the definition, which public clients repeat: on and off.
    switch_setting(
        _ODOR,
        Attribute.AIR_CONDITIONER_ODOR_CONTROLLER_STATE,
        text="odor_control",
        command=Command.SET_AIR_CONDITIONER_ODOR_CONTROLLER_STATE,
    ),
    SensorMap(
        capability=_ODOR,
        key=Attribute.AIR_CONDITIONER_ODOR_CONTROLLER_PROGRESS,
        translation_key="odor_control_progress",
        where=Where(reported=(Attribute.AIR_CONDITIONER_ODOR_CONTROLLER_PROGRESS,)),
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    choice_setting(
        Capability.SAMSUNG_CE_AIR_CONDITIONER_AUDIO_FEEDBACK,
        Attribute.VOLUME_LEVEL,
        text="sound_effect_volume",
        supported=Attribute.SUPPORTED_VOLUME_LEVELS,
        command=Command.SET_VOLUME_LEVEL,
        options=["high", "low", "medium"],
    ),
    choice_setting(
        Capability.SAMSUNG_CE_AI_MOTION_WIND,
        Attribute.MODE,
        text="ai_motion_wind",
        supported=Attribute.SUPPORTED_MODES,
        command=Command.SET_MODE,
        options=["direct", "indirect", "off"],
    ),
    choice_setting(
        _FLOW,
        Attribute.VERTICAL_DIRECTION,
        text="vertical_direction",
        supported=Attribute.SUPPORTED_VERTICAL_DIRECTIONS,
        command=Command.SET_VERTICAL_DIRECTION,
        options=["fixed", "swing"],
    ),
    choice_setting(
        _FLOW,
        Attribute.HORIZONTAL_DIRECTION,
        text="horizontal_direction",
        supported=Attribute.SUPPORTED_HORIZONTAL_DIRECTIONS,
        command=Command.SET_HORIZONTAL_DIRECTION,
        options=["center", "fixed", "left", "right", "swing"],
    ),
    choice_setting(
        _FLOW,
        Attribute.HORIZONTAL_SWING_RANGE,
        text="horizontal_swing_range",
        supported=Attribute.SUPPORTED_HORIZONTAL_SWING_RANGES,
        command=Command.SET_HORIZONTAL_SWING_RANGE,
        options=["narrow", "wide"],
    ),
    choice_setting(
        _FLOW,
        Attribute.VERTICAL_ANGLE_STEP,
        text="vertical_angle_step",
        supported=Attribute.SUPPORTED_VERTICAL_ANGLE_STEPS,
        command=Command.SET_VERTICAL_ANGLE_STEP,
    ),
    choice_setting(
        _FLOW,
        Attribute.HORIZONTAL_ANGLE_STEP,
        text="horizontal_angle_step",
        supported=Attribute.SUPPORTED_HORIZONTAL_ANGLE_STEPS,
        command=Command.SET_HORIZONTAL_ANGLE_STEP,
    ),
    choice_setting(
        _SAVING,
        Attribute.POWER_SAVING,
        text="power_saving_while_away",
        supported=Attribute.SUPPORTED_POWER_SAVINGS,
        command=Command.SET_POWER_SAVING,
        options=["off", "on"],
    ),
    choice_setting(
        _SAVING,
        Attribute.SAVER_MODE,
        text="saver_mode",
        supported=Attribute.SUPPORTED_SAVER_MODES,
        command=Command.SET_SAVER_MODE,
        options=["economy", "off"],
    ),
    choice_setting(
        _SAVING,
        Attribute.SWITCH_TO_SAVER_MODE,
        text="switch_to_saver_mode",
        supported=Attribute.SUPPORTED_SWITCH_TO_SAVER_MODES,
        command=Command.SET_SWITCH_TO_SAVER_MODE,
        options=["10min", "30min"],
    ),
    SelectMap(
        capability=_CLEANING,
        key=Attribute.AUTO_CLEANING_MODE,
        where=Where(test=_lists_more(_CLEANING_MODES)),
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
    # A list of ``{id, type, value, inUse, temperatureUnit}`` (a heat pump in the fixtures of Home
    # Assistant's own integration). The ids are those of the manual for installers.
    SensorMap(
        capability=_FIELD.capability,
        key=_FIELD.attribute,
        translation_key="field_setting",
        make_entries=_field_settings,
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
