"""Rice cookers, by the public definition of ``riceCooker``.

A menu is started by a command, so it is no setting: selecting it would cook.
"""

from homeassistant.components.sensor import SensorDeviceClass

from ..cloud.json_types import Json
from .descriptions.base import Mapped, Source, Where
from .descriptions.controls import ButtonMap, SelectMap
from .descriptions.sensors import EventMap, SensorMap
from .descriptions.values import Condition, Read
from .vocabulary import Attribute, Capability, Command

_COOKER = Capability.RICE_COOKER
_STATE = Source(_COOKER, Attribute.COOKER_STATE)
_SETTABLE = ("keepWarm", "reheating", "autoClean", "soakInnerPot")


def _settable(_: Read) -> tuple[Json, ...]:
    """Return the modes that the command accepts. Cooking needs a menu."""
    return _SETTABLE


ENTRIES: tuple[Mapped, ...] = (
    SensorMap(
        capability=_COOKER,
        key=Attribute.COOKER_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=["error", "ready", "running", "scheduled"],
    ),
    SelectMap(
        capability=_COOKER,
        key=Attribute.COOKER_MODE,
        command=Command.SET_MODE,
        supported=Source(_COOKER, Attribute.SUPPORTED_COOKER_MODES),
        default=_SETTABLE,
        limit=_settable,
        options=["auto_clean", "cooking", "keep_warm", "reheating", "soak_inner_pot"],
    ),
    SensorMap(capability=_COOKER, key="cookerMenu", attribute=Attribute.MENU),
    SensorMap(
        capability=_COOKER,
        key=Attribute.COMPLETION_TIME,
        device_class=SensorDeviceClass.TIMESTAMP,
        running_while=Condition(_STATE, ("running", "scheduled")),
    ),
    *(
        SensorMap(
            capability=_COOKER,
            key=key,
            attribute=attribute,
            where=Where(reported=(attribute,)),
            device_class=SensorDeviceClass.TIMESTAMP,
            entity_registry_enabled_default=False,
        )
        for key, attribute in (
            ("cookingStarted", Attribute.START_TIME),
            ("cookingScheduled", Attribute.SCHEDULED_TIME),
        )
    ),
    EventMap(
        capability=_COOKER,
        key="cookerEvent",
        attribute=Attribute.EVENT,
        supported=Source(_COOKER, Attribute.SUPPORTED_EVENTS),
        values=(
            "auto_clean_complete",
            "cooking_complete",
            "keep_warm_complete",
            "reheating_complete",
            "soak_inner_pot_complete",
            "steam_emission",
        ),
    ),
    ButtonMap(
        capability=_COOKER,
        key="stopCooking",
        attribute=Attribute.COOKER_STATE,
        command=Command.STOP,
    ),
)
