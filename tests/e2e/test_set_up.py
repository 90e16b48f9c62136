"""Set-up with a SmartApp that is registered for the user."""

import pytest
from playwright.async_api import BrowserContext, Page, expect

from scripts.demo_driver.home_assistant import HomeAssistant
from scripts.demo_driver.simulator_control import SimulatorControl

from .frontend import (
    INTEGRATION,
    add_discovered,
    add_integration,
    choose_menu,
    choose_option,
    close,
    device_row,
    expect_step,
    field,
    fill_field,
    finish,
    flow,
    install,
    submit,
    submit_to_external_page,
)
from .pictures import Album
from .traffic import Traffic

_LIFECYCLES = ["CONFIRMATION", "CONFIGURATION", "CONFIGURATION", "INSTALL"]


@pytest.mark.walk("set-up")
async def test_a_user_sets_the_location_up_with_a_token(
    nothing_set_up: None, traffic: Traffic, page: Page, simulator: SimulatorControl, album: Album
) -> None:
    await simulator.set_options(install_page_asks=True)
    await add_integration(page, "SmartThings SmartApp")
    await expect_step(page, "How do you want to connect SmartThings?")
    await album.take(page, "menu")
    await choose_menu(page, "Register a SmartApp for me")

    await expect_step(page, "Webhook address")
    await expect(field(page, "Webhook URL")).not_to_be_empty()
    address = await field(page, "Webhook URL").input_value()
    await album.take(page, "webhook")
    await submit(page)

    await expect_step(page, "Personal access token")
    await expect(flow(page)).to_contain_text("r:apps:*, w:apps:*, r:installedapps, r:locations:*")
    await album.take(page, "token")
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await submit(page)

    await expect_step(page, "Location")
    await choose_option(page, "Home")
    await album.take(page, "location")
    install_page = await submit_to_external_page(page)
    await page.bring_to_front()
    await expect(flow(page)).to_contain_text("continues by itself")
    await album.take(page, "waiting")

    await install(install_page, album)
    await album.take(install_page, "installed")
    await install_page.close()

    await expect_step(page, "Name and assign")
    await album.take(page, "areas")
    await finish(page)

    await expect(page.get_by_role("heading", name="SmartThings SmartApp")).to_be_visible()
    await expect(page.get_by_role("button", name="Add location")).to_be_visible()
    await album.take(page, "integration")
    (app,) = await simulator.apps()
    assert app[1:] == ("WEBHOOK_SMART_APP", address, "CONFIRMED")
    await traffic.wait_subscribed()
    assert (await traffic.lifecycles())[:4] == _LIFECYCLES


@pytest.mark.walk("closed-tab")
async def test_a_location_is_set_up_after_the_tab_was_closed(
    nothing_set_up: None,
    traffic: Traffic,
    context: BrowserContext,
    page: Page,
    simulator: SimulatorControl,
    album: Album,
) -> None:
    """On a phone, the page of SmartThings replaces that of Home Assistant."""
    await simulator.set_options(install_page_asks=True)
    install_page = await _to_install_page(page, simulator, "Cabin")
    await page.close()

    later = await context.new_page()
    await add_integration(later, "SmartThings SmartApp")
    await expect_step(later, "How do you want to connect SmartThings?")
    await expect(flow(later)).to_contain_text("Resume set-up of Cabin")
    await album.take(later, "resume")
    await later.close()

    await install(install_page)
    await install_page.close()

    later = await context.new_page()
    await later.goto(INTEGRATION)
    await expect(device_row(later, "Cabin door")).to_be_visible()
    await album.take(later, "integration")
    await traffic.wait_subscribed()
    assert (await traffic.lifecycles())[:4] == _LIFECYCLES


@pytest.mark.walk("resume")
async def test_a_set_up_is_resumed_after_a_reload(
    nothing_set_up: None,
    traffic: Traffic,
    page: Page,
    simulator: SimulatorControl,
    album: Album,
) -> None:
    await simulator.set_options(install_page_asks=True)
    await (await _to_install_page(page, simulator, "Cabin")).close()
    await page.reload()
    await add_integration(page, "SmartThings SmartApp")
    async with page.expect_popup() as opened:
        await choose_menu(page, "Resume set-up of Cabin")
    install_page = await opened.value
    await install(install_page)
    await install_page.close()
    await expect_step(page, "Name and assign")
    await finish(page)
    await expect(device_row(page, "Cabin door")).to_be_visible()
    await traffic.wait_subscribed()
    assert await traffic.calls("POST", "/apps") == [200]


async def _to_install_page(page: Page, simulator: SimulatorControl, location: str) -> Page:
    """Complete the flow up to the install page, and return it."""
    await add_integration(page, "SmartThings SmartApp")
    await choose_menu(page, "Register a SmartApp for me")
    await expect_step(page, "Webhook address")
    await submit(page)
    await expect_step(page, "Personal access token")
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await submit(page)
    await expect_step(page, "Location")
    await choose_option(page, location)
    return await submit_to_external_page(page)


@pytest.mark.walk("closed-dialog")
async def test_a_location_is_discovered_after_the_dialog_was_closed_too_early(
    nothing_set_up: None,
    traffic: Traffic,
    home_assistant: HomeAssistant,
    page: Page,
    simulator: SimulatorControl,
    album: Album,
) -> None:
    await simulator.set_options(install_page_asks=True)
    install_page = await _to_install_page(page, simulator, "Cabin")
    await page.bring_to_front()
    await close(page)
    await expect(page.get_by_role("heading", name="Discovered")).to_be_hidden()

    await install(install_page)
    await install_page.close()
    assert await home_assistant.entries("smartthings_smartapp") == []

    await expect(page.get_by_role("heading", name="Discovered")).to_be_visible()
    await album.take(page, "discovered")
    await add_discovered(page, "Cabin")
    await expect_step(page, "Add Cabin")
    await album.take(page, "add")
    await submit(page)
    await expect_step(page, "Name and assign")
    await finish(page)
    await expect(device_row(page, "Cabin door")).to_be_visible()
    await traffic.wait_subscribed()
    assert (await traffic.lifecycles())[:4] == _LIFECYCLES
    assert await traffic.calls("POST", "/apps") == [200]
