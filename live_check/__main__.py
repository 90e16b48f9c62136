"""Command line of the live check. `scripts/live_check` runs it as `python -m live_check`."""

import asyncio
import getpass
import os
import signal
import sys
import time
import warnings
from collections.abc import Sequence

from live_check.check import StartError, check, remove_leftovers
from live_check.facts import Fact, UnknownFactError, chosen
from live_check.options import TOKEN_VARIABLE, Options, parse
from live_check.person import Terminal
from live_check.report import list_of

_STARTED = time.monotonic()
_UNCLEAN, _MISUSED, _INTERRUPTED = 1, 2, 130


def say(text: str) -> None:
    """Print a line of progress with the seconds since the start, on standard error."""
    print(f"{time.monotonic() - _STARTED:7.1f}  {text}", file=sys.stderr, flush=True)


class _Ending:
    """Ends the run at the first signal. A second signal does not stop the removal."""

    def __init__(self, task: asyncio.Task[int]) -> None:
        self._task = task
        self._begun = False

    def __call__(self) -> None:
        if self._begun:
            say("still removing what the check made; please wait")
            return
        self._begun = True
        say("ending; removing what the check made")
        self._task.cancel()


async def run_program(options: Options, facts: Sequence[Fact], pat: str) -> int:
    """Do what the options ask for, print the report, and return the exit status."""
    person = Terminal(say, agree=options.yes)
    try:
        if options.remove_leftovers:
            clean = await remove_leftovers(options, pat=pat, person=person, say=say)
            return 0 if clean else _UNCLEAN
        checked = await check(options, facts, pat=pat, person=person, say=say)
    except StartError as err:
        say(str(err))
        return _MISUSED
    print(checked.report, flush=True)
    if not checked.clean:
        return _UNCLEAN
    return _INTERRUPTED if checked.interrupted else 0


async def _main(options: Options, facts: Sequence[Fact], pat: str) -> int:
    task = asyncio.create_task(run_program(options, facts, pat))
    ending = _Ending(task)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, ending)
    try:
        return await task
    except asyncio.CancelledError:
        # It had not started, so there is nothing to report.
        return _INTERRUPTED


def main(arguments: Sequence[str]) -> int:
    """Run with the arguments of a command line and return the exit status."""
    options = parse(arguments)
    try:
        facts = chosen(options.only)
    except UnknownFactError as err:
        say(f"unknown fact: {err}; --list shows all")
        return _MISUSED
    if options.show_list:
        print(list_of(facts))
        return 0
    try:
        pat = os.environ.get(TOKEN_VARIABLE) or _asked_token()
    except KeyboardInterrupt, EOFError:
        return _INTERRUPTED
    except getpass.GetPassWarning:
        say(f"there is no terminal to ask for the token; set it in {TOKEN_VARIABLE}")
        return _MISUSED
    return asyncio.run(_main(options, facts, pat.strip()))


def _asked_token() -> str:
    """Ask without an echo. Raises GetPassWarning without a terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        return getpass.getpass("Personal access token: ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
