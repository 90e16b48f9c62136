"""Conditions for targets."""

from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import condition
from homeassistant.helpers import config_validation as cv

from custom_components.smartthings_smartapp.const import DOMAIN
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.automations import target_of
from tests.common.house import House

pytestmark = pytest.mark.devices(
    Devices.CEILING_LIGHT,
    Devices.DRYER,
    Devices.FRONT_DOOR,
    Devices.FRONT_LOCK,
    Devices.GARAGE_DOOR,
    Devices.ROBOT_VACUUM,
    Devices.WASHER,
)

STATE = "washerOperatingState.machineState"
JOB = "washerOperatingState.washerJobState"
VACUUM = "samsungce.robotCleanerOperatingState.operatingState"


async def holds(hass: HomeAssistant, name: str, target: dict[str, Any], **options: object) -> bool:
    """Return whether a condition holds, as an automation tests it."""
    config = cv.CONDITION_SCHEMA(
        {"condition": f"{DOMAIN}.{name}", "target": target, "options": options}
    )
    checked = await condition.async_validate_condition_config(hass, config)
    test = await condition.async_from_config(hass, checked)
    return test.async_check() is True


async def programs(house: House, device_id: str) -> set[str]:
    """Return the conditions of programs that hold for a machine."""
    names = ("finished", "not_running", "paused", "running")
    target = target_of(house, device_id)
    return {name for name in names if await holds(house.hass, f"program_is_{name}", target)}


async def test_programs(house: House) -> None:
    """A washer has two sensors, of which the job shows that it has finished."""
    reports: list[tuple[str, str, set[str]]] = [
        (STATE, "stop", {"not_running"}),
        (STATE, "run", {"running"}),
        (JOB, "wash", {"running"}),
        (STATE, "pause", {"paused"}),
        (STATE, "run", {"running"}),
        (JOB, "finish", {"finished", "running"}),
        (STATE, "stop", {"finished", "not_running"}),
        (JOB, "none", {"not_running"}),
    ]
    for source, word, expected in reports:
        await house.report(Devices.WASHER, source, word)
        assert await programs(house, Devices.WASHER) == expected, word


async def test_robot_vacuums(house: House) -> None:
    """One on its way home neither cleans nor is at rest."""
    for word, expected in (
        ("cleaning", {"running"}),
        ("paused", {"paused"}),
        ("homing", set()),
        ("charging", {"not_running"}),
        ("error", {"not_running"}),
    ):
        await house.report(Devices.ROBOT_VACUUM, VACUUM, word)
        assert await programs(house, Devices.ROBOT_VACUUM) == expected, word


async def test_any_or_all_of_a_target(house: House) -> None:
    """The dryer runs and the washer does not."""
    target = target_of(house, Devices.WASHER, Devices.DRYER)
    assert await holds(house.hass, "program_is_running", target)
    assert await holds(house.hass, "program_is_running", target, behavior="any")
    assert not await holds(house.hass, "program_is_running", target, behavior="all")
    await house.report(Devices.WASHER, STATE, "run")
    assert await holds(house.hass, "program_is_running", target, behavior="all")


async def test_modes(house: House) -> None:
    """One of several modes is enough."""
    target = target_of(house, HOME_LOCATION)
    house.simulator.home.set_mode(HOME_LOCATION, Modes.AWAY)
    await house.world.settle()
    assert await holds(house.hass, "location_mode_is", target, mode="Away")
    assert await holds(house.hass, "location_mode_is", target, mode=["Night", "Away"])
    assert not await holds(house.hass, "location_mode_is", target, mode=["Home"])


async def test_connection(house: House) -> None:
    """It is known while the other entities of the device are unavailable."""
    target = target_of(house, Devices.CEILING_LIGHT)
    for health, name, other in (
        ("ONLINE", "device_is_online", "device_is_offline"),
        ("OFFLINE", "device_is_offline", "device_is_online"),
    ):
        house.simulator.home.set_health(Devices.CEILING_LIGHT, health)
        await house.world.settle()
        assert await holds(house.hass, name, target)
        assert not await holds(house.hass, other, target)


async def test_doors(house: House) -> None:
    """Contacts and garage doors are doors; locks are unlocked."""
    front, garage = target_of(house, Devices.FRONT_DOOR), target_of(house, Devices.GARAGE_DOOR)
    lock = target_of(house, Devices.FRONT_LOCK)
    for target, device_id, source, values in (
        (front, Devices.FRONT_DOOR, "contactSensor.contact", ("closed", "open")),
        (garage, Devices.GARAGE_DOOR, "doorControl.door", ("closed", "opening")),
    ):
        for value in values:
            await house.report(device_id, source, value)
            assert await holds(house.hass, "door_is_open", target) is (value != "closed")
    for value in ("locked", "unlocked"):
        await house.report(Devices.FRONT_LOCK, "lock.lock", value)
        assert await holds(house.hass, "door_is_unlocked", lock) is (value == "unlocked")


async def test_unavailable_entities_do_not_count(house: House) -> None:
    """The entities of an offline door show nothing."""
    await house.report(Devices.FRONT_DOOR, "contactSensor.contact", "open")
    house.simulator.home.set_health(Devices.FRONT_DOOR, "OFFLINE")
    await house.world.settle()
    assert not await holds(house.hass, "door_is_open", target_of(house, Devices.FRONT_DOOR))
