"""An automation of Home Assistant with two devices of the simulated location."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.home_assistant import HomeAssistant, Json, Registries
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import Devices

from .frontend import device_page, open_simulated_home, switch
from .pictures import Album

_ID = "motion-turns-the-lamp-on"


@pytest.fixture
async def automation(
    home: Registries, home_assistant: HomeAssistant, simulator: SimulatorControl
) -> AsyncIterator[str]:
    """Let motion turn the lamp on, which is off; return the id of the automation."""
    await simulator.set_attribute(Devices.HALLWAY_MOTION, "motionSensor", "motion", "inactive")
    await simulator.set_attribute(Devices.FLOOR_LAMP, "switch", "switch", "off")
    motion, lamp = home.device_id(Devices.HALLWAY_MOTION), home.device_id(Devices.FLOOR_LAMP)
    path = f"/api/config/automation/config/{_ID}"
    await home_assistant.request(
        "POST",
        path,
        {
            "alias": "Light in the hallway",
            "triggers": [await _offered(home_assistant, "trigger", motion, "motion")],
            "actions": [await _offered(home_assistant, "action", lamp, "turn_on")],
        },
    )
    yield _ID
    await home_assistant.request("DELETE", path)


async def _offered(home_assistant: HomeAssistant, kind: str, device_id: str, wanted: str) -> Json:
    """Return what the automation editor offers for a device."""
    async with home_assistant.socket() as socket:
        offered: list[dict[str, Json]] = await socket.command(
            f"device_automation/{kind}/list", device_id=device_id
        )
    return next(item for item in offered if item["type"] == wanted)


@pytest.mark.walk("automation")
async def test_motion_in_the_simulated_location_turns_a_lamp_on(
    home: Registries,
    simulator: SimulatorControl,
    automation: str,
    page: Page,
    album: Album,
) -> None:
    await page.goto(f"/config/automation/edit/{automation}")
    await expect(page.get_by_text("Hallway motion Motion started detecting motion")).to_be_visible()
    await expect(page.get_by_text("Turn on Floor lamp")).to_be_visible()
    await album.take(page, "editor")

    await page.goto(device_page(home.device_id(Devices.FLOOR_LAMP)))
    await expect(switch(page, "Floor lamp")).not_to_be_checked()
    await album.take(page, "lamp-off")

    simulated = await open_simulated_home(page, simulator)
    simulated_lamp = simulated.get_by_role("button", name="Floor lamp: switch")
    await expect(simulated_lamp).to_have_attribute("aria-pressed", "false")
    await simulated.get_by_role("button", name="Hallway motion: motion").click()
    await album.take(simulated, "simulated-motion")
    await expect(simulated_lamp).to_have_attribute("aria-pressed", "true")
    await simulated_lamp.scroll_into_view_if_needed()
    await album.take(simulated, "simulated-lamp")
    await simulated.close()

    await expect(switch(page, "Floor lamp")).to_be_checked()
    await album.take(page, "lamp-on")
