"""Erlang A and C against a second method, against each other, and against what must hold of any queue."""

from __future__ import annotations

import csv
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wfm.demand.erlang_integrals import COLUMNS, FIGURES, REFERENCE, figures, rows
from wfm.demand.erlang import QueueFigures, erlang_a, erlang_b, erlang_c

LOADS = st.floats(0, 60)
AGENTS = st.integers(0, 60)
SECONDS = st.floats(20, 1800)
PATIENCE = st.sampled_from((1.0, 5.0, 60.0, 120.0, 3000.0, 1e6))
WITHIN = st.sampled_from((0.0, 1.0, 20.0, 600.0))


def reference() -> list[dict[str, str]]:
    with REFERENCE.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def of(row: dict[str, str]) -> QueueFigures:
    calls, seconds, aht, agents, patience, within = (float(row[name]) for name in COLUMNS)
    return erlang_a(calls / seconds, aht, agents, patience=patience, within=within)


def test_every_reference_row_is_met_to_nine_places() -> None:
    found = reference()
    assert [tuple(row[name] for name in COLUMNS) for row in found] == list(rows())
    assert len(found) == 46
    for row in found:
        assert {name: float(getattr(of(row), name)) for name in FIGURES} == pytest.approx(
            {name: float(row[name]) for name in FIGURES}, rel=1e-9, abs=1e-12
        ), row


def test_a_reference_row_is_made_by_the_other_method() -> None:
    row = reference()[2]
    again = figures(tuple(row[name] for name in COLUMNS))
    assert [float(one) for one in again] == [float(row[name]) for name in FIGURES]


@given(LOADS, AGENTS, SECONDS, PATIENCE, WITHIN)
def test_figures_are_finite_within_bounds_and_add_up(
    load: float, agents: int, aht: float, patience: float, within: float
) -> None:
    found = erlang_a(load / aht, aht, agents, patience=patience, within=within)
    for one in fields(found):
        assert np.isfinite(getattr(found, one.name)), one.name
    assert 0 <= found.abandoned_short <= found.abandoned <= 1
    assert 0 <= found.in_time <= 1 - found.abandoned + 1e-15
    assert 0 <= found.occupancy <= 1
    assert 0 <= found.wait <= patience * (1 + 1e-9)
    if load and agents:  # what is answered keeps the agents busy
        assert found.occupancy * agents == pytest.approx(load * (1 - found.abandoned), rel=1e-9)
    within_or_not = found.in_time + found.abandoned_short
    later = erlang_a(load / aht, aht, agents, patience=patience, within=within * 2 + 1)
    assert within_or_not <= later.in_time + later.abandoned_short + 1e-12


@given(LOADS, SECONDS, PATIENCE, WITHIN)
def test_more_agents_never_make_it_worse(load: float, aht: float, patience: float, within: float) -> None:
    found = erlang_a(load / aht, aht, np.arange(0, 70), patience=patience, within=within)
    assert (np.diff(found.in_time) >= -1e-12).all()
    assert (np.diff(found.abandoned) <= 1e-12).all()
    assert (np.diff(found.mean_wait[1:]) <= 1e-12 * patience).all()
    assert (np.diff(found.abandoned, 2) >= -1e-12).all()  # each agent saves less than the one before


@given(AGENTS, SECONDS, PATIENCE, WITHIN)
def test_more_calls_never_make_it_better(agents: int, aht: float, patience: float, within: float) -> None:
    rate = np.linspace(0, 80, 60) / aht
    found = erlang_a(rate, aht, agents, patience=patience, within=within)
    assert (np.diff(found.in_time) <= 1e-12).all()
    assert (np.diff(found.abandoned) >= -1e-12).all()
    assert (np.diff(found.mean_wait) >= -1e-12 * patience).all()


