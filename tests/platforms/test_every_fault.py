"""Every command of every entity, and every fault of the cloud.

The commands are found, not listed: each action of each platform, with values that the entity
offers.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

import aiohttp
import pytest
import voluptuous as vol
from homeassistant.core import State
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er

from custom_components.smartthings_smartapp.cloud.api import http as http_module
from custom_components.smartthings_smartapp.cloud.api import rate_limits
from custom_components.smartthings_smartapp.cloud.auth import token_endpoint
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator import SimulatorOptions
from tests.common.flows import reauth_flows
from tests.common.homes import with_all_entities
from tests.common.world import World

type _Data = dict[str, Any]

_OPTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "climate.set_fan_mode": ("fan_mode", "fan_modes"),
    "climate.set_hvac_mode": ("hvac_mode", "hvac_modes"),
    "climate.set_preset_mode": ("preset_mode", "preset_modes"),
    "climate.set_swing_mode": ("swing_mode", "swing_modes"),
    "fan.set_preset_mode": ("preset_mode", "preset_modes"),
    "humidifier.set_mode": ("mode", "available_modes"),
    "media_player.select_sound_mode": ("sound_mode", "sound_mode_list"),
    "media_player.select_source": ("source", "source_list"),
    "remote.send_command": ("command", "keys"),
    "select.select_option": ("option", "options"),
    "vacuum.set_fan_speed": ("fan_speed", "fan_speed_list"),
    "water_heater.set_operation_mode": ("operation_mode", "operation_list"),
}
"""The field of an action, and the attribute with its values."""
_NUMBERS: Final[Mapping[str, tuple[str, str, str]]] = {
    "climate.set_humidity": ("humidity", "min_humidity", "max_humidity"),
    "climate.set_temperature": ("temperature", "min_temp", "max_temp"),
    "humidifier.set_humidity": ("humidity", "min_humidity", "max_humidity"),
    "number.set_value": ("value", "min", "max"),
    "water_heater.set_temperature": ("temperature", "min_temp", "max_temp"),
}
"""The field of an action, and the attributes with its limits."""
_FIXED: Final[Mapping[str, _Data]] = {
    "cover.set_cover_position": {"position": 40},
    "cover.set_cover_tilt_position": {"tilt_position": 40},
    "datetime.set_value": {"datetime": "2040-05-01T08:30:00+02:00"},
    "fan.oscillate": {"oscillating": True},
    "fan.set_percentage": {"percentage": 35},
    "light.turn_on": {"brightness": 77},
    "media_player.media_seek": {"seek_position": 5},
    "media_player.play_media": {
        "media": {"media_content_type": "channel", "media_content_id": "7"}
    },
    "media_player.repeat_set": {"repeat": "all"},
    "media_player.shuffle_set": {"shuffle": True},
    "media_player.volume_mute": {"is_volume_muted": True},
    "media_player.volume_set": {"volume_level": 0.37},
    "notify.send_message": {"message": "Hello"},
    "text.set_value": {"value": "Hello"},
    "time.set_value": {"time": "07:15:00"},
    "valve.set_valve_position": {"position": 40},
    "water_heater.set_away_mode": {"away_mode": True},
}
_READING: Final = {"browse_media", "get_forecasts", "search_media", "snapshot"}

_PAGE: Final = "<html><title>openresty</title></html>"
_FAULTS: Final[Mapping[str, _Data]] = {
    "400": {"status": 400, "body": {"error": {"code": "X"}}},
    "401": {"status": 401, "body": _PAGE},
    "403": {"status": 403},
    "404": {"status": 404},
    "409": {"status": 409, "body": {"error": {"code": "ConflictError"}}},
    "422": {"status": 422, "body": {"error": {"code": "ConstraintViolationError"}}},
    "429": {"status": 429, "headers": {"Retry-After": "30"}},
    "500": {"status": 500, "body": _PAGE},
    "503": {"status": 503},
    "no JSON": {"garbage": True},
    "failed": {"status": 200, "body": {"results": [{"id": "1", "status": "FAILED"}]}},
    "redirect": {"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}},
    "reset": {"reset": True},
    "hang": {"hang": 60, "status": 503},
}
_SAMPLE: Final = 4
"""Every so many commands meet one fault; which one differs, so each fault meets all platforms."""


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without limits."""
    return SimulatorOptions(rate_limits=False)


def _forget(*_: object) -> None:
    """Begin no pause after a 429."""


