"""The simulated house in Home Assistant, and the actions of a test on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import slugify

from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import Simulator
from simulator.control.log import ReceivedCommands
from simulator.devices.device import Json, JsonObject, Readings, make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World

type Sent = tuple[str, str, str, list[Json]]
"""A command as component, capability, command and arguments."""


@dataclass
class House:
    """The house in Home Assistant and in the cloud."""

    world: World
    entry: SmartThingsConfigEntry
    hass: HomeAssistant = field(init=False)
    simulator: Simulator = field(init=False)

    def __post_init__(self) -> None:
        """Keep both sides."""
        self.hass = self.world.hass
        self.simulator = self.world.simulator

    def entity_id(self, name: str) -> str:
        """Return the entity id for ``platform.name_of_the_device_and_the_entity``.

        Home Assistant may add the area to entity ids, which tests need not know.
        """
        registry = er.async_get(self.hass)
        (found,) = (
            entity.entity_id
            for entity in er.async_entries_for_config_entry(registry, self.entry.entry_id)
            if name
            == f"{entity.domain}.{slugify(er.async_get_full_entity_name(self.hass, entity))}"
        )
        return found

    def state(self, name: str) -> State:
        """Return the state of an existing entity."""
        state = self.hass.states.get(self.entity_id(name))
        assert state is not None, name
        return state

    async def report(
        self,
        device_id: str,
        source: str,
        value: Json,
        *,
        component: str = "main",
        unit: str | None = None,
        data: JsonObject | None = None,
    ) -> None:
        """Let a device report ``capability.attribute``, and wait until it has arrived."""
        capability, _, attribute = source.rpartition(".")
        self.simulator.home.set_attribute(
            device_id, component, capability, attribute, value, data=data, unit=unit
        )
        await self._arrived(device_id, capability)

    async def _arrived(self, device_id: str, capability: str = "") -> None:
        """Wait until reports have arrived; an attribute without a subscription is polled."""
        await self.world.settle()
        runtime = self.entry.runtime_data
        polled = (
            runtime.parts.subscriptions.plan.polled
            if runtime.parts.subscriptions.plan
            else frozenset()
        )
        concerned = (pair for pair in polled if pair.device_id == device_id)
        if any(capability in ("", pair.capability) for pair in concerned):
            await runtime.parts.coordinator.async_refresh()
            await self.world.settle()

    async def shows(self, name: str, device_id: str, source: str, value: Json) -> str:
        """Return the state of an entity after a report."""
        await self.report(device_id, source, value)
        return self.state(name).state

    async def act(self, action: str, name: str, **data: Json) -> None:
        """Perform an action on an entity."""
        domain, service = action.split(".")
        await self.hass.services.async_call(
            domain, service, {"entity_id": self.entity_id(name), **data}, blocking=True
        )

    async def call(self, action: str, name: str, **data: Json) -> list[Sent]:
        """Perform an action; return the commands of the only request to the cloud."""
        before = len(self.simulator.commands)
        await self.act(action, name, **data)
        await self.world.settle()
        (request,) = self.simulator.commands[before:]
        await self._arrived(request.device_id)
        return said(request)


def said(request: ReceivedCommands) -> list[Sent]:
    """Return the commands of a request."""
    return [
        (
            str(command["component"]),
            str(command["capability"]),
            str(command["command"]),
            arguments if isinstance(arguments := command["arguments"], list) else [],
        )
        for command in request.commands
    ]


async def house_with(
    world: World,
    label: str,
    category: str,
    capabilities: Readings,
    parts: Mapping[str, Readings] | None = None,
) -> House:
    """Return a set-up house with one device; ``parts`` are its components besides ``main``.

    It has no other device, because the default house needs about all subscriptions that are
    allowed.
    """
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    world.simulator.home.add_device(
        make_device(
            str(uuid4()),
            label,
            location_id=HOME_LOCATION,
            category=category,
            components={"main": capabilities, **(parts or {})},
        )
    )
    return House(world, await world.add_location())