@given(st.floats(0, 40), AGENTS, SECONDS, st.floats(1, 1e4))
def test_abandonment_keeps_the_balance_of_the_queue(
    load: float, agents: int, aht: float, patience: float
) -> None:
    """Abandoned calls a second are the callers waiting ÷ patience: by states, added up the plain way."""
    most = 900
    busy = np.minimum(np.arange(most), agents)
    leaving = busy / aht + np.maximum(np.arange(most) - agents, 0) / patience
    with np.errstate(divide="ignore"):
        logs = np.concatenate([[0], np.cumsum(np.log(load / aht) - np.log(leaving[1:]))]) if load else None
    if logs is None or logs[-1] > logs.max() - 60:
        return  # no calls, or queues longer than were added up
    weights = np.exp(logs - logs.max())
    waiting = (np.maximum(np.arange(most) - agents, 0) * weights).sum() / weights.sum()
    found = erlang_a(load / aht, aht, agents, patience=patience, within=20)
    assert found.abandoned * load / aht == pytest.approx(waiting / patience, rel=1e-9, abs=1e-15)


@given(st.floats(0.01, 0.97), st.integers(1, 40), SECONDS, WITHIN)
def test_callers_of_great_patience_are_those_who_never_give_up(
    part: float, agents: int, aht: float, within: float
) -> None:
    rate = part * agents / aht
    never = erlang_c(rate, aht, agents, within)
    late = erlang_a(rate, aht, agents, patience=1e12, within=within)
    assert late.in_time == pytest.approx(never.in_time, abs=1e-6)
    assert late.mean_wait == pytest.approx(never.mean_wait, rel=1e-4, abs=1e-9)
    assert late.occupancy == pytest.approx(never.occupancy, abs=1e-6)


def test_without_patience_it_is_the_queue_without_places() -> None:
    load, agents = np.array([0.5, 3.0, 12.0]), np.array([1.0, 3.0, 9.0])
    lost, _ = erlang_b(load, agents)
    found = erlang_a(load / 300, 300, agents, patience=1e-9, within=20)
    np.testing.assert_allclose(found.abandoned, lost, rtol=1e-9)


@pytest.mark.parametrize("agents", [0, 1, 5])
def test_under_overload_a_queue_of_callers_who_never_give_up_grows_without_end(agents: int) -> None:
    found = erlang_c(5 / 300, 300, agents, 20)
    assert [float(one) for one in (found.in_time, found.wait, found.occupancy)] == [0, np.inf, 1]
    assert erlang_c(0, 300, agents, 20).occupancy == (0 if agents else 1)


def test_nobody_to_answer_and_no_calls() -> None:
    nobody = erlang_a(5 / 300, 300, 0, patience=120, within=20)
    of_nobody = (nobody.in_time, nobody.wait, nobody.occupancy, nobody.mean_wait)
    assert [float(one) for one in of_nobody] == [0, 0, 1, 0]
    assert nobody.abandoned == pytest.approx(1, abs=1e-15)
    quiet = erlang_a(0, 300, 2, patience=120, within=20)
    of_none = (quiet.in_time, quiet.abandoned, quiet.wait, quiet.occupancy)
    assert [float(one) for one in of_none] == [1, 0, 0, 0]


def test_a_single_agent_without_waiting_callers_is_worked_out_by_hand() -> None:
    """Load 1, nobody waits long (patience like handling): states 0, 1, 2, … weigh 1, 1, 1/2, 1/6, …"""
    found = erlang_a(1 / 300, 300, 1, patience=300, within=0)
    assert found.in_time == pytest.approx(np.exp(-1))  # just who finds nobody there
    assert found.abandoned == pytest.approx(np.exp(-1))  # 1 − (1 − e^−1)


def test_shapes_broadcast() -> None:
    found = erlang_a(np.array([[0.01], [0.02]]), 300, np.arange(4), patience=120, within=20)
    assert found.in_time.shape == (2, 4)
    assert found.mean_wait[1, 3] == erlang_a(0.02, 300, 3, patience=120, within=20).mean_wait
