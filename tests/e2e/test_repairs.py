"""Repairs that the user completes."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.home_assistant import HomeAssistant, Registries
from scripts.demo_driver.simulator_control import SimulatorControl

from .frontend import (
    REPAIRS,
    end,
    expect_error,
    expect_step,
    fill_field,
    flow,
    install,
    repair,
    submit,
    submit_to_external_page,
)
from .pictures import Album
from .traffic import Traffic


@pytest.fixture
async def moved(cabin: Registries, home_assistant: HomeAssistant) -> AsyncIterator[str]:
    """Give Home Assistant another external host name; return its address there."""
    url = home_assistant.url.replace("127.0.0.1", "localhost")
    await home_assistant.set_url(url)
    yield url
    await home_assistant.set_url(home_assistant.url)


@pytest.mark.walk("repair")
async def test_a_new_external_url_is_set_in_smartthings(
    moved: str, traffic: Traffic, page: Page, simulator: SimulatorControl, album: Album
) -> None:
    await page.goto(REPAIRS)
    title = "SmartThings sends the events of Cabin to an old address"
    await expect(repair(page, title)).to_be_visible()
    await album.take(page, "list")
    await repair(page, title).click()
    await expect_step(page, "Move the SmartApp to the new address")
    await expect(flow(page)).to_contain_text(moved)
    await album.take(page, "token")
    await fill_field(page, "Personal access token", "a password")
    await submit(page)
    await expect_error(
        page, "This is not a SmartThings token. A token has 36 characters with four dashes."
    )
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await submit(page)
    await expect(flow(page)).to_contain_text("The issue is repaired!")
    await submit(page, "Finish")
    await expect(page.get_by_text("There are currently no repairs pending")).to_be_visible()
    (app,) = await simulator.apps()
    assert app.target_url.startswith(moved)
    assert app.target_status == "CONFIRMED"
    assert [sent["url"] for sent in await traffic.deliveries()] == [app.target_url]


@pytest.mark.walk("uninstalled")
async def test_a_smartapp_that_was_removed_is_installed_again(
    cabin: Registries, traffic: Traffic, page: Page, simulator: SimulatorControl, album: Album
) -> None:
    (installed,) = (await simulator.request("GET", "/installedapps"))["items"]
    await simulator.request("DELETE", f"/installedapps/{installed['installedAppId']}")
    await simulator.set_options(install_page_asks=True)
    await page.goto(REPAIRS)
    title = "The SmartApp was removed from Cabin"
    await expect(repair(page, title)).to_be_visible()
    await expect(page.locator("ha-config-repairs").get_by_role("listitem")).to_have_count(1)
    await album.take(page, "list")
    await repair(page, title).click()
    await expect_step(page, "Install it again")
    await album.take(page, "form")
    install_page = await submit_to_external_page(page)
    await page.bring_to_front()
    await expect(flow(page)).to_contain_text("this dialog continues by itself")
    await album.take(page, "waiting")
    await install(install_page)
    await install_page.close()
    await end(page, "The SmartApp is installed again. Your devices, entities and names are kept.")
    await expect(page.get_by_text("There are currently no repairs pending")).to_be_visible()
    await album.take(page, "done")
    await traffic.wait_subscribed()
