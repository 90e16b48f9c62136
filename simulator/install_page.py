"""The page on which a user installs an app; opening it presses every button (reference 3.1)."""

from html import escape

from aiohttp import web

from .cloud import CLOUD, Cloud
from .installer import Installer, InstallReport
from .markup import framed, listed

_HOME = "/home"


def _reported(report: InstallReport) -> web.Response:
    if report.error is not None:
        text = "Please try to install the SmartApp again."
        reason = f"<p>{text}</p><p>Reason: {escape(report.error)}.</p>"
        return framed("Something went wrong", listed(report.steps) + reason, 422)
    done = "Settings saved" if report.lifecycle == "UPDATE" else "SmartApp installed"
    return framed(done, listed(report.steps) + "<p>You may close this page.</p>")


def _choose_location(cloud: Cloud, request: web.Request) -> web.Response:
    links = [
        f'<li><a href="{escape(str(request.rel_url.update_query(locationId=location_id)))}">'
        f"{escape(str(location['name']))}</a></li>"
        for location_id, location in cloud.home.locations.items()
    ]
    return framed("Choose a location", f"<ul>{''.join(links)}</ul>")


async def install_page(request: web.Request) -> web.Response:
    """Answer `GET /install?appId=&locationId=` and `GET /?appId=&locationId=`."""
    cloud = request.app[CLOUD]
    app_id = request.query.get("appId")
    if not app_id:
        raise web.HTTPFound(_HOME)
    location_id = request.query.get("locationId")
    if not location_id:
        return _choose_location(cloud, request)
    return _reported(await Installer(cloud).install(app_id, location_id))
