"""The parts of a simulated cloud."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from aiohttp import web

from .api.limits import RateLimiter
from .api.tokens import Tokens
from .control.faults import Faults
from .control.log import Log
from .control.options import SimulatorOptions
from .delivery.publisher import Publisher
from .delivery.scheduler import Scheduler
from .delivery.sender import Sender
from .delivery.signing import KeyHost
from .delivery.sinks import Sinks
from .devices.catalogue import Catalogue
from .devices.history import History
from .devices.home import Home
from .records import Records


@dataclass(slots=True)
class Clock:
    """The clock for tokens, rate limits and dates. Tests may replace `now`."""

    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        """Return the time in UTC."""
        return self.now()


class Cloud:
    """The parts that the handlers of the API use."""

    def __init__(self, home: Home, options: SimulatorOptions) -> None:
        """Start with the homes only, without apps."""
        self.home = home
        self.options = replace(options)
        self.clock = Clock()
        self.origin = ""
        self.log = Log()
        self.faults = Faults()
        self.records = Records()
        self.catalogue = Catalogue(home, self.options)
        self.history = History()
        self.background = home.background
        self.limiter = RateLimiter(self.clock, self.options)
        self.tokens = Tokens(self.options, self.clock)
        self.keys = KeyHost(self.clock, self.options)
        self.sender = Sender(self.options, self.clock, self.keys, self.log)
        self.publisher = Publisher(
            home=home,
            records=self.records,
            tokens=self.tokens,
            sender=self.sender,
            faults=self.faults,
            background=self.background,
            open_questions=self.options,
        )
        self.sinks = Sinks()
        self.scheduler = Scheduler(self.records, self.publisher, self.clock)

    def time(self) -> str:
        """Return the time in the format of apps: ISO, whole seconds, `Z`."""
        return self.clock().isoformat(timespec="seconds").replace("+00:00", "Z")


CLOUD = web.AppKey("cloud", Cloud)
