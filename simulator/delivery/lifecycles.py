"""The bodies of deliveries (platform reference 4)."""

from uuid import uuid4

from simulator.api.tokens import TokenPair
from simulator.devices.device import Json, JsonObject
from simulator.records import App, InstalledApp

_CLIENT: JsonObject = {
    "os": "android",
    "version": "1.8.31.21",
    "language": "en-GB",
    "displayMode": "LIGHT",
    "supportedTemplates": ["BASIC_V1", "BASIC_V2"],
}


def _envelope(
    app: App,
    lifecycle: str,
    data: JsonObject,
    *,
    with_app_id: bool = False,
    with_client: bool = False,
) -> JsonObject:
    return {
        "lifecycle": lifecycle,
        "executionId": str(uuid4()),
        **({"appId": app.app_id} if with_app_id else {}),
        "locale": "en",
        "version": "0.1.0",
        **({"client": _CLIENT} if with_client else {}),
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


def configuration(
    app: App, installed_app_id: str, config: JsonObject, *, page_id: str = "", previous: str = ""
) -> JsonObject:
    """Return a CONFIGURATION: phase INITIALIZE without a page id, else phase PAGE."""
    data: JsonObject = {
        "installedAppId": installed_app_id,
        "phase": "PAGE" if page_id else "INITIALIZE",
        "pageId": page_id,
        "previousPageId": previous,
        "config": config,
    }
    return _envelope(app, "CONFIGURATION", data, with_client=True)


def install(app: App, installed_app: InstalledApp, pair: TokenPair) -> JsonObject:
    """Return an INSTALL with the first tokens."""
    data: JsonObject = {
        "authToken": pair.access,
        "refreshToken": pair.refresh,
        "installedApp": installed_app.delivered,
    }
    return _envelope(app, "INSTALL", data, with_client=True)


def update(
    app: App,
    installed_app: InstalledApp,
    pair: TokenPair,
    *,
    previous_config: JsonObject,
    previous_permissions: list[str],
) -> JsonObject:
    """Return an UPDATE with new tokens."""
    data: JsonObject = {
        "authToken": pair.access,
        "refreshToken": pair.refresh,
        "installedApp": installed_app.delivered,
        "previousConfig": previous_config,
        "previousPermissions": [*previous_permissions],
    }
    return _envelope(app, "UPDATE", data, with_client=True)


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
