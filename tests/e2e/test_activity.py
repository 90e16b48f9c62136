"""The activity on the page of a device: one line for each operation of a lock, with who and how."""

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.home_assistant import Registries
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import Devices

from .frontend import device_page
from .pictures import Album


@pytest.mark.walk("activity")
async def test_the_page_of_a_lock_shows_who_unlocked_it(
    home: Registries, simulator: SimulatorControl, page: Page, album: Album
) -> None:
    lock = home.device_id(Devices.FRONT_LOCK)
    await page.goto(device_page(lock))
    await simulator.set_attribute(Devices.FRONT_LOCK, "lock", "lock", "locked")
    await simulator.set_attribute(
        Devices.FRONT_LOCK,
        "lock",
        "lock",
        "unlocked",
        data={"method": "keypad", "codeId": "3", "codeName": "Anna"},
    )
    by_anna = page.locator("ha-logbook-entry").filter(has_text="Anna (Keypad)")
    await expect(by_anna).to_have_count(1)
    await expect(by_anna).to_contain_text("Unlocked")
    await simulator.set_attribute(
        Devices.FRONT_LOCK, "lock", "lock", "locked", data={"method": "manual"}
    )
    by_hand = page.locator("ha-logbook-entry").filter(has_text="Manual operation")
    await expect(by_hand).to_have_count(1)
    await expect(by_hand).to_contain_text("Locked")
    await album.take(page, "device")

    await page.goto(f"/logbook?device_id={lock}")
    await expect(by_anna).to_have_count(1)
    await expect(by_anna).to_contain_text("Unlocked")
    await album.take(page, "panel")
