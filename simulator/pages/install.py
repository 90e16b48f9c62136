"""The page on which a user installs a webhook app (platform reference 3.1)."""

from html import escape

from aiohttp import web

from simulator.cloud import CLOUD, Cloud
from simulator.delivery import installations
from simulator.delivery.installer import Installer, InstallReport

from .markup import framed, listed

_HOME = "/home"
_FAILED = "Something went wrong"
_FORM = '<form method="post" action="{action}"><p><button>{press}</button></p></form>'


def _reported(report: InstallReport) -> web.Response:
    if report.error is not None:
        text = f"{_FAILED}. Please try to install the SmartApp again."
        reason = f"<p>{text}</p><p>Reason: {escape(report.error)}.</p>"
        return framed(_FAILED, listed(report.steps) + reason, 422)
    done = "Settings saved" if report.lifecycle == "UPDATE" else "SmartApp installed"
    return framed(done, listed(report.steps) + "<p>You can close this page.</p>")


def _choose_location(cloud: Cloud, request: web.Request) -> web.Response:
    links = [
        f'<li><a href="{escape(str(request.rel_url.update_query(locationId=location_id)))}">'
        f"{escape(str(location['name']))}</a></li>"
        for location_id, location in cloud.home.locations.items()
    ]
    return framed("Choose a location", f"<ul>{''.join(links)}</ul>")


def _question(cloud: Cloud, request: web.Request) -> web.Response:
    app = cloud.records.apps.get(request.query["appId"])
    existing = app and installations.single(cloud, app, request.query["locationId"])
    form = _FORM.format(
        action=escape(str(request.rel_url)), press="Save" if existing else "Install"
    )
    return framed(str(app.body["displayName"]) if app else "SmartApp", form)


async def install_page(request: web.Request) -> web.Response:
    """Answer `GET /install?appId=&locationId=` and `GET /?appId=&locationId=`.

    Opening the page presses every button, unless `install_page_asks` is set.
    """
    cloud = request.app[CLOUD]
    if not request.query.get("appId"):
        raise web.HTTPFound(_HOME)
    if not request.query.get("locationId"):
        return _choose_location(cloud, request)
    if cloud.options.install_page_asks:
        return _question(cloud, request)
    return await install(request)


async def install(request: web.Request) -> web.Response:
    """Handle the form of the page."""
    app_id, location_id = (request.query.get(name, "") for name in ("appId", "locationId"))
    return _reported(await Installer(request.app[CLOUD]).install(app_id, location_id))
