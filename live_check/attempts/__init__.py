"""How each fact is tried: one coroutine by the id of its fact, in the module of its subject.

Facts that some calls and their statuses settle need none: `asked` makes the calls in their data.
"""

from typing import Final

from live_check.live import Attempts

from . import (
    api_only,
    deliveries,
    devices,
    events,
    installation,
    limits,
    locations,
    registration,
    signatures,
    subscriptions,
    tokens,
)

ATTEMPTS: Final[Attempts] = {
    **api_only.ATTEMPTS,
    **deliveries.ATTEMPTS,
    **devices.ATTEMPTS,
    **events.ATTEMPTS,
    **installation.ATTEMPTS,
    **limits.ATTEMPTS,
    **locations.ATTEMPTS,
    **registration.ATTEMPTS,
    **signatures.ATTEMPTS,
    **subscriptions.ATTEMPTS,
    **tokens.ATTEMPTS,
}
