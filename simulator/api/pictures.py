"""The pictures that devices take."""

from aiohttp import web

from simulator.devices.pictures import draw

from .access import CALLER
from .errors import unauthorized


async def picture(request: web.Request) -> web.Response:
    """`GET /pictures/{name}`: any name has a picture, for any valid token (invented, 8.7)."""
    if request[CALLER].token is None:
        raise unauthorized()
    return web.Response(body=draw(request.match_info["name"]), content_type="image/png")
