"""Messages to the phones of the location, and to devices that speak."""

import pytest
from homeassistant.components.notify import NotifyEntityFeature
from homeassistant.exceptions import HomeAssistantError

from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.house import House, house_with
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)

PHONES = "notify.home_phones"


@pytest.mark.parametrize("title", [{}, {"title": "Leak"}])
async def test_a_message_is_sent_to_the_phones(house: House, title: dict[str, str]) -> None:
    """One request has the message, and the title if there is one."""
    assert house.state(PHONES).attributes["supported_features"] == NotifyEntityFeature.TITLE
    house.simulator.calls.clear()
    await house.act("notify.send_message", PHONES, message="Water in the cellar", **title)
    (call,) = house.simulator.calls
    assert (call.method, call.path) == ("POST", "/notification")
    assert call.body == {
        "locationId": HOME_LOCATION,
        "type": "ALERT",
        "messages": [{"default": {**title, "body": "Water in the cellar"}}],
    }
    assert house.state(PHONES).state != "unknown"


async def test_a_message_that_the_api_does_not_allow_has_an_error_with_the_reason(
    house: House,
) -> None:
    """The API may not allow messages for any SmartApp."""
    house.simulator.faults.fail("/notification", status=403)
    with pytest.raises(HomeAssistantError) as raised:
        await house.act("notify.send_message", PHONES, message="Hello")
    assert raised.value.translation_key == "message_not_granted"
    assert raised.value.translation_placeholders == {"name": "Home"}


async def test_a_device_speaks_a_message(world: World) -> None:
    """It has no title."""
    house = await house_with(world, "Hall", "Speaker", {"speechSynthesis": {}})
    speaker = "notify.hall_speak"
    assert house.state(speaker).attributes["supported_features"] == 0
    assert await house.call("notify.send_message", speaker, message="Water in the cellar") == [
        ("main", "speechSynthesis", "speak", ["Water in the cellar"])
    ]
    assert house.state(speaker).state != "unknown"
