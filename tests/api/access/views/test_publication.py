from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.access.scope import NOTHING, Scope, scope_of
from api.access.views import publication as views
from api.access.views.publication import view
from api.publication.publication import Publication
from tests import builders, strategies
from tests.api.access.world import CALLERS, HERE, KINDS, MAY_MEET, NEIGHBOUR, OWN, canary, here, leaks
from tests.api.publications import SMALL_ROSTER, publication_of, small_plan
from tests.examples import examples
from wfm.availability import EntryKind
from wfm.errors import WfmError
from wfm.ids import AgentId, MunicipalityCode


def seen_by(caller: str) -> Publication:
    return view(here(), scope_of(CALLERS[caller], HERE))


def told(publication: Publication) -> str:
    """Return all that a publication holds, as text."""
    plan, report = publication.plan, publication.report
    messages = [str(finding.message) for finding in publication.score.findings]
    parts = (plan, publication.roster.agents_on, publication.score, report.baseline, publication.events)
    return repr((parts, publication.visible_part, messages))


@pytest.mark.parametrize("caller", CALLERS)
def test_a_view_holds_nobodys_texts_but_those_of_whom_the_caller_sees(caller: str) -> None:
    assert leaks(caller, told(seen_by(caller))) == []


@pytest.mark.parametrize("caller", CALLERS)
def test_a_view_holds_all_that_the_caller_may_see(caller: str) -> None:
    text = told(seen_by(caller))
    meant = [canary(kind, *who) for kind in KINDS for who in MAY_MEET[caller][kind]]
    assert [text_of_it for text_of_it in meant if text_of_it not in text] == []


BROKEN: dict[str, Callable[..., Any]] = {
    "is_seen": lambda scope, agent: True,
    "entries_shown": lambda scope, plan: iter(plan.availability),
    "absent": lambda plan, shift, shown: (
        replace(entry, agent=shown[entry.agent]) for entry in plan.availability if entry.agent in shown
    ),
    "report_told": lambda report, *_: report,
    "_shown": lambda publication, stand_ins, shift: publication.roster.on(shift),
    "_contact": lambda scope, agent: agent,
    "_locks": lambda plan, shifts, stand_ins: iter(plan.locks),
    "_previous": lambda plan, scope: iter(plan.previous),
    "_follows": lambda publication, scope, event: True,
}
"""Each filter of a view, as if somebody had forgotten it."""
ASSEMBLY = {"Scope", "StandIns", "view", "_part", "_plan"}
"""What of the module only puts views together."""


@pytest.mark.parametrize("name", BROKEN)
def test_without_any_one_filter_a_view_leaks_or_cannot_be_made(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, name, BROKEN[name])

    def found(caller: str) -> list[str]:
        try:
            return leaks(caller, told(seen_by(caller)))
        except (WfmError, KeyError) as error:  # rows about agents who are not in the view
            return [type(error).__name__]

    assert [leak for caller in CALLERS for leak in found(caller)]


def test_every_filter_is_tried() -> None:
    own = {
        name
        for name, found in vars(views).items()
        if callable(found) and getattr(found, "__module__", "").startswith("api.access")
    }
    assert own - ASSEMBLY == set(BROKEN)


def test_the_local_user_sees_the_very_publication() -> None:
    assert view(here(), Scope(everything=True)) is here()


@pytest.mark.parametrize("caller", ["leader", "another_leader", "coordinator", "administrator"])
def test_figures_are_everybodys_as_they_were_counted(caller: str) -> None:
    seen = seen_by(caller)
    assert seen.quota_table == here().quota_table
    assert seen.score.values == here().score.values
    assert [len(seen.roster.on(shift.id)) for shift in seen.shifts] == [
        len(here().roster.on(shift.id)) for shift in here().shifts
    ]


@pytest.mark.parametrize("caller", ["nobody", "bearer", "agent", "another_agent"])
def test_who_sees_no_figures_has_none(caller: str) -> None:
    seen = seen_by(caller)
    assert seen.quota_table == ()
    assert not any(town.carry_over or town.min_shifts for town in seen.plan.municipalities)


@pytest.mark.parametrize("caller", CALLERS)
def test_what_is_fair_is_the_same_to_all_who_see_it(caller: str) -> None:
    seen = seen_by(caller)
    assert {agent: here().bands[agent] for agent in seen.people} == dict(seen.bands)
    assert {agent: here().ceilings[agent] for agent in seen.people} == dict(seen.ceilings)


