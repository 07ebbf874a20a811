"""The page of a municipality that joins: figures that a calculator repeats, and what is not yet."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.api.publications import publication_of, small_plan
from tests.api.showcase import client
from tests.builders import MONDAY, roster
from wfm.plan import Plan
from wfm.settlement import Tariff

SAT = roster({"2027-01-04T08:00": ("1-1", "1-2"), "2027-01-06T11:00": ("2-1", "2-2")})


def plan_in_which_2_joins(joined: date, months: int) -> Plan:
    tariff = Tariff(Decimal("3.65"), Decimal(272), start_up_price_per_citizen_month=Decimal("0.31"))
    plan = small_plan(tariff=tariff, start_up_months=months)
    towns = tuple(replace(m, joined=joined if m.code == "2" else None) for m in plan.municipalities)
    return replace(plan, municipalities=towns)


def page_of(plan: Plan, code: str) -> str:
    """Return what the page of a municipality says, in one line."""
    text = client(publication_of(plan, SAT)).get(f"/municipalities/{code}").text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_shares_follow_the_days_where_somebody_begins_to_staff() -> None:
    plan = plan_in_which_2_joins(MONDAY + timedelta(days=2), 0)
    one, two = page_of(plan, "1"), page_of(plan, "2")
    # Eight seats are 1's alone; twelve are shared by 100 and 50 citizens.
    assert "100 ÷ 100 × 8 + 100 ÷ 150 × 12 = 16.0000" in one
    assert "16.0000 ÷ 20 = 80.0000%" in one
    assert "50 ÷ 150 × 12 = 4.0000" in two
    assert "50 × 3.65 × 3 ÷ 365 =" in two


def test_a_start_up_is_priced_by_its_months_and_staffs_nothing_yet() -> None:
    text = page_of(plan_in_which_2_joins(MONDAY, 3), "2")
    assert "50 × 0.31 × 5 ÷ 31 × (1 − 0.2) + 50 × 3.65 × 0 ÷ 1 =" in text
    assert "does not staff yet in this period" in text
