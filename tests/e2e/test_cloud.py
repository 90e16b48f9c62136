"""A location whose events come by Home Assistant Cloud, with a relay of the simulator."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, expect

from scripts.demo_driver.browser import signed_in
from scripts.demo_driver.checks import errors_in
from scripts.demo_driver.launch import REPOSITORY, Launched, Setting, launched
from scripts.demo_driver.processes import free_port

from .frontend import (
    REPAIRS,
    add_integration,
    choose_menu,
    choose_option,
    expect_step,
    field,
    fill_field,
    finish,
    install,
    repair,
    submit,
    submit_to_external_page,
)
from .pictures import HEIGHT, WIDTH, Album

_LOGGER = logging.getLogger(__name__)
_MOVED = "SmartThings sends the events of Cabin to an old address"


@pytest.fixture
async def in_the_cloud(session: aiohttp.ClientSession, tmp_path: Path) -> AsyncIterator[Launched]:
    """Run a Home Assistant of its own, whose user is signed in to Home Assistant Cloud."""
    setting = Setting(
        folder=tmp_path,
        python=REPOSITORY / ".venv-demo" / "bin" / "python",
        port=free_port(),
        simulator_port=free_port(),
        relay="cloud",
    )
    async with launched(setting, session, _LOGGER.info) as programs:
        await programs.simulator.set_options(rate_limits=False, install_page_asks=True)
        yield programs
        assert errors_in(programs.log()) == []


@pytest.mark.walk("cloud")
async def test_a_user_of_home_assistant_cloud_sets_the_location_up(
    in_the_cloud: Launched, browser: Browser, session: aiohttp.ClientSession, album: Album
) -> None:
    """After a sign-out a repair appears, and a sign-in ends it."""
    simulator, home_assistant = in_the_cloud.simulator, in_the_cloud.home_assistant
    async with signed_in(browser, home_assistant, width=WIDTH, height=HEIGHT) as context:
        page = await context.new_page()
        await add_integration(page, "SmartThings SmartApp")
        await choose_menu(page, "Register a SmartApp for me")
        await expect_step(page, "Webhook address")
        address = await field(page, "Webhook URL").input_value()
        relay, _, name = address.rpartition("/")
        assert name.startswith("gAAAA")
        await album.take(page, "webhook")
        await submit(page)
        await expect_step(page, "Personal access token")
        await fill_field(page, "Personal access token", await simulator.create_pat())
        await submit(page)
        await expect_step(page, "Location")
        await choose_option(page, "Cabin")
        install_page = await submit_to_external_page(page)
        await install(install_page)
        await install_page.close()
        await expect_step(page, "Name and assign")
        await finish(page)
        (app,) = await simulator.apps()
        assert app.target_url == address
        assert {item["status"] for item in await simulator.deliveries()} == {200}

        elsewhere = {"logout": "Signed in elsewhere"}
        async with session.post(f"{relay}/relay/options", json=elsewhere) as response:
            assert response.ok
        await page.goto(REPAIRS)
        await expect(repair(page, _MOVED)).to_be_visible()
        await album.take(page, "repairs")
        await page.goto("/config/cloud/login")
        await page.get_by_role("textbox", name="Email").fill("demo@example.org")
        await page.get_by_role("textbox", name="Password").fill("password")
        await page.get_by_role("button", name="Sign in", exact=True).last.click()
        await expect(page.get_by_text("Home Assistant Cloud is ready")).to_be_visible()
        await album.take(page, "signed-in")
        await page.goto(REPAIRS)
        await expect(page.get_by_text("There are currently no repairs pending")).to_be_visible()
        await album.take(page, "repaired")
