"""The options of the command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from yarl import URL

from custom_components.smartthings_smartapp.cloud.endpoints import Endpoints

TOKEN_VARIABLE: Final = "SMARTTHINGS_PAT"  # noqa: S105 - the name of a variable
_AUTH_URL: Final = "https://auth-global.api.smartthings.com"
_HTTPS: Final = "https"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Time limits in seconds. `pace` multiplies the pauses between calls."""

    pace: float = 1.0
    confirmation: float = 30
    """Until a CONFIRMATION arrives; the cloud gives up after 10 (platform reference 3.3)."""
    installation: float = 900
    """Until a person has completed a page."""
    doubtful_page: float = 180
    """Until a person has opened a page that is expected to fail."""
    token_age: float = 310
    """Until the token of INSTALL is tried again: a little more than five minutes (1.1)."""
    event: float = 60
    """Until an event arrives."""
    quiet: float = 15
    """How long to wait for more events than expected."""
    redelivery: float = 180
    """Until a delivery that was answered with 500 arrives again."""
    uninstall: float = 30
    """Until UNINSTALL arrives after the deletion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of a run."""

    endpoints: Endpoints = field(default_factory=Endpoints)
    auth_url: str = _AUTH_URL
    """The older host of the token endpoint (1.2)."""
    public_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 0
    """The port of the receiver; 0 uses any free port."""
    location: str | None = None
    device: str | None = None
    burst: bool = False
    quick: bool = False
    yes: bool = False
    skip_install: bool = False
    remove_leftovers: bool = False
    show_list: bool = False
    only: tuple[str, ...] = ()
    patience: Patience = field(default_factory=Patience)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/live_check",
        description="Checks uncertain facts about the SmartThings cloud with your account, "
        "removes everything that it made, and prints a table for a GitHub issue.",
        epilog=f"It asks for the personal access token, or reads it from {TOKEN_VARIABLE}. "
        "See docs/developing/live-check.md.",
    )
    add = parser.add_argument
    add(
        "--list",
        action="store_true",
        dest="show_list",
        help="print the facts, and call nothing",
    )
    add(
        "--only",
        metavar="IDS",
        default="",
        help="only these facts, and those that they need",
    )
    add(
        "--public-url",
        metavar="URL",
        type=_url,
        help="the address of this machine for SmartThings",
    )
    add("--listen", metavar="[HOST:]PORT", help="the port to which it leads (127.0.0.1:8765)")
    add("--location", metavar="ID", help="the location; without it, it asks if there are several")
    add("--device", metavar="ID_OR_LABEL", help="a switch that may be turned on and off")
    add("--burst", action="store_true", help="turn that device on and off 24 times in a minute")
    add("--quick", action="store_true", help="skip facts that take minutes")
    add("--yes", action="store_true", help="agree to all steps in advance")
    add("--skip-install", action="store_true", help="skip facts that need you in a browser")
    add("--remove-leftovers", action="store_true", help="remove what a killed run left, and exit")
    hosts = parser.add_argument_group("other hosts, such as a simulator")
    default = Endpoints()
    hosts.add_argument("--api-url", metavar="URL", type=_url, default=default.api_url)
    hosts.add_argument("--key-url", metavar="URL", type=_url, default=default.key_url)
    hosts.add_argument("--auth-url", metavar="URL", type=_url, default=_AUTH_URL)
    hosts.add_argument("--install-url", metavar="URL", type=_url)
    return parser


def _url(text: str) -> str:
    """Return a URL without a trailing slash."""
    url = URL(text)
    if url.scheme not in ("http", _HTTPS) or not url.host or url.query or url.fragment:
        msg = f"{text} is not a valid URL"
        raise argparse.ArgumentTypeError(msg)
    return text.rstrip("/")


def parse(arguments: Sequence[str]) -> Options:
    """Parse the command line. Raises SystemExit if it is invalid."""
    parser = _parser()
    given = parser.parse_args(arguments)
    public_url: str | None = given.public_url
    endpoints = Endpoints(given.api_url, given.key_url, given.install_url)
    if public_url and not endpoints.development and URL(public_url).scheme != _HTTPS:
        parser.error("SmartThings accepts only https for the public URL")
    host, _, port = (given.listen or "8765").rpartition(":")
    if not port.isdecimal():
        parser.error("--listen needs a port, or a host and a port")
    return Options(
        endpoints=endpoints,
        auth_url=given.auth_url,
        public_url=public_url,
        host=host or "127.0.0.1",
        port=int(port),
        location=given.location,
        device=given.device,
        burst=given.burst,
        quick=given.quick,
        yes=given.yes,
        skip_install=given.skip_install,
        remove_leftovers=given.remove_leftovers,
        show_list=given.show_list,
        only=tuple(filter(None, given.only.split(","))),
    )
