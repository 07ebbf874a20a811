"""Section ``[service]``: what is left out has its default, a goal that is left out is none, bounds hold."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.wfm.tables.folders import HOTLINE
from wfm.service_target import USUAL_TARGET, Convention, GoalScope, ServiceTarget
from wfm.tables.hotline_reading import read_hotline
from wfm.tables.hotline_writing import hotline_keys, toml_text
from wfm.tables.settings import toml_settings


def read(*lines: str) -> ServiceTarget:
    reading = read_hotline(toml_settings("hotline.toml", "\n".join([HOTLINE, "[service]", *lines])))
    assert (reading.faults, reading.notices) == ((), ())
    assert read_hotline(toml_settings("hotline.toml", toml_text(reading.hotline))).hotline == reading.hotline
    return reading.hotline.service


def test_what_is_left_out_has_the_defaults_of_the_contract() -> None:
    assert read() == USUAL_TARGET == ServiceTarget()
    usual = USUAL_TARGET
    assert (usual.answer_within, usual.answered_share) == (20, Fraction(4, 5))
    assert (usual.mean_wait, usual.novice_factor) == (Fraction(25), Fraction(1))
    assert (usual.abandoned_share, usual.convention, usual.patience) == (Fraction(1, 10), "offered", 120)
    assert (usual.agents_min, usual.agents_max, usual.confidence) == (2, None, Fraction(4, 5))
    assert (usual.scope, usual.shrinkage, usual.interval_minutes) == ("shift", Fraction(1, 25), 30)
    assert usual.cost_per_hour is None
    assert usual.fixed_cost_per_week is None


def test_every_key_arrives() -> None:
    found = read(
        "answer_within = 30",
        "answered_share = 0.75",
        "mean_wait = 12.5",
        "abandoned_share = 0.05",
        'convention = "excl_short_abandons"',
        "patience = 90",
        "agents_min = 1",
        "agents_max = 6",
        "confidence = 0.9",
        'scope = "interval"',
        "shrinkage_planned = 0.1",
        "shrinkage_unplanned = 0.05",
        "interval_minutes = 15",
        "cost_per_hour = 272",
        "fixed_cost_per_week = 1000.50",
        "novice_factor = 1.25",
        "novice_weeks = 4",
        "mail_within = 8",
        "mail_seconds = 420",
    )
    assert found == ServiceTarget(
        answer_within=30,
        answered_share=Fraction(3, 4),
        mean_wait=Fraction(25, 2),
        abandoned_share=Fraction(1, 20),
        convention=Convention.EXCL_SHORT_ABANDONS,
        patience=90,
        agents_min=1,
        agents_max=6,
        confidence=Fraction(9, 10),
        scope=GoalScope.INTERVAL,
        shrinkage_planned=Fraction(1, 10),
        shrinkage_unplanned=Fraction(1, 20),
        interval_minutes=15,
        cost_per_hour=Decimal(272),
        fixed_cost_per_week=Decimal("1000.5"),
        novice_factor=Fraction(5, 4),
        novice_weeks=4,
        mail_within=8,
        mail_seconds=420,
    )
    assert found.shrinkage == 1 - Fraction(9, 10) * Fraction(19, 20)
    assert all(getattr(found, one.name) != getattr(USUAL_TARGET, one.name) for one in fields(found))


def test_a_goal_that_is_left_out_is_none_and_where_all_are_the_usual_count() -> None:
    assert read("abandoned_share = 0.1") == ServiceTarget(answered_share=None, mean_wait=None)
    assert read("mean_wait = 25", "answered_share = 0.8") == ServiceTarget(abandoned_share=None)
    assert read("patience = 90") == ServiceTarget(patience=90)
    with pytest.raises(ValueError, match="at least one goal"):
        ServiceTarget(answered_share=None, mean_wait=None, abandoned_share=None)


def test_nothing_is_written_that_is_as_usual() -> None:
    hotline = read_hotline(toml_settings("hotline.toml", HOTLINE)).hotline
    assert "[service]" not in toml_text(hotline)
    assert all(value is None for key, value in hotline_keys(hotline) if key.startswith("service."))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("answer_within = -1", "fault.whole"),
        ("answer_within = 3601", "fault.whole"),
        ("answer_within = 20.5", "fault.whole"),
        ("answered_share = 1.01", "fault.share"),
        ("answered_share = -0.1", "fault.share"),
        ('answered_share = "80 %"', "fault.number_value"),
        ("abandoned_share = 10", "fault.share"),
        ("mean_wait = 3600.1", "fault.seconds_up_to"),
        ("mean_wait = -1", "fault.not_negative"),
        ("patience = 0", "fault.whole"),
        ("patience = 1000001", "fault.whole"),
        ("confidence = 0", "fault.share_above"),
        ("confidence = 1.1", "fault.share_above"),
        ("shrinkage_planned = 1", "fault.share_below"),
        ("shrinkage_unplanned = -0.01", "fault.share_below"),
        ("interval_minutes = 4", "fault.whole"),
        ("interval_minutes = 241", "fault.whole"),
        ("agents_max = 1", "fault.at_least_min"),
        ("cost_per_hour = -1", "fault.money"),
        ("novice_factor = 0.9", "fault.factor"),
        ("novice_factor = 10.1", "fault.factor"),
        ("novice_weeks = -1", "fault.whole"),
        ("mail_within = 0", "fault.whole"),
        ("mail_within = 1001", "fault.whole"),
        ("mail_seconds = 0", "fault.whole"),
        ("mail_seconds = 3601", "fault.whole"),
        ('scope = "day"', "fault.one_of"),
        ('convention = "all"', "fault.one_of"),
    ],
)
def test_a_value_out_of_bounds_is_a_fault(line: str, key: str) -> None:
    reading = read_hotline(toml_settings("hotline.toml", f"{HOTLINE}\n[service]\n{line}"))
    assert [(one.column, one.expected.key) for one in reading.faults] == [
        (f"service.{line.split(' =')[0]}", key)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "answer_within = 0",
        "answer_within = 3600",
        "answered_share = 1",
        "answered_share = 0",
        "mean_wait = 3600",
        "patience = 1",
        "patience = 1000000",
        "confidence = 1",
        "confidence = 0.001",
        "shrinkage_planned = 0.99",
        "interval_minutes = 5",
        "interval_minutes = 240",
        "agents_max = 2",
        "agents_min = 0",
        "novice_factor = 10",
    ],
)
def test_a_value_at_its_bound_is_none(line: str) -> None:
    read(line)
