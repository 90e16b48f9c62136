"""The entry for the programs of a machine that numbers them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import override

from ...cloud.json_types import Json, as_list, as_object, text
from ..program_names import NAMES, distinct_names
from .base import Source
from .controls import SelectMap
from .values import Choice, Read, value_of

_COURSE = "_Course_"


def code_of(value: Json) -> str:
    """Return the code of a program: ``1C`` for ``Table_02_Course_1C`` and ``{"cycle": "1C"}``."""
    word = text(value, "cycle") if isinstance(value, dict) else value
    return word.rpartition("_")[2] if isinstance(word, str) else ""


@dataclass(frozen=True, kw_only=True)
class ProgramMap(SelectMap):
    """The program of a machine, as a code that only has a meaning in a table of the machine.

    Machines of many models share a table. The name of its programs is not in the API: some are
    in ``program_names.py``, and users can give all others a name.
    """

    machine: str
    """Kind of the machine. A table is that of one kind: two kinds may use the same id."""
    reference: Source
    """Attribute that names the table, an object ``{id}``."""
    prefix: str = ""
    """What precedes the code in the argument of the command."""

    def argument(self, value: Json) -> Json:
        """Return the argument of the command for a value of the attribute or of its list."""
        code = code_of(value)
        return f"{self.prefix}{code}" if code else None

    def listed(self, read: Read) -> tuple[str, ...]:
        """Return the codes of the programs that the device lists."""
        listed = value_of(read, self.supported) if self.supported else None
        return tuple(filter(None, map(code_of, as_list(listed))))

    def unlisted(self, read: Read) -> str:
        """Return the code of the current program if the device does not list it, else nothing."""
        code = self.current(read)
        return "" if code in self.listed(read) else code

    def current(self, read: Read) -> str:
        """Return the code of the current program, empty if there is none."""
        return code_of(value_of(read, self.source))

    def codes(self, read: Read) -> tuple[str, ...]:
        """Return the codes that the device lists, and the current one."""
        return tuple(filter(None, (*self.listed(read), self.unlisted(read))))

    def table(self, read: Read) -> str:
        """Return the kind of the machine and the id of its table, which identify a table."""
        word = value_of(read, self.source)
        used = (
            word.partition(_COURSE) if isinstance(word, str) and _COURSE in word else ("", "", "")
        )
        named = text(as_object(value_of(read, self.reference)), "id")
        return f"{self.machine} {named or used[0]}".strip()

    def names(self, read: Read, given: Mapping[str, str]) -> Mapping[str, str]:
        """Return the options of the arguments that have a name.

        ``given`` are the names that the user gave to codes of the table.
        """
        known = NAMES.get(self.table(read), {})
        named = distinct_names(self.codes(read), known, given)
        return {f"{self.prefix}{code}": name for code, name in named.items()}

    @property
    @override
    def choice(self) -> Choice:
        return Choice(
            source=self.source,
            command=self.command,
            supported=self.supported,
            part=code_of,
            argument=self.argument,
            texts=tuple(self.options or ()),
        )

    @property
    @override
    def watched(self) -> frozenset[Source]:
        return super().watched | {self.reference}
