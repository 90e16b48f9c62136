"""What can be different about the relay, and what we do not know about the real one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_FAR: Final = date(2099, 1, 1)
NO_SUBSCRIPTION: Final = "no_subscription"
"""The plan of an account without one."""


@dataclass(slots=True, kw_only=True)
class RelayOptions:
    """The behavior of the relay; a change takes effect immediately."""

    reachable: bool = True
    """Whether Home Assistant can connect. If not, the handshake is answered with 503."""
    email: str = "demo@example.org"
    """The name of the account in new tokens."""
    subscription_end: date = _FAR
    """The end of the subscription in new tokens. The cloud integration adds seven days."""
    billing_plan: str = "yearly"
    """The plan of the account. With `NO_SUBSCRIPTION`, the cloud does not start."""
    token_life: timedelta = timedelta(hours=1)
    """Lifetime of new tokens."""
    connected_elsewhere: bool = False
    """Whether the API reports that another Home Assistant is connected."""
    refuse_hooks: bool = False
    """Whether the API creates no cloudhooks, and answers with 500."""
    answer_seconds: float = 10.0
    """How long a request waits for Home Assistant. Unverified."""
    offline_status: int = 503
    """The status of a request whose Home Assistant is not connected. Unverified."""
    silent_status: int = 504
    """The status of a request that Home Assistant does not answer. Unverified."""
    dropped_headers: frozenset[str] = frozenset()
    """Names of headers, in lower case, that the relay does not pass on.

    A public report shows that a signature header and the bytes of a body arrive unchanged
    (wbyoung/smartcar#130). Whether that is true of `Authorization` is unverified.
    """
