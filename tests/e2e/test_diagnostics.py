"""The diagnostics that a user adds to a report."""

import json

import pytest
from playwright.async_api import Page

from scripts.demo_driver.home_assistant import Json, Registries
from scripts.demo_driver.launch import Launched

from .frontend import download, open_menu
from .pictures import Album


@pytest.mark.walk("diagnostics")
async def test_diagnostics_can_be_downloaded_and_contain_no_secret(
    home: Registries, programs: Launched, page: Page, album: Album
) -> None:
    await open_menu(page, "Home")
    await album.take(page, "menu")
    text = (await download(page, "Download diagnostics")).read_text(encoding="utf-8")
    assert len(json.loads(text)["data"]["devices"]) > 40
    secrets = _secrets(programs)
    assert len(secrets) > 4
    assert [secret for secret in secrets if secret in text] == []


def _secrets(programs: Launched) -> set[str]:
    """Return the login data and the webhook address in Home Assistant."""
    folder = programs.folder / ".storage"
    entries = json.loads((folder / "core.config_entries").read_text(encoding="utf-8"))["data"]
    (data,) = (
        entry["data"] for entry in entries["entries"] if entry["domain"] == "smartthings_smartapp"
    )
    tokens = folder / f"smartthings_smartapp.{data['installed_app_id']}"
    stored: dict[str, Json] = json.loads(tokens.read_text(encoding="utf-8"))["data"]
    kept = (data["client_id"], data["client_secret"], data["webhook_id"], data["webhook_url"])
    return {*kept, str(stored["access_token"]), str(stored["refresh_token"])}
