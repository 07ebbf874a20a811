"""employment: an agent sits only between the first and the last day of employment."""

from __future__ import annotations

from datetime import date

from tests.builders import agent, hotline, plan, roster
from tests.wfm.rules.telling import sentences, told

TUESDAY, WEDNESDAY, THURSDAY = (date(2027, 1, day) for day in (5, 6, 7))
SAT = roster({f"2027-01-0{day}T08:00": ["1-1"] for day in (5, 6, 7)})


def of(first: date | None = None, last: date | None = None) -> list[tuple[str, int, str]]:
    question = plan(agents=[agent("1-1", first_day=first, last_day=last)], hotline=hotline())
    return told("employment", question, SAT)


def test_both_ends_are_days_of_employment() -> None:
    assert not of()
    assert not of(TUESDAY, THURSDAY)


def test_the_day_before_the_first_and_the_day_after_the_last_are_not() -> None:
    assert of(WEDNESDAY, WEDNESDAY) == [
        ("agent:1-1|shift:2027-01-05T08:00", 1, "employment.not_yet"),
        ("agent:1-1|shift:2027-01-07T08:00", 1, "employment.no_longer"),
    ]


def test_one_end_may_be_open() -> None:
    assert of(first=WEDNESDAY) == [("agent:1-1|shift:2027-01-05T08:00", 1, "employment.not_yet")]
    assert of(last=WEDNESDAY) == [("agent:1-1|shift:2027-01-07T08:00", 1, "employment.no_longer")]


def test_the_sentence_tells_the_end_that_is_crossed() -> None:
    question = plan(agents=[agent("1-1", first_day=WEDNESDAY, last_day=WEDNESDAY)])
    assert sentences("employment", question, SAT) == [
        "Agent 1-1 starts on 2027-01-06, after 2027-01-05T08:00",
        "Agent 1-1 leaves after 2027-01-06, before 2027-01-07T08:00",
    ]
