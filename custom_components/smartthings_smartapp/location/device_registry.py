"""Registers the devices of a location, with hub and area, and removes them."""

from collections.abc import Iterable, Mapping
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from ..cloud.json_types import as_object, text
from ..cloud.models import MAIN, AttributeKey, Device, Status
from ..const import DOMAIN
from ..mapping.vocabulary import Attribute, Capability

_ACCOUNT_URL: Final = "https://account.smartthings.com"
_IDENTIFICATION: Final = Capability.SAMSUNG_CE_DEVICE_IDENTIFICATION
_ADDRESSES: Final = AttributeKey(MAIN, Capability.SAMSUNG_IM_DEVICESTATUS, Attribute.STATUS)


class DeviceRegistrar:
    """Keeps the registry in step with the devices of one location."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, location_id: str) -> None:
        """``location_id`` identifies the device of the location itself."""
        self._hass = hass
        self._registry = dr.async_get(hass)
        self._entry = entry
        self._location_id = location_id

    @callback
    def registry_id(self, device_id: str) -> str | None:
        """Return the registry's id of a device."""
        device = self._registry.async_get_device_by_identifier(
            (DOMAIN, device_id), self._entry.entry_id
        )
        return device.id if device else None

    @callback
    def registered(self) -> dict[str, dr.DeviceEntry]:
        """Return the registered devices of the location, by SmartThings' id."""
        return {
            identifier: device
            for device in dr.async_entries_for_config_entry(self._registry, self._entry.entry_id)
            for domain, identifier in device.identifiers
            if domain == DOMAIN and identifier != self._location_id
        }

    @callback
    def any_new_in_a_room(self, devices: Iterable[Device]) -> bool:
        """Return whether a device is new and needs the name of its room as its area."""
        return any(
            device.room_id and self.registry_id(device.device_id) is None for device in devices
        )

    @callback
    def register_location(self) -> None:
        """Register the location, to which scenes belong."""
        self._registry.async_get_or_create(
            config_entry_id=self._entry.entry_id,
            identifiers={(DOMAIN, self._location_id)},
            entry_type=dr.DeviceEntryType.SERVICE,
            manufacturer="SmartThings",
            name=self._entry.title,
        )

    @callback
    def register(
        self,
        devices: Mapping[str, Device],
        rooms: Mapping[str, str],
        statuses: Mapping[str, Status],
    ) -> None:
        """Register devices, parents first. Only a new device gets its room as its area.

        If two devices name the same address, the first one gets it, so that they stay two.
        """
        addressed = self._addressed()
        for device in sorted(devices.values(), key=lambda item: _depth(item, devices)):
            status = statuses.get(device.device_id, {})
            connections = {
                connection
                for connection in connections_of(device, status)
                if addressed.setdefault(connection, device.device_id) == device.device_id
            }
            self._register(device, rooms, status, connections)

    def _register(
        self,
        device: Device,
        rooms: Mapping[str, str],
        status: Status,
        connections: set[tuple[str, str]],
    ) -> None:
        parent = self.registry_id(device.parent_id) if device.parent_id else None
        known = self.registry_id(device.device_id) is not None
        entry = self._registry.async_get_or_create(
            config_entry_id=self._entry.entry_id,
            identifiers={(DOMAIN, device.device_id)},
            name=device.label,
            manufacturer=device.manufacturer,
            model=device.model,
            model_id=device.model_id or _identified(status, Attribute.MODEL_NAME),
            serial_number=device.serial_number or _identified(status, Attribute.SERIAL_NUMBER),
            configuration_url=_ACCOUNT_URL,
            connections=connections,
            sw_version=device.sw_version,
            hw_version=device.hw_version,
            suggested_area=None if known or not device.room_id else rooms.get(device.room_id),
        )
        if entry.via_device_id != parent:
            self._registry.async_update_device(entry.id, via_device_id=parent)

    def _addressed(self) -> dict[tuple[str, str], str]:
        """Return the device of each connection that the registry has for this location."""
        return {
            connection: identifier
            for identifier, device in self.registered().items()
            if isinstance(device, dr.DeviceEntry)
            for connection in device.connections
        }

    @callback
    def merge_parts(self, device_id: str, components: Iterable[str]) -> None:
        """Remove child devices of components that need none, and give the device their entities.

        Earlier versions made a child device of every component, even without an enabled entity.
        """
        entities = er.async_get(self._hass)
        merged = {(DOMAIN, f"{device_id}_{component}") for component in components}
        if (parent := self.registry_id(device_id)) is None or not merged:
            return
        for child in dr.async_child_entries_for_config_entry(self._registry, self._entry.entry_id):
            if child.parent_device_id == parent and not merged.isdisjoint(child.identifiers):
                for item in er.async_entries_for_device(
                    entities, child.id, include_disabled_entities=True
                ):
                    entities.async_update_entity(item.entity_id, device_id=parent)
                self._registry.async_remove_device(child.id)

    @callback
    def remove(self, device_id: str) -> None:
        """Remove a device that is gone, with its entities."""
        if registry_id := self.registry_id(device_id):
            self._registry.async_remove_device(registry_id)


def connections_of(device: Device, status: Status) -> set[tuple[str, str]]:
    """Return the addresses of a device, in the spelling of the registry."""
    reported = status.get(_ADDRESSES)
    addresses = as_object(reported.value if reported else None)
    found = (
        (dr.CONNECTION_ZIGBEE, _pairs(device.zigbee_eui)),
        (dr.CONNECTION_NETWORK_MAC, dr.format_mac(device.mac or "")),
        (dr.CONNECTION_NETWORK_MAC, dr.format_mac(text(addresses, "wifiMac"))),
        (dr.CONNECTION_BLUETOOTH, text(addresses, "btAddr").lower()),
    )
    return {(kind, address) for kind, address in found if address}


def _pairs(eui: str | None) -> str:
    digits = (eui or "").lower()
    return ":".join(digits[place : place + 2] for place in range(0, len(digits), 2))


def _identified(status: Status, attribute: str) -> str | None:
    """Return a value of the capability with which Samsung identifies a device."""
    report = status.get(AttributeKey(MAIN, _IDENTIFICATION, attribute))
    return report.value or None if report and isinstance(report.value, str) else None


def _depth(device: Device, devices: Mapping[str, Device]) -> int:
    """Return how many parents a device has; a circle of parents ends the count."""
    seen: set[str] = set()
    parent: Device | None = device
    while parent is not None and parent.device_id not in seen:
        seen.add(parent.device_id)
        parent = devices.get(parent.parent_id or "")
    return len(seen)
