"""Translated errors: those of requests, and those of the cloud in actions and the config flow."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.translation import async_get_translations

from .cloud.api.errors import (
    AppUnknownError,
    ClosedError,
    CloudError,
    CloudUnreachableError,
    CommandFailedError,
    ConflictError,
    ForbiddenError,
    KindRefusedError,
    LimitReachedError,
    LoginLostError,
    NotFoundError,
    PaymentRequiredError,
    RejectedError,
    TargetError,
    TokensNotSavedError,
    TooManyRequestsError,
    UnauthorizedError,
)
from .const import DOMAIN

# Keys of ``exceptions`` in the translations; the first class that fits counts.
_COMMAND_ERRORS: tuple[tuple[type[CloudError], str], ...] = (
    (CloudUnreachableError, "cloud_unreachable"),
    (LoginLostError, "login_lost"),
    (UnauthorizedError, "login_lost"),
    (ForbiddenError, "forbidden"),
    (PaymentRequiredError, "payment_required"),
    (ConflictError, "device_state"),
    (CommandFailedError, "command_failed"),
    (NotFoundError, "not_found"),
    (TooManyRequestsError, "too_many_requests"),
    (RejectedError, "command_rejected"),
    (TokensNotSavedError, "tokens_not_saved"),
    (ClosedError, "unloaded_meanwhile"),
)


# Keys in place of those of commands, for requests that do not control a device.
READING: Final[Mapping[str, str]] = {
    "cloud_unreachable": "no_answer",
    "command_rejected": "request_rejected",
    "device_state": "request_rejected",
    "too_many_requests": "paced",
}
# It is not documented that a SmartApp has access to the history or to notifications.
HISTORY: Final[Mapping[str, str]] = {
    **READING,
    "forbidden": "history_not_granted",
    "not_found": "history_not_granted",
}
# A link to a picture expires.
PICTURE: Final[Mapping[str, str]] = {
    **READING,
    "command_rejected": "picture_gone",
    "forbidden": "picture_gone",
    "not_found": "picture_gone",
    "unexpected_reply": "picture_unusable",
}
MESSAGE: Final[Mapping[str, str]] = {
    **READING,
    "cloud_unreachable": "message_unsure",
    "forbidden": "message_not_granted",
    "not_found": "message_not_granted",
}


def action_error(
    error: CloudError, name: str, instead: Mapping[str, str] = MappingProxyType({})
) -> HomeAssistantError:
    """Return the error that an action raises for an error of the cloud.

    ``name`` is the name of the device or scene. ``instead`` has other keys for some errors:
    :data:`READING`, :data:`HISTORY`, :data:`PICTURE` or :data:`MESSAGE`.
    """
    key = next(
        (key for kind, key in _COMMAND_ERRORS if isinstance(error, kind)), "unexpected_reply"
    )
    key = instead.get(key, key)
    placeholders = {"name": name}
    if isinstance(error, TooManyRequestsError):
        placeholders["seconds"] = f"{error.retry_after:.0f}"
    return failed(translation_key=key, **placeholders)


def failed(*, translation_key: str, **placeholders: str) -> HomeAssistantError:
    """Return the error of a request that failed, by its key in ``exceptions``."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=translation_key,
        translation_placeholders=placeholders,
    )


def invalid(*, translation_key: str, **placeholders: str) -> ServiceValidationError:
    """Return the error of a request that cannot be carried out, by its key in ``exceptions``."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=translation_key,
        translation_placeholders=placeholders,
    )


def not_offered(wanted: str, offered: Iterable[str]) -> ServiceValidationError:
    """Return the error of an option that is none of those that are offered."""
    return invalid(translation_key="not_offered", option=wanted, options=", ".join(offered))


# Keys of ``config.error`` in the translations. What else the dialog offers for a key, besides
# another try, is in `flow/token.py`.
_FLOW_ERRORS: tuple[tuple[type[CloudError], str], ...] = (
    (CloudUnreachableError, "cloud_unreachable"),
    (AppUnknownError, "app_unknown"),
    (UnauthorizedError, "token_refused"),
    (ForbiddenError, "token_scopes"),
    (PaymentRequiredError, "payment_required"),
    (TooManyRequestsError, "too_many_requests"),
    (LimitReachedError, "app_limit"),
    (KindRefusedError, "app_refused"),
)

# Codes of the Apps API about the webhook (platform reference 2.4).
_TARGET_ERRORS = {
    "TargetTimeoutError": "webhook_timeout",
    "TargetNon200Error": "webhook_status",
    "TargetUnreachableError": "webhook_tls",
    "PatternError": "webhook_malformed",
}
_STATUS = re.compile(r"code=(\d{3})")
_STATUS_ERRORS = {
    "400": "address_proxy",
    "401": "webhook_blocked",
    "403": "webhook_blocked",
    "429": "webhook_blocked",
    "413": "address_too_large",
    "502": "address_upstream",
    "503": "address_upstream",
    "504": "address_upstream",
}
"""Keys for statuses with which our address has answered SmartThings. Home Assistant answers 400 to
requests from a proxy that it does not trust."""


@dataclass(frozen=True, slots=True)
class FlowError:
    """The error in a form of the config flow after a failed step."""

    key: str
    """Key of ``config.error`` in the translations."""
    about_webhook: bool = False
    """Whether the webhook URL is the cause, not the token or the cloud."""
    placeholders: dict[str, str] = field(default_factory=dict)


def flow_error(error: CloudError) -> FlowError:
    """Return what the config flow shows for an error of the registration."""
    if isinstance(error, TargetError):
        status = _STATUS.search(error.detail.message)
        key = _TARGET_ERRORS.get(error.detail.code, "webhook_refused")
        if key == "webhook_status" and status:
            key = _STATUS_ERRORS.get(status[1], key)
        return FlowError(
            key,
            about_webhook=True,
            placeholders={"status": status[1] if status else "?", "error": error.detail.code},
        )
    key = next((key for kind, key in _FLOW_ERRORS if isinstance(error, kind)), "refused")
    placeholders = {"error": str(error)}
    if isinstance(error, TooManyRequestsError):
        placeholders["seconds"] = f"{error.retry_after:.0f}"
    return FlowError(key, placeholders=placeholders)


async def flow_text(
    hass: HomeAssistant, key: str, placeholders: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return the text of an error of the config flow, for use inside another text."""
    texts = await async_get_translations(hass, hass.config.language, "config", {DOMAIN})
    return texts[f"component.{DOMAIN}.config.error.{key}"].format(**placeholders)
