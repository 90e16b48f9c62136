"""Deliveries go through nginx or Caddy, with TLS.

Both run the sample of the documentation; only the addresses and files of the sample are replaced.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from scripts.demo_driver.processes import DemoError, Program, free_port, running
from scripts.demo_driver.relays.authority import Authority, Certificate
from scripts.demo_driver.relays.way import Way

_HERE: Final = Path(__file__).parent
_PROGRAMS: Final = _HERE.parents[2] / ".proxies"
_START_SECONDS: Final = 20.0

SAMPLES: Final[Mapping[str, Path]] = {"nginx": _HERE / "nginx.conf", "caddy": _HERE / "Caddyfile"}
"""The samples by the names of the programs."""
MISSING: Final = "nginx and Caddy are missing: run scripts/setup proxies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What a proxy is configured with."""

    target: str
    """Host and port of Home Assistant."""
    certificate: Certificate
    site: str = ""
    """More directives of the site."""
    forwarding: str = ""
    """More directives of the forwarding to Home Assistant."""
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The address of the proxy, without a trailing slash."""
        return f"https://127.0.0.1:{self.port}"


def is_provided() -> bool:
    """Return whether both programs are there."""
    return all((_PROGRAMS / name).exists() for name in SAMPLES)


@contextlib.asynccontextmanager
async def proxy(name: str, folder: Path, front: Front) -> AsyncIterator[Program]:
    """Run nginx or Caddy during the block, with its files in a folder.

    Raises DemoError if it is missing or does not start.
    """
    if not is_provided():
        raise DemoError(MISSING)
    path = folder / SAMPLES[name].name
    configuration = _CONFIGURATIONS[name](front, folder)
    await asyncio.to_thread(path.write_text, configuration, encoding="utf-8")
    program = Program(
        name,
        [str(_PROGRAMS / name), *_ARGUMENTS[name], str(path)],
        folder=folder,
        output=folder / f"{name}.log",
        environment={"HOME": str(folder), "XDG_DATA_HOME": str(folder)},
    )
    async with running(program):
        await until_listening(program, front.port)
        yield program


async def until_listening(program: Program, port: int) -> None:
    """Wait until a program that was started accepts connections."""
    deadline = time.monotonic() + _START_SECONDS
    while True:
        program.require_running()
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        if time.monotonic() > deadline:
            msg = f"{program.name} does not start:\n{program.tail()}"
            raise DemoError(msg)
        await asyncio.sleep(0.05)


def _nginx(front: Front, folder: Path) -> str:
    """Return the sample in the file that Debian includes it in, without a second process."""
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    sample = _filled(
        "nginx",
        {
            "443 ssl;": f"127.0.0.1:{front.port} ssl;",
            "server_name ha.example.org;": f"server_name 127.0.0.1;\n{front.site}",
            "/etc/letsencrypt/live/ha.example.org/fullchain.pem": str(front.certificate.chain),
            "/etc/letsencrypt/live/ha.example.org/privkey.pem": str(front.certificate.key),
            "http://192.168.1.10:8123;": f"http://{front.target};\n{front.forwarding}",
        },
    )
    return (
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{temporary}\n{sample}}}\n"
    )


def _caddy(front: Front, _folder: Path) -> str:
    """Return the sample with a certificate, because Let's Encrypt gives none to this machine."""
    chain, key = front.certificate.chain, front.certificate.key
    forwarding = f" {{\n{front.forwarding}\n}}" if front.forwarding else ""
    sample = _filled(
        "caddy",
        {
            "ha.example.org {": f"{front.url} {{\nbind 127.0.0.1\ntls {chain} {key}\n{front.site}",
            "192.168.1.10:8123": f"{front.target}{forwarding}",
        },
    )
    return f"{{\nadmin off\nauto_https disable_redirects\n}}\n{sample}"


def _filled(name: str, values: Mapping[str, str]) -> str:
    """Return a sample with some of its texts replaced; each must be there once."""
    sample = SAMPLES[name].read_text(encoding="utf-8")
    for old, new in values.items():
        if sample.count(old) != 1:
            msg = f"The sample of {name} has no or several: {old}"
            raise DemoError(msg)
        sample = sample.replace(old, new)
    return sample


_CONFIGURATIONS: Final[Mapping[str, Callable[[Front, Path], str]]] = {
    "nginx": _nginx,
    "caddy": _caddy,
}
_ARGUMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "nginx": ("-e", "stderr", "-c"),
    "caddy": ("run", "--adapter", "caddyfile", "--config"),
}


@contextlib.asynccontextmanager
async def _way(name: str, folder: Path, port: int) -> AsyncIterator[Way]:
    """Run a proxy that Home Assistant trusts, with a certificate that both sides trust."""
    own = folder / "proxy"
    await asyncio.to_thread(own.mkdir)
    authority = await asyncio.to_thread(Authority, own)
    front = Front(target=f"127.0.0.1:{port}", certificate=authority.issue())
    async with proxy(name, own, front):
        yield Way(
            external_url=front.url,
            http=(
                "  use_x_forwarded_for: true",
                "  trusted_proxies:",
                "    - 127.0.0.1",
            ),
            environment=authority.environment,
            steps=f"""
    Deliveries come through {name}, at {front.url}
    Its configuration and its log: {own}
    The root certificate, for your browser: {authority.root}

""",
        )


def nginx(folder: Path, port: int) -> contextlib.AbstractAsyncContextManager[Way]:
    """Run nginx in front of Home Assistant."""
    return _way("nginx", folder, port)


def caddy(folder: Path, port: int) -> contextlib.AbstractAsyncContextManager[Way]:
    """Run Caddy in front of Home Assistant."""
    return _way("caddy", folder, port)
