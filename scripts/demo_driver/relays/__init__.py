"""The ways on which deliveries of the simulated cloud reach the demo's Home Assistant.

A way is an async context manager. It starts what lies between the two, and yields how both are
configured for it. It gets the configuration folder, which is empty then, and the port on which Home
Assistant will listen. To add a way, write a module here and add it to ``RELAYS``.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final

from scripts.demo_driver.relays.cloud import cloud
from scripts.demo_driver.relays.direct import direct
from scripts.demo_driver.relays.proxy import caddy, nginx
from scripts.demo_driver.relays.way import Way

type Relay = Callable[[Path, int], AbstractAsyncContextManager[Way]]

DIRECT: Final = "direct"
RELAYS: Final[Mapping[str, Relay]] = {
    DIRECT: direct,
    "cloud": cloud,
    "nginx": nginx,
    "caddy": caddy,
}
"""The ways by their names, which are the values of ``--relay``."""
