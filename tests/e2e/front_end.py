"""What a user does in the front end, in the user's words.

Playwright finds what is shown through all shadow roots. Roles and texts are what a user goes by,
and change less than the elements. What holds others is named by element all the same: its content
is slotted into it, so a role does not contain it.
"""

import re

from playwright.async_api import Locator, Page, expect

from scripts.demo_driver.config_folder import DOMAIN
from scripts.demo_driver.simulator_control import SimulatorControl

INTEGRATIONS = "/config/integrations/dashboard"
INTEGRATION = f"/config/integrations/integration/{DOMAIN}"


def flow(page: Page) -> Locator:
    """Return the dialog of a config flow, an options flow or a repair."""
    return page.locator("dialog-data-entry-flow")


async def add_integration(page: Page, name: str) -> None:
    """Look for an integration under "Add integration" and choose it."""
    await page.goto(INTEGRATIONS)
    await page.get_by_role("button", name="Add integration").click()
    brands = page.locator("dialog-add-integration")
    await brands.get_by_role("textbox").fill(name)
    await brands.get_by_role("button", name=name, exact=True).click()


async def expect_step(page: Page, title: str) -> None:
    """Wait until the flow shows the step of a title."""
    await expect(flow(page).get_by_title(title, exact=True)).to_be_visible()


async def choose_menu(page: Page, option: str) -> None:
    """Choose an option of the menu that the flow shows."""
    await flow(page).locator("step-flow-menu").get_by_text(option, exact=True).click()


def field(page: Page, label: str) -> Locator:
    """Return a text field of the form; a star marks those that must be filled."""
    return flow(page).get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}\*?$"))


async def fill_field(page: Page, label: str, text: str) -> None:
    """Fill a text field of the form."""
    await field(page, label).fill(text)


async def choose_option(page: Page, option: str) -> None:
    """Choose one of the few options that the form lists."""
    await flow(page).get_by_role("radio", name=option, exact=True).check()


async def submit(page: Page, button: str = "Submit") -> None:
    """Press the button below the form."""
    await flow(page).get_by_role("button", name=button, exact=True).click()


async def submit_to_external_page(page: Page) -> Page:
    """Press the button below the form, and return the page that opens in a new tab."""
    async with page.expect_popup() as opened:
        await submit(page)
    external = await opened.value
    await external.wait_for_load_state()
    return external


async def finish(page: Page) -> None:
    """Keep the names and areas that are proposed for the new devices.

    The front end then shows the page of the integration.
    """
    await submit(page, "Finish")
    await page.wait_for_url(f"**{INTEGRATION}#*")


def device_page(device_id: str) -> str:
    """Return the path of the page of a device, by its id in Home Assistant."""
    return f"/config/devices/device/{device_id}"


async def open_device(page: Page, name: str) -> None:
    """Open the page of a device from that of the integration."""
    await page.goto(INTEGRATION)
    devices = page.locator("ha-config-entry-device-row")
    await devices.get_by_text(name, exact=True).click()
    await page.wait_for_url(f"**{device_page('*')}")


def entity_row(page: Page, name: str) -> Locator:
    """Return the row of an entity on the page of its device, with its state."""
    return page.locator("hui-generic-entity-row").filter(has_text=name)


def switch(page: Page, name: str) -> Locator:
    """Return the switch of an entity on a page."""
    return page.get_by_role("switch", name=f"Toggle {name}", exact=True)


async def flip(page: Page, name: str) -> None:
    """Flip the switch of an entity."""
    # The switch itself lies below what is drawn for it.
    await page.locator("ha-switch").filter(has=switch(page, name)).click()


async def open_simulated_home(page: Page, simulator: SimulatorControl) -> Page:
    """Open the simulator's own page of the home in a new tab."""
    simulated = await page.context.new_page()
    await simulated.goto(f"{simulator.url}/home")
    return simulated
