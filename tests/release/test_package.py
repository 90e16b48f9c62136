"""The archive that HACS installs."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.common.repository import ROOT

_COMPONENT = "custom_components/smartthings_smartapp"

# A process of its own, because the integration of this checkout is already imported here.
_OPEN_THE_FLOW = """
import asyncio, sys
from homeassistant import bootstrap, core_config, loader
from homeassistant.runner import RuntimeConfig

async def main(folder):
    hass = await bootstrap.async_setup_hass(
        RuntimeConfig(config_dir=folder, skip_pip=True, safe_mode=False)
    )
    integration = await loader.async_get_integration(hass, "smartthings_smartapp")
    flow = await hass.config_entries.flow.async_init(
        "smartthings_smartapp", context={"source": "user"}
    )
    print(integration.file_path, integration.version, flow["type"].value, flow["step_id"])
    await hass.async_stop(force=True)

asyncio.run(main(sys.argv[1]))
"""


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder."""
    return subprocess.run(  # noqa: S603 (every command is written here)
        command, capture_output=True, text=True, check=False, cwd=folder, timeout=120
    )


def clone(source: Path, copy: Path) -> Path:
    """Return a clone of a checkout."""
    cloned = run("git", "clone", "--quiet", source, copy, folder=source)
    assert cloned.returncode == 0, cloned.stderr
    return copy


def package(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Build the archive."""
    return run(checkout / "scripts/package", *arguments, folder=checkout)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clone of this checkout, in which the archive is built."""
    if not (ROOT / ".git").exists():
        pytest.skip("This is not a Git checkout.")
    return clone(ROOT, tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def archive(checkout: Path) -> Path:
    """Return the archive, with the name that hacs.json gives."""
    built = package(checkout)
    assert built.returncode == 0, built.stderr
    return checkout / "build" / str(json.loads((ROOT / "hacs.json").read_text())["filename"])


def test_the_archive_has_the_files_of_the_integration_at_its_root(
    checkout: Path, archive: Path
) -> None:
    """HACS unpacks it into the folder of the integration."""
    listed = run("git", "ls-files", ".", folder=checkout / _COMPONENT)
    names = {name for name in zipfile.ZipFile(archive).namelist() if not name.endswith("/")}
    assert names == set(listed.stdout.split("\n")) - {""}
    assert "manifest.json" in names


def test_the_notes_are_the_section_of_the_version(checkout: Path, archive: Path) -> None:
    """They have neither the heading nor the section of another version."""
    notes = (archive.parent / "release-notes.md").read_text()
    assert "### Added" in notes
    assert "\n## " not in notes
    assert "First version" not in notes
    assert notes.strip() in (checkout / "CHANGELOG.md").read_text()


def test_another_tag_is_refused(checkout: Path) -> None:
    """A release has the version of its manifest."""
    version = json.loads((checkout / _COMPONENT / "manifest.json").read_text())["version"]
    assert package(checkout, f"v{version}").returncode == 0
    refused = package(checkout, "v99.0.0")
    assert refused.returncode == 1
    assert f"is not v{version}" in refused.stderr


def test_a_version_without_notes_is_refused(checkout: Path, tmp_path: Path) -> None:
    """Users read the notes before they update."""
    changed = clone(checkout, tmp_path / "checkout")
    changelog = changed / "CHANGELOG.md"
    changelog.write_text(changelog.read_text().replace("## [0.2.0]", "## [0.1.9]"))
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    run("git", *identity, "commit", "--quiet", "-am", "Test", folder=changed)
    refused = package(changed)
    assert refused.returncode == 1
    assert "0.1.9" in refused.stderr


def test_an_empty_home_assistant_offers_the_unpacked_integration(
    archive: Path, tmp_path: Path
) -> None:
    """Its first form opens."""
    folder = tmp_path / "custom_components" / "smartthings_smartapp"
    shutil.unpack_archive(archive, folder)
    (tmp_path / "configuration.yaml").write_text("homeassistant:\n")
    ran = run(sys.executable, "-c", _OPEN_THE_FLOW, tmp_path, folder=tmp_path)
    assert ran.returncode == 0, ran.stderr[-2000:]
    place, version, kind, step = ran.stdout.split()[-4:]
    assert Path(place) == folder
    assert version == json.loads((folder / "manifest.json").read_text())["version"]
    assert (kind, step) == ("menu", "user"), ran.stdout
