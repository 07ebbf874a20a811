"""Every error of the house, drawn as a tree.

::

    WfmError
    ├── InputError          faulty input: carries every Fault found, never only the first
    │   ├── PlanError       of a plan folder or workbook
    │   ├── RosterError     of a roster file
    │   ├── ForecastError   of a forecast folder
    │   ├── KeysError       of a file of distribution keys
    │   ├── CaseError       of a business case
    │   └── HistoryError    of what a telephone system counted
    ├── OutputError         the outputs cannot be written
    └── ClusterError        the workers on other machines cannot be used

An infeasible plan is no error but a result (`wfm.result.Status.INFEASIBLE`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wfm.message import Message


class WfmError(Exception):
    """The root: what a user can be told about."""


@dataclass(frozen=True)
class Fault:
    """One fault, or one warning, with its place.

    Parameters
    ----------
    file
        File or sheet as the user knows it, such as ``agents.csv``.
    row
        Row as a spreadsheet numbers it (the header is row 1), or ``None`` where no row is meant.
    column
        Column (or dotted key of ``hotline.toml``) as the user wrote it; empty where none is meant.
    value
        The value found, as text; empty where it is missing.
    expected
        What was expected instead, as a message.
    """

    file: str
    row: int | None
    column: str
    value: str
    expected: Message

    def __str__(self) -> str:
        row = "" if self.row is None else f" row {self.row}"
        column = f" column {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.value!r}; expected {self.expected}"


class InputError(WfmError):
    """Faulty input; ``faults`` lists all that was found, in the order of the files."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class PlanError(InputError):
    """The plan is faulty and no part of it was used."""


class RosterError(InputError):
    """The roster file names a shift, agent, end or municipality that the plan does not know."""


class ForecastError(InputError):
    """The forecast folder is faulty or of other opening hours, and no part of it was used."""


class KeysError(InputError):
    """The distribution keys are faulty, or none of them is the one asked for."""


class CaseError(InputError):
    """The business case is faulty and no part of it was used."""


class HistoryError(InputError):
    """The history is faulty and no part of it was used."""


class OutputError(WfmError):
    """The outputs cannot be written; what stood there before still stands.

    Parameters
    ----------
    message
        What went wrong and what to do, to be rendered.
    """

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


class ClusterError(WfmError):
    """The workers on other machines cannot be used; nothing was begun.

    Parameters
    ----------
    message
        Why, and what to do, to be rendered.
    """

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))
