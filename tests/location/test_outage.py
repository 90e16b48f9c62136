"""Availability: one bad answer is not an outage, and pushed values are shown."""

from collections.abc import Mapping
from typing import Any, Final

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.exceptions import HomeAssistantError

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.entities import entity_of
from tests.common.flows import add_home
from tests.common.passing_time import pass_time
from tests.common.world import World

pytestmark = pytest.mark.devices(Devices.FRONT_DOOR, Devices.REMOTE)

DOOR: Final = "binary_sensor.hallway_front_door_door"
PAGE: Final = "<html><title>openresty</title></html>"
BAD_ANSWERS: Final[Mapping[str, dict[str, Any]]] = {
    "401 twice": {"status": 401, "body": PAGE, "times": 2},
    "403": {"status": 403},
    "429": {"status": 429, "headers": {"X-RateLimit-Reset": "40"}},
    "502": {"status": 502, "body": PAGE},
    "503": {"status": 503},
    "reset": {"reset": True, "times": 2},
}


async def poll(world: World, entry: SmartThingsConfigEntry) -> None:
    """Poll the location now."""
    await entry.runtime_data.parts.coordinator.async_refresh()
    await world.settle()


def ours(world: World) -> dict[str, str]:
    """Return the states of all entities of the integration."""
    return {
        item.entity_id: state.state
        for item in world.hass.data["entity_registry"].entities.values()
        if item.platform == DOMAIN and (state := world.hass.states.get(item.entity_id))
    }


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the log lines of the integration, except for debugging."""
    return [
        f"{item.levelname} {item.getMessage()}"
        for item in caplog.records
        if item.name.startswith(f"custom_components.{DOMAIN}") and item.levelname != "DEBUG"
    ]


def failing(entry: SmartThingsConfigEntry) -> bool:
    """Return whether the last poll failed."""
    return entry.runtime_data.parts.coordinator.failure is not None


def open_door(world: World, value: str = "open") -> None:
    """Open the front door, which has a subscription."""
    world.simulator.home.set_attribute(
        Devices.FRONT_DOOR, "main", "contactSensor", "contact", value
    )


async def begin_outage(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Refuse polls until entities become unavailable."""
    world.simulator.faults.fail("/devices", status=503, times=10_000)
    await poll(world, entry)
    await pass_time(world, freezer, 301)
    assert world.state(DOOR) == STATE_UNAVAILABLE


@pytest.mark.parametrize("answer", BAD_ANSWERS)
async def test_one_bad_answer_changes_nothing_and_is_not_logged(
    world: World,
    entry: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
    answer: str,
) -> None:
    """No entity becomes unavailable, events are shown, and the next poll follows within seconds."""
    before = ours(world)
    assert STATE_UNAVAILABLE not in before.values()
    caplog.clear()
    caplog.set_level("DEBUG")
    world.simulator.faults.fail("/devices", **BAD_ANSWERS[answer])
    await poll(world, entry)
    assert failing(entry)
    assert ours(world) == before
    open_door(world)
    await world.settle()
    assert world.state(DOOR) == "on"
    world.simulator.calls.clear()
    await pass_time(world, freezer, 41 if answer == "429" else 6)
    assert len(world.calls("GET", "/devices")) == 1
    assert not failing(entry)
    assert lines(caplog) == []


