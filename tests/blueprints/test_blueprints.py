"""Each blueprint, as Home Assistant loads and runs it in the simulated house."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Any, Final, override
from unittest.mock import patch

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint, DomainBlueprints
from homeassistant.components.notify import DATA_COMPONENT, NotifyEntity
from homeassistant.components.notify import DOMAIN as NOTIFY_DOMAIN
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import validate_selector
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from homeassistant.util.yaml import load_yaml_dict
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
)

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.device import JsonObject
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.house import House, said
from tests.common.repository import PACKAGE, ROOT
from tests.common.world import World

FOLDER: Final = ROOT / "blueprints" / "automation"
BLUEPRINTS: Final = sorted(FOLDER.glob("*/*.yaml"))
PHONE: Final = "notify.test_phone"

pytestmark = pytest.mark.devices(
    Devices.AIR_MONITOR,
    Devices.FRONT_DOOR,
    Devices.FRONT_LOCK,
    Devices.SINK_LEAK,
    Devices.WASHER,
    Devices.WATER_VALVE,
)


class Phone(NotifyEntity):
    """A phone that keeps its notifications."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.entity_id = PHONE
        self.messages: list[str] = []

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Keep a notification."""
        self.messages.append(f"{title}: {message}" if title else message)


@pytest.fixture
def house(world: World, entry: SmartThingsConfigEntry) -> House:
    """Return the house, set up."""
    return House(world, entry)


@pytest.fixture
async def phone(hass: HomeAssistant) -> Phone:
    """Return a phone that gets notifications."""
    phone = Phone()
    assert await async_setup_component(hass, NOTIFY_DOMAIN, {})
    await hass.data[DATA_COMPONENT].async_add_entities([phone])
    assert hass.states.get(PHONE)
    return phone


async def use(house: House, blueprint: str, **inputs: object) -> None:
    """Create an automation from a blueprint."""
    path = f"smartthings_smartapp/{blueprint}.yaml"
    config = {"alias": "Ours", "use_blueprint": {"path": path, "input": inputs}}
    with patch.object(DomainBlueprints, "blueprint_folder", FOLDER):
        assert await async_setup_component(house.hass, "automation", {"automation": [config]})
    await house.world.settle()
    state = house.hass.states.get("automation.ours")
    assert state is not None
    assert state.state == "on"


async def later(house: House, freezer: FrozenDateTimeFactory, time: timedelta) -> None:
    """Let time pass in Home Assistant."""
    freezer.tick(time)
    async_fire_time_changed(house.hass)
    await house.world.settle()


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_home_assistant_accepts_the_blueprint(path: Path) -> None:
    blueprint = Blueprint(
        load_yaml_dict(str(path)),
        expected_domain="automation",
        path=path.name,
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )
    assert blueprint.validate() is None
    about: Mapping[str, Any] = blueprint.metadata
    assert about["name"].startswith("SmartThings - ")
    assert all(given.get("name") and given.get("selector") for given in about["input"].values())


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_the_blueprint_can_be_imported(path: Path) -> None:
    """The page has a button for its address in the repository of the manifest."""
    manifest = load_yaml_dict(str(PACKAGE / "manifest.json"))
    url = f"{manifest['documentation']}/blob/main/{path.relative_to(ROOT)}"
    assert load_yaml_dict(str(path))["blueprint"]["source_url"] == url
    page = (ROOT / "docs" / "blueprints.md").read_text()
    link = url.replace(":", "%3A").replace("/", "%2F")
    assert f"https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url={link}" in page


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_the_blueprint_needs_the_version_of_the_integration(path: Path) -> None:
    needed = load_yaml_dict(str(ROOT / "hacs.json"))["homeassistant"]
    assert load_yaml_dict(str(path))["blueprint"]["homeassistant"]["min_version"] == needed


@pytest.mark.parametrize(
    ("blueprint", "field", "offered"),
    [
        (
            "appliance_finished",
            "appliances",
            {"sensor.washing_machine_job_state", "sensor.washing_machine_machine_state"},
        ),
        ("leak_closes_valve", "leak_sensors", {"binary_sensor.under_the_sink_moisture"}),
        ("leak_closes_valve", "valves", {"valve.main_water_valve"}),
        ("guest_code_used", "locks", {"lock.front_door_lock"}),
        ("mode_follows_presence", "location_mode", {"select.home_mode"}),
        (
            "device_offline",
            "devices",
            {
                "binary_sensor.air_monitor_connectivity",
                "binary_sensor.front_door_connectivity",
                "binary_sensor.front_door_lock_connectivity",
                "binary_sensor.main_water_valve_connectivity",
                "binary_sensor.under_the_sink_connectivity",
                "binary_sensor.washing_machine_connectivity",
            },
        ),
        (
            "low_batteries",
            "batteries",
            {
                "sensor.front_door_battery",
                "sensor.front_door_lock_battery",
                "sensor.main_water_valve_battery",
                "sensor.under_the_sink_battery",
            },
        ),
    ],
)
async def test_only_fitting_entities_are_offered(
    house: House, blueprint: str, field: str, offered: set[str]
) -> None:
    path = FOLDER / DOMAIN / f"{blueprint}.yaml"
    selector = validate_selector(load_yaml_dict(str(path))["blueprint"]["input"][field]["selector"])
    filters = selector.get("entity", {}).get("filter") or selector["target"]["entity"]
    assert {
        house.entity_id(name)  # the area may be in front
        for name in offered
    } == {
        entity.entity_id
        for entity in er.async_get(house.hass).entities.values()
        if not entity.disabled and any(_fits(entity, wanted) for wanted in filters)
    }


def _fits(entity: er.RegistryEntry, wanted: Mapping[str, Any]) -> bool:
    """Return whether the frontend offers an entity for a filter of a selector."""
    features = wanted.get("supported_features")
    classes = wanted.get("device_class")
    return (
        entity.domain in wanted["domain"]
        and wanted.get("integration", entity.platform) == entity.platform
        and (not classes or (entity.device_class or entity.original_device_class) in classes)
        and (not features or any(entity.supported_features & feature for feature in features))
    )


async def test_appliance_finished(house: House, phone: Phone) -> None:
    target = {"entity_id": house.entity_id("sensor.washing_machine_job_state")}
    await use(house, "appliance_finished", appliances=target, notify=[PHONE])
    for job in ("wash", "rinse"):
        await house.report(Devices.WASHER, "washerOperatingState.washerJobState", job)
    assert phone.messages == []
    for job in ("finish", "none"):
        await house.report(Devices.WASHER, "washerOperatingState.washerJobState", job)
    assert phone.messages == ["Washing machine has finished."]


async def test_leak_closes_valve(house: House, phone: Phone) -> None:
    await use(
        house,
        "leak_closes_valve",
        leak_sensors=[house.entity_id("binary_sensor.under_the_sink_moisture")],
        valves=[house.entity_id("valve.main_water_valve")],
        notify=[PHONE],
    )
    await house.report(Devices.SINK_LEAK, "waterSensor.water", "wet")
    assert [said(request) for request in house.simulator.commands] == [
        [("main", "valve", "close", [])]
    ]
    assert phone.messages == ["Under the sink detected water. The water valve is being closed."]


async def test_a_valve_that_does_not_close_is_no_reason_to_be_silent(
    house: House, phone: Phone
) -> None:
    await use(
        house,
        "leak_closes_valve",
        leak_sensors=[house.entity_id("binary_sensor.under_the_sink_moisture")],
        valves=[house.entity_id("valve.main_water_valve")],
        notify=[PHONE],
        message="Water!",
    )
    house.simulator.faults.fail("/devices/*/commands", status=409)
    await house.report(Devices.SINK_LEAK, "waterSensor.water", "wet")
    assert phone.messages == ["Water!"]


async def test_a_valve_closes_without_a_notification(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await use(
        house,
        "leak_closes_valve",
        leak_sensors=[house.entity_id("binary_sensor.under_the_sink_moisture")],
        valves=[house.entity_id("valve.main_water_valve")],
    )
    assert await async_setup_component(house.hass, NOTIFY_DOMAIN, {})
    await house.report(Devices.SINK_LEAK, "waterSensor.water", "wet")
    assert len(house.simulator.commands) == 1
    assert not [line for line in caplog.records if line.levelname in {"WARNING", "ERROR"}]


@pytest.mark.parametrize(
    ("who", "messages"),
    [
        ([], ["Anna unlocked Front door lock.", "Ben unlocked Front door lock."]),
        (["Anna"], ["Anna unlocked Front door lock."]),
    ],
)
async def test_guest_code_used(
    house: House, phone: Phone, who: list[str], messages: list[str]
) -> None:
    target = {"entity_id": house.entity_id("lock.front_door_lock")}
    await use(house, "guest_code_used", locks=target, who=who, notify=[PHONE])
    await house.report(Devices.FRONT_LOCK, "lock.lock", "locked")
    for name in ("Anna", "Ben"):
        data: JsonObject = {"method": "keypad", "codeName": name}
        await house.report(Devices.FRONT_LOCK, "lock.lock", "unlocked", data=data)
        await house.report(Devices.FRONT_LOCK, "lock.lock", "locked", data={"method": "auto"})
    assert phone.messages == messages


async def test_mode_follows_presence(house: House, freezer: FrozenDateTimeFactory) -> None:
    def report_presence(**people: bool) -> None:
        for name, is_home in people.items():
            zones = ["zone.home"] if is_home else []
            state = "home" if is_home else "not_home"
            house.hass.states.async_set(f"person.{name}", state, {"in_zones": zones})

    def mode() -> str:
        return house.simulator.home.current_modes[HOME_LOCATION]

    assert await async_setup_component(house.hass, "zone", {})
    report_presence(anna=True, ben=True)
    await use(
        house,
        "mode_follows_presence",
        people=["person.anna", "person.ben"],
        location_mode=house.entity_id("select.home_mode"),
    )
    assert mode() == Modes.HOME
    report_presence(anna=False)
    await later(house, freezer, timedelta(minutes=5))
    assert mode() == Modes.HOME
    report_presence(ben=False)
    await later(house, freezer, timedelta(minutes=1))
    assert mode() == Modes.HOME
    await later(house, freezer, timedelta(minutes=2))
    assert mode() == Modes.AWAY
    report_presence(ben=True)
    await house.world.settle()
    assert mode() == Modes.HOME


async def test_device_offline(house: House, phone: Phone, freezer: FrozenDateTimeFactory) -> None:
    target = {"entity_id": house.entity_id("binary_sensor.front_door_connectivity")}
    await use(house, "device_offline", devices=target, notify=[PHONE])
    house.simulator.home.set_health(Devices.FRONT_DOOR, "OFFLINE")
    await house.world.settle()
    for _ in range(23):
        await later(house, freezer, timedelta(hours=1))
    assert phone.messages == []
    await later(house, freezer, timedelta(hours=1, minutes=1))
    assert phone.messages == ["Front door is offline. Check its battery and its connection."]


async def test_a_device_that_is_offline_at_a_restart_is_reported(
    house: House, phone: Phone, freezer: FrozenDateTimeFactory
) -> None:
    # Home Assistant waits for the run of the automation, so nothing settles during its delay.
    async def pass_briefly(time: timedelta) -> None:
        freezer.tick(time)
        async_fire_time_changed(house.hass)
        await house.hass.async_add_executor_job(sleep, 0.2)  # asyncio uses the frozen time

    house.simulator.home.set_health(Devices.FRONT_DOOR, "OFFLINE")
    await house.world.settle()
    house.hass.set_state(CoreState.starting)
    await use(
        house,
        "device_offline",
        devices={"entity_id": house.entity_id("binary_sensor.front_door_connectivity")},
        offline_for={"minutes": 3},
        notify=[PHONE],
    )
    house.hass.set_state(CoreState.running)
    house.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    for time in (timedelta(0), timedelta(minutes=4)):
        await pass_briefly(time)
        assert phone.messages == []
    await pass_briefly(timedelta(minutes=11))
    assert phone.messages == ["Front door is offline. Check its battery and its connection."]


async def test_low_batteries(house: House, phone: Phone, freezer: FrozenDateTimeFactory) -> None:
    await use(
        house,
        "low_batteries",
        batteries=[
            house.entity_id("sensor.front_door_battery"),
            house.entity_id("sensor.front_door_lock_battery"),
            house.entity_id("sensor.under_the_sink_battery"),
        ],
        notify=[PHONE],
    )
    saturday = dt_util.start_of_local_day() + timedelta(hours=10)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7 + 7)
    for device_id, level in ((Devices.FRONT_DOOR, 40), (Devices.FRONT_LOCK, 50)):
        await house.report(device_id, "battery.battery", level)
    await house.report(Devices.SINK_LEAK, "battery.battery", 30)

    freezer.move_to(saturday)
    await later(house, freezer, timedelta(seconds=1))
    assert phone.messages == []

    await house.report(Devices.FRONT_DOOR, "battery.battery", 12)
    await house.report(Devices.SINK_LEAK, "battery.battery", 7)
    for _ in range(6):
        await later(house, freezer, timedelta(days=1))
    assert phone.messages == []
    await later(house, freezer, timedelta(days=1))
    assert phone.messages == ["Low batteries: Front door: 12%\nUnder the sink: 7%"]
    await house.hass.services.async_call(
        "automation", "turn_off", {"entity_id": "automation.ours"}, blocking=True
    )
