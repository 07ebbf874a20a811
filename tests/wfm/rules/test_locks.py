"""locks: on a locked shift no municipality but the lock's sits, and the lock's agent sits on it."""

from __future__ import annotations

import pytest

from tests.builders import hotline, lock, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.finding import Subject
from wfm.hotline import Pairing
from wfm.lock import Lock
from wfm.plan import Plan
from wfm.rules import locks

EARLY, LATE = "2027-01-04T08:00", "2027-01-04T11:00"


def question(*rows: Lock) -> Plan:
    line = hotline(days=1, pairing=Pairing.MIXED)
    return plan({"1": 1, "2": 1, "3": 1}, ["1-1", "1-2", "2-1", "3-1"], hotline=line, locks=rows)


def of(row: Lock, *sitting: str) -> list[tuple[str, int, str]]:
    return told("locks", question(row), roster({EARLY: sitting, LATE: ["3-1"]}))


def test_a_lock_on_a_municipality_keeps_the_others_away() -> None:
    row = lock(EARLY, municipality="1")
    assert not of(row, "1-1", "1-2")
    assert of(row, "1-1", "2-1") == [(f"municipality:1|shift:{EARLY}|row:2", 1, "locks.other")]
    assert of(row, "2-1", "3-1") == [(f"municipality:1|shift:{EARLY}|row:2", 1, "locks.other")]


def test_an_empty_shift_satisfies_a_lock_on_a_municipality_alone() -> None:
    assert not of(lock(EARLY, municipality="1"))


def test_a_lock_on_an_agent_seats_the_agent_and_bars_nobody() -> None:
    row = lock(EARLY, agent="1-1")
    assert not of(row, "1-1")
    assert not of(row, "1-1", "2-1")
    breach = [(f"agent:1-1|shift:{EARLY}|row:2", 1, "locks.absent")]
    assert of(row) == breach
    assert of(row, "1-2", "2-1") == breach


def test_a_lock_on_both_has_two_halves() -> None:
    row = lock(EARLY, municipality="1", agent="1-1")
    subject = f"municipality:1|agent:1-1|shift:{EARLY}|row:2"
    assert not of(row, "1-1", "1-2")
    assert of(row, "1-2") == [(subject, 1, "locks.absent")]
    assert of(row, "1-1", "2-1") == [(subject, 1, "locks.other")]
    assert of(row, "2-1") == [(subject, 1, "locks.other"), (subject, 1, "locks.absent")]


def test_a_lock_holds_on_its_shift_only() -> None:
    assert not of(lock(LATE, municipality="3", agent="3-1"), "2-1")


def test_two_municipalities_on_one_shift_contradict_each_other_even_where_it_stays_empty() -> None:
    asked = question(
        lock(EARLY, municipality="1"), lock(LATE, municipality="2"), lock(EARLY, municipality="2")
    )
    subject = f"municipality:2|shift:{EARLY}|row:4"
    assert told("locks", asked, roster({})) == [(subject, 1, "locks.contradicts")]
    sat = roster({EARLY: ["1-1"]})
    assert told("locks", asked, sat) == [(subject, 1, "locks.contradicts"), (subject, 1, "locks.other")]
    assert sentences("locks", asked, sat) == [
        f"{EARLY} is locked to M2 and to M1",
        f"{EARLY} is locked to M2, but agents of M1 sit on it",
    ]


def test_the_same_municipality_twice_is_no_contradiction() -> None:
    rows = [lock(EARLY, municipality="1"), lock(EARLY, municipality="1"), lock(EARLY, agent="1-1")]
    assert not told("locks", question(*rows), roster({EARLY: ["1-1"]}))


def test_the_sentence_of_an_absent_agent() -> None:
    assert sentences("locks", question(lock(EARLY, agent="1-1")), roster({})) == [
        f"{EARLY} is locked to Agent 1-1, who does not sit on it"
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (lock(EARLY, municipality="1"), f"{EARLY} is locked to M1 (row 3 of the locks)"),
        (lock(EARLY, agent="1-1"), f"{EARLY} is locked to Agent 1-1 (row 3 of the locks)"),
        (
            lock(EARLY, municipality="1", agent="1-1"),
            f"{EARLY} is locked to M1 and Agent 1-1 (row 3 of the locks)",
        ),
    ],
)
def test_why_it_binds(row: Lock, said: str) -> None:
    asked = question(lock(LATE, municipality="1"), row)
    assert str(locks.reason(asked, Subject.of_lock(1, row))) == said
    first = question(row, lock(LATE, municipality="1"))
    assert str(locks.reason(first, Subject.of_lock(0, row))) == said.replace("row 3", "row 2")
