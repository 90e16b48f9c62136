"""The pages on which a user installs a webhook app (platform reference 3.1)."""

from html import escape

from aiohttp import web

from simulator.cloud import CLOUD, Cloud
from simulator.delivery import installations
from simulator.delivery.installer import Installer, InstallReport
from simulator.records import App

from .markup import framed, listed

_HOME = "/home"
_FAILED = "Something went wrong"
_STEP = "step"
_ALLOW = "allow"
_DENY = "deny"
_SETTINGS = """<p>{description}</p>
<div class="card"><p><small>Location</small><br>{location}</p></div>
<form method="get">{fields}<p class="buttons"><button>Done</button></p></form>
"""
_FIELD = '<input type="hidden" name="{name}" value="{value}">'
_CONSENT = """<p>{name} asks for access to {location}:</p>{scopes}
<form method="post" action="{action}"><p class="buttons"><button>Allow</button>
<button name="decision" value="deny">Deny</button></p></form>
"""


def _details(report: InstallReport) -> str:
    return f"<details><summary>Deliveries</summary>{listed(report.steps)}</details>"


def _reported(report: InstallReport) -> web.Response:
    if report.error is not None:
        text = f"{_FAILED}. Please try to install the SmartApp again."
        reason = f"<p>{text}</p><p>Reason: {escape(report.error)}.</p>"
        return framed(_FAILED, reason + _details(report), 422)
    done = "Settings saved" if report.lifecycle == "UPDATE" else "SmartApp installed"
    return framed(done, f"<p>You can close this page.</p>{_details(report)}")


def _choose_location(cloud: Cloud, request: web.Request) -> web.Response:
    links = [
        f'<li><a href="{escape(str(request.rel_url.update_query(locationId=location_id)))}">'
        f"{escape(str(location['name']))}</a></li>"
        for location_id, location in cloud.home.locations.items()
    ]
    return framed("Choose a location", f"<ul>{''.join(links)}</ul>")


def _location_name(cloud: Cloud, request: web.Request) -> str:
    location = cloud.home.locations.get(request.query["locationId"], {})
    return escape(str(location.get("name", "this location")))


def _settings(cloud: Cloud, request: web.Request, app: App | None) -> web.Response:
    """Return the first page. It shows the location, but not the settings of the SmartApp."""
    fields = {**request.query, _STEP: _ALLOW}
    existing = app and installations.single(cloud, app, request.query["locationId"])
    description = "Change the settings of this SmartApp." if existing else "Install this SmartApp."
    content = _SETTINGS.format(
        description=description,
        location=_location_name(cloud, request),
        fields="".join(
            _FIELD.format(name=escape(name), value=escape(value)) for name, value in fields.items()
        ),
    )
    return framed(_name(app), content)


def _consent(cloud: Cloud, request: web.Request, app: App | None) -> web.Response:
    content = _CONSENT.format(
        name=escape(_name(app)),
        location=_location_name(cloud, request),
        scopes=listed(app.scopes if app else ()),
        action=escape(str(request.rel_url)),
    )
    return framed("Allow access", content)


def _name(app: App | None) -> str:
    return str(app.body["displayName"]) if app else "SmartApp"


async def install_page(request: web.Request) -> web.Response:
    """Answer `GET /install?appId=&locationId=` and `GET /?appId=&locationId=`.

    Opening the page presses every button. With `install_page_asks`, the user presses Done on the
    first page, and Allow or Deny on the second one.
    """
    cloud = request.app[CLOUD]
    if not request.query.get("appId"):
        raise web.HTTPFound(_HOME)
    if not request.query.get("locationId"):
        return _choose_location(cloud, request)
    if cloud.options.install_page_asks:
        show = _consent if request.query.get(_STEP) == _ALLOW else _settings
        return show(cloud, request, cloud.records.apps.get(request.query["appId"]))
    return await install(request)


async def install(request: web.Request) -> web.Response:
    """Handle the form of the last page."""
    if (await request.post()).get("decision") == _DENY:
        return framed("Access denied", "<p>The SmartApp was not installed.</p>")
    app_id, location_id = (request.query.get(name, "") for name in ("appId", "locationId"))
    return _reported(await Installer(request.app[CLOUD]).install(app_id, location_id))
