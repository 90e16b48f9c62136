"""The actions of a user in the frontend.

Playwright finds everything that is shown, through all shadow roots. Elements are found by role and
text, which change less than their types. Containers are found by their type, because their content
is slotted and a role does not contain it.
"""

import re
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from scripts.demo_driver.config_folder import DOMAIN
from scripts.demo_driver.simulator_control import SimulatorControl

from .pictures import Album

INTEGRATIONS = "/config/integrations/dashboard"
INTEGRATION = f"/config/integrations/integration/{DOMAIN}"
REPAIRS = "/config/repairs"
_OPENED = 8
_LOOKED_AT = 5_000
"""Milliseconds."""


def flow(page: Page) -> Locator:
    """Return the dialog of a config flow, an options flow or a repair."""
    return page.locator("dialog-data-entry-flow")


async def add_integration(page: Page, name: str) -> None:
    """Search an integration under "Add integration" and select it."""
    await page.goto(INTEGRATIONS)
    await page.get_by_role("button", name="Add integration").click()
    brands = page.locator("dialog-add-integration")
    await brands.get_by_role("textbox").fill(name)
    await brands.get_by_role("button", name=name, exact=True).click()


async def add_discovered(page: Page, name: str) -> None:
    """Select "Add" for a discovered integration, on the page of the integrations."""
    card = page.locator("ha-config-flow-card").filter(has_text=name)
    await card.get_by_role("button", name="Add", exact=True).click()


async def expect_step(page: Page, title: str) -> None:
    """Wait until the flow shows the step of a title."""
    await expect(flow(page).get_by_title(title, exact=True)).to_be_visible()


async def choose_menu(page: Page, option: str) -> None:
    """Select an option of the shown menu."""
    await flow(page).locator("step-flow-menu").get_by_text(option, exact=True).click()


def field(page: Page, label: str) -> Locator:
    """Return a text field of the form; required fields have a star."""
    return flow(page).get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}\*?$"))


async def fill_field(page: Page, label: str, text: str) -> None:
    """Fill in a text field of the form."""
    await field(page, label).fill(text)


async def choose_option(page: Page, option: str) -> None:
    """Select one of the options in the form."""
    await flow(page).get_by_role("radio", name=option, exact=True).check()


async def tick(page: Page, option: str) -> None:
    """Tick an option of the form, by the beginning of its text."""
    # The checkbox itself is below the element that is drawn for it.
    await flow(page).locator("ha-checkbox").filter(has_text=option).click()
    await expect(flow(page).get_by_role("checkbox", name=option)).to_be_checked()


async def pick(page: Page, label: str, option: str) -> None:
    """Add an option to those that are selected in a field of the form."""
    picked = flow(page).get_by_role("toolbar", name=label)
    await picked.get_by_role("button", name="Add", exact=True).click()
    await flow(page).get_by_role("option", name=option, exact=True).click()
    await expect(picked).to_contain_text(option)


async def drop(page: Page, label: str, option: str) -> None:
    """Remove an option from those that are selected in a field of the form."""
    picked = flow(page).get_by_role("toolbar", name=label)
    await picked.get_by_role("button", name=f"Remove {option}").click()
    await expect(picked).not_to_contain_text(option)


async def expect_error(page: Page, text: str) -> None:
    """Wait until the form shows an error."""
    await expect(flow(page).locator("ha-alert")).to_have_text(text)


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


async def allow_access(external: Page, location: str) -> None:
    """Select a location on the page of the authorization, which then closes."""
    await external.get_by_role("radio", name=location, exact=True).check()
    async with external.expect_event("close"):
        await external.get_by_role("button", name="Authorize").click()


async def deny_access(external: Page) -> None:
    """Deny the access on the page of the authorization, which then closes."""
    async with external.expect_event("close"):
        await external.get_by_role("button", name="Deny").click()


async def install(page: Page, album: Album | None = None) -> None:
    """Go through the pages of SmartThings that install a SmartApp."""
    if album:
        await album.take(page, "done")
    await page.get_by_role("button", name="Done").click()
    if album:
        await expect(page.get_by_role("heading")).to_have_text("Allow access")
        await album.take(page, "allow")
    await page.get_by_role("button", name="Allow").click()
    await expect(page.get_by_role("heading")).to_have_text("SmartApp installed")


