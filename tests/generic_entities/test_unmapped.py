"""Unmapped attributes, and that each has a generic entity."""

from pathlib import Path

import pytest

from custom_components.smartthings_smartapp.cloud.models import AttributeKey, Value
from custom_components.smartthings_smartapp.generic_entities.from_definition import Described
from custom_components.smartthings_smartapp.generic_entities.unmapped import (
    CapabilityVersion,
    Unmapped,
    unmapped,
)
from custom_components.smartthings_smartapp.mapping.descriptions.base import Match
from custom_components.smartthings_smartapp.mapping.descriptions.controls import (
    ButtonMap,
    SwitchMap,
)
from custom_components.smartthings_smartapp.mapping.matcher import match_device
from tests.common.devices import (
    AT_HAND,
    RECORDED,
    Capabilities,
    Known,
    house,
    kind_of,
    known,
    recorded,
)
from tests.common.repository import ROOT
from tests.mapping.reach import LOST, figures, library, reached, table

HOUSE = house()
ALL = [
    *(pytest.param(device, id=label) for label, device in HOUSE.items()),
    *(pytest.param(recorded(path), id=path.stem) for path in AT_HAND),
]
LIBRARY = library()


def kinds(left: Unmapped) -> set[str]:
    """Return the entries as texts."""
    return {kind_of(match) for match in left.matches}


@pytest.mark.parametrize("device", ALL)
def test_no_attribute_is_shown_twice(device: Known) -> None:
    """Neither a table and a definition do, nor two definitions."""
    left = LIBRARY.left(device)
    tables = {(match.component, source) for match in device.own for source in match.entry.used}
    generic = [
        (match.component, match.entry.source)
        for match in left.matches
        if not isinstance(match.entry, ButtonMap)
    ]
    assert len(generic) == len(set(generic))
    assert not tables & set(generic)
    device_id = device.device.device_id
    keys = [
        (match.entry.platform, match.unique_id(device_id))
        for match in (*device.matches, *left.matches)
    ]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("device", ALL)
def test_every_generic_entity_is_disabled_by_default_and_has_a_name(device: Known) -> None:
    for match in LIBRARY.left(device).matches:
        assert match.entry.defined_name
        assert match.entry.entity_category is not None
        assert not match.entry.entity_registry_enabled_default


@pytest.mark.parametrize("device", ALL)
def test_no_reported_attribute_is_out_of_reach(device: Known) -> None:
    """Each attribute with a value is shown, claimed, internal or generic."""
    assert LOST not in {way for _, way in reached(device, LIBRARY.left(device))}


@pytest.mark.skipif(not RECORDED, reason="there are no recorded devices beside the checkout")
def test_the_page_of_the_docs_has_the_figures() -> None:
    assert table(figures()) in (ROOT / "docs" / "generic-entities.md").read_text()


@pytest.mark.parametrize("path", AT_HAND, ids=lambda path: path.stem)
def test_a_missing_or_null_attribute_affects_only_itself(path: Path) -> None:
    device = recorded(path)
    everything = kinds(LIBRARY.left(device))
    for key in device.status:
        nulled = {**device.status, key: Value(None)}
        bare = {other: value for other, value in device.status.items() if other != key}
        lost = set[str]()
        for status in (nulled, bare):
            less = Known(device.device, status)
            # Attributes that the tables show instead are not lost.
            shown = {
                " ".join((match.component, *source))
                for match in less.own
                for entry in (match.entry, *match.repeated_by)
                for source in entry.used
            }
            lost |= {
                kind
                for kind in everything - kinds(LIBRARY.left(less))
                if kind.partition(" ")[2] not in shown
            }
        assert all(key.capability in kind or "custom." in key.capability for kind in lost)


def test_an_attribute_that_is_only_checked_for_presence_is_unmapped() -> None:
    """The button of a shade depends on it, but does not show it."""
    shade = known({"windowShadePreset": {"position": 40}})
    assert shade.kinds == {"button main windowShadePreset presetPosition"}
    assert "windowShadePreset position" in " ".join(kinds(LIBRARY.left(shade)))


