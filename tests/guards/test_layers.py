"""Imports go one way, and each part of the repository imports only what it may."""

import ast
import re
from pathlib import Path

import pytest

from custom_components.smartthings_smartapp.const import PLATFORMS
from tests.common.repository import PACKAGE, ROOT, SIMULATOR, imports, modules

HELPERS = "homeassistant.helpers"
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"cloud", "const"}),
    frozenset({"endpoints", "errors", "mapping"}),
    frozenset({"location", "webhook"}),
    frozenset({"coordinator"}),
    frozenset({"issues"}),
    frozenset({"storage"}),
    frozenset({"generic_entities", "smartapp", "statistics_import"}),
    frozenset({"runtime"}),
    frozenset({"entity"}),
    frozenset({"controls"}),
    frozenset({"lock_codes"}),
    frozenset({"services"}),
    frozenset({"automation", "core_migration", "diagnostics", "events"}),
    frozenset({"flow"}),
    frozenset(
        {
            *map(str, PLATFORMS),
            "condition",
            "config_flow",
            "device_action",
            "device_condition",
            "device_trigger",
            "logbook",
            "repairs",
            "system_health",
            "trigger",
        }
    ),
    frozenset({"entry_setup"}),
    frozenset({"__init__"}),
)
"""Packages and modules of the root, each layer knowing the ones before it."""
CLOUD_LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"bounded_dict", "client_credentials", "endpoints", "json_types", "slices"}),
    frozenset({"models", "subscription_plan"}),
    frozenset({"parsing"}),
    frozenset({"api", "delivery"}),
    frozenset({"auth"}),
    frozenset({"connection"}),
    frozenset({"__init__"}),
)
"""The same within ``cloud``."""


def _layer(part: str, layers: tuple[frozenset[str], ...]) -> int:
    found = [number for number, layer in enumerate(layers) if part in layer]
    assert found, f"{part} has no place in the layers"
    return found[0]


@pytest.mark.parametrize(
    ("folder", "layers"),
    [(PACKAGE, LAYERS), (PACKAGE / "cloud", CLOUD_LAYERS)],
    ids=["integration", "cloud"],
)
def test_imports_go_one_way(folder: Path, layers: tuple[frozenset[str], ...]) -> None:
    """A module imports from its own package, or from a layer below."""
    inside = ".".join(folder.relative_to(ROOT).parts)
    for name in modules(folder):
        own = name.split(".")[0]
        for imported in imports(folder, name):
            if not imported.startswith(f"{inside}."):
                continue
            other = imported.removeprefix(f"{inside}.").split(".")[0]
            if other == own:
                continue
            assert _layer(other, layers) < _layer(own, layers), f"{name} imports {imported}"


def _top_level(folder: Path) -> set[str]:
    return {
        imported.split(".")[0] for name in modules(folder) for imported in imports(folder, name)
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
def test_each_part_imports_only_what_it_may(folder: Path, banned: set[str]) -> None:
    """The cloud does not need Home Assistant, and the simulator is independent."""
    assert _top_level(folder)
    assert not _top_level(folder) & banned


def test_one_module_imports_the_names_of_smartthings() -> None:
    """Only that module has to handle a version without a name that is in use."""
    importing = {name for name in modules(PACKAGE) if "pysmartthings" in imports(PACKAGE, name)}
    assert importing == {"mapping.vocabulary"}


def test_no_test_module_imports_from_another() -> None:
    """Helpers of several modules are in ``tests/common``, or beside the tests of one package."""
    tests = ROOT / "tests"
    for name in modules(tests):
        found = [part for part in imports(tests, name) if ".test_" in part]
        assert not [part for part in found if part.startswith("tests.")], name


def test_timers_of_a_set_up_belong_to_its_lifetime() -> None:
    """A timer or task of Home Assistant's continues when the entry is unloaded."""
    without_a_set_up = {
        "automation.program_run",  # The timers of an automation outlive a set-up.
        "location.lifetime",
        "smartapp.pending_install",
        "smartapp.removal",
    }
    starting = {"events.handler", "webhook.receiver"}
    for name, module in modules(PACKAGE).items():
        if name in without_a_set_up or name.startswith("flow."):
            continue
        assert f"{HELPERS}.event" not in imports(PACKAGE, name), name
        called = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
        assert "async_create_background_task" not in called or name in starting


def test_files_are_read_through_one_module() -> None:
    """Home Assistant's Store may raise any error for JSON of another shape."""
    for name, module in modules(PACKAGE).items():
        called = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
        assert "async_load" not in called or name == "storage.files", name


def test_hass_data_has_one_key_and_one_accessor() -> None:
    """Everything that entries and dialogs share is in one typed place."""
    for name, module in modules(PACKAGE).items():
        names = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
        assert not names & {"HassKey", "singleton"} or name == "runtime", name


def test_home_assistant_cloud_is_imported_in_one_place() -> None:
    """That module is only imported if Home Assistant Cloud is loaded."""
    importing = {
        name
        for name, module in modules(PACKAGE).items()
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom | ast.Import)
        and any(
            "homeassistant.components.cloud" in f"{getattr(node, 'module', '')}.{alias.name}"
            or "hass_nabucasa" in f"{getattr(node, 'module', '')}.{alias.name}"
            for alias in node.names
        )
    }
    assert importing == {"webhook.home_assistant_cloud"}


def test_the_parts_of_a_location_are_for_those_who_run_it() -> None:
    """Entities, actions and automations use the methods of the runtime."""
    may = {"__init__", "runtime", "events.follow_ups", "events.handler"}
    for name, module in modules(PACKAGE).items():
        if name in may or name.startswith(("diagnostics.", "entry_setup.")):
            continue
        used = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
        assert "parts" not in used or name.startswith("mapping."), name


def test_objects_are_wired_by_their_constructors() -> None:
    """No function is assigned to an attribute of another object, and none waits for one."""
    methods = _methods()
    for name, module in modules(PACKAGE).items():
        for node in ast.walk(module):
            match node:
                case ast.Assign(targets=[ast.Attribute(value=owner)], value=value):
                    wired = ast.unparse(owner) not in {"self", "cls"} and _calls(value, methods)
                case ast.AnnAssign(target=ast.Attribute(), annotation=annotation):
                    slot = r"Callable\[.*\] \| None"
                    wired = re.fullmatch(slot, ast.unparse(annotation)) is not None
                case _:
                    wired = False
            assert not wired, f"{name}: {ast.unparse(node)}"


def _methods() -> set[str]:
    """Return the names of methods, without those that properties and fields have too."""
    methods: set[str] = set()
    fields: set[str] = set()
    for module in modules(PACKAGE).values():
        for owner in ast.walk(module):
            for node in owner.body if isinstance(owner, ast.ClassDef) else ():
                match node:
                    case (
                        ast.FunctionDef(decorator_list=decorators)
                        | ast.AsyncFunctionDef(decorator_list=decorators)
                    ):
                        is_field = any("property" in ast.unparse(item) for item in decorators)
                        (fields if is_field else methods).add(node.name)
                    case ast.AnnAssign(target=ast.Name(id=name)):
                        fields.add(name)
    return methods - fields


def _calls(value: ast.expr, methods: set[str]) -> bool:
    """Return whether a value is a function: a lambda, a partial, or a method."""
    match value:
        case ast.Lambda() | ast.Call(func=ast.Name("partial")):
            return True
        case ast.Attribute(attr=name):
            return name in methods
    return False
