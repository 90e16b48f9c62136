"""The HTML frame of the install and authorize pages."""

from collections.abc import Iterable
from html import escape

from aiohttp import web

_FRAME = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<style>body {{ font: 16px sans-serif; max-width: 40em; margin: 3em auto; }}</style></head>
<body><h1>{title}</h1>{content}</body>
</html>
"""


def framed(title: str, content: str, status: int = 200) -> web.Response:
    """Return a page; `title` is text, `content` is markup."""
    text = _FRAME.format(title=escape(title), content=content)
    return web.Response(text=text, content_type="text/html", status=status)


def listed(lines: Iterable[str]) -> str:
    """Return texts as a list."""
    return f"<ol>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ol>"
