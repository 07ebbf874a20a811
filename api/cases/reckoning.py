"""What comes of a business case, by the keys that its items name and by others that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from wfm.books.business_case import BusinessCase, share_by
from wfm.books.case_figures import CaseFigures
from wfm.books.distribution_key import mix_keys
from wfm.errors import CaseError, Fault
from wfm.message import Text
from wfm.tables.case_document import CaseDocument
from wfm.tables.case_keys import CaseKeys
from wfm.tables.case_reading import CaseReading, read_case_files
from wfm.tables.cells import UnreadableCellError

MOST_ITEMS, MOST_COLUMNS, MOST_PARTNERS = 500, 50, 100
AT_ONCE = 2
"""Keys that stand side by side."""
BY = "by"
"""What stands for the file in faults of keys that are asked for."""
AT_MOST = Text("cases.at_most", "at most {most:number}")


@dataclass(frozen=True)
class CaseSplit:
    """A case of which everything is shared by one key.

    Parameters
    ----------
    text
        How the key was asked for.
    parts
        Names of the keys of which it is mixed, and percentages that sum to 100.
    figures
        What comes of it.
    """

    text: str
    parts: tuple[tuple[str, Fraction], ...]
    figures: CaseFigures


@dataclass(frozen=True)
class CaseOutcome:
    """What comes of a business case.

    Parameters
    ----------
    figures
        By the keys that its own items name.
    splits
        The same by each key that was asked for.
    keys
        Every key of the case.
    notices
        What was read with a doubt.
    """

    figures: CaseFigures
    splits: tuple[CaseSplit, ...]
    keys: CaseKeys
    notices: tuple[Fault, ...] = ()

    @property
    def case(self) -> BusinessCase:
        """The case itself."""
        return self.figures.case


def reckon(document: CaseDocument, by: Sequence[str] = ()) -> CaseOutcome:
    """Return what comes of a business case.

    Parameters
    ----------
    document
        Its tables.
    by
        Keys by which everything is shared, each a name or a mixture such as ``population:60, calls:40``.

    Raises
    ------
    CaseError
        With every fault of the tables, or of the keys that are asked for.
    """
    reading = read_document(document)
    faults: list[Fault] = []
    splits = tuple(_splits(reading, by, faults))
    if faults:
        raise CaseError(faults)
    return CaseOutcome(CaseFigures(reading.case), splits, reading.keys, reading.notices)


def read_document(document: CaseDocument) -> CaseReading:
    """Read a case as it is kept.

    Raises
    ------
    CaseError
        With every fault found.
    """
    sizes = (
        ("items", len(document.items) - 1, MOST_ITEMS),
        ("items", max(map(len, document.items), default=0), MOST_COLUMNS),
        ("keys", len(document.keys) - 1, MOST_PARTNERS),
        ("printed", len(document.printed) - 1, MOST_ITEMS),
    )
    faults = [
        Fault(name, None, "", str(size), AT_MOST(most=most)) for name, size, most in sizes if size > most
    ]
    if faults:
        raise CaseError(faults)
    return read_case_files(document.files())


def _splits(reading: CaseReading, by: Sequence[str], faults: list[Fault]) -> Iterable[CaseSplit]:
    if len(by) > AT_ONCE:
        faults.append(Fault(BY, None, "", str(len(by)), AT_MOST(most=AT_ONCE)))
        return
    for text in by:
        try:
            parts = reading.keys.parts(text)
        except UnreadableCellError as refused:
            faults.append(Fault(BY, None, "", text[:80], refused.expected))
        else:
            shared = share_by(reading.case, mix_keys(text, parts))
            named = tuple((key.name, percent) for key, percent in parts)
            yield CaseSplit(text, named, CaseFigures(replace(shared, partners=reading.keys.partners)))
