"""A home with one device, and helpers to check and control it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from homeassistant.helpers import entity_registry as er

from simulator.devices.device import Json, JsonObject, Readings, SimDevice, make_device
from simulator.devices.device_file import OTHER_FIXTURES
from simulator.devices.ids import HOME_LOCATION
from tests.common.house import House, Sent, said
from tests.common.world import World

from .files import devices_of
from .shown import Row, Shown

_RECORDED = Path(__file__).parents[3] / "shared" / "cases" / "devices"
FOLDERS = {"fixtures": OTHER_FIXTURES} | ({"recorded": _RECORDED} if _RECORDED.is_dir() else {})
"""Devices with known values: ours, and recorded devices if they are available."""


@dataclass
class Case(House):
    """A device in Home Assistant and in the cloud."""

    device_id: str

    @property
    def rows(self) -> list[Row]:
        """The entities of the device and of its child devices."""
        return Shown(self.hass, self.entry, self.device_id).rows()

    def find(self, platform: str, name: str | None = None, **attributes: object) -> Row:
        """Return the only entity of a platform that is enabled by default and matches.

        ``name`` is its name without that of the device, in any case. It is empty for an entity
        that just has the name of the device. ``attributes`` are those of its state.
        """
        found = [
            row
            for row in self.rows
            if row.platform == platform
            and row.enabled
            and (name is None or (row.own_name or "").casefold() == name.casefold())
            and attributes.items() <= row.attributes.items()
        ]
        names = [f"{row.platform} {row.name}" for row in self.rows]
        assert len(found) == 1, f"{len(found)} fit of {names}"
        return found[0]

    async def reports(
        self,
        source: str,
        value: Json,
        *,
        component: str = "main",
        unit: str | None = None,
        data: JsonObject | None = None,
    ) -> None:
        """Let the device report an attribute, ``capability.attribute``, and wait for the event."""
        await self.report(self.device_id, source, value, component=component, unit=unit, data=data)

    async def do(self, action: str, row: Row, **data: Any) -> list[list[Sent]]:  # noqa: ANN401 (action data)
        """Perform an action on an entity and return the body of each request to the device."""
        before = len(self.simulator.commands)
        domain, service = action.split(".")
        await self.hass.services.async_call(
            domain, service, {"entity_id": row.entity_id, **data}, blocking=True
        )
        await self.world.settle()
        return [said(request) for request in self.simulator.commands[before:]]

    async def sends(self, action: str, row: Row, **data: Any) -> list[Sent]:  # noqa: ANN401 (action data)
        """Perform an action on an entity and return the body of the only request to the device."""
        (request,) = await self.do(action, row, **data)
        return request

    async def enable_all(self) -> None:
        """Enable the entities that are disabled by default."""
        registry = er.async_get(self.hass)
        for item in er.async_entries_for_config_entry(registry, self.entry.entry_id):
            registry.async_update_entity(item.entity_id, disabled_by=None)
        await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.world.settle()


async def case_of(world: World, device: SimDevice) -> Case:
    """Set up a home with one device."""
    for device_id in tuple(world.simulator.home.devices):
        world.simulator.home.remove_device(device_id)
    world.simulator.home.add_device(device)
    return Case(world, await world.add_location(), device.device_id)


async def case_with(world: World, category: str, capabilities: Readings) -> Case:
    """Set up a location with one device of one component."""
    device = make_device(
        str(uuid4()),
        "Thing",
        location_id=HOME_LOCATION,
        category=category,
        components={"main": capabilities},
    )
    return await case_of(world, device)


type Open = Callable[[str], Awaitable[Case]]


@pytest.fixture(params=FOLDERS.values(), ids=list(FOLDERS))
def opened(request: pytest.FixtureRequest, world: World) -> Open:
    """Return a function that sets up a device from the name of its file, once for each folder."""
    folder: Path = request.param

    async def open_case(name: str) -> Case:
        (device,) = devices_of(folder / f"{name}.json")
        return await case_of(world, device)

    return open_case
