"""The token endpoint (platform reference 1.2)."""

import base64
import binascii

from aiohttp import web

from simulator.cloud import CLOUD, Cloud
from simulator.delivery.authorizer import Authorizer
from simulator.devices.device import JsonObject
from simulator.records import App, InstalledApp

from .errors import ErrorReply
from .gateway import DROP


def _refused(status: int, error: str, description: str) -> ErrorReply:
    return ErrorReply(status, {"error": error, "error_description": description})


def _credentials(request: web.Request, form: dict[str, str]) -> tuple[str, str]:
    """Return client id and secret from the Basic header or from the form."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        client_id, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except binascii.Error, UnicodeDecodeError:
        return "", ""
    return client_id, secret


def _client(cloud: Cloud, request: web.Request, form: dict[str, str]) -> App:
    client_id, secret = _credentials(request, form)
    app = cloud.records.app_of_client(client_id)
    if app is None or app.client_secret != secret or form.get("client_id", client_id) != client_id:
        raise _refused(401, "invalid_client", "Bad client credentials")
    return app


def _refreshed(cloud: Cloud, app: App, refresh_token: str) -> InstalledApp:
    """Return the installed app of a refresh token; tokens of other clients are unknown."""
    owner = cloud.tokens.owner_of(refresh_token)
    installed_app = cloud.records.installed_apps.get(owner) if owner else None
    if installed_app is None or installed_app.app_id != app.app_id:
        raise _refused(
            cloud.options.invalid_grant_status,
            "invalid_grant",
            f"Invalid refresh token requested by clientId: {app.client_id} "
            "with grantType: refresh_token, e.cause: no cause",
        )
    return installed_app


def _redeemed(cloud: Cloud, app: App, code: str, redirect_uri: str) -> InstalledApp:
    """Return the grant of a code."""
    installed_app = Authorizer(cloud).redeem(app, code, redirect_uri)
    if installed_app is None:
        # The platform repeats the code (community thread 225875); clients should not log the text.
        raise _refused(400, "invalid_grant", f"Invalid authorization code: {code}")
    return installed_app


def _new_pair(cloud: Cloud, app: App, installed_app: InstalledApp) -> JsonObject:
    """Return the reply with new tokens, and invalidate the older ones."""
    lifetime = cloud.options.access_token_lifetime
    pair = cloud.tokens.create_pair(installed_app, app.client_id, lifetime)
    cloud.tokens.revoke_pairs(installed_app.installed_app_id, keep=pair)
    body: JsonObject = {
        "access_token": pair.access,
        "token_type": "bearer",
        "refresh_token": pair.refresh,
        "expires_in": int(lifetime) if lifetime == int(lifetime) else lifetime,
        "scope": " ".join(installed_app.permissions),
    }
    if not cloud.options.old_token_reply:
        body |= {"access_tier": 0, "installed_app_id": installed_app.installed_app_id}
    return body


async def token(request: web.Request) -> web.Response:
    """`POST /oauth/token`: tokens for a refresh token or a code. Both work only once."""
    cloud = request.app[CLOUD]
    form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    app = _client(cloud, request, form)
    match form.get("grant_type"):
        case "refresh_token":
            installed_app = _refreshed(cloud, app, form.get("refresh_token", ""))
            request[DROP] = cloud.faults.take_lost_reply()
        case "authorization_code":
            code, redirect_uri = form.get("code", ""), form.get("redirect_uri", "")
            installed_app = _redeemed(cloud, app, code, redirect_uri)
        case _:
            raise _refused(400, "unsupported_grant_type", "Unsupported grant type")
    return web.json_response(_new_pair(cloud, app, installed_app))
