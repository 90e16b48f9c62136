"""The samples of the documentation are the files that the tests run."""

import pytest

from scripts.demo_driver.relays.proxy import SAMPLES
from tests.common.repository import ROOT


@pytest.mark.parametrize(("program", "language"), [("nginx", "nginx"), ("caddy", "caddyfile")])
def test_the_documentation_shows_the_file(program: str, language: str) -> None:
    """Word for word."""
    page = (ROOT / "docs" / "public-address.md").read_text(encoding="utf-8")
    sample = SAMPLES[program].read_text(encoding="utf-8")
    assert f"```{language}\n{sample}```" in page
