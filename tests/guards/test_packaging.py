"""Checks of hassfest and the HACS action, as far as they can run here.

Both run in the workflows; these tests find the same problems before.
"""

import json
import re
import struct
from pathlib import Path
from unittest.mock import patch

import pytest
from awesomeversion import AwesomeVersion
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.requirements import async_process_requirements
from homeassistant.util.yaml import load_yaml_dict

from custom_components.smartthings_smartapp.cloud.json_types import (
    JsonObject,
    as_object,
    text,
    texts,
)
from custom_components.smartthings_smartapp.const import DOMAIN, PLATFORMS
from tests.common.repository import PACKAGE, ROOT, content, member

MANIFEST = content("manifest.json")

BRONZE = """
action-setup appropriate-polling brands common-modules config-flow config-flow-test-coverage
dependency-transparency docs-actions docs-conditions docs-high-level-description
docs-installation-instructions docs-removal-instructions docs-triggers entity-event-setup
entity-unique-id has-entity-name runtime-data test-before-configure test-before-setup
unique-config-entry
"""
SILVER = """
action-exceptions config-entry-unloading docs-configuration-parameters
docs-installation-parameters entity-unavailable integration-owner log-when-unavailable
parallel-updates reauthentication-flow test-coverage
"""
GOLD = """
devices diagnostics discovery discovery-update-info docs-data-update docs-examples
docs-known-limitations docs-supported-devices docs-supported-functions docs-troubleshooting
docs-use-cases dynamic-devices entity-category entity-device-class entity-disabled-by-default
entity-translations exception-translations icon-translations reconfiguration-flow repair-issues
stale-devices
"""
PLATINUM = "async-dependency inject-websession strict-typing"


# The manifest


def test_the_manifest_has_what_hassfest_and_hacs_require() -> None:
    """A custom integration needs a version; the other keys are required for all."""
    assert text(MANIFEST, "domain") == DOMAIN == PACKAGE.name
    assert text(MANIFEST, "name")
    assert AwesomeVersion(text(MANIFEST, "version")).valid
    assert all(owner.startswith("@") for owner in texts(MANIFEST["codeowners"]))
    assert texts(MANIFEST["codeowners"])
    assert text(MANIFEST, "integration_type") == "hub"
    assert text(MANIFEST, "iot_class") == "cloud_push"
    assert MANIFEST["config_flow"] is True
    for key in ("documentation", "issue_tracker"):
        assert text(MANIFEST, key).startswith("https://")
    assert "quality_scale" not in MANIFEST, "only Home Assistant's own may carry one"


def test_the_keys_of_the_manifest_are_in_order() -> None:
    """Domain and name come first, then the alphabet."""
    keys = list(MANIFEST)
    assert keys[:2] == ["domain", "name"]
    assert keys[2:] == sorted(keys[2:])


def test_requirements_have_a_minimum_and_dependencies_exist() -> None:
    """A misspelt dependency does not exist.

    No requirement has an exact version: if the pin of Home Assistant differs, it would install the
    library again at each start, and one of the two integrations would fail.
    """
    from homeassistant import components  # noqa: PLC0415 - for its folder alone

    folder = Path(components.__path__[0])
    for requirement in texts(MANIFEST["requirements"]):
        assert re.fullmatch(r"[a-z0-9_-]+>=[\w.]+", requirement)
    for key in ("dependencies", "after_dependencies"):
        names = texts(MANIFEST[key])
        assert names == tuple(sorted(names))
        assert all((folder / name / "manifest.json").exists() for name in names)


def test_every_used_integration_is_a_dependency() -> None:
    """An imported integration is a dependency, or in ``after_dependencies`` if it is optional.

    Platforms and integrations that every Home Assistant has are not listed.
    """
    always = {"homeassistant", "diagnostics", "repairs", "system_health", "logbook", "webhook"}
    always |= {"device_automation", "recorder", "media_player"} | {str(item) for item in Platform}
    named = {*texts(MANIFEST["dependencies"]), *texts(MANIFEST["after_dependencies"])}
    imported = set()
    for path in PACKAGE.rglob("*.py"):
        code = path.read_text()
        imported |= set(re.findall(r"from homeassistant\.components\.(\w+)", code))
        for names in re.findall(r"from homeassistant\.components import ([\w, ]+)", code):
            imported |= {name.strip() for name in names.split(",")}
    assert imported
    assert imported <= named | always


def test_pysmartthings_has_one_minimum_that_home_assistant_meets() -> None:
    """The tests and the demo use the version that users get, which core's integration pins."""
    from homeassistant import components  # noqa: PLC0415 - for its folder alone

    (requirement,) = texts(MANIFEST["requirements"])
    for name in ("requirements_test.txt", "requirements_demo.txt"):
        assert requirement in (ROOT / name).read_text().splitlines()
    core = json.loads((Path(components.__path__[0]) / "smartthings" / "manifest.json").read_text())
    (pinned,) = core["requirements"]
    assert AwesomeVersion(pinned.partition("==")[2]) >= requirement.partition(">=")[2]


@pytest.mark.parametrize(("version", "installs"), [("99.1.0", 0), ("4.0.2", 1)])
async def test_a_newer_pysmartthings_is_kept(
    hass: HomeAssistant,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    installs: int,
) -> None:
    """Home Assistant installs no other version, so the installed one is used."""
    metadata = tmp_path / f"pysmartthings-{version}.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text(f"Metadata-Version: 2.1\nName: pysmartthings\nVersion: {version}\n")
    monkeypatch.syspath_prepend(tmp_path)
    hass.config.skip_pip = False
    with patch("homeassistant.util.package.install_package", return_value=True) as install:
        await async_process_requirements(hass, DOMAIN, list(texts(MANIFEST["requirements"])))
    assert install.call_count == installs


