"""How a run went: curves that are bounded whatever it told, and a table that says the same."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest

from api.runs.curve import MOST_EVENTS, MOST_POINTS, CurvePoint, curves_of, read_curves
from api.runs.kinds import RunKind
from api.runs.overview import read_overview
from api.runs.records.leases import RunLease, claim, report
from api.runs.records.runs import find_run, sample_events
from api.store.engine import writing
from api.store.types import new_id
from tests.api.filled_service import NOW, Served
from tests.api.runs.made_runs import SCORE
from tests.api.runs.reckoning import ask, reckon, run_in
from wfm.finding import Level

PLACE = "/plans/2027-01-04/runs"


def moment(seconds: float, value: int, bound: int) -> dict[str, Any]:
    return {"phase": "level", "seconds": seconds, "score": {"quota": {"value": value, "bound": bound}}}


def test_a_curve_is_bounded_and_keeps_its_ends() -> None:
    chance = Random(7)
    for many in (1, 2, MOST_POINTS, MOST_POINTS + 1, 500):
        told = [moment(at / 4, 1000 - at, chance.randrange(1 + at)) for at in range(many)]
        curves = curves_of([{"phase": "starting"}, *told, {"phase": "strict", "seconds": 900.0}])
        (one,) = curves.by_level
        assert len(one.points) == min(many, MOST_POINTS)
        assert one.points[0] == CurvePoint(0, 1000, 0)
        assert one.points[-1][:2] == ((many - 1) / 4, 1001 - many)
        assert curves.seconds == 900
        assert list(one.points) == sorted(one.points)
        assert all(one.lowest <= point.bound <= point.value <= one.highest for point in one.proven)


def test_what_did_not_change_is_no_point_and_a_level_that_never_moved_has_a_height() -> None:
    curves = curves_of([moment(1, 0, 0), moment(2, 0, 0), moment(3, 0, 0)])
    (one,) = curves.by_level
    assert one.points == (CurvePoint(1, 0, 0),)
    assert (one.lowest, one.highest, curves.seconds) == (0, 1, 3)
    assert curves_of([]).by_level == curves_of([{"phase": "starting"}]).by_level == ()


def test_what_is_proven_is_drawn_from_where_it_is() -> None:
    curves = curves_of([moment(1, 90, 0), moment(2, 80, 60), moment(3, 70, 65)])
    (one,) = curves.by_level
    assert [point.seconds for point in one.proven] == [2, 3]
    assert (one.lowest, one.highest) == (60, 90)


def test_seconds_go_on_where_a_run_was_cut_off() -> None:
    told = [moment(5, 9, 0), moment(10, 8, 0), moment(2, 7, 0), moment(4, 6, 0)]
    assert [at for at, _ in curves_of(told).moments] == [5, 10, 12, 14]


def test_of_many_events_few_are_read_and_the_last_among_them(served: Served) -> None:
    run = ask(served.database)
    with writing(served.database) as connection:
        taken = claim(connection, new_id(), NOW)
        assert taken is not None
        for at in range(7):
            assert report(connection, RunLease(run, taken.fence), moment(at, 9 - at, 0))
        found = find_run(connection, run)
        for most, chosen in ((7, [1, 2, 3, 4, 5, 6, 7]), (6, [1, 3, 5, 7]), (3, [1, 4, 7]), (1, [7])):
            assert [event.seq for event in sample_events(connection, found, most)] == chosen
        curves = read_curves(connection, read_overview(connection, found))
    assert [score[Level.QUOTA][0] for _, score in curves.moments] == [9, 8, 7, 6, 5, 4, 3]
    assert MOST_EVENTS > MOST_POINTS


def page(served: Served, run: str, language: str = "en") -> str:
    answer = served.get(f"{PLACE}/{run}?lang={language}", "coordinator")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_page_draws_what_its_table_says(served: Served) -> None:
    run = ask(served.database)
    assert "The curves begin with the first roster." in page(served, run)
    with writing(served.database) as connection:
        taken = claim(connection, new_id(), NOW)
        assert taken is not None
        for seconds, quota in ((2.0, 4), (4.0, 2)):
            score = {**SCORE, "quota": {"value": quota, "bound": 1}}
            told: dict[str, Any] = {"phase": "level", "level": "quota", "score": score, "seconds": seconds}
            assert report(connection, RunLease(run, taken.fence), told)
    text = page(served, run)
    assert text.count("<svg viewBox") == len(re.findall(r"<title id=", text)) == text.count("<desc") == 4
    (drawn,) = re.findall(r'curve-quota-said">.*?class="best-line" d="([^"]+)"', text, re.DOTALL)
    assert drawn == "M187.0 10.0H312.0V67.3H312.0"
    assert "The best roster had 4 after 2.0 seconds and has 2 after 4.0 seconds." in text
    table = text[text.index('id="run-course"') :]
    assert re.findall(r"(\d) \(1\)", table[: table.index("</table>")]) == ["1", "4", "1", "2"]
    assert "style=" not in text


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_run_that_makes_no_roster_has_no_curve(served: Served) -> None:
    run, _ = reckon(served.database, kind=RunKind.PRICES, time_limit=10)
    assert "run-curves" not in page(served, run.id)
    assert run_in(served.database, run.id).state.is_over
