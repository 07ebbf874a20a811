"""Taking something into a plan: the next revision, made once for each request however often it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from api.access.ids import PlanId, RevisionNumber
from api.plans.person_answers import NO_ANSWERS, PersonAnswers
from api.plans.place import HotlinePlace, PlanPlace
from api.plans.records.answers import only_answers_between
from api.plans.records.plans import Revision, find_revision, import_plan, read_plan, revision_note
from api.store import idempotency
from api.store.engine import Connection, reading
from api.store.errors import ConflictError
from api.store.idempotency import once
from api.store.staleness import refuse_stale
from wfm.plan import Plan

Made = TypeVar("Made")
TRIES = 5
"""How often a change is made anew because somebody answered just then."""


@dataclass(frozen=True)
class AnnotatedRevision:
    """A revision that was made, and what its author wrote to it."""

    revision: Revision
    note: str


def recall_answer(place: HotlinePlace, request: idempotency.IdempotentRequest) -> Mapping[str, Any] | None:
    """Return what was answered to a request when it came first; nothing where it has not.

    Raises
    ------
    KeyTakenError
        Where its key came with another request.
    """
    with reading(place.database) as connection:
        return idempotency.find_answer(connection, request)


def revise(
    place: PlanPlace,
    request: idempotency.IdempotentRequest,
    expected: int,
    make: Callable[[Plan], Made],
    plan_of: Callable[[Made], Plan],
    note: str = "",
    answers: PersonAnswers = NO_ANSWERS,
    *,
    over_answers: bool = False,
) -> tuple[AnnotatedRevision, Made]:
    """Make the next revision of a plan from the one that its author knows.

    What takes long is done before the transaction begins; revisions never change. A request that comes
    again is read against the same revision as before.

    Parameters
    ----------
    place, request, expected
        Where, by which request, and from which revision.
    make, plan_of
        Make something of the plan as it is, and take the plan as it is to be from that.
    note
        What the author says to it.
    answers
        Who is who, where that is not clear.
    over_answers
        Whether what people say of availability meanwhile is no conflict: for pages, and changes of other
        tables alone. It is made of the newest revision then.

    Raises
    ------
    ConflictError
        Where there is a newer revision than the expected one.
    DoubtfulPersonsError
        Where it is not clear of everybody who they are.
    InputError
        Where what was sent is faulty.
    """
    for _ in range(TRIES if over_answers else 0):
        try:
            known = _newest_but_for_answers(place, expected)
            return revise(place, request, known, make, plan_of, note, answers)
        except ConflictError as conflict:
            if not _are_only_answers(place, expected, conflict.number):
                raise
    said = recall_answer(place, request)
    with reading(place.database) as connection:
        newest = find_revision(connection, place.plan.id)
        if said is None:
            refuse_stale(expected, newest)
        base = _before(connection, place, said) if said else newest
        plan = read_plan(connection, base)
    made = make(plan)
    if said is None:
        said = add_revision(place, request, plan_of(made), expected, note, answers)
    return find_annotated_revision(place, said), made


def _newest_but_for_answers(place: PlanPlace, expected: int) -> int:
    """Return the newest revision, where nothing but answers came after the expected one; else that one."""
    with reading(place.database) as connection:
        newest = find_revision(connection, place.plan.id).number
    return newest if _are_only_answers(place, expected, newest) else expected


def _are_only_answers(place: PlanPlace, expected: int, newest: int) -> bool:
    if not 0 < expected < newest:
        return False
    with reading(place.database) as connection:
        first, last = RevisionNumber(expected), RevisionNumber(newest)
        return only_answers_between(connection, place.plan.id, first, last)


def _before(connection: Connection, place: PlanPlace, said: Mapping[str, Any]) -> Revision:
    """Return the revision before the one of which an answer tells."""
    return find_revision(connection, place.plan.id, RevisionNumber(said["number"] - 1))


def add_revision(
    place: HotlinePlace,
    request: idempotency.IdempotentRequest,
    plan: Plan,
    expected: int,
    note: str = "",
    answers: PersonAnswers = NO_ANSWERS,
) -> Mapping[str, Any]:
    """Keep a plan as the next revision, and what is answered with it.

    Raises
    ------
    ConflictError
        Where there is a newer revision than the expected one.
    DoubtfulPersonsError
        Where it is not clear of everybody who they are.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        kept = import_plan(
            connection,
            plan,
            author=place.author,
            at=place.at,
            expected=expected,
            note=note,
            answers=answers,
        )
        return {"plan": kept.plan, "number": kept.number}

    return once(place.database, request, place.at, effect, place.hotline.id)


def find_annotated_revision(place: HotlinePlace, said: Mapping[str, Any]) -> AnnotatedRevision:
    """Return the revision of which an answer tells."""
    with reading(place.database) as connection:
        revision = find_revision(connection, PlanId(said["plan"]), RevisionNumber(said["number"]))
        return AnnotatedRevision(revision=revision, note=revision_note(connection, revision.id))
