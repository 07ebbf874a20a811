"""The weeks before: shifts already sat in a week, and when they ended."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.builders import hotline, plan, span
from wfm.calendar import Period, Week
from wfm.ids import AgentId, MunicipalityCode
from wfm.lock import Previous
from wfm.previous_weeks import ends_before, shifts_before

ONE, TWO = AgentId("1-1"), AgentId("1-2")


def sat(day: date, hours: str = "08:00-11:00", who: AgentId = ONE) -> Previous:
    return Previous(day, span(hours), MunicipalityCode("1"), who)


# The period begins on Thursday 1 April 2027, in the week after the clocks changed.
PLAN = plan(
    hotline=hotline(period=Period(date(2027, 4, 1), date(2027, 4, 9))),
    previous=[
        sat(date(2027, 3, 27), "20:00-24:00"),
        sat(date(2027, 3, 29)),
        sat(date(2027, 3, 31)),
        sat(date(2027, 3, 31), who=TWO),
    ],
)


def test_shifts_count_in_their_iso_week() -> None:
    assert shifts_before(PLAN, ONE, Week(2027, 13)) == 2
    assert shifts_before(PLAN, ONE, Week(2027, 12)) == 1
    assert shifts_before(PLAN, ONE, Week(2027, 14)) == 0
    assert shifts_before(PLAN, TWO, Week(2027, 13)) == 1
    assert shifts_before(PLAN, AgentId("nobody"), Week(2027, 13)) == 0


def test_ends_are_instants_on_both_sides_of_the_change_of_clocks() -> None:
    assert ends_before(PLAN, ONE) == (
        datetime(2027, 3, 27, 23, tzinfo=UTC),
        datetime(2027, 3, 29, 9, tzinfo=UTC),
        datetime(2027, 3, 31, 9, tzinfo=UTC),
    )
    assert ends_before(PLAN, AgentId("nobody")) == ()
