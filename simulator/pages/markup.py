"""The HTML frame of the install and authorize pages: one page of the phone app."""

from collections.abc import Iterable
from html import escape

from aiohttp import web

_FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
:root {{
  color-scheme: light dark;
  --around: #d9dee6; --page: #f4f6f9; --card: #fff; --text: #1c2430; --soft: #5b677a;
  --line: #e3e8ef; --accent: #1769e0; --on-accent: #fff;
}}
@media (prefers-color-scheme: dark) {{
  :root {{
    --around: #05070a; --page: #12161c; --card: #1c222b; --text: #e8ecf2; --soft: #94a0b2;
    --line: #2d3541; --accent: #5b9bff; --on-accent: #0b1320;
  }}
}}
* {{ box-sizing: border-box; }}
body {{
  display: flex; min-height: 100vh; margin: 0; align-items: center; justify-content: center;
  background: var(--around); color: var(--text); font: 16px/1.45 system-ui, sans-serif;
}}
main {{
  display: flex; flex-direction: column; width: min(100vw, 400px); min-height: min(100vh, 720px);
  padding: 28px 20px 20px; background: var(--page); border-radius: 28px;
}}
@media (max-width: 420px) {{ main {{ min-height: 100vh; border-radius: 0; }} }}
h1 {{ margin: 0 0 16px; font-size: 24px; }}
ol, ul, fieldset, .card {{
  margin: 0 0 16px; padding: 6px 16px; list-style: none; background: var(--card);
  border: 1px solid var(--line); border-radius: 18px;
}}
li {{ padding: 8px 0; overflow-wrap: anywhere; }}
li + li {{ border-top: 1px solid var(--line); }}
legend, summary, small {{ color: var(--soft); font-size: 14px; }}
details ol {{ margin-top: 8px; font-size: 13px; }}
form {{ display: contents; }}
.buttons {{ display: flex; flex-direction: row-reverse; gap: 12px; margin: auto 0 0; }}
button {{
  flex: 1; min-height: 46px; color: var(--accent); background: none; font: inherit;
  font-weight: 600; border: 1px solid var(--line); border-radius: 23px; cursor: pointer;
}}
button:first-child {{ color: var(--on-accent); background: var(--accent); border: 0; }}
a {{ color: var(--accent); }}
</style>
</head>
<body><main><h1>{title}</h1>{content}</main></body>
</html>
"""


def framed(title: str, content: str, status: int = 200) -> web.Response:
    """Return a page; `title` is text, `content` is markup."""
    text = _FRAME.format(title=escape(title), content=content)
    return web.Response(text=text, content_type="text/html", status=status)


def listed(lines: Iterable[str]) -> str:
    """Return texts as a list."""
    return f"<ol>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ol>"
