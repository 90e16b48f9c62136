"""A fact that cannot be tried says why, and does not count as an answer of the cloud."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import pytest

from live_check.findings import Verdict
from live_check.person import Visit
from simulator import SimulatorOptions
from simulator.devices.ids import HOME_LOCATION

from .conftest import IMPATIENT, Account, rows
from .trouble import (
    PAIR,
    PLUG,
    SUBSCRIPTIONS,
    Trouble,
    at_page,
    confirmed_app,
    delivers,
    device_event,
    fails,
    in_order,
    lifecycle_event,
    redirect,
)

_LET_IN = in_order(
    at_page(partial(redirect, code="a code")),
    fails("/oauth/token", 200, PAIR),
    fails("/installedapps/*", 200, {"locationId": HOME_LOCATION}),
)
_NOT_CONFIRMED: Mapping[str, object] = {"patience": replace(IMPATIENT, confirmation=0.1)}


def _take_port(account: Account) -> None:
    """Let another program use the port of the check."""
    taken = socket.create_server(("127.0.0.1", account.port))
    account.closing.append(taken.close)


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a fact cannot be tried."""

    fact: str
    why: str
    at: str = ""
    """The fact at whose start the trouble begins."""
    trouble: Trouble | None = None
    also: tuple[str, ...] = ()
    public: bool = True
    choices: Mapping[str, object] = field(default_factory=dict)


