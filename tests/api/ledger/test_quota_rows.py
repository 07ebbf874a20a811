"""Quota tables are worked out once, until somebody is confirmed to have sat otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from api.ledger import quota_rows
from tests.api.ledger.test_expected import publish
from tests.api.publishing.planned import Planned, planned
from tests.api.worked.test_quarters import body_of, send
from tests.builders import MONDAY
from wfm.plan import Plan
from wfm.quota_table import QuotaRow, quota_table
from wfm.worked import WorkedSeats


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows with each table that is worked out."""
    quota_rows._kept.clear()
    found = list[int]()

    def noted(plan: Plan, seats: WorkedSeats) -> tuple[QuotaRow, ...]:
        found.append(1)
        return quota_table(plan, seats)

    monkeypatch.setattr(quota_rows, "quota_table", noted)
    return found


def balances(service: Planned) -> object:
    return send(service.client(), "GET", "/ledger")["balances"]


def test_a_table_is_worked_out_once_until_what_it_is_made_of_changes(
    tmp_path: Path, worked_out: list[int]
) -> None:
    with planned(tmp_path, datetime(2026, 12, 1, tzinfo=UTC)) as service:
        shifts = publish(service, Random(1), MONDAY)
        service.now = datetime(2027, 1, 18, tzinfo=UTC)
        first = balances(service)
        assert balances(service) == first
        assert len(worked_out) == 1
        at = f"/plans/{MONDAY}/worked/{shifts[0]}"
        send(service.client(), "PUT", at, body_of(()), send(service.client(), "GET", at)["number"])
        assert balances(service) != first
        assert len(worked_out) == 2


def test_no_more_tables_are_kept_than_may(
    tmp_path: Path, worked_out: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quota_rows, "MOST", 0)
    with planned(tmp_path, datetime(2026, 12, 1, tzinfo=UTC)) as service:
        publish(service, Random(1), MONDAY)
        balances(service)
        balances(service)
    assert len(worked_out) == 2
    assert not quota_rows._kept
