"""Calls and deliveries of the simulated cloud during a test."""

from dataclasses import dataclass
from typing import Self

from scripts.demo_driver.checks import until
from scripts.demo_driver.simulator_control import Delivery, SimulatorControl


@dataclass(frozen=True, slots=True)
class Traffic:
    """The calls and the deliveries since the start of a test."""

    _simulator: SimulatorControl
    _calls_before: int
    _deliveries_before: int

    @classmethod
    async def begin(cls, simulator: SimulatorControl) -> Self:
        """Ignore earlier calls and deliveries."""
        calls, deliveries = await simulator.calls(), await simulator.deliveries()
        return cls(simulator, len(calls), len(deliveries))

    async def calls(self, method: str, path: str) -> list[int]:
        """Return the statuses of the calls of a path."""
        calls = (await self._simulator.calls())[self._calls_before :]
        return [
            call["status"] for call in calls if (call["method"], call["path"]) == (method, path)
        ]

    async def deliveries(self) -> list[Delivery]:
        """Return the deliveries, the latest last."""
        return (await self._simulator.deliveries())[self._deliveries_before :]

    async def lifecycles(self) -> list[str]:
        """Return the kinds of the deliveries that were answered with 200."""
        return [sent["lifecycle"] for sent in await self.deliveries() if sent["status"] == 200]

    async def wait_subscribed(self) -> None:
        """Wait until changes are pushed to Home Assistant."""

        async def subscribed() -> bool:
            return bool(await self._simulator.subscriptions())

        await until(subscribed, "a subscription")
