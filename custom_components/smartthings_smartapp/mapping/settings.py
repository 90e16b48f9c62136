"""Entries for the settings of appliances, which list many settings that they never report."""

from collections.abc import Callable

from homeassistant.const import EntityCategory

from .descriptions.base import Source, Where
from .descriptions.controls import SelectMap, SwitchMap


def switch_setting(  # noqa: PLR0913 (the facts about a capability)
    capability: str,
    attribute: str,
    *,
    key: str = "",
    text: str | None = None,
    role: str = "",
    command: str = "",
) -> SwitchMap:
    """Return a setting with the commands ``on`` and ``off``, or with one that takes the word.

    ``text`` is the key of its texts.
    """
    return SwitchMap(
        capability=capability,
        key=key or attribute,
        attribute=attribute,
        translation_key=text,
        role=role,
        where=Where(reported=(attribute,)),
        set_command=command,
        entity_category=EntityCategory.CONFIG,
    )


def choice_setting(  # noqa: PLR0913 (the facts about a capability)
    capability: str,
    attribute: str,
    *,
    supported: str,
    command: str,
    key: str = "",
    text: str | None = None,
    options: list[str] | None = None,
    part: Callable[[str], str] = str,
) -> SelectMap:
    """Return a setting with the words that the device lists in the attribute ``supported``.

    ``text`` is the key of its texts.
    """
    return SelectMap(
        capability=capability,
        key=key or attribute,
        attribute=attribute,
        translation_key=text,
        where=Where(reported=(attribute,)),
        command=command,
        supported=Source(capability, supported),
        options=options,
        part=part,
        entity_category=EntityCategory.CONFIG,
    )
