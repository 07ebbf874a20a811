from __future__ import annotations

import pytest

from api.access.callers import LOCAL_USER, NOBODY, AccountHolder, Bearer, Caller
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Grant, Role
from api.access.scope import NOTHING, Scope, scope_of
from wfm.ids import AgentId, MunicipalityCode

DDH, ELSEWHERE = HotlineCode("ddh"), HotlineCode("other")
TOWN, OTHER, AGENT = MunicipalityCode("751"), MunicipalityCode("730"), AgentId("751-01")
COORDINATOR = Grant(Role.COORDINATOR, DDH)
LEADER, OTHER_LEADER = Grant(Role.LEADER, DDH, TOWN), Grant(Role.LEADER, DDH, OTHER)
SITTING = Grant(Role.AGENT, DDH, TOWN, AGENT)


@pytest.mark.parametrize(
    ("caller", "scope"),
    [
        (NOBODY, NOTHING),
        (LOCAL_USER, Scope(everything=True)),
        (Bearer(DDH, agent=AGENT), Scope(agent_calendar=AGENT)),
        (Bearer(DDH, municipality=TOWN), Scope(municipality_calendar=TOWN)),
        (Bearer(ELSEWHERE, agent=AGENT), NOTHING),
        (AccountHolder(AccountId("1")), NOTHING),
        (AccountHolder(AccountId("1"), (COORDINATOR,)), Scope(hotline=True)),
        (
            AccountHolder(AccountId("1"), (Grant(Role.ADMINISTRATOR, DDH),)),
            Scope(hotline=True),
        ),
        (
            AccountHolder(AccountId("1"), (LEADER, OTHER_LEADER)),
            Scope(municipalities=frozenset({TOWN, OTHER})),
        ),
        (
            AccountHolder(AccountId("1"), (SITTING, OTHER_LEADER)),
            Scope(municipalities=frozenset({OTHER}), agents=frozenset({AGENT})),
        ),
        (
            AccountHolder(AccountId("1"), (Grant(Role.COORDINATOR, ELSEWHERE), LEADER)),
            Scope(municipalities=frozenset({TOWN})),
        ),
    ],
)
def test_a_scope_is_what_the_grants_of_that_hotline_say_together(caller: Caller, scope: Scope) -> None:
    assert scope_of(caller, DDH) == scope


@pytest.mark.parametrize(
    ("scope", "figures", "whole"),
    [
        (NOTHING, False, False),
        (Scope(agents=frozenset({AGENT})), False, False),
        (Scope(agent_calendar=AGENT), False, False),
        (Scope(municipality_calendar=TOWN), False, False),
        (Scope(municipalities=frozenset({TOWN})), True, False),
        (Scope(hotline=True), True, True),
        (Scope(everything=True), True, True),
    ],
)
def test_figures_are_for_leaders_and_whoever_sees_the_whole(scope: Scope, figures: bool, whole: bool) -> None:
    assert (scope.figures, scope.whole) == (figures, whole)
