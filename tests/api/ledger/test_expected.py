"""What is expected of an open quarter: just what its close then posts, also of the quarter after it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.api.ledger.test_posting import random_roster
from tests.api.one_thread import TestClient
from tests.api.publishing.planned import LEADER, Planned, planned, two_versions
from tests.api.worked.quarter import priced_plan
from tests.api.worked.test_quarters import body_of, send, some_seats
from tests.builders import MONDAY
from wfm.calendar import Period
from wfm.plan import Plan

NEXT = MONDAY + timedelta(days=7)
Figures = dict[tuple[str, str], Fraction]


def owing(dice: Random, first: date) -> Plan:
    """Return the small plan of a week into which something is carried."""
    plan = priced_plan()
    line = replace(plan.hotline, period=Period(first, first + timedelta(days=4)))
    towns = tuple(replace(m, carry_over=Fraction(dice.randint(-9, 9), 7)) for m in plan.municipalities)
    return Plan(line, towns, plan.agents)


def publish(service: Planned, dice: Random, first: date) -> list[str]:
    """Publish a week, twice; return its shifts."""
    plan = owing(dice, first)
    service.plan(plan)
    for number in range(2):
        service.publish(service.version(random_roster(plan, dice), expected=number), expected=number)
    return [shift.id for shift in plan.shifts]


def figures(balances: list[dict[str, Any]], expected: bool) -> Figures:
    """Return what accounts come to, or are expected to come to."""
    told = [(one, one["expected"] if expected else one) for one in balances]
    return {(one["quarter"], one["municipality"]): Fraction(of["exact"]) for one, of in told if of}


def correct(client: TestClient, dice: Random, day: date, shifts: list[str]) -> None:
    """Say of two shifts who sat there."""
    for shift in dice.sample(shifts, 2):
        at = f"/plans/{day}/worked/{shift}"
        send(client, "PUT", at, body_of(some_seats(dice)), send(client, "GET", at)["number"])


@pytest.mark.parametrize("seed", range(3))
def test_what_is_expected_is_what_the_closes_then_post(tmp_path: Path, seed: int) -> None:
    """Of two quarters that are open: the second begins with what is expected of the first."""
    dice = Random(seed)
    with planned(tmp_path, datetime(2026, 12, 1, tzinfo=UTC)) as service:
        first, second = publish(service, dice, MONDAY), publish(service, dice, NEXT)
        service.now = datetime(2027, 1, 18, tzinfo=UTC)
        client = service.client()
        correct(client, dice, MONDAY, first)
        correct(client, dice, NEXT, second)
        found = send(client, "GET", "/ledger")["balances"]
        expected = figures(found, expected=True)
        assert len(expected) == len(found)
        send(client, "POST", f"/plans/{MONDAY}/close")
        again = figures(send(client, "GET", "/ledger")["balances"], expected=True)
        there = {key: seats for key, seats in expected.items() if key[0] == str(NEXT)}
        assert there.items() <= again.items()  # who only finances has an account once something is carried
        send(client, "POST", f"/plans/{MONDAY}/corrections", {"shift": first[0], **body_of((("1-1", 9),))})
        corrected = figures(send(client, "GET", "/ledger")["balances"], expected=True)
        send(client, "POST", f"/plans/{NEXT}/close")
        closed = send(client, "GET", "/ledger")["balances"]
        assert figures(closed, expected=True) == {}
        came_to = figures(closed, expected=False)
    assert {day for day, _ in corrected} == {str(NEXT)}
    assert {**expected, **corrected} == came_to


@pytest.fixture
def service(tmp_path: Path) -> Any:
    with two_versions(tmp_path) as found:
        yield found


def test_pages_say_what_is_expected_and_whole_seats_without_decimals(service: Planned) -> None:
    """Independently: of 7 seats two thirds are the first municipality's, which sits in 5 of them."""

    def shown(query: str) -> str:
        text = service.client().get(f"/ledger?hotline=test&{query}").text
        return " ".join(re.sub(r"<[^>]+>", " ", text).split())

    page = shown("lang=en")
    assert "Its share 4.6667 Its seats 5 Balance expected: is 0.33 seat in credit" in page
    assert "Its share 2.3333 Its seats 2 Balance expected: owes 0.33 seat" in page
    assert "Balance expected: owes nothing" in page  # who only finances
    assert "5,0000" not in shown("lang=da")
    service.caller = LEADER
    own = shown("lang=en")
    assert "Expected at the close: M1 is 0.33 seat in credit." in own
    assert "Expected at the close Posted – Seats – Balance −0.3333" in own
    answer = service.client().get("/api/v1/hotlines/test/ledger").json()
    told = {"opening": "0.0000", "seats": 5, "entitlement": "4.6667", "balance": "-0.3333", "exact": "-1/3"}
    assert [one["expected"] for one in answer["balances"]] == [told]
