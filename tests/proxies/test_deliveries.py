"""A location whose deliveries come through nginx or Caddy."""

import pytest

from scripts.demo_driver.relays.proxy import until_listening
from simulator.devices.ids import Devices
from tests.common.world import World

from .conftest import StartProxy

pytestmark = pytest.mark.devices(Devices.FRONT_DOOR)


async def move(world: World, value: str) -> str:
    """Open or close the front door; return its state in Home Assistant."""
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", value
    )
    await world.settle()
    return world.state("binary_sensor.hallway_front_door_door")


async def test_a_location_works_with_the_sample_of_the_documentation(
    start_proxy: StartProxy, name: str
) -> None:
    """The set-up, an event, and an event after the proxy was down for a while."""
    async with start_proxy(name) as behind:
        behind.use_proxy()
        world, deliveries = behind.world, behind.world.simulator.deliveries
        await world.add_location()
        assert await move(world, "open") == "on"
        assert all(item.url.startswith(f"{behind.front.url}/") for item in deliveries)
        assert {item.status for item in deliveries} == {200}
        await behind.program.stop()
        assert await move(world, "closed") == "on"
        assert deliveries[-1].error == "Unable to communicate with target."
        await behind.program.start()
        await until_listening(behind.program, behind.front.port)
        assert await move(world, "open") == "on"
        assert await move(world, "closed") == "off"


@pytest.mark.parametrize(
    ("program", "changes"),
    [
        ("nginx", {"site": "gzip on; gzip_min_length 1; gzip_types *;"}),
        ("nginx", {"forwarding": "proxy_request_buffering off; proxy_buffering off;"}),
        ("caddy", {"site": "encode gzip {\nminimum_length 1\n}"}),
        ("caddy", {"forwarding": "flush_interval -1"}),
    ],
)
async def test_compressed_answers_and_streamed_bodies_are_accepted(
    start_proxy: StartProxy, program: str, changes: dict[str, str]
) -> None:
    """The signature covers the content of the body, not its framing."""
    async with start_proxy(program, **changes) as behind:
        behind.use_proxy()
        await behind.world.add_location()
        assert await move(behind.world, "open") == "on"
        assert {item.status for item in behind.world.simulator.deliveries} == {200}
