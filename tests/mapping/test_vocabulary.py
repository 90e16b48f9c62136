"""A version of pysmartthings that lacks names only affects the entries that use them."""

import json
import subprocess
import sys

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.mapping import ENTRIES, vocabulary
from tests.common.repository import ROOT

ANOTHER_VERSION = """
import enum, importlib, json, logging, sys
import pysmartthings

lacking = json.loads(sys.argv[1])
for kind in ("Attribute", "Capability", "Category", "Command"):
    members = getattr(pysmartthings, kind).__members__
    kept = {
        name: member.value
        for name, member in members.items()
        if lacking is not None and name not in lacking.get(kind, ())
    }
    setattr(pysmartthings, kind, enum.StrEnum(kind, kept))

package = "custom_components.smartthings_smartapp"
importlib.import_module(package)
const = importlib.import_module(f"{package}.const")
for platform in const.PLATFORMS:
    importlib.import_module(f"{package}.{platform}")
logged = []
logger = logging.getLogger(f"{package}.mapping.vocabulary")
logger.handle = lambda record: logged.append(record.getMessage())
importlib.import_module(f"{package}.mapping.vocabulary").log_missing_names()
entries = importlib.import_module(f"{package}.mapping").ENTRIES
print(json.dumps({
    "logged": logged,
    "entries": [[entry.platform, *entry.source, entry.full_role] for entry in entries],
}))
"""
"""Import the integration with a version that lacks the names of the argument, null for all."""


def import_with(lacking: dict[str, list[str]] | None) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the logged lines and the entries."""
    done = subprocess.run(  # noqa: S603 - the program above
        [sys.executable, "-c", ANOTHER_VERSION, json.dumps(lacking)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    result = json.loads(done.stdout)
    return result["logged"], [tuple(entry) for entry in result["entries"]]


def test_missing_names_cost_their_entries_only() -> None:
    here = [(entry.platform, *entry.source, entry.full_role) for entry in ENTRIES]
    logged, entries = import_with(
        {
            "Attribute": ["VOLTAGE"],
            "Capability": ["SAMSUNG_CE_HOOD_FILTER"],
            "Command": ["SET_SPIN_SPEED"],
        }
    )
    (line,) = logged
    assert "Attribute.VOLTAGE, Capability.SAMSUNG_CE_HOOD_FILTER, Command.SET_SPIN_SPEED" in line
    changed = [before for before, after in zip(here, entries, strict=True) if before != after]
    assert {capability for _, capability, _, _ in changed} == {
        "voltageMeasurement",
        "samsungce.hoodFilter",
    }


def test_it_can_be_imported_without_any_name() -> None:
    (line,), entries = import_with(None)
    assert line.count("Capability.") > 100
    assert len(entries) == len(ENTRIES)


@pytest.mark.usefixtures("enable_custom_integrations")
async def test_the_set_up_logs_missing_names(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "_missing", ["Command.STIR", "Attribute.FOAM"])
    assert await async_setup_component(hass, DOMAIN, {})
    assert "lacks Attribute.FOAM, Command.STIR." in caplog.text
