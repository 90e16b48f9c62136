"""The options flow: the options of a location, and those of one of its devices."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlowWithReload
from homeassistant.const import CONF_DEVICE_ID, Platform
from homeassistant.helpers import area_registry as ar

from ..cloud.json_types import as_object
from ..const import CONF_LOCATION_ID
from ..location.device_registry import DeviceRegistrar
from ..location.options import (
    CONF_APPS,
    CONF_DEVICES,
    CONF_LEFT_OUT,
    CONF_OPTIMISTIC,
    CONF_TEMPERATURE_UNIT,
    Options,
    named_app,
)
from ..mapping.descriptions.base import Mapped
from ..runtime import Runtime, SmartThingsConfigEntry
from .option_forms import CONF_EXCLUDED, device_choice, device_form, location_form, own_options
from .programs import ProgramSteps

_OPTIMISTIC: Final = frozenset({Platform.COVER, Platform.LIGHT, Platform.MEDIA_PLAYER})
_THERMAL: Final = frozenset({Platform.CLIMATE, Platform.WATER_HEATER})


class SmartAppOptionsFlow(ProgramSteps, OptionsFlowWithReload):
    """A form for the location and one for each device; the entry is reloaded after a change."""

    _device_id = ""
    """The device whose options are changed."""

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether to change the options of the location or of a device."""
        return self.async_show_menu(step_id="init", menu_options=["location", "device", "programs"])

    async def async_step_location(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the options of the location, and save them."""
        options = Options.of(self.config_entry)
        errors: dict[str, str] = {}
        if user_input is not None:
            if all(map(named_app, user_input.get(CONF_APPS, ()))):
                # An empty field is not part of the input.
                cleared: dict[str, list[str]] = {CONF_LEFT_OUT: [], CONF_APPS: []}
                return self._save({**cleared, **user_input}, self._own_options())
            errors[CONF_APPS] = "invalid_app"
        form = location_form(options, await self._names(options))
        return self.async_show_form(
            step_id="location",
            data_schema=self.add_suggested_values_to_schema(form, user_input),
            errors=errors,
        )

    async def async_step_device(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the device."""
        if user_input is not None:
            self._device_id = user_input[CONF_DEVICE_ID]
            return await self.async_step_device_options()
        options = Options.of(self.config_entry)
        names = await self._names(options)
        own = sorted(names[device_id] for device_id in options.devices.keys() & names.keys())
        return self.async_show_form(
            step_id="device",
            data_schema=device_choice(names),
            description_placeholders={"devices": ", ".join(own) or "-"},
        )

    async def async_step_device_options(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the options of the device, and save them."""
        options, device_id = Options.of(self.config_entry), self._device_id
        names = await self._names(options)
        if user_input is None:
            return self.async_show_form(
                step_id="device_options",
                data_schema=device_form(options, device_id, self._hidden(device_id)),
                description_placeholders={"device": names.get(device_id, device_id)},
            )
        data = dict(self.config_entry.options)
        if user_input[CONF_EXCLUDED] != (device_id in options.excluded):
            # The other form has the same list, and forgets devices that are gone, too.
            data[CONF_LEFT_OUT] = sorted((options.excluded & names.keys()) ^ {device_id})
        own = self._own_options() | {device_id: own_options(user_input)}
        return self._save(data, own)

    def _own_options(self) -> dict[str, Any]:
        """Return the stored options of the devices, without those of devices that are gone."""
        stored = as_object(self.config_entry.options.get(CONF_DEVICES))
        runtime = self._runtime
        if runtime is None or not runtime.lists_all:
            return {**stored}
        present = runtime.devices.keys() | runtime.excluded_devices.keys()
        return {device_id: own for device_id, own in stored.items() if device_id in present}

    def _save(self, data: dict[str, Any], own: Mapping[str, Any]) -> ConfigFlowResult:
        """Save the options of the location, and those that devices have."""
        devices = {device_id: options for device_id, options in own.items() if options}
        rest = {key: value for key, value in data.items() if key != CONF_DEVICES}
        return self.async_create_entry(data=rest | ({CONF_DEVICES: devices} if devices else {}))

    @property
    def _runtime(self) -> Runtime | None:
        """The location, None while it is not loaded."""
        entry: SmartThingsConfigEntry = self.config_entry
        return entry.runtime_data if entry.state is ConfigEntryState.LOADED else None

    def _hidden(self, device_id: str) -> set[str]:
        """Return the fields that have no effect on the device, as far as is known."""
        runtime = self._runtime
        known = runtime.devices.get(device_id) if runtime else None
        if runtime is None or known is None:
            return set()
        entries = [match.entry for match in runtime.matches(device_id)]
        hidden = set() if any(map(_has_temperature, entries)) else {CONF_TEMPERATURE_UNIT}
        if not any(entry.platform in _OPTIMISTIC for entry in entries):
            hidden.add(CONF_OPTIMISTIC)
        return hidden

    async def _names(self, options: Options) -> dict[str, str]:
        """Return the names of the devices of the location, also of excluded ones, by id."""
        if (runtime := self._runtime) is None:
            return self._registered(self.config_entry, options)
        return await _listed(runtime, options)

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


def _has_temperature(entry: Mapped) -> bool:
    return entry.platform in _THERMAL or entry.device_class == SensorDeviceClass.TEMPERATURE


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