# HACS


def test_hacs_json_has_known_keys_and_the_oldest_home_assistant() -> None:
    """HACS rejects unknown keys."""
    hacs: JsonObject = as_object(json.loads((ROOT / "hacs.json").read_text()))
    known = {
        "content_in_root",
        "country",
        "filename",
        "hacs",
        "hide_default_branch",
        "homeassistant",
        "name",
        "persistent_directory",
        "render_readme",
        "zip_release",
    }
    assert set(hacs) <= known
    assert text(hacs, "name") == text(MANIFEST, "name")
    assert AwesomeVersion(text(hacs, "homeassistant")) == AwesomeVersion("2026.10.0")


def test_there_is_one_integration_a_readme_and_a_licence() -> None:
    """GitHub has to recognize the licence."""
    folders = [path for path in PACKAGE.parent.iterdir() if (path / "manifest.json").exists()]
    assert folders == [PACKAGE]
    assert (ROOT / "LICENSE").read_text().startswith("MIT License\n")
    assert len((ROOT / "README.md").read_text()) > 1000


def size(path: Path) -> tuple[int, int]:
    """Return width and height of a PNG."""
    head = path.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", head[16:24])
    return width, height


@pytest.mark.parametrize("scheme", ["", "dark_"])
@pytest.mark.parametrize(("density", "suffix"), [(1, ""), (2, "@2x")])
def test_the_brand_has_its_images(scheme: str, density: int, suffix: str) -> None:
    """Icons are square; the shorter side of a logo is between 128 and 256, by density."""
    assert size(PACKAGE / "brand" / f"{scheme}icon{suffix}.png") == (256 * density,) * 2
    shorter = min(size(PACKAGE / "brand" / f"{scheme}logo{suffix}.png"))
    assert 128 * density <= shorter <= 256 * density


# The quality scale


def test_every_rule_of_the_quality_scale_is_done_or_exempt_with_a_reason() -> None:
    """All rules up to Platinum are; an open rule would be a promise."""
    rules = load_yaml_dict(str(PACKAGE / "quality_scale.yaml"))["rules"]
    assert set(rules) == {*f"{BRONZE} {SILVER} {GOLD} {PLATINUM}".split()}
    for name, rule in rules.items():
        if rule == "done":
            continue
        assert rule["status"] == "exempt", name
        assert len(rule["comment"]) > 20, name


def test_the_package_is_marked_as_typed() -> None:
    """Other code profits from strict typing only with this file."""
    assert (PACKAGE / "py.typed").exists()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_sets_its_parallel_updates(platform: str) -> None:
    """Home Assistant guesses otherwise."""
    pattern = r"^PARALLEL_UPDATES = \d+$"
    assert re.search(pattern, (PACKAGE / f"{platform}.py").read_text(), re.MULTILINE)


# Translations


def _leaves(tree: JsonObject, path: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            found |= _leaves(value, f"{path}.{key}")
        else:
            assert isinstance(value, str), f"{path}.{key}"
            found[f"{path}.{key}"] = value
    return found


LANGUAGES = sorted(path.stem for path in (PACKAGE / "translations").glob("*.json"))
SECTIONS = {
    "conditions",
    "config",
    "config_subentries",
    "device_automation",
    "entity",
    "exceptions",
    "issues",
    "options",
    "selector",
    "services",
    "system_health",
    "title",
    "triggers",
}


def test_translations_have_known_sections_and_clean_texts() -> None:
    """They have no spaces at the ends, no HTML, and no address outside of a placeholder."""
    english = content("translations/en.json")
    assert set(english) <= SECTIONS
    for path, message in _leaves(english).items():
        assert message == message.strip(), path
        assert message, path
        assert not re.search(r"</?[a-z]+>", message), path
        assert "http://" not in message, path


def test_an_issue_has_a_description_or_a_flow() -> None:
    """Home Assistant shows the description or opens the flow."""
    for name, issue in member(content("translations/en.json"), "issues").items():
        assert ("description" in as_object(issue)) != ("fix_flow" in as_object(issue)), name


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_another_language_has_the_same_keys_and_placeholders(language: str) -> None:
    """A second language needs one file and no code."""
    english = _leaves(content("translations/en.json"))
    other = _leaves(content(f"translations/{language}.json"))
    assert set(other) == set(english)
    for path, message in other.items():
        assert message == message.strip(), path
        assert _placeholders(message) == _placeholders(english[path]), path


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_another_language_has_no_english_sentence(language: str) -> None:
    """A name or a short label may be the same; a text of more than three words is not."""
    english = _leaves(content("translations/en.json"))
    other = _leaves(content(f"translations/{language}.json"))
    sentences = {path for path, message in english.items() if len(message.split()) > 3}
    assert sentences
    assert [path for path in sorted(sentences) if other.get(path) == english[path]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_two_states_differ(language: str) -> None:
    """A user sees only the texts; spellings of one word may share one."""
    words: dict[tuple[str, str], set[str]] = {}
    for path, message in _leaves(content(f"translations/{language}.json")).items():
        owner, _, word = path.rpartition(".")
        if owner.endswith((".state", ".options", ".menu_options")):
            words.setdefault((owner, message), set()).add(word.replace("_", ""))
    assert words
    assert [place for place, alike in words.items() if len(alike) > 1] == []


def _placeholders(message: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", message))


def test_german_and_korean_are_complete() -> None:
    """The tests above check each language that has a file; these two must have one."""
    assert {"de", "ko"} <= set(LANGUAGES)
