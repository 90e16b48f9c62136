"""The screenshots of a test."""

from pathlib import Path

from playwright.async_api import Page

from scripts.demo_driver.browser import take_picture
from scripts.demo_driver.launch import REPOSITORY

FOLDER = REPOSITORY / "build" / "screenshots"
WIDTH, HEIGHT = 1280, 800


class Album:
    """Names the screenshots of one walk: `automation-motion.png`."""

    def __init__(self, walk: str) -> None:
        """Delete the screenshots of the last run."""
        self._walk = walk
        self._taken = {"failed"}
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path in FOLDER.glob(f"{walk}-*.png"):
            path.unlink()

    async def take(self, page: Page, name: str) -> None:
        """Take a screenshot of a page after its animations, without the pointer."""
        assert name not in self._taken
        self._taken.add(name)
        await page.mouse.move(0, 0)
        await take_picture(page, self._path(name))

    async def take_failure(self, page: Page) -> Path:
        """Take a screenshot of a page immediately, and return its path."""
        path = self._path("failed")
        await page.screenshot(path=path, animations="disabled")
        return path

    def _path(self, name: str) -> Path:
        return FOLDER / f"{self._walk}-{name}.png"
