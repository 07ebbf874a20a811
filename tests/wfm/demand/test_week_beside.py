"""Figures of a week that are entered, or counted of e-mail."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from tests.wfm.demand.histories import read, rows_of, table
from wfm.calendar import Week
from wfm.demand.history import MailInterval
from wfm.demand.week_beside import entry_figures, mail_figures
from wfm.entered_figures import EnteredFigure, EnteredKind, last_day_of, read_period
from wfm.service_target import ServiceTarget

MONDAY = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("text", "period", "last"),
    [
        ("2027-W01", "2027-W01", date(2027, 1, 10)),
        ("2026-u53", "2026-W53", date(2027, 1, 3)),
        ("2027Q4", "2027-Q4", date(2027, 12, 31)),
        ("2027-K1", "2027-Q1", date(2027, 3, 31)),
    ],
)
def test_a_week_or_a_quarter_is_read_in_both_languages(text: str, period: str, last: date) -> None:
    assert (read_period(text), last_day_of(period)) == (period, last)


@pytest.mark.parametrize("text", ["2027-W53", "2027-W00", "2027-Q0", "2027", "0000-Q1", "W01"])
def test_what_is_neither_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_period(text)


def test_a_week_between_years_is_of_the_quarter_of_its_thursday() -> None:
    entered = [EnteredFigure(EnteredKind.SATISFACTION, "2026-Q4", 3, 4)]
    of_53 = {one.key: one for one in entry_figures(entered, Week(2026, 53))}
    of_1 = {one.key: one for one in entry_figures(entered, Week(2027, 1))}
    assert (of_53["satisfaction"].value, of_1["satisfaction"].value) == (Fraction(3, 4), None)
    assert of_53["satisfaction"].parts == ("2026-Q4", 3, 4)


def test_a_table_of_a_history_holds_them_and_one_twice_is_a_fault() -> None:
    calls = table("date,start,offered", rows_of(MONDAY, [480, 510], 3))
    entered = table("nøgletal,periode,antal,af", [("tilfredshed", "2027-U01", 8, 10)])
    history = read({"calls.csv": calls, "indtastet.csv": entered}).history
    assert history.entered == (EnteredFigure(EnteredKind.SATISFACTION, "2027-W01", 8, 10),)


def mail(day: date, received: int, *rest: int | None) -> MailInterval:
    return MailInterval(day, 480, datetime(2027, 1, 4, tzinfo=UTC), received, *rest)


def test_mail_of_a_week_by_hand() -> None:
    week = [
        mail(MONDAY, 10, 8, 6, 2400),
        mail(MONDAY + timedelta(days=6), 5, 4, 3, None),  # a Sunday; the work was not counted
        mail(MONDAY + timedelta(days=7), 90, 90, 90, 90),
    ]
    found = {one.key: one for one in mail_figures(week, Week(2027, 1), ServiceTarget(mail_within=8))}
    assert {key: one.write(one.value) for key, one in found.items()} == {
        "mail_received": "15",
        "mail_answered": "12",
        "mail_in_time": "0.7500",  # 9 / 12
        "mail_handling": "300.0",  # 2,400 / 8
    }
    assert found["mail_in_time"].convention == "answered; 8 h of opening time"
    assert list(mail_figures(week, Week(2027, 1), ServiceTarget())) == []
    none = mail_figures([], Week(2027, 1), ServiceTarget(mail_within=8))
    assert [one.value for one in none] == [None] * 4
