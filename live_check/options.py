"""What the command line says."""

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
    """How long is waited for what, in seconds; `pace` stretches the pauses between calls."""

    pace: float = 1.0
    confirmation: float = 30
    """For a CONFIRMATION; the cloud gives up on a delivery after 10 (platform reference 3.3)."""
    installation: float = 900
    """For a person to get through a page."""
    doubtful_page: float = 180
    """For the same on a page that is expected to fail."""
    token_age: float = 310
    """Until the token of INSTALL is tried again: just beyond five minutes (1.1)."""
    event: float = 60
    """For an event of something that happened."""
    quiet: float = 15
    """For more events than are expected."""
    redelivery: float = 180
    """For a delivery that was answered with 500 to come again."""
    uninstall: float = 30
    """For UNINSTALL after a deletion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that may be chosen."""

    endpoints: Endpoints = field(default_factory=Endpoints)
    auth_url: str = _AUTH_URL
    """The older host of the token endpoint (1.2)."""
    public_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 0
    """Where the receiver listens; 0 takes a free port."""
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
        description="Tries with your SmartThings account what is not known of the cloud for sure, "
        "takes back all it made, and prints a table to attach to an issue.",
        epilog=f"The personal access token is asked for, or read from {TOKEN_VARIABLE}. "
        "See docs/developing/live-check.md.",
    )
    add = parser.add_argument
    add("--list", action="store_true", dest="show_list", help="print the facts, and call nothing")
    add("--only", metavar="IDS", default="", help="facts by id, with commas; what they need is run")
    add("--public-url", metavar="URL", type=_url, help="where SmartThings reaches this machine")
    add("--listen", metavar="[HOST:]PORT", help="where that URL ends (127.0.0.1:8765)")
    add("--location", metavar="ID", help="which location; asked for where there are several")
    add("--device", metavar="ID_OR_LABEL", help="a switch that may be turned on and off")
    add("--burst", action="store_true", help="turn that device on and off 24 times in a minute")
    add("--quick", action="store_true", help="leave out what takes minutes")
    add("--yes", action="store_true", help="agree to every step that is announced")
    add("--skip-install", action="store_true", help="leave out what needs you in a browser")
    add("--remove-leftovers", action="store_true", help="remove what a killed run left, and end")
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
        msg = f"{text} is no URL that can be used"
        raise argparse.ArgumentTypeError(msg)
    return text.rstrip("/")


def parse(arguments: Sequence[str]) -> Options:
    """Read the command line. Raises SystemExit where it cannot be understood."""
    parser = _parser()
    given = parser.parse_args(arguments)
    public_url: str | None = given.public_url
    endpoints = Endpoints(given.api_url, given.key_url, given.install_url)
    if public_url and not endpoints.development and URL(public_url).scheme != _HTTPS:
        parser.error("SmartThings takes a public URL with https alone")
    host, _, port = (given.listen or "8765").rpartition(":")
    if not port.isdecimal():
        parser.error("--listen takes a port, or a host and a port")
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