async def close(page: Page) -> None:
    """Close the dialog with its cross."""
    dialog = flow(page)
    await dialog.get_by_role("button", name="Close", exact=True).first.click()
    await expect(dialog.get_by_role("dialog")).to_be_hidden()


async def end(page: Page, text: str) -> None:
    """Wait until the flow ends with a text instead of a new entry, and close its dialog."""
    await expect(flow(page).get_by_text(text, exact=True)).to_be_visible()
    await close(page)


async def finish(page: Page) -> None:
    """Keep the suggested names and areas of the new devices.

    The frontend then shows the page of the integration.
    """
    await submit(page, "Finish")
    await page.wait_for_url(f"**{INTEGRATION}#*")


def _location(page: Page, name: str) -> Locator:
    """Return the row of a location, with its devices below it."""
    return page.locator("ha-config-entry-row").filter(has_text=name)


async def open_options(page: Page, location: str) -> None:
    """Open the options of a location from the page of the integration."""
    if INTEGRATION not in page.url:
        await page.goto(INTEGRATION)
    await _location(page, location).get_by_role("button", name="Configure", exact=True).click()


async def open_menu(page: Page, location: str) -> None:
    """Open the menu of a location on the page of the integration."""
    if INTEGRATION not in page.url:
        await page.goto(INTEGRATION)
    await _location(page, location).get_by_role("button", name="Menu", exact=True).first.click()


async def choose(page: Page, item: str) -> None:
    """Select an item of the open menu."""
    await page.get_by_role("menuitem", name=item, exact=True).click()


async def download(page: Page, item: str) -> Path:
    """Select an item of the open menu, and return the JSON file that it downloads."""
    async with page.expect_download() as started:
        await choose(page, item)
    file = await started.value
    assert file.suggested_filename.endswith(".json")
    return await file.path()


def device_row(page: Page, name: str) -> Locator:
    """Return the row of a device on the page of the integration."""
    return page.locator("ha-config-entry-device-row").filter(has=page.get_by_text(name, exact=True))


def repair(page: Page, title: str) -> Locator:
    """Return a repair on the page of the repairs."""
    return page.locator("ha-config-repairs").get_by_text(title, exact=True)


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
    """Toggle the switch of an entity."""
    # The switch itself is below the element that is drawn for it.
    await page.locator("ha-switch").filter(has=switch(page, name)).click()


async def open_simulated_home(page: Page, simulator: SimulatorControl) -> Page:
    """Open the simulator's page of the location in a new tab."""
    simulated = await page.context.new_page()
    await simulated.goto(f"{simulator.url}/home")
    return simulated


async def select(page: Page, label: str, option: str) -> None:
    """Select one of the options of a list in the form."""
    await flow(page).get_by_role("button", name=re.compile(rf"^{re.escape(label)}\b")).click()
    await flow(page).get_by_role("menuitem", name=option, exact=True).click()


async def select_device(page: Page, name: str) -> None:
    """Search a device in the form and select it."""
    await flow(page).get_by_role("button", name="Select a device").click()
    await flow(page).get_by_placeholder("Search").fill(name)
    await flow(page).get_by_role("option", name=name).click()


def action_field(page: Page, name: str) -> Locator:
    """Return the row of a field in the form of an action."""
    named = page.locator("[slot=heading]").get_by_text(name, exact=True)
    return page.locator("ha-settings-row").filter(has=named)


async def save_automation(page: Page, name: str) -> None:
    """Save the automation of the editor under a name."""
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("textbox", name="Name*").fill(name)
    await page.get_by_role("button", name="Save", exact=True).last.click()
    # The dialog closes before; the page gets the address of the automation that is set up.
    await page.wait_for_url(re.compile(r"/config/automation/edit/\d+"))


async def expect_triggered(page: Page, name: str) -> None:
    """Wait until the list of automations shows that one has just run.

    The list shows a run that happens soon after it was opened only when it is opened again.
    """
    row = page.get_by_role("row", name=name)
    just_now = re.compile("now|seconds? ago")
    for _ in range(_OPENED):
        await page.goto(f"/config/automation/dashboard?search={name}")
        with suppress(AssertionError):
            await expect(row).to_contain_text(just_now, timeout=_LOOKED_AT)
            return
    await expect(row).to_contain_text(just_now)
