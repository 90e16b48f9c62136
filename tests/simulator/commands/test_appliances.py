"""Commands for washers, dryers, dishwashers, ovens and fridges."""

import pytest

from simulator.commands.behaviour import TABLE, CommandError
from simulator.commands.kitchen import KITCHEN
from simulator.commands.laundry import LAUNDRY
from simulator.devices.device import Json, Readings, SimDevice
from simulator.devices.house import build_house
from simulator.devices.ids import Devices

from .commanding import make_command, make_gadget, written

REMOTE: Readings = {"remoteControlStatus": {"remoteControlEnabled": "true"}}
NO_REMOTE: Readings = {"remoteControlStatus": {"remoteControlEnabled": "false"}}


def _after(
    device: SimDevice, capability: str, command: str, *arguments: Json, component: str = "main"
) -> dict[tuple[str, str], Json]:
    return written(device, make_command(capability, command, *arguments, component=component))


def _refusal(device: SimDevice, capability: str, command: str, *arguments: Json) -> int:
    with pytest.raises(CommandError) as refused:
        _after(device, capability, command, *arguments)
    return refused.value.status


@pytest.mark.parametrize(
    ("standard", "own", "job", "word"),
    [
        ("washerOperatingState", "samsungce.washerOperatingState", "washerJobState", "wash"),
        ("dryerOperatingState", "samsungce.dryerOperatingState", "dryerJobState", "drying"),
        (
            "dishwasherOperatingState",
            "samsungce.dishwasherOperation",
            "dishwasherJobState",
            "wash",
        ),
    ],
)
def test_all_attributes_of_a_machine_agree(standard: str, own: str, job: str, word: str) -> None:
    """Either of its two capabilities may be used."""
    device = make_gadget(
        {
            standard: {"machineState": "stop", job: "none", "supportedMachineStates": None},
            own: {"operatingState": "ready"},
            "switch": {"switch": "off"},
            **REMOTE,
        }
    )
    running = {
        (standard, "machineState"): "run",
        (standard, job): word,
        (own, "operatingState"): "running",
        ("switch", "switch"): "on",
    }
    assert _after(device, standard, "setMachineState", "run") == running
    for command in ("start", "resume"):
        assert _after(device, own, command) == running
    assert _after(device, own, "pause") == {
        (standard, "machineState"): "pause",
        (standard, job): word,
        (own, "operatingState"): "paused",
    }
    stopped = {
        (standard, "machineState"): "stop",
        (standard, job): "none",
        (own, "operatingState"): "ready",
    }
    assert _after(device, own, "cancel") == stopped
    assert _after(device, standard, "setMachineState", "stop") == stopped


def test_a_dishwasher_drains_or_not() -> None:
    """Only a dishwasher changes."""
    capability = "samsungce.dishwasherOperation"
    device = make_gadget({capability: {"operatingState": "running"}})
    for arguments in ((), (True,), (False,)):
        assert _after(device, capability, "cancel", *arguments) == {
            (capability, "operatingState"): "ready"
        }
    assert _refusal(device, capability, "cancel", "yes") == 422
    washer = "samsungce.washerOperatingState"
    drain: Json = True
    assert _refusal(make_gadget({washer: {}}), washer, "cancel", drain) == 422


def test_an_option_keeps_what_can_be_set() -> None:
    """The value of the object changes, even if there was none before."""
    capability = "samsungce.dishwasherWashingOptions"
    device = make_gadget(
        {
            capability: {
                "sanitize": {"value": False, "settable": [False, True]},
                "zoneBooster": None,
            }
        }
    )
    on: Json = True
    assert _after(device, capability, "setSanitize", on) == {
        (capability, "sanitize"): {"value": True, "settable": [False, True]}
    }
    assert _after(device, capability, "setZoneBooster", "left") == {
        (capability, "zoneBooster"): {"value": "left"}
    }


