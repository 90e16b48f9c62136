"""The fields of a blueprint's form, as a user fills them in."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from playwright.async_api import Locator, Page, expect

_RENDERED: Final = 500
"""Milliseconds until a field shows what was entered."""
_SOON = timedelta(seconds=20)
"""Long enough to save an automation before the time that was entered in its form."""


def _row(page: Page, field: str) -> Locator:
    """Return the row of a field; its name is the beginning of a line."""
    named = page.locator("[slot=heading]").get_by_text(field, exact=True)
    return page.locator("ha-settings-row").filter(has=named)


async def add_entity(page: Page, *, field: str, name: str) -> None:
    """Add an entity in a field."""
    await _row(page, field).locator("ha-entity-picker").last.get_by_role("button").first.click()
    await page.get_by_placeholder("Search").fill(name)
    await page.get_by_role("option", name=name).first.click()


async def add_target(page: Page, *, field: str, name: str) -> None:
    """Add a device in a field for devices, areas and entities."""
    await _row(page, field).get_by_role("button", name="Add target").click()
    await page.get_by_placeholder("Search").fill(name)
    await page.get_by_role("option", name=re.compile(rf"^{name} .*SmartThings SmartApp$")).click()
    await expect(_row(page, field).locator("ha-target-picker-item-row")).to_contain_text(name)


async def add_text(page: Page, *, field: str, text: str) -> None:
    """Add a text in a field for several texts."""
    await _row(page, field).get_by_role("button", name="Add", exact=True).click()
    await _row(page, field).get_by_role("textbox").last.fill(text)


async def set_duration(page: Page, *, field: str, **parts: int) -> None:
    """Enter parts of a time in a field, such as ``ss``.

    The field is rendered again after each change, and loses earlier input. Zeros come
    last, because the field shows its default again if all parts are 0.
    """
    for part, number in sorted(parts.items(), key=lambda item: not item[1]):
        entry = _row(page, field).get_by_role("spinbutton", name=part)
        await entry.fill(str(number))
        await entry.blur()
        await page.wait_for_timeout(_RENDERED)


async def set_soon(page: Page, *, day: str, time: str) -> None:
    """Enter the day and the time in some seconds."""
    soon = datetime.now(UTC) + _SOON  # the time zone of the Home Assistant in these tests
    await _row(page, day).get_by_role("button").first.click()
    await page.get_by_role("menuitem", name=f"{soon:%A}").click()
    await _row(page, time).get_by_role("button", name=re.compile("^[AP]M$")).click()
    await page.get_by_role("menuitem", name=f"{soon:%p}").click()
    await set_duration(page, field=time, hh=int(f"{soon:%I}"), mm=soon.minute, ss=soon.second)
