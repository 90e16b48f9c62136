"""Settings and states of lamps beside brightness and color."""

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory, UnitOfRatio

from ..cloud.json_types import Json, as_object
from .descriptions.base import Mapped, Where
from .descriptions.controls import NumberMap, SelectMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .vocabulary import Attribute, Capability, Command


def _state(value: Json) -> Json:
    return as_object(value).get("state")


ENTRIES: tuple[Mapped, ...] = (
    # When the small light of a Z-Wave switch is on.
    SelectMap(
        capability=Capability.INDICATOR,
        key=Attribute.INDICATOR_STATUS,
        command="",
        default=("never", "when off", "when on"),
        verbs={
            "never": Command.INDICATOR_NEVER,
            "when off": Command.INDICATOR_WHEN_OFF,
            "when on": Command.INDICATOR_WHEN_ON,
        },
        options=["never", "when_off", "when_on"],
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
    NumberMap(
        capability=Capability.INFRARED_LEVEL,
        key=Attribute.INFRARED_LEVEL,
        command=Command.SET_INFRARED_LEVEL,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        entity_category=EntityCategory.CONFIG,
    ),
    # An entertainment area streams the colors of a film to the lamp, which then accepts no others.
    # The words are those of a lamp in the API of Philips Hue, which the driver passes on.
    SensorMap(
        capability=Capability.SAMSUNG_IM_HUE_SYNC_MODE,
        key="hueSyncMode",
        attribute=Attribute.MODE,
        device_class=SensorDeviceClass.ENUM,
        options=["normal", "streaming"],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    # The command needs a time zone.
    BinarySensorMap(
        capability=Capability.SYNTHETIC_CIRCADIAN_LIGHTING_EFFECT,
        key=Attribute.CIRCADIAN,
        where=Where(reported=(Attribute.CIRCADIAN,)),
        convert=_state,
        on=("Run",),
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
)
