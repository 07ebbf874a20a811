from __future__ import annotations

import pytest

from api.access.callers import LOCAL_USER, NOBODY, AccountHolder, Bearer, Caller
from api.access.ids import AccountId, HotlineCode
from api.access.permissions import OF_ROLE, Permission, permissions
from api.access.policy import Decision, Policy
from api.access.roles import Grant, Role
from wfm.ids import AgentId, MunicipalityCode

DDH, ELSEWHERE = HotlineCode("ddh"), HotlineCode("other")
TOWN, AGENT = MunicipalityCode("751"), AgentId("751-01")
LEADER = AccountHolder(AccountId("1"), (Grant(Role.LEADER, DDH, TOWN),))
SITTING = AccountHolder(AccountId("2"), (Grant(Role.AGENT, DDH, TOWN, AGENT),))
STRANGER = AccountHolder(AccountId("3"), (Grant(Role.COORDINATOR, ELSEWHERE),))
BEARER = Bearer(DDH, AGENT)
OF_ALL = AccountHolder(AccountId("5"), administers_service=True)
OF_ONE = AccountHolder(AccountId("6"), (Grant(Role.ADMINISTRATOR, DDH),))


def test_every_role_is_told_what_it_may_do() -> None:
    assert set(OF_ROLE) == set(Role)


def test_only_who_plans_plans_and_only_administrators_say_who_may() -> None:
    planning, administering = {Permission.EDIT_PLAN, Permission.PUBLISH}, {Permission.ADMINISTER}
    assert {role for role, held in OF_ROLE.items() if held & planning} == {Role.COORDINATOR}
    assert {role for role, held in OF_ROLE.items() if held & administering} == {Role.ADMINISTRATOR}


def test_several_grants_allow_what_each_of_them_does() -> None:
    both = AccountHolder(AccountId("4"), (*SITTING.grants, *LEADER.grants))
    assert permissions(both, DDH) == OF_ROLE[Role.AGENT] | OF_ROLE[Role.LEADER]
    assert permissions(both, ELSEWHERE) == frozenset()


def test_a_feed_address_opens_calendars_only_and_only_of_its_hotline() -> None:
    assert permissions(BEARER, DDH) == {Permission.READ_FEED}
    assert permissions(BEARER, ELSEWHERE) == frozenset()


@pytest.mark.parametrize(
    ("caller", "decision", "hidden"),
    [
        (LOCAL_USER, Decision.ALLOWED, Decision.ALLOWED),
        (LEADER, Decision.ALLOWED, Decision.ALLOWED),
        (SITTING, Decision.FORBIDDEN, Decision.MISSING),
        (STRANGER, Decision.MISSING, Decision.MISSING),
        (BEARER, Decision.UNKNOWN, Decision.MISSING),
        (NOBODY, Decision.UNKNOWN, Decision.MISSING),
    ],
)
def test_who_lacks_a_permission_is_told_as_much_as_the_caller_may_know(
    caller: Caller, decision: Decision, hidden: Decision
) -> None:
    assert Policy(Permission.READ_FIGURES).decide(caller, DDH) is decision
    assert Policy(Permission.READ_FIGURES, hides=True).decide(caller, DDH) is hidden
    assert Policy(None).decide(caller, DDH) is Decision.ALLOWED


@pytest.mark.parametrize(
    ("caller", "decision"),
    [
        (OF_ALL, Decision.ALLOWED),
        (LOCAL_USER, Decision.ALLOWED),
        (OF_ONE, Decision.FORBIDDEN),
        (LEADER, Decision.FORBIDDEN),
        (BEARER, Decision.UNKNOWN),
        (NOBODY, Decision.UNKNOWN),
    ],
)
def test_what_is_of_the_whole_service_is_for_those_who_administer_all_of_it(
    caller: Caller, decision: Decision
) -> None:
    policy = Policy(None, signed_in=True, service=True)
    assert policy.decide(caller, DDH) is decision
    assert policy.name == "service"


@pytest.mark.parametrize("permission", Permission)
def test_reading_and_changing_never_share_a_permission(permission: Permission) -> None:
    policy = Policy(permission)
    assert policy.suits(["GET", "HEAD"]) != permission.writes
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert policy.suits([method]) == permission.writes
        assert not policy.suits(["GET", method])


def test_what_is_public_reads_unless_it_says_otherwise() -> None:
    assert Policy(None).suits(["GET"])
    assert not Policy(None).suits(["POST"])
    assert Policy(None, writes=True).suits(["POST"])
    assert not Policy(None, writes=True).suits(["GET", "POST"])
