"""Reads the body of a request to the webhook, which anyone can send."""

import asyncio
from http import HTTPStatus
from typing import Final

from aiohttp import StreamReader
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web_protocol import RequestPayloadError
from homeassistant.util.aiohttp import MockStreamReader

from .rejections import BROKEN_BODY, TOO_SLOW, RejectionError

MAX_BODY: Final = 1024 * 1024
"""Bytes of a delivery that are read; events end at 10 KiB (platform reference 10.1)."""
READ_TIMEOUT: Final = 10.0
"""Seconds for a body to arrive; the platform waits as long for the answer."""


async def read_body(content: StreamReader | MockStreamReader) -> bytes:
    """Read a body of limited size within limited time. Raises RejectionError."""
    body = bytearray()
    try:
        async with asyncio.timeout(READ_TIMEOUT):
            while chunk := await content.read(MAX_BODY + 1 - len(body)):
                body += chunk
                if len(body) > MAX_BODY:
                    raise RejectionError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large")
    except TimeoutError as err:
        raise RejectionError(HTTPStatus.REQUEST_TIMEOUT, TOO_SLOW) from err
    except (RequestPayloadError, HttpProcessingError, OSError) as err:
        # Cut off, with wrong chunks, or not compressed as its headers say.
        raise RejectionError(HTTPStatus.BAD_REQUEST, BROKEN_BODY) from err
    return bytes(body)
