"""Events that two subscriptions cover arrive twice and count once."""

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.smartthings_smartapp.events.activity import ACTIVITY_EVENT
from simulator import SimulatorOptions
from simulator.devices.device import Readings, make_device
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)

REMOTE = "00000000-0000-4000-8000-0000000000b0"
BUTTON: Readings = {"button": {"button": "held", "supportedButtonValues": ["pushed", "held"]}}


@pytest.mark.parametrize(
    "simulator_options",
    [SimulatorOptions(), SimulatorOptions(event_id_per_subscription=True)],
    ids=["shared ids", "own ids"],
)
async def test_a_press_that_two_subscriptions_cover_is_one_press(world: World) -> None:
    """The smallest plan subscribes to the whole remote and to the buttons of all others."""
    more: Readings = {"contactSensor": {"contact": "open"}, "motionSensor": {"motion": "inactive"}}
    others = [f"00000000-0000-4000-8000-0000000000b{number}" for number in range(1, 4)]
    for device_id, label in ((REMOTE, "Remote"), *((other, "Button") for other in others)):
        capabilities = {**BUTTON, **more} if device_id == REMOTE else BUTTON
        world.simulator.home.add_device(
            make_device(
                device_id, label, location_id=HOME_LOCATION, components={"main": capabilities}
            )
        )
    entry = await world.add_location()
    presses = async_capture_events(world.hass, ACTIVITY_EVENT)
    before = len(world.simulator.deliveries)
    for _ in range(2):
        world.simulator.home.set_attribute(REMOTE, "main", "button", "button", "pushed")
    await world.settle()
    assert len(world.simulator.deliveries) - before == 4
    assert [event.data["value"] for event in presses] == ["pushed", "pushed"]
    store = entry.runtime_data.parts.store
    assert (store.repeats.copies, store.repeats.repeated) == (2, 0)
