"""Entries of covers and valves."""

import pytest

from tests.common.devices import Capabilities, known

SHADE = "cover main windowShade windowShade"


def _of(capabilities: Capabilities, category: str = "Blind") -> set[str]:
    """Return the entries for the capabilities of a device, without those of every device."""
    plain = known({}, category=category).kinds
    return known(capabilities, category=category).kinds - plain


@pytest.mark.parametrize(
    "position",
    [
        {},
        {"windowShadeLevel": {"shadeLevel": 30}},
        {"switchLevel": {"level": 30}},
        {"windowShadeLevel": {"shadeLevel": 30}, "windowShadeTiltLevel": {"shadeTiltLevel": 5}},
        {
            "windowShadeLevel": {"shadeLevel": 30},
            "switchLevel": {"level": 30},
            "switch": {"switch": "on"},
        },
    ],
)
def test_a_shade_is_one_cover_wherever_its_position_stands(position: Capabilities) -> None:
    """Level, tilt and switch are part of the cover."""
    assert _of({"windowShade": {"windowShade": "open"}, **position}) == {SHADE}


@pytest.mark.parametrize(
    ("capabilities", "kind"),
    [
        (
            {"windowShadeLevel": {"shadeLevel": 1}, "windowShadeTiltLevel": {"shadeTiltLevel": 1}},
            "cover main windowShadeLevel shadeLevel",
        ),
        (
            {"windowShadeTiltLevel": {"shadeTiltLevel": 1}},
            "cover main windowShadeTiltLevel shadeTiltLevel",
        ),
        ({"doorControl": {"door": "open"}}, "cover main doorControl door"),
        (
            {"valve": {"valve": "open"}, "switchLevel": {"level": 3}},
            "valve main valve valve",
        ),
    ],
)
def test_what_has_no_shade_is_a_cover_or_a_valve_by_what_it_has(
    capabilities: Capabilities, kind: str
) -> None:
    """Other covers and valves are one entity, too."""
    assert _of(capabilities, "Other") == {kind}


@pytest.mark.parametrize(
    ("listed", "kinds"),
    [
        (None, {"button"}),
        ([], {"button"}),
        (["presetPosition"], {"button"}),
        (["presetPosition", "setPresetPosition"], {"button", "number"}),
        (["setPresetPosition"], {"number"}),
    ],
)
def test_a_preset_is_offered_as_the_shade_lists_it(
    listed: list[str] | None, kinds: set[str]
) -> None:
    """A shade that lists no commands can move to its preset, but may not be able to change it."""
    preset = {"windowShadePreset": {"position": 40, "supportedCommands": listed}}
    assert {kind.split()[0] for kind in _of(preset)} == kinds


@pytest.mark.parametrize(
    ("capability", "attribute", "category", "device_class"),
    [
        ("windowShade", "windowShade", "Blind", "blind"),
        ("windowShade", "windowShade", "Shade", "shade"),
        ("windowShade", "windowShade", "Curtain", "curtain"),
        ("windowShade", "windowShade", "Window", "window"),
        ("windowShade", "windowShade", "Vent", "damper"),
        ("doorControl", "door", "Door", "door"),
        ("doorControl", "door", "GarageDoor", "garage"),
        ("garageDoorControl", "door", "Other", "garage"),
        ("garageDoorControl", "door", "Gate", "gate"),
        ("valve", "valve", "WaterValve", "water"),
        ("valve", "valve", "Irrigation", "water"),
        ("valve", "valve", "GasValve", "gas"),
        ("valve", "valve", "Other", None),
    ],
)
def test_the_category_decides_the_class(
    capability: str, attribute: str, category: str, device_class: str | None
) -> None:
    """The category of the device decides the class of its cover."""
    device = known({capability: {attribute: "open"}}, category=category)
    (entry,) = (m.entry for m in device.matches if m.entry.capability == capability)
    assert (entry.classes.get(category) or entry.device_class) == device_class


@pytest.mark.parametrize("opener", ["doorControl", "garageDoorControl"])
@pytest.mark.parametrize("part", ["windowShadeLevel", "windowShadeTiltLevel"])
def test_a_door_is_one_cover_wherever_its_position_stands(opener: str, part: str) -> None:
    """Its commands open and close it, and the level sets its position."""
    position: Capabilities = {part: {"shadeLevel": 30, "shadeTiltLevel": 30}}
    kinds = _of({opener: {"door": "open"}, **position}, "GarageDoor")
    assert kinds == {f"cover main {opener} door"}
