"""The options: what a user selects, and the effect."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.data_entry_flow import InvalidData
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.location.options import (
    CONF_APPS,
    CONF_GENERIC_ENTITIES,
    CONF_LEFT_OUT,
    CONF_LONGEST_INTERVAL,
    CONF_OFFLINE,
    CONF_OPTIMISTIC,
    CONF_RAW_EVENTS,
    Offline,
    Options,
)
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import SimulatorOptions
from simulator.devices.device import Json, make_device
from simulator.devices.ids import HOME_LOCATION, Devices, Rooms
from tests.common.entities import device_of, entity_of, state_of
from tests.common.events import deliver_events, home_event
from tests.common.flows import change_options, fields, open_form, proposed, save
from tests.common.world import World

FLAT = (
    Devices.HUB,
    Devices.COFFEE_PLUG,
    Devices.WASHER,
    Devices.RANGE,
    Devices.FRONT_DOOR,
)
SECOND_PLUG = "5b0a3a36-4b0f-4a07-8c0a-3a1b5a9c7d22"
THIRD_PLUG = "5b0a3a36-4b0f-4a07-8c0a-3a1b5a9c7d33"
DEFAULTS = {
    CONF_OFFLINE: "sleepers_keep",
    CONF_LEFT_OUT: [],
    CONF_OPTIMISTIC: True,
    CONF_GENERIC_ENTITIES: True,
    CONF_RAW_EVENTS: False,
    CONF_APPS: [],
}


def offered(form: ConfigFlowResult) -> dict[str, str]:
    """Return the devices that a form offers to exclude, by id."""
    selector = fields(form)[CONF_LEFT_OUT]
    return {option["value"]: option["label"] for option in selector.config["options"]}


def connectivity_of(world: World, device_id: str) -> str:
    """Return the connectivity sensor of a device."""
    unique_id = f"{device_id}_main_healthCheck_connectivity"
    entity_id = er.async_get(world.hass).async_get_entity_id("binary_sensor", DOMAIN, unique_id)
    assert entity_id is not None
    return entity_id


def connectivity(world: World, device_id: str) -> str:
    """Return the state of that sensor."""
    return world.state(connectivity_of(world, device_id))


def entities_of(world: World, device_id: str) -> set[str]:
    """Return the entity ids of a device and its parts."""
    registry = er.async_get(world.hass).entities.values()
    return {item.entity_id for item in registry if item.unique_id.startswith(device_id)}


def states_of(world: World, device_id: str) -> set[str]:
    """Return the states of a device's entities, except for its connectivity and its buttons.

    A button is unavailable while a machine would reject the press.
    """
    others = {
        entity_id
        for entity_id in entities_of(world, device_id)
        if entity_id != connectivity_of(world, device_id) and not entity_id.startswith("button.")
    }
    present = others & set(world.hass.states.async_entity_ids())
    assert present
    return {world.state(entity_id) for entity_id in present}


def written(world: World) -> dict[str, datetime]:
    """Return when each state was last written, with or without a change."""
    return {state.entity_id: state.last_reported for state in world.hass.states.async_all()}


async def lose(world: World, *device_ids: str) -> None:
    """Let devices go offline."""
    for device_id in device_ids:
        world.simulator.home.set_health(device_id, "OFFLINE")
    await world.settle()


def add_plug(world: World, device_id: str, label: str, room_id: str | None) -> None:
    """Add a plug to the simulated location."""
    world.simulator.home.add_device(
        make_device(
            device_id,
            label,
            location_id=HOME_LOCATION,
            room_id=room_id,
            category="SmartPlug",
            components={"main": {"switch": {"switch": "off"}}},
        )
    )


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because the options change often here."""
    return SimulatorOptions(rate_limits=False)


@pytest.fixture
async def flat(world: World) -> SmartThingsConfigEntry:
    """Set up a few devices: a hub with a plug and a contact sensor, a washer, a range."""
    for device_id in tuple(world.simulator.home.devices):
        if device_id not in FLAT:
            world.simulator.home.remove_device(device_id)
    return await world.add_location()


# The form


