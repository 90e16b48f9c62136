"""A control for a command that has no entity: a key of the television's remote control."""

import pytest
from playwright.async_api import Locator, Page, expect

from scripts.demo_driver.home_assistant import Registries
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import Devices

from .frontend import (
    INTEGRATION,
    choose,
    choose_option,
    device_page,
    entity_row,
    expect_step,
    fill_field,
    flow,
    select,
    select_device,
    submit,
)
from .pictures import Album


def control_row(page: Page, name: str) -> Locator:
    """Return the row of a control on the page of the integration, below the devices."""
    return page.locator("ha-config-sub-entry-row").filter(has_text=name)


@pytest.mark.walk("controls")
async def test_a_key_of_the_remote_control_becomes_a_button(
    home: Registries, simulator: SimulatorControl, page: Page, album: Album
) -> None:
    await page.goto(INTEGRATION)
    await page.get_by_role("button", name="Add control").click()
    await expect_step(page, "Add a control")
    await select_device(page, "Television")
    await submit(page)
    await expect_step(page, "Capability")
    await select(page, "Capability", "Remote control (samsungvd.remoteControl)")
    await submit(page)
    await expect_step(page, "Command")
    await select(page, "Command", "send")
    await choose_option(page, "Button: sends the command")
    await album.take(page, "command")
    await submit(page)
    await expect_step(page, "Arguments")
    await select(page, "keyValue", "HOME")
    await album.take(page, "arguments")
    await submit(page)
    await expect_step(page, "Entity")
    await fill_field(page, "Name", "Home key")
    await album.take(page, "entity")
    await submit(page)
    await submit(page, "Finish")
    await expect(flow(page).get_by_role("dialog")).to_be_hidden()

    await page.goto(device_page(home.device_id(Devices.TELEVISION)))
    await album.take(page, "device")
    key = entity_row(page, "Home key")
    await key.get_by_role("button", name="Press").click()
    # The page shows when the button was pressed, after the command was accepted.
    pressed = page.get_by_text("triggered").or_(page.get_by_text("pressed"))
    await expect(pressed.first).to_be_visible()
    sent = (await simulator.commands())[-1]
    assert sent["device_id"] == Devices.TELEVISION
    assert [item["arguments"] for item in sent["commands"]] == [["HOME"]]

    await page.goto(INTEGRATION)
    row = control_row(page, "Home key")
    await row.scroll_into_view_if_needed()
    await album.take(page, "integration")
    await row.get_by_role("button", name="Menu").first.click()
    await choose(page, "Delete")
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(row).to_be_hidden()
    await page.goto(device_page(home.device_id(Devices.TELEVISION)))
    await expect(entity_row(page, "Picture mode")).to_be_visible()
    await expect(key).to_be_hidden()
