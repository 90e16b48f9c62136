"""Command line of the demo. `scripts/demo` runs it as `python -m scripts.demo_driver`."""

import argparse
import asyncio
import contextlib
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from scripts.demo_driver.checks import Checks, check_set_up
from scripts.demo_driver.config_folder import DOMAIN
from scripts.demo_driver.dashboard import URL_PATH, create_dashboard, make_default, views
from scripts.demo_driver.flow import walk_flow
from scripts.demo_driver.home_assistant import Registries
from scripts.demo_driver.launch import PASSWORD, REPOSITORY, USER, Launched, Setting, launched
from scripts.demo_driver.processes import DemoError, Program, free_port
from scripts.demo_driver.relays import DIRECT, RELAYS

_RESTART = 100  # the status with which Home Assistant requests a restart
_STARTED = time.monotonic()


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of the command line."""

    check: bool
    empty: bool
    """Whether the location is not set up, so that the user can do it."""
    screenshots: Path | None
    setting: Setting


def say(text: str) -> None:
    """Print a line of progress with the seconds since the start."""
    print(f"{time.monotonic() - _STARTED:6.1f}  {text}", flush=True)


def _options(arguments: list[str], temporary: Path) -> Options:
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Runs Home Assistant with a simulated SmartThings home.",
        epilog="--env test uses the Home Assistant version of the tests.",
    )
    parser.add_argument(
        "--check", action="store_true", help="check that it works, print a summary, and exit"
    )
    parser.add_argument(
        "--empty",
        action="store_true",
        help="set no location up; print a personal access token with which you can do it",
    )
    parser.add_argument(
        "--relay",
        choices=sorted(RELAYS),
        default=DIRECT,
        help="the way of the deliveries to Home Assistant (%(default)s)",
    )
    parser.add_argument("--debug", action="store_true", help="debug logs of the integration")
    parser.add_argument("--python", type=Path, default=sys.executable, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help="port of Home Assistant (8123)")
    parser.add_argument("--simulator-port", type=int, help="port of the simulator (8400)")
    parser.add_argument(
        "--speed", type=float, default=1.0, help="how fast people and devices act (1)"
    )
    parser.add_argument(
        "--screenshots",
        type=Path,
        metavar="FOLDER",
        help="save a screenshot of each view of the dashboard",
    )
    given = parser.parse_args(arguments)
    check: bool = given.check
    return Options(
        check=check,
        empty=given.empty,
        screenshots=given.screenshots and given.screenshots.resolve(),
        setting=Setting(
            folder=temporary if check else REPOSITORY / ".demo",
            python=given.python.absolute(),
            port=given.port or (free_port() if check else 8123),
            simulator_port=given.simulator_port or (free_port() if check else 8400),
            speed=given.speed,
            debug=given.debug,
            relay=given.relay,
        ),
    )


async def _demo(options: Options, stack: contextlib.AsyncExitStack) -> int:
    """Start everything, then check it, or wait until Home Assistant ends."""
    session = await stack.enter_async_context(aiohttp.ClientSession())
    both = await stack.enter_async_context(launched(options.setting, session, say))
    simulator, home_assistant = both.simulator, both.home_assistant

    pat = await simulator.create_pat()
    if options.empty:
        await simulator.set_options(install_page_asks=True)
        if options.check:
            return 0 if await check_set_up(home_assistant, simulator, session, pat, say) else 1
        _print_steps(both, pat)
        await _stay(both.home_assistant_program, both.simulator_program)
        return 0

    say("Going through the config flow")
    title = await walk_flow(home_assistant, session, {"access_token": pat}, say)
    calls_of_set_up = len(await simulator.calls())
    say(f"Set up: {title}")
    registries = await Registries.read_steady(home_assistant, DOMAIN)
    say(f"{len(registries.entities)} entities are in the registry")

    await create_dashboard(home_assistant, registries)
    await make_default(home_assistant)
    if options.screenshots:
        from scripts.demo_driver.pictures import take_screenshots  # noqa: PLC0415 - not in every environment

        await asyncio.to_thread(options.screenshots.mkdir, parents=True, exist_ok=True)
        await take_screenshots(home_assistant, views(registries), options.screenshots)
        say(f"The screenshots are in {options.screenshots}")
    if options.check:
        checks = Checks(
            home_assistant=home_assistant,
            simulator=simulator,
            registries=registries,
            folder=options.setting.folder,
            pat=pat,
            calls_of_set_up=calls_of_set_up,
        )
        return 0 if await checks.run(say) else 1
    _print_where(both)
    await _stay(both.home_assistant_program, both.simulator_program)
    return 0


def _print_where(both: Launched) -> None:
    print(
        f"""
    Home Assistant   {both.home_assistant.url}/{URL_PATH}
    user, password   {USER}, {PASSWORD}
    The devices      {both.simulator.url}/home

    Change a device on one page, and it changes on the other.
{both.way.steps}    Press Ctrl-C to stop.
""",
        flush=True,
    )


def _print_steps(both: Launched, pat: str) -> None:
    print(
        f"""
    Home Assistant   {both.home_assistant.url}
    user, password   {USER}, {PASSWORD}
    The devices      {both.simulator.url}/home
    Access token     {pat}

    Set the location up as you would with a SmartThings account:
    1. Open {both.home_assistant.url}/config/integrations/dashboard and log in.
    2. Select "Add integration", then "SmartThings SmartApp" and "Register a SmartApp for me".
    3. Confirm the address.
    4. Paste the access token above. Do not create one at SmartThings.
    5. Choose a location.
    6. Select "Done" and "Allow" on the page that opens.
{both.way.steps}    Press Ctrl-C to stop.
""",
        flush=True,
    )


async def _stay(program: Program, living: Program) -> None:
    """Wait until one of the programs ends; restart Home Assistant when it requests that.

    Raises DemoError with the last output of the program that ended.
    """
    simulator_end = asyncio.create_task(living.wait())
    while not simulator_end.done():
        home_end = asyncio.create_task(program.wait())
        await asyncio.wait((home_end, simulator_end), return_when=asyncio.FIRST_COMPLETED)
        if home_end.done() and home_end.result() == _RESTART:
            say("Home Assistant restarts")
            await program.start()
        else:
            program.require_running()
    living.require_running()


async def _main(arguments: list[str]) -> int:
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    if task:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, task.cancel)
    with tempfile.TemporaryDirectory(prefix="demo-") as temporary:
        options = _options(arguments, Path(temporary))
        try:
            async with contextlib.AsyncExitStack() as stack:
                status = await _demo(options, stack)
        except DemoError as err:
            say(f"FAILED  {err}")
            status = 1
        except asyncio.CancelledError:
            say("Ended.")
            return 0 if not options.check else 130
        if status:
            _print_log(options.setting.folder)
        return status


def _print_log(folder: Path) -> None:
    """Print the errors in the log of Home Assistant, without traces."""
    log = folder / "home-assistant.log"
    if log.exists():
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        complaints = [line for line in lines if " WARNING (" in line or " ERROR (" in line]
        print("\nErrors in the log of Home Assistant:", *complaints[-25:], sep="\n  ")


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1:])))
