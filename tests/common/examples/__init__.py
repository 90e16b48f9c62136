"""Example bodies of requests and replies, written by hand from ``docs/developing/platform.md``.

``api.json`` has requests and replies of the API, ``lifecycle.json`` has deliveries. Each names its
section of the platform reference. A test gets an example by file and name, such as
``api/location``. All ids, names and addresses are invented.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from custom_components.smartthings_smartapp.cloud.json_types import Json, as_object, text

_FOLDER: Final = Path(__file__).parent
_REFERENCE: Final = Path(__file__).parents[4] / "shared" / "reference" / "examples"

type Examples = Mapping[str, Json]
"""Bodies by ``file/name``."""


def _written() -> Mapping[str, Mapping[str, Json]]:
    return {
        f"{path.stem}/{name}": as_object(example)
        for path in sorted(_FOLDER.glob("*.json"))
        for name, example in as_object(json.loads(path.read_text())).items()
    }


SECTIONS: Final = {name: text(example, "section") for name, example in _written().items()}
"""Section of the platform reference for each example."""

SETS: Final[Mapping[str, Examples]] = {
    "examples": {name: example["body"] for name, example in _written().items()},
    **(
        {
            "reference": {
                f"{path.parent.name}/{path.stem}": json.loads(path.read_text())
                for path in sorted(_REFERENCE.rglob("*.json"))
            }
        }
        if _REFERENCE.is_dir()
        else {}
    ),
}
"""All available sets of examples: those beside this module, and a second one beside a checkout."""
