"""Conditions that several families share, for what no list of capabilities can say."""

from collections.abc import Callable

from custom_components.smartthings_smartapp.descriptions import ComponentView, Source


def reported(*sources: Source) -> Callable[[ComponentView], bool]:
    """Return whether an attribute was ever reported: appliances name many they do not have."""

    def test(view: ComponentView) -> bool:
        known = [source for source in sources if source in view.values]
        return not known or any(view.values[source] is not None for source in known)

    return test
