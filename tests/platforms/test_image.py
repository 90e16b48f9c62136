"""Images: which pictures are fetched, with what, and what becomes of the others."""

import asyncio
import gc
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiohttp.typedefs import StrOrURL
from homeassistant.components.image import Image, async_get_image
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.exceptions import HomeAssistantError

from simulator.devices.device import Json
from simulator.devices.ids import Devices
from simulator.devices.pictures import draw
from tests.common.house import House
from tests.common.world import Resolve

pytestmark = pytest.mark.devices(Devices.PORCH_CAMERA)

IMAGE = "image.porch_camera_picture"
TAKE = "button.porch_camera_take_a_picture"
URL = "imageCapture.image"
PATH = "/pictures/*"
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
MEGABYTE = 1024 * 1024


async def _shown(house: House) -> tuple[str, bytes]:
    """Return content type and content of the picture, as the frontend gets it."""
    picture = await async_get_image(house.hass, house.entity_id(IMAGE))
    return picture.content_type, picture.content


async def _not_shown(house: House, key: str) -> None:
    """Assert that the picture is refused with a translated error."""
    with pytest.raises(HomeAssistantError) as raised:
        await _shown(house)
    assert raised.value.translation_key == key
    assert raised.value.translation_placeholders == {"name": "Porch camera"}


def _asked(house: House) -> list[str]:
    """Return the kind of token of each request for a picture."""
    return [call.token_kind for call in house.simulator.calls if call.path.startswith("/pictures/")]


@pytest.fixture
async def stranger(socket_enabled: None) -> AsyncIterator[tuple[str, list[str]]]:
    """Another host that serves a picture, and the authorization of each request to it."""
    asked: list[str] = []

    async def serve(request: web.Request) -> web.Response:
        asked.append(request.headers.get("Authorization", ""))
        return web.Response(body=JPEG, content_type="image/jpeg")

    application = web.Application()
    application.router.add_get("/{name}", serve)
    async with TestServer(application) as server:
        yield str(server.make_url("/picture.jpg")), asked


async def test_the_picture_is_fetched_once_with_the_token(house: House) -> None:
    """Nothing is fetched before somebody looks, and a second look costs no request."""
    assert not _asked(house)
    kind, content = await _shown(house)
    assert (kind, content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert await _shown(house) == (kind, content)
    assert _asked(house) == ["app"]
    assert house.entry.runtime_data.calls.day["pictures"] == 1


async def test_the_frontend_gets_the_picture_from_home_assistant(house: House) -> None:
    """The URL at SmartThings is in no attribute; the frontend asks Home Assistant."""
    state = house.state(IMAGE)
    assert house.simulator.url not in str(state.attributes)
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{house.world.url}{state.attributes['entity_picture']}") as reply,
    ):
        assert (reply.status, reply.content_type) == (HTTPStatus.OK, "image/png")
        assert await reply.read() == (await _shown(house))[1]


async def test_the_picture_can_be_saved(house: House, tmp_path: Path) -> None:
    """Automations attach the file to a message."""
    house.hass.config.allowlist_external_dirs = {str(tmp_path)}
    path = tmp_path / "porch.png"
    await house.act("image.snapshot", IMAGE, filename=str(path))
    assert path.read_bytes() == (await _shown(house))[1]


async def test_a_button_takes_a_picture(house: House) -> None:
    """The new picture is fetched, and its time becomes the state."""
    _, before = await _shown(house)
    address = house.state(IMAGE).attributes["entity_picture"]
    assert await house.call("button.press", TAKE) == [("main", "imageCapture", "take", [])]
    taken = datetime.fromisoformat(house.state(IMAGE).state)
    assert abs(datetime.now(UTC) - taken).total_seconds() < 60
    assert (await _shown(house))[1] != before
    assert house.state(IMAGE).attributes["entity_picture"] != address


