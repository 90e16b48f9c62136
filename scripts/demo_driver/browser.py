"""A headless Chromium in which the user is signed in to Home Assistant, driven by Playwright."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from scripts.demo_driver.home_assistant import HomeAssistant
from scripts.demo_driver.launch import REPOSITORY
from scripts.demo_driver.processes import DemoError

_CHROMIUM = REPOSITORY / ".chromium" / "chromium"
# Beside those of Playwright. Names of other machines lead nowhere, so that nothing waits for the
# internet and the pictures are the same with and without it.
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_SIGNED_IN_SECONDS = 1500
WAIT_SECONDS = 30.0
"""How long a page may take for what is asked of it, on a machine that is busy."""

_LOOKS = 20
_LOOK_SECONDS = 0.3


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run a Chromium while the block lasts. Raises DemoError where none was set up."""
    if not _CHROMIUM.exists():
        msg = "There is no browser. scripts/setup e2e provides one."
        raise DemoError(msg)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        async with browser:
            yield browser


@contextlib.asynccontextmanager
async def signed_in(
    browser: Browser, home_assistant: HomeAssistant, *, width: int, height: int
) -> AsyncIterator[BrowserContext]:
    """Open a session of the browser as the user of Home Assistant, whose paths its pages take.

    `width` and `height` are those of the pages, in pixels. Light colours, English, UTC.
    """
    tokens = {
        **(home_assistant.tokens or {}),
        "hassUrl": home_assistant.url,
        "clientId": home_assistant.client_id,
        "expires": int((time.time() + _SIGNED_IN_SECONDS) * 1000),
    }
    context = await browser.new_context(
        base_url=home_assistant.url,
        viewport={"width": width, "height": height},
        locale="en-US",
        timezone_id="UTC",
        color_scheme="light",
        reduced_motion="reduce",
        service_workers="block",
        storage_state={
            "origins": [
                {
                    "origin": home_assistant.url,
                    "localStorage": [{"name": "hassTokens", "value": json.dumps(tokens)}],
                }
            ]
        },
    )
    context.set_default_timeout(WAIT_SECONDS * 1000)
    async with context:
        yield context


async def take_picture(page: Page, path: Path) -> None:
    """Save a PNG of what the page shows, once nothing loads and nothing moves.

    A page that never stands still is taken as it is after a few seconds.
    """
    await page.locator("ha-spinner:visible").first.wait_for(state="hidden")
    before = b""
    for _ in range(_LOOKS):
        image = await page.screenshot(animations="disabled")
        if image == before:
            break
        before = image
        await asyncio.sleep(_LOOK_SECONDS)
    await asyncio.to_thread(path.write_bytes, before)
