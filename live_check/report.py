"""The table for the issue, in Markdown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from live_check.context import Context
from live_check.facts import Fact
from live_check.findings import Verdict
from live_check.tries import Outcome, Result


def _row(*cells: str) -> str:
    shown = (" ".join(cell.split()).replace("\\", "\\\\").replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(shown)} |"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [_row(*head), f"|{'---|' * len(head)}", *(_row(*row) for row in rows)]


def _cells(context: Context, result: Result) -> Sequence[str]:
    """Return a row. It also hides private data that the run learned after the answer."""
    fact, answer = result.fact, context.redactor.clean(result.answer)
    verdict = f"**{result.verdict}**" if result.verdict is Verdict.DIFFERENT else result.verdict
    if result.verdict is Verdict.NOT_TRIED:
        answer, verdict = "", f"{result.verdict}: {answer}"
    return (f"`{fact.id}`", fact.section, fact.text, fact.assumed, answer, verdict)


def report(context: Context, outcome: Outcome, *, version: str, today: date) -> str:
    """Return the complete report. It contains no private data."""
    verdicts = Counter(result.verdict for result in outcome.results)
    ways = "a public URL" if context.receiver else "no public URL"
    about = {
        "Day": today.isoformat(),
        "Version of the integration": version,
        "Against": context.redactor.clean(context.api.url),
        "With": f"{ways}, {'a' if context.options.device else 'no'} device to switch",
        "Verdicts": ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in Verdict),
        "Run": "ended early" if outcome.interrupted else "complete",
    }
    lines = [
        "# Live check of the SmartThings cloud",
        "",
        *_table(("", ""), about.items()),
        "",
        *_table(
            ("Id", "Section", "Fact", "Assumed", "Answered", "Verdict"),
            (_cells(context, result) for result in outcome.results),
        ),
    ]
    if outcome.left:
        left = [f"- {context.redactor.clean(what)}" for what in outcome.left]
        lines += ["", "## Left behind", "", *left]
    return "\n".join(lines) + "\n"


def list_of(facts: Iterable[Fact]) -> str:
    """Return the list of facts."""
    return "\n".join(
        _table(
            ("Id", "Section", "Fact", "Assumed", "Tried"),
            (
                (
                    f"`{fact.id}`",
                    fact.section,
                    fact.text,
                    fact.assumed,
                    f"no: {fact.why_not}" if fact.why_not else "yes",
                )
                for fact in facts
            ),
        )
    )
