"""Statements of quarters played through: equal to the øre to what is recomputed beside the program."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from api.texts.alphabet import danish_order
from tests.api.statements.simulated import Books, simulate
from tests.api.worked.test_quarters import send
from wfm.municipality import Municipality

LONG = pytest.param(36, 16, 13, 7, marks=pytest.mark.prove, id="36-municipalities-16-quarters")


@pytest.mark.parametrize(("many", "quarters", "weeks", "seed"), [pytest.param(4, 3, 4, 1, id="short"), LONG])
def test_every_statement_is_what_the_entries_and_books_beside_come_to(
    tmp_path: Path, many: int, quarters: int, weeks: int, seed: int
) -> None:
    with simulate(tmp_path, many=many, quarters=quarters, weeks=weeks, seed=seed) as (_, client, books):
        entries = send(client, "GET", "/ledger")["entries"]
        runs = {day: send(client, "GET", f"/statements/{day}") for day in books.seats}
        years = {day.year: send(client, "GET", f"/statements/years/{day.year}") for day in books.seats}
    ledger: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for one in entries:
        ledger[one["quarter"], one["municipality"], one["kind"]].append(one)
    numbers: list[str] = []
    corrected: dict[tuple[str, str], int] = defaultdict(int)
    for day, run in runs.items():
        assert run["closed"]
        assert [one["municipality"] for one in run["statements"]] == [
            town.code for town in sorted(books.towns, key=lambda town: danish_order(town.name))
        ]
        posted = [one for one in entries if one["quarter"] == str(day) and one["kroner"] is not None]
        assert Decimal(run["net"]) == sum(Decimal(one["kroner"]) for one in posted)
        for one in run["statements"]:
            (town,) = (town for town in books.towns if town.code == one["municipality"])
            own = {kind: found for (q, m, kind), found in ledger.items() if (q, m) == (str(day), town.code)}
            holds(one, town, own, books)
        for one in run["corrections"]:
            corrected[one["about"], one["municipality"]] += hundredths(one["net"])
            assert hundredths(one["before"]) + hundredths(one["net"]) == hundredths(one["after"])
            assert one["corrects"] in [other["statement"] for other in _of(runs, one["about"])["statements"]]
        numbers += [one["statement"] for one in (*run["statements"], *run["corrections"])]
    assert len(numbers) == len(set(numbers))
    for number, year in years.items():
        adds_up(number, year, entries, [run for day, run in runs.items() if day.year == number])
    assert any(corrected.values())
    for day, run in runs.items():
        for one in run["statements"]:
            (town,) = (town for town in books.towns if town.code == one["municipality"])
            in_the_end = hundredths(one["net"]) + corrected[str(day), town.code]
            assert in_the_end == books.net(town, day, at_close=False)


def _of(runs: Any, about: str) -> Any:
    return next(run for day, run in runs.items() if str(day) == about)


def hundredths(kroner: str) -> int:
    return int(Decimal(kroner) * 100)


def holds(one: dict[str, Any], town: Municipality, own: dict[str, list[Any]], books: Books) -> None:
    """Hold a statement against the entries of its account, and against the books."""
    (day,) = (day for day in books.seats if str(day) == one["first_day"])

    def seats(*kinds: str) -> Fraction:
        return sum((Fraction(e["exact"]) for kind in kinds for e in own.get(kind, ())), Fraction(0))

    price, rebate = books.price(town, day)
    settled = sum(hundredths(e["kroner"]) for kind in ("settlement", "rebate") for e in own.get(kind, ()))
    assert hundredths(one["net"]) == settled == books.net(town, day, at_close=True)
    assert hundredths(one["price"]) + hundredths(one["start_up"]) - hundredths(one["rebate"]) == price
    assert hundredths(one["rebate"]) == rebate
    lines = [hundredths(line["amount"]) for line in one["money"]]
    assert sum(lines[:-1]) == lines[-1] == settled
    written = [Decimal(line["amount"]) for line in one["seats"]]
    assert sum(written[:-1]) == written[-1], "with the four decimals that people read"
    assert one["statement"] == f"test-{own['settlement'][0]['number']}"
    assert one["planned"] == -seats("planned", "swap")
    assert one["worked"] == -seats("planned", "swap", "worked") == books.worked(day)[town.code]
    assert Fraction(one["entitlement_exact"]) == books.entitlement(town, day)
    assert one["carried"] == own["carry_over"][0]["seats"]
    minutes = sum(each for sat in books.at_close[day].values() for code, each in sat if code == town.code)
    assert Fraction(one["hours"]) * 60 == minutes


def adds_up(number: int, year: Any, entries: list[Any], runs: list[Any]) -> None:
    """Hold the statements of a year against the kroner of its accounts and its quarters' statements."""
    last = max(one["last_day"] for run in runs for one in run["statements"])
    assert year["closed"] == last.startswith(f"{number + 1}-")
    total = 0
    for one in year["statements"]:
        accounts = [
            e for e in entries if e["municipality"] == one["municipality"] and e["kroner"] is not None
        ]
        booked = sum(hundredths(e["kroner"]) for e in accounts if e["quarter"].startswith(f"{number}-"))
        assert hundredths(one["net"]) == booked
        own = [
            each for run in runs for each in run["statements"] if each["municipality"] == one["municipality"]
        ]
        for key in ("price", "start_up", "rebate", "credit"):
            assert hundredths(one[key]) == sum(hundredths(each[key]) for each in own)
        assert (one["planned"], one["worked"]) == tuple(
            sum(each[k] for each in own) for k in ("planned", "worked")
        )
        assert (one["opening"], one["carried"]) == (own[0]["opening"], own[-1]["carried"])
        more = [c for run in runs for c in run["corrections"] if c["municipality"] == one["municipality"]]
        assert hundredths(one["corrected"]) == sum(hundredths(each["net"]) for each in more)
        assert sorted(one["adds_up"]) == sorted(each["statement"] for each in (*own, *more))
        total += booked
    assert hundredths(year["net"]) == total
