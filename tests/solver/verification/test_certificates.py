"""A certificate is checked without trust: every roster fits the model at its price, the figures agree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import solver.linear.blocks as blocks_module
from solver.heuristics.greedy import greedy_roster
from solver.linear.blocks import (
    COARSE,
    blocks_of,
    certify_by_blocks,
    coarse,
    homes_of,
    least_of,
    price_columns,
)
from solver.linear.certificate import certify
from solver.linear.highs import Job, answers_to
from solver.linear.model import LinearModel, linear_model
from solver.params import Clock
from solver.search.build import draft_after
from solver.search.state import SearchState
from solver.verification import check
from tests.examples import examples
from tests.solver.linear.linear_models import best_of
from tests.solver.plans import baselines, rosters, tiny_plans
from tests.solver.verification.questions import Question, fortnight, questions
from wfm.baseline import Baseline
from wfm.certificate import Certificate
from wfm.finding import Level
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure
from wfm.verification import ClaimState

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
FOREVER = Clock(float("inf"))


def certificate_of(question: Question) -> Certificate:
    """Solve a relaxation and keep its multipliers."""
    plan, baseline, level, held = question
    state = SearchState(plan, Roster(), FOREVER, baseline=baseline)
    model = linear_model(draft_after(state, level, held=held).model.proto)
    answer = answers_to(Job(1, model, whole=False, seconds=60, seed=1), lambda _: None)
    assert answer.duals
    return certify(model, level, held, answer.duals)


def assert_fits(plan: Plan, baseline: Baseline | None, roster: Roster) -> None:
    """Put a roster into the linear model of each level: it must fit and cost what it measures."""
    score = measure(plan, roster, baseline)
    for level in score.levels:
        earlier = score.levels[: score.levels.index(level)]
        state = SearchState(plan, Roster(), FOREVER, baseline=baseline)
        draft = draft_after(state, level, held={one: score[one] for one in earlier})
        model = linear_model(draft.model.proto)
        fixed = {column.variable.index: int(column.chosen_in(roster)) for column in draft.columns}
        assert best_of(model, fixed) == score[level], level


@settings(max_examples=examples(60), suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_the_linear_model_takes_every_roster_and_prices_it_as_measured(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    roster = data.draw(rosters(plan))
    assume(not measure(plan, roster).breaches)
    assert_fits(plan, None, roster)


@settings(max_examples=examples(40), suppress_health_check=SLOW_TO_DRAW)
@given(st.data())
def test_so_it_does_where_a_roster_is_mended(data: st.DataObject) -> None:
    plan = data.draw(tiny_plans())
    baseline = data.draw(baselines(plan))
    frozen = baseline.frozen_shifts(plan)
    free = ((agent, shift) for agent, shift in data.draw(rosters(plan)) if shift not in frozen)
    roster = Roster.of([*baseline.frozen_part(plan), *free])
    assume(not measure(plan, roster, baseline).breaches)
    assert_fits(plan, baseline, roster)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_so_it_does_with_teams_of_several(seed: int) -> None:
    plan = fortnight()
    assert_fits(plan, None, greedy_roster(plan, seed, Clock(60)))


@pytest.mark.parametrize("question", list(questions())[::2])
def test_what_a_relaxation_proves_is_confirmed(question: Question) -> None:
    plan, baseline, level, _ = question
    certificate = certificate_of(question)
    checked = check(plan, baseline, certificate)
    assert checked.state is ClaimState.CONFIRMED, checked.message
    assert checked.bound == certificate.bound
    roster = greedy_roster(plan, 1, Clock(60), baseline)
    score = measure(plan, roster, baseline)
    if all(score[one] <= most for one, most in certificate.held.items()):
        assert certificate.bound <= score[level]


@pytest.fixture(scope="module")
def question() -> Question:
    held = {Level.COVERAGE: 0, Level.COMPETENCE: 0, Level.QUOTA: 2}
    return fortnight(), None, Level.QUALITY, held


@pytest.fixture(scope="module")
def certificate(question: Question) -> Certificate:
    found = certificate_of(question)
    assert found.bound > 0
    return found


def test_a_bound_raised_by_one_is_not_proven(question: Question, certificate: Certificate) -> None:
    raised = check(question[0], None, replace(certificate, bound=certificate.bound + 1))
    assert raised.state is ClaimState.FALSE
    assert raised.bound == certificate.bound
    lowered = replace(certificate, bound=certificate.bound - 1)
    assert check(question[0], None, lowered).state is ClaimState.CONFIRMED


def test_no_changed_multiplier_proves_more_than_it_should(
    question: Question, certificate: Certificate
) -> None:
    largest = sorted(certificate.multipliers, key=lambda one: abs(one[1]), reverse=True)[:6]
    for row, multiplier in largest:
        changed = [one if one[0] != row else (row, 1000 * multiplier) for one in certificate.multipliers]
        checked = check(question[0], None, replace(certificate, multipliers=tuple(changed)))
        assert checked.state is ClaimState.FALSE, row
        assert checked.bound is not None
        assert checked.bound < certificate.bound


def test_a_certificate_of_another_model_says_nothing(question: Question, certificate: Certificate) -> None:
    plan = question[0]
    for other in (
        replace(certificate, model_sha256="0" * 64),
        replace(certificate, rows=certificate.rows + 1),
        replace(certificate, held=dict(certificate.held) | {Level.QUOTA: 3}),
    ):
        assert check(plan, None, other).state is ClaimState.OPEN
    without_locks = replace(plan, locks=())
    assert check(without_locks, None, certificate).state is ClaimState.OPEN


def test_a_certificate_must_hold_just_the_levels_before_its_own(
    question: Question, certificate: Certificate
) -> None:
    plan = question[0]
    fewer = {Level.COVERAGE: 0, Level.COMPETENCE: 0}
    for other in (
        replace(certificate, held=fewer),
        replace(certificate, held=fewer | {Level.CHANGES: 0, Level.QUOTA: 2}),
        replace(certificate, level=Level.CHANGES, held=fewer),
        replace(certificate, level=Level.HARD, held={}),
    ):
        assert check(plan, None, other).state is ClaimState.FALSE


def test_models_of_a_thousand_rows_are_checked_exactly() -> None:
    """Floating point would lose the last whole number here."""
    model = LinearModel([1], [0], [10**18])
    model.add_row([(0, 1)], 10**17 + 1, None)
    assert certify(model, Level.QUOTA, {}, [1.0]).bound == 10**17 + 1


# --- municipalities' own parts ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def by_blocks(question: Question) -> Certificate:
    """Return a certificate that names the least values of all municipalities' parts."""
    plan, baseline, level, held = question
    state = SearchState(plan, Roster(), FOREVER, baseline=baseline)
    draft = draft_after(state, level, held=held)
    model = linear_model(draft.model.proto)
    answer = answers_to(Job(1, model, whole=False, seconds=60, seed=1), lambda _: None)
    blocks = blocks_of(model, homes_of(draft))
    costs = price_columns(model, blocks, coarse(answer.duals), COARSE)
    least = {block: value for block in blocks if (value := least_of(model, block, costs)) is not None}
    found = certify_by_blocks(model, level, held, least, answer.duals)
    assert len(found.blocks) == 3
    return found


