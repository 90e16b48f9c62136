"""Self checks of appliances, by the public definition of ``samsungce.selfCheck``."""

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfRatio

from ..cloud.json_types import Json
from .descriptions.base import Listed, Mapped, Where
from .descriptions.controls import ButtonMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .vocabulary import Attribute, Capability, Command

_SELF_CHECK = Capability.SAMSUNG_CE_SELF_CHECK


def _has_any(value: Json) -> bool | None:
    return bool(value) if isinstance(value, list) else None


ENTRIES: tuple[Mapped, ...] = (
    BinarySensorMap(
        capability=_SELF_CHECK,
        key="selfCheckErrors",
        attribute=Attribute.ERRORS,
        where=Where(reported=(Attribute.ERRORS,)),
        convert=_has_any,
        on=(True,),
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=_SELF_CHECK,
        key="selfCheckStatus",
        attribute=Attribute.STATUS,
        where=Where(reported=(Attribute.STATUS,)),
        device_class=SensorDeviceClass.ENUM,
        options=["not_ready", "ready", "running"],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=_SELF_CHECK,
        key="selfCheckResult",
        attribute=Attribute.RESULT,
        where=Where(reported=(Attribute.RESULT,)),
        device_class=SensorDeviceClass.ENUM,
        options=["cancelled", "checking", "failed", "passed"],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=_SELF_CHECK,
        key="selfCheckProgress",
        attribute=Attribute.PROGRESS,
        where=Where(reported=(Attribute.PROGRESS,)),
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    *(
        ButtonMap(
            capability=_SELF_CHECK,
            key=command,
            attribute=Attribute.STATUS,
            where=Where(listed=Listed(Attribute.SUPPORTED_ACTIONS, action)),
            command=command,
            entity_category=EntityCategory.DIAGNOSTIC,
            entity_registry_enabled_default=False,
        )
        for action, command in (
            ("start", Command.START_SELF_CHECK),
            ("cancel", Command.CANCEL_SELF_CHECK),
        )
    ),
)
