"""The options flow."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import voluptuous as vol
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlowWithReload
from homeassistant.const import UnitOfTime
from homeassistant.helpers import area_registry as ar
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

from ..const import CONF_LOCATION_ID
from ..location.device_registry import DeviceRegistrar
from ..location.options import (
    CONF_APPS,
    CONF_GENERIC_ENTITIES,
    CONF_LEFT_OUT,
    CONF_LONGEST_INTERVAL,
    CONF_OFFLINE,
    CONF_RAW_EVENTS,
    MAX_LONGEST_INTERVAL,
    MIN_LONGEST_INTERVAL,
    Offline,
    Options,
    named_app,
)
from ..runtime import Runtime, SmartThingsConfigEntry


def options_schema(options: Options, names: Mapping[str, str]) -> vol.Schema:
    """Return the form; ``names`` are the labels of the devices that can be excluded, by id."""
    devices = [
        SelectOptionDict(value=device_id, label=name)
        for device_id, name in sorted(names.items(), key=lambda item: item[1].casefold())
    ]
    return vol.Schema(
        {
            vol.Required(CONF_OFFLINE, default=options.offline.value): SelectSelector(
                SelectSelectorConfig(
                    options=[choice.value for choice in Offline],
                    mode=SelectSelectorMode.LIST,
                    translation_key=CONF_OFFLINE,
                )
            ),
            # Suggested, because a default would come back after the user clears the field.
            vol.Optional(
                CONF_LEFT_OUT,
                description={"suggested_value": sorted(options.excluded & names.keys())},
            ): SelectSelector(
                SelectSelectorConfig(
                    options=devices, multiple=True, mode=SelectSelectorMode.DROPDOWN
                )
            ),
            vol.Optional(
                CONF_LONGEST_INTERVAL, description={"suggested_value": _minutes(options)}
            ): NumberSelector(
                NumberSelectorConfig(
                    min=MIN_LONGEST_INTERVAL,
                    max=MAX_LONGEST_INTERVAL,
                    mode=NumberSelectorMode.BOX,
                    unit_of_measurement=UnitOfTime.MINUTES,
                )
            ),
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


def _minutes(options: Options) -> float | None:
    interval = options.longest_interval
    return None if interval is None else interval.total_seconds() / 60


class SmartAppOptionsFlow(OptionsFlowWithReload):
    """One form with all options; the entry is reloaded if one of them changes."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Show the form, and save the options."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if all(map(named_app, user_input.get(CONF_APPS, ()))):
                # An empty field is not part of the input.
                cleared: dict[str, list[str]] = {CONF_LEFT_OUT: [], CONF_APPS: []}
                return self.async_create_entry(data={**cleared, **user_input})
            errors[CONF_APPS] = "invalid_app"
        options = Options.of(self.config_entry)
        schema = options_schema(options, await self._names(options))
        return self.async_show_form(
            step_id="init",
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
        )

    async def _names(self, options: Options) -> dict[str, str]:
        """Return the names of the devices of the location, also of excluded ones, by id."""
        entry: SmartThingsConfigEntry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            return self._registered(entry, options)
        return await _listed(entry.runtime_data, options)

    def _registered(self, entry: SmartThingsConfigEntry, options: Options) -> dict[str, str]:
        """Return the names that the registry knows; a device excluded long ago has its id only."""
        found = DeviceRegistrar(self.hass, entry, entry.data[CONF_LOCATION_ID]).registered()
        areas = ar.async_get(self.hass)
        rooms = {
            device_id: area.name
            for device_id, device in found.items()
            if device.area_id and (area := areas.async_get_area(device.area_id))
        }
        names = {device_id: device.name or device_id for device_id, device in found.items()}
        return _distinct({device_id: device_id for device_id in options.excluded} | names, rooms)


async def _listed(runtime: Runtime, options: Options) -> dict[str, str]:
    """Return the names of the devices in the last list of the cloud."""
    devices = {key: stored.device for key, stored in runtime.devices.items()}
    devices |= runtime.excluded_devices
    names = {device_id: device.label for device_id, device in devices.items()}
    if not runtime.lists_all:
        names = {device_id: device_id for device_id in options.excluded} | names
    if len(set(names.values())) == len(names):
        return names
    rooms = await runtime.read_rooms()
    return _distinct(
        names,
        {
            device_id: rooms[device.room_id]
            for device_id, device in devices.items()
            if device.room_id in rooms
        },
    )


def _distinct(names: Mapping[str, str], rooms: Mapping[str, str]) -> dict[str, str]:
    """Return the names; equal ones get their room, and also their id if that is equal too."""
    found = dict(names)
    for hints in (rooms, {device_id: device_id for device_id in names}):
        times = Counter(found.values())
        found = {
            device_id: f"{name} ({hints[device_id]})"
            if times[name] > 1 and device_id in hints
            else name
            for device_id, name in found.items()
        }
    return found
