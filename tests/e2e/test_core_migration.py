"""Settings of Home Assistant's own integration are taken over."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, expect

from scripts.demo_driver.browser import signed_in
from scripts.demo_driver.config_folder import DOMAIN
from scripts.demo_driver.flow import walk_flow
from scripts.demo_driver.home_assistant import HomeAssistant, Json, Registries
from scripts.demo_driver.launch import REPOSITORY, Setting, launched
from scripts.demo_driver.processes import free_port
from simulator.devices.ids import HOME_LOCATION, Devices

from .frontend import (
    choose,
    choose_menu,
    device_page,
    expect_step,
    flow,
    open_menu,
    submit,
    switch,
)
from .pictures import HEIGHT, WIDTH, Album

_LAMP = "light.living_room_ceiling_light"
_LOGGER = logging.getLogger(__name__)


@pytest.fixture
async def with_core(session: aiohttp.ClientSession, tmp_path: Path) -> AsyncIterator[HomeAssistant]:
    """Run a Home Assistant of its own, which has used core's integration for the location."""
    (tmp_path / "before").mkdir()
    writer = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.common.core_storage", str(tmp_path / "before")),
        cwd=REPOSITORY,
    )
    assert await writer.wait() == 0
    setting = Setting(
        folder=tmp_path / "now",
        python=REPOSITORY / ".venv-demo" / "bin" / "python",
        port=free_port(),
        simulator_port=free_port(),
        storage=tmp_path / "before" / ".storage",
    )
    async with launched(setting, session, _LOGGER.info) as programs:
        await programs.simulator.set_options(rate_limits=False)
        answers: dict[str, Json] = {
            "access_token": await programs.simulator.create_pat(),
            "location_id": HOME_LOCATION,
        }
        await walk_flow(programs.home_assistant, session, answers, _LOGGER.info)
        await Registries.read_steady(programs.home_assistant, DOMAIN)
        yield programs.home_assistant


def _ids(registries: Registries) -> dict[str, str]:
    return {entity["unique_id"]: entity["entity_id"] for entity in registries.entities}


@pytest.mark.walk("take-over")
async def test_the_preview_lists_every_entity_of_core_and_the_user_takes_its_settings_over(
    with_core: HomeAssistant, browser: Browser, album: Album
) -> None:
    core = await Registries.read(with_core, "smartthings")
    before = await Registries.read(with_core, DOMAIN)
    async with signed_in(browser, with_core, width=WIDTH, height=HEIGHT) as context:
        page = await context.new_page()
        await open_menu(page, "Home")
        await choose(page, "Reconfigure")
        await album.take(page, "menu")
        await choose_menu(page, "Take over names and areas")
        await expect_step(page, "Take over from Home Assistant's own integration")
        await album.take(page, "preview")
        rows = await flow(page).locator("li li").all()
        listed = {await row.locator("code").first.inner_text() for row in rows}
        assert listed == {entity["entity_id"] for entity in core.entities}
        lamp = flow(page).locator("li").filter(has=page.get_by_text("Big [lamp]", exact=True))
        taken, old = _LAMP, f"{_LAMP}_2"
        await expect(lamp).to_contain_text("Big [lamp] (Name: Big [lamp]; Area: Study; Labels:")
        await expect(lamp).to_contain_text(
            f"{taken} (Icon: mdi:star; Labels: Holiday; Replaces the entity ID: {old})"
        )
        await lamp.scroll_into_view_if_needed()
        await album.take(page, "device")
        await flow(page).locator("ha-switch").click()
        await expect(flow(page).get_by_role("switch")).to_be_checked()
        await album.take(page, "chosen")
        await submit(page)
        await expect(flow(page)).to_contain_text("Devices taken over: 1, entities: ")
        after = await Registries.read(with_core, DOMAIN)
        light = f"{Devices.CEILING_LIGHT}_main_switch_light"
        assert (_ids(before)[light], _ids(after)[light]) == (old, taken)
        device = next(item for item in after.entities if item["unique_id"] == light)["device_id"]
        assert device
        await page.goto(device_page(device))
        await expect(page.get_by_role("link", name="In Study")).to_be_visible()
        await expect(switch(page, "Big [lamp]")).to_be_visible()
        await album.take(page, "lamp")
