"""The location and devices that an action or automation names, by their ids in SmartThings."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from typing import Self

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.service import async_get_config_entry, async_get_device_and_config_entry

from ..cloud.json_types import Json
from ..cloud.models import MAIN
from ..const import DOMAIN
from ..errors import invalid
from ..mapping.parts import part_of
from ..runtime import Runtime
from .rights import check_control, check_read
from .schemas import ATTR_COMPONENT, ATTR_CONFIG_ENTRY_ID


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A device, a part of a device, or the location."""

    runtime: Runtime
    registry_id: str
    """Id of the device in the device registry; for a part, that of the whole device."""
    name: str
    """Name as the user knows it."""
    device_id: str = ""
    """SmartThings' id of the device; empty for the location."""
    component: str = MAIN

    @classmethod
    def of(cls, hass: HomeAssistant, registry_id: str) -> Self:
        """Return the target for a device of the device registry.

        Raises ServiceValidationError if it belongs to another integration, is not loaded, or no
        longer exists.
        """
        device, entry = async_get_device_and_config_entry(hass, DOMAIN, registry_id)
        runtime: Runtime = entry.runtime_data
        name = device.name_by_user or device.name or device.id
        identifiers = {value for domain, value in device.identifiers if domain == DOMAIN}
        if runtime.location_id in identifiers:
            return cls(runtime=runtime, registry_id=device.id, name=name)
        device_id, component = _device_and_component(runtime, identifiers)
        if not device_id:
            raise invalid(translation_key="not_found", name=name)
        return cls(
            runtime=runtime,
            registry_id=device.parent_device_id
            if isinstance(device, dr.ChildDeviceEntry)
            else device.id,
            name=name,
            device_id=device_id,
            component=component,
        )

    def owner_of(self, hass: HomeAssistant, component: str) -> str:
        """Return the id in the registry of the child device of a component, else of the device."""
        child = dr.async_get(hass).async_get_child_device_by_identifier(
            (DOMAIN, f"{self.device_id}_{part_of(component)}"), self.runtime.entry.entry_id
        )
        return child.id if child else self.registry_id

    def checked(self) -> Self:
        """Return the target. Raises ServiceValidationError if it is the location."""
        if not self.device_id:
            raise invalid(translation_key="not_a_device", name=self.name)
        return self


def _device_and_component(runtime: Runtime, identifiers: Iterable[str]) -> tuple[str, str]:
    """Return device id and component for the identifiers of a device or of a part of one.

    Both are empty if the location no longer has the device.
    """
    for identifier in identifiers:
        for device_id in runtime.devices:
            if identifier == device_id:
                return device_id, MAIN
            if identifier.startswith(f"{device_id}_"):
                return device_id, identifier.removeprefix(f"{device_id}_")
    return "", ""


async def targets_of(call: ServiceCall) -> list[Target]:
    """Return the devices that a call names, directly or by their entities, to control them.

    As for the actions of entities, a user needs the right to control an entity of each device; if
    the call names a component, of the child device of that component. Raises Unauthorized without
    it, and ServiceValidationError if the call names no device, or one that cannot be used.
    """
    registry_ids = _registry_ids(call)
    await check_control(call, registry_ids)
    targets = [Target.of(call.hass, registry_id) for registry_id in registry_ids]
    if component := call.data.get(ATTR_COMPONENT):
        await check_control(call, [item.owner_of(call.hass, component) for item in targets])
    return targets


async def controlled_by(call: ServiceCall) -> list[Target]:
    """Return the same for an action on devices.

    Raises ServiceValidationError also if one of them is the location.
    """
    return [target.checked() for target in await targets_of(call)]


async def read_by(call: ServiceCall) -> Target:
    """Return the device that a call reads.

    Raises Unauthorized if the user may not read an entity of it, and ServiceValidationError if it
    cannot be used.
    """
    await check_read(call, call.data[ATTR_DEVICE_ID])
    return Target.of(call.hass, call.data[ATTR_DEVICE_ID])


async def by_device(answers: Iterable[tuple[str, Awaitable[Json]]]) -> dict[str, Json]:
    """Wait for the answers of devices, or of parts of one, each given with its id.

    All answers are there before the first error is raised, as in Home Assistant's actions on
    entities: an action either succeeds for all its devices, or fails.
    """
    pairs = [*answers]
    done = await asyncio.gather(*(answer for _, answer in pairs), return_exceptions=True)
    response: dict[str, Json] = {}
    for (key, _), answer in zip(pairs, done, strict=True):
        if isinstance(answer, BaseException):
            raise answer
        response[key] = answer
    return response


def _registry_ids(call: ServiceCall) -> list[str]:
    """Return the ids in the device registry that a call names."""
    registry = er.async_get(call.hass)
    registry_ids = [*call.data.get(ATTR_DEVICE_ID, ())]
    for entity_id in call.data.get(ATTR_ENTITY_ID, ()):
        entity = registry.async_get(entity_id)
        if entity is None or entity.device_id is None:
            raise invalid(translation_key="unknown_entity", entity_id=entity_id)
        registry_ids.append(entity.device_id)
    if not registry_ids:
        raise invalid(translation_key="no_device")
    return list(dict.fromkeys(registry_ids))


def loaded_device(hass: HomeAssistant, registry_id: str) -> Target | None:
    """Return a device, None if it no longer exists or its config entry is not loaded."""
    _, entry = dr.async_get_device_and_config_entry_for_domain(hass, registry_id, domain=DOMAIN)
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    try:
        return Target.of(hass, registry_id)
    except ServiceValidationError:
        return None


def location_of(call: ServiceCall) -> Runtime:
    """Return the location that a call names; with only one, the name is optional."""
    entry = async_get_config_entry(call.hass, DOMAIN, call.data.get(ATTR_CONFIG_ENTRY_ID))
    runtime: Runtime = entry.runtime_data
    return runtime


async def location_and_device_of(call: ServiceCall) -> tuple[Runtime, Target | None]:
    """Return the location of a call, and the device if it names one.

    Raises the errors of :func:`read_by`, and ServiceValidationError if the device is in another
    location.
    """
    if ATTR_DEVICE_ID not in call.data:
        return location_of(call), None
    target = await read_by(call)
    if ATTR_CONFIG_ENTRY_ID in call.data and location_of(call) is not target.runtime:
        raise invalid(translation_key="other_location", name=target.name)
    return target.runtime, target
