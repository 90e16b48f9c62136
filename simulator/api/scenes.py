"""Scenes (platform reference 9)."""

from simulator.devices.device import Json

from .access import Access, ApiCall, Handler, Route
from .errors import forbidden
from .limits import SCENES
from .paging import NO_NEIGHBOURS, page


async def listing(call: ApiCall) -> Json:
    """`GET /scenes[?locationId=]`."""
    locations = call.asked_locations()
    items = [scene for scene in call.cloud.home.scenes.values() if scene["locationId"] in locations]
    return page(call, items, last=NO_NEIGHBOURS)


async def execute(call: ApiCall) -> Json:
    """`POST /scenes/{id}/execute[?locationId=]`."""
    scene_id = call.param("sceneId")
    scene = call.cloud.home.scenes.get(scene_id)
    if scene is None or scene["locationId"] not in call.asked_locations():
        raise forbidden()
    cloud = call.cloud
    delay = cloud.options.command_delay
    cloud.home.execute_scene(scene_id, cloud.catalogue.of_device, delay=delay)
    return {"status": "success"}


def _route(method: str, path: str, handler: Handler, scope: str) -> Route:
    return Route(
        method=method,
        path=f"/scenes{path}",
        handler=handler,
        access=Access(pat=scope, app=scope),
        limits=(SCENES,),
    )


ROUTES = (
    _route("GET", "", listing, "r:scenes:?"),
    _route("POST", "/{sceneId}/execute", execute, "x:scenes:{sceneId}"),
)
