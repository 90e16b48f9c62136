"""Pictures in the storage to which SmartThings redirects: it never gets the token."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import override

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from custom_components.smartthings_smartapp.cloud.api.errors import NotFoundError
from custom_components.smartthings_smartapp.cloud.api.http import StaticToken
from custom_components.smartthings_smartapp.cloud.api.pictures import Picture, Pictures
from tests.cloud.scripted import Answer, ScriptedApi, scripted_api
from tests.common.tls import self_signed

TOKEN = "0c6a1f0e-55d1-4b3f-8b67-7f8a4c1d9e20"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
LINK = "https://pictures.samsungcloud.com/porch.png?signature=x"


class _LocalNames(AbstractResolver):
    """Resolves every name to one server on this machine."""

    def __init__(self, port: int) -> None:
        """Resolve to the server at this port."""
        self._port = port

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the address of the server."""
        address = ResolveResult(
            hostname=host, host="127.0.0.1", port=self._port, family=family, proto=0, flags=0
        )
        return [address]

    @override
    async def close(self) -> None:
        """Close nothing."""


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[ScriptedApi]:
    """Return the storage, which has the picture."""
    async with scripted_api(self_signed(tmp_path)) as storage:
        storage.answers = [Answer(body=PNG, headers={"Content-Type": "image/png"})]
        yield storage


@pytest.fixture
async def pictures(api: ScriptedApi, storage: ScriptedApi) -> AsyncIterator[Pictures]:
    """Return the pictures of an API; every name is one of the storage."""
    port = URL(storage.url).port or 0
    connector = aiohttp.TCPConnector(resolver=_LocalNames(port), ssl=False)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield Pictures(session, api.url, StaticToken(TOKEN))


async def test_the_storage_does_not_get_the_token(
    pictures: Pictures, api: ScriptedApi, storage: ScriptedApi
) -> None:
    """The API gets it and redirects to a link that needs none."""
    api.answers = [Answer(302, headers={"Location": LINK})]
    assert await pictures.fetch(f"{api.url}/porch") == Picture(PNG, "image/png")
    assert [request.token for request in api.requests] == [TOKEN]
    (asked,) = storage.requests
    assert (asked.headers["Host"], asked.query) == (
        "pictures.samsungcloud.com",
        {"signature": "x"},
    )
    assert "Authorization" not in asked.headers


async def test_a_device_may_report_a_link_to_the_storage(
    pictures: Pictures, api: ScriptedApi, storage: ScriptedApi
) -> None:
    """The API is not asked then."""
    assert await pictures.fetch(LINK) == Picture(PNG, "image/png")
    assert len(storage.requests) == 1
    assert not api.requests


@pytest.mark.parametrize("status", [401, 404])
async def test_a_link_that_has_expired_is_not_a_lost_login(
    pictures: Pictures, storage: ScriptedApi, status: int
) -> None:
    """Another token does not help, since the storage gets none."""
    storage.answers = [Answer(status)]
    with pytest.raises(NotFoundError):
        await pictures.fetch(LINK)
    assert len(storage.requests) == 1
