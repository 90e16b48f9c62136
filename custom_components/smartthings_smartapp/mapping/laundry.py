"""Washers, dryers and clothing care machines: settings of the next run, and further states.

Their operation is in ``machine_operation.py``.
"""

from collections.abc import Iterator

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory, UnitOfTime

from .appliances import REMOTE_CONTROL
from .descriptions.base import Mapped, Source, Where
from .descriptions.controls import NumberMap, SelectMap, SwitchMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Bounds
from .programs import CYCLE_SOURCES, limit_of_cycle, span_of_cycle
from .settings import switch_setting
from .vocabulary import Attribute, Capability, Command
from .words import listed

# Settings of the next run


def _choice(  # noqa: PLR0913 (the facts about a capability)
    capability: str,
    attribute: str,
    *,
    supported: str,
    command: str,
    options: list[str] | None = None,
    field: str,
    option: str = "",
) -> SelectMap:
    """Return a setting that is one of several words.

    ``field`` is its name in the action that starts a program, ``option`` that in the list of what
    a program allows.
    """
    return SelectMap(
        capability=capability,
        key=attribute,
        program_field=field,
        reads=CYCLE_SOURCES if option else (),
        limit=limit_of_cycle(option, Source(capability, supported)) if option else None,
        where=Where(reported=(attribute, supported)),
        needs=(REMOTE_CONTROL,),
        command=command,
        supported=Source(capability, supported),
        options=options,
        entity_category=EntityCategory.CONFIG,
    )


_MINUTES = [str(minutes) for minutes in range(0, 245, 5)]

_CHOICES: tuple[Mapped, ...] = (
    _choice(
        Capability.CUSTOM_WASHER_SPIN_LEVEL,
        Attribute.WASHER_SPIN_LEVEL,
        supported=Attribute.SUPPORTED_WASHER_SPIN_LEVEL,
        command=Command.SET_WASHER_SPIN_LEVEL,
        field="spin",
        option="spinLevel",
        options=listed(
            "200 400 600 800 1000 1200 1400 1600 delicate extra_high extra_low high low medium "
            "no_spin none rinse_hold"
        ),
    ),
    _choice(
        Capability.CUSTOM_WASHER_SOIL_LEVEL,
        Attribute.WASHER_SOIL_LEVEL,
        supported=Attribute.SUPPORTED_WASHER_SOIL_LEVEL,
        command=Command.SET_WASHER_SOIL_LEVEL,
        field="soil",
        option="soilLevel",
        options=listed("down extra_heavy extra_light heavy light none normal up"),
    ),
    _choice(
        Capability.CUSTOM_WASHER_WATER_TEMPERATURE,
        Attribute.WASHER_WATER_TEMPERATURE,
        supported=Attribute.SUPPORTED_WASHER_WATER_TEMPERATURE,
        command=Command.SET_WASHER_WATER_TEMPERATURE,
        field="temperature",
        option="waterTemperature",
        options=listed(
            "20 30 40 50 60 65 70 75 80 90 95 cold cool eco_warm extra_hot extra_low high hot low "
            "medium medium_low none semi_hot tap_cold warm"
        ),
    ),
    _choice(
        Capability.SAMSUNG_CE_WASHER_WASHING_TIME,
        Attribute.WASHING_TIME,
        supported=Attribute.SUPPORTED_WASHING_TIMES,
        command=Command.SET_WASHING_TIME,
        field="washing_time",
        options=_MINUTES,
    ),
    _choice(
        Capability.SAMSUNG_CE_WASHER_WATER_LEVEL,
        Attribute.WATER_LEVEL,
        supported=Attribute.SUPPORTED_WATER_LEVEL,
        command=Command.SET_WATER_LEVEL,
        field="water_level",
        options=["auto", "high", "low", "medium"],
    ),
    _choice(
        Capability.SAMSUNG_CE_WASHER_WATER_VALVE,
        Attribute.WATER_VALVE,
        supported=Attribute.SUPPORTED_WATER_VALVE,
        command=Command.SET_WATER_VALVE,
        field="water_valve",
        options=["cold", "hot"],
    ),
    _choice(
        Capability.LAUNDRY_WASHER_RINSE_MODE,
        Attribute.RINSE_MODE,
        supported=Attribute.SUPPORTED_RINSE_MODES,
        command=Command.SET_RINSE_MODE,
        field="rinse",
        options=["extra", "max", "none", "normal", "off"],
    ),
    _choice(
        Capability.LAUNDRY_WASHER_SPIN_SPEED,
        Attribute.SPIN_SPEED,
        supported=Attribute.SUPPORTED_SPIN_SPEEDS,
        command=Command.SET_SPIN_SPEED,
        field="spin",
        options=["high", "low", "medium", "off"],
    ),
    _choice(
        Capability.CUSTOM_DRYER_DRY_LEVEL,
        Attribute.DRYER_DRY_LEVEL,
        supported=Attribute.SUPPORTED_DRYER_DRY_LEVEL,
        command=Command.SET_DRYER_DRY_LEVEL,
        field="dry_level",
        option="dryingLevel",
        options=listed("0 1 2 3 4 5 cupboard damp delicate extra less more none normal shirt very"),
    ),
    _choice(
        Capability.SAMSUNG_CE_DRYER_DRYING_TEMPERATURE,
        Attribute.DRYING_TEMPERATURE,
        supported=Attribute.SUPPORTED_DRYING_TEMPERATURE,
        command=Command.SET_DRYING_TEMPERATURE,
        field="drying_temperature",
        option="dryingTemperature",
        options=["extra_high", "extra_low", "high", "low", "medium", "medium_low", "none"],
    ),
    _choice(
        Capability.SAMSUNG_CE_DRYER_DRYING_TIME,
        Attribute.DRYING_TIME,
        supported=Attribute.SUPPORTED_DRYING_TIME,
        command=Command.SET_DRYING_TIME,
        field="drying_time",
        option="dryingTime",
        options=_MINUTES,
    ),
)