@pytest.fixture
async def entry(world: World, monkeypatch: pytest.MonkeyPatch) -> SmartThingsConfigEntry:
    """Set the house up with all entities."""
    entry = await with_all_entities(world)
    # The limits of a minute would reject most commands before they are sent.
    monkeypatch.setattr(rate_limits, "COMMANDS", 100_000)
    monkeypatch.setattr(rate_limits.CommandLimiter, "pause", _forget)
    monkeypatch.setattr(rate_limits.Pauses, "begin", _forget)
    monkeypatch.setattr(http_module, "TIMEOUT", 0.1)
    monkeypatch.setattr(token_endpoint, "TIMEOUT", aiohttp.ClientTimeout(total=2))
    return entry


def _data(action: str, state: State) -> _Data:
    """Return a value of an action that the entity offers and does not have."""
    if action in _OPTIONS:
        field, source = _OPTIONS[action]
        offered = [*(state.attributes.get(source) or ("none",))]
        others = [
            item for item in offered if item not in (state.state, state.attributes.get(field))
        ]
        return {field: (others or offered)[0]}
    if action in _NUMBERS:
        field, low, high = _NUMBERS[action]
        least, most = (float(state.attributes.get(key) or 0) for key in (low, high))
        return {field: round((least + most) / 2)}
    return _FIXED.get(action, {})


def _commands(world: World, entry: SmartThingsConfigEntry) -> Iterator[tuple[str, str]]:
    """Yield each action with one entity of each kind: by platform, texts and features."""
    seen = set()
    for item in er.async_entries_for_config_entry(er.async_get(world.hass), entry.entry_id):
        kind = (item.domain, item.translation_key or item.original_name, item.supported_features)
        if kind in seen or world.hass.states.get(item.entity_id) is None:
            continue
        seen.add(kind)
        for service in world.hass.services.async_services_for_domain(item.domain):
            if service not in _READING:
                yield f"{item.domain}.{service}", item.entity_id


async def _act(world: World, action: str, entity_id: str) -> HomeAssistantError | None:
    """Perform an action; return its error, None if it succeeds or does not fit the entity."""
    state = world.hass.states.get(entity_id)
    assert state is not None
    domain, service = action.split(".")
    data = {"entity_id": entity_id, **_data(action, state)}
    try:
        await world.hass.services.async_call(domain, service, data, blocking=True)
    except HomeAssistantError as err:
        return err
    return None


def _shown(world: World, entity_id: str) -> tuple[str, _Data]:
    """Return what an entity shows. Home Assistant notes the time of a press itself."""
    state = world.hass.states.get(entity_id)
    assert state is not None
    pressed = state.domain in ("button", "notify", "scene")
    return "" if pressed else state.state, dict(state.attributes)


async def _requesting(world: World, entry: SmartThingsConfigEntry) -> list[tuple[str, str, str]]:
    """Return the commands that make a request, with its path. All fail, so nothing changes."""
    found = []
    for action, entity_id in _commands(world, entry):
        world.simulator.calls.clear()
        world.simulator.faults.refuse_calls(400)
        with suppress(vol.Invalid):  # An action of another platform has fields of its own.
            await _act(world, action, entity_id)
        path = next((call.path for call in world.simulator.calls if call.method != "GET"), "")
        if path:
            found.append((action, entity_id, path))
        world.simulator.faults.clear()
    return found


async def test_no_command_leaves_anything_behind_when_it_fails(
    world: World, entry: SmartThingsConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    """The error has a text, no state changes, nothing is repeated, and the next one works."""
    simulator = world.simulator
    commands = await _requesting(world, entry)
    assert len({action for action, *_ in commands}) > 40
    for number, fault in enumerate(_FAULTS):
        await world.hass.config_entries.async_reload(entry.entry_id)
        await world.settle()
        for action, entity_id, path in commands[number % _SAMPLE :: _SAMPLE]:
            if fault == "failed" and not path.endswith("/commands"):
                continue  # Only commands have results.
            where = (fault, action, entity_id)
            before = _shown(world, entity_id)
            simulator.calls.clear()
            for method in ("POST", "PUT"):
                simulator.faults.fail("/[!o]*", method=method, times=9, **_FAULTS[fault])
            error = await _act(world, action, entity_id)
            simulator.faults.clear()
            assert error is not None, where
            assert error.translation_key, (where, error)
            assert "{" not in str(error), (where, str(error))
            assert not isinstance(error, ServiceValidationError), where
            assert _shown(world, entity_id) == before, where
            asked = [call.path for call in simulator.calls if call.method != "GET"]
            renewals = asked.count("/oauth/token")
            assert renewals <= 1, where
            # A call that hangs may end before the server reads it.
            assert len(asked) - renewals >= (fault != "hang"), where
            assert len(asked) - renewals <= (2 if fault in ("401", "reset") else 1), (
                where,
                asked,
            )
        for flow_id in reauth_flows(world.hass):
            world.hass.config_entries.flow.async_abort(flow_id)
    assert [record for record in caplog.records if record.exc_info] == []