async def test_the_time_of_the_report_is_used_without_the_time_of_the_picture(
    house: House,
) -> None:
    """Not every device reports when it took a picture."""
    await house.report(Devices.PORCH_CAMERA, "imageCapture.captureTime", "yesterday")
    status = house.simulator.home.devices[Devices.PORCH_CAMERA].status["main"]
    reported = datetime.fromisoformat(str(status["imageCapture"]["image"]["timestamp"]))
    assert datetime.fromisoformat(house.state(IMAGE).state) == reported


async def _has_reason(house: House, reason: str, shown: str = STATE_UNAVAILABLE) -> None:
    """Assert that no picture is shown for a reason, and that no request is made."""
    state = house.state(IMAGE)
    assert (state.state, state.attributes["reason"]) == (shown, reason)
    before = len(_asked(house))
    await _not_shown(house, "no_picture")
    assert len(_asked(house)) == before


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        42,
        "porch.jpg",
        "https://[",
        "https:///porch.jpg",
        f"https://api.smartthings.com/{'x' * 2048}",
    ],
    ids=["null", "empty", "a number", "a path", "half an address", "no host", "too long"],
)
async def test_without_a_link_the_state_is_unknown(house: House, url: Json) -> None:
    """A camera may never have taken a picture."""
    await house.report(Devices.PORCH_CAMERA, URL, url)
    await _has_reason(house, "no_picture", STATE_UNKNOWN)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://api.smartthings.com/porch.jpg", "not_encrypted"),
        ("file://smartthings.com/etc/passwd", "not_encrypted"),
        ("https://example.org/porch.jpg", "other_host"),
        ("https://smartthings.com.example.org/porch.jpg", "other_host"),
        ("https://notsmartthings.com/porch.jpg", "other_host"),
        ("https://smartthings.com@example.org/porch.jpg", "other_host"),
        ("https://user:secret@api.smartthings.com/porch.jpg", "other_host"),
        ("https://api.smartthings.com:8443/porch.jpg", "other_host"),
        ("https://127.0.0.1/porch.jpg", "other_host"),
    ],
)
async def test_a_link_to_anything_but_smartthings_has_a_reason(
    house: House, url: str, reason: str
) -> None:
    """A value comes from the driver of the device, so its URL can lead anywhere."""
    await house.report(Devices.PORCH_CAMERA, URL, url)
    await _has_reason(house, reason)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.smartthings.com/porch.jpg",
        "https://smartthings.com/porch.jpg",
        "https://pictures.samsungcloud.com/porch.jpg?signature=x",
    ],
)
async def test_links_to_smartthings_are_available(house: House, url: str) -> None:
    """The hosts of SmartThings and of its storage are the only ones."""
    await house.report(Devices.PORCH_CAMERA, URL, url)
    assert house.state(IMAGE).state != STATE_UNAVAILABLE
    assert "reason" not in house.state(IMAGE).attributes


async def test_an_encrypted_picture_is_not_fetched(house: House) -> None:
    """Only the app of the manufacturer can show it."""
    encrypted = True
    await house.report(Devices.PORCH_CAMERA, "imageCapture.encrypted", encrypted)
    await _has_reason(house, "encrypted")


async def test_another_host_is_not_asked(house: House, stranger: tuple[str, list[str]]) -> None:
    """Neither by a reported link nor by a redirect of SmartThings."""
    url, asked = stranger
    house.simulator.faults.fail(PATH, status=302, headers={"Location": url})
    await _not_shown(house, "picture_unusable")
    await house.report(Devices.PORCH_CAMERA, URL, url)
    await _has_reason(house, "not_encrypted")
    assert not asked


async def test_a_redirect_within_smartthings_is_followed(house: House) -> None:
    """A few redirects lead to a picture, endless ones do not."""
    for status in (301, 302, 303, 307, 308):
        house.simulator.faults.fail(PATH, status=status, headers={"Location": "/pictures/new.png"})
        await house.report(Devices.PORCH_CAMERA, "imageCapture.captureTime", f"{status}")
        await house.report(
            Devices.PORCH_CAMERA, URL, f"{house.simulator.url}/pictures/{status}.png"
        )
        assert (await _shown(house))[1] == draw("new.png")
    await house.report(Devices.PORCH_CAMERA, URL, f"{house.simulator.url}/pictures/endless.png")
    house.simulator.faults.fail(PATH, status=302, times=9, headers={"Location": "/pictures/x"})
    before = len(_asked(house))
    await _not_shown(house, "picture_unusable")
    assert len(_asked(house)) - before == 3


