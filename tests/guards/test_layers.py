"""Imports go one way, and the three parts of the repository know only what they may."""

import ast
from pathlib import Path

import pytest

from custom_components.smartthings_smartapp.const import PLATFORMS

from .repository import PACKAGE, ROOT, SIMULATOR, imports, modules

HELPERS = "homeassistant.helpers"
NAME = "custom_components.smartthings_smartapp"
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"cloud"}),
    frozenset({"const", "markdown"}),
    frozenset(
        {
            "certificate",
            "changes",
            "delivery_log",
            "descriptions",
            "endpoints",
            "errors",
            "fingerprints",
            "issues",
            "lifetime",
            "masking",
            "migration",
            "owners",
            "options",
            "outage",
            "listeners",
            "storage",
        }
    ),
    frozenset({"certificate_storage", "pending_removals"}),
    frozenset({"mapping"}),
    frozenset({"counterparts", "discovery", "own_commands"}),
    frozenset({"leftovers", "parts", "room"}),
    frozenset(
        {
            "access",
            "clock_watch",
            "definition_store",
            "devices",
            "public_url",
            "renewals",
            "store",
            "token_storage",
            "webhook",
        }
    ),
    frozenset({"location_reads", "receivers"}),
    frozenset({"reachability"}),
    frozenset(
        {
            "address_watch",
            "coordinator",
            "lasting",
            "push_monitor",
            "registration",
            "removal",
            "smartapp",
            "subscriptions",
        }
    ),
    frozenset({"loader", "silence", "unfinished"}),
    frozenset({"generic_layer", "moving"}),
    frozenset({"runtime"}),
    frozenset(
        {
            "device_facts",
            "entity",
            "location_entity",
            "overflow",
            "presses",
            "service_schemas",
            "targets",
        }
    ),
    frozenset({"activity", "lock_codes"}),
    frozenset(
        {
            "deliveries",
            "location_calls",
            "location_mode",
            "location_security",
            "media_playing",
            "services",
            "takeover",
            "thermal",
        }
    ),
    frozenset({"climate_modes", "options_flow", "takeover_preview"}),
    frozenset({"flow"}),
    frozenset(
        {
            *map(str, PLATFORMS),
            "config_flow",
            "device_action",
            "device_condition",
            "device_trigger",
            "diagnostics",
            "logbook",
            "repairs",
            "system_health",
            "trigger",
        }
    ),
    frozenset({"__init__"}),
)
"""Modules and packages, each layer knowing the ones before it."""


def _layer(part: str) -> int:
    found = [number for number, layer in enumerate(LAYERS) if part in layer]
    assert found, f"{part} has no place in the layers"
    return found[0]


def test_imports_go_one_way() -> None:
    """A module imports from the layers below its own, or from its own package."""
    for name, module in modules(PACKAGE).items():
        part = name.split(".")[0]
        own = _layer(part)
        for imported in imports(module, inside=NAME):
            if not imported.startswith(f"{NAME}."):
                continue
            other = imported.removeprefix(f"{NAME}.").split(".")[0]
            inside_package = "." in name or (PACKAGE / part).is_dir()
            if other == part or (inside_package and (PACKAGE / part / f"{other}.py").exists()):
                continue
            assert _layer(other) < own, f"{name} imports {other}"


def _top_level(folder: Path) -> set[str]:
    return {
        imported.split(".")[0]
        for module in modules(folder).values()
        for imported in imports(module, inside="own")
    }


@pytest.mark.parametrize(
    ("folder", "banned"),
    [
        (PACKAGE / "cloud", {"homeassistant", "pysmartthings", "simulator"}),
        (PACKAGE, {"simulator", "tests"}),
        (SIMULATOR, {"custom_components", "homeassistant", "pysmartthings", "tests"}),
        (ROOT / "tests" / "cloud", {"homeassistant"}),
        (ROOT / "tests" / "e2e", {"custom_components", "homeassistant"}),
        (ROOT / "tests" / "simulator", {"custom_components", "homeassistant"}),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_each_part_knows_only_what_it_may(folder: Path, banned: set[str]) -> None:
    """The cloud does without Home Assistant, and the simulator is an independent reading."""
    assert _top_level(folder)
    assert not _top_level(folder) & banned


def test_timers_of_a_set_up_belong_to_its_lifetime() -> None:
    """A timer or task of Home Assistant's goes on when the entry is unloaded."""
    without_a_set_up = {"lifetime", "removal", "unfinished"}
    for name, module in modules(PACKAGE).items():
        if name in without_a_set_up or name.startswith("flow."):
            continue
        assert f"{HELPERS}.event" not in imports(module, inside=NAME), name
        called = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
        assert "async_create_background_task" not in called or name in {"deliveries", "webhook"}


def test_files_are_read_whatever_they_hold() -> None:
    """Home Assistant's Store raises any error for JSON of another shape."""
    for name, module in modules(PACKAGE).items():
        called = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
        assert "async_load" not in called or name == "storage", name
