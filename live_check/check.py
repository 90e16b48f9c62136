"""A complete run: from a token and options to a report."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import aiohttp

from custom_components.smartthings_smartapp.cloud.api.errors import CloudError
from custom_components.smartthings_smartapp.cloud.json_types import as_object, text
from live_check.cloud.api import Api
from live_check.cloud.pace import Pace, Say
from live_check.cloud.receiver import Receiver
from live_check.cloud.smartapp import leftovers, remove
from live_check.context import Context
from live_check.created import Created, LeftBehindError
from live_check.facts import Fact
from live_check.findings import NotTriedError
from live_check.options import Options
from live_check.person import Person
from live_check.redaction import Redactor
from live_check.report import report
from live_check.tries import run

_MANIFEST = (
    Path(__file__).resolve().parents[1]
    / "custom_components"
    / "smartthings_smartapp"
    / "manifest.json"
)
_GREETING_TIMEOUT = aiohttp.ClientTimeout(total=10)


class StartError(Exception):
    """The run cannot start; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The result of a run. `clean` is True if everything was removed."""

    report: str
    clean: bool
    interrupted: bool


async def check(
    options: Options, facts: Sequence[Fact], *, pat: str, person: Person, say: Say
) -> Checked:
    """Try facts and return the report. Raises StartError."""
    async with _context(options, pat=pat, person=person, say=say) as context:
        if context.receiver:
            await _greet(context, context.receiver)
        outcome = await run(context, facts)
        text_ = report(context, outcome, version=_version(), today=datetime.now(UTC).date())
        return Checked(report=text_, clean=not outcome.left, interrupted=outcome.interrupted)


async def remove_leftovers(options: Options, *, pat: str, person: Person, say: Say) -> bool:
    """Remove the SmartApps of earlier runs; return whether all are removed. Raises StartError."""
    async with _context(options, pat=pat, person=person, say=say) as context:
        try:
            names = await leftovers(context)
        except NotTriedError as err:
            raise StartError(str(err)) from err
        say(f"{len(names)} SmartApps of earlier runs")
        if not names or not await person.agrees("They are deleted with their installations."):
            return not names
        clean = True
        for name in names:
            try:
                await remove(context, name)
            except (CloudError, LeftBehindError) as err:
                say(str(err))
                clean = False
        return clean


@asynccontextmanager
async def _context(
    options: Options, *, pat: str, person: Person, say: Say
) -> AsyncIterator[Context]:
    redactor = Redactor()
    redactor.secret(pat)
    async with aiohttp.ClientSession() as session:
        api = Api(session, options.endpoints.api_url, Pace(say, factor=options.patience.pace))
        context = Context(
            options=options,
            pat=pat,
            api=api,
            person=person,
            created=Created(say),
            redactor=redactor,
            say=say,
            location_id=await _location(api, options, pat, person, redactor),
        )
        if options.public_url is None:
            yield context
            return
        redactor.address(options.public_url)
        receiver = Receiver(
            session,
            options.endpoints.key_url,
            options.public_url,
            host=options.host,
            port=options.port,
        )
        try:
            await receiver.start()
        except OSError as err:
            msg = f"cannot listen at {options.host}:{options.port}: {err.strerror}"
            raise StartError(msg) from err
        try:
            context.receiver = receiver
            yield context
        finally:
            await receiver.stop()


async def _location(
    api: Api, options: Options, pat: str, person: Person, redactor: Redactor
) -> str:
    """Return the location to use, and learn its name for the redaction. Raises StartError."""
    try:
        answer = await api.call("GET", "/locations", token=pat)
    except CloudError as err:
        msg = f"{api.url} does not answer: {err}"
        raise StartError(msg) from err
    if answer.status == HTTPStatus.UNAUTHORIZED:
        msg = "SmartThings rejects the token; a token expires after 24 hours"
        raise StartError(msg)
    if not answer.ok:
        cause = redactor.clean(answer.summary)
        msg = f"the locations cannot be listed: {cause}; see docs/developing/live-check.md"
        raise StartError(msg)
    names = {text(item, "locationId"): text(item, "name") for item in answer.items}
    redactor.label(*names.values())
    if options.location:
        return options.location
    if not names:
        msg = "the account has no location"
        raise StartError(msg)
    ids = list(names)
    if len(ids) == 1:
        return ids[0]
    return ids[await person.chooses("In which location?", list(names.values()))]


async def _greet(context: Context, receiver: Receiver) -> None:
    """Report early if the public URL does not seem to lead to this machine.

    It is no error: in some networks, a machine cannot reach itself at its public URL.
    """
    try:
        async with context.api.session.get(
            receiver.greeting_url, timeout=_GREETING_TIMEOUT, allow_redirects=False
        ) as response:
            status = response.status
    except aiohttp.ClientError, TimeoutError:
        status = None
    if status != HTTPStatus.NO_CONTENT:
        context.say(
            "The public URL does not seem to lead to this machine "
            f"({status or 'no answer'}). If SmartThings does not reach it either, "
            "the facts show that."
        )


def _version() -> str:
    return text(as_object(json.loads(_MANIFEST.read_text(encoding="utf-8"))), "version")
