"""An automation from a blueprint of the integration, created in the frontend."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.home_assistant import HomeAssistant, Registries
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import Devices

from .frontend import open_simulated_home
from .pictures import Album

_BLUEPRINT = "SmartThings - Leak closes the water valve"
_NAME = "Water off at a leak"


@pytest.fixture
async def name(
    home: Registries, home_assistant: HomeAssistant, simulator: SimulatorControl
) -> AsyncIterator[str]:
    """Return a name for an automation, which is removed after the test."""
    await simulator.set_attribute(Devices.SINK_LEAK, "waterSensor", "water", "dry")
    await simulator.set_attribute(Devices.WATER_VALVE, "valve", "valve", "open")
    yield _NAME
    for state in (await home_assistant.states()).values():
        if state["attributes"].get("friendly_name") == _NAME:
            path = f"/api/config/automation/config/{state['attributes']['id']}"
            await home_assistant.request("DELETE", path)


async def _choose(page: Page, field: str, entity: str) -> None:
    """Add an entity in a field of the form."""
    row = page.locator("ha-settings-row").filter(has_text=field)
    await row.locator("ha-entity-picker").last.get_by_role("button").first.click()
    await page.get_by_role("option", name=entity).first.click()


@pytest.mark.walk(13, "blueprint")
async def test_a_leak_closes_the_valve(
    home: Registries, simulator: SimulatorControl, name: str, page: Page, album: Album
) -> None:
    await page.goto("/config/automation/dashboard")
    await page.get_by_role("button", name="Create automation").click()
    await expect(page.get_by_text(_BLUEPRINT)).to_be_visible()
    await album.take(page, "offered")
    await page.get_by_text(_BLUEPRINT).click()
    await _choose(page, "Leak sensors", "Under the sink")
    await _choose(page, "Water valves", "Main water valve")
    await album.take(page, "filled")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("textbox", name="Name*").fill(name)
    await page.get_by_role("button", name="Save", exact=True).last.click()
    await expect(page.get_by_role("textbox", name="Name*")).to_be_hidden()

    simulated = await open_simulated_home(page, simulator)
    await simulated.get_by_role("button", name="Under the sink: water").click()
    valve = simulated.get_by_role("button", name="Main water valve: valve")
    await expect(valve).to_have_attribute("aria-pressed", "false")
    await simulated.close()
    await page.goto(f"/config/automation/dashboard?search={name}")
    await expect(page.get_by_role("row", name=name)).to_contain_text(re.compile("seconds? ago"))
    await album.take(page, "triggered")
