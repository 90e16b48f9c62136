"""Capabilities: definition, presentation and texts (platform reference 9)."""

from simulator.devices.definition_library import Described
from simulator.devices.device import Json

from .access import Access, ApiCall, Handler, Route
from .errors import not_found
from .limits import CAPABILITIES


def _described(call: ApiCall) -> Described:
    """Return the definition of the capability in the path. Raises ErrorReply 404."""
    found = call.cloud.catalogue.find(call.param("capabilityId"), call.param("version"))
    if found is None:
        raise not_found()
    return found


async def get(call: ApiCall) -> Json:
    """`GET /capabilities/{id}/{version}`."""
    return _described(call).definition


async def presentation(call: ApiCall) -> Json:
    """`GET /capabilities/{id}/{version}/presentation`."""
    found = _described(call).presentation
    if found is None:
        raise not_found()
    return found


async def i18n(call: ApiCall) -> Json:
    """`GET /capabilities/{id}/{version}/i18n/{tag}`."""
    found = _described(call).i18n
    tag = call.param("tag")
    if tag not in found:
        raise not_found()
    return found[tag]


def _route(path: str, handler: Handler) -> Route:
    return Route(
        method="GET",
        path=f"/capabilities/{{capabilityId}}/{{version}}{path}",
        handler=handler,
        access=Access(pat="", app=""),
        limits=(CAPABILITIES,),
    )


ROUTES = (
    _route("", get),
    _route("/presentation", presentation),
    _route("/i18n/{tag}", i18n),
)
