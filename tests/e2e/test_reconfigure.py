"""Reconfiguration of a location."""

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.config_folder import DOMAIN
from scripts.demo_driver.home_assistant import HomeAssistant, Registries
from scripts.demo_driver.simulator_control import SimulatorControl
from simulator.devices.ids import Devices

from .frontend import (
    REPAIRS,
    allow_access,
    choose,
    choose_menu,
    device_page,
    end,
    entity_row,
    expect_step,
    field,
    fill_field,
    open_menu,
    submit,
    submit_to_external_page,
)
from .pictures import Album
from .traffic import Traffic


@pytest.mark.walk("reconfigure")
async def test_another_address_and_another_kind_of_app_keep_the_entities(
    cabin: Registries,
    home_assistant: HomeAssistant,
    traffic: Traffic,
    page: Page,
    simulator: SimulatorControl,
    album: Album,
) -> None:
    (webhook_app,) = await simulator.apps()
    await open_menu(page, "Cabin")
    await choose(page, "Reconfigure")
    await expect_step(page, "What do you want to change?")
    await album.take(page, "menu")
    await choose_menu(page, "Another public address")
    await expect_step(page, "Webhook address")
    address = await field(page, "Webhook URL").input_value()
    other = address.replace("127.0.0.1", "localhost")
    await fill_field(page, "Webhook URL", other)
    await submit(page)
    await expect_step(page, "Personal access token")
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await submit(page)
    await end(page, "The address was changed. Your devices, entities and names are kept.")
    assert (await traffic.deliveries())[-1]["url"] == other
    await page.goto(REPAIRS)
    await expect(page.get_by_text("There are currently no repairs pending")).to_be_visible()

    await open_menu(page, "Cabin")
    await choose(page, "Reconfigure")
    await choose_menu(page, "Switch to an OAuth app")
    await expect_step(page, "Webhook address")
    await submit(page)
    await expect_step(page, "Personal access token")
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await allow_access(await submit_to_external_page(page), "Cabin")
    await end(page, "The change is complete. Your devices, entities and names are kept.")
    (oauth_app,) = await simulator.apps()
    assert (webhook_app.kind, oauth_app.kind) == ("WEBHOOK_SMART_APP", "API_ONLY")
    after = await Registries.read(home_assistant, DOMAIN)
    assert _ids(after) == _ids(cabin)

    await traffic.wait_subscribed()
    await page.goto(device_page(after.device_id(Devices.CABIN_DOOR)))
    await expect(entity_row(page, "Door")).to_contain_text("Closed")
    await simulator.set_attribute(Devices.CABIN_DOOR, "contactSensor", "contact", "open")
    await expect(entity_row(page, "Door")).to_contain_text("Open")
    await album.take(page, "door")


@pytest.mark.walk("deleted-app")
async def test_a_deleted_app_is_registered_again(
    cabin: Registries,
    home_assistant: HomeAssistant,
    traffic: Traffic,
    page: Page,
    simulator: SimulatorControl,
    album: Album,
) -> None:
    (deleted,) = await simulator.apps()
    await simulator.delete_app(deleted.app_id)
    await open_menu(page, "Cabin")
    await choose(page, "Reconfigure")
    await choose_menu(page, "Renew client ID and secret")
    await expect_step(page, "Personal access token")
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await submit(page)
    await expect_step(page, "The account does not have the app")
    await album.take(page, "menu")
    await choose_menu(page, "Register a new app")
    await expect_step(page, "Webhook address")
    await (await submit_to_external_page(page)).close()
    await end(page, "The change is complete. Your devices, entities and names are kept.")
    (app,) = await simulator.apps()
    assert app.app_id != deleted.app_id
    assert _ids(await Registries.read(home_assistant, DOMAIN)) == _ids(cabin)
    await traffic.wait_subscribed()


def _ids(registries: Registries) -> dict[str, str]:
    return {entity["unique_id"]: entity["entity_id"] for entity in registries.entities}
