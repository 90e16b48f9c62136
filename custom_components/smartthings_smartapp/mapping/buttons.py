"""Buttons of remotes and wall switches."""

from homeassistant.components.event import EventDeviceClass
from pysmartthings import Attribute, Capability

from custom_components.smartthings_smartapp.descriptions import EventMap, Mapped, Source

_SUPPORTED = Source(Capability.BUTTON, Attribute.SUPPORTED_BUTTON_VALUES)
_TIMES = ("2x", "3x", "4x", "5x", "6x")
_VALUES = (
    "pushed",
    "held",
    "double",
    *(f"pushed_{times}" for times in _TIMES),
    "down",
    "down_hold",
    *(f"down_{times}" for times in _TIMES),
    "up",
    "up_hold",
    *(f"up_{times}" for times in _TIMES),
    "swipe_up",
    "swipe_down",
    "swipe_left",
    "swipe_right",
)

ENTRIES: tuple[Mapped, ...] = (
    EventMap(
        capability=Capability.BUTTON,
        key=Attribute.BUTTON,
        reads=(_SUPPORTED,),
        numbered=True,
        supported=_SUPPORTED,
        usual=("pushed", "held", "double"),
        values=_VALUES,
        device_class=EventDeviceClass.BUTTON,
    ),
)
