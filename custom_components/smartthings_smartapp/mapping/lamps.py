"""The lamps of appliances: in an oven, over a cooktop."""

from ..cloud.json_types import texts
from ..cloud.models import MAIN
from .descriptions.base import ComponentView, Mapped, Source, Where, is_connected
from .descriptions.devices import LampMap
from .descriptions.values import Choice
from .vocabulary import Attribute, Capability, Command

_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_LEVEL = Source(Capability.SAMSUNG_CE_LAMP, Attribute.BRIGHTNESS_LEVEL)
_LEVELS = Source(Capability.SAMSUNG_CE_LAMP, Attribute.SUPPORTED_BRIGHTNESS_LEVEL)
_CHOICE = Choice(
    source=_LEVEL,
    command=Command.SET_BRIGHTNESS_LEVEL,
    supported=_LEVELS,
    default=("off", "high"),
)


def _switched(view: ComponentView) -> bool:
    """Return whether the part has a switch for its lamp, for its lamp knows no ``off``."""
    levels = texts(view.values.get(_LEVELS))
    return is_connected(view) and view.component != MAIN and bool(levels) and "off" not in levels


LAMPS: tuple[Mapped, ...] = (
    LampMap(
        capability=Capability.SAMSUNG_CE_LAMP,
        key="lamp",
        attribute=Attribute.BRIGHTNESS_LEVEL,
        where=Where(all_of=(Capability.SWITCH,), test=_switched),
        claims=(_SWITCH,),
        reads=(_LEVELS,),
        exclusive=True,
        levels=_CHOICE,
        switch=_SWITCH,
    ),
    LampMap(
        capability=Capability.SAMSUNG_CE_LAMP,
        key="lamp",
        attribute=Attribute.BRIGHTNESS_LEVEL,
        where=Where(test=is_connected),
        reads=(_LEVELS,),
        exclusive=True,
        levels=_CHOICE,
    ),
)
"""Composites; a lamp is a light, and so no choice among words."""
