"""Saving energy: Samsung's AI energy mode, demand response, and what was used this month."""

from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfEnergy
from homeassistant.util import dt as dt_util

from ..cloud.json_types import Json, as_list, as_object, iso_second, text
from .climate import DEMAND_RESPONSE
from .descriptions.base import Detail, Mapped, Source, Where
from .descriptions.controls import ButtonMap, SelectMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Read
from .vocabulary import Attribute, Capability, Command

_ENERGY_TYPE = Capability.CUSTOM_ENERGY_TYPE
_SAVES_ENERGY = Where(
    equals={Source(_ENERGY_TYPE, Attribute.ENERGY_SAVING_OPERATION_SUPPORT): True}
)
_LEVEL = Source(_ENERGY_TYPE, Attribute.ENERGY_SAVING_LEVEL)
_LONGEST = Source(_ENERGY_TYPE, Attribute.DR_MAX_DURATION)
_REDUCE = 1
"""Type of a request to reduce the load (definition of ``demandResponseLoadControl``)."""
_LOWEST = 1
_DAY = 24 * 60
"""Minutes of the longest request that is sent."""


def _reduces(value: Json) -> bool | None:
    """Return whether a load reduction is in effect. Levels below 1 reduce nothing."""
    status = as_object(value)
    level = status.get("drlcLevel")
    if not isinstance(level, int):
        return None
    return level >= _LOWEST and status.get("override") is not True


def _reduction(read: Read) -> tuple[Json, ...]:
    """Return type, level, start and minutes of a load reduction, as the appliance is set."""
    level, longest = (
        report.value if report and isinstance(report.value, int) else default
        for report, default in ((read(_LEVEL), _LOWEST), (read(_LONGEST), _DAY))
    )
    return _REDUCE, level, iso_second(dt_util.utcnow()), min(longest, _DAY)


def _last_month(value: Json) -> float | None:
    """Return the energy of the last month of a list of ``{month, consumedEnergy}``."""
    months = map(as_object, as_list(value))
    energy = max(months, key=lambda month: text(month, "month"), default={}).get("consumedEnergy")
    return energy if isinstance(energy, int | float) else None


ENTRIES: tuple[Mapped, ...] = (
    BinarySensorMap(
        capability=_ENERGY_TYPE,
        key=Attribute.ENERGY_SAVING_OPERATION,
        where=_SAVES_ENERGY,
        on=(True,),
    ),
    SelectMap(
        capability=_ENERGY_TYPE,
        key=_LEVEL.attribute,
        where=Where(reported=(Attribute.SUPPORTED_ENERGY_SAVING_LEVELS,)),
        command=Command.SET_ENERGY_SAVING_LEVEL,
        supported=Source(_ENERGY_TYPE, Attribute.SUPPORTED_ENERGY_SAVING_LEVELS),
        entity_category=EntityCategory.CONFIG,
    ),
    BinarySensorMap(
        capability=DEMAND_RESPONSE.capability,
        key="demandResponse",
        attribute=DEMAND_RESPONSE.attribute,
        where=Where(member="drlcLevel"),
        convert=_reduces,
        on=(True,),
        details={
            name: Detail(DEMAND_RESPONSE, member)
            for name, member in (
                ("level", "drlcLevel"),
                ("start", "start"),
                ("duration", "duration"),
                ("override", "override"),
            )
        },
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    # These may turn the AI energy mode on and off (platform reference 19).
    *(
        ButtonMap(
            capability=DEMAND_RESPONSE.capability,
            key=command,
            attribute=DEMAND_RESPONSE.attribute,
            translation_key=name,
            where=_SAVES_ENERGY,
            command=command,
            arguments=(True,),
            make_arguments=arguments,
            entity_registry_enabled_default=False,
        )
        for command, name, arguments in (
            (
                Command.REQUEST_DEMAND_RESPONSE_LOAD_CONTROL_ACTION,
                "start_demand_response",
                _reduction,
            ),
            (
                Command.OVERRIDE_DEMAND_RESPONSE_LOAD_CONTROL_ACTION,
                "end_demand_response",
                None,
            ),
        )
    ),
    # The unit is not in the list; an integration for the same appliances shows kWh.
    SensorMap(
        capability=Capability.SAMSUNG_CE_CONSUMED_ENERGY,
        key=Attribute.MONTHLY_USAGE,
        convert=_last_month,
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
    ),
)
