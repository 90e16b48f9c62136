"""A program from the form of an action, the apps of a television, and the rooms of a robot."""

import asyncio
from typing import Final

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.browser import WAIT_SECONDS
from scripts.demo_driver.home_assistant import Registries
from scripts.demo_driver.simulator_control import Command, SimulatorControl
from simulator.devices.ids import Devices

from .frontend import action_field, device_page, entity_row
from .pictures import Album

_LOOK_SECONDS: Final = 0.2
_RENDERED: Final = 1000
"""Milliseconds until a form is rendered again after a change; it loses earlier input."""


async def _fill(page: Page, name: str, text: str) -> None:
    """Fill in an optional field of an action."""
    await action_field(page, name).get_by_role("checkbox").check(force=True)
    entry = action_field(page, name).get_by_role("textbox")
    await expect(entry).to_be_enabled()
    await entry.fill(text)
    await page.wait_for_timeout(_RENDERED)


async def _next_commands(simulator: SimulatorControl, device_id: str) -> list[Command]:
    """Wait until a device gets commands, and return those of the request."""
    async with asyncio.timeout(WAIT_SECONDS):
        while (await simulator.commands())[-1]["device_id"] != device_id:
            await asyncio.sleep(_LOOK_SECONDS)
    return (await simulator.commands())[-1]["commands"]


@pytest.mark.walk("start-program")
async def test_a_program_is_started_by_the_form_of_an_action(
    home: Registries, simulator: SimulatorControl, page: Page, album: Album
) -> None:
    """An unknown program lists the names of those that there are."""
    source = ("samsungce.washerOperatingState", "operatingState")
    await simulator.set_attribute(Devices.WASHER, *source, "ready")
    await page.set_viewport_size({"width": 1280, "height": 1700})
    await page.goto("/config/tools/action")
    await page.locator("ha-service-picker").get_by_role("button").first.click()
    await page.keyboard.type("start_program")
    await page.get_by_role("option", name="Start program").click()
    await action_field(page, "Devices").get_by_role("checkbox").check(force=True)
    await (
        action_field(page, "Devices")
        .locator("ha-device-picker")
        .get_by_role("button")
        .first.click()
    )
    await page.get_by_placeholder("Search").fill("Washing machine")
    await page.get_by_role("option", name="Washing machine").first.click()
    await page.wait_for_timeout(_RENDERED)
    await _fill(page, "Program", "Silk")
    await page.get_by_role("button", name="Perform action").click()
    await expect(page.locator("ha-alert")).to_contain_text("It offers: Normal, ")
    await album.take(page, "refused")
    await _fill(page, "Program", "Cotton")
    await _fill(page, "Spin", "1200")
    await page.get_by_role("button", name="Perform action").click()
    await expect(page.get_by_text("setWasherCycle")).to_be_visible()
    await album.take(page, "response")
    sent = (await simulator.commands())[-1]
    assert [item["command"] for item in sent["commands"]] == [
        "setWasherCycle",
        "setWasherSpinLevel",
        "start",
    ]
    await simulator.set_attribute(Devices.WASHER, *source, "ready")


@pytest.mark.walk("media")
async def test_an_app_is_opened_in_the_media_browser(
    home: Registries, simulator: SimulatorControl, page: Page, album: Album
) -> None:
    await page.goto("/media-browser/media_player.living_room_television")
    await page.locator("ha-card").filter(has_text="Channels").wait_for()
    await page.locator("ha-card").filter(has_text="Apps").click()
    app = page.locator("ha-card").filter(has_text="YouTube")
    await expect(app).to_be_visible()
    await album.take(page, "apps")
    await app.click()
    (sent,) = await _next_commands(simulator, Devices.TELEVISION)
    assert sent["capability"] == "custom.launchapp"


@pytest.mark.walk("clean-areas")
async def test_rooms_of_a_robot_are_mapped_and_cleaned(
    home: Registries, simulator: SimulatorControl, page: Page, album: Album
) -> None:
    """Home Assistant asks which area each room of the robot is."""
    await page.goto(device_page(home.device_id(Devices.ROBOT_VACUUM)))
    await entity_row(page, "Robot vacuum").first.click()
    await page.get_by_text("By area").click()
    await page.get_by_role("button", name="Configure").last.click()
    await expect(page.get_by_text("Upper floor")).to_be_visible()
    await page.locator("ha-area-picker").first.get_by_role("button").first.click()
    await page.get_by_placeholder("Search").fill("Living")
    await page.get_by_role("option", name="Living Room").first.click()
    await album.take(page, "mapped")
    await page.get_by_role("button", name="Save").click()
    start = page.get_by_role("button", name="Start cleaning")
    await page.get_by_text("Living Room", exact=True).last.click()
    await page.wait_for_timeout(1000)
    await album.take(page, "areas")
    await start.click()
    sent = await _next_commands(simulator, Devices.ROBOT_VACUUM)
    assert [(item["command"], item["arguments"]) for item in sent] == [
        ("setCleaningMode", ["area", {"mapId": "1", "areaIds": ["1"]}]),
        ("start", []),
    ]
    await simulator.set_attribute(
        Devices.ROBOT_VACUUM, "samsungce.robotCleanerOperatingState", "operatingState", "charging"
    )
