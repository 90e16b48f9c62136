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


def _within(item: JsonObject, before: int | None, after: int | None) -> bool:
    epoch = item["epoch"]
    if not isinstance(epoch, int):
        return False
    return (before is None or epoch < before) and (after is None or epoch > after)


async def devices(call: ApiCall) -> Json:
    """`GET /history/devices?locationId=&deviceId=&limit=&oldestFirst=&paging…Epoch=`."""
    asked = call.values("locationId")
    if asked and not call.asked_locations():
        raise forbidden()
    limit = min(_number(call, "limit") or _DEFAULT, _MOST)
    before, after = _number(call, "pagingBeforeEpoch"), _number(call, "pagingAfterEpoch")
    found = call.cloud.history.items(set(call.asked_locations()), set(call.values("deviceId")))
    items = [item for item in found if _within(item, before, after)]
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
