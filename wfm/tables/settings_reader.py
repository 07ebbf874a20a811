"""Settings taken one by one: checked for their kind, read, and remembered, so that the rest can be told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from wfm.errors import Fault
from wfm.message import Message, Text
from wfm.tables.cells import DATE, Cell, Reader, UnreadableCellError, as_text, is_blank
from wfm.tables.rows import SHOWN
from wfm.tables.setting_values import SWITCH, is_number
from wfm.tables.settings import HotlineSettings, Setting
from wfm.tables.valueless import why_valueless

NUMBER_VALUE = Text("fault.number_value", "a number without quotation marks")
QUOTED = Text("fault.quoted", "text in quotation marks")
LIST_VALUE = Text("fault.list", 'a list such as ["a", "b"]')
MISSING = Text("fault.missing_key", "a value for this key")


class TomlType(NamedTuple):
    """What a TOML value must be: a test, and what is expected where it fails."""

    fits: Callable[[Cell], bool]
    expected: Text


NUMBER = TomlType(lambda cell: is_number(cell) or (isinstance(cell, str) and "/" in cell), NUMBER_VALUE)
"""A number; or text such as ``"5/3"``, for one that has no decimal form."""

TEXT = TomlType(lambda cell: isinstance(cell, str), QUOTED)
TRUTH = TomlType(lambda cell: isinstance(cell, bool), SWITCH)
DAY = TomlType(lambda cell: isinstance(cell, date | str), DATE)
LIST = TomlType(lambda cell: isinstance(cell, list | str), LIST_VALUE)


@dataclass
class SettingsReader:
    """Settings of which some were taken.

    Parameters
    ----------
    settings
        All that there are.
    taken
        Dotted keys that were asked for.
    faults
        Of values that are missing or not what was expected.
    faulty
        Sections (or keys without one) that have a fault.
    """

    settings: HotlineSettings
    taken: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)

    def take(
        self, key: str, kind: TomlType, read: Reader, default: Any = None, *, required: bool = False
    ) -> Any:
        """Return the value of a key; its default where it is left out or faulty.

        Parameters
        ----------
        key
            Dotted key.
        kind
            What the value must be where values have a type of their own.
        read
            Reader of the value.
        default
            What counts where the key is left out.
        required
            Whether it must not be.
        """
        self.taken.add(key)
        setting = self.settings.by_key.get(key)
        if setting is None or is_blank(setting.value):
            if required:
                self.fault(key, MISSING())
            return default
        try:
            if self.settings.typed and not kind.fits(setting.value):
                raise UnreadableCellError(kind.expected())
            if (expected := why_valueless(setting.value)) is not None:
                raise UnreadableCellError(expected)
            return read(setting.value)
        except UnreadableCellError as refused:
            self.fault(key, refused.expected)
            return default

    def fault(self, key: str, expected: Message) -> None:
        """Note that the value of a key is not what was expected."""
        setting = self.settings.by_key.get(key, Setting(key, None))
        value = as_text(setting.value)[:SHOWN]
        self.faults.append(Fault(self.settings.file, setting.row, setting.key, value, expected))
        self.faulty.add(key.split(".")[0])

    def numbers(self, section: str) -> Iterator[str]:
        """Yield the dotted beginnings of a numbered section, in order."""
        found = {m[1] for key in self.settings.by_key if (m := re.match(rf"{section}\.([0-9]+)\.", key))}
        yield from (f"{section}.{number}." for number in sorted(found, key=lambda n: (len(n), n)))
