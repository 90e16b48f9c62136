"""A location with a few devices, in which time passes and events are lost."""

from freezegun.api import FrozenDateTimeFactory

from custom_components.smartthings_smartapp.issues.issue import Issue
from custom_components.smartthings_smartapp.runtime import Runtime, SmartThingsConfigEntry
from simulator import SimulatorOptions
from tests.common.notices import notice
from tests.common.plugs import PLUGS, pass_minutes
from tests.common.world import World

NO_LIMITS = SimulatorOptions(
    rate_limits=False,
    access_token_lifetime=1e9,
    install_token_lifetime=1e9,
)


class WatchedHouse:
    """A location with plugs, in which time passes."""

    def __init__(
        self, world: World, freezer: FrozenDateTimeFactory, entry: SmartThingsConfigEntry
    ) -> None:
        """Keep the collaborators."""
        self.world = world
        self.freezer = freezer
        self.entry = entry

    @property
    def runtime(self) -> Runtime:
        """The runtime of the entry, which changes with a reload."""
        return self.entry.runtime_data

    async def pass_minutes(self, minutes: int, step: int = 1) -> None:
        """Let time pass in steps, and run everything that is due in each."""
        await pass_minutes(self.world, self.freezer, minutes, step)

    def switch_plug(self, number: int, value: str, *, pushed: bool = False) -> None:
        """Switch a plug, by default without an event."""
        self.world.simulator.home.set_attribute(
            PLUGS[number], "main", "switch", "switch", value, report=pushed
        )

    def plug_state(self, number: int) -> str:
        """Return the state of a plug."""
        return self.world.state(f"switch.plug_{number}")

    def count_reads(self, path: str) -> int:
        """Return the number of reads of a path since the last call."""
        count = len(self.world.calls("GET", path))
        self.world.simulator.calls.clear()
        return count

    def issue(self, kind: Issue = Issue.SILENT_DELIVERY) -> str:
        """Return the text of a repair issue, empty if it is not raised."""
        return notice(self.world.hass, self.runtime.entry, kind)