@pytest.mark.parametrize("headers", [{}, {"Location": "https://["}])
async def test_a_redirect_without_a_target_is_no_picture(
    house: House, headers: dict[str, str]
) -> None:
    """The reply of a broken server is no traceback."""
    house.simulator.faults.fail(PATH, status=302, headers=headers)
    await _not_shown(house, "picture_unusable")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html></html>", "text/html"),
        (b"<html></html>", "image/png"),
        (b"<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (JPEG, "application/json"),
        (b"RIFF\0\0\0\0WAVE", "image/webp"),
        (b"", "image/png"),
        (JPEG + bytes(50 * MEGABYTE), "image/jpeg"),
    ],
    ids=["a page", "a page as a picture", "a script", "JSON", "a sound", "nothing", "50 MB"],
)
async def test_anything_but_a_picture_is_refused(house: House, body: bytes, kind: str) -> None:
    """Home Assistant serves the picture to browsers, so it must not be a page or a script."""
    house.simulator.faults.fail(PATH, status=200, body=body, headers={"Content-Type": kind})
    await _not_shown(house, "picture_unusable")
    assert (await _shown(house))[0] == "image/png"


@pytest.mark.parametrize(
    ("body", "kind", "shown"),
    [
        (JPEG, "binary/octet-stream", "image/jpeg"),
        (JPEG, "image/png", "image/jpeg"),
        (b"GIF89a" + bytes(9), "image/gif", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "application/octet-stream", "image/webp"),
    ],
)
async def test_the_first_bytes_decide_the_content_type(
    house: House, body: bytes, kind: str, shown: str
) -> None:
    """A storage may not know what it stores."""
    house.simulator.faults.fail(PATH, status=200, body=body, headers={"Content-Type": kind})
    assert await _shown(house) == (shown, body)


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (403, "picture_gone"),
        (404, "picture_gone"),
        (410, "picture_gone"),
        (500, "no_answer"),
    ],
)
async def test_an_error_of_the_cloud_is_translated(house: House, status: int, key: str) -> None:
    """A picture that has expired is gone; the next look tries again."""
    house.simulator.faults.fail(PATH, status=status)
    await _not_shown(house, key)
    assert (await _shown(house))[0] == "image/png"


async def test_a_rejected_token_is_renewed(house: House) -> None:
    """A token may expire between two looks."""
    house.simulator.faults.fail(PATH, status=401)
    assert (await _shown(house))[0] == "image/png"
    assert len(_asked(house)) == 2


