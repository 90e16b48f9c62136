"""The composites of all modules, in the order in which they are matched and claim attributes."""

from . import (
    air_conditioners,
    covers,
    fans,
    fridges,
    humidifiers,
    lights,
    media,
    safety,
    thermostats,
    vacuums,
    water_heaters,
)
from .descriptions.base import Mapped

COMPOSITES: tuple[Mapped, ...] = (
    *covers.COVERS,
    *fridges.SETPOINTS,
    *water_heaters.WATER_HEATERS,
    *air_conditioners.AIR_CONDITIONERS,
    *thermostats.THERMOSTATS,
    *fans.FANS,
    *humidifiers.HUMIDIFIERS,
    *safety.SIRENS,
    *vacuums.ROBOTS,
    *media.PLAYERS,
    *lights.LIGHTS,
)