OBSTACLES = (
    Obstacle(
        fact="confirmation-link",
        why="no CONFIRMATION came",
        at="new-app",
        trouble=fails("/apps", 200, confirmed_app()),
        choices=_NOT_CONFIRMED,
    ),
    Obstacle(
        fact="confirmation-link",
        why="the cloud did not answer",
        at="confirmation-link",
        trouble=fails("/apps/*/confirm-registration", 503),
    ),
    Obstacle(
        fact="confirmation-again",
        why="the SmartApp for it was rejected: 403, empty body",
        at="confirmation-again",
        trouble=fails("/apps", 403),
    ),
    Obstacle(
        fact="confirmation-again",
        why="no first CONFIRMATION came",
        at="confirmation-again",
        trouble=fails("/apps", 200, confirmed_app()),
        choices=_NOT_CONFIRMED,
    ),
    Obstacle(
        fact="confirmation-life",
        why="no CONFIRMATION came",
        at="confirmation-again",
        trouble=fails("/apps", 200, confirmed_app()),
        choices=_NOT_CONFIRMED,
    ),
    Obstacle(
        fact="confirmation-life",
        why="there is no unconfirmed SmartApp",
        at="confirmation-again",
        trouble=fails("/apps", 403),
    ),
    Obstacle(
        fact="app-rsa-signature",
        why="no SmartApp could be registered without the two parameters",
        at="plain-form",
        trouble=fails("/apps", 403),
    ),
    Obstacle(
        fact="app-rsa-signature",
        why="no PING came",
        at="plain-form",
        trouble=fails("/apps", 200, confirmed_app()),
    ),
    Obstacle(
        fact="padlock-signature",
        why="nothing was delivered",
        at="new-app",
        trouble=fails("/apps", 200, confirmed_app()),
        choices=_NOT_CONFIRMED,
    ),
    Obstacle(fact="web-install", why="left out (--skip-install)", choices={"skip_install": True}),
    Obstacle(
        fact="web-install",
        why="the page had no result in time",
        at="web-install",
        trouble=at_page(lambda *_: None),
    ),
    Obstacle(
        fact="web-install",
        why="its scopes could not be set: 422",
        at="web-install",
        trouble=fails("/apps/*/oauth", 422),
    ),
    Obstacle(
        fact="loopback-redirect", why="it needs a fixed port", public=False, choices={"port": 0}
    ),
    Obstacle(
        fact="oauth-login",
        why="is in use",
        public=False,
        at="oauth-login",
        trouble=_take_port,
    ),
    Obstacle(
        fact="oauth-login",
        why="you skipped it",
        public=False,
        at="oauth-login",
        trouble=at_page(lambda *_: None, Visit.SKIPPED),
    ),
    Obstacle(
        fact="install-token-life",
        why="there was no INSTALL",
        public=False,
        at="oauth-login",
        trouble=_LET_IN,
        also=("oauth-login",),
    ),
    Obstacle(
        fact="old-access-token",
        why="no token of INSTALL was replaced",
        at="refresh",
        trouble=fails("/oauth/token", 400),
    ),
    Obstacle(
        fact="reused-refresh-token",
        why="no refresh token was used",
        at="refresh",
        trouble=fails("/oauth/token", 400),
    ),
    Obstacle(
        fact="status-in-list",
        why="the location has no devices",
        at="status-in-list",
        trouble=fails("/devices", 200, {"items": []}),
    ),
    Obstacle(
        fact="list-shape",
        why="no devices were listed",
        at="status-in-list",
        trouble=fails("/devices", 200, {"items": []}),
    ),
    Obstacle(
        fact="devices-limit",
        why="no header has it (200)",
        at="devices-limit",
        trouble=fails("/devices", 200, {"items": []}),
    ),
    Obstacle(
        fact="set-mode",
        why="the mode cannot be read: 403",
        at="set-mode",
        trouble=fails("/locations/*", 403),
    ),
    Obstacle(
        fact="subscription-ceiling",
        why="the subscriptions cannot be listed: 403",
        at="subscription-ceiling",
        trouble=fails(SUBSCRIPTIONS, 403),
    ),
    Obstacle(fact="burst", why="it needs --burst", choices={"device": PLUG}),
    Obstacle(fact="event-order", why="no event came"),
    Obstacle(
        fact="event-order",
        why="fewer than two events came",
        at="our-subscriptions",
        trouble=delivers(device_event()),
    ),
    Obstacle(
        fact="value-types",
        why="no event of a device came",
        at="our-subscriptions",
        trouble=delivers(lifecycle_event()),
    ),
    Obstacle(
        fact="overlapping-subscriptions",
        why="no event of the device came",
        at="switch-events",
        trouble=in_order(
            lambda account: account.simulator.faults.drop_deliveries(99),
            delivers(lifecycle_event()),
        ),
        choices={"device": PLUG, "patience": replace(IMPATIENT, event=0.3)},
    ),
    Obstacle(
        fact="redelivery",
        why="no event came",
        choices={"patience": replace(IMPATIENT, event=0.1)},
    ),
    Obstacle(
        fact="subscriptions-after-failure",
        why="no delivery failed",
        at="our-subscriptions",
        trouble=delivers(device_event()),
        choices={"patience": replace(IMPATIENT, event=0.1)},
    ),
)


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits."""
    return SimulatorOptions(rate_limits=False)


@pytest.mark.parametrize(
    "obstacle", OBSTACLES, ids=lambda obstacle: f"{obstacle.fact}: {obstacle.why}"
)
async def test_what_cannot_be_tried_says_why(obstacle: Obstacle, account: Account) -> None:
    if trouble := obstacle.trouble:
        account.when[obstacle.at] = partial(trouble, account)
    checked = await account.run(
        obstacle.fact, *obstacle.also, public=obstacle.public, **obstacle.choices
    )
    row = rows(checked.report)[obstacle.fact]
    assert (row.word, row.answer) == (Verdict.NOT_TRIED, "")
    assert obstacle.why in row.verdict
    assert account.is_clean


async def test_a_token_of_install_that_ended_by_itself_was_not_replaced(account: Account) -> None:
    """Only the reply to a refresh can show the effect on the token before."""
    account.when["history"] = lambda: account.simulator.faults.fail("/history/devices", status=401)
    found = rows((await account.run("history", "old-access-token")).report)
    assert found["history"].word is Verdict.AS_ASSUMED
    assert "it expired before" in found["old-access-token"].verdict


async def test_a_login_that_is_lost_is_an_answer(account: Account) -> None:
    """A token that cannot be renewed shows in the answer to the next call."""
    faults = account.simulator.faults

    def lose() -> None:
        faults.fail("/history/devices", status=401)
        faults.fail("/oauth/token", status=400)

    account.when["history"] = lose
    row = await account.row("history")
    assert (row.word, row.answer) == (Verdict.DIFFERENT, "401, empty body")
