"""Calls that settle a fact by the status and body of their answers."""

from collections.abc import Mapping
from uuid import uuid4

from live_check.cloud.answers import Answer
from live_check.cloud.api import accept
from live_check.cloud.tokens import call_app
from live_check.context import Context
from live_check.facts import Ask, Token
from live_check.findings import Finding


async def asked(context: Context, ask: Ask) -> Finding:
    """Make the calls, and compare their answers with the expected ones."""
    answers = {path: await _call(context, ask, path) for path in ask.get}
    answer = "; ".join(
        f"{path}: {answer.summary}" if len(answers) > 1 else answer.summary
        for path, answer in answers.items()
    )
    return Finding(all(_is_expected(answer, ask) for answer in answers.values()), answer)


async def _call(context: Context, ask: Ask, path: str) -> Answer:
    path = path.format_map(_ids(context, path))
    match ask.token:
        case Token.APP:
            return await call_app(context, "GET", path)
        case Token.PERSONAL:
            token: str | None = context.pat
        case Token.UNKNOWN:
            token = str(uuid4())
        case Token.NONE:
            token = None
    return await context.api.call("GET", path, token=token, accepts=accept(ask.version))


def _ids(context: Context, path: str) -> Mapping[str, str]:
    """Return the ids that a path may name. Raises NotTriedError without an installation."""
    if "{installed_app_id}" in path or "{app_id}" in path:
        installation = context.the_installation()
        return {
            "installed_app_id": installation.installed_app_id,
            "app_id": installation.app.app_id,
        }
    return {"new_id": str(uuid4())}


def _is_expected(answer: Answer, ask: Ask) -> bool:
    bodies = {"any": True, "empty": answer.empty, "page": answer.is_page}
    return (
        answer.status == ask.status and bodies[ask.body] and answer.object.keys() >= set(ask.keys)
    )
