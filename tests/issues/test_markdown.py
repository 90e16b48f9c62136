"""Names of users stay plain text in Markdown."""

import string

import pytest
from homeassistant.config_entries import SOURCE_RECONFIGURE
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.issues.issue import Issue
from custom_components.smartthings_smartapp.issues.markdown import escape
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.ids import Devices
from tests.common.notices import notice
from tests.common.world import World

RENDERER = MarkdownIt("gfm-like")
"""Render as the frontend does, which makes links of addresses."""
NAMES = (
    "[Log in](https://evil.example)",
    "![](https://evil.example/seen.png)",
    "https://evil.example",
    "www.evil.example",
    "someone@evil.example",
    "<img src=https://evil.example>",
    "Kitchen\n\n# Log in\n\n[a]: https://evil.example",
    "**Attic** & `cellar` | 1. room",
)


def rendered(text: str) -> str:
    """Return the HTML that the frontend renders for a text."""
    return str(RENDERER.render(text))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_unchanged(name: str) -> None:
    shown = rendered(f"The door of {escape(name)} is open.")
    plain = " ".join(name.split())
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        plain = plain.replace(sign, entity)
    assert shown == f"<p>The door of {plain} is open.</p>\n"


@given(st.text(alphabet=string.printable))
def test_no_text_becomes_markup(name: str) -> None:
    shown = rendered(f"The door of {escape(name)} is open.")
    assert shown.count("<") == 2  # The paragraph, from start to end.


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_the_name_of_a_location_is_plain_text_in_an_issue(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """The title is plain text already."""
    name = NAMES[0]
    world.hass.config_entries.async_update_entry(entry, title=name)
    await world.simulator.uninstall(entry.data["installed_app_id"])
    await world.settle()
    title, _, description = notice(world.hass, entry, Issue.UNINSTALLED).partition("\n")
    assert title.endswith(name)
    assert escape(name) in description
    assert "<a" not in rendered(description)


@pytest.mark.devices(Devices.COFFEE_PLUG)
async def test_the_name_of_a_location_is_plain_text_in_a_dialog(
    world: World, entry: SmartThingsConfigEntry
) -> None:
    """Descriptions are Markdown; titles and menus are plain text."""
    world.hass.config_entries.async_update_entry(entry, title=NAMES[0])
    shown = await world.hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_RECONFIGURE, "entry_id": entry.entry_id}
    )
    assert (shown.get("description_placeholders") or {})["name"] == escape(NAMES[0])
