"""A person with an account in the simulated cloud, who runs the live check."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import pytest

from custom_components.smartthings_smartapp.cloud.endpoints import Endpoints
from live_check.check import Checked, check
from live_check.facts import chosen
from live_check.findings import Verdict
from live_check.options import Options, Patience
from live_check.person import Visit
from simulator import Simulator

IMPATIENT: Final = Patience(
    pace=0,
    confirmation=20,
    installation=20,
    doubtful_page=20,
    token_age=0.3,
    event=3,
    quiet=0.3,
    redelivery=0.3,
    uninstall=1,
)
"""Long for what arrives, short for what does not."""

_CELLS: Final = re.compile(r"(?<!\\)\|")
_COLUMNS: Final = 6


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Allow connections to servers on this machine."""


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class Visitor:
    """A person who opens every page immediately, and agrees unless `willing` is False."""

    session: aiohttp.ClientSession
    willing: bool = True
    asked: list[str] = field(default_factory=list)
    visited: list[tuple[str, str]] = field(default_factory=list)
    """Links and instructions."""
    at_page: Callable[[str], Awaitable[Visit]] | None = None
    """What the person does at a page instead of opening it."""

    async def agrees(self, step: str) -> bool:
        """Agree or not."""
        self.asked.append(step)
        return self.willing

    async def chooses(self, what: str, choices: Sequence[str]) -> int:
        """Choose the first item."""
        self.asked.append(f"{what} {len(choices)}")
        return 0

    async def visits(self, link: str, task: str) -> Visit:
        """Open a page, and return whether it failed. The result arrives by itself."""
        self.visited.append((link, task))
        if self.at_page:
            return await self.at_page(link)
        async with self.session.get(link) as response:
            if not response.ok:
                return Visit.FAILED
        return await asyncio.Future[Visit]()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the report."""

    answer: str
    verdict: str

    @property
    def word(self) -> Verdict:
        """The verdict without its reason."""
        plain = self.verdict.strip("*").partition(":")[0]
        return Verdict(plain)


def rows(report: str) -> dict[str, Row]:
    """Return the rows of a report by the id of their fact."""
    found = {}
    for line in report.splitlines():
        cells = [cell.strip() for cell in _CELLS.split(line)[1:-1]]
        if len(cells) == _COLUMNS and cells[0].startswith("`"):
            found[cells[0].strip("`")] = Row(cells[4], cells[5])
    return found


@dataclass(slots=True)
class Account:
    """An account in a simulated cloud, with a tunnel to this machine.

    `when` maps the id of a fact to what happens when it starts.
    """

    simulator: Simulator
    person: Visitor
    pat: str
    port: int = field(default_factory=free_port)
    said: list[str] = field(default_factory=list)
    when: dict[str, Callable[[], None]] = field(default_factory=dict)
    patience: Patience = IMPATIENT
    closing: list[Callable[[], None]] = field(default_factory=list)
    """What to close at the end."""
    _work: set[asyncio.Task[object]] = field(default_factory=set)

    def say(self, text: str) -> None:
        """Keep the output, and do the planned things when a fact starts."""
        self.said.append(text)
        if text.startswith("[") and (happens := self.when.pop(text.rpartition(" ")[2], None)):
            happens()

    def soon(self, work: Coroutine[None, None, object]) -> None:
        """Run something at the same time as the check."""
        self._work.add(asyncio.get_running_loop().create_task(work))

    async def close(self) -> None:
        """Cancel everything that still runs."""
        for close in self.closing:
            close()
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    @property
    def public_url(self) -> str:
        """The address of this machine for the cloud."""
        return f"http://127.0.0.1:{self.port}"

    def options(self, *, public: bool = True, **changes: object) -> Options:
        """Return options for the simulated cloud."""
        url = self.simulator.url
        return Options(
            **{  # type: ignore[arg-type] # the caller knows the fields
                "endpoints": Endpoints(url, url, f"{url}/install"),
                "auth_url": url,
                "public_url": self.public_url if public else None,
                "port": self.port,
                "patience": self.patience,
                **changes,
            }
        )

    async def run(self, *only: str, public: bool = True, **changes: object) -> Checked:
        """Try some facts and those that they need; without ids, all facts."""
        return await check(
            self.options(public=public, **changes),
            chosen(only),
            pat=self.pat,
            person=self.person,
            say=self.say,
        )

    async def row(self, fact: str, *, public: bool = True, **changes: object) -> Row:
        """Try one fact and return its row."""
        return rows((await self.run(fact, public=public, **changes)).report)[fact]

    @property
    def is_clean(self) -> bool:
        """Whether the check left nothing in the cloud."""
        cloud = self.simulator
        return not (cloud.apps or cloud.installed_apps or cloud.subscriptions)


@pytest.fixture
async def account(simulator: Simulator) -> AsyncIterator[Account]:
    """Return an account with a new token of all scopes."""
    async with aiohttp.ClientSession() as session:
        account = Account(simulator, Visitor(session), simulator.create_pat())
        yield account
        await account.close()
