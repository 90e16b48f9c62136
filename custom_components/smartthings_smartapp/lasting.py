"""What outlives the set-ups of an entry: one that fails is followed by the next."""

from dataclasses import dataclass, field

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .cloud.api.http import Reply
from .cloud.api.rate_limits import Pauses
from .const import DOMAIN
from .issues.clock import ClockWatch
from .issues.issue import end_all_issues
from .issues.permissions import AccessWatch

_LASTING: HassKey[dict[str, Lasting]] = HassKey(f"{DOMAIN}_lasting")


@dataclass(frozen=True, slots=True)
class Lasting:
    """What is known of an entry from the first set-up until it is disabled or removed."""

    pauses: Pauses
    """Those of its token: a set-up may have failed by them."""
    access: AccessWatch
    clock: ClockWatch
    installed_app_ids: set[str] = field(default_factory=set)
    """The installed apps that the entry has had."""

    @callback
    def replied(self, reply: Reply) -> None:
        """Take in the reply to any call."""
        self.access.replied(reply)
        self.clock.replied(reply)


@callback
def lasting(hass: HomeAssistant, entry: ConfigEntry) -> Lasting:
    """Return what is known of an entry."""
    known = hass.data.setdefault(_LASTING, {})
    if entry.entry_id not in known:
        known[entry.entry_id] = Lasting(
            Pauses(),
            AccessWatch(hass, entry),
            ClockWatch(hass, entry),
        )
    return known[entry.entry_id]


@callback
def forget(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget an entry that is disabled or removed, and end its issues."""
    hass.data.get(_LASTING, {}).pop(entry.entry_id, None)
    end_all_issues(hass, entry)
