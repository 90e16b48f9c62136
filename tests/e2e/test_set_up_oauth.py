"""Set-up with an OAuth app, which the user authorizes on SmartThings' page."""

from collections.abc import AsyncIterator
from typing import TypedDict

import pytest
from playwright.async_api import Page, expect

from scripts.demo_driver.home_assistant import HomeAssistant
from scripts.demo_driver.simulator_control import SimulatorControl

from .frontend import (
    REPAIRS,
    add_integration,
    allow_access,
    choose_menu,
    deny_access,
    device_row,
    expect_error,
    expect_step,
    field,
    fill_field,
    finish,
    flow,
    repair,
    submit,
    submit_to_external_page,
    tick,
)
from .pictures import Album
from .traffic import Traffic


@pytest.mark.walk("oauth")
async def test_an_oauth_app_is_registered_and_authorized(
    nothing_set_up: None, traffic: Traffic, page: Page, simulator: SimulatorControl, album: Album
) -> None:
    await _make_app(simulator, "homeassistant.of-old", name="Home Assistant")
    await add_integration(page, "SmartThings SmartApp")
    await choose_menu(page, "Register an OAuth app for me")
    await expect_step(page, "Webhook address")
    await expect(field(page, "Webhook URL")).not_to_be_empty()
    address = await field(page, "Webhook URL").input_value()
    await album.take(page, "webhook")
    await submit(page)
    await expect_step(page, "Personal access token")
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await submit(page)

    await expect_step(page, "Apps from earlier attempts")
    await tick(page, "Home Assistant · Made by hand")
    await album.take(page, "leftovers")
    authorize_page = await submit_to_external_page(page)
    await expect(authorize_page.get_by_role("heading")).to_have_text("Authorize Home Assistant")
    await album.take(authorize_page, "authorize")
    await page.bring_to_front()
    await expect(flow(page)).to_contain_text("continues here by itself")
    await album.take(page, "waiting")
    await deny_access(authorize_page)
    await expect_step(page, "Access was denied")
    await album.take(page, "denied")
    async with page.expect_popup() as opened:
        await choose_menu(page, "Open the page again")
    await allow_access(await opened.value, "Cabin")

    await expect_step(page, "Name and assign")
    await finish(page)
    await expect(device_row(page, "Cabin door")).to_be_visible()
    (app,) = await simulator.apps()
    assert app[1:] == ("API_ONLY", address, "CONFIRMED")
    await traffic.wait_subscribed()
    assert await traffic.calls("POST", "/oauth/token") == [200]
    assert (await traffic.lifecycles())[0] == "CONFIRMATION"


@pytest.fixture
async def no_url(nothing_set_up: None, home_assistant: HomeAssistant) -> AsyncIterator[None]:
    """Let Home Assistant have no URL that SmartThings could use."""
    await home_assistant.set_url(None)
    yield
    await home_assistant.set_url(home_assistant.url)


@pytest.mark.walk("polled")
async def test_a_location_without_an_address_is_polled_until_a_repair_sets_one(
    no_url: None,
    home_assistant: HomeAssistant,
    traffic: Traffic,
    page: Page,
    simulator: SimulatorControl,
    album: Album,
) -> None:
    await add_integration(page, "SmartThings SmartApp")
    await choose_menu(page, "Register a SmartApp for me")
    await expect_step(page, "Home Assistant has no public address")
    await album.take(page, "menu")
    await choose_menu(page, "Continue without one")
    await expect_step(page, "Personal access token")
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await allow_access(await submit_to_external_page(page), "Cabin")
    await expect_step(page, "Name and assign")
    await finish(page)
    await expect(device_row(page, "Cabin door")).to_be_visible()
    (app,) = await simulator.apps()
    assert app[1:] == ("API_ONLY", "", "")
    assert await traffic.lifecycles() == []
    assert await simulator.subscriptions() == []

    await home_assistant.set_url(home_assistant.url)
    await page.goto(REPAIRS)
    await album.take(page, "repairs")
    await repair(page, "Instant updates are available for Cabin").click()
    await expect_step(page, "Turn on instant updates")
    await album.take(page, "repair")
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await submit(page)
    await expect_step(page, "Success")
    await submit(page, "Finish")
    await expect(page.get_by_text("There are currently no repairs pending")).to_be_visible()
    await traffic.wait_subscribed()
    assert await traffic.lifecycles() == ["CONFIRMATION"]


