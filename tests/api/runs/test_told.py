"""Whoever started a run is told its end by a mail, once, and nobody who need not be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from api.access.ids import AccountId, RunId
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.notices.kinds import find_notices, sort
from api.plans.records.plans import find_revision
from api.runs.ending import RunOutcome, end_run, outcome_without
from api.runs.kinds import RunKind, RunState
from api.runs.mails import MAILS
from api.runs.notice import LONG, RUN_ENDED
from api.runs.preparation import Preparation, prepare
from api.runs.records.leases import RunLease, claim
from api.runs.records.runs import RunResult
from api.runs.service import cancel_run
from api.runs.worker import RunWorker
from api.store.engine import reading, writing
from api.store.mail_kinds import MailDraft, MailTask
from api.store.tables import MAIL
from api.store.types import new_id
from tests.api.filled_service import CODE, FIRST_DAY, NOW, Served
from tests.api.notices.post import draft_of
from tests.api.publications import SMALL_ROSTER
from tests.api.runs.made_runs import add_waiting_run
from tests.api.runs.reckoning import place_in

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

LATER = NOW + LONG + timedelta(seconds=1)


def planner(served: Served, role: Role | None = Role.COORDINATOR) -> AccountId:
    """Return a new account that plans in the hotline."""
    with writing(served.database) as connection:
        made = accounts.make(connection, f"{new_id()}@example.dk", "en", by=None, at=NOW).id
        if role is not None:
            hotline = place_in(served.database).hotline.id
            grants.give(connection, made, role, hotline=hotline, by=None, at=NOW)
    return made


def waiting(served: Served, author: AccountId | None, kind: RunKind = RunKind.SOLVE) -> RunId:
    with writing(served.database) as connection:
        revision = find_revision(connection, place_in(served.database).plan.id)
        return add_waiting_run(connection, revision, NOW, author=author, kind=kind)


def take(served: Served) -> tuple[Preparation, RunLease]:
    with writing(served.database) as connection:
        taken = claim(connection, new_id(), NOW)
        assert taken is not None
        return prepare(connection, taken, 4000), RunLease(taken.id, taken.fence)


def nothing(_: Preparation) -> RunOutcome:
    return RunOutcome(RunResult())


def mailed(served: Served) -> list[MailDraft]:
    """Make the mails that wait, and return all there are of runs."""
    for notice in find_notices(served.database, LATER):
        sort(served.database, notice, LATER)
    with reading(served.database) as connection:
        rows = connection.execute(select(MAIL).where(MAIL.c.kind == RUN_ENDED)).all()
    return [draft_of(row) for row in rows]


def letter(served: Served, draft: MailDraft, language: str = "en") -> Any:
    return MAILS[0].write(served.database, MailTask(draft, language, "https://x.dk", NOW))


@pytest.mark.parametrize(
    ("state", "what", "outcome", "told"),
    [
        (
            RunState.DONE,
            RunKind.SOLVE,
            lambda run: outcome_without(run, SMALL_ROSTER, 70.0),
            "Its roster is version 3.",
        ),
        (
            RunState.DONE,
            RunKind.SOLVE,
            lambda _: RunOutcome(RunResult(status="INFEASIBLE")),
            "no roster is possible",
        ),
        (RunState.DONE, RunKind.PRICES, nothing, "What it found stands on its page."),
        (RunState.INTERRUPTED, RunKind.SOLVE, nothing, "without a result"),
    ],
)
def test_whoever_started_a_run_is_told_its_end_once_where_it_took_more_than_a_minute(
    served: Served, state: RunState, what: RunKind, outcome: Callable[[Preparation], RunOutcome], told: str
) -> None:
    author = planner(served)
    run = waiting(served, author, what)
    prepared, lease = take(served)
    assert end_run(served.database, prepared, lease, state, outcome(prepared), LATER)
    assert not end_run(served.database, prepared, lease, state, outcome(prepared), LATER)
    (sent,) = mailed(served)
    assert sent.account == author
    assert told in letter(served, sent).text
    assert letter(served, sent).url == f"https://x.dk/plans/{FIRST_DAY}/runs/{run}?hotline={CODE}"
    assert "{" not in letter(served, sent, "da").text
    assert len(mailed(served)) == 1


def test_a_run_that_took_a_minute_or_that_nobody_started_tells_nobody(served: Served) -> None:
    for author, at in ((planner(served), NOW + LONG), (None, LATER)):
        waiting(served, author)
        prepared, lease = take(served)
        assert end_run(served.database, prepared, lease, RunState.DONE, nothing(prepared), at)
    assert not mailed(served)


def test_who_ended_it_or_may_see_no_drafts_is_not_mailed(served: Served) -> None:
    caller = place_in(served.database).author
    for author in (caller, planner(served, role=None), planner(served)):
        run = waiting(served, author)
        prepared, lease = take(served)
        cancel_run(place_in(served.database), run)
        assert end_run(served.database, prepared, lease, RunState.CANCELLED, nothing(prepared), LATER)
    assert [one.account for one in mailed(served)] == [author]


def test_whoever_has_lost_a_run_tells_nobody(served: Served) -> None:
    waiting(served, planner(served))
    prepared, lease = take(served)
    lost = RunLease(lease.run, lease.fence - 1)
    assert not end_run(served.database, prepared, lost, RunState.DONE, nothing(prepared), LATER)
    assert not mailed(served)


def test_a_fault_of_the_program_is_told(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("api.runs.worker.prepare", fail)
    waiting(served, planner(served))
    RunWorker(served.database, lambda: LATER).turn()
    (sent,) = mailed(served)
    assert "ended by a fault of the program" in letter(served, sent).text
