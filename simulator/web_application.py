"""The web application: all routes, each with and without `/v1` (platform reference 15)."""

from aiohttp import web

from .api import (
    apps,
    capabilities,
    devices,
    history,
    installed_apps,
    locations,
    notifications,
    oauth,
    pictures,
    scenes,
    schedules,
    sinks,
    subscriptions,
)
from .api.access import endpoint
from .api.errors import not_found
from .api.gateway import gateway
from .cloud import CLOUD, Cloud
from .control.routes import add_routes as add_control_routes
from .delivery.signing import KEY_FOLDER
from .devices.pictures import PICTURE_FOLDER
from .pages.authorize import authorize_page, decide
from .pages.install import install, install_page

ROUTES = (
    *apps.ROUTES,
    *installed_apps.ROUTES,
    *subscriptions.ROUTES,
    *sinks.ROUTES,
    *schedules.ROUTES,
    *devices.ROUTES,
    *locations.ROUTES,
    *scenes.ROUTES,
    *history.ROUTES,
    *notifications.ROUTES,
    *capabilities.ROUTES,
)
_VERSIONS = ("", "/v1")


async def _certificate(request: web.Request) -> web.Response:
    """Answer for the key host: `GET /pl/useast2/<dashed serial>` (platform reference 5.3)."""
    certificate = request.app[CLOUD].keys.certificate(request.path)
    if certificate is None:
        raise not_found()
    return web.Response(text=certificate, content_type="application/x-pem-file")


def build(cloud: Cloud) -> web.Application:
    """Return the web application of a cloud."""
    app = web.Application(middlewares=[gateway])
    app[CLOUD] = cloud
    router = app.router
    for version in _VERSIONS:
        router.add_post(f"{version}/oauth/token", oauth.token)
        router.add_get(f"{version}/oauth/authorize", authorize_page)
        router.add_post(f"{version}/oauth/authorize", decide)
        router.add_get(f"{version}/apps/{{appId}}/confirm-registration", apps.confirm_registration)
        for route in ROUTES:
            router.add_route(route.method, f"{version}{route.path}", endpoint(route))
    sinks.add_stream(router)
    router.add_get(f"{KEY_FOLDER}/{{serial}}", _certificate)
    router.add_get(f"{PICTURE_FOLDER}/{{name}}", pictures.picture)
    for path in ("/", "/install"):
        router.add_get(path, install_page)
        router.add_post(path, install)
    add_control_routes(router)
    return app