def test_an_attribute_that_another_capability_repeats_is_not_unmapped() -> None:
    """The washer reports its state in two capabilities, and one of them has an entity."""
    washer = HOUSE["Washing machine"]
    repeated = "samsungce.washerOperatingState operatingState"
    assert not any(kind.endswith(repeated) for kind in washer.kinds)
    assert not any(kind.endswith(repeated) for kind in kinds(LIBRARY.left(washer)))


def test_an_attribute_with_a_better_version_is_not_unmapped_while_that_has_a_value() -> None:
    readings: Capabilities = {
        "refrigeration": {"rapidCooling": "off"},
        "samsungce.powerCool": {"activated": False},
    }
    rapid = "switch main refrigeration rapidCooling"
    assert not kinds(LIBRARY.left(known(readings)))
    assert rapid not in known(readings).kinds
    assert rapid in known({**readings, "samsungce.powerCool": {"activated": None}}).kinds


def test_an_attribute_that_only_says_what_another_can_do_is_not_unmapped() -> None:
    """How a filter is reset does not change, and nor does what a device supports."""
    conditioner = known(
        {
            "custom.dustFilter": {
                "dustFilterUsageStep": 1,
                "dustFilterResetType": ["washable"],
            },
            "custom.energyType": {
                "energyType": "2.0",
                "energySavingSupport": False,
                "energySavingInfo": {"saved": 3},
            },
        }
    )
    names = {kind.rpartition(" ")[2] for kind in kinds(LIBRARY.left(conditioner))}
    assert names & {key.attribute for key in conditioner.status} == {"energySavingInfo"}


# Commands

BARE = Described(
    buttons={
        name: ButtonMap(capability="switch", key=name, command=name, name=name)
        for name in ("on", "toggle")
    }
)


def left_of(device: Known, described: Described | None) -> tuple[Match, ...]:
    """Return the result of one definition for all capabilities."""
    return unmapped(device.device, device.status, device.matches, lambda _: described).matches


def test_commands_that_an_entity_sends_are_no_buttons() -> None:
    """They are those that it names, and those that its platform sends."""
    plug = known({"switch": {"switch": "on", "extra": 1}}, category="SmartPlug")
    assert {kind_of(match) for match in left_of(plug, BARE)} == {
        "button main switch toggle",
        "sensor main switch extra",
    }
    lamp = known({"switch": {"switch": "on", "extra": 1}}, category="Light")
    assert {kind_of(match) for match in left_of(lamp, BARE)} == {
        "button main switch toggle",
        "sensor main switch extra",
    }


def commands(capability: str, *names: str) -> Described:
    """Return a definition of commands."""
    return Described(
        buttons={
            name: ButtonMap(capability=capability, key=name, command=name, name=name)
            for name in names
        }
    )


@pytest.mark.parametrize(
    ("capabilities", "category", "capability", "offered", "buttons"),
    [
        (
            {
                "tvChannel": {"tvChannel": "5", "tvChannelName": ""},
                "audioVolume": {"volume": 5},
                "audioMute": {"mute": "muted"},
            },
            "Television",
            "tvChannel",
            ("channelUp", "channelDown"),
            {"channelUp", "channelDown"},
        ),
        (
            {
                "mediaPlayback": {"playbackStatus": "playing"},
                "audioVolume": {"volume": 5},
                "switch": {"switch": "on"},
            },
            "Speaker",
            "mediaPlayback",
            ("play", "pause", "stop", "rewind", "fastForward"),
            {"rewind", "fastForward"},
        ),
        (
            {"firmwareUpdate": {"currentVersion": "1", "availableVersion": "1"}},
            "Switch",
            "firmwareUpdate",
            ("updateFirmware", "checkForFirmwareUpdate"),
            {"checkForFirmwareUpdate"},
        ),
        (
            {"samsungce.robotCleanerOperatingState": {"operatingState": "idle"}},
            "RobotCleaner",
            "samsungce.robotCleanerOperatingState",
            ("start", "pause", "returnToHome", "playSound"),
            {"playSound"},
        ),
        (
            {
                "lock": {"lock": "locked"},
                "lockCodes": {"lockCodes": "{}", "lock": "locked", "codeLength": 4},
            },
            "SmartLock",
            "lockCodes",
            ("lock", "unlock", "reloadAllCodes"),
            {"reloadAllCodes"},
        ),
        (
            {
                "samsungce.ovenOperatingState": {"operatingState": "ready"},
                "vendor.oven": {"phase": "idle"},
            },
            "Oven",
            "vendor.oven",
            ("start", "pause", "stop", "knead"),
            {"knead"},
        ),
    ],
)
def test_a_button_sends_a_command_that_no_entity_sends(
    capabilities: Capabilities,
    category: str,
    capability: str,
    offered: tuple[str, ...],
    buttons: set[str],
) -> None:
    """A command of an entity is not sent without the checks of the entity."""
    device = known(capabilities, category=category)
    left = unmapped(
        device.device,
        device.status,
        device.matches,
        lambda key: commands(capability, *offered) if key.capability == capability else Described(),
    )
    found = {match.entry.key for match in left.matches if isinstance(match.entry, ButtonMap)}
    assert found == buttons
    assert not any(match.entry.key == "lock" for match in left.matches)


