"""Switches the device that a person named, and restores its state (platform reference 8.4)."""

from collections.abc import Sequence
from typing import Final

from custom_components.smartthings_smartapp.cloud.json_types import Json, as_object, text
from live_check.cloud.answers import Answer
from live_check.cloud.tokens import call_app
from live_check.context import SWITCH, Context
from live_check.created import Creation, LeftBehindError
from live_check.findings import not_tried

_OTHER: Final = {"on": "off", "off": "on"}


class Switch:
    """A device with a switch. Its state is restored at the end of the run, or earlier."""

    def __init__(self, context: Context, device_id: str, before: str) -> None:
        """Keep the state before the check."""
        self._context = context
        self._device_id = device_id
        self.before = before
        self._latest = before
        self._noted: Creation = context.created.note(
            "the state of the device that you named", self._restore
        )

    @property
    def other(self) -> str:
        """The opposite of the state before the check."""
        return _OTHER[self.before]

    async def set(self, *values: str) -> Answer:
        """Send commands, on or off, in one request. Raises NotTriedError if it is rejected."""
        answer = await self._send(values)
        if not answer.ok:
            not_tried(f"the device accepts no command: {answer.summary}")
        return answer

    async def put_back(self) -> None:
        """Restore the state before the check, if the check changed it."""
        await self._restore()
        self._context.created.forget(self._noted)

    async def _send(self, values: Sequence[str]) -> Answer:
        # Set before the call: a command may be executed although its reply is lost.
        self._latest = values[-1]
        commands: list[Json] = [
            {"component": "main", "capability": SWITCH, "command": value, "arguments": []}
            for value in values
        ]
        path = f"/devices/{self._device_id}/commands"
        return await call_app(self._context, "POST", path, body={"commands": commands})

    async def _restore(self) -> None:
        """Raise LeftBehindError if that fails.

        It does not read the state first: an accepted command may still be on its way (8.4).
        """
        if self._latest == self.before:
            return
        answer = await self._send((self.before,))
        if not answer.ok:
            msg = f"the cloud answered {answer.status}; it was {self.before} before"
            raise LeftBehindError(msg)


async def found_switch(context: Context) -> Switch:
    """Return the switch of the device that the person named. Raises NotTriedError."""
    device_id = context.the_device()
    value, answer = await _state(context, device_id)
    if value not in _OTHER:
        not_tried(f"the device that you named has no switch that is on or off: {answer.summary}")
    return Switch(context, device_id, value)


async def _state(context: Context, device_id: str) -> tuple[str, Answer]:
    path = f"/devices/{device_id}/components/main/capabilities/{SWITCH}/status"
    answer = await call_app(context, "GET", path)
    return text(as_object(answer.object.get(SWITCH)), "value"), answer
