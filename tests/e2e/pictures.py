"""The screenshots of a test."""

from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.async_api import Page

from scripts.demo_driver.browser import take_picture
from scripts.demo_driver.launch import REPOSITORY

FOLDER = REPOSITORY / "build" / "screenshots"
WIDTH, HEIGHT = 1280, 800
_COLORS: Final = 128
_FRAME_MS: Final = 1500


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


class Film:
    """Joins screenshots of two pages, side by side, to an animated picture."""

    def __init__(self, walk: str) -> None:
        """Begin without screenshots."""
        self._path = FOLDER / f"{walk}-film.gif"
        self._frames: list[Image.Image] = []

    async def take(self, left: Page, right: Page) -> None:
        """Take the next pair of screenshots."""
        shots = [
            Image.open(BytesIO(await page.screenshot(animations="disabled"))).convert("RGB")
            for page in (left, right)
        ]
        frame = Image.new("RGB", (sum(shot.width for shot in shots), shots[0].height))
        frame.paste(shots[0], (0, 0))
        frame.paste(shots[1], (shots[0].width, 0))
        self._frames.append(frame.quantize(colors=_COLORS))

    def save(self) -> None:
        """Write the picture, which starts again after its end."""
        first, *others = self._frames
        first.save(
            self._path,
            save_all=True,
            append_images=others,
            duration=_FRAME_MS,
            loop=0,
            optimize=True,
        )
