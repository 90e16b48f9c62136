"""Escapes names from outside in texts that the frontend renders as Markdown."""

import re
from typing import Final

_ACTIVE: Final = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~:@&=])")
"""Characters with a meaning in Markdown or in a bare address; a backslash escapes them."""


def escape(text: str) -> str:
    """Return a text that is shown literally: no link, no image, one line."""
    return _ACTIVE.sub(r"\\\1", " ".join(text.split()))
