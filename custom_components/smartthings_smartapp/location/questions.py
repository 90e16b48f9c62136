"""Commands that ask a device for a report: those of one moment share one request."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from ..cloud.models import Command

type Send = Callable[[str, Sequence[Command]], Awaitable[object]]


class Questions:
    """The questions to the devices of a location.

    One action updates several entities, and each asks by itself. A device accepts twelve
    requests a minute, so the questions are sent together, and the same one is sent once.
    """

    def __init__(self, send: Send) -> None:
        """Ask with a function that sends commands to a device in one request."""
        self._send = send
        self._requests: dict[str, tuple[list[Command], asyncio.Future[None]]] = {}
        """The questions by device that are not sent yet, with the future of their request."""

    async def ask(self, device_id: str, question: Command) -> None:
        """Send a question together with the others of this moment.

        Raises CloudError only for the first of them.
        """
        if waiting := self._requests.get(device_id):
            questions, sent = waiting
            if question not in questions:
                questions.append(question)
            await asyncio.shield(sent)
            return
        questions = [question]
        sent = asyncio.get_running_loop().create_future()
        self._requests[device_id] = (questions, sent)
        try:
            try:
                await asyncio.sleep(0)
            finally:
                del self._requests[device_id]
            await self._send(device_id, questions)
        finally:
            sent.set_result(None)