@pytest.mark.walk("own-app")
async def test_an_app_of_the_user_is_authorized(
    nothing_set_up: None, traffic: Traffic, page: Page, simulator: SimulatorControl, album: Album
) -> None:
    await add_integration(page, "SmartThings SmartApp")
    await choose_menu(page, "I have an OAuth app")
    await expect_step(page, "Webhook address")
    await submit(page)

    await expect_step(page, "Your OAuth app")
    told = flow(page).get_by_role("listitem").get_by_role("code")
    target, redirect_uri, *_, scopes = await told.all_inner_texts()
    app = await _make_app(
        simulator, "my-own-app", target=target, redirect_uri=redirect_uri, scopes=scopes
    )
    await fill_field(page, "Client ID", app["oauthClientId"])
    await fill_field(page, "Client secret", app["oauthClientSecret"])
    await album.take(page, "credentials")
    authorize_page = await submit_to_external_page(page)
    await expect(authorize_page.get_by_role("heading")).to_have_text("Authorize Mine")
    await allow_access(authorize_page, "Cabin")

    await expect_step(page, "Name and assign")
    await finish(page)
    await expect(device_row(page, "Cabin door")).to_be_visible()
    (known,) = await simulator.apps()
    assert known[1:] == ("API_ONLY", target, "CONFIRMED")
    await traffic.wait_subscribed()
    assert await traffic.calls("POST", "/apps") == [200], "no other than that of the user"


@pytest.mark.walk("refusals")
async def test_errors_are_corrected_in_the_same_form(
    nothing_set_up: None, traffic: Traffic, page: Page, simulator: SimulatorControl, album: Album
) -> None:
    await simulator.set_options(refuse_webhook_apps=True)
    await add_integration(page, "SmartThings SmartApp")
    await choose_menu(page, "Register a SmartApp for me")
    await expect_step(page, "Webhook address")
    await expect(field(page, "Webhook URL")).not_to_be_empty()
    address = await field(page, "Webhook URL").input_value()
    await fill_field(page, "Webhook URL", address[:-1])
    await submit(page)
    await expect_error(
        page,
        "Something answers at this address, but not the webhook of this Home Assistant instance. "
        "Check the host and the whole path.",
    )
    await album.take(page, "address")
    await fill_field(page, "Webhook URL", address)
    await submit(page)

    await expect_step(page, "Personal access token")
    await fill_field(page, "Personal access token", await simulator.create_pat())
    await submit(page)
    await expect_step(page, "SmartThings did not register the SmartApp")
    await expect(flow(page)).to_contain_text("(403)")
    await album.take(page, "kind")
    assert await simulator.apps() == []
    async with page.expect_popup() as opened:
        await choose_menu(page, "Register an OAuth app with the same token")
    await allow_access(await opened.value, "Cabin")

    await expect_step(page, "Name and assign")
    await finish(page)
    await expect(device_row(page, "Cabin door")).to_be_visible()
    (app,) = await simulator.apps()
    assert app[1:] == ("API_ONLY", address, "CONFIRMED")
    await traffic.wait_subscribed()
    assert await traffic.calls("POST", "/apps") == [403, 200]


class _Client(TypedDict):
    """Output of the CLI."""

    oauthClientId: str
    oauthClientSecret: str


async def _make_app(
    simulator: SimulatorControl,
    app_name: str,
    *,
    name: str = "Mine",
    target: str = "",
    redirect_uri: str = "https://example.com/back",
    scopes: str = "r:devices:*",
) -> _Client:
    """Create an app as the user does with the SmartThings CLI."""
    client: _Client = await simulator.request(
        "POST",
        "/apps",
        {
            "appName": app_name,
            "displayName": name,
            "description": "Made by hand",
            "singleInstance": True,
            "appType": "API_ONLY",
            "classifications": ["CONNECTED_SERVICE"],
            "principalType": "LOCATION",
            "apiOnly": {"targetUrl": target} if target else {},
            "oauth": {
                "clientName": name,
                "scope": [*scopes.split()],
                "redirectUris": [redirect_uri],
            },
        },
    )
    return client
