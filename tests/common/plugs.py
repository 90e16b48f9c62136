"""A location with only a few plugs, which is set up fast and needs few subscriptions."""

from datetime import UTC, datetime, timedelta

from freezegun.api import FrozenDateTimeFactory

from simulator.devices.device import make_device
from simulator.devices.ids import HOME_LOCATION
from tests.common.passing_time import pass_time
from tests.common.world import World

PLUGS = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(5)]

_MINUTE = 60


def only_plugs(world: World) -> None:
    """Replace all devices of the location by the plugs."""
    home = world.simulator.home
    for device_id in tuple(home.devices):
        home.remove_device(device_id)
    for number, device_id in enumerate(PLUGS):
        home.add_device(
            make_device(
                device_id,
                f"Plug {number}",
                location_id=HOME_LOCATION,
                category="SmartPlug",
                components={"main": {"switch": {"switch": "off"}}},
                at=datetime.now(UTC) - timedelta(hours=1),
            )
        )


async def pass_minutes(
    world: World, freezer: FrozenDateTimeFactory, minutes: int, step: int = 1
) -> None:
    """Let time pass in steps, and run everything that is due in each."""
    await pass_time(world, freezer, *[step * _MINUTE] * len(range(0, minutes, step)))
