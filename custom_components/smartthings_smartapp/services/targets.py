"""Which devices an action or an automation means: from registry ids to SmartThings' own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.service import async_get_device_and_config_entry

from ..cloud.models import MAIN
from ..const import DOMAIN
from ..runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A device, a part of one, or the location itself."""

    runtime: Runtime
    registry_id: str
    """Of the whole device where a part is meant."""
    name: str
    """As the user knows it."""
    device_id: str = ""
    """SmartThings' id of the device; empty for the location."""
    component: str = MAIN

    @classmethod
    def of(cls, hass: HomeAssistant, registry_id: str) -> Self:
        """Return what a device of the registry stands for.

        Raises ServiceValidationError where it is none of ours, not loaded, or gone.
        """
        device, entry = async_get_device_and_config_entry(hass, DOMAIN, registry_id)
        runtime: Runtime = entry.runtime_data
        name = device.name_by_user or device.name or device.id
        identifiers = {value for domain, value in device.identifiers if domain == DOMAIN}
        if runtime.store.location_id in identifiers:
            return cls(runtime=runtime, registry_id=device.id, name=name)
        device_id, component = _place(runtime, identifiers)
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

    def checked(self) -> Self:
        """Return the target. Raises ServiceValidationError where it is no device."""
        if not self.device_id:
            raise invalid(translation_key="not_a_device", name=self.name)
        return self


def _place(runtime: Runtime, identifiers: Iterable[str]) -> tuple[str, str]:
    """Return device and component behind the identifiers of a device or of a part of one.

    Both are empty where the home has no such device any more.
    """
    for identifier in identifiers:
        for device_id in runtime.store.devices:
            if identifier == device_id:
                return device_id, MAIN
            if identifier.startswith(f"{device_id}_"):
                return device_id, identifier.removeprefix(f"{device_id}_")
    return "", ""


def invalid(*, translation_key: str, **placeholders: str) -> ServiceValidationError:
    """Return the error of a call that names what cannot serve."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=translation_key,
        translation_placeholders=placeholders,
    )


def targets_of(call: ServiceCall) -> list[Target]:
    """Return the devices that a call names, by themselves or by entities of theirs.

    Raises ServiceValidationError where it names none, or one that cannot serve.
    """
    registry = er.async_get(call.hass)
    registry_ids = [*call.data.get(ATTR_DEVICE_ID, ())]
    for entity_id in call.data.get(ATTR_ENTITY_ID, ()):
        entity = registry.async_get(entity_id)
        if entity is None or entity.device_id is None:
            raise invalid(translation_key="unknown_entity", entity_id=entity_id)
        registry_ids.append(entity.device_id)
    if not registry_ids:
        raise invalid(translation_key="no_device")
    return [Target.of(call.hass, registry_id) for registry_id in dict.fromkeys(registry_ids)]


def loaded_device(hass: HomeAssistant, registry_id: str) -> Target | None:
    """Return a device of a loaded entry, None where it is gone or its entry is not loaded."""
    _, entry = dr.async_get_device_and_config_entry_for_domain(hass, registry_id, domain=DOMAIN)
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    try:
        return Target.of(hass, registry_id)
    except ServiceValidationError:
        return None
