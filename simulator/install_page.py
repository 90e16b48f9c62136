"""The page on which a user installs an app; opening it presses every button (reference 3.1)."""

from collections.abc import Iterable
from html import escape

from aiohttp import web

from .cloud import CLOUD, Cloud
from .installer import Installer, InstallReport

_HOME = "/home"
_FRAME = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<style>body {{ font: 16px sans-serif; max-width: 40em; margin: 3em auto; }}</style></head>
<body><h1>{title}</h1>{content}</body>
</html>
"""


def _page(title: str, content: str, status: int = 200) -> web.Response:
    text = _FRAME.format(title=escape(title), content=content)
    return web.Response(text=text, content_type="text/html", status=status)


def _listed(lines: Iterable[str]) -> str:
    return f"<ol>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ol>"


def _reported(report: InstallReport) -> web.Response:
    if report.error is not None:
        text = "Please try to install the SmartApp again."
        reason = f"<p>{text}</p><p>Reason: {escape(report.error)}.</p>"
        return _page("Something went wrong", _listed(report.steps) + reason, 422)
    done = "Settings saved" if report.lifecycle == "UPDATE" else "SmartApp installed"
    return _page(done, _listed(report.steps) + "<p>You may close this page.</p>")


def _choose_location(cloud: Cloud, request: web.Request) -> web.Response:
    links = [
        f'<li><a href="{escape(str(request.rel_url.update_query(locationId=location_id)))}">'
        f"{escape(str(location['name']))}</a></li>"
        for location_id, location in cloud.home.locations.items()
    ]
    return _page("Choose a location", f"<ul>{''.join(links)}</ul>")


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
