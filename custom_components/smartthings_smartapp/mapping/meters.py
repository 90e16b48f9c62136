"""Meters of electricity, gas and water, batteries and the radio."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.const import (
    EntityCategory,
    UnitOfElectricCurrent,
    UnitOfElectricPotential,
    UnitOfEnergy,
    UnitOfPower,
    UnitOfRatio,
    UnitOfVolume,
    UnitOfVolumeFlowRate,
)

from ..cloud.json_types import Json, as_list, as_object, text
from .descriptions.base import Detail, Mapped, Source, Where
from .descriptions.controls import ButtonMap
from .descriptions.sensors import BinarySensorMap, SensorMap
from .parts import METERED
from .vocabulary import Attribute, Capability, Command
from .words import identifier

_COPPER = Capability.MIRRORHAPPY40050_COPPER_WATER_METER
_BACKUP = Capability.RIVERTALENT14263_ADAPTIVE_ENERGY_USAGE_STATE
_METRICS = Capability.LEGENDABSOLUTE60149_SIGNAL_METRICS


def _metric(name: str) -> Callable[[Json], int | None]:
    """Return a function that finds a measure of the radio in a text for people.

    Drivers write ``LQI: 184 ... RSSI: -95 dBm``, with or without markup and a time.
    """
    pattern = re.compile(rf"{name}\D*?(-?\d+)", re.IGNORECASE)

    def find(value: Json) -> int | None:
        found = pattern.search(value) if isinstance(value, str) else None
        return int(found[1]) if found else None

    return find


# Patterns of presentation ids.
_HEAT_PUMPS = ("*EHS*",)
_POWER = Source(Capability.POWER_METER, Attribute.POWER)
_ENERGY = Source(Capability.ENERGY_METER, Attribute.ENERGY)


# The report of Samsung appliances and of plugs: power in W, energies in Wh. Heat pumps report their
# power in kW, and only the model distinguishes them. Beside a meter, the report repeats its value.


def _reported_power(*, kilowatts: bool, meter: bool) -> SensorMap:
    """Return the power of the report, for devices with or without a meter."""
    return SensorMap(
        capability=Capability.POWER_CONSUMPTION_REPORT,
        key="power",
        attribute=Attribute.POWER_CONSUMPTION,
        member="power",
        scale=1000.0 if kilowatts else 1.0,
        translation_key="reported_power" if meter else None,
        where=Where(
            presentation=_HEAT_PUMPS if kilowatts else (),
            no_presentation=() if kilowatts else _HEAT_PUMPS,
            member="power",
            known=(_POWER,) if meter else (),
            unknown=() if meter else (_POWER,),
        ),
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.WATT,
        suggested_display_precision=2,
        entity_category=EntityCategory.DIAGNOSTIC if meter else None,
        entity_registry_enabled_default=not meter,
    )


_METERED_ENERGY = SensorMap(
    capability=Capability.ENERGY_METER,
    key=Attribute.ENERGY,
    device_class=SensorDeviceClass.ENERGY,
    state_class=SensorStateClass.TOTAL_INCREASING,
    native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
    suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
    suggested_display_precision=2,
)


def _of_direction(component: str) -> SensorMap:
    """Return the energy of a meter in one direction, which has a name of its own."""
    return replace(
        _METERED_ENERGY,
        translation_key=identifier(component),
        role=_METERED_ENERGY.text_key,
        where=Where(component=component),
    )


def _reported_energy(*, meter: bool) -> SensorMap:
    """Return the energy of the report, for devices with or without a meter."""
    return replace(
        _more_energy("energy", SensorStateClass.TOTAL_INCREASING),
        translation_key="reported_energy" if meter else None,
        where=Where(
            member="energy",
            known=(_ENERGY,) if meter else (),
            unknown=() if meter else (_ENERGY,),
        ),
        entity_category=EntityCategory.DIAGNOSTIC if meter else None,
        entity_registry_enabled_default=not meter,
    )


def _reported_direction(component: str) -> SensorMap:
    """Return the energy of the report in one direction, which a meter of the device shows too."""
    return replace(
        _reported_energy(meter=True),
        translation_key=identifier(component),
        role=_METERED_ENERGY.text_key,
        where=Where(component=component, member="energy"),
    )


def _more_energy(member: str, state_class: SensorStateClass | None = None) -> SensorMap:
    """Return another energy of the report, disabled by default."""
    return SensorMap(
        capability=Capability.POWER_CONSUMPTION_REPORT,
        key=member,
        attribute=Attribute.POWER_CONSUMPTION,
        member=member,
        where=Where(member=member),
        device_class=SensorDeviceClass.ENERGY,
        state_class=state_class,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    )


def _gas(
    member: str, text: str, state_class: SensorStateClass | None = None, *, enabled: bool = False
) -> SensorMap:
    """Return a number of the gas report."""
    return SensorMap(
        capability=Capability.GAS_CONSUMPTION_REPORT,
        key=member,
        attribute=Attribute.GAS_CONSUMPTION,
        member=member,
        translation_key=text,
        where=Where(member=member),
        shared_unit=True,
        device_class=SensorDeviceClass.ENERGY,
        state_class=state_class,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
        entity_registry_enabled_default=enabled,
    )


def _last_hour(value: Json) -> float | None:
    """Return the usage of the last hour of a list."""
    hours = map(as_object, as_list(value))
    usage = max(hours, key=lambda hour: text(hour, "start"), default={}).get("deltaUsage")
    return usage if isinstance(usage, int | float) else None


def _batteries(capability: str) -> Mapping[str, Detail]:
    """Return the kind and the number of the batteries, which few drivers report."""
    return {
        "battery_type": Detail(Source(capability, Attribute.TYPE)),
        "battery_quantity": Detail(Source(capability, Attribute.QUANTITY)),
    }


ENTRIES: tuple[Mapped, ...] = (
    SensorMap(
        capability=Capability.BATTERY,
        key=Attribute.BATTERY,
        details=_batteries(Capability.BATTERY),
        device_class=SensorDeviceClass.BATTERY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.BATTERY_LEVEL,
        key="batteryLevel",
        attribute=Attribute.BATTERY,
        details=_batteries(Capability.BATTERY_LEVEL),
        device_class=SensorDeviceClass.ENUM,
        options=["normal", "warning", "critical"],
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    # The battery of a stick vacuum.
    SensorMap(
        capability=Capability.SAMSUNG_CE_RECHARGEABLE_BATTERY,
        key=Attribute.BATTERY,
        device_class=SensorDeviceClass.BATTERY,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    BinarySensorMap(
        capability=Capability.SAMSUNG_CE_RECHARGEABLE_BATTERY,
        key=Attribute.CHARGING_STATUS,
        role="charging_state",
        where=Where(reported=(Attribute.CHARGING_STATUS,)),
        on=("charging",),
        device_class=BinarySensorDeviceClass.BATTERY_CHARGING,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.CHARGING_STATE,
        key=Attribute.CHARGING_STATE,
        device_class=SensorDeviceClass.ENUM,
        options=["charging", "stopped", "fully_charged", "error"],
    ),
    SensorMap(
        capability=Capability.POWER_SOURCE,
        key=Attribute.POWER_SOURCE,
        device_class=SensorDeviceClass.ENUM,
        options=["battery", "dc", "mains"],
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.POWER_METER,
        key=Attribute.POWER,
        device_class=SensorDeviceClass.POWER,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfPower.WATT,
        suggested_display_precision=2,
    ),
    *map(_of_direction, METERED),
    _METERED_ENERGY,
    # Not every meter can be reset, and none reports whether it can.
    ButtonMap(
        capability=Capability.ENERGY_METER,
        key="resetEnergyMeter",
        attribute=Attribute.ENERGY,
        command=Command.RESET_ENERGY_METER,
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=Capability.VOLTAGE_MEASUREMENT,
        key=Attribute.VOLTAGE,
        device_class=SensorDeviceClass.VOLTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfElectricPotential.VOLT,
        suggested_display_precision=1,
    ),
    SensorMap(
        capability=Capability.CURRENT_MEASUREMENT,
        key=Attribute.CURRENT,
        device_class=SensorDeviceClass.CURRENT,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfElectricCurrent.AMPERE,
        suggested_display_precision=2,
    ),
    _reported_power(kilowatts=True, meter=False),
    _reported_power(kilowatts=True, meter=True),
    _reported_power(kilowatts=False, meter=False),
    _reported_power(kilowatts=False, meter=True),
    *map(_reported_direction, METERED),
    _reported_energy(meter=False),
    _reported_energy(meter=True),
    # The energy since the previous report, so not a total.
    _more_energy("deltaEnergy"),
    _more_energy("powerEnergy"),
    _more_energy("energySaved", SensorStateClass.TOTAL_INCREASING),
    SensorMap(
        capability=Capability.GAS_METER,
        key=Attribute.GAS_METER,
        device_class=SensorDeviceClass.ENERGY,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
    ),
    SensorMap(
        capability=Capability.GAS_METER,
        key=Attribute.GAS_METER_VOLUME,
        device_class=SensorDeviceClass.GAS,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfVolume.CUBIC_METERS,
    ),
    SensorMap(
        capability=Capability.GAS_METER,
        key=Attribute.GAS_METER_CALORIFIC,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    SensorMap(
        capability=Capability.GAS_METER,
        key=Attribute.GAS_METER_CONVERSION,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=Capability.GAS_METER,
        key=Attribute.GAS_METER_TIME,
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    _gas("cumulativeUsage", "gas_usage", SensorStateClass.TOTAL_INCREASING, enabled=True),
    _gas("deltaUsage", "gas_usage_delta"),
    _gas("usageSaved", "gas_usage_saved", SensorStateClass.TOTAL_INCREASING),
    # A list of ``{start, deltaUsage}`` (the definition in SmartThingsEdgeDrivers).
    SensorMap(
        capability=Capability.BATCH_GAS_CONSUMPTION_REPORT,
        key=Attribute.HOURLY_GAS_CONSUMPTIONS,
        translation_key="gas_usage_hour",
        convert=_last_hour,
        shared_unit=True,
        device_class=SensorDeviceClass.ENERGY,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,
    ),
    *(
        SensorMap(
            capability=_METRICS,
            key=key,
            attribute=Attribute.SIGNAL_METRICS,
            where=Where(none_of=(Capability.SIGNAL_STRENGTH,)),
            convert=_metric(key),
            device_class=device_class,
            state_class=SensorStateClass.MEASUREMENT,
            native_unit_of_measurement=unit,
            entity_category=EntityCategory.DIAGNOSTIC,
        )
        for key, device_class, unit in (
            (Attribute.RSSI, SensorDeviceClass.SIGNAL_STRENGTH, "dBm"),
            (Attribute.LQI, None, None),
        )
    ),
    # A home battery of Tesla.
    SensorMap(
        capability=_BACKUP,
        key=Attribute.GRID_STATUS_STATUS,
        translation_key="grid_status",
        where=Where(reported=(Attribute.GRID_STATUS_STATUS,)),
    ),
    *(
        BinarySensorMap(
            capability=_BACKUP,
            key=attribute,
            where=Where(reported=(attribute,)),
            on=(True,),
            entity_category=EntityCategory.DIAGNOSTIC,
        )
        for attribute in (Attribute.STORM_WATCH_ACTIVE, Attribute.STORM_WATCH_ENABLED)
    ),
    # The total amount of water, in millilitres.
    SensorMap(
        capability=Capability.SAMSUNG_CE_WATER_CONSUMPTION_REPORT,
        key=Attribute.WATER_CONSUMPTION,
        member="cumulativeAmount",
        scale=0.001,
        translation_key="water_consumption",
        device_class=SensorDeviceClass.WATER,
        state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfVolume.LITERS,
    ),
    *(
        SensorMap(
            capability=_COPPER,
            key=key,
            translation_key=text,
            device_class=SensorDeviceClass.WATER,
            state_class=SensorStateClass.TOTAL_INCREASING,
            native_unit_of_measurement=UnitOfVolume.GALLONS,
        )
        for key, text in (
            (Attribute.ENERGY_USAGE_DAY, "water_usage_day"),
            (Attribute.ENERGY_USAGE_MONTH, "water_usage_month"),
        )
    ),
    SensorMap(
        capability=_COPPER,
        key=Attribute.POWER_CURRENT,
        translation_key="water_usage_now",
        device_class=SensorDeviceClass.VOLUME_FLOW_RATE,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfVolumeFlowRate.GALLONS_PER_MINUTE,
    ),
    SensorMap(
        capability=Capability.SIGNAL_STRENGTH,
        key=Attribute.RSSI,
        device_class=SensorDeviceClass.SIGNAL_STRENGTH,
        state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement="dBm",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
    SensorMap(
        capability=Capability.SIGNAL_STRENGTH,
        key=Attribute.LQI,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
    ),
)
