"""Canonical JSON is one text for all ways of writing down the same question."""

from __future__ import annotations

import json
import random
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders as b
from tests.examples import examples
from tests.strategies import plans
from wfm.agent import Agent
from wfm.availability import Entry
from wfm.canonical import canonical_json, plan_sha256, question_sha256
from wfm.hotline import Approval, Hotline, Pairing, SwapApproval
from wfm.lock import Demand
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.service_target import ServiceTarget
from wfm.settlement import Tariff


@settings(max_examples=examples(40))
@given(plans(), st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(plan: Plan, chance: random.Random) -> None:
    tables = ("municipalities", "agents", "availability", "locks", "demand", "previous")
    mixed: dict[str, Any] = {
        name: tuple(chance.sample(getattr(plan, name), len(getattr(plan, name)))) for name in tables
    }
    assert canonical_json(replace(plan, **mixed)) == canonical_json(plan)


@settings(max_examples=examples(40))
@given(plans())
def test_it_is_json_whose_keys_are_sorted(plan: Plan) -> None:
    text = canonical_json(plan)
    found = json.loads(text)
    assert text == json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sorted(found) == [
        "agents",
        "availability",
        "demand",
        "hotline",
        "locks",
        "municipalities",
        "previous",
    ]


def test_a_shift_that_is_not_mixed_is_written_as_before_there_was_a_choice() -> None:
    usual, mixed = (
        json.loads(canonical_json(b.plan(demand=[Demand(b.MONDAY, 480, 3, pairing)])))["demand"]
        for pairing in (None, Pairing.MIXED)
    )
    assert usual == [{"date": "2027-01-04", "start": "08:00", "agents": 3}]
    assert mixed == [usual[0] | {"pairing": "mixed"}]


@settings(max_examples=examples(40))
@given(plans())
def test_notes_are_no_part_of_it(plan: Plan) -> None:
    noted = tuple(replace(entry, note="a secret remark") for entry in plan.availability)
    told = replace(plan, availability=noted)
    assert "a secret remark" not in canonical_json(told)
    assert plan_sha256(told) == plan_sha256(plan)


def test_fractions_are_exact() -> None:
    plan = b.plan([b.municipality("1", carry_over=Fraction(1, 3))], [b.agent("1-1", fte=Fraction(37, 40))])
    found = json.loads(canonical_json(plan))
    assert found["municipalities"][0]["carry_over"] == "1/3"
    assert found["agents"][0]["fte"] == "37/40"


def test_the_hash_stands_still() -> None:
    """Hashes in reports of earlier versions must go on naming the same plans."""
    assert plan_sha256(b.plan()) == "863df3f648e4bda4c423aa36f0a8e2cbb3700832e5d1b234028b072cb37a8a62"


@pytest.mark.parametrize(
    ("name", "of"),
    [("hotline", Hotline), ("municipalities", Municipality), ("agents", Agent), ("availability", Entry)],
)
def test_every_field_of_the_domain_is_part_of_it(name: str, of: type) -> None:
    carried = Fraction(1, 2)
    several = b.agent(
        "1-1", person="p", carry_over=carried, unsocial_carry_over=carried, beside_until=b.MONDAY
    )
    agents = [several, b.agent("1-2")]
    target = ServiceTarget(patience=90)
    line = b.hotline(
        approval=Approval.LEADER, swap_approval=SwapApproval.NONE, service=target, start_up_months=3
    )
    towns = [b.municipality("1"), b.municipality("2", joined=b.MONDAY)]
    plan = b.plan(towns, agents, hotline=line, availability=[b.entry("1-1", "unavailable")])
    found = json.loads(canonical_json(plan))[name]
    row = found if name == "hotline" else found[0]
    not_there = 1 if of is Entry else 0  # the note
    assert len(row) == len(fields(of)) - not_there


@settings(max_examples=20)
@given(plans(), plans())
def test_different_questions_have_different_hashes(one: Plan, other: Plan) -> None:
    same = canonical_json(one) == canonical_json(other)
    assert (plan_sha256(one) == plan_sha256(other)) is same
    assert same or one != other


def test_a_changed_cell_changes_the_hash() -> None:
    plan = b.plan(availability=[b.entry("1-1", "unavailable")])
    changes = [
        replace(plan, availability=()),
        replace(plan, agents=plan.agents[:1], availability=()),
        replace(plan, hotline=replace(plan.hotline, agents=3)),
        replace(plan, hotline=replace(plan.hotline, language="en")),
        replace(plan, municipalities=(replace(plan.municipalities[0], carry_over=Fraction(1, 10_000)),)),
    ]
    assert len({plan_sha256(changed) for changed in (plan, *changes)}) == 1 + len(changes)


def test_what_has_no_canonical_form_is_no_silent_blank() -> None:
    plan = b.plan()
    odd = replace(plan, hotline=replace(plan.hotline, tariff=object()))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        canonical_json(odd)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("person", "p"),
        ("carry_over", Fraction(1, 2)),
        ("unsocial_carry_over", Fraction(-1)),
        ("beside_until", b.MONDAY),
    ],
)
def test_a_plan_without_a_later_column_has_the_hash_that_it_had_before(column: str, value: Any) -> None:
    plan = b.plan()
    assert all(column not in row for row in json.loads(canonical_json(plan))["agents"])
    other = b.plan(agents=[replace(b.agent("1-1"), **{column: value}), b.agent("1-2")])
    assert plan_sha256(plan) != plan_sha256(other)


