"""Pages of lists (platform reference 8.1, 14, 15)."""

from collections.abc import Sequence

from aiohttp import web

from simulator.devices.device import JsonObject

from .access import ApiCall
from .errors import refuse_malformed


def _number(request: web.Request, name: str, default: int, minimum: int) -> int:
    text = request.query.get(name)
    if text is None:
        return default
    if not text.isdecimal() or int(text) < minimum:
        refuse_malformed(name, status=400)
    return int(text)


def page(
    call: ApiCall, items: Sequence[JsonObject], *, last: JsonObject | None = None
) -> JsonObject:
    """Return one page of items; pages count from 0.

    The link to the next page is absolute, has the requested origin, and keeps the query. `last` is
    `_links` of the last page, which differs from list to list. Raises ErrorReply 400 if `max` or
    `page` is not a number.
    """
    ceiling = call.cloud.options.page_size
    size = min(_number(call.request, "max", ceiling, 1), ceiling)
    number = _number(call.request, "page", 0, 0)
    end = (number + 1) * size
    links: JsonObject = last or {}
    if end < len(items):
        url = call.request.url.update_query({"max": str(size), "page": str(number + 1)})
        links = {**links, "next": {"href": str(url)}}
    return {"items": [*items[number * size : end]], "_links": links}


NO_NEIGHBOURS: JsonObject = {"next": None, "previous": None}
"""`_links` of the lists that contain null for missing neighbors."""
