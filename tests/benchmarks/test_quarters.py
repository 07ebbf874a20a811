"""Quarters played through in the service agree with books kept beside it, and what would not is noticed."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

import pytest

from api.store.engine import open_engine
from api.store.migrate import upgrade
from benchmarks import quarters
from benchmarks.played.account import Account
from benchmarks.played.player import Part
from tests import builders
from wfm import load_plan
from wfm.plan import Plan
from wfm.settlement import Tariff

SAMPLE = Path(__file__).parents[2] / "sample_data" / "midtjylland"


class FalsifiedAccount(Account):
    """Is told of each quarter what is not so before it is told what is; keeps how much differed then."""

    differed: ClassVar[list[list[int]]] = []

    def close(self, lived: Any, corrections: Any, entries: Any, statements: Any) -> None:
        for false in ((_more_seats(entries), statements), (entries, _more_kroner(statements))):
            trial = copy(self)
            trial.books = replace(self.books, at_close=dict(self.books.at_close))
            trial.differs = {name: [] for name in self.differs}
            trial.lived, trial.worst = [], {}
            Account.close(trial, lived, corrections, *false)
            self.differed.append(sorted(map(len, trial.differs.values())))
        super().close(lived, corrections, entries, statements)


def _more_seats(entries: Any) -> Any:
    """Return entries of which one is a ten-thousandth of a seat more."""
    first = next(one for one in entries if one["kind"] == "planned")
    more = {**first, "exact": str(Fraction(first["exact"]) + Fraction(1, 10_000))}
    return [more, *(one for one in entries if one is not first)]


def _more_kroner(statements: Any) -> Any:
    """Return statements of which one is an øre more."""
    first, *others = statements["statements"]
    return {"statements": [{**first, "net": str(Decimal(first["net"]) + Decimal("0.01"))}, *others]}


def weeks_plan() -> Plan:
    """Return a fortnight of two municipalities with three agents each."""
    tariff = Tariff(Decimal("2.4246"), Decimal(272))
    line = builders.hotline(days=14, hours="08:00-11:00", language="en", tariff=tariff)
    people = [f"{town}-{number}" for town in "12" for number in (1, 2, 3)]
    return builders.plan({"1": 100, "2": 70}, people, hotline=line)


@pytest.mark.parametrize(
    ("plan", "part", "many"),
    [
        pytest.param(weeks_plan, Part(1, 1, 2, 2, 1), 2, id="short"),
        pytest.param(
            lambda: load_plan(SAMPLE), Part(25, 10, 20, 12, 4), 4, marks=pytest.mark.prove, id="midtjylland"
        ),
    ],
)
def test_quarters_agree_with_books_beside_them_and_a_difference_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: Any, part: Part, many: int
) -> None:
    monkeypatch.setattr(quarters, "Account", FalsifiedAccount)
    FalsifiedAccount.differed.clear()
    database = open_engine(tmp_path)
    upgrade(database)
    figures = quarters.play(database, plan(), part, quarters=many, seed=2)
    database.dispose()
    assert [str(figure) for figure in figures if not figure.met] == []
    assert FalsifiedAccount.differed == [[0, 0, 1]] * (2 * many)
