"""The web application: all routes, each with and without `/v1` (platform reference 15)."""

from aiohttp import web

from . import (
    apps_api,
    capabilities_api,
    control,
    devices_api,
    history_api,
    installed_apps_api,
    locations_api,
    notifications_api,
    oauth_api,
    scenes_api,
    schedules_api,
    subscriptions_api,
)
from .api import endpoint
from .cloud import CLOUD, Cloud
from .errors import not_found
from .gateway import gateway
from .install_page import install_page
from .signing import KEY_FOLDER

ROUTES = (
    *apps_api.ROUTES,
    *installed_apps_api.ROUTES,
    *subscriptions_api.ROUTES,
    *schedules_api.ROUTES,
    *devices_api.ROUTES,
    *locations_api.ROUTES,
    *scenes_api.ROUTES,
    *history_api.ROUTES,
    *notifications_api.ROUTES,
    *capabilities_api.ROUTES,
)
_VERSIONS = ("", "/v1")


async def _certificate(request: web.Request) -> web.Response:
    """Answer for the key host: `GET /pl/useast2/<dashed serial>` (platform reference 5.3)."""
    certificate = request.app[CLOUD].keys.certificate(request.path)
    if certificate is None:
        raise not_found()
    return web.Response(text=certificate, content_type="application/x-pem-file")


def build(cloud: Cloud) -> web.Application:
    """Return the application of a cloud."""
    app = web.Application(middlewares=[gateway])
    app[CLOUD] = cloud
    router = app.router
    for version in _VERSIONS:
        router.add_post(f"{version}/oauth/token", oauth_api.refresh)
        router.add_get(
            f"{version}/apps/{{appId}}/confirm-registration", apps_api.confirm_registration
        )
        for route in ROUTES:
            router.add_route(route.method, f"{version}{route.path}", endpoint(route))
    router.add_get(f"{KEY_FOLDER}/{{serial}}", _certificate)
    router.add_get("/", install_page)
    router.add_get("/install", install_page)
    control.add_routes(router)
    return app
