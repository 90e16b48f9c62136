"""What holds for all triggers: where they are offered, and when they fire and when not."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

import pytest
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.location.options import CONF_OFFLINE, Offline
from simulator.devices.device import Json
from simulator.devices.ids import HOME_LOCATION, Devices, Modes
from tests.common.automations import automate, entities_of, target_of
from tests.common.house import House

MACHINES = (Devices.DISHWASHER, Devices.DRYER, Devices.RANGE, Devices.WASHER, Devices.ROBOT_VACUUM)
OTHERS = (
    Devices.CEILING_LIGHT,
    Devices.FRIDGE,
    Devices.FRONT_DOOR,
    Devices.FRONT_LOCK,
    Devices.GARAGE_DOOR,
    Devices.REMOTE,
)
OF_EACH_DEVICE = {"device_came_online", "device_went_offline", "updates_missing"}
OF_MACHINES = {"program_finished", "program_interrupted", "program_paused", "program_started"}
OFFERED: dict[str, set[str]] = {
    Devices.CEILING_LIGHT: set(),
    Devices.FRIDGE: {"door_left_open", "filter_due"},
    Devices.FRONT_DOOR: {"door_left_open"},
    Devices.FRONT_LOCK: {"door_unlocked_with_code"},
    Devices.GARAGE_DOOR: {"door_left_open"},
    Devices.REMOTE: {"button_pressed"},
    HOME_LOCATION: {"location_mode_changed"},
    **dict.fromkeys(MACHINES, OF_MACHINES),
    Devices.RANGE: {*OF_MACHINES, "door_left_open"},
}
"""What each device offers beside the triggers of every device."""
CONDITIONS_OF_EACH_DEVICE = {
    "device_is_offline",
    "device_is_online",
    "updates_are_instant",
    "updates_are_polled",
}
CONDITIONS_OF_MACHINES = {"program_is_not_running", "program_is_paused", "program_is_running"}
OFFERED_CONDITIONS: dict[str, set[str]] = {
    Devices.CEILING_LIGHT: set(),
    Devices.FRIDGE: {"door_is_open"},
    Devices.FRONT_LOCK: {"door_is_unlocked"},
    Devices.REMOTE: set(),
    Devices.ROBOT_VACUUM: CONDITIONS_OF_MACHINES,
    Devices.WASHER: CONDITIONS_OF_MACHINES | {"program_is_finished"},
    HOME_LOCATION: {"location_mode_is"},
}

pytestmark = pytest.mark.devices(*OTHERS, *MACHINES)


@pytest.fixture
async def editor(hass: HomeAssistant) -> None:
    """Set up what the editor asks, before the server runs."""
    for component in ("websocket_api", "automation"):
        assert await async_setup_component(hass, component, {})


@pytest.mark.parametrize(
    ("command", "of_each_device", "offered"),
    [
        ("get_triggers_for_target", OF_EACH_DEVICE, OFFERED),
        ("get_conditions_for_target", CONDITIONS_OF_EACH_DEVICE, OFFERED_CONDITIONS),
    ],
)
async def test_each_device_offers_what_makes_sense_for_it(
    editor: None,
    house: House,
    hass_ws_client: WebSocketGenerator,
    command: str,
    of_each_device: set[str],
    offered: dict[str, set[str]],
) -> None:
    """The page of a device asks this under "Add to"."""
    client = await hass_ws_client(house.hass)
    for device_id, expected in offered.items():
        target = target_of(house, device_id)
        await client.send_json_auto_id({"type": command, "target": target})
        reply = await client.receive_json()
        found = {
            name.removeprefix(f"{DOMAIN}.") for name in reply["result"] if name.startswith(DOMAIN)
        }
        common = set() if device_id == HOME_LOCATION else of_each_device
        assert found == expected | common, device_id


class Step(NamedTuple):
    """A report of a device; without an attribute its health, without a device the mode."""

    device_id: str
    source: str
    value: Json
    data: dict[str, Json] | None = None

    async def take(self, house: House) -> None:
        """Let it happen."""
        if self.device_id == HOME_LOCATION:
            house.simulator.home.set_mode(HOME_LOCATION, str(self.value))
            await house.world.settle()
        elif not self.source:
            house.simulator.home.set_health(self.device_id, str(self.value))
            await house.world.settle()
        else:
            await house.report(self.device_id, self.source, self.value, data=self.data)


_STATE = "washerOperatingState.machineState"
_JOB = "washerOperatingState.washerJobState"
_VACUUM = "samsungce.robotCleanerOperatingState.operatingState"
_FILTER = "custom.waterFilter.waterFilterStatus"
_CODE: dict[str, Json] = {"method": "keypad", "codeId": "4", "codeName": "Anna"}
CASES: dict[str, tuple[str, list[Step], Step]] = {
    "press": ("button_pressed", [], Step(Devices.REMOTE, "button.button", "held")),
    "washer starts": ("program_started", [], Step(Devices.WASHER, _STATE, "run")),
    "washer pauses": (
        "program_paused",
        [Step(Devices.WASHER, _STATE, "run")],
        Step(Devices.WASHER, _STATE, "pause"),
    ),
    "washer finishes": (
        "program_finished",
        [Step(Devices.WASHER, _STATE, "run"), Step(Devices.WASHER, _JOB, "wash")],
        Step(Devices.WASHER, _JOB, "finish"),
    ),
    "vacuum starts": (
        "program_started",
        [Step(Devices.ROBOT_VACUUM, _VACUUM, "charging")],
        Step(Devices.ROBOT_VACUUM, _VACUUM, "cleaning"),
    ),
    "vacuum pauses": (
        "program_paused",
        [Step(Devices.ROBOT_VACUUM, _VACUUM, "cleaning")],
        Step(Devices.ROBOT_VACUUM, _VACUUM, "paused"),
    ),
    "vacuum is back": (
        "program_finished",
        [
            Step(Devices.ROBOT_VACUUM, _VACUUM, "cleaning"),
            Step(Devices.ROBOT_VACUUM, _VACUUM, "homing"),
        ],
        Step(Devices.ROBOT_VACUUM, _VACUUM, "charging"),
    ),
    "vacuum fails": (
        "program_interrupted",
        [Step(Devices.ROBOT_VACUUM, _VACUUM, "cleaning")],
        Step(Devices.ROBOT_VACUUM, _VACUUM, "error"),
    ),
    "code": (
        "door_unlocked_with_code",
        [Step(Devices.FRONT_LOCK, "lock.lock", "locked")],
        Step(Devices.FRONT_LOCK, "lock.lock", "unlocked", _CODE),
    ),
    "filter": (
        "filter_due",
        [Step(Devices.FRIDGE, _FILTER, "normal")],
        Step(Devices.FRIDGE, _FILTER, "replace"),
    ),
    "mode": (
        "location_mode_changed",
        [Step(HOME_LOCATION, "", Modes.HOME)],
        Step(HOME_LOCATION, "", Modes.AWAY),
    ),
    "offline": (
        "device_went_offline",
        [Step(Devices.CEILING_LIGHT, "", "ONLINE")],
        Step(Devices.CEILING_LIGHT, "", "OFFLINE"),
    ),
    "online": (
        "device_came_online",
        [Step(Devices.CEILING_LIGHT, "", "OFFLINE")],
        Step(Devices.CEILING_LIGHT, "", "ONLINE"),
    ),
}
"""A trigger, what happens before, and the report that fires it."""


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> tuple[str, list[Step], Step]:
    """Return a case."""
    return CASES[request.param]


async def test_a_report_fires_once_and_a_start_never(
    house: House, case: tuple[str, list[Step], Step]
) -> None:
    """Neither does the same value again, an outage of the device, or a reload."""
    trigger, before, report = case
    for step in before:
        await step.take(house)
    calls = await automate(house.hass, trigger, target_of(house, report.device_id))
    assert calls == []
    await report.take(house)
    assert len(calls) == 1
    (entity_id,) = entities_of(calls)

    if trigger != "button_pressed":
        await report.take(house)
        assert len(calls) == 1, "the same value again"

    async def reload() -> None:
        """Do so, with an option: machines would keep their values while they are offline."""
        options = {CONF_OFFLINE: Offline.UNAVAILABLE}
        house.hass.config_entries.async_update_entry(house.entry, options=options)
        await house.hass.config_entries.async_reload(house.entry.entry_id)

    async def go_offline_and_come_back() -> None:
        if report.device_id == HOME_LOCATION or not report.source:
            return
        house.simulator.home.set_health(report.device_id, "OFFLINE")
        await house.world.settle()
        assert house.world.state(entity_id) == STATE_UNAVAILABLE
        house.simulator.home.set_health(report.device_id, "ONLINE")

    actions: list[Callable[[], Awaitable[None]]] = [reload, go_offline_and_come_back]
    for action in actions:
        await action()
        await house.world.settle()
        assert house.world.state(entity_id) != STATE_UNAVAILABLE
        assert len(calls) == 1, action.__name__


async def test_a_start_fires_nothing(house: House, case: tuple[str, list[Step], Step]) -> None:
    """The automation is there before the entities are, which then have their states."""
    trigger, before, report = case
    for step in (*before, report):
        await step.take(house)
    target = target_of(house, report.device_id)
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    calls = await automate(house.hass, trigger, target)
    await house.hass.config_entries.async_setup(house.entry.entry_id)
    await house.world.settle()
    assert calls == []


async def test_other_integrations_trigger_nothing(house: House) -> None:
    """A target can include their entities."""
    hass = house.hass
    registry = er.async_get(hass)
    (device_id,) = target_of(house, Devices.REMOTE)["device_id"]
    strangers = {
        domain: registry.async_get_or_create(
            domain, "other", domain, device_id=device_id, original_device_class=device_class
        ).entity_id
        for domain, device_class in (
            ("event", "button"),
            ("binary_sensor", "connectivity"),
            ("lock", None),
            ("select", None),
        )
    }
    calls: list[ServiceCall] = []
    config = [
        {"trigger": f"{DOMAIN}.{name}", "target": {"entity_id": list(strangers.values())}}
        for name in (
            "button_pressed",
            "device_went_offline",
            "door_unlocked_with_code",
            "location_mode_changed",
        )
    ]
    hass.services.async_register("test", "ran", calls.append)
    actions = {"action": "test.ran"}
    automation = {"automation": {"triggers": config, "actions": actions}}
    assert await async_setup_component(hass, "automation", automation)
    await hass.async_block_till_done()
    changes = {
        "event": ("2026-11-01T08:00:00", "2026-11-01T08:00:01"),
        "binary_sensor": ("on", "off"),
        "lock": ("locked", "unlocked"),
        "select": ("Home", "Away"),
    }
    attributes = {
        "event": {"event_type": "held", "device_class": "button"},
        "binary_sensor": {"device_class": "connectivity"},
        "lock": {"code_id": "4"},
        "select": {},
    }
    for domain, states in changes.items():
        for state in states:
            hass.states.async_set(strangers[domain], state, attributes[domain])
    await hass.async_block_till_done()
    assert calls == []


async def test_an_area_is_a_target_too(house: House) -> None:
    """It includes all its devices."""
    (device_id,) = target_of(house, Devices.REMOTE)["device_id"]
    device = dr.async_get(house.hass).async_get(device_id)
    assert device is not None
    calls = await automate(house.hass, "button_pressed", {"area_id": device.area_id})
    await house.report(Devices.REMOTE, "button.button", "pushed")
    assert len(calls) == 1
