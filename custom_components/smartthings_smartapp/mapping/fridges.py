"""Fridges, freezers and wine cellars."""

import re

from homeassistant.components.number import NumberDeviceClass
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory

from .descriptions.base import ComponentView, Mapped, Source, Where
from .descriptions.controls import NumberMap, SwitchMap
from .descriptions.sensors import SensorMap
from .descriptions.values import Bounds
from .settings import choice_setting, switch_setting
from .vocabulary import Attribute, Capability, Category, Command
from .words import listed

_COLD = Bounds(-30, 20)
_TEMPERATURE = Source(Capability.TEMPERATURE_MEASUREMENT, Attribute.TEMPERATURE)
# A setpoint may have no unit. It has the unit of the temperature then.
_UNIT = (_TEMPERATURE, _TEMPERATURE.limits)
_COOLING = Source(Capability.THERMOSTAT_COOLING_SETPOINT, Attribute.COOLING_SETPOINT)
_COOLING_RANGE = Source(Capability.THERMOSTAT_COOLING_SETPOINT, Attribute.COOLING_SETPOINT_RANGE)
_LOWEST = Source(Capability.CUSTOM_THERMOSTAT_SETPOINT_CONTROL, Attribute.MINIMUM_SETPOINT)
_HIGHEST = Source(Capability.CUSTOM_THERMOSTAT_SETPOINT_CONTROL, Attribute.MAXIMUM_SETPOINT)
_FRIDGES = (
    Category.CUBE_REFRIGERATOR,
    Category.KIMCHI_REFRIGERATOR,
    Category.REFRIGERATOR,
    Category.WINE_CELLAR,
)
_SERIES = re.compile(r"^CV_TTYPE_[A-Z0-9]+_(?=.)")
# Modes that fridges of other series have too, with the words of those.
_SAME_MODES = {
    "BEVERAGE": "CV_FDR_BEVERAGE",
    "DRINK": "CV_FDR_BEVERAGE",
    "MEAT": "CV_FDR_MEAT",
    "MEAT_FISH": "CV_FDR_MEAT",
    "SOFTFREEZE": "CV_FDR_SOFT_FREEZER",
    "WINE": "CV_FDR_WINE",
}
_COMPARTMENTS = ("cooler", "cvroom", "freezer", "onedoor")


def _is_compartment(view: ComponentView) -> bool:
    """Return whether a component is a compartment of a fridge."""
    return view.category in _FRIDGES or view.component in _COMPARTMENTS


SETPOINTS: tuple[Mapped, ...] = (
    NumberMap(
        capability=_COOLING.capability,
        key=_COOLING.attribute,
        translation_key="target_temperature",
        where=Where(reported=(_COOLING.attribute, _COOLING_RANGE.attribute), test=_is_compartment),
        exclusive=True,
        reads=_UNIT,
        command=Command.SET_COOLING_SETPOINT,
        range=(_COOLING_RANGE,),
        low=(_LOWEST,),
        high=(_HIGHEST,),
        default=_COLD,
        device_class=NumberDeviceClass.TEMPERATURE,
        entity_category=EntityCategory.CONFIG,
    ),
    NumberMap(
        capability=Capability.REFRIGERATION_SETPOINT,
        key=Attribute.REFRIGERATION_SETPOINT,
        translation_key="target_temperature",
        exclusive=True,
        reads=_UNIT,
        command=Command.SET_REFRIGERATION_SETPOINT,
        default=_COLD,
        device_class=NumberDeviceClass.TEMPERATURE,
        entity_category=EntityCategory.CONFIG,
    ),
)
"""Composites, since the setpoint of a fridge is not that of a thermostat."""

_REFRIGERATION = Capability.REFRIGERATION
_ALARM = Capability.SAMSUNG_CE_DOOR_ALARM
_AUTO_DOOR = Capability.SAMSUNG_CE_AUTO_DOOR_CONTROL
_LIGHTING = Capability.SAMSUNG_CE_FRIDGE_INTERIOR_LIGHTING
_BRIGHTNESS = ("high", "low", "medium")
_ON_OFF = ("off", "on")


