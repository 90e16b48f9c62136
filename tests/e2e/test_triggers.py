"""A trigger of the integration, selected in the editor from the page of a device."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.home_assistant import HomeAssistant, Registries
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import Devices

from .frontend import device_page, expect_triggered, save_automation
from .pictures import Album

_PRESS = "Sofa remote held"
_LAUNDRY = "Laundry is done"


@pytest.fixture(autouse=True)
async def no_automation_remains(home_assistant: HomeAssistant) -> AsyncIterator[None]:
    """Remove the automations of the walk afterwards."""
    yield
    await home_assistant.remove_automations(_PRESS, _LAUNDRY)


async def open_new_trigger(page: Page, device_id: str) -> None:
    """Open the triggers for a device, from "Add to" on its page."""
    await page.goto(device_page(device_id))
    await page.get_by_role("button", name="Add to").click()
    await page.get_by_role("button", name="Create as a new trigger").click()


@pytest.mark.walk("triggers")
async def test_a_press_is_chosen_on_the_page_of_the_remote(
    home: Registries, simulator: SimulatorControl, page: Page, album: Album
) -> None:
    await open_new_trigger(page, home.device_id(Devices.REMOTE))
    offered = page.get_by_role("button", name="Button pressed Sofa remote")
    await expect(offered).to_be_visible()
    await album.take(page, "offered")
    await offered.click()
    await page.locator("ha-checkbox").click()
    await page.get_by_role("button", name="Event type").click()
    await page.get_by_role("option", name="Held", exact=True).click()
    await album.take(page, "chosen")
    await page.keyboard.press("Escape")
    await save_automation(page, _PRESS)

    await simulator.set_attribute(Devices.REMOTE, "button", "button", "pushed")
    await simulator.set_attribute(Devices.REMOTE, "button", "button", "held")
    await expect_triggered(page, _PRESS)
    await album.take(page, "triggered")


@pytest.mark.walk("program")
async def test_the_end_of_the_laundry_is_chosen_on_the_page_of_the_washer(
    home: Registries, simulator: SimulatorControl, page: Page, album: Album
) -> None:
    """And a condition is chosen for the location."""
    await open_new_trigger(page, home.device_id(Devices.WASHER))
    for name in ("finished", "interrupted", "paused", "started"):
        offered = page.get_by_role("button", name=f"Program {name} Washing machine")
        await expect(offered).to_be_visible()
    await album.take(page, "offered")
    await page.get_by_role("button", name="Program finished Washing machine").click()
    await album.take(page, "trigger")
    await page.get_by_role("button", name="Add condition").click()
    await page.get_by_role("treeitem", name="Services").click()
    await page.get_by_role("treeitem", name="Home", exact=True).click()
    condition = page.get_by_role("button", name="Location mode Home")
    await expect(condition).to_be_visible()
    await album.take(page, "conditions")
    await condition.click()
    await page.get_by_role("button", name="State").click()
    await page.get_by_role("option", name="Home", exact=True).click()
    await album.take(page, "condition")
    await page.keyboard.press("Escape")
    await save_automation(page, _LAUNDRY)

    for job in ("wash", "finish"):
        await simulator.set_attribute(Devices.WASHER, "washerOperatingState", "washerJobState", job)
    await expect_triggered(page, _LAUNDRY)
    await simulator.set_attribute(Devices.WASHER, "washerOperatingState", "washerJobState", "none")
