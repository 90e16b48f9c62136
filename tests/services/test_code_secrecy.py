"""The code of a lock is nowhere but in the request to SmartThings."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from homeassistant.const import EVENT_CALL_SERVICE, MATCH_ALL
from homeassistant.core import Event
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr

from custom_components.smartthings_smartapp.const import DOMAIN
from custom_components.smartthings_smartapp.diagnostics.entry import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from custom_components.smartthings_smartapp.lock_codes import answers
from custom_components.smartthings_smartapp.runtime import SmartThingsConfigEntry
from simulator.devices.device import Json
from simulator.devices.ids import Devices
from tests.common.actions import Caller
from tests.common.world import World

CODE = "739164"
LETTERS = "73916x"


class _Everything:
    """Everything that Home Assistant keeps or shows about an action."""

    def __init__(self, world: World, entry: SmartThingsConfigEntry) -> None:
        self.caller = Caller(world, entry.runtime_data)
        self.device = self.caller.device(Devices.FRONT_LOCK)
        self.errors: list[str] = []
        self.responses: list[Json] = []
        self.events: list[str] = []
        world.hass.bus.async_listen(MATCH_ALL, self._note)

    def _note(self, event: Event) -> None:
        # Home Assistant itself fires the data of each action.
        if event.event_type != EVENT_CALL_SERVICE:
            self.events.append(f"{event.event_type} {event.data}")

    async def does(self, action: str, **data: Json) -> None:
        """Perform an action, and note its response or the texts of its error and their causes."""
        try:
            self.responses.append(await self.caller.ask(action, device_id=self.device, **data))
        except HomeAssistantError as err:
            error: BaseException | None = err
            while error:
                self.errors.append(f"{error!r} {error}")
                error = error.__cause__
        await self.caller.world.settle()


def _logged(records: list[logging.LogRecord]) -> list[str]:
    """Return the log without the events of Home Assistant's own actions, as with ``debug``."""
    formatter = logging.Formatter("%(name)s %(message)s")
    lines = [formatter.format(record) for record in records]
    return [line for line in lines if "call_service" not in line]


def _files(folder: Path) -> list[str]:
    """Return the files of the integration."""
    found = [path for path in folder.rglob("*smartthings*") if path.is_file()]
    return [path.read_text(errors="replace") for path in found]


@pytest.mark.devices(Devices.FRONT_LOCK, Devices.COFFEE_PLUG)
async def test_a_code_is_in_no_log_error_event_response_or_file(
    world: World,
    entry: SmartThingsConfigEntry,
    caplog: pytest.LogCaptureFixture,
    hass_storage: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not if the lock accepts or rejects it, the cloud repeats it, or a field is wrong."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(answers, "PATIENCE", 0.5)
    monkeypatch.setattr(answers, "POLL_EVERY", 0.2)
    seen = _Everything(world, entry)
    keypad = world.simulator.home.devices[Devices.FRONT_LOCK].keypad
    await seen.does("set_lock_code", slot=4, code=CODE, name="Kim")
    for answer in ("failed", "none"):
        keypad.answers.append(answer)
        await seen.does("set_lock_code", slot=5, code=CODE)
    echo: Json = {"error": {"code": CODE, "message": f"{CODE} is bad", "details": [CODE]}}
    for status in (422, 409, 403, 500):
        world.simulator.faults.fail("/devices/*/commands", status=status, body=echo, times=9)
        await seen.does("set_lock_code", slot=5, code=CODE)
        world.simulator.faults.clear()
    await seen.does("set_lock_code", slot=5, code=LETTERS)
    command: dict[str, Json] = {"capability": "lockCodes", "command": "setCode"}
    await seen.does("send_command", **command, arguments=[4, CODE, "Kim"])
    await seen.does("send_command", **command, arguments=[4, int(CODE), "Kim"])
    await seen.does("send_command", **command, arguments=[4, CODE * 90, "Kim"])
    await seen.does("list_lock_codes")
    assert len(seen.errors) >= 8
    assert len(seen.responses) == 3
    sent = [request.commands[0]["arguments"] for request in world.simulator.commands]
    assert [4, CODE, "Kim"] in sent, "it is only in the requests"

    device = dr.async_get(world.hass).async_get(seen.device)
    assert device
    found = [
        *_logged(caplog.records),
        *seen.errors,
        *seen.events,
        json.dumps(seen.responses),
        json.dumps(await async_get_config_entry_diagnostics(world.hass, entry), default=str),
        json.dumps(await async_get_device_diagnostics(world.hass, entry, device), default=str),
        json.dumps(hass_storage, default=str),
        *(str(state.as_dict()) for state in world.hass.states.async_all()),
        *_files(Path(world.hass.config.config_dir)),
    ]
    assert [text for text in found if CODE[:5] in text] == []
    assert DOMAIN in "".join(found)
