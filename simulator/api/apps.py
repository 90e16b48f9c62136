"""The Apps API: for personal access tokens only (platform reference 2)."""

from uuid import uuid4

from aiohttp import web

from simulator.cloud import CLOUD
from simulator.delivery import installations, registration
from simulator.delivery.signing import AppKey
from simulator.devices.device import OWNER, Json, JsonObject
from simulator.json_tools import as_object, strings
from simulator.records import App

from .access import Access, ApiCall, Handler, Route
from .app_definitions import (
    API_ONLY,
    SIGNATURE_TYPES,
    WEBHOOK,
    asked_target,
    definition,
    oauth,
    one_of,
    settings,
)
from .errors import ErrorReply, failure, forbidden, refuse_conflict, refuse_limit
from .limits import APPS
from .paging import page

_LISTED = (
    "appName",
    "appId",
    "appType",
    "classifications",
    "displayName",
    "description",
    "owner",
    "createdDate",
    "lastUpdatedDate",
)
_INSTALL_PAGE = "https://api.smartthings.com/installedapp"


def _app(call: ApiCall) -> App:
    app = call.cloud.records.find_app(call.param("appNameOrId"))
    if app is None:
        raise forbidden()
    return app


def _refuse_form(call: ApiCall, app_type: Json, *, confirmation: bool) -> None:
    """Reject forms of registration that are disabled; API_ONLY has only one form."""
    options = call.cloud.options
    if app_type == API_ONLY:
        return
    if options.refuse_webhook_apps and app_type == WEBHOOK:
        raise forbidden()
    refused = options.refuse_confirmation if confirmation else options.refuse_plain_registration
    if refused:
        code = "UnsupportedOperationError"
        form = "with" if confirmation else "without"
        text = f"Simulated text: registration {form} confirmation is not supported."
        raise failure(400, code, text)


def _check_room(call: ApiCall, app_type: Json) -> None:
    held = [app for app in call.cloud.records.apps.values() if app.body["appType"] == app_type]
    if len(held) >= call.cloud.options.app_limit:
        refuse_limit("Simulated text: the account already holds the maximum of apps.")


def _check_name(call: ApiCall, body: JsonObject, app: App | None = None) -> None:
    namesake = call.cloud.records.find_app(str(body["appName"]))
    if namesake is not None and namesake is not app:
        refuse_conflict("Simulated text: an app of this name exists.")


def _signature_type(call: ApiCall, body: JsonObject, *, confirmation: bool) -> str:
    if call.cloud.options.padlock_forced:
        return "ST_PADLOCK"
    asked = call.request.query.get("signatureType") or as_object(body.get("webhookSmartApp")).get(
        "signatureType"
    )
    default = "ST_PADLOCK" if confirmation else "APP_RSA"
    return one_of({"signatureType": asked or default}, "signatureType", SIGNATURE_TYPES)


def _set_target(app: App, url: str | None, signature_type: str) -> None:
    """Give an app an unconfirmed target, and invalidate an older confirmation link."""
    app.confirmation = None
    target: JsonObject = {"targetUrl": url, "targetStatus": "PENDING"}
    if app.body["appType"] == API_ONLY:
        app.body["apiOnly"] = {"subscription": target if url else {}}
    elif app.body["appType"] == WEBHOOK:
        app.body["webhookSmartApp"] = target
        _set_signature_type(app, signature_type)


def _set_signature_type(app: App, signature_type: str) -> None:
    target = as_object(app.body.get("webhookSmartApp"))
    target.pop("publicKey", None)
    if signature_type == "APP_RSA":
        app.key = app.key or AppKey.create()
        target["publicKey"] = app.key.public_pem
    target["signatureType"] = signature_type


async def _check_target(call: ApiCall, app: App) -> None:
    """Check the target with CONFIRMATION or PING, before or after the reply."""
    if not app.target_url:
        return
    if not app.requires_confirmation:
        await registration.ping(call.cloud, app)
    elif call.cloud.options.confirmation_first:
        await registration.send_confirmation(call.cloud, app)
    else:
        cloud = call.cloud
        call.after(lambda: cloud.background.spawn(registration.send_confirmation(cloud, app)))


async def create(call: ApiCall) -> Json:
    """`POST /apps`: the only reply that contains the client secret."""
    asked = await call.body()
    confirmation = call.flag("requireConfirmation")
    _refuse_form(call, asked.get("appType"), confirmation=confirmation)
    now = call.cloud.time()
    body: JsonObject = {
        "appId": str(uuid4()),
        **definition(asked),
        "owner": {"ownerType": "USER", "ownerId": OWNER},
        "createdDate": now,
        "lastUpdatedDate": now,
    }
    url = asked_target(asked)
    _check_name(call, body)
    _check_room(call, body["appType"])
    app = App(
        body=body,
        client_id=str(uuid4()),
        client_secret=str(uuid4()),
        oauth=oauth(as_object(asked.get("oauth")), str(body["displayName"])),
        requires_confirmation=confirmation or body["appType"] == API_ONLY,
    )
    _set_target(app, url, _signature_type(call, asked, confirmation=confirmation))
    # While a PING is pending, no other app may use the name.
    call.cloud.records.apps[app.app_id] = app
    try:
        await _check_target(call, app)
    except ErrorReply:
        del call.cloud.records.apps[app.app_id]
        raise
    return {
        "app": app.body,
        "oauthClientId": app.client_id,
        "oauthClientSecret": app.client_secret,
    }


async def listing(call: ApiCall) -> Json:
    """`GET /apps`: the items do not contain every member."""
    query = call.request.query
    wanted = {name: query[name] for name in ("appType",) if name in query}
    tags = {name.removeprefix("tag:"): query[name] for name in query if name.startswith("tag:")}
    classifications = set(call.values("classification"))
    items = [
        {**{name: app.body[name] for name in _LISTED}, "iconImage": app.body.get("iconImage", {})}
        for app in call.cloud.records.apps.values()
        if all(app.body[name] == value for name, value in wanted.items())
        and all(as_object(app.body.get("tags")).get(name) == tags[name] for name in tags)
        and (not classifications or classifications & {*strings(app.body["classifications"])})
    ]
    return page(call, items)


async def get(call: ApiCall) -> Json:
    """`GET /apps/{appNameOrId}`."""
    return _app(call).body


async def update(call: ApiCall) -> Json:
    """`PUT /apps/{appNameOrId}`: a different target is checked again."""
    app = _app(call)
    asked = await call.body()
    changed = definition(asked)
    url = asked_target(asked)
    _check_name(call, changed, app)
    before = dict(app.body)
    app.body |= changed | {"lastUpdatedDate": call.cloud.time()}
    if "oauth" in asked:
        app.oauth = oauth(as_object(asked["oauth"]), str(changed["displayName"]))
    if (url or "") != app.target_url:
        app.requires_confirmation |= call.flag("requireConfirmation")
        query = call.request.query
        chosen = {"signatureType": query.get("signatureType") or app.signature_type}
        _set_target(app, url, one_of(chosen, "signatureType", SIGNATURE_TYPES))
        try:
            await _check_target(call, app)
        except ErrorReply:
            app.body = before
            raise
    return app.body


async def delete(call: ApiCall) -> Json:
    """`DELETE /apps/{appNameOrId}`: its installations end as well, without a delivery."""
    app = _app(call)
    for installed_app in call.cloud.records.installations(app.app_id):
        installations.forget(call.cloud, installed_app)
    del call.cloud.records.apps[app.app_id]
    return {}


async def get_settings(call: ApiCall) -> Json:
    """`GET /apps/{id}/settings`."""
    return {"settings": {**_app(call).settings}}


async def put_settings(call: ApiCall) -> Json:
    """`PUT /apps/{id}/settings`: every lifecycle call contains them."""
    app = _app(call)
    app.settings = settings(await call.body())
    return {"settings": {**app.settings}}


async def get_oauth(call: ApiCall) -> Json:
    """`GET /apps/{id}/oauth`."""
    return _app(call).oauth


async def put_oauth(call: ApiCall) -> Json:
    """`PUT /apps/{id}/oauth`: id and secret do not change."""
    app = _app(call)
    app.oauth = oauth(await call.body(), str(app.body["displayName"]))
    return app.oauth


async def generate(call: ApiCall) -> Json:
    """`POST /apps/{id}/oauth/generate`: invalidates the old client and all tokens of the app."""
    app = _app(call)
    asked = oauth(await call.body(), str(app.body["displayName"]))
    scope = strings(asked["scope"])
    picked: list[Json] = ["r:devices:$"] if "r:devices:*" in scope else []
    app.oauth = {
        "clientName": asked["clientName"],
        "scope": [*picked, *scope],
        "redirectUris": [_INSTALL_PAGE],
    }
    app.client_id, app.client_secret = str(uuid4()), str(uuid4())
    for installed_app in call.cloud.records.installations(app.app_id):
        call.cloud.tokens.revoke_refresh_tokens(installed_app.installed_app_id)
    return {
        "oauthClientDetails": app.oauth,
        "oauthClientId": app.client_id,
        "oauthClientSecret": app.client_secret,
    }


async def put_signature_type(call: ApiCall) -> Json:
    """`PUT /apps/{id}/signature-type`."""
    app = _app(call)
    chosen = one_of(await call.body(), "signatureType", SIGNATURE_TYPES)
    _set_signature_type(app, chosen)
    return {"signatureType": chosen}


async def register(call: ApiCall) -> Json:
    """`PUT /apps/{id}/register`: checks the target again."""
    app = _app(call)
    await _check_target(call, app)
    return {}


async def confirm_registration(request: web.Request) -> web.Response:
    """`GET /apps/{appId}/confirm-registration?token=`, the link of a CONFIRMATION."""
    token = request.query.get("token", "")
    target_url = registration.confirm(request.app[CLOUD], request.match_info["appId"], token)
    return web.json_response({"targetUrl": target_url})


def _route(method: str, path: str, handler: Handler) -> Route:
    scope = "r:apps:*" if method == "GET" else "w:apps:*"
    return Route(
        method=method,
        path=f"/apps{path}",
        handler=handler,
        access=Access(pat=scope, app=None),
        limits=(APPS,),
    )


ROUTES = (
    _route("POST", "", create),
    _route("GET", "", listing),
    _route("GET", "/{appNameOrId}", get),
    _route("PUT", "/{appNameOrId}", update),
    _route("DELETE", "/{appNameOrId}", delete),
    _route("GET", "/{appNameOrId}/settings", get_settings),
    _route("PUT", "/{appNameOrId}/settings", put_settings),
    _route("GET", "/{appNameOrId}/oauth", get_oauth),
    _route("PUT", "/{appNameOrId}/oauth", put_oauth),
    _route("POST", "/{appNameOrId}/oauth/generate", generate),
    _route("PUT", "/{appNameOrId}/signature-type", put_signature_type),
    _route("PUT", "/{appNameOrId}/register", register),
)
