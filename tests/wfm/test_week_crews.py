"""Weeks in which a municipality is thin: too few for a shift of its own, or nobody to spare."""

from __future__ import annotations

from datetime import date, timedelta

from tests import builders as b
from wfm.calendar import Week
from wfm.hotline import Pairing
from wfm.week_crews import WeekCrew, competence_gaps, week_crews

WEEKS = WEEK_ONE, WEEK_TWO = Week(2027, 1), Week(2027, 2)
SECOND_MONDAY = b.MONDAY + timedelta(days=7)


def crews(**changes: object) -> dict[tuple[str, Week], WeekCrew]:
    away = b.entry("1-1", "unavailable", SECOND_MONDAY, SECOND_MONDAY + timedelta(days=6))
    values = {
        "municipalities": {"1": 100, "2": 100},
        "agents": ["1-1", "1-2", "1-3", "2-1", "2-2"],
        "hotline": b.hotline(days=14),
        "availability": [away, *changes.pop("availability", ())],  # type: ignore[misc]
    }
    plan = b.plan(**(values | changes))  # type: ignore[arg-type]
    return {(crew.municipality, crew.week): crew for crew in week_crews(plan)}


def test_who_can_sit_is_counted_for_each_week() -> None:
    found = crews()
    assert [(found["1", week].able, found["1", week].people) for week in (WEEK_ONE, WEEK_TWO)] == [
        (3, 3),
        (2, 3),
    ]
    assert not found["1", WEEK_ONE].is_thin
    assert found["1", WEEK_TWO].is_thin  # two seats, two people, and the third is away
    assert not found["2", WEEK_ONE].is_thin  # two are all there are


def test_one_person_too_few_is_short() -> None:
    too = b.entry("1-2", "unavailable", SECOND_MONDAY, SECOND_MONDAY + timedelta(days=6))
    found = crews(availability=[too])
    assert (found["1", WEEK_TWO].able, found["1", WEEK_TWO].is_short) == (1, True)
    assert not found["1", WEEK_ONE].is_short


def test_a_day_off_takes_nobody_out_of_a_week() -> None:
    day = b.entry("2-1", "unavailable", b.MONDAY)
    assert crews(availability=[day])["2", WEEK_ONE].able == 2


def test_where_shifts_are_shared_no_municipality_needs_a_number() -> None:
    found = crews(hotline=b.hotline(days=14, pairing=Pairing.MIXED))
    assert {crew.needed for crew in found.values()} == {0}
    assert not any(crew.is_short or crew.is_thin for crew in found.values())


def test_two_employments_of_one_person_count_once() -> None:
    twice = [b.agent("2-1", person="p"), b.agent("2-2", person="p")]
    found = crews(agents=["1-1", "1-2", "1-3", *twice])
    assert (found["2", WEEK_ONE].able, found["2", WEEK_ONE].is_short) == (1, True)


def test_a_week_without_a_shift_has_no_crew() -> None:
    closed = frozenset(date(2027, 1, 11) + timedelta(days=n) for n in range(5))
    found = crews(hotline=b.hotline(days=14, closing=b.hotline().closing.__class__(closed=closed)))
    assert {week for _, week in found} == {WEEK_ONE}


def gaps(*away: object, **changes: object) -> list[tuple[str, int, str, tuple[int, ...], bool]]:
    line = b.hotline(days=14, competences=(b.competence("post"), b.competence("pas", min_agents=0)))
    agents = [
        b.agent("1-1", competences=["post", "pas"]),
        b.agent("1-2", competences=["post"]),
        b.agent("1-3"),
        b.agent("2-1"),
    ]
    values = {"municipalities": {"1": 100, "2": 100}, "agents": agents, "hotline": line, "availability": away}
    plan = b.plan(**(values | changes))  # type: ignore[arg-type]
    return [
        (one.municipality, one.week.week, one.competence, one.weekdays, one.whole_week)
        for one in competence_gaps(plan)
    ]


def test_days_on_which_no_holder_of_a_wanted_competence_is_left() -> None:
    tuesday = b.MONDAY + timedelta(days=8)
    assert gaps() == []  # who never had it lacks nothing
    assert gaps(b.entry("1-1", "unavailable", tuesday)) == []
    both = [b.entry(who, "unavailable", tuesday) for who in ("1-1", "1-2")]
    assert gaps(*both) == [("1", 2, "post", (1,), False)]
    wish = b.entry("1-2", "undesired", tuesday)
    assert gaps(both[0], wish) == []


def test_half_a_day_off_leaves_the_day_and_a_week_off_is_told_as_a_week() -> None:
    half = [b.entry(who, "unavailable", b.MONDAY, span=b.span("08:00-11:00")) for who in ("1-1", "1-2")]
    assert gaps(*half) == []
    sunday = b.MONDAY + timedelta(days=6)
    week = [b.entry(who, "unavailable", b.MONDAY, sunday) for who in ("1-1", "1-2")]
    assert gaps(*week) == [("1", 1, "post", (0, 1, 2, 3, 4), True)]
    away = b.MONDAY + timedelta(days=13)
    assert gaps(*(b.entry(who, "unavailable", b.MONDAY, away) for who in ("1-1", "1-2"))) == []
