"""Updates: versions, progress, and the command that installs."""

import pytest
from homeassistant.components.update import UpdateEntityFeature
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNKNOWN

from simulator.devices.ids import Devices
from tests.common.house import House

pytestmark = pytest.mark.devices(Devices.COFFEE_PLUG)

PLUG = "update.coffee_machine_firmware"
FIRMWARE = "firmwareUpdate"


async def test_a_new_version_is_installed(house: House) -> None:
    """Both versions are the device's own texts."""
    state = house.state(PLUG)
    assert state.state == STATE_ON
    assert state.attributes["installed_version"] == "00000019"
    assert state.attributes["latest_version"] == "0000001C"
    assert state.attributes["device_class"] == "firmware"
    assert await house.call("update.install", PLUG) == [("main", FIRMWARE, "updateFirmware", [])]
    state = house.state(PLUG)
    assert state.state == STATE_OFF
    assert state.attributes["installed_version"] == "0000001C"
    assert state.attributes["in_progress"] is False


async def test_progress_is_shown_while_it_installs(house: House) -> None:
    """It is a percentage if the device reports one."""
    device = Devices.COFFEE_PLUG
    await house.report(device, f"{FIRMWARE}.state", "updateInProgress")
    assert house.state(PLUG).attributes["in_progress"] is True
    assert house.state(PLUG).attributes["update_percentage"] is None
    await house.report(device, f"{FIRMWARE}.imageTransferProgress", 42)
    assert house.state(PLUG).attributes["update_percentage"] == 42
    await house.report(device, f"{FIRMWARE}.state", "normalOperation")
    assert house.state(PLUG).attributes["in_progress"] is False


@pytest.mark.parametrize(
    ("installed", "latest", "state"),
    [
        ("00000009", "0000000A", STATE_ON),
        ("0000001B", "0000001A", STATE_OFF),
        ("1.9.2", "1.10.0", STATE_ON),
        ("1.10.0", "1.9.2", STATE_OFF),
        ("000.058.00011", "000.058.00011", STATE_OFF),
        (None, "1.0", STATE_UNKNOWN),
    ],
)
async def test_versions_are_compared_as_numbers(
    house: House, installed: str | None, latest: str, state: str
) -> None:
    """Eight hexadecimal digits are one number, a version with dots is several."""
    device = Devices.COFFEE_PLUG
    await house.report(device, f"{FIRMWARE}.currentVersion", installed)
    await house.report(device, f"{FIRMWARE}.availableVersion", latest)
    assert house.state(PLUG).state == state


async def test_a_device_without_an_update_has_the_latest_version(house: House) -> None:
    """It is unknown if the device does not report that, either."""
    device = Devices.COFFEE_PLUG
    await house.report(device, f"{FIRMWARE}.availableVersion", None)
    assert house.state(PLUG).state == STATE_UNKNOWN
    await house.report(device, f"{FIRMWARE}.updateAvailable", value=False)
    assert house.state(PLUG).state == STATE_OFF
    assert house.state(PLUG).attributes["latest_version"] == "00000019"


async def test_only_a_device_that_lists_the_command_can_install(house: House) -> None:
    """A device without a list of commands has all of them."""
    both = UpdateEntityFeature.INSTALL | UpdateEntityFeature.PROGRESS
    source = f"{FIRMWARE}.supportedCommands"
    assert house.state(PLUG).attributes["supported_features"] == both
    await house.report(Devices.COFFEE_PLUG, source, ["checkForFirmwareUpdate"])
    assert house.state(PLUG).attributes["supported_features"] == UpdateEntityFeature.PROGRESS
    await house.report(Devices.COFFEE_PLUG, source, ["updateFirmware"])
    assert house.state(PLUG).attributes["supported_features"] == both
