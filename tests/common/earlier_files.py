"""The data of an earlier version: its config entry and its files (``version_1_2.json``)."""

import json
from pathlib import Path
from typing import Any

EARLIER: dict[str, Any] = json.loads(Path(__file__).with_name("version_1_2.json").read_text())
