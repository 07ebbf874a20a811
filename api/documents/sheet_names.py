r"""Names that a spreadsheet accepts: at most 31 characters, none of ``[]:*?/\``, none twice."""

from __future__ import annotations

import re

from api.texts.one_line import one_line

LONGEST = 31  # counted in UTF-16, as spreadsheets do
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_RESERVED = "history"


class SheetNames:
    """Gives every sheet a name of its own."""

    def __init__(self) -> None:
        self._taken = {_RESERVED}

    def name(self, wanted: str, otherwise: str = "-") -> str:
        """Return a safe name close to the one wanted; `otherwise` where nothing of it is left."""
        safe = _plain(wanted) or _plain(otherwise) or "-"
        name, number = _cut(safe, LONGEST), 1
        while name.casefold() in self._taken:
            number += 1
            suffix = f" ({number})"
            name = _cut(safe, LONGEST - len(suffix)) + suffix
        self._taken.add(name.casefold())
        return name


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("-", one_line(text)).strip("' ")


def _cut(text: str, length: int) -> str:
    units = text.encode("utf-16-le")[: 2 * length]
    return units.decode("utf-16-le", errors="ignore").rstrip("' ")