def _delay(capability: str) -> NumberMap:
    """Return the time in minutes until the next run is finished."""
    return NumberMap(
        capability=capability,
        key="delayEnd",
        program_field="delay_end",
        attribute=Attribute.REMAINING_TIME,
        needs=(REMOTE_CONTROL,),
        command=Command.SET_DELAY_TIME,
        low=(Source(capability, Attribute.MINIMUM_RESERVABLE_TIME),),
        default=Bounds(0, 1440),
        native_unit_of_measurement=UnitOfTime.MINUTES,
        entity_category=EntityCategory.CONFIG,
    )


def _dispenser(capability: str, name: str) -> Iterator[Mapped]:
    """Yield the amount that a dispenser gives, the concentration of the product, and its level."""
    for attribute, supported, command, options in (
        (
            Attribute.AMOUNT,
            Attribute.SUPPORTED_AMOUNT,
            Command.SET_AMOUNT,
            ["extra", "less", "none", "standard"],
        ),
        (
            Attribute.DENSITY,
            Attribute.SUPPORTED_DENSITY,
            Command.SET_DENSITY,
            ["extra_high", "high", "normal"],
        ),
    ):
        yield SelectMap(
            capability=capability,
            key=f"{name}{attribute.capitalize()}",
            attribute=attribute,
            where=Where(reported=(attribute, supported)),
            command=command,
            supported=Source(capability, supported),
            options=options,
            entity_category=EntityCategory.CONFIG,
        )
    yield SensorMap(
        capability=capability,
        key=f"{name}RemainingAmount",
        attribute=Attribute.REMAINING_AMOUNT,
        where=Where(reported=(Attribute.REMAINING_AMOUNT,)),
        device_class=SensorDeviceClass.ENUM,
        options=["empty", "full", "low", "normal"],
        entity_category=EntityCategory.DIAGNOSTIC,
    )