@pytest.mark.parametrize("caller", CALLERS)
def test_balances_are_seen_with_their_agents_and_by_no_bearer_of_a_calendar(caller: str) -> None:
    seen = seen_by(caller)
    told_of = () if caller == "bearer" else seen.people
    assert {agent: here().carry_overs[agent] for agent in told_of} == dict(seen.carry_overs)
    assert {agent: here().fair_loads[agent] for agent in told_of} == dict(seen.fair_loads)
    assert caller != "bearer" or not any(agent.carry_over for agent in seen.plan.agents)


def test_an_agent_sees_the_own_shifts_and_no_other() -> None:
    me = AgentId(canary("id", OWN, 1))
    seen = seen_by("agent")
    assert tuple(shift.id for shift in seen.shifts) == here().roster.of_agent(me) == seen.roster.of_agent(me)
    assert set(seen.roster.agents_on) == set(here().roster.of_agent(me))
    assert {event.agent for event in seen.events} == {me}


def test_somebody_unseen_has_no_id_that_could_be_followed() -> None:
    """The neighbour's three agents are told apart on no two shifts."""
    seen = seen_by("leader")
    stand_ins = [agent for agent in seen.plan.agents if agent.id not in seen.people]
    assert [(agent.name, agent.municipality) for agent in stand_ins] == [("N.N.", NEIGHBOUR)] * 2
    assert [agent.email + agent.phone + "".join(agent.competences) for agent in stand_ins] == ["", ""]


def test_a_partner_who_is_absent_is_unavailable_on_the_shared_shift_and_no_more_is_said() -> None:
    seen = seen_by("agent")
    absent = [entry for entry in seen.plan.availability if entry.agent not in seen.people]
    partner = next(agent for agent in seen.plan.agents if agent.name == canary("name", NEIGHBOUR, 1))
    shift = seen.plan.shift[here().roster.of_agent(AgentId(canary("id", OWN, 1)))[1]]
    assert [(e.agent, e.kind, e.note) for e in absent] == [(partner.id, EntryKind.UNAVAILABLE, "")]
    assert [(e.first_day, e.last_day, e.span) for e in absent] == [(shift.day, shift.day, shift.span)]


def test_whoever_was_published_before_and_left_the_plan_is_followed_by_the_same_people() -> None:
    plan = small_plan()
    before = publication_of(plan, SMALL_ROSTER)
    smaller = replace(plan, agents=tuple(agent for agent in plan.agents if agent.id != "1-2"))
    roster = builders.roster({"2027-01-04T11:00": ("2-1", "2-2")})
    now = publication_of(smaller, roster, before.events)
    gone = AgentId("1-2")
    assert now.events_of_agent[gone]
    for scope, follows in (
        (Scope(municipalities=frozenset({MunicipalityCode("1")})), True),
        (Scope(agents=frozenset({gone})), True),
        (Scope(agent_calendar=gone), True),
        (Scope(municipalities=frozenset({MunicipalityCode("2")})), False),
        (NOTHING, False),
    ):
        assert view(now, scope).follows_agent(gone) == follows


def test_no_id_of_a_plan_is_taken_for_a_stand_in() -> None:
    bullets = tuple(
        builders.agent(mark + "1.1", municipality="1") for mark in ("\N{BULLET}", "\N{BULLET}" * 2)
    )
    plan = builders.plan({"1": 100, "2": 100}, ("1-1", "2-1", *bullets))
    roster = builders.roster({"2027-01-04T08:00": [agent.id for agent in bullets]})
    seen = view(publication_of(plan, roster), Scope(municipalities=frozenset({MunicipalityCode("2")})))
    assert not {agent.id for agent in bullets} & set(seen.plan.agent)


@settings(max_examples=examples(40))
@given(st.data())
def test_of_any_plan_any_scope_has_a_view_with_no_more_people_and_no_fewer_seats(data: st.DataObject) -> None:
    plan = data.draw(strategies.plans())
    publication = publication_of(plan, data.draw(strategies.rosters(plan)))
    towns, agents = list(plan.municipality), list(plan.agent)
    scope = Scope(
        hotline=data.draw(st.sampled_from((False, False, True))),
        municipalities=data.draw(st.frozensets(st.sampled_from(towns))),
        agents=data.draw(st.frozensets(st.sampled_from(agents))) if agents else frozenset(),
    )
    seen = view(publication, scope)
    mine = {a.id for a in plan.agents if a.id in scope.agents or a.municipality in scope.municipalities}
    assert set(seen.people) == (set(agents) if scope.hotline else mine)
    assert [len(seen.roster.on(s.id)) for s in seen.shifts] == [
        len(publication.roster.on(s.id)) for s in seen.shifts
    ]
    assert {entry.agent for entry in seen.plan.availability if entry.note} <= mine
    assert {f.subject.agent for f in seen.score.findings} <= {*seen.people, ""}
