"""The pages of Home Assistant for devices and integrations."""

import pytest
from playwright.async_api import Locator, Page, expect

from scripts.demo_driver.home_assistant import Registries
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import Devices

from .frontend import INTEGRATION, entity_row, flip, open_device, open_simulated_home, switch
from .pictures import Album


@pytest.mark.walk("pages")
async def test_a_device_is_found_below_its_location_and_controlled_on_its_page(
    home: Registries, simulator: SimulatorControl, page: Page, album: Album
) -> None:
    await simulator.set_attribute(Devices.CEILING_LIGHT, "switch", "switch", "off")
    await page.goto(INTEGRATION)
    await expect(page.get_by_role("heading", name="SmartThings SmartApp")).to_be_visible()
    await expect(page.get_by_text("Ceiling light", exact=True)).to_be_visible()
    await album.take(page, "integration")

    await open_device(page, "Ceiling light")
    await expect(page.get_by_role("link", name="In Living Room")).to_be_visible()
    await expect(page.get_by_role("link", name="Hub")).to_be_visible()
    await expect(entity_row(page, "Connectivity")).to_contain_text("Connected")
    await expect(switch(page, "Ceiling light")).not_to_be_checked()
    await flip(page, "Ceiling light")
    await expect(switch(page, "Ceiling light")).to_be_checked()
    await album.take(page, "device")

    simulated = await open_simulated_home(page, simulator)
    lamp = simulated.get_by_role("button", name="Ceiling light: switch")
    await expect(lamp).to_have_attribute("aria-pressed", "true")


@pytest.mark.walk("machine")
async def test_the_buttons_of_a_machine_are_offered_while_they_can_work(
    home: Registries, simulator: SimulatorControl, page: Page, album: Album
) -> None:
    source = ("samsungce.washerOperatingState", "operatingState")
    await simulator.set_attribute(Devices.WASHER, *source, "ready")
    await page.goto(INTEGRATION)
    await open_device(page, "Washing machine")

    def press(name: str) -> Locator:
        return entity_row(page, name).get_by_role("button", name="Press")

    await expect(press("Start")).to_be_enabled()
    await expect(press("Pause")).to_be_disabled()
    await album.take(page, "ready")
    await press("Start").click()
    await expect(press("Pause")).to_be_enabled()
    await expect(press("Start")).to_be_disabled()
    await simulator.set_attribute(Devices.WASHER, *source, "ready")


@pytest.mark.walk("energy")
async def test_the_energy_dashboard_can_be_configured(
    home: Registries, page: Page, album: Album
) -> None:
    """A user can try the energies of the simulated home there."""
    await page.goto("/config/energy/electricity")
    await page.get_by_role("button", name="Add device").first.click()
    await expect(page.locator("dialog-energy-device-settings")).to_contain_text("Device energy")
    await album.take(page, "device")