def test_a_plan_without_a_start_up_has_the_hash_that_it_had_before() -> None:
    usual = Tariff(Decimal("2.4246"), Decimal(272))
    plan = b.plan(hotline=b.hotline(tariff=usual))
    found = json.loads(canonical_json(plan))
    assert "joined" not in found["municipalities"][0]
    assert sorted(found["hotline"]["tariff"]) == [
        "credit_per_agent_hour",
        "currency",
        "price_per_citizen_year",
    ]
    others = [
        b.plan(hotline=b.hotline(tariff=replace(usual, start_up_rebate=Decimal(0)))),
        b.plan(hotline=b.hotline(tariff=replace(usual, start_up_price_per_citizen_month=Decimal(0)))),
        b.plan(hotline=b.hotline(tariff=usual, start_up_months=1)),
        b.plan([b.municipality("1", joined=b.MONDAY)], hotline=b.hotline(tariff=usual)),
    ]
    assert len({plan_sha256(one) for one in (plan, *others)}) == 1 + len(others)
    # When somebody staffs is part of the question, what it costs is not.
    assert [question_sha256(one) == question_sha256(plan) for one in others] == [True, True, False, False]


def test_how_somebody_is_called_and_reached_is_no_part_of_the_question() -> None:
    plan = b.plan(agents=[b.agent("1-1", person="p"), b.agent("1-2", person="p")])
    first = plan.agents[0]
    called = replace(first, name="Another", email="a@example.dk", phone="12 34 56 78")
    line = replace(plan.hotline, name="Another", language="en", names_in_feeds=True)
    same = [
        replace(plan, agents=(called, plan.agents[1])),
        replace(plan, agents=tuple(replace(agent, person="q") for agent in plan.agents)),
        replace(plan, hotline=line),
        replace(plan, hotline=replace(plan.hotline, approval=Approval.LEADER)),
        replace(plan, hotline=replace(plan.hotline, swap_approval=SwapApproval.NONE)),
        replace(plan, hotline=replace(plan.hotline, service=ServiceTarget(patience=90))),
        replace(plan, municipalities=(replace(plan.municipalities[0], name="Another"),)),
    ]
    assert {question_sha256(one) for one in same} == {question_sha256(plan)}
    assert len({plan_sha256(one) for one in (plan, *same)}) == 1 + len(same)


def test_whatever_a_rule_or_a_quota_reads_is_part_of_the_question() -> None:
    plan = b.plan(agents=[b.agent("1-1", person="p"), b.agent("1-2", person="p")])
    changes = [
        replace(plan, availability=(b.entry("1-1", "unavailable"),)),
        replace(plan, agents=(replace(plan.agents[0], fte=Fraction(1, 2)), plan.agents[1])),
        replace(plan, agents=(replace(plan.agents[0], person=""), replace(plan.agents[1], person=""))),
        replace(plan, hotline=replace(plan.hotline, agents=3)),
        replace(plan, municipalities=(replace(plan.municipalities[0], population=7),)),
    ]
    assert len({question_sha256(changed) for changed in (plan, *changes)}) == 1 + len(changes)
