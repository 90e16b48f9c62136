"""Text from outside in texts that the front end renders as Markdown."""

import re
from typing import Final

_ACTIVE: Final = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~:@&=])")
"""What means something in Markdown or in a bare address; a backslash makes it literal."""


def escape(text: str) -> str:
    """Return a text that shows as it is: no link, no image, no second line."""
    return _ACTIVE.sub(r"\\\1", " ".join(text.split()))
