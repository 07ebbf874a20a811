"""Absences as they are told on a command line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import agent, plan
from wfm.absence import Absence
from wfm.errors import InputError
from wfm.ids import AgentId
from wfm.tables.absences import read_absences

PLAN = plan(agents=["1-1", "1-2"])
MONDAY, TUESDAY = date(2027, 1, 4), date(2027, 1, 5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1-1:2027-01-04:2027-01-05", MONDAY, TUESDAY),
        ("1-1:04-01-2027:05.01.2027", MONDAY, TUESDAY),
        ("1-1:2027-01-05", TUESDAY, TUESDAY),
        (" 1-1 : 2027-01-05 ", TUESDAY, TUESDAY),
        ("1-1:2026-12-01:2027-01-04", date(2026, 12, 1), MONDAY),
        ("1-1:2027-01-08:2028-01-01", date(2027, 1, 8), date(2028, 1, 1)),
    ],
)
def test_agent_first_and_last_day_are_read(text: str, first: date, last: date) -> None:
    assert read_absences(PLAN, [text]) == (Absence(AgentId("1-1"), first, last),)


def test_an_id_may_hold_colons() -> None:
    odd = plan(agents=[replace(agent("1-1"), id=AgentId("a:b"))])
    one, other = read_absences(odd, ["a:b:2027-01-04", "a:b:2027-01-04:2027-01-05"])
    assert (one.agent, one.last_day) == ("a:b", MONDAY)
    assert (other.agent, other.last_day) == ("a:b", TUESDAY)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("1-1", ["fault.absence"]),
        ("", ["fault.absence"]),
        ("9-9:2027-01-04", ["fault.known_agent"]),
        ("1-1:2027-02-30", ["fault.date"]),
        ("9-9:soon:later", ["fault.known_agent", "fault.date", "fault.date"]),
        ("1-1:2027-01-05:2027-01-04", ["fault.ordered"]),
        ("1-1:2026-01-04:2026-01-05", ["fault.in_period"]),
        ("1-1:2027-01-09:2027-01-10", ["fault.in_period"]),
        ("1-1:2027-01-01:2027-01-03", ["fault.in_period"]),
    ],
)
def test_what_is_wrong_is_told(text: str, keys: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        read_absences(PLAN, [text])
    assert [fault.expected.key for fault in caught.value.faults] == keys
    assert {(fault.file, fault.value) for fault in caught.value.faults} == {("--absent", text)}


def test_the_faults_of_all_absences_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        read_absences(PLAN, ["9-9:2027-01-04", "1-1:2027-01-04", "1-2:never"])
    assert [fault.value for fault in caught.value.faults] == ["9-9:2027-01-04", "1-2:never"]
