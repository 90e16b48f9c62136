"""The location, its mode, history, schedules and messages (platform reference 1.3, 9, 13.9)."""

from typing import Final

from custom_components.smartthings_smartapp.cloud.json_types import JsonObject, as_object, text
from live_check.cloud.answers import listed
from live_check.cloud.receiver import DISPLAY_NAME
from live_check.cloud.tokens import call_app
from live_check.context import Attempts, Context
from live_check.findings import Finding, different, not_tried

_SCHEDULE: Final = "live-check"


async def _own_location(context: Context) -> Finding:
    installation = context.the_installation()
    answer = await call_app(context, "GET", "/locations")
    for location in answer.items:
        context.redactor.label(text(location, "name"))
    ids = [text(location, "locationId") for location in answer.items]
    return Finding(ids == [installation.location_id], f"{answer.status}, locations: {len(ids)}")


async def _set_mode(context: Context) -> Finding:
    path = f"/locations/{context.the_installation().location_id}/modes/current"
    current = await call_app(context, "GET", path)
    mode_id = text(current.object, "id")
    context.redactor.label(text(current.object, "name"), text(current.object, "label"))
    if not mode_id:
        not_tried(f"the mode cannot be read: {current.summary}")
    answer = await call_app(context, "PUT", path, body={"modeId": mode_id})
    return Finding(answer.ok, answer.summary)


async def _history(context: Context) -> Finding:
    params = {"locationId": context.the_installation().location_id, "limit": "1"}
    answer = await call_app(context, "GET", "/history/devices", params=params)
    if not answer.ok:
        return different(answer.summary)
    keys = {key for item in answer.items for key in item}
    return Finding(as_assumed=True, answer=f"{answer.summary}; items with {listed(keys)}")


async def _schedule(context: Context) -> Finding:
    path = f"/installedapps/{context.the_installation().installed_app_id}/schedules"
    cron: JsonObject = {"expression": "0 3 * * ? *", "timezone": "UTC"}
    body: JsonObject = {"name": _SCHEDULE, "cron": cron}
    made = await call_app(context, "POST", path, body=body)
    found = await call_app(context, "GET", path)
    gone = await call_app(context, "DELETE", f"{path}/{_SCHEDULE}")
    expressions = {
        text(as_object(item.get("cron")), "expression")
        for item in found.items
        if text(item, "name") == _SCHEDULE
    }
    good = made.ok and gone.ok and expressions == {cron["expression"]}
    return Finding(good, f"{made.summary}; {found.summary}, {listed(expressions)}; {gone.summary}")


async def _notification(context: Context) -> Finding:
    answer = await call_app(
        context,
        "POST",
        "/notification",
        body={
            "locationId": context.the_installation().location_id,
            "type": "ALERT",
            "messages": [{"default": {"title": DISPLAY_NAME, "body": "A message of the check."}}],
        },
    )
    return Finding(answer.ok, answer.summary)


ATTEMPTS: Final[Attempts] = {
    "own-location": _own_location,
    "set-mode": _set_mode,
    "history": _history,
    "schedule": _schedule,
    "notification": _notification,
}
