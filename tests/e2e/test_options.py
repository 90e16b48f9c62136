"""The options of a location."""

import re

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.config_folder import DOMAIN
from scripts.demo_driver.home_assistant import HomeAssistant, Registries
from simulator.devices.ids import HOME_LOCATION, Devices

from .frontend import (
    INTEGRATION,
    choose_menu,
    choose_option,
    device_page,
    device_row,
    drop,
    entity_row,
    expect_step,
    flow,
    open_options,
    pick,
    select,
    submit,
)
from .pictures import Album

_COUNT = re.compile(r"(\d+)\sdevices")


def _count(text: str) -> int:
    """Return how many devices a row says."""
    found = _COUNT.search(text)
    assert found
    return int(found[1])


@pytest.mark.walk("options")
async def test_an_excluded_device_is_removed_until_it_is_included_again(
    home: Registries,
    home_assistant: HomeAssistant,
    page: Page,
    album: Album,
) -> None:
    plug = home.device_id(Devices.COFFEE_PLUG)
    await open_options(page, "Home")
    await expect_step(page, "Options")
    await album.take(page, "menu")
    await choose_menu(page, "All devices")
    await expect_step(page, "All devices")
    usual = "Sleeping appliances keep their last values, all others become unavailable"
    await expect(flow(page).get_by_role("radio", name=usual)).to_be_checked()
    await pick(page, "Excluded devices", "Coffee machine")
    await album.take(page, "form")
    await submit(page)
    await expect(flow(page)).to_contain_text("Options successfully saved.")
    await submit(page, "Finish")
    await expect(device_row(page, "Coffee machine")).to_be_hidden()
    await expect(device_row(page, "Ceiling light")).to_be_visible()
    known = await Registries.read(home_assistant, DOMAIN)
    assert plug not in known.devices
    assert plug not in {entity["device_id"] for entity in known.entities}

    await open_options(page, "Home")
    await choose_menu(page, "All devices")
    await drop(page, "Excluded devices", "Coffee machine")
    await submit(page)
    await expect(flow(page)).to_contain_text("Options successfully saved.")
    await submit(page, "Finish")
    await expect(device_row(page, "Coffee machine")).to_be_visible()


@pytest.mark.walk("device-options")
async def test_a_device_gets_options_of_its_own_until_they_are_reset(
    home: Registries,
    page: Page,
    album: Album,
) -> None:
    location = home.device_id(HOME_LOCATION)
    device = "Thermostat"
    await page.goto(device_page(location))
    row = entity_row(page, "Devices not fully pushed")
    await expect(row).to_contain_text(_COUNT)
    before = _count(await row.inner_text())

    await open_options(page, "Home")
    await choose_menu(page, "One device")
    await expect(flow(page)).to_contain_text("Devices with their own options: -")
    await select(page, "Device", device)
    await submit(page)
    await expect_step(page, device)
    await expect(flow(page).get_by_role("radio", name="As reported")).to_be_checked()
    await choose_option(page, "Keep the last values")
    await flow(page).get_by_role("spinbutton", name="Extra refreshes").fill("30")
    await album.take(page, "form")
    await submit(page)
    await expect(flow(page)).to_contain_text("Options successfully saved.")
    await submit(page, "Finish")
    await expect(flow(page)).to_be_hidden()
    # A dialog that closes goes back in the history a moment later.
    await page.wait_for_timeout(1000)
    await page.goto(device_page(location))
    await expect(row).to_contain_text(re.compile(rf"\b{before + 1}\sdevices"))
    await row.click()
    await expect(page.locator("ha-more-info-dialog")).to_contain_text("Devices not fully pushed")
    await album.take(page, "sensor")

    await page.goto(INTEGRATION)
    await open_options(page, "Home")
    await choose_menu(page, "One device")
    await expect(flow(page)).to_contain_text(f"Devices with their own options: {device}")
    await album.take(page, "devices")
    await select(page, "Device", device)
    await submit(page)
    await expect(flow(page).get_by_role("radio", name="Keep the last values")).to_be_checked()
    interval = flow(page).get_by_role("spinbutton", name="Extra refreshes")
    await expect(interval).to_have_value("30")
    await interval.fill("")
    await choose_option(page, "As selected for all devices")
    await submit(page)
    await expect(flow(page)).to_contain_text("Options successfully saved.")
    await submit(page, "Finish")
    await expect(flow(page)).to_be_hidden()
    await page.wait_for_timeout(1000)
    await page.goto(device_page(location))
    await expect(row).to_contain_text(re.compile(rf"\b{before}\sdevices"))
