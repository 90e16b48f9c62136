"""Screenshots of the dashboard."""

import math
from collections.abc import Iterable
from pathlib import Path

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

from scripts.demo_driver.browser import chromium, signed_in, take_picture
from scripts.demo_driver.dashboard import URL_PATH
from scripts.demo_driver.home_assistant import HomeAssistant
from scripts.demo_driver.processes import DemoError

_WIDTH, _HEIGHT = 1600, 1200
_LEAST_HEIGHT = 600
_MARGIN = 40
_BOTTOM = "tiles => Math.max(...tiles.map(tile => tile.getBoundingClientRect().bottom))"


async def take_screenshots(
    home_assistant: HomeAssistant, paths: Iterable[str], folder: Path
) -> None:
    """Save a PNG of each view of the dashboard, in the height of its tiles.

    `paths` are the paths of the views and the names of the files in `folder`. Raises DemoError
    without Chromium, or if a view stays empty.
    """
    async with (
        chromium() as browser,
        signed_in(browser, home_assistant, width=_WIDTH, height=_HEIGHT) as context,
    ):
        page = await context.new_page()
        for path in paths:
            try:
                await _take_view(page, path, folder / f"{path}.png")
            except PlaywrightError as err:
                msg = f"There is no screenshot of {path}: {err}"
                raise DemoError(msg) from err


async def _take_view(page: Page, path: str, file: Path) -> None:
    await page.set_viewport_size({"width": _WIDTH, "height": _HEIGHT})
    await page.goto(f"/{URL_PATH}/{path}")
    tiles = page.locator("hui-tile-card")
    await tiles.first.wait_for()
    await take_picture(page, file)  # wait until all tiles are there
    bottom: float = await tiles.evaluate_all(_BOTTOM)
    height = max(math.ceil(bottom) + _MARGIN, _LEAST_HEIGHT)
    await page.set_viewport_size({"width": _WIDTH, "height": height})
    await take_picture(page, file)
