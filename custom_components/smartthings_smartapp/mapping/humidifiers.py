"""Humidifiers and dehumidifiers. The category of the device decides which of the two it is."""

from collections.abc import Mapping

from homeassistant.components.humidifier import HumidifierDeviceClass

from .descriptions.base import Mapped, Source, Where
from .descriptions.controls import SelectMap
from .descriptions.devices import HumidifierMap
from .descriptions.values import Choice, Setpoint
from .vocabulary import Attribute, Capability, Category, Command
from .words import listed

_SWITCH = Source(Capability.SWITCH, Attribute.SWITCH)
_TARGET = Setpoint(
    source=Source(Capability.SAMSUNG_CE_RELATIVE_HUMIDITY_LEVEL, Attribute.DESIRED_HUMIDITY_LEVEL),
    command=Command.SET_DESIRED_HUMIDITY,
    range=(
        Source(
            Capability.SAMSUNG_CE_RELATIVE_HUMIDITY_LEVEL, Attribute.DESIRED_HUMIDITY_LEVEL_RANGE
        ),
    ),
)
_MODE_WORDS = tuple(
    listed(
        "clothes_drying continuous dehumidifying drying high low manual medium quiet smart turbo"
    )
)
# The first are modes that Home Assistant translates.
_MODE_TEXTS = (*listed("auto away baby boost comfort eco home normal sleep"), *_MODE_WORDS)
_HUMIDIFYING = Choice(
    source=Source(Capability.HUMIDIFIER_MODE, Attribute.HUMIDIFIER_MODE),
    command=Command.SET_HUMIDIFIER_MODE,
    default=("auto", "low", "medium", "high"),
    texts=_MODE_TEXTS,
)
_DRYING = Choice(
    source=Source(Capability.SAMSUNG_CE_DEHUMIDIFIER_MODE, Attribute.DEHUMIDIFIER_MODE),
    command=Command.SET_DEHUMIDIFIER_MODE,
    supported=Source(
        Capability.SAMSUNG_CE_DEHUMIDIFIER_MODE, Attribute.SUPPORTED_DEHUMIDIFIER_MODES
    ),
    texts=_MODE_TEXTS,
)
_CLASSES: Mapping[str, str] = {
    Category.DEHUMIDIFIER: HumidifierDeviceClass.DEHUMIDIFIER,
    Category.HUMIDIFIER: HumidifierDeviceClass.HUMIDIFIER,
}
_OF_CATEGORY = tuple(_CLASSES)


def _humidifier(
    source: Source, where: Where, modes: Choice | None, device_class: HumidifierDeviceClass
) -> HumidifierMap:
    """Return the entry for devices that have an attribute."""
    return HumidifierMap(
        capability=source.capability,
        key="humidifier",
        attribute=source.attribute,
        where=where,
        reads=(Source(Capability.RELATIVE_HUMIDITY_MEASUREMENT, Attribute.HUMIDITY),),
        claims=(_SWITCH, _TARGET.source),
        exclusive=True,
        primary=True,
        device_class=device_class,
        classes=_CLASSES,
        modes=modes,
        target=_TARGET,
        power=_SWITCH,
        humidity=Source(Capability.RELATIVE_HUMIDITY_MEASUREMENT, Attribute.HUMIDITY),
        mode_words=_MODE_WORDS,
    )


_SWITCHED = Where(all_of=(Capability.SWITCH,))
_BY_CATEGORY = Where(all_of=(Capability.SWITCH,), category=_OF_CATEGORY)

HUMIDIFIERS: tuple[Mapped, ...] = (
    _humidifier(_DRYING.source, _SWITCHED, _DRYING, HumidifierDeviceClass.DEHUMIDIFIER),
    _humidifier(_HUMIDIFYING.source, _SWITCHED, _HUMIDIFYING, HumidifierDeviceClass.HUMIDIFIER),
    _humidifier(_SWITCH, _BY_CATEGORY, None, HumidifierDeviceClass.HUMIDIFIER),
)

ENTRIES: tuple[Mapped, ...] = tuple(
    # A device that has a mode and no switch. Another device turns it on.
    SelectMap(
        capability=choice.source.capability,
        key=choice.source.attribute,
        command=choice.command,
        supported=choice.supported,
        default=choice.default,
        options=["auto", *_MODE_WORDS],
    )
    for choice in (_DRYING, _HUMIDIFYING)
)
