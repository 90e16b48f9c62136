"""Conditions that several families share, for what no list of capabilities can say."""

from collections.abc import Callable

from ...cloud.json_types import texts
from ..vocabulary import Attribute, Capability, Category
from .platforms import ComponentView, Source

COOKING = (Category.COOKTOP, Category.MICROWAVE, Category.OVEN, Category.RANGE, Category.STOVE)
"""Categories of what cooks."""

_CONNECTION = Source(Capability.SAMSUNG_CE_CONNECTION_STATE, Attribute.CONNECTION_STATE)


def reported(*sources: Source) -> Callable[[ComponentView], bool]:
    """Return whether an attribute was ever reported: appliances name many they do not have."""

    def test(view: ComponentView) -> bool:
        known = [source for source in sources if source in view.values]
        return not known or any(view.values[source] is not None for source in known)

    return test


def has(*sources: Source) -> Callable[[ComponentView], bool]:
    """Return whether an attribute has a value: that it is named says nothing."""

    def test(view: ComponentView) -> bool:
        return any(
            source.capability in view.capabilities and view.values.get(source) is not None
            for source in sources
        )

    return test


def lacks(*sources: Source) -> Callable[[ComponentView], bool]:
    """Return whether no attribute has a value."""
    return lambda view: not has(*sources)(view)


def all_hold(*tests: Callable[[ComponentView], bool]) -> Callable[[ComponentView], bool]:
    """Return whether all conditions hold."""
    return lambda view: all(test(view) for test in tests)


def is_connected(view: ComponentView) -> bool:
    """Return whether a part is there: a hood may be an appliance that is not paired."""
    return view.values.get(_CONNECTION) != "disconnected"


def lists(listing: Source, word: str) -> Callable[[ComponentView], bool]:
    """Return whether a list names a word; a device that lists nothing has all of them."""

    def test(view: ComponentView) -> bool:
        listed = texts(view.values.get(listing))
        return not listed or word in listed

    return test
