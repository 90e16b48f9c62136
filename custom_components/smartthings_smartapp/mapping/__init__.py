"""The tables of the mapping, joined in order: composites first, since they claim."""

from custom_components.smartthings_smartapp.descriptions import Mapped

from . import (
    air,
    appliances,
    buttons,
    climate,
    lights_switches,
    locks,
    power,
    presence,
    safety,
    sensing,
)
from .composites import COMPOSITES

ENTRIES: tuple[Mapped, ...] = (
    *COMPOSITES,
    *lights_switches.ENTRIES,
    *locks.ENTRIES,
    *buttons.ENTRIES,
    *presence.ENTRIES,
    *safety.ENTRIES,
    *sensing.ENTRIES,
    *power.ENTRIES,
    *air.ENTRIES,
    *climate.ENTRIES,
    *appliances.ENTRIES,
)
