"""Facts of the scopes for modes, history and messages (platform reference 9, 13.9)."""

from custom_components.smartthings_smartapp.cloud.json_types import text
from scripts.live_check_driver.answers import listed
from scripts.live_check_driver.fact import INSTALLED, Fact
from scripts.live_check_driver.findings import Finding, not_tried
from scripts.live_check_driver.live import Live
from scripts.live_check_driver.login import call_app
from scripts.live_check_driver.receiver import DISPLAY_NAME


async def _set_mode(live: Live) -> Finding:
    path = f"/locations/{live.the_installation().location_id}/modes/current"
    current = await call_app(live, "GET", path)
    mode_id = text(current.object, "id")
    live.redactor.label(text(current.object, "name"), text(current.object, "label"))
    if not mode_id:
        not_tried(f"the mode cannot be read: {current.told}")
    answer = await call_app(live, "PUT", path, body={"modeId": mode_id})
    return Finding(answer.ok, answer.told)


async def _history(live: Live) -> Finding:
    params = {"locationId": live.the_installation().location_id, "limit": "1"}
    answer = await call_app(live, "GET", "/history/devices", params=params)
    if not answer.ok:
        return Finding(as_assumed=False, answer=answer.told)
    keys = {key for item in answer.items for key in item}
    return Finding(as_assumed=True, answer=f"{answer.told}; items with {listed(keys)}")


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
    return Finding(answer.ok, answer.told)


FACTS = (
    Fact(
        id="set-mode",
        section="13.9, 1.5",
        text="An app's token with x:locations:* may set the mode.",
        assumed="200",
        attempt=_set_mode,
        needs=INSTALLED,
        asks="The location is set to the mode that it is in already.",
    ),
    Fact(
        id="history",
        section="13.9, 9",
        text="An app's token with r:devices:* may read the history of devices.",
        assumed="200 with items",
        attempt=_history,
        needs=INSTALLED,
    ),
    Fact(
        id="notification",
        section="13.9",
        text="An app's token may send a message to the SmartThings app of the phone.",
        assumed="200, without another scope",
        attempt=_notification,
        needs=INSTALLED,
        asks="A message appears in the SmartThings app of everybody in the location.",
    ),
)
