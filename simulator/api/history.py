"""The history of devices (platform reference 9).

Whether the token of a SmartApp may read it is unverified; here it may, with `r:devices`.
"""

from simulator.devices.device import Json, JsonObject

from .access import Access, ApiCall, Route
from .errors import forbidden, refuse_malformed
from .limits import DEVICES

_MOST = 200
_DEFAULT = 20


def _number(call: ApiCall, name: str) -> int | None:
    text = call.request.query.get(name)
    if text is None:
        return None
    if not text.isdecimal():
        refuse_malformed(name, status=400)
    return int(text)


def _cut(items: list[JsonObject], call: ApiCall) -> list[JsonObject]:
    """Return the items, newest first, between the times and hashes of the query.

    A time alone excludes everything of its millisecond. With the hash of an item, only that item
    and those on its other side are excluded, so that no item of one millisecond is lost between
    two pages.
    """
    before, after = _number(call, "pagingBeforeEpoch"), _number(call, "pagingAfterEpoch")
    if before is not None:
        place = _place(items, before, _number(call, "pagingBeforeHash"))
        older = (item for item in items if _epoch(item) < before)
        items = [*older] if place is None else items[place + 1 :]
    if after is not None:
        place = _place(items, after, _number(call, "pagingAfterHash"))
        newer = (item for item in items if _epoch(item) > after)
        items = [*newer] if place is None else items[:place]
    return items


def _epoch(item: JsonObject) -> int:
    epoch = item["epoch"]
    return epoch if isinstance(epoch, int) else 0


def _place(items: list[JsonObject], epoch: int, wanted: int | None) -> int | None:
    """Return the index of the item with a time and hash, None if there is none."""
    found = (
        index
        for index, item in enumerate(items)
        if wanted is not None and (_epoch(item), item["hash"]) == (epoch, wanted)
    )
    return next(found, None)


async def devices(call: ApiCall) -> Json:
    """`GET /history/devices`: the reports of a location or of devices, page by page."""
    asked = call.values("locationId")
    if asked and not call.asked_locations():
        raise forbidden()
    limit = min(_number(call, "limit") or _DEFAULT, _MOST)
    found = call.cloud.history.items(set(call.asked_locations()), set(call.values("deviceId")))
    items = _cut(found, call)
    oldest_first = call.flag("oldestFirst")
    if oldest_first:
        items.reverse()
    links: JsonObject = {}
    if len(items) > limit:
        word = "After" if oldest_first else "Before"
        last = items[limit - 1]
        query = {
            f"paging{word}Epoch": str(last["epoch"]),
            f"paging{word}Hash": str(last["hash"]),
        }
        links["next"] = {"href": str(call.request.url.update_query(query))}
    shown: list[Json] = [*items[:limit]]
    return {"items": shown, "_links": links}


ROUTES = (
    Route(
        method="GET",
        path="/history/devices",
        handler=devices,
        access=Access(pat="r:devices:?", app="r:devices:?"),
        limits=(DEVICES,),
    ),
)
