"""The names of programs on disk: their file, and the cost of a damaged one."""

from typing import Any

import pytest
from homeassistant.core import HomeAssistant

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.storage.program_names import MAX_NAME, ProgramNames

_KEY = f"{DOMAIN}.program_names"
_TABLE = "washer Table_02"


async def _loaded(hass: HomeAssistant) -> ProgramNames:
    names = ProgramNames(hass)
    await names.load()
    return names


async def test_names_and_seen_codes_are_kept(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    """An empty name removes a name, and keeps the code. A name is not endless."""
    names = await _loaded(hass)
    heard: list[str] = []
    stop = names.watch(lambda: heard.append("changed"))
    names.note(_TABLE, "87")
    names.give(_TABLE, {"1C": " Sunday ", "1B": "x" * 500})
    names.note(_TABLE, "1C")
    stop()
    names.give(_TABLE, {"1B": ""})
    await hass.async_block_till_done()
    await hass.async_stop(force=True)
    assert hass_storage[_KEY]["data"] == {_TABLE: {"87": "", "1C": "Sunday", "1B": ""}}
    again = await _loaded(hass)
    assert again.of(_TABLE) == {"1C": "Sunday"}
    assert again.seen(_TABLE) == ("87", "1C", "1B")
    assert again.of("dryer Table_02") == {}
    assert heard == ["changed"]


async def test_a_name_has_a_longest_length(hass: HomeAssistant) -> None:
    """It is a state of Home Assistant, which is limited too."""
    names = await _loaded(hass)
    names.give(_TABLE, {"1C": "x" * 500})
    assert names.of(_TABLE) == {"1C": "x" * MAX_NAME}


async def test_a_machine_cannot_fill_the_disk(hass: HomeAssistant) -> None:
    """A table has at most 256 codes, and there are only so many tables."""
    names = await _loaded(hass)
    for number in range(300):
        names.note(_TABLE, f"{number:X}")
        names.note(f"washer {number}", "01")
        names.give(f"dryer {number}", {"01": "Name"})
    assert len(names.seen(_TABLE)) == 256
    tables = [name for name in map("washer {}".format, range(300)) if names.seen(name)]
    assert len(tables) < 64


@pytest.mark.parametrize(
    ("stored", "found"),
    [
        ({"version": 1, "data": {_TABLE: {"1C": 5, "1B": "Sheets"}, "other": 3}}, {"1B": "Sheets"}),
        ({"version": 1, "data": ["names"]}, {}),
    ],
)
async def test_other_values_than_names_are_left_out(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    stored: dict[str, Any],
    found: dict[str, str],
) -> None:
    """A file that a person edited costs the parts that have another shape."""
    hass_storage[_KEY] = {"minor_version": 1, "key": _KEY, **stored}
    assert (await _loaded(hass)).of(_TABLE) == found


async def test_a_file_of_a_newer_version_is_not_overwritten(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    """An older version of the integration cannot read it, and must not lose it."""
    newer = {"version": 2, "minor_version": 1, "key": _KEY, "data": {"names": {}}}
    hass_storage[_KEY] = newer
    names = await _loaded(hass)
    names.give(_TABLE, {"1C": "Sunday"})
    await hass.async_block_till_done()
    await hass.async_stop(force=True)
    assert names.of(_TABLE) == {"1C": "Sunday"}, "until the next start"
    assert hass_storage[_KEY] == newer
