"""Phones and key rings that people carry."""

import pytest
from homeassistant.const import STATE_HOME, STATE_NOT_HOME, STATE_UNKNOWN
from homeassistant.setup import async_setup_component

from simulator.devices.device import Json, Readings
from simulator.devices.ids import Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.PHONE, Devices.KEY_RING)

PHONE = "device_tracker.alex_s_phone"
PRESENCE = "presenceSensor.presence"


@pytest.mark.parametrize(
    ("device", "name"),
    [(Devices.PHONE, PHONE), (Devices.KEY_RING, "device_tracker.sam_s_key_ring")],
)
async def test_it_is_at_home_or_not(house: House, device: str, name: str) -> None:
    """An unknown value is neither."""
    values: tuple[tuple[Json, str], ...] = (
        ("not present", STATE_NOT_HOME),
        ("present", STATE_HOME),
        (None, STATE_UNKNOWN),
    )
    for value, state in values:
        assert await house.shows(name, device, PRESENCE, value) == state


async def test_the_binary_sensor_stays(house: House) -> None:
    """Automations may use it."""
    assert house.state("binary_sensor.alex_s_phone_presence").state == "on"


async def test_a_person_follows_a_phone(house: House) -> None:
    """Home Assistant asks for a device tracker."""
    # It registers a web page, which is too late in this test.
    house.hass.config.components.add("image_upload")
    person = {"id": "alex", "name": "Alex", "device_trackers": [house.entity_id(PHONE)]}
    assert await async_setup_component(house.hass, "person", {"person": [person]})
    await house.hass.async_block_till_done()
    for value, state in (("present", STATE_HOME), ("not present", STATE_NOT_HOME)):
        await house.report(Devices.PHONE, PRESENCE, value)
        assert house.hass.states.is_state("person.alex", state)


async def test_a_sensor_for_a_room_is_no_tracker(world: World) -> None:
    """It has the same capability, but no person carries it."""
    sensor: Readings = {"presenceSensor": {"presence": "present"}}
    house = await house_with(world, "Office", "PresenceSensor", sensor)
    assert house.state("binary_sensor.office_presence").state == "on"
    assert house.hass.states.async_entity_ids("device_tracker") == []
