"""Run the simulated cloud alone: `python -m simulator`."""

import argparse
import asyncio
import contextlib
from collections.abc import Sequence

from .devices.live import LivingHome
from .server import Simulator


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator", description="A simulated SmartThings cloud."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8400, help="port to listen on, 0 for any")
    parser.add_argument(
        "--live", action="store_true", help="let people and devices act by themselves"
    )
    parser.add_argument("--speed", type=float, default=1.0, help="how many times as fast they act")
    return parser.parse_args(arguments)


async def run(arguments: argparse.Namespace) -> None:
    """Run the simulator until it is cancelled."""
    async with Simulator(host=arguments.host, port=arguments.port) as simulator:
        print(f"SmartThings simulator: {simulator.url}", flush=True)
        print(f"Its home:              {simulator.url}/home", flush=True)
        print(f"Access token:          {simulator.create_pat()}", flush=True)
        if arguments.live:
            await LivingHome(simulator.home, speed=arguments.speed).run()
        else:
            await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(parse()))
