"""All facts, in the order in which they are tried."""

from collections.abc import Iterable, Sequence

from scripts.live_check_driver import (
    account,
    api_only,
    definitions,
    deliveries,
    devices,
    errors,
    heard,
    installation,
    locations,
    registration,
    signatures,
    subscriptions,
    tokens,
)
from scripts.live_check_driver.fact import Fact

FACTS: Sequence[Fact] = (
    *errors.FACTS,
    *registration.FACTS,
    *signatures.FACTS,
    installation.PENDING,
    *installation.FACTS,
    *api_only.FACTS,
    # While the token of INSTALL is young.
    *errors.WITH_INSTALLATION,
    *devices.FACTS,
    *locations.FACTS,
    *definitions.FACTS,
    *subscriptions.FACTS,
    *deliveries.HEARING,
    # This waits until the token is five minutes old, and hears of events meanwhile.
    *tokens.FACTS,
    *heard.FACTS,
    *deliveries.FAILING,
    subscriptions.CEILING_FACT,
    # From here on the login may be lost.
    *tokens.LAST,
    *deliveries.LAST,
    *registration.LAST,
    devices.RATES,
    account.PLAN,
    *account.NOT_TRIED,
)


class UnknownFactError(LookupError):
    """An id is of no fact."""


def chosen(ids: Iterable[str]) -> Sequence[Fact]:
    """Return facts by id with all that they need, in order; all facts where none is named.

    Raises UnknownFactError.
    """
    wanted = set(ids)
    if not wanted:
        return FACTS
    by_id = {fact.id: fact for fact in FACTS}
    if unknown := wanted - set(by_id):
        raise UnknownFactError(", ".join(sorted(unknown)))
    # What a fact needs stands before it, so once backwards is enough.
    for fact in reversed(FACTS):
        if fact.id in wanted:
            wanted.update(fact.needs)
    return [fact for fact in FACTS if fact.id in wanted]
