"""The names of SmartThings as the installed pysmartthings lists them.

Home Assistant has one version of pysmartthings for all integrations, and another version may lack
a name that this integration uses. Such a name costs the mapping entries that use it, not the
integration. No other module imports pysmartthings.
"""

import logging
from enum import EnumType
from typing import TYPE_CHECKING

import pysmartthings

__all__ = ["Attribute", "Capability", "Category", "Command", "log_missing_names"]

_LOGGER = logging.getLogger(__name__)
_missing: list[str] = []


class _MissingName(str):
    """The value of a missing name, which no device has."""

    __slots__ = ()

    @property
    def value(self) -> str:
        """Return the value, as a member of an enum does."""
        return str(self)


class _LenientNames(type):
    """The type of a class that has the members of an enum, and a value for any other name."""

    def __getattr__(cls, name: str) -> _MissingName:
        """Return the value of a missing name; Python looks up the other names by itself."""
        if not name.isupper():
            raise AttributeError(name)
        missing = _MissingName(f"{cls.__name__}.{name} is not in pysmartthings")
        setattr(cls, name, missing)
        _missing.append(f"{cls.__name__}.{name}")
        return missing


def _lenient(name: str) -> _LenientNames:
    """Return a class with the members of an enum of pysmartthings."""
    enum = getattr(pysmartthings, name, None)
    return _LenientNames(name, (), dict(enum.__members__) if isinstance(enum, EnumType) else {})


if TYPE_CHECKING:
    from pysmartthings import Attribute, Capability, Category, Command
else:
    Attribute = _lenient("Attribute")
    Capability = _lenient("Capability")
    Category = _lenient("Category")
    Command = _lenient("Command")


def log_missing_names() -> None:
    """Log in one line which of the names in use the installed pysmartthings lacks, if any."""
    if _missing:
        _LOGGER.warning(
            "The installed pysmartthings lacks %s. What needs these names is not available",
            ", ".join(sorted(_missing)),
        )
