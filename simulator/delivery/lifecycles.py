"""The bodies of deliveries (platform reference 4)."""

from uuid import uuid4

from simulator.api.tokens import TokenPair
from simulator.devices.device import Json, JsonObject
from simulator.records import App, InstalledApp

_PHONE: JsonObject = {"os": "android", "version": "1.8.31.21", "language": "en-GB"}
_OLD_CLIENT: JsonObject = {
    **_PHONE,
    "displayMode": "LIGHT",
    "supportedTemplates": ["BASIC_V1", "BASIC_V2"],
}
_CLIENT: JsonObject = {
    **_PHONE,
    "displayMode": "LIGHT",
    "timeZoneOffset": "+0100",
    "samsungAccountId": "t3nb2vgwq1",
    "mobileDeviceId": "5b2c8a5e-55c1-4a0e-9d6c-2f1a4f1f0e6d",
    "supportedTemplates": [],
}
"""The other form of the live INSTALL of 2022 (4.9)."""


def _envelope(
    app: App,
    lifecycle: str,
    data: JsonObject,
    *,
    with_app_id: bool = False,
    client: JsonObject | None = None,
) -> JsonObject:
    return {
        "lifecycle": lifecycle,
        "executionId": str(uuid4()),
        **({"appId": app.app_id} if with_app_id else {}),
        "locale": "en",
        "version": "0.1.0",
        **({"client": {**client}} if client else {}),
        f"{lifecycle.lower()}Data": data,
        "settings": {**app.settings},
    }


def ping(challenge: str) -> JsonObject:
    """Return a PING. There is no app yet, so it has no settings."""
    return {
        "lifecycle": "PING",
        "executionId": str(uuid4()),
        "locale": "en",
        "version": "1.0.0",
        "pingData": {"challenge": challenge},
    }


def confirmation(app: App, url: str) -> JsonObject:
    """Return a CONFIRMATION with the link that confirms the target."""
    data: JsonObject = {"appId": app.app_id, "confirmationUrl": url}
    if app.api_only:
        return {"messageType": "CONFIRMATION", "confirmationData": data}
    return _envelope(app, "CONFIRMATION", data, with_app_id=True)


def configuration(  # noqa: PLR0913 (each is a member)
    app: App,
    installed_app_id: str,
    config: JsonObject,
    *,
    page_id: str = "",
    previous: str = "",
    old: bool = False,
) -> JsonObject:
    """Return a CONFIGURATION: phase INITIALIZE without a page id, else phase PAGE.

    ``old`` is the form of the captures of 2019, here and below.
    """
    data: JsonObject = {
        "installedAppId": installed_app_id,
        "phase": "PAGE" if page_id else "INITIALIZE",
        "pageId": page_id,
        "previousPageId": previous,
        "config": config,
    }
    return _envelope(app, "CONFIGURATION", data, client=_OLD_CLIENT if old else _CLIENT)


def install(
    app: App, installed_app: InstalledApp, pair: TokenPair, *, old: bool = False
) -> JsonObject:
    """Return an INSTALL with the first tokens."""
    data: JsonObject = {
        "authToken": pair.access,
        "refreshToken": pair.refresh,
        "installedApp": installed_app.delivered,
    }
    return _saved(app, "INSTALL", data, old=old)


def update(  # noqa: PLR0913 (each is a member)
    app: App,
    installed_app: InstalledApp,
    pair: TokenPair,
    *,
    previous_config: JsonObject,
    previous_permissions: list[str],
    old: bool = False,
) -> JsonObject:
    """Return an UPDATE with new tokens."""
    data: JsonObject = {
        "authToken": pair.access,
        "refreshToken": pair.refresh,
        "installedApp": installed_app.delivered,
        "previousConfig": previous_config,
        "previousPermissions": [*previous_permissions],
    }
    return _saved(app, "UPDATE", data, old=old)


def _saved(app: App, lifecycle: str, data: JsonObject, *, old: bool) -> JsonObject:
    client = _OLD_CLIENT if old else _CLIENT
    return _envelope(app, lifecycle, data, with_app_id=not old, client=client)


def uninstall(app: App, installed_app: InstalledApp) -> JsonObject:
    """Return an UNINSTALL, which has no token."""
    return _envelope(app, "UNINSTALL", {"installedApp": installed_app.delivered})


def event(
    app: App, installed_app: InstalledApp, token: str | None, events: list[JsonObject]
) -> JsonObject:
    """Return an EVENT with elements of `events[]` (platform reference 7).

    An API_ONLY app gets neither a token nor the configuration.
    """
    elements: list[Json] = [*events]
    if app.api_only:
        content: JsonObject = {"installedApp": installed_app.address, "events": elements}
        return {"messageType": "EVENT", "eventData": content}
    data: JsonObject = {
        "authToken": token,
        "installedApp": installed_app.delivered,
        "events": elements,
    }
    return _envelope(app, "EVENT", data)
