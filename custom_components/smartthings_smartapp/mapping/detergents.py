"""Detergent and softener of washers: tanks, and reminders to buy more."""

from collections.abc import Iterator
from dataclasses import replace

from homeassistant.components.number import NumberDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfVolume

from .descriptions.base import ComponentView, Mapped, Source, Where
from .descriptions.controls import NumberMap, SwitchMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .descriptions.values import Bounds
from .vocabulary import Attribute, Capability, Command

_DETERGENTS = Capability.SAMSUNG_CE_DETERGENT_AUTO_REPLENISHMENT
_SOFTENERS = Capability.SAMSUNG_CE_SOFTENER_AUTO_REPLENISHMENT


def _amount(capability: str, attribute: str, text: str) -> SensorMap:
    """Return an amount of a product in milliliters, disabled by default."""
    return SensorMap(
        capability=capability,
        key=attribute,
        translation_key=text,
        where=Where(reported=(attribute,)),
        device_class=SensorDeviceClass.VOLUME_STORAGE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfVolume.MILLILITERS,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    )


def _kind(capability: str, attribute: str, text: str) -> SensorMap:
    """Return the kind of a product, ``none`` without a tank."""
    return SensorMap(
        capability=capability,
        key=attribute,
        translation_key=text,
        where=Where(reported=(attribute,)),
        device_class=SensorDeviceClass.ENUM,
        options=["liquid", "none", "powder"],
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    )


def _tank(capability: str, name: str, kind: str) -> Iterator[Mapped]:
    """Yield the product in a tank, how much is left, and how much a run uses.

    The amount that is left is enabled by default if there is a tank.
    """

    def is_fitted(view: ComponentView) -> bool:
        return view.values.get(Source(capability, kind)) not in (None, "none")

    left = replace(
        _amount(capability, Attribute.REMAINING_AMOUNT, f"{name}_left"),
        key=f"{name}Left",
        attribute=Attribute.REMAINING_AMOUNT,
    )
    yield replace(
        left,
        where=Where(test=is_fitted),
        entity_category=None,
        entity_registry_enabled_default=True,
    )
    yield left
    yield _amount(capability, Attribute.INITIAL_AMOUNT, f"{name}_filled")
    yield _amount(capability, Attribute.DOSAGE, f"{name}_dosage")
    yield _kind(capability, kind, f"{name}_type")


def _order(capability: str, name: str, replenished: str, prefix: str) -> Iterator[Mapped]:
    """Yield whether the app reminds of buying a product, and below which amount.

    Another capability repeats both, in attributes with a prefix.
    """
    yield SwitchMap(
        capability=capability,
        key=Attribute.ALARM_ENABLED,
        translation_key=f"{name}_reminder",
        where=Where(reported=(Attribute.ALARM_ENABLED,)),
        on=True,
        off=False,
        supersedes=(Source(replenished, f"{prefix}AlarmEnabled"),),
        on_command=Command.ENABLE_ALARM,
        off_command=Command.DISABLE_ALARM,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    )
    yield NumberMap(
        capability=capability,
        key=Attribute.ORDER_THRESHOLD,
        translation_key=f"{name}_reminder_threshold",
        where=Where(reported=(Attribute.ORDER_THRESHOLD,)),
        supersedes=(Source(replenished, f"{prefix}OrderThreshold"),),
        command=Command.SET_ORDER_THRESHOLD,
        default=Bounds(0, 3000, 10),
        device_class=NumberDeviceClass.VOLUME_STORAGE,
        native_unit_of_measurement=UnitOfVolume.MILLILITERS,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    )


def _replenished(capability: str, prefix: str, name: str) -> Iterator[Mapped]:
    """Yield the same of a product that the app can order. A tank of its own precedes it.

    The commands name the product with a word that is not public.
    """
    for attribute, text in (
        ("RemainingAmount", "left"),
        ("InitialAmount", "filled"),
        ("Dosage", "dosage"),
        ("OrderThreshold", "reminder_threshold"),
    ):
        yield _amount(capability, f"{prefix}{attribute}", f"{name}_{text}")
    yield _kind(capability, f"{prefix}Type", f"{name}_type")
    yield BinarySensorMap(
        capability=capability,
        key=f"{prefix}AlarmEnabled",
        translation_key=f"{name}_reminder",
        where=Where(reported=(f"{prefix}AlarmEnabled",)),
        on=(True,),
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    )


ENTRIES: tuple[Mapped, ...] = (
    *_tank(Capability.SAMSUNG_CE_DETERGENT_STATE, "detergent", Attribute.DETERGENT_TYPE),
    *_tank(Capability.SAMSUNG_CE_SOFTENER_STATE, "softener", Attribute.SOFTENER_TYPE),
    *_order(Capability.SAMSUNG_CE_DETERGENT_ORDER, "detergent", _DETERGENTS, "regularDetergent"),
    *_order(Capability.SAMSUNG_CE_SOFTENER_ORDER, "softener", _SOFTENERS, "regularSoftener"),
    *_replenished(_DETERGENTS, "regularDetergent", "detergent"),
    *_replenished(_DETERGENTS, "babyDetergent", "baby_detergent"),
    *_replenished(_DETERGENTS, "neutralDetergent", "neutral_detergent"),
    *_replenished(_SOFTENERS, "regularSoftener", "softener"),
)