def _power_switch(capability: str, key: str, *supersedes: Source) -> SwitchMap:
    """Return a function of Samsung that replaces the standard one."""
    return SwitchMap(
        capability=capability,
        key=key,
        attribute=Attribute.ACTIVATED,
        supersedes=supersedes,
        on=True,
        off=False,
        on_command=Command.ACTIVATE,
        off_command=Command.DEACTIVATE,
        entity_category=EntityCategory.CONFIG,
    )


def _compartment_mode(word: str) -> str:
    """Return a mode without the series of the fridge: ``CHEESE`` of ``CV_TTYPE_RF9000A_CHEESE``."""
    mode = _SERIES.sub("", word)
    return _SAME_MODES.get(mode, mode)


ENTRIES: tuple[Mapped, ...] = (
    switch_setting(_REFRIGERATION, Attribute.DEFROST, command=Command.SET_DEFROST),
    switch_setting(_REFRIGERATION, Attribute.RAPID_COOLING, command=Command.SET_RAPID_COOLING),
    switch_setting(_REFRIGERATION, Attribute.RAPID_FREEZING, command=Command.SET_RAPID_FREEZING),
    SwitchMap(
        capability=Capability.RAPID_COOLING,
        key=Attribute.RAPID_COOLING,
        set_command=Command.SET_RAPID_COOLING,
        entity_category=EntityCategory.CONFIG,
    ),
    _power_switch(
        Capability.SAMSUNG_CE_POWER_COOL,
        "powerCool",
        Source(_REFRIGERATION, Attribute.RAPID_COOLING),
        Source(Capability.RAPID_COOLING, Attribute.RAPID_COOLING),
    ),
    _power_switch(
        Capability.SAMSUNG_CE_POWER_FREEZE,
        "powerFreeze",
        Source(_REFRIGERATION, Attribute.RAPID_FREEZING),
    ),
    switch_setting(Capability.SAMSUNG_CE_SABBATH_MODE, Attribute.STATUS, key="sabbathMode"),
    switch_setting(Capability.SAMSUNG_CE_AI_PRECISE_COOLING, Attribute.AI_PRECISE_COOLING),
    switch_setting(Capability.SAMSUNG_CE_HYBRID_PRECISE_COOLING, Attribute.HYBRID_PRECISE_COOLING),
    switch_setting(Capability.SAMSUNG_CE_ICEMAKER_NIGHT_MODE, Attribute.ICEMAKER_NIGHT_MODE),
    switch_setting(
        Capability.SAMSUNG_CE_FRIDGE_WELCOME_LIGHTING, Attribute.STATUS, key="welcomeLighting"
    ),
    # A fridge may report its door alarm only after a change.
    SwitchMap(
        capability=_ALARM,
        key=Attribute.DOOR_ALARM,
        where=Where(reported=(Attribute.DOOR_ALARM, Attribute.SUPPORTED_ALARM_SOUNDS)),
        entity_category=EntityCategory.CONFIG,
    ),
    switch_setting(Capability.SAMSUNG_CE_AUTO_FILL_PITCHER, Attribute.AUTO_FILL_PITCHER),
    switch_setting(_LIGHTING, Attribute.NIGHT_LIGHT, command=Command.SET_NIGHT_LIGHT),
    switch_setting(_LIGHTING, Attribute.BRIGHTEN_GRADUALLY, command=Command.SET_BRIGHTEN_GRADUALLY),
    switch_setting(Capability.SAMSUNG_CE_AUTO_OPEN_DOOR, Attribute.AUTO_OPEN_DOOR),
    switch_setting(
        Capability.SAMSUNG_CE_FRIDGE_VACATION_MODE,
        Attribute.VACATION_MODE,
        command=Command.SET_VACATION_MODE,
    ),
    NumberMap(
        capability=Capability.SAMSUNG_CE_TEMPERATURE_SETTING,
        key=Attribute.DESIRED_TEMPERATURE,
        translation_key="target_temperature",
        where=Where(reported=(Attribute.DESIRED_TEMPERATURE,)),
        reads=_UNIT,
        command=Command.SET_DESIRED_TEMPERATURE,
        range=(
            Source(
                Capability.SAMSUNG_CE_TEMPERATURE_SETTING,
                Attribute.SUPPORTED_DESIRED_TEMPERATURES,
            ),
        ),
        default=_COLD,
        device_class=NumberDeviceClass.TEMPERATURE,
        entity_category=EntityCategory.CONFIG,
    ),
    choice_setting(
        Capability.CUSTOM_FRIDGE_MODE,
        Attribute.FRIDGE_MODE,
        supported=Attribute.SUPPORTED_FRIDGE_MODES,
        command=Command.SET_FRIDGE_MODE,
        options=listed(
            "cheese cv_fdr_beverage cv_fdr_deli cv_fdr_meat cv_fdr_soft_freezer cv_fdr_wine "
            "freeze fruit_veggies"
        ),
        part=_compartment_mode,
    ),
    choice_setting(
        Capability.SAMSUNG_CE_FREEZER_CONVERT_MODE,
        Attribute.FREEZER_CONVERT_MODE,
        supported=Attribute.SUPPORTED_FREEZER_CONVERT_MODES,
        command=Command.SET_FREEZER_CONVERT_MODE,
    ),
    choice_setting(
        Capability.SAMSUNG_CE_FRIDGE_PANTRY_MODE,
        Attribute.MODE,
        supported=Attribute.SUPPORTED_MODES,
        command=Command.SET_MODE,
        key="pantryMode",
        options=["fdr_deli", "fdr_drinks", "fdr_wine"],
    ),
    choice_setting(
        _LIGHTING,
        Attribute.BRIGHTNESS_LEVEL,
        supported=Attribute.SUPPORTED_BRIGHTNESSES_LEVELS,
        command=Command.SET_BRIGHTNESS_LEVEL,
        options=[*_BRIGHTNESS],
    ),
    choice_setting(
        _LIGHTING,
        Attribute.NIGHT_LIGHT_BRIGHTNESS_LEVEL,
        supported=Attribute.SUPPORTED_NIGHT_LIGHT_BRIGHTNESS_LEVELS,
        command=Command.SET_NIGHT_LIGHT_BRIGHTNESS_LEVEL,
        options=[*_BRIGHTNESS],
    ),
    choice_setting(
        _LIGHTING,
        Attribute.AUTO_LIGHT_OFF,
        supported=Attribute.SUPPORTED_AUTO_LIGHT_OFFS,
        command=Command.SET_AUTO_LIGHT_OFF,
        options=[*_ON_OFF],
    ),
    choice_setting(
        _ALARM,
        Attribute.ALARM_SOUND,
        supported=Attribute.SUPPORTED_ALARM_SOUNDS,
        command=Command.SET_ALARM_SOUND,
    ),
    choice_setting(
        _AUTO_DOOR,
        Attribute.CONTROL_SOUND,
        supported=Attribute.SUPPORTED_CONTROL_SOUNDS,
        command=Command.SET_CONTROL_SOUND,
        options=[*_ON_OFF],
    ),
    choice_setting(
        _AUTO_DOOR,
        Attribute.SAFE_CLOSING_TIME,
        supported=Attribute.SUPPORTED_SAFE_CLOSING_TIMES,
        command=Command.SET_SAFE_CLOSING_TIME,
    ),
    SensorMap(
        capability=Capability.SAMSUNG_CE_FRIDGE_ICEMAKER_OPERATING_STATE,
        key=Attribute.OPERATING_STATE,
        translation_key="ice_maker_state",
        where=Where(reported=(Attribute.OPERATING_STATE,)),
        device_class=SensorDeviceClass.ENUM,
        options=["making_ice", "ready", "stopped"],
    ),
    # The pictures themselves are not for SmartApps (platform reference 8.7).
    SensorMap(
        capability=Capability.SAMSUNG_CE_VIEW_INSIDE,
        key=Attribute.LAST_UPDATED_TIME,
        translation_key="pictures_taken",
        where=Where(reported=(Attribute.LAST_UPDATED_TIME,)),
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
)
