"""The credentials of a SmartApp."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """Client id and secret of a SmartApp. The platform shows the secret only once."""

    client_id: str
    client_secret: str = field(repr=False)