def test_parts_prove_no_less_than_multipliers_alone_and_are_confirmed(
    question: Question, certificate: Certificate, by_blocks: Certificate
) -> None:
    assert by_blocks.bound >= certificate.bound
    checked = check(question[0], None, by_blocks)
    assert (checked.state, checked.bound) == (ClaimState.CONFIRMED, by_blocks.bound)
    lowered = tuple((home, least - 1) for home, least in by_blocks.blocks)
    assert check(question[0], None, replace(by_blocks, blocks=lowered, bound=0)).state is ClaimState.CONFIRMED


def test_what_is_falsified_in_parts_is_refused(question: Question, by_blocks: Certificate) -> None:
    blocks, multipliers = by_blocks.blocks, by_blocks.multipliers
    false = [replace(by_blocks, bound=by_blocks.bound + 1)]
    for place, (home, least) in enumerate(blocks):
        for claimed in (least + 1, least + 5 * COARSE):
            raised = (*blocks[:place], (home, claimed), *blocks[place + 1 :])
            false.append(replace(by_blocks, blocks=raised))
        elsewhere = (*blocks[:place], *blocks[place + 1 :], (MunicipalityCode("9"), least))
        false.append(replace(by_blocks, blocks=elsewhere))
        lowered = (*blocks[:place], (home, least - 2 * COARSE), *blocks[place + 1 :])
        false.append(replace(by_blocks, blocks=lowered))
    largest = sorted(multipliers, key=lambda one: abs(one[1]), reverse=True)[:6]
    for row, multiplier in largest:
        changed = tuple(one if one[0] != row else (row, 1000 * multiplier) for one in multipliers)
        false.append(replace(by_blocks, multipliers=changed))
    false.append(replace(by_blocks, multipliers=()))
    assert len(false) == 20
    for one in false:
        assert check(question[0], None, one).state is ClaimState.FALSE


def test_parts_that_can_not_be_solved_again_leave_it_open(
    question: Question, by_blocks: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks_module, "EFFORT", 0.0)
    assert check(question[0], None, by_blocks).state is ClaimState.OPEN