_SETTINGS: tuple[Mapped, ...] = (
    *_CHOICES,
    NumberMap(
        capability=Capability.CUSTOM_WASHER_RINSE_CYCLES,
        key=Attribute.WASHER_RINSE_CYCLES,
        where=Where(reported=(Attribute.WASHER_RINSE_CYCLES,)),
        program_field="rinse",
        needs=(REMOTE_CONTROL,),
        command=Command.SET_WASHER_RINSE_CYCLES,
        range=(
            Source(Capability.CUSTOM_WASHER_RINSE_CYCLES, Attribute.SUPPORTED_WASHER_RINSE_CYCLES),
        ),
        reads=CYCLE_SOURCES,
        span=span_of_cycle("rinseCycle"),
        default=Bounds(0, 5),
        unit_translated=True,
        as_text=True,
        entity_category=EntityCategory.CONFIG,
    ),
    _delay(Capability.SAMSUNG_CE_WASHER_DELAY_END),
    _delay(Capability.SAMSUNG_CE_DRYER_DELAY_END),
    _delay(Capability.SAMSUNG_CE_STEAM_CLOSET_DELAY_END),
    *_dispenser(Capability.SAMSUNG_CE_AUTO_DISPENSE_DETERGENT, "detergent"),
    *_dispenser(Capability.SAMSUNG_CE_FLEXIBLE_AUTO_DISPENSE_DETERGENT, "flexibleDetergent"),
    *_dispenser(Capability.SAMSUNG_CE_AUTO_DISPENSE_SOFTENER, "softener"),
    switch_setting(
        Capability.CUSTOM_DRYER_WRINKLE_PREVENT,
        Attribute.DRYER_WRINKLE_PREVENT,
        command=Command.SET_DRYER_WRINKLE_PREVENT,
        role="wrinkle_prevent",
    ),
    switch_setting(
        Capability.CUSTOM_STEAM_CLOSET_WRINKLE_PREVENT,
        Attribute.STEAM_CLOSET_WRINKLE_PREVENT,
        command=Command.SET_STEAM_CLOSET_WRINKLE_PREVENT,
        role="wrinkle_prevent",
    ),
    switch_setting(
        Capability.SAMSUNG_CE_DRYER_AUTO_CYCLE_LINK,
        Attribute.DRYER_AUTO_CYCLE_LINK,
        command=Command.SET_DRYER_AUTO_CYCLE_LINK,
        role="auto_cycle_link",
    ),
    switch_setting(
        Capability.SAMSUNG_CE_STEAM_CLOSET_AUTO_CYCLE_LINK,
        Attribute.STEAM_CLOSET_AUTO_CYCLE_LINK,
        command=Command.SET_STEAM_CLOSET_AUTO_CYCLE_LINK,
        role="auto_cycle_link",
    ),
    switch_setting(
        Capability.CUSTOM_WASHER_AUTO_DETERGENT,
        Attribute.WASHER_AUTO_DETERGENT,
        command=Command.SET_WASHER_AUTO_DETERGENT,
    ),
    switch_setting(
        Capability.CUSTOM_WASHER_AUTO_SOFTENER,
        Attribute.WASHER_AUTO_SOFTENER,
        command=Command.SET_WASHER_AUTO_SOFTENER,
    ),
    switch_setting(Capability.SAMSUNG_CE_WASHER_BUBBLE_SOAK, Attribute.STATUS, key="bubbleSoak"),
    switch_setting(
        Capability.SAMSUNG_CE_STEAM_CLOSET_KEEP_FRESH_MODE, Attribute.STATUS, key="keepFreshMode"
    ),
    switch_setting(
        Capability.SAMSUNG_CE_STEAM_CLOSET_SANITIZE_MODE,
        Attribute.STATUS,
        key="sanitizeMode",
        role="sanitize",
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_MICROFIBER_FILTER_SETTINGS,
        key=Attribute.BYPASS_MODE,
        on="enabled",
        off="disabled",
        set_command=Command.SET_BYPASS_MODE,
        entity_category=EntityCategory.CONFIG,
    ),
)


# Further states


def _is_active(capability: str, translation_key: str) -> BinarySensorMap:
    """Return whether a function of the machine is running."""
    return BinarySensorMap(
        capability=capability,
        key=Attribute.OPERATING_STATE,
        translation_key=translation_key,
        where=Where(reported=(Attribute.OPERATING_STATE,)),
        on=("running",),
        entity_category=EntityCategory.DIAGNOSTIC,
    )


_LOCK = Source(Capability.SAMSUNG_CE_KIDS_LOCK, Attribute.LOCK_STATE)

_STATES: tuple[Mapped, ...] = (
    BinarySensorMap(
        capability=_LOCK.capability,
        key=_LOCK.attribute,
        translation_key="child_lock",
        on=("locked",),
    ),
    SwitchMap(
        capability=Capability.SAMSUNG_CE_KIDS_LOCK_CONTROL,
        key=Attribute.LOCK_STATE,
        translation_key="child_lock",
        where=Where(reported=(Attribute.LOCK_STATE,)),
        supersedes=(_LOCK,),
        on="locked",
        on_command=Command.LOCK,
        off_command=Command.UNLOCK,
        entity_category=EntityCategory.CONFIG,
    ),
    _is_active(Capability.CUSTOM_DRYER_WRINKLE_PREVENT, "wrinkle_prevent_active"),
    _is_active(Capability.SAMSUNG_CE_STEAM_CLOSET_KEEP_FRESH_MODE, "keep_fresh_active"),
    _is_active(Capability.SAMSUNG_CE_WASHER_FREEZE_PREVENT, "freeze_prevent_active"),
    _is_active(Capability.SAMSUNG_CE_DRYER_FREEZE_PREVENT, "freeze_prevent_active"),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_MICROFIBER_FILTER_STATUS,
        key=Attribute.STATUS,
        translation_key="microfiber_filter_blockage",
        on=("blockage",),
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.SAMSUNG_CE_MICROFIBER_FILTER_OPERATING_STATE,
        key=Attribute.MICROFIBER_FILTER_JOB_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=listed("bypassing filtering none stopping waiting"),
    ),
)

ENTRIES: tuple[Mapped, ...] = (*_SETTINGS, *_STATES)
