"""Closing a quarter: what it posts is what an independent sum says, and later corrections are entries."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from api.store.engine import reading
from api.upkeep.verify import verify_integrity
from tests.api.publications import small_plan
from tests.api.publishing.planned import COORDINATOR, Planned
from tests.api.worked.quarter import (
    ADDRESS,
    AGENT,
    FIRST,
    SECOND,
    ask,
    entries,
    priced_plan,
    say,
    seats,
    worked_week,
)
from tests.builders import MONDAY
from wfm.calendar import Period
from wfm.plan import Plan
from wfm.roster import Roster


@pytest.fixture
def week(tmp_path: Path) -> Iterator[Planned]:
    with worked_week(tmp_path) as found:
        yield found


def test_a_quarter_is_not_closed_while_anything_is_reported(week: Planned) -> None:
    week.caller = AGENT
    say(week, FIRST, ("1-1", 0))
    week.caller = COORDINATOR
    check = ask(week, "GET", "/close").json()
    assert (check["possible"], check["reported"], check["confirmed"]) == (False, [FIRST], 0)
    assert len(check["empty"]) == 8  # six on which nobody sits, one with one agent, and this
    refused = ask(week, "POST", "/close")
    assert (refused.status_code, refused.json()["type"].rpartition("-")[2]) == (409, "closed")
    say(week, FIRST, ("1-2", 180))
    assert ask(week, "POST", "/close").json()["closed"] is True
    assert ask(week, "POST", "/close").status_code == 409


def test_a_quarter_is_not_closed_before_it_is_over(week: Planned) -> None:
    over, week.now = week.now, week.now.replace(day=8, hour=12)  # an hour before the last shift's end
    assert ask(week, "POST", "/close").status_code == 409
    week.now = over.replace(day=8, hour=13)
    assert ask(week, "POST", "/close").status_code == 200


def test_the_close_posts_what_was_worked_and_corrections_the_differences(week: Planned) -> None:
    """Independently: of 150 citizens 100 live in municipality 1; 7 seats were planned, 5 there."""
    say(week, FIRST, ("1-1", 150), ("2", 30), ("2-1", 30))  # two of municipality 2 shared a seat
    ask(week, "POST", "/close")
    all_worked, of_1, of_2 = 8, 4, 4
    assert entries(week, "worked", "entitlement") == [
        ("1", "worked", "1", None),
        ("1", "entitlement", str(Fraction(2, 3) * all_worked), None),
        ("2", "worked", "-2", None),
        ("2", "entitlement", str(Fraction(1, 3) * all_worked), None),
    ]
    carried = {code: Fraction(seats or 0) for code, _, seats, _ in entries(week, "carry_over")}
    assert carried == {"1": Fraction("1.3333"), "2": Fraction("-1.3333"), "3": 0}
    assert sum(carried.values()) == 0
    price = Decimal(100) * Decimal("2.4246") * 5 / 365
    paid = {code: Decimal(kroner or 0) for code, _, _, kroner in entries(week, "settlement")}
    hours = Decimal(3 * 180 + 150) / 60
    assert paid["1"] == price.quantize(Decimal("0.01")) - (hours * 272).quantize(Decimal("0.01"))
    corrected = ask(week, "POST", "/corrections", {"shift": SECOND, **seats(("2-1", 180))})
    assert (corrected.status_code, corrected.json()["state"]) == (201, "confirmed")
    assert entries(week, "correction") == [
        ("1", "correction", "-2/3", "0.00"),
        ("2", "correction", str(1 - Fraction(1, 3)), "816.00"),
    ]
    assert (of_1, of_2) == (4, 4)
    restated = {code: Fraction(seats or 0) for code, _, seats, _ in entries(week, "carry_over")[-3:]}
    assert restated == {"1": Fraction("0.6667"), "2": Fraction("-0.6667"), "3": 0}


def test_the_close_posts_what_a_start_up_is_let_off_and_what_it_is_let_off_from(tmp_path: Path) -> None:
    """50 citizens at a twelfth of 2.4246 for five days of January: 1.63, of which 0.33 is taken off."""
    usual = priced_plan()
    towns = tuple(replace(m, joined=MONDAY if m.code == "3" else None) for m in usual.municipalities)
    plan = Plan(replace(usual.hotline, start_up_months=3), towns, usual.agents)
    with worked_week(tmp_path, plan) as week:
        assert ask(week, "POST", "/close").json()["closed"] is True
        assert entries(week, "rebate") == [("3", "rebate", None, "-0.33")]
        paid = {code: kroner for code, _, _, kroner in entries(week, "settlement")}
        assert paid["3"] == "1.63"


def test_after_the_close_only_corrections_and_no_publication(week: Planned) -> None:
    refused = ask(week, "POST", "/corrections", {"shift": FIRST, **seats(("1-1", 180))})
    assert refused.status_code == 409
    ask(week, "POST", "/close")
    assert ask(week, "PUT", f"/worked/{FIRST}", seats(("1-1", 180)), tag=1).status_code == 409
    week.now = week.now.replace(day=10)
    assert ask(week, "GET", "/close").json()["closed_at"].startswith("2027-01-09")
    week.version(Roster(), expected=1)
    wanted = {"number": 2, "accept_short_notice": True}
    published = ask(week, "PUT", "/published", wanted, tag=1)
    assert (published.status_code, published.json()["type"].rpartition("-")[2]) == (409, "closed")
    form = {"key": "0123456789abcdef0123", "expected": "1", "noticed": "true"}
    page = week.client().post("/plans/2027-01-04/versions/2/publish?hotline=test&lang=en", data=form)
    assert (page.status_code, "is closed" in page.text) == (409, True)


def test_the_next_plan_carries_what_was_worked(week: Planned) -> None:
    say(week, FIRST, ("1-1", 150), ("2", 30), ("2-1", 30))
    ask(week, "POST", "/close")
    made = week.client().post(
        "/api/v1/hotlines/test/plans/next",
        headers={"Idempotency-Key": "next"},
        json={"from": "2027-01-04"},
    )
    assert made.status_code == 201
    rows = week.client().get("/api/v1/hotlines/test/plans/2027-01-09/tables/municipalities").json()["rows"]
    assert {row["municipality"]: row["carry_over"] for row in rows} == {
        "1": "1.3333",
        "2": "-1.3333",
        "3": "0",
    }


def test_a_correction_goes_to_the_quarter_that_is_open_and_that_begins_with_what_was_handed_on(
    week: Planned,
) -> None:
    over, week.now = week.now, week.now.replace(day=1)
    following = small_plan(period=Period(MONDAY + timedelta(days=7), MONDAY + timedelta(days=11)))
    week.plan(following)
    week.publish(week.version(Roster(), expected=0), expected=0)
    assert [one for one in entries(week, "opening") if one[2] != "0"] == []
    week.now = over
    assert ask(week, "POST", "/close").status_code == 200
    handed_on = entries(week, "carry_over")
    assert entries(week, "opening")[3:] == [(code, "opening", *told) for code, _, *told in handed_on]
    ask(week, "POST", "/corrections", {"shift": SECOND, **seats(("2-1", 180))})
    posted = week.client().get("/api/v1/hotlines/test/ledger?quarter=2027-01-11").json()
    found = [one for one in posted["entries"] if one["kind"] == "correction"]
    assert {(one["about"], one["shift"]) for one in found} == {("2027-01-04", SECOND)}
    assert [one["municipality"] for one in found] == ["1", "2"]
    assert len(entries(week, "carry_over")) == 3  # stated once


def test_quarters_are_closed_in_order(week: Planned) -> None:
    week.plan(small_plan(period=Period(MONDAY + timedelta(days=7), MONDAY + timedelta(days=11))))
    week.publish(week.version(Roster(), expected=0), expected=0)
    week.now = week.now.replace(day=20)
    later = ADDRESS.replace("01-04", "01-11")
    refused = week.client().post(f"{later}/close", headers={"Idempotency-Key": "later"})
    assert refused.status_code == 409
    assert "2027" in refused.json()["detail"]


def test_two_who_close_at_once_close_it_once(week: Planned) -> None:
    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(lambda _: ask(week, "POST", "/close").status_code, range(2)))
    assert sorted(told) == [200, 409]
    assert len(entries(week, "carry_over")) == 3
    with reading(week.database) as connection:
        assert verify_integrity(connection).seals.broken == ()
