"""The location, its mode, history and messages (platform reference 1.3, 9, 13.9)."""

from typing import Final

from custom_components.smartthings_smartapp.cloud.json_types import text
from live_check.cloud.answers import listed
from live_check.cloud.receiver import DISPLAY_NAME
from live_check.cloud.tokens import call_app
from live_check.findings import Finding, not_tried
from live_check.live import Attempts, Live


async def _own_location(live: Live) -> Finding:
    installation = live.the_installation()
    answer = await call_app(live, "GET", "/locations")
    for location in answer.items:
        live.redactor.label(text(location, "name"))
    ids = [text(location, "locationId") for location in answer.items]
    return Finding(ids == [installation.location_id], f"{answer.status}, locations: {len(ids)}")


async def _set_mode(live: Live) -> Finding:
    path = f"/locations/{live.the_installation().location_id}/modes/current"
    current = await call_app(live, "GET", path)
    mode_id = text(current.object, "id")
    live.redactor.label(text(current.object, "name"), text(current.object, "label"))
    if not mode_id:
        not_tried(f"the mode cannot be read: {current.summary}")
    answer = await call_app(live, "PUT", path, body={"modeId": mode_id})
    return Finding(answer.ok, answer.summary)


async def _history(live: Live) -> Finding:
    params = {"locationId": live.the_installation().location_id, "limit": "1"}
    answer = await call_app(live, "GET", "/history/devices", params=params)
    if not answer.ok:
        return Finding(as_assumed=False, answer=answer.summary)
    keys = {key for item in answer.items for key in item}
    return Finding(as_assumed=True, answer=f"{answer.summary}; items with {listed(keys)}")


async def _notification(live: Live) -> Finding:
    answer = await call_app(
        live,
        "POST",
        "/notification",
        body={
            "locationId": live.the_installation().location_id,
            "type": "ALERT",
            "messages": [{"default": {"title": DISPLAY_NAME, "body": "A message of the check."}}],
        },
    )
    return Finding(answer.ok, answer.summary)


ATTEMPTS: Final[Attempts] = {
    "own-location": _own_location,
    "set-mode": _set_mode,
    "history": _history,
    "notification": _notification,
}
