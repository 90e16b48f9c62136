"""The forms of the options flow."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

import voluptuous as vol
from homeassistant.const import CONF_DEVICE_ID, UnitOfTime
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
)

from ..location.options import (
    CONF_APPS,
    CONF_CALLS_PER_MONTH,
    CONF_GENERIC_ENTITIES,
    CONF_LEFT_OUT,
    CONF_LONGEST_INTERVAL,
    CONF_OFFLINE,
    CONF_OPTIMISTIC,
    CONF_POLL_INTERVAL,
    CONF_RAW_EVENTS,
    CONF_TEMPERATURE_UNIT,
    MAX_CALLS_PER_MONTH,
    MAX_LONGEST_INTERVAL,
    MIN_CALLS_PER_MONTH,
    MIN_LONGEST_INTERVAL,
    TEMPERATURE_UNITS,
    Offline,
    Options,
)

CONF_EXCLUDED: Final = "excluded"
"""Whether the device is excluded. It is stored in the list of excluded devices."""

_AS_LOCATION: Final = "as_location"
_AS_REPORTED: Final = "as_reported"
_OFFLINE: Final = (_AS_LOCATION, Offline.UNAVAILABLE.value, Offline.KEEP.value)
"""Whether one device is a sleeping appliance is no question: the user decides for it."""

_MINUTES: Final = NumberSelector(
    NumberSelectorConfig(
        min=MIN_LONGEST_INTERVAL,
        max=MAX_LONGEST_INTERVAL,
        mode=NumberSelectorMode.BOX,
        unit_of_measurement=UnitOfTime.MINUTES,
    )
)


def location_form(options: Options, names: Mapping[str, str]) -> vol.Schema:
    """Return the options of a location; ``names`` are the names of its devices, by id."""
    return vol.Schema(
        {
            vol.Required(CONF_OFFLINE, default=options.offline.value): _translated(
                CONF_OFFLINE, [choice.value for choice in Offline]
            ),
            # Suggested, because a default would come back after the user clears the field.
            vol.Optional(
                CONF_LEFT_OUT,
                description={"suggested_value": sorted(options.excluded & names.keys())},
            ): _devices(names, multiple=True),
            vol.Optional(
                CONF_LONGEST_INTERVAL,
                description={"suggested_value": _in_minutes(options.longest_interval)},
            ): _MINUTES,
            vol.Optional(
                CONF_CALLS_PER_MONTH, description={"suggested_value": options.calls_per_month}
            ): NumberSelector(
                NumberSelectorConfig(
                    min=MIN_CALLS_PER_MONTH, max=MAX_CALLS_PER_MONTH, mode=NumberSelectorMode.BOX
                )
            ),
            vol.Required(CONF_OPTIMISTIC, default=options.optimistic): BooleanSelector(),
            vol.Required(
                CONF_GENERIC_ENTITIES, default=options.generic_entities
            ): BooleanSelector(),
            vol.Required(CONF_RAW_EVENTS, default=options.raw_events): BooleanSelector(),
            vol.Optional(
                CONF_APPS,
                description={"suggested_value": [f"{n} = {i}" for i, n in options.apps.items()]},
            ): TextSelector(TextSelectorConfig(multiple=True)),
        }
    )


def device_choice(names: Mapping[str, str]) -> vol.Schema:
    """Return the choice of one device."""
    return vol.Schema({vol.Required(CONF_DEVICE_ID): _devices(names, multiple=False)})


def device_form(options: Options, device_id: str, hidden: Collection[str]) -> vol.Schema:
    """Return the options of a device, without the ``hidden`` fields, which it has no use for."""
    own = options.of_device(device_id)
    units = {unit: word for word, unit in TEMPERATURE_UNITS.items()}
    unit = units[own.temperature_unit] if own.temperature_unit else _AS_REPORTED
    interval = _in_minutes(own.poll_interval)
    # A sleeping appliance is a matter of the location: it is stored only by hand.
    offline = own.offline.value if own.offline and own.offline.value in _OFFLINE else _AS_LOCATION
    optimistic = {None: _AS_LOCATION, True: "on", False: "off"}[own.optimistic]
    fields: dict[vol.Marker, Any] = {
        vol.Required(CONF_OFFLINE, default=offline): _translated("device_offline", [*_OFFLINE]),
        vol.Required(CONF_TEMPERATURE_UNIT, default=unit): _translated(
            CONF_TEMPERATURE_UNIT, [_AS_REPORTED, *TEMPERATURE_UNITS]
        ),
        vol.Optional(CONF_POLL_INTERVAL, description={"suggested_value": interval}): _MINUTES,
        vol.Required(CONF_OPTIMISTIC, default=optimistic): _translated(
            "device_optimistic", [_AS_LOCATION, "on", "off"]
        ),
        vol.Required(CONF_EXCLUDED, default=device_id in options.excluded): BooleanSelector(),
    }
    return vol.Schema({marker: field for marker, field in fields.items() if marker not in hidden})


def _in_minutes(interval: timedelta | None) -> float | None:
    return None if interval is None else interval.total_seconds() / 60


def own_options(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the form of a device that differ from the location, to store them."""
    return {
        key: value
        for key, value in chosen.items()
        if key != CONF_EXCLUDED and value not in (_AS_LOCATION, _AS_REPORTED, None)
    }


def _translated(key: str, options: list[str]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST, translation_key=key)
    )


def _devices(names: Mapping[str, str], *, multiple: bool) -> SelectSelector:
    """Return a choice of devices, sorted by name."""
    return SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(value=device_id, label=name)
                for device_id, name in sorted(names.items(), key=lambda item: item[1].casefold())
            ],
            multiple=multiple,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )
