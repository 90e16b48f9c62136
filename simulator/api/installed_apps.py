"""Installed apps: list, rename, delete, configuration (platform reference 3.4)."""

from simulator.delivery import installations
from simulator.delivery.installer import Installer
from simulator.devices.device import Json, JsonObject
from simulator.json_tools import as_list, as_object
from simulator.records import InstalledApp

from .access import Access, ApiCall, Handler, Route
from .app_definitions import required_text
from .errors import forbidden
from .limits import INSTALLED_APPS
from .paging import NO_NEIGHBOURS, page
from .tokens import TokenKind

_FILTERS = ("installedAppStatus", "installedAppType", "appId")
_CHOICES = {"deviceId": "deviceConfig", "modeId": "modeConfig"}


def _chosen(installed_app: InstalledApp, name: str) -> set[str]:
    """Return the ids of a kind that a user chose on the pages of an app."""
    values = (value for listed in installed_app.config.values() for value in as_list(listed))
    return {str(as_object(as_object(value).get(_CHOICES[name])).get(name, "")) for value in values}


def _wanted(call: ApiCall, installed_app: InstalledApp) -> bool:
    """Return whether an installed app matches the query.

    One of several values must match, but all devices and modes; that is unverified.
    """
    return (
        installed_app.location_id in call.asked_locations()
        and all(
            installed_app.body[name] in asked for name in _FILTERS if (asked := call.values(name))
        )
        and all(_chosen(installed_app, name).issuperset(call.values(name)) for name in _CHOICES)
    )


async def listing(call: ApiCall) -> Json:
    """`GET /installedapps`: all of the account, or the one of the token."""
    own = call.token.installed_app_id
    items = [
        installed_app.body
        for installed_app in call.cloud.records.installed_apps.values()
        if own in (None, installed_app.installed_app_id) and _wanted(call, installed_app)
    ]
    return page(call, items, last=NO_NEIGHBOURS)


async def me(call: ApiCall) -> Json:
    """`GET /installedapps/me`: the installed app of the token."""
    if call.token.kind is TokenKind.PAT:
        raise forbidden()
    return {
        "installedAppId": call.token.installed_app_id,
        "locationId": call.token.location_id,
        "scope": [*call.token.scopes],
    }


async def get(call: ApiCall) -> Json:
    """`GET /installedapps/{id}`."""
    return call.installed_app().body


async def update(call: ApiCall) -> Json:
    """`PUT /installedapps/{id}`: change the display name, at most 64 characters."""
    installed_app = call.installed_app()
    name = required_text(await call.body(), "displayName", 64)
    installed_app.body |= {"displayName": name, "lastUpdatedDate": call.cloud.time()}
    return installed_app.body


async def delete(call: ApiCall) -> Json:
    """`DELETE /installedapps/{id}`: remove it, and notify its target."""
    installed_app = call.installed_app()
    installations.forget(call.cloud, installed_app)
    installer = Installer(call.cloud)
    if call.cloud.options.uninstall_sent:
        call.after(lambda: call.cloud.background.spawn(installer.notify_uninstalled(installed_app)))
    return {"count": 1}


def _config(installed_app: InstalledApp) -> JsonObject:
    return {
        "configurationId": installed_app.config_id,
        "installedAppId": installed_app.installed_app_id,
        "configurationStatus": installed_app.body["installedAppStatus"],
        "createdDate": installed_app.body["createdDate"],
        "lastUpdatedDate": installed_app.body["lastUpdatedDate"],
    }


async def configs(call: ApiCall) -> Json:
    """`GET /installedapps/{id}/configs`."""
    return page(call, [_config(call.installed_app())], last=NO_NEIGHBOURS)


async def config(call: ApiCall) -> Json:
    """`GET /installedapps/{id}/configs/{configId}`, with the values."""
    installed_app = call.installed_app()
    if call.param("configId") != installed_app.config_id:
        raise forbidden()
    return {**_config(installed_app), "config": installed_app.config}


def _route(method: str, path: str, handler: Handler, scope: str = "r:installedapps") -> Route:
    return Route(
        method=method,
        path=f"/installedapps{path}",
        handler=handler,
        access=Access(pat=scope, app=""),
        limits=(INSTALLED_APPS,),
    )


ROUTES = (
    _route("GET", "", listing),
    _route("GET", "/me", me),
    _route("GET", "/{installedAppId}", get),
    _route("PUT", "/{installedAppId}", update, "w:installedapps"),
    _route("DELETE", "/{installedAppId}", delete, "w:installedapps"),
    _route("GET", "/{installedAppId}/configs", configs),
    _route("GET", "/{installedAppId}/configs/{configId}", config),
)
