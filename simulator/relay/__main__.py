"""Run the relay alone: `python -m simulator.relay`."""

import argparse
import asyncio
import contextlib
from collections.abc import Sequence

from .server import CloudRelay


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator.relay", description="A stand-in for Home Assistant Cloud."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8500, help="port to listen on, 0 for any")
    return parser.parse_args(arguments)


async def run(arguments: argparse.Namespace) -> None:
    """Print what Home Assistant needs as a line of JSON, and relay until it is cancelled."""
    async with CloudRelay(host=arguments.host, port=arguments.port) as relay:
        print(relay.signed_in.as_json(), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(parse()))
