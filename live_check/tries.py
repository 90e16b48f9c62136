"""Tries one fact after another, and removes what was made even after errors."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from custom_components.smartthings_smartapp.cloud.api.errors import CloudError
from live_check.attempts import ATTEMPTS
from live_check.attempts.asked import asked
from live_check.context import Context
from live_check.facts import Fact
from live_check.findings import Finding, NotTriedError, Verdict, not_tried

_REQUIREMENTS: Final[Mapping[str, Callable[[Context], object]]] = {
    "receiver": Context.the_receiver,
    "installation": Context.the_installation,
    "device": Context.the_device,
}
"""What a fact requires; each raises NotTriedError where it is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of a fact. `answer` is not redacted, and may say why the fact was not tried."""

    fact: Fact
    verdict: Verdict
    answer: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a run. `left` describes what could not be removed."""

    results: Sequence[Result]
    left: Sequence[str]
    interrupted: bool


async def run(context: Context, facts: Sequence[Fact]) -> Outcome:
    """Try facts. After a cancellation, remove what was made and return the results so far."""
    results: list[Result] = []
    interrupted = False
    try:
        for number, fact in enumerate(facts, 1):
            context.say(f"[{number}/{len(facts)}] {fact.id}")
            results.append(await _tried(context, fact))
            context.say(f"    {results[-1].verdict}: {context.redactor.clean(results[-1].answer)}")
    except asyncio.CancelledError:
        interrupted = True
    results += [_not_tried(fact, "the run ended before it") for fact in facts[len(results) :]]
    left = await context.created.remove_all()
    return Outcome(results=results, left=left, interrupted=interrupted)


def _not_tried(fact: Fact, why: str) -> Result:
    return Result(fact=fact, verdict=Verdict.NOT_TRIED, answer=why)


async def _tried(context: Context, fact: Fact) -> Result:
    try:
        finding = await _finding(context, fact)
    except NotTriedError as err:
        return _not_tried(fact, str(err))
    except CloudError as err:
        return _not_tried(fact, f"the cloud did not answer: {err}")
    except Exception as err:  # noqa: BLE001 - an error must not stop the other facts
        # The text of an error may contain private data, its class does not.
        return _not_tried(fact, f"the check itself failed: {type(err).__name__}")
    return Result(
        fact=fact,
        verdict=Verdict.AS_ASSUMED if finding.as_assumed else Verdict.DIFFERENT,
        answer=finding.answer,
    )


async def _finding(context: Context, fact: Fact) -> Finding:
    """Return the finding of a fact. Raises NotTriedError if it cannot or may not be tried."""
    if fact.why_not:
        not_tried(fact.why_not)
    if fact.slow and context.options.quick:
        not_tried("it takes minutes (--quick)")
    for requirement in fact.requires:
        _REQUIREMENTS[requirement](context)
    if fact.asks and not await context.person.agrees(fact.asks):
        not_tried("you did not agree")
    return await asked(context, fact.ask) if fact.ask else await ATTEMPTS[fact.id](context)
