"""A stand-in for Home Assistant Cloud: its account, its API and the relayer of its cloudhooks."""

from .account import Account
from .home_assistant import SignedIn
from .options import NO_SUBSCRIPTION, RelayOptions
from .server import CloudRelay, RelayedRequest

__all__ = ["NO_SUBSCRIPTION", "Account", "CloudRelay", "RelayOptions", "RelayedRequest", "SignedIn"]
