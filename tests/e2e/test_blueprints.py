"""An automation from each blueprint of the integration, created in the frontend."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.home_assistant import HomeAssistant, Json, Registries
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import Devices

from .frontend import expect_triggered, open_simulated_home, save_automation
from .inputs import add_entity, add_target, add_text, set_duration, set_soon
from .pictures import Album

_PHONES: Final = "Phones"


class Change(NamedTuple):
    """What a device of the home reports."""

    device_id: str
    capability: str
    attribute: str
    value: Json
    data: dict[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """A blueprint, what a user enters in its form, what happens at home, and what follows."""

    blueprint: str
    inputs: tuple[Callable[[Page], Awaitable[None]], ...]
    usual: tuple[Change, ...] = ()
    """The state before and after the walk."""
    changes: tuple[Change, ...] = ()
    goes_offline: str = ""
    notification: str = ""
    mode: str = ""

    async def happen(self, simulator: SimulatorControl) -> None:
        """Let devices report what the automation waits for."""
        for change in self.changes:
            await simulator.set_attribute(*change[:-1], data=change.data)
        if self.goes_offline:
            await simulator.set_health(self.goes_offline, "OFFLINE")

    async def restore(self, simulator: SimulatorControl) -> None:
        """Let devices report their usual state."""
        for change in self.usual:
            await simulator.set_attribute(*change[:-1], data=change.data)
        if self.goes_offline:
            await simulator.set_health(self.goes_offline, "ONLINE")


def _job(value: str) -> Change:
    return Change(Devices.WASHER, "washerOperatingState", "washerJobState", value)


def _lock(value: str, **data: Json) -> Change:
    return Change(Devices.FRONT_LOCK, "lock", "lock", value, data)


def _presence(value: str, *people: str) -> tuple[Change, ...]:
    return tuple(Change(person, "presenceSensor", "presence", value) for person in people)


_EVERYONE: Final = (Devices.PHONE, Devices.KEY_RING)
_NOTIFY: Final = partial(add_entity, field="Notify", name=_PHONES)

WALKS: Final = (
    pytest.param(
        Walk(
            blueprint="Appliance finished",
            inputs=(partial(add_target, field="Appliances", name="Washing machine"), _NOTIFY),
            usual=(_job("none"),),
            changes=(_job("wash"), _job("finish")),
            notification="Washing machine has finished.",
        ),
        marks=pytest.mark.walk("blueprint-appliance"),
    ),
    pytest.param(
        Walk(
            blueprint="Guest code used",
            inputs=(
                partial(add_target, field="Locks", name="Front door lock"),
                partial(add_text, field="Codes", text="Cleaner"),
                _NOTIFY,
            ),
            usual=(_lock("locked", method="command"),),
            changes=(
                _lock("unlocked", method="keypad", codeName="Anna"),
                _lock("locked", method="auto"),
                _lock("unlocked", method="keypad", codeName="Cleaner"),
            ),
            notification="Cleaner unlocked Front door lock.",
        ),
        marks=pytest.mark.walk("blueprint-guest"),
    ),
    pytest.param(
        Walk(
            blueprint="Location mode follows presence",
            inputs=(
                partial(add_entity, field="People", name="Alex's phone"),
                partial(add_entity, field="People", name="Sam's key ring"),
                partial(add_entity, field="Location mode", name="Mode"),
                partial(set_duration, field="Wait", mm=0, ss=1),
            ),
            usual=_presence("present", *_EVERYONE),
            changes=_presence("not present", *_EVERYONE),
            mode="Away",
        ),
        marks=pytest.mark.walk("blueprint-presence"),
    ),
    pytest.param(
        Walk(
            blueprint="Device offline for a day",
            inputs=(
                partial(add_target, field="Devices", name="Hallway motion"),
                partial(set_duration, field="Time", dd=0, ss=2),
                _NOTIFY,
            ),
            goes_offline=Devices.HALLWAY_MOTION,
            notification="Hallway motion is offline. Check its battery and its connection.",
        ),
        marks=pytest.mark.walk("blueprint-offline"),
    ),
    pytest.param(
        Walk(
            blueprint="Low batteries once a week",
            inputs=(
                partial(add_entity, field="Batteries", name="Front door lock"),
                partial(add_entity, field="Batteries", name="Under the sink"),
                _NOTIFY,
                partial(set_soon, day="Day", time="Time"),
            ),
            usual=(Change(Devices.SINK_LEAK, "battery", "battery", 91),),
            changes=(Change(Devices.SINK_LEAK, "battery", "battery", 7),),
            notification="Under the sink: 7%",
        ),
        marks=pytest.mark.walk("blueprint-batteries"),
    ),
)


@pytest.fixture
async def name(home: Registries, home_assistant: HomeAssistant) -> AsyncIterator[str]:
    """Return a name for an automation, which is removed after the test."""
    name = "From a blueprint"
    yield name
    await home_assistant.remove_automations(name)


async def _open_blueprint(page: Page, blueprint: str) -> None:
    await page.goto("/config/automation/dashboard")
    await page.get_by_role("button", name="Create automation").click()
    await page.get_by_text(f"SmartThings - {blueprint}").click()
    await expect(page.get_by_role("heading", name="Blueprint")).to_be_visible()


@pytest.mark.parametrize("walk", WALKS)
async def test_a_blueprint_does_what_it_says(
    home: Registries, simulator: SimulatorControl, name: str, page: Page, album: Album, walk: Walk
) -> None:
    await walk.restore(simulator)
    before = len(await simulator.notifications())
    await _open_blueprint(page, walk.blueprint)
    for fill_in in walk.inputs:
        await fill_in(page)
    await album.take(page, "filled")
    await save_automation(page, name)
    try:
        await walk.happen(simulator)
        await expect_triggered(page, name)
        await album.take(page, "triggered")
        if walk.mode:
            assert await simulator.mode("Home") == walk.mode
        else:
            assert (await simulator.notifications())[before:] == [walk.notification]
    finally:
        await walk.restore(simulator)
    if walk.mode:
        simulated = await open_simulated_home(page, simulator)
        await expect(simulated.get_by_role("heading", name="Home mode: Home")).to_be_visible()


@pytest.mark.walk("blueprint-leak")
async def test_a_leak_closes_the_valve(
    home: Registries, simulator: SimulatorControl, name: str, page: Page, album: Album
) -> None:
    """The leak and the valve are on the page of the simulated home; there is no notification."""
    await simulator.set_attribute(Devices.SINK_LEAK, "waterSensor", "water", "dry")
    await simulator.set_attribute(Devices.WATER_VALVE, "valve", "valve", "open")
    await page.goto("/config/automation/dashboard")
    await page.get_by_role("button", name="Create automation").click()
    offered = page.get_by_text("SmartThings - Leak closes the water valve")
    await expect(offered).to_be_visible()
    await album.take(page, "offered")
    await offered.click()
    await add_entity(page, field="Leak sensors", name="Under the sink")
    await add_entity(page, field="Water valves", name="Main water valve")
    await album.take(page, "filled")
    await save_automation(page, name)

    simulated = await open_simulated_home(page, simulator)
    await simulated.get_by_role("button", name="Under the sink: water").click()
    valve = simulated.get_by_role("button", name="Main water valve: valve")
    await expect(valve).to_have_attribute("aria-pressed", "false")
    await simulated.close()
    await expect_triggered(page, name)
    await album.take(page, "triggered")
    await simulator.set_attribute(Devices.SINK_LEAK, "waterSensor", "water", "dry")
