"""Complete runs: what they report, what they hide, and what they leave behind."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

import aiohttp
import pytest

from live_check.__main__ import run_program
from live_check.check import Checked, StartError, remove_leftovers
from live_check.cloud.smartapp import NAME_PREFIX
from live_check.facts import FACTS, chosen
from live_check.findings import Verdict
from live_check.person import Visit
from simulator import Simulator, SimulatorOptions
from simulator.devices.device import JsonObject
from simulator.devices.ids import HOME_LOCATION, Devices
from tests.common.repository import ROOT
from tests.simulator.parties import Developer, Installed, Target

from .conftest import Account, free_port, rows
from .trouble import PLUG

pytestmark = pytest.mark.heartbeats

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

_SIMULATED: Final = {
    "sse-scope": "the simulator takes any scope",
    "sse-sink": "it has no sinks",
    "notification": "it may know no messages",
}
"""Facts in which the simulator differs from the assumption, and why."""


@pytest.fixture
def simulator_options() -> SimulatorOptions:
    """Return a cloud without rate limits, because the tests make their calls without pauses."""
    return SimulatorOptions(rate_limits=False)


@pytest.fixture
async def installed(simulator: Simulator) -> AsyncIterator[Installed]:
    """Return an app of the person that does not belong to the check."""
    async with aiohttp.ClientSession() as session, Target() as target:
        developer = Developer(simulator, session, target)
        installed = await developer.install(await developer.register(), HOME_LOCATION)
        reply = await installed.api.post(
            installed.subscriptions,
            {"sourceType": "MODE", "mode": {"locationId": HOME_LOCATION}},
        )
        assert reply.status == 200
        yield installed


def _switch(simulator: Simulator) -> object:
    return simulator.home.devices[Devices.COFFEE_PLUG].status["main"]["switch"]["switch"]["value"]


async def test_the_usual_cloud_is_as_assumed(account: Account, installed: Installed) -> None:
    """All facts are tried, our apps are removed, and everything else is unchanged."""
    simulator = account.simulator
    before = [dict(simulator.apps), dict(simulator.installed_apps), dict(simulator.subscriptions)]
    state = _switch(simulator)

    checked = await account.run(device=PLUG, burst=True)

    found = rows(checked.report)
    assert [*found] == [fact.id for fact in FACTS]
    verdicts = {fact: row.word for fact, row in found.items() if fact not in _SIMULATED}
    different = {fact for fact, word in verdicts.items() if word is Verdict.DIFFERENT}
    assert not different, {fact: found[fact].answer for fact in different}
    untried = {fact for fact, word in verdicts.items() if word is Verdict.NOT_TRIED}
    assert untried == {fact.id for fact in FACTS if fact.why_not} | {
        "loopback-redirect",
        "oauth-login",
        "lifecycle-bodies",
    }
    assert checked.clean
    assert [simulator.apps, simulator.installed_apps, simulator.subscriptions] == before
    assert (await installed.api.get("/installedapps/me")).status == 200
    assert _switch(simulator) == state
    assert {request.device_id for request in simulator.commands} == {Devices.COFFEE_PLUG}


async def test_no_private_data_is_in_the_report(account: Account) -> None:
    """No token, id, name or address, although errors of the cloud repeat them."""
    simulator = account.simulator
    body: JsonObject = {
        "error": {
            "code": "ForbiddenError",
            "message": f"{account.pat} of ann@example.org may not see {PLUG} in Home, "
            f"{HOME_LOCATION}, from 203.0.113.7",
        }
    }
    account.when["unknown-app"] = lambda: simulator.faults.fail("/apps/*", status=403, body=body)

    report = (await account.run(device=PLUG)).report

    tokens = {account.pat, *simulator._cloud.tokens._bearers}
    labels = {device.label for device in simulator.home.devices.values() if device.label}
    names = {str(location["name"]) for location in simulator.home.locations.values()}
    answers = " ".join(f"{row.answer} {row.verdict}" for row in rows(report).values())
    assert not _UUID.search(report)
    assert not [token for token in tokens if token in report]
    assert not [name for name in labels | names if re.search(rf"\b{re.escape(name)}\b", answers)]
    for address in ("127.0.0.1", "ann@", "203.0.113.7"):
        assert address not in report
    assert "(secret) of (address) may not see (label) in (label), id-" in report
    said = "\n".join(account.said)
    assert not [token for token in tokens if token in said]


async def test_without_a_public_url_a_token_alone_settles_some_facts(account: Account) -> None:
    """Facts that need the webhook say so."""
    checked = await account.run(public=False, skip_install=True)
    found = rows(checked.report)
    assert found["new-app"].word is Verdict.AS_ASSUMED
    assert found["no-token"].word is Verdict.AS_ASSUMED
    assert found["loopback-redirect"].word is Verdict.AS_ASSUMED
    assert found["oauth-login"].verdict == "could not be tried: left out (--skip-install)"
    assert found["plain-form"].verdict == "could not be tried: there is no public URL"
    assert found["refresh"].verdict == "could not be tried: no SmartApp is installed"
    assert "no public URL" in checked.report
    assert account.is_clean


async def test_an_api_only_app_replaces_the_webhook(account: Account) -> None:
    """A person authorizes it on the page of the cloud, and the other facts use its token."""

    async def agree(link: str) -> Visit:
        form = {"decision": "authorize", "location_id": HOME_LOCATION}
        async with account.person.session.post(link, data=form, allow_redirects=False) as response:
            back = response.headers["Location"].replace("localhost", "127.0.0.1")
        async with account.person.session.get(back) as response:
            assert response.ok
        return await asyncio.Future[Visit]()

    account.person.at_page = agree
    checked = await account.run(public=False)
    found = rows(checked.report)
    for fact in ("oauth-login", "status-in-list", "same-name", "refresh", "reused-refresh-token"):
        assert found[fact].word is Verdict.AS_ASSUMED, (fact, found[fact])
    assert account.is_clean


async def test_nothing_is_done_that_the_person_does_not_agree_to(account: Account) -> None:
    """Each step that people notice is announced."""
    account.person.willing = False
    found = rows((await account.run(device=PLUG, burst=True)).report)
    asked = [fact for fact in FACTS if fact.asks]
    assert asked
    for fact in asked:
        assert found[fact.id].verdict == "could not be tried: you did not agree"
        assert fact.asks in account.person.asked
    assert not account.simulator.commands
    assert not [call for call in account.simulator.calls if call.path == "/notification"]


async def test_no_device_is_commanded_that_is_not_named(account: Account) -> None:
    """Only other events are used then."""
    account.when["redelivery"] = lambda: account.simulator.home.set_attribute(
        Devices.COFFEE_PLUG, "main", "switch", "switch", "off"
    )
    found = rows((await account.run("redelivery", "switch-events")).report)
    assert found["switch-events"].verdict == "could not be tried: no device is named (--device)"
    assert found["redelivery"].word is Verdict.AS_ASSUMED
    assert not account.simulator.commands


async def test_quick_leaves_out_what_takes_minutes(account: Account) -> None:
    found = rows((await account.run(quick=True, device=PLUG)).report)
    slow = {fact.id for fact in FACTS if fact.slow}
    assert slow
    for fact in slow:
        assert found[fact].verdict == "could not be tried: it takes minutes (--quick)"


async def test_a_page_that_is_skipped_leaves_the_facts_behind_it_untried(account: Account) -> None:
    async def skip(_: str) -> Visit:
        return Visit.SKIPPED

    account.person.at_page = skip
    found = rows((await account.run("refresh")).report)
    assert found["web-install"].verdict == "could not be tried: you skipped it"
    assert found["refresh"].verdict == "could not be tried: no SmartApp is installed"
    assert account.is_clean


@pytest.mark.parametrize(
    ("device", "why"),
    [
        ("No such lamp", "the device that you named is not in the location"),
        ("Front door", "the device that you named has no switch that is on or off"),
    ],
)
async def test_a_device_that_cannot_be_switched_is_left_alone(
    account: Account, device: str, why: str
) -> None:
    row = await account.row("switch-events", device=device)
    assert why in row.verdict
    assert not account.simulator.commands


async def test_a_device_that_is_offline_is_no_finding(account: Account) -> None:
    account.simulator.home.set_health(Devices.COFFEE_PLUG, "OFFLINE")
    row = await account.row("switch-events", device=PLUG)
    assert row.verdict.startswith("could not be tried: the device accepts no command: 409")
    assert account.is_clean


async def test_a_check_that_fails_does_not_end_the_run(account: Account) -> None:
    """Only the class of the error is reported, and everything is removed."""

    async def stumble(_: str) -> Visit:
        raise ZeroDivisionError(account.pat)

    account.person.at_page = stumble
    account.when["set-mode"] = lambda: account.simulator.faults.fail(
        "/locations/*", reset=True, times=9
    )
    checked = await account.run("web-install", "rate-headers")
    found = rows(checked.report)
    failed = "could not be tried: the check itself failed: ZeroDivisionError"
    assert found["web-install"].verdict == failed
    assert found["rate-headers"].word is Verdict.AS_ASSUMED
    assert account.is_clean


async def test_a_cloud_that_does_not_answer_is_no_finding(account: Account) -> None:
    account.when["history"] = lambda: account.simulator.faults.fail(
        "/history/*", reset=True, times=9
    )
    row = await account.row("history")
    assert row.verdict.startswith("could not be tried: the cloud did not answer")
    assert account.is_clean


async def test_a_pause_is_kept_and_the_call_repeated(account: Account) -> None:
    """A second 429 is no answer to the fact."""
    faults = account.simulator.faults
    account.when["unknown-path"] = lambda: faults.fail("/live-check", status=429)
    assert (await account.row("unknown-path")).word is Verdict.AS_ASSUMED
    account.when["unknown-path"] = lambda: faults.fail("/live-check", status=429, times=2)
    row = await account.row("unknown-path")
    assert "too many requests" in row.verdict


def _end(run: asyncio.Task[Checked]) -> None:
    assert run.cancel()


@pytest.mark.parametrize("fact", ["web-install", "our-subscriptions", "redelivery", "uninstall"])
async def test_a_run_that_is_ended_removes_what_it_made(account: Account, fact: str) -> None:
    """And reports its findings so far."""
    state = _switch(account.simulator)
    run = asyncio.create_task(account.run(device=PLUG))
    account.when[fact] = lambda: _end(run)
    checked = await run
    assert checked.interrupted
    assert rows(checked.report)["new-app"].word is Verdict.AS_ASSUMED
    assert rows(checked.report)[fact].verdict == ("could not be tried: the run ended before it")
    assert account.is_clean
    assert _switch(account.simulator) == state


async def test_a_device_is_put_back_when_the_run_is_ended(account: Account) -> None:
    """Even while a command is under way."""
    simulator, state = account.simulator, _switch(account.simulator)
    run = asyncio.create_task(account.run("redelivery", device=PLUG))

    async def end_after_command() -> None:
        while not simulator.commands:
            await asyncio.sleep(0.005)
        run.cancel()

    account.soon(end_after_command())
    assert (await run).interrupted
    await simulator.settle()
    assert _switch(simulator) == state
    assert account.is_clean


async def test_a_smartapp_whose_reply_is_not_there_yet_is_removed(account: Account) -> None:
    """The run ends while the call that registers it is open."""
    run = asyncio.create_task(account.run("new-app"))

    def hang() -> None:
        account.simulator.faults.fail("/apps", method="POST", hang=0.2)
        asyncio.get_running_loop().call_later(0.1, run.cancel)

    account.when["new-app"] = hang
    assert (await run).interrupted
    created = [call for call in account.simulator.calls if call.method == "POST"]
    assert [call.status for call in created] == [200]
    assert account.is_clean


async def test_a_smartapp_whose_reply_gets_lost_is_looked_for_by_its_name(
    account: Account,
) -> None:
    """The cloud may have made it before its gateway gave up."""
    account.when["new-app"] = lambda: account.simulator.faults.fail(
        "/apps", method="POST", status=502
    )
    checked = await account.run("new-app")
    paths = [call.path for call in account.simulator.calls if call.path.startswith("/apps/")]
    assert paths
    assert all(path.startswith(f"/apps/{NAME_PREFIX}") for path in paths)
    assert checked.clean


async def test_what_cannot_be_removed_is_named_and_removed_by_the_next_run(
    account: Account, installed: Installed
) -> None:
    """Another app of the account remains."""
    faults = account.simulator.faults
    account.when["new-app"] = lambda: faults.fail("/apps/*", method="DELETE", status=500, times=9)
    checked = await account.run("refresh")
    assert not checked.clean
    assert "## Left behind" in checked.report
    assert "--remove-leftovers" in checked.report
    assert not _UUID.search(checked.report)
    faults.clear()

    async def clean() -> bool:
        return await remove_leftovers(
            account.options(public=False), pat=account.pat, person=account.person, say=account.say
        )

    account.person.willing = False
    assert not await clean()
    account.person.willing = True
    assert await clean()
    assert [*account.simulator.apps] == [installed.client.app_id]
    assert await clean()


async def test_the_own_token_removes_what_the_other_may_not(
    account: Account, simulator: Simulator
) -> None:
    """A personal access token without the scopes for installed apps."""
    account.pat = simulator.create_pat(["r:apps:*", "w:apps:*", "r:locations:*"])
    checked = await account.run("refresh")
    assert rows(checked.report)["refresh"].word is Verdict.AS_ASSUMED
    deleted = [
        (call.token_kind, call.status) for call in simulator.calls if call.method == "DELETE"
    ]
    assert ("app", 200) in deleted
    assert account.is_clean


@pytest.mark.parametrize(
    ("scopes", "lifetime", "says"),
    [
        (["r:locations:*"], -1, "rejects the token"),
        (["r:apps:*"], 60, "the locations cannot be listed: 403"),
    ],
)
async def test_a_token_that_will_not_do_is_reported_immediately(
    account: Account, scopes: list[str], lifetime: float, says: str
) -> None:
    account.pat = account.simulator.create_pat(scopes, lifetime=lifetime)
    with pytest.raises(StartError, match=says):
        await account.run()


async def test_a_port_that_is_taken_is_reported_immediately(account: Account) -> None:
    async with Target() as target:
        account.port = int(target.url.split(":")[2].partition("/")[0])
        with pytest.raises(StartError, match="cannot listen at"):
            await account.run()


async def test_a_public_url_that_ends_elsewhere_is_reported_early(account: Account) -> None:
    """It is only a hint: not every machine can reach itself at its public URL."""
    url = f"{account.simulator.url}/home"
    checked = await account.run("plain-form", public_url=url)
    assert any("does not seem to lead to this machine (404)" in text for text in account.said)
    assert "TargetNon200Error" in rows(checked.report)["plain-form"].answer
    assert account.is_clean


async def test_a_public_url_without_an_answer_is_reported_early(account: Account) -> None:
    await account.run("unknown-app", public_url=f"http://127.0.0.1:{free_port()}")
    assert any("does not seem to lead to this machine (no answer)" in text for text in account.said)


async def test_the_only_location_is_not_asked_for(account: Account) -> None:
    """If there are two, the person chooses one, unless an option names it."""
    await account.run("unknown-app")
    assert account.person.asked == ["In which location? 2"]
    await account.run("unknown-app", location=HOME_LOCATION)
    account.simulator.home.locations.popitem()
    await account.run("unknown-app")
    assert len(account.person.asked) == 1


async def test_an_account_without_a_location_cannot_be_tried(account: Account) -> None:
    account.simulator.home.locations.clear()
    with pytest.raises(StartError, match="no location"):
        await account.run()


async def test_a_host_that_is_not_there_is_reported_immediately(account: Account) -> None:
    await account.simulator.stop()
    with pytest.raises(StartError, match="does not answer"):
        await account.run()


async def test_the_program_prints_the_report_and_nothing_else(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    options = account.options(location=HOME_LOCATION)
    assert await run_program(options, chosen(["unknown-app"]), account.pat) == 0
    printed = capsys.readouterr()
    assert rows(printed.out).keys() == {"unknown-app"}
    assert printed.out.startswith("# Live check")
    assert "[1/1] unknown-app" in printed.err


async def test_the_exit_status_reports_the_result(
    account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit status reports something that remains, but not a fact that is different."""
    options = account.options(location=HOME_LOCATION, yes=True)
    faults, facts = account.simulator.faults, chosen(["new-app"])
    faults.fail("/apps/*", method="DELETE", status=500, times=9)
    assert await run_program(options, facts, account.pat) == 1
    assert "Left behind" in capsys.readouterr().out
    clean = replace(options, remove_leftovers=True, public_url=None)
    assert await run_program(clean, facts, account.pat) == 1
    faults.clear()
    assert await run_program(clean, facts, account.pat) == 0
    assert account.is_clean
    assert await run_program(options, facts, "no token") == 2
    assert "rejects the token" in capsys.readouterr().err
    reader = account.simulator.create_pat(["r:locations:*"])
    assert await run_program(clean, facts, reader) == 2
    assert "the list of SmartApps: 403" in capsys.readouterr().err


async def test_a_signal_ends_the_program_cleanly(account: Account) -> None:
    """The second signal does not stop the removal."""
    url = account.simulator.url
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "live_check", "--yes", "--public-url", account.public_url),
        *("--listen", str(account.port), "--only", "web-install"),
        *("--api-url", url, "--key-url", url, "--auth-url", url),
        *("--install-url", f"{url}/install"),
        cwd=ROOT,
        env={"SMARTTHINGS_PAT": account.pat},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert program.stderr is not None
    assert program.stdout is not None
    progress = b""
    async with asyncio.timeout(50):
        while b"appId=" not in progress:
            progress += await program.stderr.readline()
        assert account.simulator.apps
        program.send_signal(signal.SIGINT)
        program.send_signal(signal.SIGINT)
        report = (await program.stdout.read()).decode()
        progress += await program.stderr.read()
        assert await program.wait() == 130
    assert rows(report)["confirmation-link"].word is Verdict.AS_ASSUMED
    assert "the run ended before it" in rows(report)["web-install"].verdict
    assert account.is_clean
    assert account.pat not in report
    assert account.pat not in progress.decode()
