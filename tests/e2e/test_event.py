"""An event of SmartThings reaches the dashboard."""

import pytest
from playwright.async_api import Locator, Page, expect

from scripts.demo_driver.dashboard import OVERVIEW, URL_PATH, create_dashboard
from scripts.demo_driver.home_assistant import HomeAssistant, Registries
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import Devices

from .frontend import open_simulated_home
from .pictures import Film

_SIZE = {"width": 640, "height": 560}


def _tile(page: Page) -> Locator:
    return page.locator("hui-tile-card").filter(has_text="Ceiling light")


@pytest.mark.walk("event")
async def test_a_device_that_is_switched_in_smartthings_changes_on_the_dashboard(
    home_assistant: HomeAssistant, home: Registries, simulator: SimulatorControl, page: Page
) -> None:
    await simulator.set_attribute(Devices.CEILING_LIGHT, "switch", "switch", "off")
    await create_dashboard(home_assistant, home)
    await page.set_viewport_size(_SIZE)  # type: ignore[arg-type]
    await page.goto(f"/{URL_PATH}/{OVERVIEW}")
    simulated = await open_simulated_home(page, simulator)
    await simulated.set_viewport_size(_SIZE)  # type: ignore[arg-type]
    lamp = simulated.get_by_role("button", name="Ceiling light: switch")
    await lamp.scroll_into_view_if_needed()
    await expect(_tile(page)).to_contain_text("Off")
    await _tile(page).scroll_into_view_if_needed()

    film = Film("event")
    await film.take(simulated, page)
    for state, shown in (("true", "80%"), ("false", "Off"), ("true", "80%")):
        await lamp.click()
        await expect(lamp).to_have_attribute("aria-pressed", state)
        await expect(_tile(page)).to_contain_text(shown)
        await film.take(simulated, page)
    film.save()
