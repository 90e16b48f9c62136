"""Water purifiers, and the water dispensers of refrigerators."""

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory

from .descriptions.base import Mapped, Source
from .descriptions.controls import NumberMap, SelectMap, SwitchMap
from .descriptions.sensors import SensorMap
from .vocabulary import Attribute, Capability, Command

_DISPENSER = Capability.SAMSUNG_CE_WATER_DISPENSER


def _lock(capability: str, attribute: str) -> SwitchMap:
    """Return the child lock of one kind of water."""
    return SwitchMap(
        capability=capability,
        key=attribute,
        on="locked",
        off="unlocked",
        on_command=Command.LOCK,
        off_command=Command.UNLOCK,
        entity_category=EntityCategory.CONFIG,
    )


ENTRIES: tuple[Mapped, ...] = (
    _lock(
        Capability.SAMSUNG_CE_WATER_PURIFIER_COLD_WATER_LOCK,
        Attribute.WATER_PURIFIER_COLD_WATER_LOCK,
    ),
    _lock(
        Capability.SAMSUNG_CE_WATER_PURIFIER_HOT_WATER_LOCK,
        Attribute.WATER_PURIFIER_HOT_WATER_LOCK,
    ),
    # The public definitions list no words of these. A device reports the one with a text.
    SensorMap(
        capability=Capability.SAMSUNG_CE_WATER_PURIFIER_OPERATING_STATE,
        key=Attribute.OPERATING_STATE,
        translation_key="water_purifier_state",
        device_class=SensorDeviceClass.ENUM,
        options=["ready"],
    ),
    SelectMap(
        capability=_DISPENSER,
        key=Attribute.MODE,
        translation_key="water_dispenser_mode",
        command=Command.SET_MODE,
        supported=Source(_DISPENSER, Attribute.SUPPORTED_MODES),
        options=["ambient", "cold", "hot"],
    ),
    SelectMap(
        capability=_DISPENSER,
        key=Attribute.HOT_TEMPERATURE,
        translation_key="hot_water_temperature",
        command=Command.SET_HOT_TEMPERATURE,
        supported=Source(_DISPENSER, Attribute.SUPPORTED_HOT_TEMPERATURES),
    ),
    NumberMap(
        capability=_DISPENSER,
        key=Attribute.AMOUNT,
        translation_key="water_amount",
        command=Command.SET_AMOUNT,
        low=(Source(_DISPENSER, Attribute.MIN_SUPPORTED_AMOUNT),),
        high=(Source(_DISPENSER, Attribute.MAX_SUPPORTED_AMOUNT),),
    ),
)
