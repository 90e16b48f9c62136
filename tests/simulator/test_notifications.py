"""Push messages to the phones of a location."""

from simulator.device import JsonObject
from simulator.ids import CABIN_LOCATION, HOME_LOCATION

from .parties import Installed


async def test_a_message_goes_to_the_own_location(installed: Installed) -> None:
    message: JsonObject = {"type": "ALERT", "messages": [{"default": {"body": "Hello"}}]}
    sent = await installed.api.post("/notification", {"locationId": HOME_LOCATION, **message})
    assert sent.status == 200
    other = await installed.api.post("/notification", {"locationId": CABIN_LOCATION, **message})
    assert other.status == 403
    empty = await installed.api.post("/notification", {"locationId": HOME_LOCATION})
    assert empty.status == 422
