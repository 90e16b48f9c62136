"""What a simulated cloud is like; every default is the platform's own or the likeliest reading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import get_type_hints

from simulator.devices.device import Json, JsonObject
from simulator.json_tools import strings

from .open_questions import OpenQuestions

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


@dataclass(slots=True, kw_only=True)
class SimulatorOptions(OpenQuestions):
    """How the simulated cloud behaves; times are in seconds.

    A simulator works with a copy of its own, which may be changed while it runs. Numbers in
    brackets are sections of the platform reference.
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
    old_token_reply: bool = False
    """The token endpoint tells neither installed app nor tier, as in 2018 (1.2)."""
    invalid_grant_status: int = 400
    """Status of a refused refresh token; the documentation says 401 (1.2)."""
    code_lifetime: float = 600
    """Life of an authorization code; "short-lived" is all that is said (3.5)."""
    oauth_scope_granted: tuple[str, ...] | None = None
    """Scopes a user grants of those an API_ONLY app asks for; None grants them all (1.5)."""

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
    derived_definitions: bool = True
    """A device's capability without a definition of ours gets one from its values, else 404."""
    unknown_device_status: int = 403
    """Status for a device that does not exist; newer guides say 404 (1.4)."""

    refuse_webhook_apps: bool = False
    """Answer 403 to the registration of a WEBHOOK_SMART_APP; API_ONLY is taken (0.3)."""
    refuse_confirmation: bool = False
    """Refuse `requireConfirmation=true` with 400."""
    refuse_plain_registration: bool = False
    """Refuse a registration without `requireConfirmation=true` with 400."""
    confirmation_first: bool = False
    """Send CONFIRMATION before the reply to `POST /apps`; the order is unverified (2.3)."""
    confirmation_lifetime: float = 600
    """Life of a confirmation link (platform reference 14)."""

    install_page_asks: bool = False
    """The install page waits for a press of its button; else opening it presses every one (3.1)."""
    install_page_fails: bool = False
    """The pages of an app end in "Something went wrong", without INSTALL or UPDATE (3.1)."""
    notifications_allowed: bool = True
    """Whether an app's token may send notifications; the scope that this takes is unverified."""

    digest_label: str = "SHA256"
    """Label of the Digest header, `SHA256` or `SHA-256` (5.1)."""
    callback_timeout: float = 10.0
    """Time a target has for its answer (3.3)."""
    command_delay: float = 0.02
    """Time from ACCEPTED to the first effect of a command (8.4)."""


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < inf


def _is_list_of_strings(value: Json) -> bool:
    return isinstance(value, list) and len(strings(value)) == len(value)


_KINDS: Mapping[object, Callable[[Json], bool]] = {
    bool: lambda value: isinstance(value, bool),
    int: lambda value: isinstance(value, int) and _is_number(value),
    float: _is_number,
    str: lambda value: isinstance(value, str),
    tuple[str, ...] | None: lambda value: value is None or _is_list_of_strings(value),
}
"""What JSON a type of an option takes; no number is negative."""


def change(options: SimulatorOptions, asked: JsonObject) -> None:
    """Change options by name.

    Raises ValueError, and changes nothing, where there is no such option or it takes no such value.
    """
    kinds = get_type_hints(SimulatorOptions)
    for name, value in asked.items():
        if name not in kinds:
            msg = f"there is no option {name}"
            raise ValueError(msg)
        if not _KINDS[kinds[name]](value):
            msg = f"{name} takes another value"
            raise ValueError(msg)
    for name, value in asked.items():
        setattr(options, name, tuple(value) if isinstance(value, list) else value)