def test_both_capabilities_of_an_oven_follow() -> None:
    """A cavity starts, pauses and stops."""
    standard, own = "ovenOperatingState", "samsungce.ovenOperatingState"
    device = make_gadget({standard: {"machineState": "ready"}, own: {"operatingState": "ready"}})
    for capability, command, arguments, state, job in (
        (own, "start", (), "running", "cooking"),
        (own, "pause", (), "paused", "cooking"),
        (own, "stop", (), "ready", "ready"),
        (standard, "start", (), "running", "cooking"),
        (standard, "stop", (), "ready", "ready"),
        (standard, "setMachineState", ("paused",), "paused", "cooking"),
    ):
        assert _after(device, capability, command, *arguments) == {
            (standard, "machineState"): state,
            (own, "operatingState"): state,
            (standard, "ovenJobState"): job,
            (own, "ovenJobState"): job,
        }


def test_a_part_asks_the_appliance_for_remote_control() -> None:
    """A component with its own attribute uses that one."""
    capability = "samsungce.ovenOperatingState"
    cavity: Readings = {capability: {"operatingState": "ready"}}
    device = make_gadget(cavity, component="cavity-01", main=NO_REMOTE)
    with pytest.raises(CommandError) as refused:
        _after(device, capability, "start", component="cavity-01")
    assert refused.value.status == 409
    own = make_gadget({**cavity, **REMOTE}, component="cavity-01", main=NO_REMOTE)
    assert _after(own, capability, "start", component="cavity-01")


@pytest.mark.parametrize(
    ("capability", "command", "arguments"),
    [
        ("samsungce.washerOperatingState", "start", ()),
        ("dryerOperatingState", "setMachineState", ("run",)),
        ("custom.washerSpinLevel", "setWasherSpinLevel", ("800",)),
        ("samsungce.washerDelayEnd", "setDelayTime", (60,)),
        ("samsungce.dishwasherWashingOptions", "setSanitize", (True,)),
        ("ovenSetpoint", "setOvenSetpoint", (180,)),
    ],
)
def test_an_appliance_without_remote_control_refuses(
    capability: str, command: str, arguments: tuple[Json, ...]
) -> None:
    """With the error of the cloud."""
    device = make_gadget({capability: {}, **NO_REMOTE})
    assert _refusal(device, capability, command, *arguments) == 409


def test_a_filter_that_is_new_was_not_used() -> None:
    """And does not have to be replaced."""
    capability = "samsungce.hoodFilter"
    device = make_gadget({capability: {"hoodFilterUsage": 90, "hoodFilterStatus": "wash"}})
    assert _after(device, capability, "resetHoodFilter") == {
        (capability, "hoodFilterUsage"): 0,
        (capability, "hoodFilterStatus"): "normal",
    }


@pytest.mark.parametrize(
    ("capability", "command", "attribute", "value"),
    [
        ("samsungce.powerFreeze", "activate", "activated", True),
        ("samsungce.powerFreeze", "deactivate", "activated", False),
        ("samsungce.sabbathMode", "on", "status", "on"),
        ("samsungce.kidsLockControl", "lock", "lockState", "locked"),
        ("samsungce.autoDoorRelease", "disable", "autoDoorReleaseEnabled", False),
        ("samsungce.microfiberFilterOperatingState", "pause", "operatingState", "paused"),
    ],
)
def test_a_command_says_what_it_sets(
    capability: str, command: str, attribute: str, value: Json
) -> None:
    """Such a command has no argument."""
    assert _after(make_gadget({capability: {}}), capability, command) == {
        (capability, attribute): value
    }


def test_the_appliances_of_the_house_know_their_commands() -> None:
    """Both tables are part of the complete table, and the house uses them."""
    assert LAUNDRY.keys() | KITCHEN.keys() <= TABLE.keys()
    home = build_house()
    for device in (Devices.DRYER, Devices.DISHWASHER, Devices.RANGE, Devices.MICROWAVE):
        used = {name for part in home.devices[device].status.values() for name in part}
        assert used & (LAUNDRY.keys() | KITCHEN.keys())
