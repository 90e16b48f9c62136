"""The page of a lock, and its codes in the form of an action."""

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.home_assistant import Registries
from simulator.devices.ids import Devices

from .frontend import action_field, device_page
from .pictures import Album


@pytest.mark.walk("lock-codes")
async def test_a_code_is_set_by_the_form_of_an_action(
    home: Registries, page: Page, album: Album
) -> None:
    """The form hides the code. The response has its number and name, and the lock the change."""
    await page.set_viewport_size({"width": 1280, "height": 1300})
    await page.goto("/config/tools/action")
    await page.get_by_text("Action", exact=True).last.click()
    await page.keyboard.type("set_lock_code")
    await page.get_by_role("option", name="Set lock code").click()
    await action_field(page, "Entities").get_by_role("checkbox").check(force=True)
    await (
        action_field(page, "Entities")
        .locator("ha-entity-picker")
        .get_by_role("button")
        .first.click()
    )
    await page.get_by_placeholder("Search").fill("Front door lock")
    await page.get_by_role("option", name="Front door lock").first.click()
    # The form is rendered again after each change, and loses earlier input.
    await expect(page.get_by_role("button", name="Add entity")).to_be_visible()
    await page.wait_for_timeout(1000)
    await action_field(page, "Name").get_by_role("checkbox").check(force=True)
    name = action_field(page, "Name").get_by_role("textbox")
    await expect(name).to_be_enabled()
    await name.fill("Kim")
    await page.wait_for_timeout(1000)
    await action_field(page, "Code").locator("input").fill("730915")
    await page.wait_for_timeout(1000)
    await album.take(page, "form")
    await page.get_by_role("button", name="Perform action").click()
    await expect(page.get_by_text("name: Kim")).to_be_visible()
    await album.take(page, "response")
    await page.goto(device_page(home.device_id(Devices.FRONT_LOCK)))
    await expect(page.get_by_text("Code change").first).to_be_visible()
    await expect(page.locator("ha-logbook-entry").filter(has_text="Code change")).to_have_count(1)
    await album.take(page, "device")
