"""The next version of a roster: as it was sent, or changed by hand; checked, measured, and then kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.access.ids import RevisionNumber, VersionNumber
from api.plans.completeness import require_complete
from api.plans.person_answers import NO_ANSWERS
from api.plans.place import PlanPlace
from api.plans.records.plans import (
    Revision,
    find_revision,
    import_plan,
    persons_in,
    read_plan,
    revision_solved,
)
from api.plans.service import recall_answer
from api.publication.publication import Report
from api.publication.unproven_report import carry_report, unproven_report
from api.rosters.change_base import ChangeBase, find_base
from api.rosters.editing.changes import ChangeOutcome, NewBreachesError, try_changes
from api.rosters.editing.moves import HandChange
from api.rosters.editing.undoing import NONE, HandStep, HandStepKind
from api.rosters.records.rosters import (
    add_version,
    find_newest_version,
)
from api.rosters.records.steps import keep_step
from api.rosters.uploads import SentRoster, read_sent_roster
from api.store import idempotency
from api.store.engine import Connection, reading
from api.store.idempotency import once
from api.store.staleness import refuse_stale
from wfm.canonical import question_sha256
from wfm.errors import Fault


def add_sent_roster(
    place: PlanPlace,
    request: idempotency.IdempotentRequest,
    sent: SentRoster,
    *,
    expected: int,
    note: str,
) -> tuple[Mapping[str, Any], tuple[Fault, ...]]:
    """Take a roster that was sent in as the next version; return what is answered, and what was ignored.

    Of a request that comes again the roster is not read a second time, so nothing is said of it.

    Parameters
    ----------
    place, request
        Where, and by which request.
    sent, note
        What was sent, and what the author says to it.
    expected
        Number of the newest version that the author knows.

    Raises
    ------
    ClashError
        Where the plan has no municipalities yet.
    ConflictError
        Where there is a newer version than the expected one.
    InputError
        Where what was sent is faulty.
    """
    said = recall_answer(place, request)
    if said is not None:
        return said, ()
    with reading(place.database) as connection:
        if place.plan.version != expected:
            refuse_stale(expected, find_newest_version(connection, place.plan.id))
        solved = _revision(connection, place, sent)
        revision = _newest_of_same_question(connection, solved)
        plan = read_plan(connection, revision)
    require_complete(plan)
    checked = read_sent_roster(plan, sent, solved.plan_sha256)

    def effect(connection: Connection) -> Mapping[str, Any]:
        kept = add_version(
            connection,
            revision,
            checked.roster,
            checked.report,
            author=place.author,
            at=place.at,
            expected=expected,
            note=note,
        )
        return {"number": kept.number}

    return once(place.database, request, place.at, effect, place.hotline.id), checked.notices


def _revision(connection: Connection, place: PlanPlace, sent: SentRoster) -> Revision:
    """Return the revision that was solved; the newest where nobody says which."""
    solved = "" if sent.report is None else str(sent.report["plan_sha256"])
    return revision_solved(connection, place.plan.id, solved) or find_revision(connection, place.plan.id)


def _newest_of_same_question(connection: Connection, solved: Revision) -> Revision:
    """Return the newest revision where it asks a solver what the solved one did; else the solved one.

    So a telephone number that was put right during a solve does not set its roster aside.
    """
    newest = find_revision(connection, solved.plan)
    if newest.id == solved.id or persons_in(connection, newest) != persons_in(connection, solved):
        return solved
    questions = {question_sha256(read_plan(connection, revision)) for revision in (newest, solved)}
    return newest if len(questions) == 1 else solved


@dataclass(frozen=True)
class HandMadeVersion:
    """A version that was made by hand.

    Parameters
    ----------
    number
        Of the version.
    base, outcome
        What was changed, and what came of it.
    """

    number: VersionNumber
    base: ChangeBase
    outcome: ChangeOutcome


def change_version(
    place: PlanPlace,
    request: idempotency.IdempotentRequest,
    number: VersionNumber,
    changes: Sequence[HandChange],
    *,
    expected: int,
    note: str,
) -> HandMadeVersion:
    """Make changes in a version, on the newest state of its plan; that is the next version.

    Where locks change, it is made for a next revision. A request that comes again is answered for the
    revision that it was made on.

    Parameters
    ----------
    place, request
        Where, and by which request.
    number, changes
        Of the version, and what is changed in it.
    expected
        Number of the newest version that the author knows.
    note
        What the author says to it.

    Raises
    ------
    MissingError
        Where there is no such version.
    ConflictError
        Where there is a newer version than the expected one, or a newer revision than was changed.
    ChangeError
        Where changes name what is not there or contradict each other.
    NewBreachesError
        Where they would break a hard rule that is kept now.
    """
    said = recall_answer(place, request)
    with reading(place.database) as connection:
        if said is None:
            refuse_stale(expected, find_newest_version(connection, place.plan.id))
        base = _find_base(connection, place, number, said)
    outcome = _try(base, changes)
    if said is None:
        if outcome.new_breaches:
            raise NewBreachesError(outcome)
        step = HandStep(HandStepKind.CHANGE, NONE, base.revision.number)
        said = keep_outcome(place, request, base, outcome, step, expected=expected, note=note)
    return HandMadeVersion(number=VersionNumber(said["number"]), base=base, outcome=outcome)


def _find_base(
    connection: Connection, place: PlanPlace, number: VersionNumber, said: Mapping[str, Any] | None
) -> ChangeBase:
    """Return what is changed; of a request that comes again what it changed when it came first."""
    if said is None:
        return find_base(connection, place, number)
    day = said.get("day")  # what was kept before versions were carried along has none
    today = None if day is None else date.fromisoformat(day)
    return find_base(connection, place, number, RevisionNumber(said["base"]), today)


def _try(base: ChangeBase, changes: Sequence[HandChange]) -> ChangeOutcome:
    return try_changes(base.plan, base.roster, changes, base.baseline)


def keep_outcome(
    place: PlanPlace,
    request: idempotency.IdempotentRequest,
    base: ChangeBase,
    outcome: ChangeOutcome,
    step: HandStep,
    *,
    expected: int,
    note: str,
) -> Mapping[str, Any]:
    """Keep what came of changes as the next version, and of its plan where that differs; return the answer.

    Parameters
    ----------
    place, request
        Where, and by which request.
    base, outcome, step
        What was changed, what came of it, and how.
    expected, note
        Number of the newest version that the author knows, and what they say to it.

    Raises
    ------
    ConflictError
        Where there is a newer version than the expected one, or a newer revision than was changed.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        revision = base.revision
        if base.amends_plan or outcome.plan is not base.plan:
            revision = import_plan(
                connection,
                outcome.plan,
                author=place.author,
                at=place.at,
                expected=revision.number,
                note=note,
                answers=base.answers or NO_ANSWERS,
            )
        version = add_version(
            connection,
            revision,
            outcome.roster,
            _report(base, outcome, revision),
            author=place.author,
            at=place.at,
            expected=expected,
            note=note,
        )
        keep_step(connection, version.id, step)
        return {
            "number": version.number,
            "base": base.revision.number,
            "day": base.today.isoformat(),
        }

    return once(place.database, request, place.at, effect, place.hotline.id)


def _report(base: ChangeBase, outcome: ChangeOutcome, revision: Revision) -> Report:
    """Return what still holds of the bounds: all on the very same plan, none on another."""
    if base.report is not None and outcome.plan is base.plan:
        return carry_report(base.report, outcome.plan, outcome.roster)
    return unproven_report(outcome.plan, outcome.roster, revision.plan_sha256, base.baseline)
