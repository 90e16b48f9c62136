"""Commands for cameras."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

from simulator.devices.device import timestamp

from .command import CommandSpec, Run, text
from .steps import sets

_SHUTTER_SECONDS = 0.5


def _takes_picture(run: Run) -> None:
    """Store another picture beside the last one. A camera has one from the start."""
    last = run.read(run.capability, "image")
    if isinstance(last, str):
        folder, _, _ = last.rpartition("/")
        taken = timestamp(datetime.now(UTC))
        run.write("captureTime", taken, after=_SHUTTER_SECONDS)
        run.write("image", f"{folder}/{uuid4()}.png", after=_SHUTTER_SECONDS)


CAMERAS: Mapping[str, Mapping[str, CommandSpec]] = {
    "imageCapture": {
        "take": CommandSpec((text(optional=True), text(optional=True)), (_takes_picture,))
    },
    "videoCamera": {
        "on": CommandSpec(steps=(sets("camera", "on"),)),
        "off": CommandSpec(steps=(sets("camera", "off"),)),
        "mute": CommandSpec(steps=(sets("mute", "muted"),)),
        "unmute": CommandSpec(steps=(sets("mute", "unmuted"),)),
        "flip": CommandSpec(),
    },
}
