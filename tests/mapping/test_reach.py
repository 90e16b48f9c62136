"""The figures about what the mapping shows of devices from files."""

import json
from pathlib import Path

from tests.cases.shown import device

from .reach import main


def _write(folder: Path, name: str) -> None:
    thing = device(
        {
            "main": {
                "switch": {"switch": "on"},
                "acme.thing": {"wobble": 3, "hum": None},
                "ocf": {"n": "Thing"},
            },
            "left": {"acme.thing": {"wobble": 4}},
        }
    )
    content = {"device": thing.item, "status": {"components": thing.status}}
    (folder / f"{name}.json").write_text(json.dumps(content))


def test_the_attributes_that_no_entry_shows_are_listed_by_the_number_of_devices(
    tmp_path: Path,
) -> None:
    """Attributes without a value, internal ones and second components do not count."""
    _write(tmp_path, "one")
    _write(tmp_path, "two")
    table, *lines = main([str(tmp_path)])
    assert "| all | 8 |" in table
    assert "| shown by the mapping | 2 |" in table
    assert "| internal to the platform | 2 |" in table
    assert "| **shown by the mapping, without internal and missing ones** | **33%** |" in table
    assert lines[1:] == ["   2 acme.thing.wobble"]
