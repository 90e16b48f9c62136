"""A trigger of the integration, selected in the editor from the page of a device."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.home_assistant import HomeAssistant, Registries
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import Devices

from .front_end import device_page
from .pictures import Album

_NAME = "Sofa remote held"


@pytest.fixture
async def name(home: Registries, home_assistant: HomeAssistant) -> AsyncIterator[str]:
    """Return a name for an automation, which is removed after the test."""
    yield _NAME
    for state in (await home_assistant.states()).values():
        if state["attributes"].get("friendly_name") == _NAME:
            path = f"/api/config/automation/config/{state['attributes']['id']}"
            await home_assistant.request("DELETE", path)


@pytest.mark.walk(13, "triggers")
async def test_a_press_is_selected_on_the_page_of_the_remote(
    home: Registries, simulator: SimulatorControl, name: str, page: Page, album: Album
) -> None:
    await page.goto(device_page(home.device_id(Devices.REMOTE)))
    await page.get_by_role("button", name="Add to").click()
    await page.get_by_role("button", name="Create as a new trigger").click()
    offered = page.get_by_role("button", name="Button pressed Sofa remote")
    await expect(offered).to_be_visible()
    await album.take(page, "offered")
    await offered.click()
    await page.locator("ha-checkbox").click()
    await page.get_by_role("button", name="Event type").click()
    await page.get_by_role("option", name="Held", exact=True).click()
    await album.take(page, "chosen")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("textbox", name="Name*").fill(name)
    await page.get_by_role("button", name="Save", exact=True).last.click()
    await expect(page.get_by_role("textbox", name="Name*")).to_be_hidden()

    await simulator.set_attribute(Devices.REMOTE, "button", "button", "pushed")
    await simulator.set_attribute(Devices.REMOTE, "button", "button", "held")
    await page.goto(f"/config/automation/dashboard?search={name}")
    await expect(page.get_by_role("row", name=name)).to_contain_text("seconds ago")
    await album.take(page, "triggered")
