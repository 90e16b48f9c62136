"""Pictures that simulated devices take: small PNGs, each with its own color."""

import struct
import zlib
from hashlib import sha256

from .device import Json, SimDevice

PICTURE_FOLDER = "/pictures"
"""The folder of pictures on the host of the API (an invented path, platform reference 8.7)."""

_WIDTH, _HEIGHT = 320, 180
_HEADER = b"\x89PNG\r\n\x1a\n"


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def draw(name: str) -> bytes:
    """Return the picture of a name: a color that fades to black from top to bottom."""
    color = sha256(name.encode()).digest()[:3]
    rows = (
        b"\0" + bytes(part * (_HEIGHT - row) // _HEIGHT for part in color) * _WIDTH
        for row in range(_HEIGHT)
    )
    size = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return (
        _HEADER
        + _chunk(b"IHDR", size)
        + _chunk(b"IDAT", zlib.compress(b"".join(rows)))
        + _chunk(b"IEND", b"")
    )


def link_pictures(device: SimDevice, origin: str) -> None:
    """Put the origin before each picture of a device whose value is only a path."""
    for capabilities in device.status.values():
        image: dict[str, Json] = capabilities.get("imageCapture", {}).get("image", {})
        path = image.get("value")
        if isinstance(path, str) and path.startswith(PICTURE_FOLDER):
            image["value"] = f"{origin}{path}"
