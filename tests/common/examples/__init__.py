"""Bodies of the wire to compare with, written by hand after ``docs/developing/platform.md``.

``api.json`` holds requests and replies of the API, ``lifecycle.json`` holds deliveries. Each names
the section of the platform reference that it follows. A test gets an example by file and name, such
as ``api/location``. All ids, names and addresses are invented.
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
"""The section of the platform reference that each example follows."""

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
"""All sets of examples at hand: those beside this module, and a second one beside a checkout."""
