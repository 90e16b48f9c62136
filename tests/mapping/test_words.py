"""Words of devices as options: readable, one for each word, and unchanged if people wrote them."""

import pytest
from homeassistant.const import MAX_LENGTH_STATE_STATE
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smartthings_smartapp.cloud.json_types import Json
from custom_components.smartthings_smartapp.mapping.words import (
    Spelling,
    identifier,
    option_among,
    options_of,
    state_of,
)

TEXTS = Spelling(("standard", "eco", "filmmaker_mode", "off"))
WORDS = st.lists(st.one_of(st.text(), st.text("aA -_+é", max_size=5)), unique=True)


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (["Standard", "ECO", "FILMMAKER MODE"], ["standard", "eco", "filmmaker_mode"]),
        (["BottomConvection", "Standard", "bake"], ["Bottom convection", "standard", "bake"]),
        (["0W", "1C", "60_min", "noSpin"], ["0W", "1C", "60 min", "No spin"]),
        (["UVClean", "AIDry", "HIGH_SPIN", "Express15"], None),
        (["Standard", "\u00c9co"], ["Standard", "\u00c9co"]),
        (["\ud45c\uc900", "\uc601\ud654", "\uac8c\uc784"], None),
        (["Vacuum", "Mop", "Vacuum & Mop"], ["Vacuum", "Mop", "Vacuum & Mop"]),
        (["A", "A+", "A++"], ["A", "A+", "A++"]),
        (["-1", "1", "+1"], ["-1", "1", "+1"]),
        (["2.5", "25", "2,5"], ["2.5", "25", "2,5"]),
        (["50%", "50"], ["50%", "50"]),
        (["windFree", "wind free", "WIND_FREE"], ["windFree", "wind free", "WIND_FREE"]),
        (["eco", "Eco"], ["eco", "Eco"]),
        (["off", "unknown", "b\u00e9b\u00e9"], ["off", "Unknown", "b\u00e9b\u00e9"]),
        ([0, 1.5, 2.0, True, None, "", " "], ["0", "1.5", "2", "true"]),
    ],
)
def test_each_word_is_an_option_that_can_be_read(
    words: list[Json], options: list[str] | None
) -> None:
    """A word with a translation becomes its key. Words that people wrote do not change."""
    found = options_of(words, TEXTS)
    if options is not None:
        assert [*found] == options
    chosen = [word for word in words if word in found.values()]
    assert [*found.values()] == chosen


def test_abbreviations_stay() -> None:
    words = ["UVClean", "AIDry", "HIGH_SPIN", "Express15", "HDMI1", "HDMIInput", "ECO_UV"]
    options = ["UV clean", "AI dry", "High spin", "Express 15", "HDMI 1", "HDMI input", "ECO UV"]
    assert [*options_of(words)] == options


@given(WORDS)
def test_no_two_words_become_one_option(words: list[str]) -> None:
    """Each word can be selected, and its option is a valid state."""
    found = options_of(words, TEXTS)
    assert [*found.values()] == [word for word in words if word.strip()]
    assert all(option.strip() for option in found)
    assert all(len(option) <= MAX_LENGTH_STATE_STATE for option in found)
    for option, word in found.items():
        assert option_among(found, word, TEXTS) == option


@pytest.mark.parametrize("length", [255, 256, 300])
def test_a_long_word_is_shortened_and_stays_one_of_its_own(length: int) -> None:
    words: list[Json] = [f"{'x' * length}{ending}" for ending in "ab"]
    found = options_of(words)
    assert [*found.values()] == words
    assert max(map(len, found)) <= MAX_LENGTH_STATE_STATE


@given(st.text())
def test_a_word_is_a_state_or_none(word: str) -> None:
    state = state_of(word, ("eco",))
    assert state is None or (state.strip() and len(state) <= MAX_LENGTH_STATE_STATE)
    if not identifier(word):
        assert state in (None, word[: MAX_LENGTH_STATE_STATE - 1] + "\u2026", word)


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("eco", "eco"),
        ("Eco", "eco"),
        ("EcoBubble", "Eco bubble"),
        ("\u0388\u03be\u03c5\u03c0\u03bd\u03b7", "\u0388\u03be\u03c5\u03c0\u03bd\u03b7"),
        ("Eco+", "Eco+"),
        ("Unknown", None),
        ("", None),
        (7, None),
    ],
)
def test_a_word_alone_is_shown_by_the_same_rule(value: Json, state: str | None) -> None:
    assert state_of(value, ("eco",)) == state


def test_names_of_home_assistant_stand_for_their_words_unless_they_collide() -> None:
    spelling = Spelling(("off", "vertical"), {"fixed": "off"})
    assert options_of(["fixed", "vertical"], spelling) == {"off": "fixed", "vertical": "vertical"}
    assert [*options_of(["fixed", "off"], spelling)] == ["fixed", "off"]
    assert [*options_of(["fixed", "세로"], spelling)] == ["off", "세로"]


def test_a_part_distinguishes_a_word_unless_two_share_it() -> None:
    spelling = Spelling(("cotton",), part=lambda word: word.rpartition(".")[2])
    assert [*options_of(["Washer.Cotton", "Washer.Wool"], spelling)] == ["cotton", "Wool"]
    both = ["Washer.Cotton", "Dryer.Cotton"]
    assert [*options_of(both, spelling)] == both
