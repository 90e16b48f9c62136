"""The websocket of a connected Home Assistant, and the messages of hass-nabucasa on it.

A message has `msgid`, `handler` and `payload`; an answer has the same `msgid`, and `payload` or
`error` (hass_nabucasa/iot.py).
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Final

from aiohttp import WSMsgType, web

from simulator.devices.device import Json, JsonObject
from simulator.json_tools import as_object, parse

REGION: Final = "eu-central-1"
_LOST: Final = "connection lost"


class InstanceError(Exception):
    """Home Assistant answers with an error, or the connection has ended."""


@dataclass(slots=True)
class Instance:
    """A connected Home Assistant."""

    socket: web.WebSocketResponse
    hooks: frozenset[str] = frozenset()
    """IDs of the cloudhooks that it has registered."""
    _answers: dict[str, asyncio.Future[JsonObject]] = field(default_factory=dict)

    async def serve(self) -> None:
        """Greet, and read messages until the connection ends.

        hass-nabucasa counts as connected when the first message has arrived.
        """
        try:
            await self.send("system", {"region": REGION})
            async for message in self.socket:
                if message.type is WSMsgType.TEXT:
                    self._received(parse(message.data))
        finally:
            for answer in self._answers.values():
                answer.set_exception(InstanceError(_LOST))

    async def send(self, handler: str, payload: JsonObject, message_id: str = "") -> None:
        """Send a message. Raises ConnectionResetError if the connection has ended."""
        message_id = message_id or secrets.token_hex(16)
        await self.socket.send_json({"msgid": message_id, "handler": handler, "payload": payload})

    async def ask(self, handler: str, payload: JsonObject) -> JsonObject:
        """Send a message, and return the payload of the answer. Raises InstanceError."""
        message_id = secrets.token_hex(16)
        answer: asyncio.Future[JsonObject] = asyncio.get_running_loop().create_future()
        self._answers[message_id] = answer
        try:
            await self.send(handler, payload, message_id)
            return await answer
        except ConnectionResetError as err:
            raise InstanceError(_LOST) from err
        finally:
            del self._answers[message_id]

    def _received(self, message: Json) -> None:
        match message:
            case {"msgid": str(message_id), "payload": payload} if message_id in self._answers:
                self._answers[message_id].set_result(as_object(payload))
            case {"msgid": str(message_id), "error": error} if message_id in self._answers:
                self._answers[message_id].set_exception(InstanceError(str(error)))
            case {"handler": "webhook-register", "payload": {"cloudhook_ids": list(hooks)}}:
                self.hooks = frozenset(map(str, hooks))
