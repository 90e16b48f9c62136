"""The options of a simulated cloud. Each default is known or the likeliest."""

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
"""All scopes of the token page that the simulator knows (platform reference 1.5)."""

_DAY = 86_400.0


@dataclass(slots=True, kw_only=True)
class SimulatorOptions(OpenQuestions):
    """How the simulated cloud behaves; times are in seconds.

    Each simulator has its own copy, which tests may change while it runs. Numbers in brackets are
    sections of the platform reference.
    """

    access_token_lifetime: float = 86_399
    """`expires_in` of a refreshed access token; 299 occurs as well (1.1)."""
    install_token_lifetime: float = _DAY
    """Lifetime of the token in INSTALL and UPDATE (1.1)."""
    event_token_lifetime: float = 300
    """Lifetime of the token in EVENT (1.1)."""
    token_jwt: bool = False
    """Access tokens are JWTs instead of UUIDs (1.1)."""
    old_token_reply: bool = False
    """Replies of the token endpoint have neither installed app nor tier, as in 2018 (1.2)."""
    invalid_grant_status: int = 400
    """Status for a rejected refresh token; the documentation says 401 (1.2)."""
    code_lifetime: float = 600
    """Lifetime of an authorization code; the documentation only says "short-lived" (3.5)."""
    oauth_scope_granted: tuple[str, ...] | None = None
    """Scopes that a user grants to an API_ONLY app; None grants all that it asks for (1.5)."""

    subscription_ceiling: int = 40
    """Maximum number of subscriptions of an installed app (6.3)."""
    app_limit: int = 35
    """Maximum number of apps of an account (2.5)."""
    rate_limits: bool = True
    """Whether calls beyond the limits of 10.1 are answered with 429."""
    dated_replies: bool = True
    """Whether replies have a Date header."""
    latency: float = 0.0
    """Delay of every call of the API, the token endpoint and the key host."""
    page_size: int = 200
    """Items per page, unless `max` asks for fewer (8.1)."""
    status_in_list: bool = True
    """Whether `GET /devices` supports `includeStatus` (8.1)."""
    health_in_list: bool = True
    """Whether `GET /devices` supports `includeHealth` (8.1)."""
    derived_definitions: bool = True
    """Derive definitions from the values of devices; else they are a 404."""
    unknown_device_status: int = 403
    """Status for a device that does not exist; newer guides say 404 (1.4)."""

    refuse_webhook_apps: bool = False
    """Answer 403 to the registration of a WEBHOOK_SMART_APP; API_ONLY is accepted (0.3)."""
    refuse_confirmation: bool = False
    """Reject `requireConfirmation=true` with 400."""
    refuse_plain_registration: bool = False
    """Reject a registration without `requireConfirmation=true` with 400."""
    confirmation_first: bool = False
    """Send CONFIRMATION before the reply to `POST /apps`; the order is unverified (2.3)."""
    confirmation_lifetime: float = 600
    """Lifetime of a confirmation link (platform reference 14)."""

    old_lifecycles: bool = False
    """INSTALL and UPDATE have no `appId`, another `client`, and a member for the app in `config`,
    as in the captures of 2019 instead of that of 2022 (4.1, 4.9)."""
    install_page_asks: bool = False
    """The install page waits for Done and Allow; else opening it presses all buttons (3.1)."""
    install_page_fails: bool = False
    """The pages of an app show "Something went wrong", without INSTALL or UPDATE (3.1)."""
    schedules_allowed: bool = True
    """Whether an app's token may use schedules; none of the public clients shows that it may."""
    notifications_allowed: bool = True
    """Whether an app's token may send notifications; the scope for it is unverified."""

    digest_label: str = "SHA256"
    """Label of the Digest header, `SHA256` or `SHA-256` (5.1)."""
    callback_timeout: float = 10.0
    """Time limit for the answer of a target (3.3)."""
    command_delay: float = 0.02
    """Time between ACCEPTED and the first effect of a command (8.4)."""


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
"""The accepted JSON for each type of an option. Negative numbers are not accepted."""


def change(options: SimulatorOptions, asked: JsonObject) -> None:
    """Change options by name.

    Raises ValueError, and changes nothing, if a name is unknown or a value is not accepted.
    """
    kinds = get_type_hints(SimulatorOptions)
    for name, value in asked.items():
        if name not in kinds:
            msg = f"unknown option {name}"
            raise ValueError(msg)
        if not _KINDS[kinds[name]](value):
            msg = f"{name} does not accept this value"
            raise ValueError(msg)
    for name, value in asked.items():
        setattr(options, name, tuple(value) if isinstance(value, list) else value)
