"""Repairs that the user completes."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.home_assistant import HomeAssistant, Registries
from scripts.demo_driver.simulator_control import SimulatorControl

from .front_end import REPAIRS, expect_error, expect_step, fill_field, flow, repair, submit
from .pictures import Album
from .traffic import Traffic


@pytest.fixture
async def moved(cabin: Registries, home_assistant: HomeAssistant) -> AsyncIterator[str]:
    """Give Home Assistant another external host name; return its address there."""
    url = home_assistant.url.replace("127.0.0.1", "localhost")
    await home_assistant.set_external_url(url)
    yield url
    await home_assistant.set_external_url(home_assistant.url)


@pytest.mark.walk(12, "repair")
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
