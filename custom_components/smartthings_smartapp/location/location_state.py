"""The location apart from its devices: mode, scenes, security, temperature scale."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from ..cloud.delivery.events import ModeEvent, SceneLifecycleEvent, SecurityArmStateEvent
from ..cloud.models import Location, Mode, Scene
from ..cloud.subscription_plan import SourceType
from .changes import NewerPoll
from .order import EventOrder, Poll, event_order


class LocationState:
    """The last reported state of the location."""

    def __init__(self, registered_scenes: Iterable[str] = ()) -> None:
        """Start empty. ``registered_scenes`` are those that Home Assistant has from earlier."""
        self.location: Location | None = None
        self.modes: dict[str, Mode] = {}
        self.mode_id: str | None = None
        self.scenes: dict[str, Scene] = {}
        self.scenes_listed = False
        """Whether a complete list of the scenes was read."""
        self.arm_state: str | None = None
        """From the last event; the API does not provide it (platform reference 9)."""
        self._mode_set = 0
        """The number of the delivery or poll that last set the mode."""
        self._mode_time: datetime | None = None
        self._mode_read: datetime | None = None
        self._modes_set = 0
        self._scenes_set = 0
        self._registered_scenes = set(registered_scenes)
        """Scenes of an earlier run that no complete list has confirmed or removed yet."""
        self._scenes_gone: set[str] = set()
        """Scenes that an event reported as removed since the last list."""
        self._arm_time: datetime | None = None

    # Events

    def apply_mode(self, event: ModeEvent, sent: datetime, number: int) -> EventOrder:
        """Apply that the location entered a mode, unless something newer is known."""
        time = min(event.time or sent, sent)
        differs = event.mode_id != self.mode_id
        order = event_order(time, self._mode_time, self._mode_read, differs=differs)
        if order.fresh:
            self.mode_id, self._mode_time, self._mode_set = event.mode_id, time, number
        return order

    def apply_arm_state(self, event: SecurityArmStateEvent, sent: datetime) -> EventOrder:
        """Apply a state of the security system, unless a newer one is known."""
        time = min(event.time or sent, sent)
        order = event_order(time, self._arm_time)
        if order.fresh:
            self.arm_state, self._arm_time = event.arm_state, time
        return order

    def apply_scene(self, event: SceneLifecycleEvent) -> None:
        """Note that a scene was removed; the list of scenes brings all else."""
        if event.lifecycle == "DELETE":
            self._scenes_gone.add(event.scene_id)

    # Polls

    def take_mode(self, mode_id: str, poll: Poll) -> frozenset[NewerPoll]:
        """Take over a poll of the current mode, unless something newer is known.

        Return the change that no event reported, if there is one. SmartThings does not date it: it
        happened after the poll before.
        """
        if self._mode_set >= poll.number:
            return frozenset()
        known, since = self.mode_id, self._mode_read
        self.mode_id, self._mode_set, self._mode_read = mode_id, poll.number, poll.began
        if since is None or mode_id == known:
            return frozenset()
        return frozenset({NewerPoll(SourceType.MODE, since, changed=True)})

    def take_modes(self, modes: Mapping[str, Mode], poll: Poll, *, complete: bool) -> None:
        """Take over a poll of the modes, unless a newer one came before it."""
        if self._modes_set < poll.number:
            self._modes_set = poll.number
            self.modes = {**modes} if complete else {**self.modes, **modes}

    def missing_scenes(self, present: AbstractSet[str]) -> AbstractSet[str]:
        """Return the known scenes that a list lacks and that no event reported as removed."""
        return (self.scenes.keys() | self._registered_scenes) - present - self._scenes_gone

    def take_scenes(self, scenes: Mapping[str, Scene], poll: Poll, *, complete: bool) -> None:
        """Take over a poll of the scenes, unless a newer one came before it."""
        if self._scenes_set < poll.number:
            self._scenes_set = poll.number
            self._scenes_gone.clear()
            self.scenes = {**scenes} if complete else {**self.scenes, **scenes}
            if complete:
                self._registered_scenes.clear()
                self.scenes_listed = True