async def test_the_form_shows_the_defaults_and_saving_them_changes_nothing(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """Devices are sorted by name."""
    form = await open_form(world, flat)
    assert proposed(form) == DEFAULTS
    assert list(offered(form).values()) == [
        "Coffee machine",
        "Front door",
        "Hub",
        "Range",
        "Washing machine",
    ]
    await save(world, form)
    assert flat.options == DEFAULTS
    before = flat.runtime_data
    world.simulator.calls.clear()
    await change_options(world, flat)
    assert flat.runtime_data is before
    assert world.simulator.calls == []


async def test_selected_options_are_shown_again_and_applied(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    await change_options(
        world,
        flat,
        offline="keep",
        left_out=[Devices.HUB],
        longest_interval=15,
        generic_entities=False,
        raw_events=True,
    )
    assert flat.runtime_data.options == Options(
        offline=Offline.KEEP,
        excluded=frozenset({Devices.HUB}),
        longest_interval=timedelta(minutes=15),
        generic_entities=False,
        raw_events=True,
    )
    assert flat.options[CONF_LEFT_OUT] == [Devices.HUB]
    form = await open_form(world, flat)
    assert proposed(form) == flat.options
    # A cleared field may be missing in the data.
    filled = proposed(form)
    del filled[CONF_LEFT_OUT]
    await world.hass.config_entries.options.async_configure(form["flow_id"], filled)
    await world.settle()
    assert flat.runtime_data.options.excluded == frozenset()
    assert device_of(world, flat, Devices.HUB)


async def test_invalid_options_are_rejected(world: World, flat: SmartThingsConfigEntry) -> None:
    """The form shows the error at the field."""
    form = await open_form(world, flat)
    refused: dict[str, object] = {
        CONF_OFFLINE: "whatever",
        CONF_LEFT_OUT: ["nobody"],
        CONF_LONGEST_INTERVAL: 4,
    }
    for chosen in ({key: value} for key, value in refused.items()):
        with pytest.raises(InvalidData) as error:
            await save(world, form, **chosen)
        assert set(error.value.schema_errors) == set(chosen)
    with pytest.raises(InvalidData):
        await save(world, form, longest_interval=361)
    assert flat.options == {}


ODD: tuple[Any, ...] = (
    None,
    True,
    "",
    "often",
    -1,
    4.9,
    361,
    float("nan"),
    [],
    [None, 7],
    {"a": 1},
)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_invalid_stored_options_count_as_not_set(odd: Any) -> None:  # noqa: ANN401 (anything may stand there)
    """The file may have been edited, or written by another version."""
    for key in (CONF_OFFLINE, CONF_LEFT_OUT, CONF_LONGEST_INTERVAL, CONF_APPS):
        entry = MockConfigEntry(domain=DOMAIN, options={key: odd})
        assert Options.of(entry) == Options()
    raw = Options.of(MockConfigEntry(domain=DOMAIN, options={CONF_RAW_EVENTS: odd}))
    assert raw == Options(raw_events=odd is True)
    generic = Options.of(MockConfigEntry(domain=DOMAIN, options={CONF_GENERIC_ENTITIES: odd}))
    assert generic == Options()


async def test_an_entry_with_invalid_options_works_and_can_be_fixed(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    odd = dict.fromkeys(DEFAULTS, "odd")
    world.hass.config_entries.async_update_entry(flat, options={**odd, "unheard": "of"})
    await world.hass.config_entries.async_reload(flat.entry_id)
    await world.settle()
    assert state_of(flat) is ConfigEntryState.LOADED
    form = await open_form(world, flat)
    assert proposed(form) == DEFAULTS
    await save(world, form)
    assert flat.options == DEFAULTS


async def test_apps_are_named_in_one_form(world: World, flat: SmartThingsConfigEntry) -> None:
    """Text in another form is rejected, and stays in the field. The list can be emptied again."""
    form = await open_form(world, flat)
    wrong = {**proposed(form), CONF_APPS: ["Kick = QBA3qXl8rv.Kick", "Kick"], CONF_RAW_EVENTS: True}
    form = await world.hass.config_entries.options.async_configure(form["flow_id"], wrong)
    assert form["errors"] == {CONF_APPS: "invalid_app"}
    assert proposed(form) == wrong
    await save(world, form, **{CONF_APPS: ["Kick =  QBA3qXl8rv.Kick", " a = b = 1"]})
    assert Options.of(flat).apps == {"QBA3qXl8rv.Kick": "Kick", "1": "a = b"}
    form = await open_form(world, flat)
    assert proposed(form)[CONF_APPS] == ["Kick = QBA3qXl8rv.Kick", "a = b = 1"]
    left = {key: value for key, value in proposed(form).items() if key != CONF_APPS}
    await world.hass.config_entries.options.async_configure(form["flow_id"], left)
    await world.settle()
    assert Options.of(flat).apps == {}


async def test_devices_with_the_same_name_are_distinguished(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """The form adds the room, and the id if the room is the same."""
    assert "(" not in "".join(offered(await open_form(world, flat)).values())
    add_plug(world, SECOND_PLUG, "Coffee machine", Rooms.BEDROOM)
    add_plug(world, THIRD_PLUG, "Coffee machine", Rooms.BEDROOM)
    await world.settle()
    await flat.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    names = {
        Devices.COFFEE_PLUG: "Coffee machine (Kitchen)",
        SECOND_PLUG: f"Coffee machine (Bedroom) ({SECOND_PLUG})",
        THIRD_PLUG: f"Coffee machine (Bedroom) ({THIRD_PLUG})",
    }
    assert names.items() <= offered(await open_form(world, flat)).items()
    await change_options(world, flat, left_out=[SECOND_PLUG])
    assert names.items() <= offered(await open_form(world, flat)).items()
    # Without rooms, and without the cloud.
    world.simulator.faults.fail("/locations/*/rooms", status=503)
    label = offered(await open_form(world, flat))[Devices.COFFEE_PLUG]
    assert label == f"Coffee machine ({Devices.COFFEE_PLUG})"
    await world.hass.config_entries.async_unload(flat.entry_id)
    unloaded = offered(await open_form(world, flat))
    assert unloaded[Devices.COFFEE_PLUG] == "Coffee machine (Kitchen)"
    assert unloaded[THIRD_PLUG] == "Coffee machine (Bedroom)"


async def test_without_the_cloud_the_form_has_the_registered_devices(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """Excluded devices are listed by id, so that they stay excluded."""
    await change_options(world, flat, left_out=[Devices.HUB])
    await world.hass.config_entries.async_unload(flat.entry_id)
    plug = device_of(world, flat, Devices.COFFEE_PLUG)
    assert plug is not None
    ar.async_get(world.hass).async_delete(plug.area_id or "")
    world.simulator.calls.clear()
    form = await open_form(world, flat)
    assert offered(form) == {
        Devices.HUB: Devices.HUB,
        Devices.COFFEE_PLUG: "Coffee machine",
        Devices.FRONT_DOOR: "Front door",
        Devices.RANGE: "Range",
        Devices.WASHER: "Washing machine",
    }
    assert world.simulator.calls == []
    assert proposed(form)[CONF_LEFT_OUT] == [Devices.HUB]
    await save(world, form, left_out=[Devices.HUB, Devices.RANGE])
    assert state_of(flat) is ConfigEntryState.LOADED
    assert device_of(world, flat, Devices.RANGE) is None


# Offline

KEPT: Mapping[Offline, set[str]] = {
    Offline.SLEEPERS_KEEP: {Devices.WASHER, Devices.RANGE},
    Offline.UNAVAILABLE: set(),
    Offline.KEEP: {Devices.WASHER, Devices.RANGE, Devices.COFFEE_PLUG, Devices.FRONT_DOOR},
}


@pytest.mark.parametrize("offline", Offline)
async def test_offline_devices_follow_the_option(
    world: World, flat: SmartThingsConfigEntry, offline: Offline
) -> None:
    """The parts of a range do, too. The connectivity sensor always shows the real state."""
    probe = "samsungce.meatProbe"
    world.simulator.home.set_attribute(Devices.RANGE, "main", probe, "status", "connected")
    await change_options(world, flat, offline=offline.value)
    devices = (Devices.WASHER, Devices.RANGE, Devices.COFFEE_PLUG, Devices.FRONT_DOOR)
    before = {device_id: states_of(world, device_id) for device_id in devices}
    for states in before.values():
        assert STATE_UNAVAILABLE not in states
    await lose(world, *devices)
    for device_id in devices:
        kept = device_id in KEPT[offline]
        assert states_of(world, device_id) == (before[device_id] if kept else {STATE_UNAVAILABLE})
        assert connectivity(world, device_id) == STATE_OFF
    # The same applies to a start with offline devices.
    await world.hass.config_entries.async_reload(flat.entry_id)
    await world.settle()
    for device_id in devices:
        kept = device_id in KEPT[offline]
        assert states_of(world, device_id) == (before[device_id] if kept else {STATE_UNAVAILABLE})
    for device_id in devices:
        world.simulator.home.set_health(device_id, "ONLINE")
    await world.settle()
    assert before == {device_id: states_of(world, device_id) for device_id in devices}
    assert {connectivity(world, device_id) for device_id in devices} == {STATE_ON}


async def test_a_device_that_keeps_its_values_writes_only_its_connectivity(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """No other state changes, so no automation runs for it."""
    before = written(world)
    await lose(world, Devices.WASHER)
    after = written(world)
    changed = [entity_id for entity_id, time in after.items() if time != before[entity_id]]
    assert changed == [connectivity_of(world, Devices.WASHER)]
    await lose(world, Devices.COFFEE_PLUG)
    last = written(world)
    changed = [entity_id for entity_id, time in last.items() if time != after[entity_id]]
    assert set(changed) == entities_of(world, Devices.COFFEE_PLUG) & last.keys()


async def test_values_that_arrive_while_a_device_is_offline_are_shown(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """They are, if the device keeps its values; its health may arrive later than a value."""
    await lose(world, Devices.WASHER)
    power = er.async_get(world.hass).async_get_entity_id(
        "binary_sensor", DOMAIN, f"{Devices.WASHER}_main_switch_switch"
    )
    assert power is not None
    for value in (STATE_ON, STATE_OFF):
        world.simulator.home.set_attribute(Devices.WASHER, "main", "switch", "switch", value)
        await world.settle()
        assert world.state(power) == value


async def test_a_command_to_an_offline_device_names_the_cause(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """The cloud refuses it, and the error has the name of the device."""
    await change_options(world, flat, offline="keep")
    await lose(world, Devices.COFFEE_PLUG)
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    before = world.state(plug)
    with pytest.raises(HomeAssistantError) as refused:
        await world.hass.services.async_call("switch", "toggle", {"entity_id": plug}, blocking=True)
    assert refused.value.translation_key == "device_state"
    assert refused.value.translation_placeholders == {"name": "Coffee machine"}
    assert world.state(plug) == before
    assert world.simulator.commands == []


async def test_without_the_cloud_all_entities_are_unavailable(
    world: World, flat: SmartThingsConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    """The state of the devices is not known then."""
    await change_options(world, flat, offline="keep")
    await lose(world, Devices.WASHER)
    devices = (Devices.WASHER, Devices.RANGE, Devices.COFFEE_PLUG)
    before = {device_id: states_of(world, device_id) for device_id in devices}
    world.simulator.faults.fail("/devices", status=503, times=2)
    await flat.runtime_data.parts.coordinator.async_refresh()
    freezer.tick(timedelta(minutes=5))
    await flat.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    for device_id in devices:
        assert states_of(world, device_id) == {STATE_UNAVAILABLE}
        assert connectivity(world, device_id) == STATE_UNAVAILABLE
    await flat.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert before == {device_id: states_of(world, device_id) for device_id in devices}
    assert connectivity(world, Devices.WASHER) == STATE_OFF


async def test_the_category_that_the_user_set_decides(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """It may also be set while the device is offline."""
    await lose(world, Devices.COFFEE_PLUG)
    assert states_of(world, Devices.COFFEE_PLUG) == {STATE_UNAVAILABLE}

    async def give(category: str) -> set[str]:
        components: Json = world.simulator.home.devices[Devices.COFFEE_PLUG].item["components"]
        assert isinstance(components, list)
        assert isinstance(components[0], dict)
        components[0]["categories"] = [
            {"name": "SmartPlug", "categoryType": "manufacturer"},
            {"name": category, "categoryType": "user"},
        ]
        await flat.runtime_data.parts.coordinator.async_refresh()
        await world.settle()
        return states_of(world, Devices.COFFEE_PLUG)

    assert STATE_UNAVAILABLE not in await give("CoffeeMaker")
    assert await give("Light") == {STATE_UNAVAILABLE}


async def test_a_removed_device_keeps_no_values(world: World, flat: SmartThingsConfigEntry) -> None:
    """The removal may have had no event."""
    await change_options(world, flat, offline="keep")
    plug = entity_of(world, Devices.COFFEE_PLUG, "switch")
    await lose(world, Devices.COFFEE_PLUG)
    world.simulator.faults.drop_deliveries(1)
    world.simulator.home.remove_device(Devices.COFFEE_PLUG)
    await world.settle()
    assert world.hass.states.get(plug) is not None
    await flat.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    assert world.hass.states.get(plug) is None
    assert device_of(world, flat, Devices.COFFEE_PLUG) is None


# Excluded devices


def subscribed(world: World) -> str:
    """Return the subscriptions in the cloud as one text."""
    return str(list(world.simulator.subscriptions.values()))


async def test_an_excluded_device_does_not_exist(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """There is no device, no part of it, no entity, no state and no subscription."""
    entity_ids = entities_of(world, Devices.RANGE)
    assert len(entity_ids) > 5
    parts = [
        device.id
        for device in dr.async_child_entries_for_config_entry(
            dr.async_get(world.hass), flat.entry_id
        )
    ]
    assert parts
    assert Devices.RANGE in subscribed(world)
    await change_options(world, flat, left_out=[Devices.RANGE])
    assert device_of(world, flat, Devices.RANGE) is None
    registry = dr.async_get(world.hass)
    assert not dr.async_child_entries_for_config_entry(registry, flat.entry_id)
    assert entities_of(world, Devices.RANGE) == set()
    assert not entity_ids & set(world.hass.states.async_entity_ids())
    assert Devices.RANGE not in subscribed(world)
    assert Devices.RANGE not in flat.runtime_data.parts.store.devices
    assert STATE_UNAVAILABLE not in states_of(world, Devices.WASHER)


async def test_events_of_an_excluded_device_are_dropped(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """Values, health and lifecycle, also of a hub, start no read."""
    await change_options(world, flat, left_out=[Devices.FRONT_DOOR, Devices.HUB])
    devices = set(flat.runtime_data.parts.store.devices)
    states = written(world)
    delivered = len(world.simulator.deliveries)

    def heard() -> bool:
        return flat.runtime_data.parts.missed_events.monitor.received_any

    assert not heard()
    world.simulator.calls.clear()
    home = world.simulator.home
    home.set_attribute(Devices.FRONT_DOOR, "main", "contactSensor", "contact", "open")
    home.set_health(Devices.FRONT_DOOR, "OFFLINE")
    home.rename_device(Devices.FRONT_DOOR, "Back door")
    home.move_device(Devices.FRONT_DOOR, Rooms.BEDROOM)
    home.set_health(Devices.HUB, "OFFLINE")
    await world.settle()
    assert len(world.simulator.deliveries) > delivered
    event: Mapping[str, str] = {"componentId": "main", "capability": "contactSensor"}
    await deliver_events(
        world,
        flat,
        home_event(
            "DEVICE_EVENT",
            "deviceEvent",
            deviceId=Devices.FRONT_DOOR,
            attribute="contact",
            value="closed",
            **event,
        ),
        home_event("HUB_HEALTH_EVENT", "hubHealthEvent", hubId=Devices.HUB, status="ONLINE"),
    )
    assert heard(), "what comes for nobody comes all the same"
    home.remove_device(Devices.FRONT_DOOR)
    await world.settle()
    # The first delivery fetches a key, which is not counted here.
    assert [call for call in world.simulator.calls if call.token_kind != "none"] == []
    assert set(flat.runtime_data.parts.store.devices) == devices
    assert written(world) == states


async def test_a_poll_does_not_see_excluded_devices_as_new(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """Each poll costs only its one list."""
    await change_options(world, flat, left_out=[Devices.WASHER, Devices.HUB])
    world.simulator.calls.clear()
    for _ in range(3):
        await flat.runtime_data.parts.coordinator.async_refresh()
        await world.settle()
        assert not flat.runtime_data.parts.coordinator.data
    assert {call.path for call in world.simulator.calls} <= {
        "/devices",
        f"/locations/{HOME_LOCATION}/modes/current",
    }
    assert len(world.calls("GET", "/devices")) == 3


@pytest.mark.parametrize(
    "simulator_options",
    [SimulatorOptions(rate_limits=False, status_in_list=False, health_in_list=False)],
)
async def test_an_excluded_device_is_not_read(world: World, flat: SmartThingsConfigEntry) -> None:
    """Other devices are read one by one, if the list has neither status nor health."""
    await change_options(world, flat, left_out=[Devices.WASHER])
    world.simulator.calls.clear()
    await flat.runtime_data.parts.coordinator.async_refresh()
    assert len(world.calls("GET", f"/devices/{Devices.RANGE}/")) == 2
    assert world.calls("GET", f"/devices/{Devices.WASHER}") == []


async def test_an_included_device_is_the_same_as_before(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """Home Assistant remembers names and areas."""
    registry = dr.async_get(world.hass)
    plug = device_of(world, flat, Devices.COFFEE_PLUG)
    assert plug is not None
    registry.async_update_device(plug.id, name_by_user="Espresso")
    entity_ids = entities_of(world, Devices.COFFEE_PLUG)
    before = subscribed(world)
    await change_options(world, flat, left_out=[Devices.COFFEE_PLUG])
    assert offered(await open_form(world, flat))[Devices.COFFEE_PLUG] == "Coffee machine"
    await change_options(world, flat, left_out=[])
    back = device_of(world, flat, Devices.COFFEE_PLUG)
    assert back is not None
    assert (back.name_by_user, back.area_id) == ("Espresso", plug.area_id)
    assert entities_of(world, Devices.COFFEE_PLUG) == entity_ids
    assert len(subscribed(world)) == len(before)
    world.simulator.home.set_attribute(Devices.COFFEE_PLUG, "main", "switch", "switch", "off")
    await world.settle()
    assert world.state(entity_of(world, Devices.COFFEE_PLUG, "switch")) == STATE_OFF


async def test_a_hub_can_be_excluded_without_its_devices(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """Its devices stay, and are connected via it again when it is included."""
    await change_options(world, flat, left_out=[Devices.HUB])
    assert device_of(world, flat, Devices.HUB) is None
    plug = device_of(world, flat, Devices.COFFEE_PLUG)
    assert plug is not None
    assert plug.via_device_id is None
    assert STATE_UNAVAILABLE not in states_of(world, Devices.COFFEE_PLUG)
    await lose(world, Devices.HUB, Devices.COFFEE_PLUG)
    assert states_of(world, Devices.COFFEE_PLUG) == {STATE_UNAVAILABLE}
    await change_options(world, flat, left_out=[])
    hub = device_of(world, flat, Devices.HUB)
    plug = device_of(world, flat, Devices.COFFEE_PLUG)
    assert hub is not None
    assert plug is not None
    assert plug.via_device_id == hub.id


async def test_an_excluded_device_that_is_deleted_is_forgotten(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """The cloud does not list it any more, so the form does not offer it."""
    await change_options(world, flat, left_out=[Devices.WASHER, Devices.HUB])
    world.simulator.home.remove_device(Devices.WASHER)
    await flat.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    form = await open_form(world, flat)
    assert Devices.WASHER not in offered(form)
    assert proposed(form)[CONF_LEFT_OUT] == [Devices.HUB]
    await save(world, form)
    assert flat.options[CONF_LEFT_OUT] == [Devices.HUB]


@pytest.mark.parametrize(
    ("at_start", "label"), [(False, "Washing machine"), (True, Devices.WASHER)]
)
async def test_a_list_with_an_unreadable_item_forgets_no_device(
    world: World, flat: SmartThingsConfigEntry, label: str, *, at_start: bool
) -> None:
    """That item may be an excluded device, which stays excluded under its known name."""
    await change_options(world, flat, left_out=[Devices.WASHER])
    items: list[Json] = [
        device.item
        for device in world.simulator.home.devices.values()
        if device.device_id != Devices.WASHER
    ]
    world.simulator.faults.fail(
        "/devices", status=200, body={"items": [{"deviceId": 7}, *items], "_links": {}}
    )
    if at_start:
        await world.hass.config_entries.async_reload(flat.entry_id)
    else:
        await flat.runtime_data.parts.coordinator.async_refresh()
    await world.settle()
    form = await open_form(world, flat)
    assert offered(form)[Devices.WASHER] == label
    assert proposed(form)[CONF_LEFT_OUT] == [Devices.WASHER]


async def test_options_that_are_changed_during_an_outage_apply_after_it(
    world: World, flat: SmartThingsConfigEntry
) -> None:
    """They can be changed again until then."""
    world.simulator.faults.fail("/devices", status=503, times=2)
    await flat.runtime_data.parts.coordinator.async_refresh()
    await change_options(world, flat, left_out=[Devices.WASHER], offline="keep")
    assert state_of(flat) is ConfigEntryState.SETUP_RETRY
    form = await open_form(world, flat)
    assert offered(form)[Devices.WASHER] == "Washing machine"
    assert proposed(form)[CONF_LEFT_OUT] == [Devices.WASHER]
    await save(world, form, left_out=[Devices.WASHER, Devices.RANGE])
    assert state_of(flat) is ConfigEntryState.LOADED
    for device_id in (Devices.WASHER, Devices.RANGE):
        assert device_of(world, flat, device_id) is None
    assert flat.runtime_data.options.offline is Offline.KEEP
