"""The air sensing of hoods, purifiers and air monitors, which they repeat in an interval.

The definition is not public. Commands, words and the interval are those of public code
(homebridge plugins for the same appliances) and of a hood in the fixtures of Home Assistant.
"""

from homeassistant.components.number import NumberDeviceClass
from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory, UnitOfTime

from ..cloud.json_types import Json
from .descriptions.base import Mapped, Source, Where
from .descriptions.controls import NumberMap, SelectMap, SwitchMap
from .descriptions.sensors import SensorMap
from .descriptions.values import Bounds
from .vocabulary import Attribute, Capability, Command

_SENSING = Capability.CUSTOM_PERIODIC_SENSING


def _second(value: Json) -> float | None:
    """Return the epoch milliseconds of epoch seconds, which are a text."""
    return float(value) * 1000 if isinstance(value, str) and value.isdecimal() else None


ENTRIES: tuple[Mapped, ...] = (
    SwitchMap(
        capability=_SENSING,
        key=Attribute.PERIODIC_SENSING,
        where=Where(reported=(Attribute.PERIODIC_SENSING,)),
        on_command=Command.PERIODIC_SENSING_ON,
        off_command=Command.PERIODIC_SENSING_OFF,
        entity_category=EntityCategory.CONFIG,
    ),
    NumberMap(
        capability=_SENSING,
        key=Attribute.PERIODIC_SENSING_INTERVAL,
        where=Where(reported=(Attribute.PERIODIC_SENSING_INTERVAL,)),
        command=Command.SET_PERIODIC_SENSING_INTERVAL,
        default=Bounds(600, 3600, 60),
        device_class=NumberDeviceClass.DURATION,
        native_unit_of_measurement=UnitOfTime.SECONDS,
        shown_unit=UnitOfTime.MINUTES,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
    SelectMap(
        capability=_SENSING,
        key=Attribute.AUTOMATIC_EXECUTION_MODE,
        translation_key="sensing_reaction",
        where=Where(reported=(Attribute.AUTOMATIC_EXECUTION_MODE,)),
        command=Command.SET_AUTOMATIC_EXECUTION_MODE,
        supported=Source(_SENSING, Attribute.SUPPORTED_AUTOMATIC_EXECUTION_MODE),
        options=["airpurify", "alarm"],
        entity_category=EntityCategory.CONFIG,
    ),
    SensorMap(
        capability=_SENSING,
        key=Attribute.LAST_SENSING_TIME,
        where=Where(reported=(Attribute.LAST_SENSING_TIME,)),
        convert=_second,
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
)
