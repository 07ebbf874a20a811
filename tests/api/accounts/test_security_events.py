"""What an operator sees: who got in, who was refused, whose rights changed; nothing that was typed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from api.access.roles import Role
from api.accounts.last_uses import FAILED, LastUses
from api.logs import SECURITY
from api.store import audit
from api.store.engine import writing
from api.store.tables import AUDIT_EVENT
from tests.api.accounts.offices import Office

EMAIL, OTHER = "koordinator@example.dk", "leder@example.dk"


@pytest.fixture
def office(office_engine: Engine) -> Office:
    return Office(office_engine)


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """What is told from now on."""
    events: list[dict[str, Any]] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            events.append({"event": record.getMessage(), **vars(record)["security"]})

    logger, listening = logging.getLogger(SECURITY), Listening()
    level = logger.level
    logger.addHandler(listening)
    logger.setLevel(logging.INFO)
    yield events
    logger.removeHandler(listening)
    logger.setLevel(level)


def failures(office: Office) -> int:
    uses: LastUses = office.app.state.last_uses
    uses.save(office.database)
    return sum(row["action"] == FAILED for row in office.rows(AUDIT_EVENT))


def test_a_failed_sign_in_is_told_with_the_account_and_never_with_what_was_typed(
    office: Office, told: list[dict[str, Any]]
) -> None:
    account = office.account(EMAIL, Role.COORDINATOR)
    told.clear()
    office.browser().sign_in(EMAIL, "KANARIE")
    office.browser().sign_in("KANARIE@example.dk", "KANARIE")
    assert [(one["event"], one["account"]) for one in told] == [(FAILED, account.id), (FAILED, None)]
    assert "KANARIE" not in str(told)
    assert EMAIL not in str(told)


def test_the_record_holds_one_failure_of_an_account_an_hour(office: Office) -> None:
    office.account(EMAIL, Role.COORDINATOR)
    for _ in range(3):
        office.browser().sign_in(EMAIL, "wrong")
        assert failures(office) == 1
    office.later(minutes=61)
    office.browser().sign_in(EMAIL, "wrong")
    assert failures(office) == 2
    office.browser().sign_in("nobody@example.dk", "wrong")
    assert failures(office) == 2


def test_roles_logins_and_refusals_are_told(office: Office, told: list[dict[str, Any]]) -> None:
    leader = office.account(OTHER, Role.LEADER, municipality="751")
    browser = office.signed_in(OTHER)
    assert browser.get("/plans/2027-01-04/versions").status_code == 403
    assert [one["event"] for one in told][-2:] == ["login.begin", "request.refused"]
    assert {"account.make", "account.password", "grant.give"} <= {one["event"] for one in told}
    refused = told[-1]
    assert (refused["route"], refused["policy"], refused["actor"]) == (
        "/plans/{plan}/versions",
        "read_drafts",
        leader.id,
    )


def test_what_was_taken_back_is_not_told(office: Office, told: list[dict[str, Any]]) -> None:
    def fail() -> None:
        with writing(office.database) as connection:
            audit.record(connection, actor=None, action="never", about="x", at=office.at, payload={})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with writing(office.database) as connection:
        audit.record(connection, actor=None, action="held", about="x", at=office.at, payload={})
        assert told == []
    assert [one["event"] for one in told] == ["held"]
