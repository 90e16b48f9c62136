"""What a device can do: its components, capabilities and commands, as definitions describe them."""

from collections.abc import Mapping

from ..cloud.api.definitions import Definition, Labels
from ..cloud.models import Component
from ..generic_entities.unmapped import CapabilityVersion
from ..mapping.names import readable
from ..runtime import Runtime, domain_data


def components_of(runtime: Runtime, device_id: str) -> Mapping[str, Component]:
    """Return the components of a device by id, none if the device does not exist."""
    stored = runtime.devices.get(device_id)
    return stored.device.components if stored else {}


def known_definition(runtime: Runtime, component: Component, capability: str) -> Definition | None:
    """Return the definition of a capability if it is stored."""
    key = _key(component, capability)
    return domain_data(runtime.hass).definitions.definition(key)


def known_labels(runtime: Runtime, component: Component, capability: str) -> Labels:
    """Return the names of the attributes and commands of a capability, as far as known."""
    return domain_data(runtime.hass).definitions.labels(_key(component, capability))


def name_of(runtime: Runtime, component: Component, capability: str) -> str:
    """Return the name of a capability, such as "Remote Control"; without one, that in its id."""
    definition = known_definition(runtime, component, capability)
    known = known_labels(runtime, component, capability).name or (definition and definition.name)
    return known or readable(capability.rpartition(".")[2])


async def definition_of(
    runtime: Runtime, component: Component, capability: str
) -> Definition | None:
    """Return the definition of a capability, and read it if it is missing.

    Returns None if the platform has none. Raises CloudError if it cannot be read now.
    """
    key = _key(component, capability)
    return await domain_data(runtime.hass).definitions.read_definition(runtime.client, key)


def _key(component: Component, capability: str) -> CapabilityVersion:
    return CapabilityVersion(capability, component.versions.get(capability, 1))
