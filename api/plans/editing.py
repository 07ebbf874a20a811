"""Edits looked at and kept: on the newest revision, by whoever knows it, each once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.access.ids import RevisionNumber
from api.plans.edits import EditBase, PlanEdit, RestoreEdit
from api.plans.person_answers import NO_ANSWERS, PersonAnswers
from api.plans.place import PlanPlace
from api.plans.preview import EditPreview
from api.plans.records.plans import Revision, find_revision, read_plan
from api.plans.service import AnnotatedRevision, revise
from api.plans.table_rows import without_notes
from api.plans.uploads.plans import refuse_other
from api.plans.uploads.tables import with_unseen_notes
from api.store.engine import Connection, reading
from api.store.errors import ClashError
from api.store.idempotency import IdempotentRequest
from wfm.message import Text
from wfm.plan import Plan
from wfm.tables.file_names import HOTLINE
from wfm.tables.plan_reading import PlanReading

NOTHING_DIFFERS = Text("edit.nothing_differs", "the plan is so already; nothing would change")


@dataclass(frozen=True)
class PlanState:
    """A revision of a plan, as far as a caller sees it.

    Parameters
    ----------
    revision
        Which.
    plan
        Without notes that the caller does not see.
    """

    revision: Revision
    plan: Plan


def read_state(connection: Connection, place: PlanPlace, number: RevisionNumber | None = None) -> PlanState:
    """Read a revision of a plan; the newest where no number is given.

    Raises
    ------
    MissingError
        Where there is none.
    """
    revision = find_revision(connection, place.plan.id, number)
    return PlanState(revision, _seen(place, read_plan(connection, revision)))


def preview_edit(place: PlanPlace, state: PlanState, edit: PlanEdit) -> EditPreview:
    """Return what an edit would do to a state of the plan; nothing is kept.

    Raises
    ------
    PlanError
        With every fault found.
    """
    read = _apply(place, state.plan, edit)
    return EditPreview(before=state.plan, after=_seen(place, read.plan), notices=read.notices)


def save_edit(
    place: PlanPlace,
    request: IdempotentRequest,
    edit: PlanEdit,
    expected: int,
    note: str = "",
    answers: PersonAnswers = NO_ANSWERS,
) -> AnnotatedRevision:
    """Make an edit on the newest revision and keep it as the next one.

    Parameters
    ----------
    place, request, edit
        Where, by which request, and what.
    expected
        Number of the newest revision that the author knows.
    note, answers
        What the author says to it, and who is who where that is not clear.

    Raises
    ------
    ConflictError
        Where there is a newer revision than the expected one.
    ClashError
        Where nothing would differ.
    DoubtfulPersonsError
        Where it is not clear of everybody who they are.
    PlanError
        With every fault found.
    """

    def make(plan: Plan) -> PlanReading:
        read = _apply(place, _seen(place, plan), edit)
        kept = (
            read if place.viewer.scope.everything else replace(read, plan=with_unseen_notes(read.plan, plan))
        )
        if kept.plan == plan:
            raise ClashError(NOTHING_DIFFERS())
        return kept

    found, _ = revise(
        place,
        request,
        expected,
        make,
        lambda read: read.plan,
        note,
        answers,
        over_answers=_spares_answers(edit),
    )
    return found


def _spares_answers(edit: PlanEdit) -> bool:
    """Tell whether an edit leaves what people say of availability as it is, so that it is no conflict."""
    return not isinstance(edit, RestoreEdit) and getattr(edit, "table", "") != "availability"


def _seen(place: PlanPlace, plan: Plan) -> Plan:
    """Return a plan as whoever plans it sees it: notes are for their own municipality, and not here."""
    return plan if place.viewer.scope.everything else without_notes(plan)


def _apply(place: PlanPlace, plan: Plan, edit: PlanEdit) -> PlanReading:
    def read_past(number: RevisionNumber) -> Plan:
        with reading(place.database) as connection:
            return read_plan(connection, find_revision(connection, place.plan.id, number))

    read = edit.apply(EditBase(plan, read_past))
    refuse_other(read.plan, place.hotline.code, place.plan.first_day, keyed=HOTLINE)
    return read
