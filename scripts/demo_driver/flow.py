"""Goes through the config flow as a user does: reads the form, fills it in, opens the link."""

import asyncio
from collections.abc import Callable, Mapping

import aiohttp

from scripts.demo_driver.config_folder import DOMAIN
from scripts.demo_driver.home_assistant import FlowStep, FormField, HomeAssistant, Json
from scripts.demo_driver.processes import DemoError

_EXTERNAL_SECONDS = 60.0
_MOST_STEPS = 20
_MENU = {"user": "register"}
"""The choice of the demo by step."""


async def walk_flow(
    home_assistant: HomeAssistant,
    session: aiohttp.ClientSession,
    answers: Mapping[str, Json],
    say: Callable[[str], None],
) -> str:
    """Go through the flow and return the title of the new entry.

    `answers` are the inputs of the user by field; other fields keep the suggested values. Raises
    DemoError if the flow aborts or a form has errors.
    """
    async with home_assistant.socket() as socket:
        await socket.command("subscribe_events", event_type="data_entry_flow_progressed")
        step = await home_assistant.start_flow(DOMAIN)
        for _ in range(_MOST_STEPS):
            match step["type"]:
                case "create_entry":
                    return step.get("title", "")
                case "form":
                    _require_no_errors(step)
                    values: dict[str, Json] = {
                        field["name"]: value
                        for field in step.get("data_schema") or []
                        if (value := _answer(field, answers)) is not None
                    }
                    say(f"  {step.get('step_id')}: {_described(values, answers)}")
                    step = await home_assistant.submit(step["flow_id"], values)
                case "menu":
                    choice = _MENU[step.get("step_id", "")]
                    say(f"  {step.get('step_id')}: {choice}")
                    step = await home_assistant.submit(step["flow_id"], {"next_step_id": choice})
                case "external":
                    say(f"  {step.get('step_id')}: opening {step.get('url')}")
                    await _open(session, step.get("url", ""))
                    async with asyncio.timeout(_EXTERNAL_SECONDS):
                        while (await socket.next_event())["flow_id"] != step["flow_id"]:
                            pass
                    step = await home_assistant.current_step(step["flow_id"])
                case "progress":
                    async with asyncio.timeout(_EXTERNAL_SECONDS):
                        while (await socket.next_event())["flow_id"] != step["flow_id"]:
                            pass
                    step = await home_assistant.current_step(step["flow_id"])
                case "external_done" | "progress_done":
                    step = await home_assistant.current_step(step["flow_id"])
                case kind:
                    msg = f"The config flow aborted: {kind} {step.get('reason', '')}"
                    raise DemoError(msg)
    msg = f"The config flow does not end; its step is {step.get('step_id')}"
    raise DemoError(msg)


def _require_no_errors(step: FlowStep) -> None:
    if errors := step.get("errors"):
        msg = (
            f"The config flow shows errors in step {step.get('step_id')}: {errors} "
            f"{step.get('description_placeholders') or ''}"
        )
        raise DemoError(msg)


def _answer(field: FormField, answers: Mapping[str, Json]) -> Json:
    """Return the input for a field: the answer, the suggested value, or the first option."""
    if field["name"] in answers:
        return answers[field["name"]]
    suggested = field.get("description", {}).get("suggested_value")
    if suggested is not None:
        return suggested
    if "default" in field:
        return field["default"]
    return _first_option(field)


def _first_option(field: FormField) -> Json:
    options: Json = field.get("selector", {}).get("select", {}).get("options")
    if not isinstance(options, list):
        options = field.get("options", [])
    match options:
        case [{"value": value}, *_] | [[value, *_], *_] | [str() as value, *_]:
            return value
    return None


def _described(values: Mapping[str, Json], typed: Mapping[str, Json]) -> str:
    """Return the form for the screen, without inputs of the user, which may be secrets."""
    shown = [f"{name}={'(typed)' if name in typed else value}" for name, value in values.items()]
    return ", ".join(shown) or "confirmed"


async def _open(session: aiohttp.ClientSession, url: str) -> None:
    """Open the install page, and press its buttons if it has any."""
    if "<button>Done</button>" in await _page(session, "GET", url):
        await _page(session, "POST", url)


async def _page(session: aiohttp.ClientSession, method: str, url: str) -> str:
    async with session.request(method, url) as response:
        text = await response.text()
        if not response.ok:
            msg = f"{url} answered {response.status}: {text[:500]}"
            raise DemoError(msg)
        return text
