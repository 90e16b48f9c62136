"""How the facts are tried: a coroutine with the ID of its fact, in the module of its subject.

Facts that the status and body of some calls settle have none: `asked` makes their calls.
"""

from typing import Final

from live_check.context import Attempts

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