async def test_a_slow_picture_is_given_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time for all of it is limited."""
    monkeypatch.setattr("custom_components.smartthings_smartapp.cloud.api.pictures.TIMEOUT", 0.2)
    house.simulator.faults.fail(PATH, drip=0.05)
    await _not_shown(house, "no_answer")
    house.simulator.faults.fail(PATH, reset=True, times=2)
    await _not_shown(house, "no_answer")


async def test_all_who_look_share_one_request(house: House) -> None:
    """A dashboard on ten tablets costs no more than one, also while SmartThings has a problem."""
    for status, expected in ((500, HomeAssistantError), (None, Image)):
        before = len(_asked(house))
        house.simulator.faults.fail(PATH, hang=0.2, status=status)
        looks = [async_get_image(house.hass, house.entity_id(IMAGE)) for _ in range(30)]
        found = await asyncio.gather(*looks, return_exceptions=True)
        assert all(isinstance(item, expected) for item in found)
        assert len(_asked(house)) - before == 1


async def test_a_look_that_ends_early_does_not_end_the_others(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """A closed browser tab cancels its own look only, and its failure is no traceback."""
    house.simulator.faults.fail(PATH, hang=0.2)
    first, second = (asyncio.create_task(_shown(house)) for _ in range(2))
    await asyncio.sleep(0.05)
    first.cancel()
    assert (await second)[0] == "image/png"
    await asyncio.gather(first, return_exceptions=True)
    await house.report(Devices.PORCH_CAMERA, URL, f"{house.simulator.url}/pictures/b.png")
    house.simulator.faults.fail(PATH, hang=0.1, status=500)
    alone = asyncio.create_task(_shown(house))
    await asyncio.sleep(0.05)
    alone.cancel()
    await asyncio.gather(alone, return_exceptions=True)
    await house.world.settle()
    gc.collect()
    assert [record for record in caplog.records if record.exc_info] == []


async def test_a_look_ends_with_the_location(house: House) -> None:
    """It does not wait for a picture of a camera that is gone."""
    house.simulator.faults.fail(PATH, hang=9)
    entity_id = house.entity_id(IMAGE)
    look = asyncio.create_task(async_get_image(house.hass, entity_id))
    await asyncio.sleep(0.1)
    await house.hass.config_entries.async_unload(house.entry.entry_id)
    with pytest.raises(HomeAssistantError) as raised:
        await asyncio.wait_for(look, 5)
    assert raised.value.translation_key == "unloaded_meanwhile"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:8123/api/",
        "https://127.0.0.1/x.jpg",
        "https://[::1]/x.jpg",
        "https://10.0.0.1/x.jpg",
        "https://169.254.169.254/latest/meta-data",
        "https://0x7f000001/x.jpg",
        "https://localhost/x.jpg",
        "http://api.smartthings.com/x.jpg",
        "https://api.smartthings.com.evil.example/x.jpg",
        "https://api.smartthings.com@evil.example/x.jpg",
        "https://evil.example\\@api.smartthings.com/x.jpg",
        "https://api.smartthings.com:22/x.jpg",
        "https://api.smartthings.com./x.jpg",
        "//evil.example/x.jpg",
        "ftp://api.smartthings.com/x.jpg",
        "file:///etc/passwd",
        "data:image/png;base64,iVBORw0KGgo=",
        "javascript:alert(1)",
    ],
)
async def test_a_redirect_leads_to_no_other_address(
    house: House, target: str, resolve: Resolve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names are not even looked up, and nothing else is asked for the picture."""
    asked: list[str] = []
    request = aiohttp.ClientSession.get

    def noting(session: aiohttp.ClientSession, url: StrOrURL, **more: Any) -> object:  # noqa: ANN401 (as in aiohttp)
        asked.append(str(url))
        return request(session, url, **more)

    house.simulator.faults.fail(PATH, status=302, headers={"Location": target})
    monkeypatch.setattr(aiohttp.ClientSession, "get", noting)
    resolve({})
    await _not_shown(house, "picture_unusable")
    assert [address for address in asked if not address.startswith(house.simulator.url)] == []


async def test_an_object_in_front_of_the_camera_is_an_event(house: House) -> None:
    """The value is an object with the word; ``none`` is not an event."""
    name = "event.porch_camera_object_detected"
    assert house.state(name).attributes["event_types"] == ["human", "vehicle", "pet"]
    source = "objectDetection.detected"
    await house.report(Devices.PORCH_CAMERA, source, {"value": "human", "qty": 1})
    assert house.state(name).attributes["event_type"] == "human"
    await house.report(Devices.PORCH_CAMERA, source, {"value": "none"})
    assert house.state(name).attributes["event_type"] == "human"


@pytest.mark.parametrize(
    ("name", "on", "off"),
    [
        ("switch.porch_camera_camera", ("on", "on"), ("off", "off")),
        ("switch.porch_camera_mute_microphone", ("mute", "on"), ("unmute", "off")),
    ],
)
async def test_a_camera_is_switched_and_muted(
    house: House, name: str, on: tuple[str, str], off: tuple[str, str]
) -> None:
    """Each is one command, and the state follows."""
    for action, (command, state) in (("turn_on", on), ("turn_off", off)):
        sent = await house.call(f"switch.{action}", name)
        assert sent == [("main", "videoCamera", command, [])]
        assert house.state(name).state == state
