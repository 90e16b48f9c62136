"""The pictures that a camera takes, on its page and in its dialog."""

import pytest
from playwright.async_api import Locator, Page, expect

from scripts.demo_driver.home_assistant import Registries

from .frontend import INTEGRATION, entity_row, open_device
from .pictures import Album


async def _source(picture: Locator) -> str:
    """Return the URL of a picture that the browser has loaded."""
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 320)
    return await picture.get_attribute("src") or ""


@pytest.mark.walk("camera")
async def test_a_camera_takes_a_picture_that_the_browser_shows(
    home: Registries, page: Page, album: Album
) -> None:
    await page.goto(INTEGRATION)
    await open_device(page, "Porch camera")
    await album.take(page, "device")
    picture = entity_row(page, "Picture").filter(has_text="ago")
    taken = await picture.text_content()
    await entity_row(page, "Take a picture").get_by_role("button", name="Press").click()
    await expect(picture).not_to_have_text(taken or "")

    await picture.get_by_text("Picture").click()
    source = await _source(page.locator("more-info-image img"))
    assert "/api/image_proxy/" in source
    await album.take(page, "picture")