async def test_after_a_failed_poll_everything_is_read(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Events may have been missed, also those of values that are rarely polled."""
    await poll(world, entry)
    world.simulator.home.current_modes[HOME_LOCATION] = Modes.NIGHT
    scenes = world.simulator.home.scenes
    scene_id = next(iter(entry.runtime_data.parts.store.state.scenes))
    del scenes[scene_id]
    await poll(world, entry)
    assert world.state("select.home_mode") == "Home"
    world.simulator.faults.fail("/devices", status=502)
    await poll(world, entry)
    assert world.state("select.home_mode") == "Home"
    await pass_time(world, freezer, 6)
    assert world.state("select.home_mode") == "Night"
    assert scene_id not in entry.runtime_data.parts.store.state.scenes


async def test_a_failed_poll_is_retried_after_5_15_and_30_seconds(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """Then the normal interval applies, so an outage costs no more calls than a normal day."""
    world.simulator.faults.fail("/devices", status=502, times=10_000)
    await poll(world, entry)
    for seconds in (5, 15, 30, 300, 300):
        world.simulator.calls.clear()
        await pass_time(world, freezer, seconds - 2)
        assert world.calls("GET", "/devices") == [], seconds
        await pass_time(world, freezer, 3)
        assert len(world.calls("GET", "/devices")) == 1, seconds


async def test_a_poll_during_an_outage_is_one_call(
    world: World, entry: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """The other lists are read after the devices can be read again."""
    await begin_outage(world, entry, freezer)
    world.simulator.calls.clear()
    for _ in range(12):
        await pass_time(world, freezer, 301)
    paths = [call.path for call in world.simulator.calls]
    # Definitions are read at their own pace.
    assert [path for path in paths if not path.startswith("/capabilities")] == ["/devices"] * 12
    world.simulator.faults.clear()
    world.simulator.calls.clear()
    await pass_time(world, freezer, 301)
    assert world.calls("GET", "/scenes")
    assert world.calls("GET", f"/locations/{HOME_LOCATION}/modes/current")


@pytest.mark.parametrize("header", ["X-RateLimit-Reset", "Retry-After"])
@pytest.mark.parametrize("status", [429, 503])
async def test_the_pause_that_an_answer_requests_is_respected(
    world: World,
    entry: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    status: int,
    header: str,
) -> None:
    """It is longer than our first one; only a 429 has the platform's own header."""
    if (status, header) == (503, "X-RateLimit-Reset"):
        header = "Retry-After"
    world.simulator.faults.fail("/devices", status=status, headers={header: "70"})
    await poll(world, entry)
    world.simulator.calls.clear()
    await pass_time(world, freezer, 60)
    assert world.calls("GET", "/devices") == []
    await pass_time(world, freezer, 12)
    assert len(world.calls("GET", "/devices")) == 1


async def test_an_outage_makes_all_entities_unavailable_and_logs_one_line(
    world: World,
    entry: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It begins after minutes without a good poll or delivery, and its end logs one line, too."""
    before = ours(world)
    domains = {entity_id.partition(".")[0] for entity_id in before}
    assert {"event", "scene", "select", "sensor", "binary_sensor"} <= domains
    caplog.set_level("INFO")
    caplog.clear()
    world.simulator.faults.fail("/devices", status=503, times=10_000)
    await poll(world, entry)
    for _ in range(4):
        await pass_time(world, freezer, 60)
    assert ours(world) == before
    assert lines(caplog) == []
    for _ in range(10):
        await pass_time(world, freezer, 60)
    assert set(ours(world).values()) == {STATE_UNAVAILABLE}
    (line,) = lines(caplog)
    assert line.startswith("ERROR ")
    assert "503" in line
    world.simulator.faults.clear()
    caplog.clear()
    for _ in range(6):
        await pass_time(world, freezer, 60)
    assert ours(world) == before
    (line,) = lines(caplog)
    assert line.startswith("INFO ")


async def test_deliveries_keep_the_location_available(
    world: World,
    entry: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Pushed values are right, even if polls fail for long."""
    caplog.set_level("INFO")
    caplog.clear()
    world.simulator.faults.fail("/devices", status=503, times=10_000)
    await poll(world, entry)
    for value, shown in (("open", "on"), ("closed", "off")) * 5:
        await pass_time(world, freezer, 200)
        open_door(world, value)
        await world.settle()
        assert world.state(DOOR) == shown
    assert lines(caplog) == []


async def test_a_delivery_ends_an_outage(
    world: World,
    entry: SmartThingsConfigEntry,
    freezer: FrozenDateTimeFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its value is shown, and a poll follows soon, because SmartThings works again in part."""
    await begin_outage(world, entry, freezer)
    caplog.set_level("INFO")
    caplog.clear()
    world.simulator.calls.clear()
    open_door(world)
    await world.settle()
    assert world.state(DOOR) == "on"
    assert len(world.calls("GET", "/devices")) == 1
    assert [line.partition(" ")[0] for line in lines(caplog)] == ["INFO"]


@pytest.mark.usefixtures("current_request_with_host")
async def test_a_polled_location_is_unavailable_after_three_failed_polls(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """Otherwise old values would look current."""
    entry = await add_home(world, url="")
    world.simulator.faults.fail("/devices", status=502, times=10_000)
    await poll(world, entry)
    await pass_time(world, freezer, 6)
    assert world.state(DOOR) == "off"
    await pass_time(world, freezer, 16)
    assert world.state(DOOR) == STATE_UNAVAILABLE
    world.simulator.faults.clear()
    await pass_time(world, freezer, 31)
    assert world.state(DOOR) == "off"


@pytest.mark.usefixtures("current_request_with_host")
async def test_failed_polls_that_are_not_consecutive_are_no_outage(
    world: World, freezer: FrozenDateTimeFactory
) -> None:
    """A successful poll between them has the current values."""
    entry = await add_home(world, url="")
    for _ in range(2):
        world.simulator.faults.fail("/devices", status=502, times=10_000)
        await poll(world, entry)
        await pass_time(world, freezer, 6)
        assert failing(entry)
        assert world.state(DOOR) == "off"
        world.simulator.faults.clear()
        await poll(world, entry)
        assert not failing(entry)


async def test_a_requested_refresh_still_reports_the_failure(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Entities stay available, but the action failed."""
    world.simulator.faults.fail("/devices", status=502)
    with pytest.raises(HomeAssistantError) as raised:
        await world.hass.services.async_call(
            DOMAIN, "refresh", {"config_entry_id": entry.entry_id}, blocking=True
        )
    assert raised.value.translation_key == "no_answer"
    assert world.state(entity_of(world, Devices.FRONT_DOOR, "binary_sensor")) == "off"
