"""The sample cases, read once."""

from __future__ import annotations

from functools import cache

from tests.api.commands.running import SAMPLES
from wfm.books.case_figures import CaseFigures
from wfm.tables.case_reading import read_case

NAMES = ("vestegnen_case", "borgerkontakt_case")


@cache
def figures_of(name: str) -> CaseFigures:
    return CaseFigures(read_case(SAMPLES / name).case)
