"""Appliances of Home Connect (Bosch, Siemens, Neff, Gaggenau): state and programs."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import UnitOfTime

from .descriptions.base import AutomationFeature, Mapped, Source
from .descriptions.controls import ButtonMap, NumberMap, SelectMap
from .descriptions.sensors import SensorMap
from .descriptions.values import Bounds
from .vocabulary import Attribute, Capability, Command
from .words import listed

_STATE = Capability.SIGNALAHEAD13665_APPLIANCEOPERATIONSTATESV2
_START = Source(Capability.SIGNALAHEAD13665_STARTSTOPPROGRAMV2, Attribute.STARTSTOP)
_PAUSE = Source(Capability.SIGNALAHEAD13665_PAUSERESUMEV2, Attribute.PAUSE_STATE)
_DURATION = Capability.SIGNALAHEAD13665_PROGRAMDURATIONV2
_PROGRAMS = (
    Capability.SIGNALAHEAD13665_COFFEEMAKERPROGRAMSV2,
    Capability.SIGNALAHEAD13665_DISHWASHERPROGRAMSV2,
    Capability.SIGNALAHEAD13665_DRYERPROGRAMSV2,
    Capability.SIGNALAHEAD13665_OVENPROGRAMSV2,
    Capability.SIGNALAHEAD13665_WASHERPROGRAMSV2,
)
_OTHER_PROGRAMS = re.compile(r"signalahead13665\.\w+programsv\d+")
_NO_PROGRAM = ("None", "UnknownProgram")


def _program(word: str) -> str:
    """Return the part of a word that distinguishes a program from others.

    ``LaundryCare_Washer_Program_Cotton_CottonEco`` names the appliance and a group before it.
    """
    return word.rpartition("_")[2] if "_Program_" in word else word


_TEXTS = listed(
    # dishwashers
    "auto1 auto2 auto3 auto_half_load eco50 express_sparkle65 glas40 intensiv45 "
    "intensiv70 intensiv_power kurz60 machine_care magic_daily maximum_cleaning "
    "mixed_load night_wash normal45 normal65 pre_rinse quick45 quick65 steam_fresh "
    "super60 "
    # washers and dryers
    "auto30 auto40 auto60 bedlinens blankets business_shirts chiffon cold_refresh "
    "cotton cotton_colour cotton_eco cotton_eco4060 curtains dark_wash delicates "
    "delicates_silk down_duvet_duvet drum_clean easy_care fast_wash_dry45 "
    "fast_wash_dry60 hygiene jeans mix outdoor pillow powerspeed59 rinse_rinse_spin "
    "sensitive shirts_blouses spin_drain sport_fitness super1530 super40 synthetic "
    "towels water_proof wool "
    # ovens
    "bottom_heating defrost frozen_heatup_special hot_air hot_air_eco "
    "hot_air_grilling intensive_heat keep_warm pizza_setting pre_heating "
    "preheat_ovenware slow_cook top_bottom_heating top_bottom_heating_eco "
    "90_watt 180_watt 360_watt 600_watt 900_watt "
    # coffee makers
    "caffe_grande caffe_latte cappuccino coffee espresso espresso_doppio "
    "espresso_macchiato hot_water latte_macchiato milk_froth ristretto warm_milk"
)


@lru_cache(maxsize=32)
def programs(capability: str) -> SelectMap:
    """Return the entry for the programs of a kind of appliance.

    Each kind has its own capability, with the same attributes and command.
    """
    return SelectMap(
        capability=capability,
        key=Attribute.PROGRAM,
        translation_key="home_connect_program",
        role="program",
        program_field="program",
        command=Command.SET_PROGRAM,
        supported=Source(capability, Attribute.AVAILABLE_PROGRAMS),
        part=_program,
        unset=_NO_PROGRAM,
        options=_TEXTS,
    )


def other_programs(capabilities: Iterable[str]) -> Iterator[Mapped]:
    """Yield the entries for kinds of appliances that are not in the table."""
    for capability in sorted(capabilities):
        if capability not in _PROGRAMS and _OTHER_PROGRAMS.fullmatch(capability):
            yield programs(capability)


ENTRIES: tuple[Mapped, ...] = (
    SensorMap(
        capability=_STATE,
        key=Attribute.OPERATION_STATE,
        automation=AutomationFeature.PROGRAM_STATE | AutomationFeature.PROGRAM_JOB,
        device_class=SensorDeviceClass.ENUM,
        options=listed(
            "aborting action_required delayed_start error finished inactive offline pause ready run"
        ),
    ),
    *map(programs, _PROGRAMS),
    *(
        ButtonMap(
            capability=source.capability,
            key=key,
            attribute=source.attribute,
            mirrors=(source,),
            program_field="start" if key == "start" else "",
            command=command,
            arguments=(word,),
        )
        for source, command, key, word in (
            (_START, Command.SET_STARTSTOP, "start", "play"),
            (_START, Command.SET_STARTSTOP, "stop", "stop"),
            (_PAUSE, Command.SET_PAUSE_STATE, "pause", "pause"),
            (_PAUSE, Command.SET_PAUSE_STATE, "resume", "play"),
        )
    ),
    NumberMap(
        capability=_DURATION,
        key="duration",
        translation_key="program_duration",
        program_field="cook_time",
        command=Command.SET_PROGRAM_DURATION,
        default=Bounds(1, 120),
        native_unit_of_measurement=UnitOfTime.MINUTES,
    ),
)
