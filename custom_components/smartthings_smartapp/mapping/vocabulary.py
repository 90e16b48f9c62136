"""The names of SmartThings as the installed pysmartthings lists them.

Home Assistant has one version of pysmartthings for all integrations, and another version may lack
a name that this integration uses. Such a name costs the mapping entries that use it, not the
integration. No other module imports pysmartthings.
"""

import logging
from enum import EnumType
from types import ModuleType
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


def _lenient(kind: str) -> ModuleType:
    """Return the members of an enum of pysmartthings, with a value for any other name.

    It is a module object, because access to its members is as fast as to those of an enum. Python
    calls its ``__getattr__`` for missing names only.
    """

    def missing_name(name: str) -> _MissingName:
        if not name.isupper():
            raise AttributeError(name)
        full_name = f"{kind}.{name}"
        value = names.__dict__[name] = _MissingName(f"{full_name} is not in pysmartthings")
        _missing.append(full_name)
        return value

    names = ModuleType(kind)
    enum = getattr(pysmartthings, kind, None)
    if isinstance(enum, EnumType):
        names.__dict__.update(enum.__members__)
    names.__dict__["__getattr__"] = missing_name
    return names


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
            "The installed pysmartthings lacks %s. Entities and commands that need these names are "
            "not available",
            ", ".join(sorted(_missing)),
        )
