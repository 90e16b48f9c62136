"""Push messages to the phones of a location, as the core SDK sends them.

Whether a SmartApp's token may send them is unverified; it may here, without any scope.
"""

from .api import Access, ApiCall, Route
from .device import Json
from .errors import forbidden, refuse_empty
from .limits import LOCATIONS


async def send(call: ApiCall) -> Json:
    """`POST /notification`."""
    body = await call.body()
    if body.get("locationId") not in call.locations():
        raise forbidden()
    if not body.get("messages"):
        refuse_empty("messages")
    return {"code": 200, "message": "success"}


ROUTES = (
    Route(
        method="POST",
        path="/notification",
        handler=send,
        access=Access(pat="", app=""),
        limits=(LOCATIONS,),
    ),
)
