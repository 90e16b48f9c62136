"""Setting the home up, from an empty Home Assistant."""

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.simulator_control import SimulatorControl

from .front_end import (
    add_integration,
    choose_option,
    expect_step,
    field,
    fill_field,
    finish,
    flow,
    submit,
    submit_to_external_page,
)
from .pictures import Album


@pytest.mark.walk(1, "set-up")
async def test_a_user_sets_the_home_up_with_a_token(
    nothing_set_up: None, page: Page, simulator: SimulatorControl, album: Album
) -> None:
    await add_integration(page, "SmartThings SmartApp")

    await expect_step(page, "Where SmartThings delivers")
    await expect(field(page, "Webhook URL")).not_to_be_empty()
    await album.take(page, "webhook")
    await submit(page)

    await expect_step(page, "Personal access token")
    await expect(flow(page)).to_contain_text("r:apps:*, w:apps:*, r:locations:*")
    await album.take(page, "token")
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await submit(page)

    await expect_step(page, "Location")
    await choose_option(page, "Home")
    await album.take(page, "location")
    install_page = await submit_to_external_page(page)

    await expect(install_page.get_by_role("heading")).to_have_text("SmartApp installed")
    await album.take(install_page, "install")
    await install_page.close()

    await expect_step(page, "Name and assign")
    await album.take(page, "areas")
    await finish(page)

    await expect(page.get_by_role("heading", name="SmartThings SmartApp")).to_be_visible()
    await album.take(page, "integration")
