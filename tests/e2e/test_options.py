"""The options of a location."""

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.config_folder import DOMAIN
from scripts.demo_driver.home_assistant import HomeAssistant, Registries
from simulator.devices.ids import Devices

from .frontend import (
    device_row,
    drop,
    expect_step,
    flow,
    open_options,
    pick,
    submit,
)
from .pictures import Album


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
    await drop(page, "Excluded devices", "Coffee machine")
    await submit(page)
    await expect(flow(page)).to_contain_text("Options successfully saved.")
    await submit(page, "Finish")
    await expect(device_row(page, "Coffee machine")).to_be_visible()
