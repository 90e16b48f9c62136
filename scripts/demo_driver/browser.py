"""Pictures of the dashboard, taken by a headless Chromium over its DevTools protocol."""

import asyncio
import base64
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import aiohttp

from scripts.demo_driver.dashboard import URL_PATH
from scripts.demo_driver.home_assistant import HomeAssistant
from scripts.demo_driver.processes import DemoError, Program, running

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_START_SECONDS = 30.0
_RENDER_SECONDS = 90.0
_SETTLE_SECONDS = 4.0
_WIDTH, _HEIGHT = 1600, 1200

# Counts the tiles of the dashboard through all shadow roots, and those that still load.
_COUNT_TILES = """
(() => {
  let tiles = 0, bottom = 0;
  const visit = (root) => root.querySelectorAll('*').forEach((node) => {
    if (node.localName === 'hui-tile-card') {
      tiles += 1;
      bottom = Math.max(bottom, node.getBoundingClientRect().bottom);
    }
    if (node.shadowRoot) visit(node.shadowRoot);
  });
  visit(document);
  return [tiles, Math.ceil(bottom)];
})()
"""


def find_browser() -> str | None:
    """Return the path of a Chromium, or None where there is none."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


async def take_screenshots(
    session: aiohttp.ClientSession,
    home_assistant: HomeAssistant,
    paths: Iterable[str],
    folder: Path,
) -> None:
    """Save a PNG of each view of the dashboard, as the signed-in user sees it.

    ``paths`` name the views, and the pictures in ``folder``. Raises DemoError where there is no
    Chromium or a view stays empty.
    """
    browser = find_browser()
    if browser is None:
        msg = f"A screenshot needs one of {', '.join(_NAMES)} on the path."
        raise DemoError(msg)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        profile = Path(name)
        command = [
            browser,
            "--headless=new",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--no-first-run",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile / 'profile'}",
            f"--window-size={_WIDTH},{_HEIGHT}",
            "about:blank",
        ]
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        chromium = Program("Chromium", command, folder=profile, output=profile / "output")
        async with running(chromium) as program:
            port = await _debugging_port(profile / "profile", program)
            async with session.get(f"http://127.0.0.1:{port}/json/list") as response:
                targets: list[dict[str, str]] = await response.json(content_type=None)
            page = next(target for target in targets if target["type"] == "page")
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                tools = _DevTools(socket)
                await _sign_in(tools, home_assistant)
                for path in paths:
                    image = await _picture(tools, f"{home_assistant.url}/{URL_PATH}/{path}")
                    await asyncio.to_thread((folder / f"{path}.png").write_bytes, image)


async def _debugging_port(profile: Path, program: Program) -> int:
    """Read the port that Chromium chose, once it has written it."""
    file = profile / "DevToolsActivePort"
    deadline = time.monotonic() + _START_SECONDS
    while not file.exists() or not file.read_text():
        program.require_running()
        if time.monotonic() > deadline:
            msg = f"Chromium does not start:\n{program.tail()}"
            raise DemoError(msg)
        await asyncio.sleep(0.1)
    return int(file.read_text().splitlines()[0])


class _DevTools:
    """A DevTools session with one page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._last_id = 0

    async def call(self, method: str, **params: object) -> dict[str, Any]:
        """Call a method and return its result."""
        self._last_id += 1
        await self._socket.send_json({"id": self._last_id, "method": method, "params": params})
        while True:
            message: dict[str, Any] = await self._socket.receive_json()
            if message.get("id") == self._last_id:
                break
        if "error" in message:
            msg = f"Chromium refused {method}: {message['error']}"
            raise DemoError(msg)
        result: dict[str, Any] = message["result"]
        return result


async def _sign_in(tools: _DevTools, home_assistant: HomeAssistant) -> None:
    tokens = {
        **(home_assistant.tokens or {}),
        "hassUrl": home_assistant.url,
        "clientId": home_assistant.client_id,
        "expires": int((time.time() + 1500) * 1000),
    }
    await tools.call("Page.enable")
    await tools.call(
        "Page.addScriptToEvaluateOnNewDocument",
        source=f"localStorage.setItem('hassTokens', {json.dumps(json.dumps(tokens))})",
    )


async def _picture(tools: _DevTools, url: str) -> bytes:
    await _resize(tools, _HEIGHT)
    await tools.call("Page.navigate", url=url)
    bottom = await _rendered(tools)
    await _resize(tools, max(bottom + 40, 600))
    await asyncio.sleep(_SETTLE_SECONDS)
    shot = await tools.call("Page.captureScreenshot", format="png")
    return base64.b64decode(shot["data"])


async def _resize(tools: _DevTools, height: int) -> None:
    await tools.call(
        "Emulation.setDeviceMetricsOverride",
        width=_WIDTH,
        height=height,
        deviceScaleFactor=1,
        mobile=False,
    )


async def _rendered(tools: _DevTools) -> int:
    """Wait until the number of tiles stands still; return where the last one ends, in pixels."""
    deadline = time.monotonic() + _RENDER_SECONDS
    before: list[int] = []
    while time.monotonic() < deadline:
        await asyncio.sleep(1.5)
        reply = await tools.call("Runtime.evaluate", expression=_COUNT_TILES, returnByValue=True)
        now: list[int] = reply["result"]["value"]
        if now == before and now[0]:
            return now[1]
        before = now
    msg = "The dashboard shows no tiles."
    raise DemoError(msg)
