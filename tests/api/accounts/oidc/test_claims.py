"""What follows from claims, and what is wrong with a provider as it was written down."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.ids import HotlineCode
from api.access.roles import Grant, Role
from api.accounts.oidc.claims import MOST, ClaimedGrant, UnknownName, grants_from_claims, texts
from api.configuration.oidc_providers import GrantRule, Provider, faults_in, read_providers
from tests.api.accounts.oidc.visits import AGENT, CLAIMED, COORDINATOR, provider_of

ISSUER = "https://id.example.dk"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def provider(*rules: dict[str, Any], **changed: Any) -> Provider:
    """Return a provider with rules."""
    (found,) = read_providers(json.dumps([provider_of(ISSUER, grants=list(rules), **changed)]))
    return found


def wanted(claims: dict[str, Any], *rules: dict[str, Any]) -> tuple[ClaimedGrant, ...]:
    return grants_from_claims(provider(*rules), claims).wanted


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({}, ()),
        ({"a": None}, ()),
        ({"a": "x"}, ("x",)),
        ({"a": " x "}, ("x",)),
        ({"a": ""}, ()),
        ({"a": 751}, ("751",)),
        ({"a": True}, ()),
        ({"a": 1.5}, ()),
        ({"a": ["x", None, 1, {"y": "z"}, ["w"], "", False]}, ("x", "1")),
        ({"a": {"b": "x"}}, ()),
    ],
)
def test_a_claim_says_texts(claims: dict[str, Any], said: tuple[str, ...]) -> None:
    assert texts(claims, "a") == said


def test_a_claim_within_another_is_named_with_dots_and_one_with_dots_by_its_name() -> None:
    claims = {"realm_access": {"roles": ["x", "y"]}, "https://example.dk/roles": "z"}
    assert texts(claims, "realm_access.roles") == ("x", "y")
    assert texts(claims, "https://example.dk/roles") == ("z",)
    assert texts(claims, "realm_access.roles.x") == ()
    assert texts(claims, "realm_access.other") == ()


def test_only_so_many_values_are_looked_at() -> None:
    assert len(texts({"a": [str(n) for n in range(MOST + 1)]}, "a")) == MOST


def test_all_conditions_must_hold() -> None:
    rule = {"role": "coordinator", "hotline": "here", "when": {"roles": "planner", "tid": "1"}}
    assert wanted({"roles": ["planner"], "tid": "1"}, rule) == (
        ClaimedGrant(Role.COORDINATOR, HotlineCode("here")),
    )
    assert wanted({"roles": ["planner"], "tid": "2"}, rule) == ()
    assert wanted({"roles": ["planner"]}, rule) == ()
    assert wanted({"roles": ["planners"], "tid": "1"}, rule) == ()


def test_each_value_gives_a_grant_and_what_no_rule_knows_is_told() -> None:
    claims = {
        "roles": ["leader", "agent"],
        "municipality": ["1", "2"],
        "cvr": ["29189846", "x"],
        "employee": "e",
    }
    found = grants_from_claims(provider(CLAIMED, COORDINATOR, AGENT), claims)
    assert found.wanted == (
        ClaimedGrant(Role.LEADER, HotlineCode("here"), "1"),
        ClaimedGrant(Role.LEADER, HotlineCode("here"), "2"),
        ClaimedGrant(Role.AGENT, HotlineCode("here"), "751", "e"),
    )
    assert found.unknown == (UnknownName("municipality", "x"),)


def test_the_same_grant_by_two_rules_is_one() -> None:
    rule = {"role": "coordinator", "hotline": "here"}
    assert len(wanted({}, rule, rule)) == 1


@given(st.dictionaries(st.sampled_from(["roles", "municipality", "cvr", "employee", "realm_access"]), JSON))
def test_whatever_is_claimed_what_follows_is_whole(claims: dict[str, Any]) -> None:
    for one in grants_from_claims(provider(CLAIMED, COORDINATOR, AGENT), claims).wanted:
        Grant(one.role, one.hotline, one.municipality, one.agent)  # type: ignore[arg-type]  # refuses what is odd


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"id": "A b"}, "0.id"),
        ({"id": "back/"}, "0.id"),
        ({"id": ""}, "0.id"),
        ({"id": "x" * 33}, "0.id"),
        ({"name": ""}, "0.name"),
        ({"name": "a\nb"}, "0.name"),
        ({"issuer": "http://id.example.dk"}, "0.issuer"),
        ({"issuer": "https://user@id.example.dk"}, "0.issuer"),
        ({"issuer": "https://id.example.dk?x=1"}, "0.issuer"),
        ({"issuer": "id.example.dk"}, "0.issuer"),
        ({"client_id": None}, "0.client_id"),
        ({"clientsecret": "x"}, "0.clientsecret"),
        ({"auth": "private_key_jwt"}, "0.auth"),
        ({"scopes": "email"}, "0.scopes"),
        ({"grants": [{"role": "boss", "hotline": "here"}]}, "0.grants.0.role"),
        ({"grants": [{"role": "leader", "hotline": "here"}]}, "0.grants.0"),
        ({"grants": [{"role": "coordinator", "hotline": "here", "municipality": "1"}]}, "0.grants.0"),
        ({"grants": [{"role": "agent", "hotline": "here", "municipality": "1"}]}, "0.grants.0"),
        ({"grants": [{"role": "leader", "hotline": "h", "municipality": "1", "agent": "a"}]}, "0.grants.0"),
        ({"grants": [{"role": "coordinator"}]}, "0.grants.0.hotline"),
        ({"grants": [{"role": "coordinator", "hotline": "here", "if": {}}]}, "0.grants.0.if"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(changed: dict[str, Any], place: str) -> None:
    told = list(faults_in(json.dumps([provider_of(ISSUER, **changed)])))
    assert [where for where, _ in told] == [place]
    assert "kanarie" not in str(told)


@pytest.mark.parametrize("text", ["", "{}", "[1]", "nothing", json.dumps([provider_of(ISSUER)] * 2)])
def test_what_is_no_list_of_providers_is_a_fault(text: str) -> None:
    assert len(list(faults_in(text))) == 1


@pytest.mark.parametrize(
    "address", ["http://localhost:9400", "http://127.0.0.1", "https://id.example.dk/realms/x"]
)
def test_an_issuer_is_safe_or_on_this_machine(address: str) -> None:
    assert list(faults_in(json.dumps([provider_of(address)]))) == []


def test_a_secret_is_never_shown() -> None:
    assert "kanarie" not in repr(provider())


def test_a_rule_knows_what_a_grant_needs() -> None:
    for role in Role:
        local = role in (Role.LEADER, Role.AGENT)
        parts = {"municipality": "1"} if local else {}
        parts |= {"agent": "a"} if role is Role.AGENT else {}
        assert GrantRule(role=role, hotline="here", **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tenant", "is_one"),
    [
        ("11111111-2222-3333-4444-555555555555", True),
        ("kommune.onmicrosoft.com", True),
        ("common", False),
        ("organizations", False),
        ("Consumers", False),
        ("{tenantid}", False),
    ],
)
def test_an_issuer_that_stands_for_every_tenant_is_refused_before_anybody_signs_in(
    tenant: str, is_one: bool
) -> None:
    written = provider_of(f"https://login.microsoftonline.com/{tenant}/v2.0")
    assert (list(faults_in(json.dumps([written]))) == []) is is_one