def test_meaningless_commands_and_attributes_are_left_out() -> None:
    device = known(
        {
            "vendor.thing": {
                "remainingTime": 3,
                "remainingTimeStr": "00:03",
                "nameStr": "x",
                "otnDUID": "1",
                "referenceTable": {"id": "Table_00"},
            },
            "configuration": {},
            "actuator": {},
            "sec.deviceConnectionState": {"deviceConnectionState": "on"},
        }
    )
    left = unmapped(device.device, device.status, device.matches, lambda _: Described())
    assert {match.entry.key for match in left.matches} == {"remainingTime", "nameStr"}
    assert {key.capability for key in left.capabilities} == {"vendor.thing"}


def test_a_switch_with_one_command_leaves_the_others() -> None:
    device = known({"switch": {"switch": "on", "extra": 1}}, category="SmartPlug")
    entry = SwitchMap(capability="switch", key="switch", set_command="toggle")
    left = unmapped(device.device, device.status, (Match("main", entry),), lambda _: BARE)
    assert kinds(left) == {"button main switch on", "sensor main switch extra"}


def test_a_fully_mapped_capability_needs_no_definition() -> None:
    plug = known({"switch": {"switch": "on"}}, category="SmartPlug")
    left = unmapped(plug.device, plug.status, plug.matches, lambda _: BARE)
    assert left == Unmapped()


def test_a_capability_with_only_commands_has_buttons() -> None:
    remote = known({"strange.remote": {}, "other.remote": {}})
    left = unmapped(remote.device, remote.status, remote.matches, lambda _: None)
    assert left.matches == ()
    assert left.capabilities == {
        CapabilityVersion("strange.remote", 1),
        CapabilityVersion("other.remote", 1),
    }


def test_a_disabled_capability_of_a_device_has_no_entity() -> None:
    device = known(
        {
            "strange.thing": {"level": 1},
            "custom.disabledCapabilities": {"disabledCapabilities": ["strange.thing"]},
        }
    )
    assert left_of(device, Described()) == ()


def test_lists_of_supported_values_have_none_either() -> None:
    device = known(
        {
            "strange.thing": {
                "supportedModes": ["a"],
                "levelRange": {"minimum": 1},
                "availableRange": 7,
                "supported": None,
            }
        }
    )
    assert {kind_of(match) for match in left_of(device, Described())} == {
        "sensor main strange.thing availableRange"
    }


def test_an_attribute_outside_its_definition_is_shown_unchanged() -> None:
    device = known({"strange.thing": {"level": 1, "null": None}})
    assert {kind_of(match) for match in left_of(device, Described())} == {
        "sensor main strange.thing level",
        "sensor main strange.thing null",
    }


def test_the_version_of_the_device_is_requested() -> None:
    device = known({"strange.thing": {"level": 1}})
    key = AttributeKey("main", "strange.thing", "level")
    assert match_device(device.device, device.status) == device.matches
    left = unmapped(device.device, {key: Value(2)}, (), lambda _: None)
    assert left.capabilities == {CapabilityVersion("strange.thing", 1)}
