"""The tables of the mapping, joined in order: composites first, since they claim."""

from custom_components.smartthings_smartapp.descriptions import Mapped

from . import (
    air,
    buttons,
    cleaning,
    climate,
    comfort,
    covers,
    device,
    firmware,
    home_connect,
    humidifiers,
    kitchen,
    laundry,
    lights_switches,
    locks,
    media,
    media_settings,
    power,
    presence,
    safety,
    sensing,
    vehicles,
)
from .composites import COMPOSITES

ENTRIES: tuple[Mapped, ...] = (
    *COMPOSITES,
    *device.ENTRIES,
    *lights_switches.ENTRIES,
    *locks.ENTRIES,
    *media.ENTRIES,
    *covers.ENTRIES,
    *buttons.ENTRIES,
    *presence.ENTRIES,
    *safety.ENTRIES,
    *sensing.ENTRIES,
    *power.ENTRIES,
    *firmware.ENTRIES,
    *air.ENTRIES,
    *climate.ENTRIES,
    *humidifiers.ENTRIES,
    *home_connect.ENTRIES,
    *laundry.ENTRIES,
    *kitchen.ENTRIES,
    *cleaning.ENTRIES,
    *comfort.ENTRIES,
    *media_settings.ENTRIES,
    *vehicles.ENTRIES,
)
