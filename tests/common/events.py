"""Events as the simulator delivers them."""

from datetime import UTC, datetime

from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.device import JsonObject
from simulator.devices.home import HomeEvent
from simulator.devices.ids import HOME_LOCATION
from tests.common.world import World


def home_event(event_type: str, payload_key: str, **payload: str) -> HomeEvent:
    """Return an event of the location."""
    body: JsonObject = {"eventId": f"{event_type}-1", "locationId": HOME_LOCATION, **payload}
    return HomeEvent(
        location_id=HOME_LOCATION,
        event_type=event_type,
        payload_key=payload_key,
        payload=body,
        time=datetime.now(UTC),
    )


async def deliver_events(world: World, entry: SmartThingsConfigEntry, *events: HomeEvent) -> None:
    """Deliver events and wait until all follow-ups are done."""
    status = await world.simulator.deliver_events(entry.data["installed_app_id"], list(events))
    assert status == 200
    await world.settle()
