"""The configuration folder of the demo's Home Assistant."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from scripts.demo_driver.processes import DemoError
from scripts.demo_driver.relays.way import Way

DOMAIN = "smartthings_smartapp"
_MARKER = ".made-by-the-demo"
_AUTOMATIONS = "automations.yaml"  # where the editor of Home Assistant stores automations

# "default_config" would also load integrations that need the internet.
_PARTS = ("api", "config", "energy", "frontend", "history", "logbook")

# Skip these steps of the onboarding: they set up integrations that need the internet.
_STEPS_DONE = ["core_config", "analytics", "integration"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFolder:
    """The content of the configuration folder."""

    path: Path
    repository: Path
    port: int
    simulator_url: str
    debug: bool
    """Whether the integration writes debug logs."""
    storage: Path | None = None
    """A folder with the storage of an earlier Home Assistant, which is copied."""

    def clear(self) -> None:
        """Create the folder; delete an older one of the demo.

        Raises DemoError if the folder contains something else.
        """
        if self.path.exists() and any(self.path.iterdir()):
            if not (self.path / _MARKER).exists():
                msg = f"{self.path} is not a folder of the demo, so it is not changed."
                raise DemoError(msg)
            shutil.rmtree(self.path)
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / _MARKER).touch()

    def write(self, way: Way) -> None:
        """Write the content, for a way of the deliveries, into a folder that was cleared."""
        storage = self.path / ".storage"
        if self.storage:
            shutil.copytree(self.storage, storage, dirs_exist_ok=True)
        storage.mkdir(exist_ok=True)
        (self.path / "custom_components").symlink_to(self.repository / "custom_components")
        # Home Assistant does not look into a folder that is a symbolic link.
        shutil.copytree(self.repository / "blueprints", self.path / "blueprints")
        (self.path / "configuration.yaml").write_text(self._configuration(way), encoding="utf-8")
        (self.path / _AUTOMATIONS).write_text("[]\n", encoding="utf-8")
        onboarding = {
            "version": 4,
            "minor_version": 1,
            "key": "onboarding",
            "data": {"done": _STEPS_DONE},
        }
        (storage / "onboarding").write_text(json.dumps(onboarding), encoding="utf-8")

    def _configuration(self, way: Way) -> str:
        return "\n".join(
            [
                "homeassistant:",
                "  name: Demo",
                "  latitude: 37.4",
                "  longitude: 127.0",
                "  elevation: 40",
                "  unit_system: metric",
                "  currency: EUR",
                "  country: KR",
                "  language: en",
                "  time_zone: UTC",
                f"  internal_url: http://127.0.0.1:{self.port}",
                f"  external_url: {way.external_url}",
                "http:",
                "  server_host: 127.0.0.1",
                f"  server_port: {self.port}",
                *way.http,
                *(f"{part}:" for part in _PARTS),
                f"automation: !include {_AUTOMATIONS}",
                *way.configuration,
                "logger:",
                "  default: warning",
                "  logs:",
                f"    custom_components.{DOMAIN}: {'debug' if self.debug else 'info'}",
                f"{DOMAIN}:",
                "  endpoints:",
                f"    api_url: {self.simulator_url}",
                f"    key_url: {self.simulator_url}",
                f"    install_url: {self.simulator_url}/install",
                "",
            ]
        )
