"""What a simulated cloud is like; every default is the platform's own or the likeliest reading."""

from dataclasses import dataclass

PAT_SCOPES = (
    "l:devices",
    "r:devices:*",
    "w:devices:*",
    "x:devices:*",
    "r:hubs:*",
    "r:locations:*",
    "w:locations:*",
    "x:locations:*",
    "r:scenes:*",
    "x:scenes:*",
    "r:apps:*",
    "w:apps:*",
    "l:installedapps",
    "r:installedapps",
    "w:installedapps",
)
"""All boxes of the token page that the simulator knows (platform reference 1.5)."""

_DAY = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorOptions:
    """How the simulated cloud behaves; times are in seconds.

    Numbers in brackets are sections of the platform reference.
    """

    access_token_lifetime: float = 86_399
    """`expires_in` of a refreshed access token; 299 was seen too (1.1)."""
    install_token_lifetime: float = _DAY
    """Life of the token in INSTALL and UPDATE (1.1)."""
    event_token_lifetime: float = 300
    """Life of the token in EVENT (1.1)."""
    refresh_token_lifetime: float = 30 * _DAY
    """Life of an unused refresh token (1.1)."""
    token_jwt: bool = False
    """Access tokens are JWTs instead of UUIDs (1.1)."""
    invalid_grant_status: int = 400
    """Status of a refused refresh token; the documentation says 401 (1.2)."""

    subscription_ceiling: int = 40
    """Subscriptions an installed app may hold (6.3)."""
    app_limit: int = 35
    """Apps an account may hold (2.5)."""
    rate_limits: bool = True
    """Whether calls beyond the limits of 10.1 get 429."""
    dated_replies: bool = True
    """Whether replies bear a date, as those of a well-behaved server do."""
    latency: float = 0.0
    """Time added to every call of the API, the token endpoint and the key host."""
    page_size: int = 200
    """Items on a page unless `max` asks for fewer (8.1)."""
    status_in_list: bool = True
    """Whether `GET /devices` heeds `includeStatus` (8.1)."""
    health_in_list: bool = True
    """Whether `GET /devices` heeds `includeHealth` (8.1)."""
    unknown_device_status: int = 403
    """Status for a device that does not exist; newer guides say 404 (1.4)."""

    refuse_confirmation: bool = False
    """Refuse `requireConfirmation=true` with 400."""
    refuse_plain_registration: bool = False
    """Refuse a registration without `requireConfirmation=true` with 400."""
    confirmation_first: bool = False
    """Send CONFIRMATION before the reply to `POST /apps`; the order is unverified (2.3)."""
    confirmation_lifetime: float = 600
    """Life of a confirmation link (14)."""

    digest_label: str = "SHA256"
    """Label of the Digest header, `SHA256` or `SHA-256` (5.1)."""
    callback_timeout: float = 10.0
    """Time a target has for its answer (3.3)."""
    command_delay: float = 0.02
    """Time from ACCEPTED to the first effect of a command (8.4)."""
