"""Conditions that several families share, for what no list of capabilities can say."""

from collections.abc import Callable

from pysmartthings import Category

from custom_components.smartthings_smartapp.cloud.json_types import texts
from custom_components.smartthings_smartapp.descriptions import ComponentView, Source

COOKING = (Category.COOKTOP, Category.MICROWAVE, Category.OVEN, Category.RANGE, Category.STOVE)
"""Categories of what cooks."""


def reported(*sources: Source) -> Callable[[ComponentView], bool]:
    """Return whether an attribute was ever reported: appliances name many they do not have."""

    def test(view: ComponentView) -> bool:
        known = [source for source in sources if source in view.values]
        return not known or any(view.values[source] is not None for source in known)

    return test


def lists(listing: Source, word: str) -> Callable[[ComponentView], bool]:
    """Return whether a list names a word; a device that lists nothing has all of them."""

    def test(view: ComponentView) -> bool:
        listed = texts(view.values.get(listing))
        return not listed or word in listed

    return test
