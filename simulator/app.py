"""The web application: all routes, each with and without `/v1` (platform reference 15)."""

from aiohttp import web

from . import (
    control,
)
from .api import (
    apps as apps_api,
)
from .api import (
    capabilities as capabilities_api,
)
from .api import (
    devices as devices_api,
)
from .api import (
    history as history_api,
)
from .api import (
    installed_apps as installed_apps_api,
)
from .api import (
    locations as locations_api,
)
from .api import (
    notifications as notifications_api,
)
from .api import (
    oauth as oauth_api,
)
from .api import (
    scenes as scenes_api,
)
from .api import (
    schedules as schedules_api,
)
from .api import (
    subscriptions as subscriptions_api,
)
from .api.access import endpoint
from .api.errors import not_found
from .api.gateway import gateway
from .cloud import CLOUD, Cloud
from .delivery.signing import KEY_FOLDER
from .pages.authorize import authorize_page, decide
from .pages.install import install, install_page

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
        router.add_post(f"{version}/oauth/token", oauth_api.token)
        router.add_get(f"{version}/oauth/authorize", authorize_page)
        router.add_post(f"{version}/oauth/authorize", decide)
        router.add_get(
            f"{version}/apps/{{appId}}/confirm-registration", apps_api.confirm_registration
        )
        for route in ROUTES:
            router.add_route(route.method, f"{version}{route.path}", endpoint(route))
    router.add_get(f"{KEY_FOLDER}/{{serial}}", _certificate)
    for path in ("/", "/install"):
        router.add_get(path, install_page)
        router.add_post(path, install)
    control.add_routes(router)
    return app
