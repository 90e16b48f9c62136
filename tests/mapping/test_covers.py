"""What opens and closes, and what of it is shown once alone."""

import pytest

from tests.common.devices import Capabilities, known

SHADE = "cover main windowShade windowShade"


def _of(capabilities: Capabilities, category: str = "Blind") -> set[str]:
    """Return what applies to the capabilities of a device, without what all devices have."""
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
    """Its level, its tilt and its switch are parts of it."""
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
    """It is one entity too."""
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
    """Going there is believed of every shade, changing the place is not."""
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
    """What the device is decides what its cover is."""
    device = known({capability: {attribute: "open"}}, category=category)
    (entry,) = (m.entry for m in device.matches if m.entry.capability == capability)
    assert (entry.classes.get(category) or entry.device_class) == device_class


@pytest.mark.parametrize("opener", ["doorControl", "garageDoorControl"])
@pytest.mark.parametrize("part", ["windowShadeLevel", "windowShadeTiltLevel"])
def test_a_door_is_one_cover_wherever_its_position_stands(opener: str, part: str) -> None:
    """It is opened by its own commands, and set by the level."""
    position: Capabilities = {part: {"shadeLevel": 30, "shadeTiltLevel": 30}}
    kinds = _of({opener: {"door": "open"}, **position}, "GarageDoor")
    assert kinds == {f"cover main {opener} door"}
