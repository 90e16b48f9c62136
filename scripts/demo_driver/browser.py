"""A headless Chromium, controlled by Playwright, with a user signed in to Home Assistant."""

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
# In addition to those of Playwright. Other hosts cannot be resolved, so that nothing waits for
# the internet, and screenshots are the same without it.
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_SIGNED_IN_SECONDS = 1500
WAIT_SECONDS = 30.0
"""Time limit for a page in milliseconds, for slow machines."""

_LOOKS = 20
_LOOK_SECONDS = 0.3


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run Chromium during the block. Raises DemoError if it is not installed."""
    if not _CHROMIUM.exists():
        msg = "There is no browser. Run scripts/setup e2e first."
        raise DemoError(msg)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        async with browser:
            yield browser


@contextlib.asynccontextmanager
async def signed_in(
    browser: Browser, home_assistant: HomeAssistant, *, width: int, height: int
) -> AsyncIterator[BrowserContext]:
    """Open a session as the user of Home Assistant; paths are relative to its URL.

    `width` and `height` of the pages are in pixels. Light theme, English, UTC.
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
    """Save a PNG of a page after everything has loaded and stopped moving.

    If a page never stops moving, save it after a few seconds.
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
