"""A business case as texts: read back as the same case, figures exact, and shared by whatever key."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.commands.running import SAMPLES
from tests.examples import examples
from wfm.books.business_case import share_by
from wfm.books.case_figures import CaseFigures
from wfm.books.distribution_key import DistributionKey
from wfm.tables.case_document import document_of, write_figure
from wfm.tables.case_opening import open_case
from wfm.tables.case_reading import read_case, read_case_files
from wfm.tables.figures import read_figure

CASES = ("vestegnen_case", "borgerkontakt_case")


@pytest.mark.parametrize("name", CASES)
def test_a_document_is_read_as_the_case_that_it_was_made_of(name: str) -> None:
    document = document_of(open_case(SAMPLES / name))
    assert read_case_files(document.files()).case == read_case(SAMPLES / name).case
    assert document_of(document.files()) == document


@settings(max_examples=examples(100))
@given(st.fractions(-(10**7), 10**7, max_denominator=5000))
def test_a_figure_that_is_written_down_is_read_as_the_same(value: Fraction) -> None:
    assert read_figure(write_figure(value)) == value


@settings(max_examples=examples(30))
@given(st.dictionaries(st.sampled_from(("161", "165", "Ø", "x")), st.integers(0, 999), min_size=1))
def test_parts_sum_to_the_total_by_whatever_key(weights: dict[str, int]) -> None:
    """The key of each item counts no more, and no øre is lost."""
    case = read_case(SAMPLES / "vestegnen_case").case
    if not any(weights.values()):
        return
    key = DistributionKey("any", {code: Fraction(weight) for code, weight in weights.items()})
    figures = CaseFigures(share_by(case, key))
    assert figures.parts.keys() == weights.keys()
    for year, effect in enumerate(CaseFigures(case).effect):
        assert sum((part.effect[year] for part in figures.parts.values()), Decimal(0)) == effect
