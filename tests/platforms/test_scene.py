"""Scenes: the cloud runs them."""

import pytest
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.const import DOMAIN
from simulator.devices.ids import HOME_LOCATION, Devices, Scenes
from tests.common.house import House

pytestmark = pytest.mark.devices(Devices.CEILING_LIGHT)

SCENE = "scene.home_good_night"


async def test_a_scene_runs_and_the_house_follows(house: House) -> None:
    """One call to the cloud is enough."""
    assert house.state("light.ceiling_light").state == STATE_ON
    before = len(house.simulator.calls)
    await house.act("scene.turn_on", SCENE)
    (call,) = house.simulator.calls[before:]
    assert (call.method, call.path, call.query) == (
        "POST",
        f"/scenes/{Scenes.GOOD_NIGHT}/execute",
        {"locationId": HOME_LOCATION},
    )
    await house.world.settle()
    assert house.state(SCENE).state != STATE_UNKNOWN
    assert house.state("light.ceiling_light").state == STATE_OFF


async def test_a_scene_belongs_to_the_location(house: House) -> None:
    """Scenes of another location are not added."""
    registry = er.async_get(house.hass)
    entity = registry.async_get(house.entity_id(SCENE))
    assert entity is not None
    assert entity.unique_id == f"{HOME_LOCATION}_scene_{Scenes.GOOD_NIGHT}"
    device = dr.async_get(house.hass).async_get(entity.device_id or "")
    assert device is not None
    assert (DOMAIN, HOME_LOCATION) in device.identifiers
    assert len(house.hass.states.async_entity_ids("scene")) == 3


async def test_a_refusal_has_a_text(house: House) -> None:
    """It names the scene."""
    house.simulator.faults.fail("/scenes/*", status=403, times=9)
    with pytest.raises(HomeAssistantError) as raised:
        await house.act("scene.turn_on", SCENE)
    assert raised.value.translation_key == "forbidden"
    assert raised.value.translation_placeholders == {"name": "Good night"}
