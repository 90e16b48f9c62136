"""The apps and channels that a television has shown: their names, and how many are remembered."""

import pytest

from custom_components.smartthings_smartapp.cloud.json_types import Json
from custom_components.smartthings_smartapp.entity.media_library import MediaLibrary
from custom_components.smartthings_smartapp.mapping.apps import likely_name


@pytest.mark.parametrize(
    ("app_id", "name"),
    [
        ("org.tizen.netflix-app", "Netflix"),
        ("QBA3qXl8rv.Kick", "Kick"),
        ("vbUQClczfR.wuakitv", "Wuakitv"),
        ("3202211030000", "3202211030000"),
        ("art", "Art mode"),
    ],
)
def test_an_app_without_a_known_name_is_named_by_its_id(app_id: str, name: str) -> None:
    """The last part of most ids is the name."""
    assert likely_name(app_id) == name


def test_the_latest_apps_and_channels_are_remembered() -> None:
    """A television may show any text for years."""
    library = MediaLibrary({})
    for number in range(250):
        library.note_app(f"maker.app{number}")
        library.note_channel(str(number), f"Channel {number}")
        library.note_app("maker.app0")
        library.note_channel("0", "First")
    stored = library.stored()
    assert len(library.channels) == 200
    assert library.channels["0"] == "First"
    assert {"1", "50"}.isdisjoint(library.channels)
    assert {"App0", "App249"} <= library.apps.keys()
    assert "App50" not in library.apps
    assert MediaLibrary({}).restore(stored).stored() == stored


@pytest.mark.parametrize("odd", [None, 3, "text", [1, None], {"4": 5}])
def test_odd_memories_are_forgotten(odd: Json) -> None:
    """The file may be from another version."""
    library = MediaLibrary({}).restore({"apps": odd, "channels": odd})
    assert library.stored() == {"apps": [], "channels": {}}


def test_a_name_of_the_user_counts_for_each_use_of_the_app() -> None:
    """A well-known name can also get another id."""
    library = MediaLibrary({"111299001912": "Videos", "11101200001": "Netflix"})
    library.note_app("111299001912")
    assert library.apps["Videos"] == "111299001912"
    assert library.apps["Netflix"] == "11101200001"
    assert "YouTube" not in library.apps
    assert (library.name_of("111299001912"), library.source_of("111299001912")) == ("Videos",) * 2
    assert library.name_of("maker.kick") == "maker.kick"
