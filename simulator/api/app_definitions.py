"""Validates app definitions (platform reference 2.2)."""

import re
from collections.abc import Mapping
from ipaddress import ip_address

from yarl import URL

from simulator.devices.device import Json, JsonObject
from simulator.json_tools import as_list, as_object, strings

from .errors import refuse_empty, refuse_malformed, refuse_missing, refuse_size

WEBHOOK = "WEBHOOK_SMART_APP"
API_ONLY = "API_ONLY"
SIGNATURE_TYPES = ("APP_RSA", "ST_PADLOCK")
_APP_TYPES = (WEBHOOK, API_ONLY, "LAMBDA_SMART_APP")
_CLASSIFICATIONS = ("AUTOMATION", "SERVICE", "DEVICE", "CONNECTED_SERVICE")
_PRINCIPALS = ("LOCATION", "USER_LEVEL")
_APP_NAME = re.compile(r"[A-Za-z0-9._-]{1,250}")
_TARGET_URL_LENGTH = 2048
_REDIRECT_URIS = 10
_UI: JsonObject = {"dashboardCardsEnabled": False, "preInstallDashboardCardsEnabled": False}


def required_text(body: JsonObject, name: str, longest: int) -> str:
    """Return a required text. Raises ErrorReply 422."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        refuse_missing(name)
    if len(value) > longest:
        refuse_size(name, 1, longest)
    return value


def _app_name(body: JsonObject) -> str:
    name = body.get("appName")
    if not isinstance(name, str):
        refuse_missing("appName")
    if not _APP_NAME.fullmatch(name):
        refuse_malformed("appName")
    return name


def one_of(
    body: Mapping[str, Json], name: str, known: tuple[str, ...], default: str | None = None
) -> str:
    """Return one of the allowed words. Raises ErrorReply 422."""
    value = body.get(name, default)
    if value is None:
        refuse_missing(name)
    if not isinstance(value, str) or value not in known:
        refuse_malformed(name)
    return value


def _classifications(body: JsonObject) -> list[Json]:
    found = as_list(body.get("classifications"))
    if not found:
        refuse_empty("classifications")
    if any(item not in _CLASSIFICATIONS for item in found):
        refuse_malformed("classifications")
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_safe(text: str) -> bool:
    """Return whether a URL is https, or http on this machine."""
    try:
        url = URL(text)
        host = url.host or ""
    except ValueError:
        return False
    secure = url.scheme == "https" or (url.scheme == "http" and _is_loopback(host))
    return bool(host) and secure and not url.fragment and not url.user


def target_url(value: Json) -> str:
    """Return a target that may be registered: https, or http on this machine.

    Raises ErrorReply 422.
    """
    if value is None:
        refuse_missing("targetUrl")
    if not isinstance(value, str) or len(value) > _TARGET_URL_LENGTH or not _is_safe(value):
        refuse_malformed("targetUrl")
    return value


def oauth(body: JsonObject, display_name: str) -> JsonObject:
    """Return the `oauth` member of an app, with defaults. Raises ErrorReply 422.

    A redirect URI is https, or http on the user's own machine. This is the rule of the official
    CLI; the rule of the platform is assumed to be the same.
    """
    redirect_uris = strings(body.get("redirectUris"))
    if len(redirect_uris) > _REDIRECT_URIS:
        refuse_size("redirectUris", 0, _REDIRECT_URIS)
    if not all(map(_is_safe, redirect_uris)):
        refuse_malformed("redirectUris")
    scope: list[Json] = [*strings(body.get("scope"))]
    uris: list[Json] = [*redirect_uris]
    name = body.get("clientName")
    return {"clientName": name or display_name, "scope": scope, "redirectUris": uris}


def settings(body: JsonObject) -> dict[str, str]:
    """Return the settings of a request. Raises ErrorReply 422 if one is not a string."""
    found = body.get("settings")
    if not isinstance(found, dict):
        refuse_missing("settings")
    for name, value in found.items():
        if not isinstance(value, str):
            refuse_malformed(f"settings.{name}")
    return {name: str(value) for name, value in found.items()}


def definition(body: JsonObject) -> JsonObject:
    """Return the members of an app from its definition, without the target.

    Raises ErrorReply 422.
    """
    app: JsonObject = {
        "appName": _app_name(body),
        "appType": one_of(body, "appType", _APP_TYPES),
        "principalType": one_of(body, "principalType", _PRINCIPALS, "LOCATION"),
        "classifications": _classifications(body),
        "displayName": required_text(body, "displayName", 75),
        "description": required_text(body, "description", 250),
        "singleInstance": body.get("singleInstance") is True,
        "installMetadata": {},
    }
    if app["appType"] != API_ONLY:
        app["ui"] = _UI | as_object(body.get("ui"))
    else:
        app["ui"] = {**_UI}
    for name in ("iconImage", "tags"):
        if name in body:
            app[name] = body[name]
    return app


def asked_target(body: JsonObject) -> str | None:
    """Return the target of a definition; only API_ONLY may have none. Raises ErrorReply 422."""
    if body["appType"] == API_ONLY:
        asked = as_object(body.get("apiOnly"))
        return target_url(asked["targetUrl"]) if "targetUrl" in asked else None
    if body["appType"] == WEBHOOK:
        return target_url(as_object(body.get("webhookSmartApp")).get("targetUrl"))
    return None
