"""The ledger for programs: a leader reads the own account, planners all, nobody what is foreign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.api.publishing.planned import COORDINATOR, LEADER, OTHERS, STRANGER, Planned, two_versions

ADDRESS = "/api/v1/hotlines/test/ledger"


@pytest.fixture
def service(tmp_path: Path) -> Any:
    with two_versions(tmp_path) as found:
        yield found


def entries(service: Planned, query: str = "") -> list[tuple[str, str, str]]:
    answer = service.client().get(f"{ADDRESS}{query}")
    assert answer.status_code == 200
    return [(one["municipality"], one["kind"], one["seats"]) for one in answer.json()["entries"]]


def test_a_coordinator_reads_every_account_and_a_leader_the_own(service: Planned) -> None:
    whole = entries(service)
    assert whole == [
        ("1", "opening", "0.0000"),
        ("2", "opening", "0.0000"),
        ("3", "opening", "0.0000"),
        ("1", "planned", "-5.0000"),
        ("2", "planned", "-2.0000"),
    ]
    assert entries(service, "?municipality=2") == [one for one in whole if one[0] == "2"]
    assert entries(service, "?quarter=2026-10-05") == []
    service.caller = LEADER
    own = [one for one in whole if one[0] == "1"]
    assert entries(service) == entries(service, "?municipality=1") == own


def test_what_is_foreign_or_missing_is_not_there(service: Planned) -> None:
    for caller, code in ((COORDINATOR, "99"), (LEADER, "2"), (LEADER, "99"), (STRANGER, "1")):
        service.caller = caller
        assert service.client().get(f"{ADDRESS}?municipality={code}").status_code == 404


def test_who_posted_an_entry_is_told_to_planners_alone_and_a_copy_stays_current(service: Planned) -> None:
    answer = service.client().get(ADDRESS)
    assert {one["by"] for one in answer.json()["entries"]} == {OTHERS}
    again = service.client().get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    service.caller = LEADER
    assert {one["by"] for one in service.client().get(ADDRESS).json()["entries"]} == {None}


def test_balances_are_the_sums_of_entries(service: Planned) -> None:
    found = service.client().get(ADDRESS).json()["balances"]
    assert [(one["municipality"], one["seats"], one["kroner"], one["closed"]) for one in found] == [
        ("1", "-5.0000", "0.00", False),
        ("2", "-2.0000", "0.00", False),
        ("3", "0.0000", "0.00", False),
    ]
