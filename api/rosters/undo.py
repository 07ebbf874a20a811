"""The last step undone, or the last undo taken back: an earlier version is the next one, history is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.access.ids import RevisionNumber, VersionNumber
from api.plans.place import PlanPlace
from api.plans.records.plans import find_revision, read_plan, revision_by_id
from api.plans.service import recall_answer
from api.rosters.change_base import find_base
from api.rosters.editing.changes import Locking, NewBreachesError, Unlocking, try_changes
from api.rosters.editing.faults import faults_of
from api.rosters.editing.moves import HandChange
from api.rosters.editing.undoing import HandStep, HandStepKind, find_undo_state
from api.rosters.records.rosters import find_newest_version, find_version
from api.rosters.records.steps import list_steps
from api.rosters.service import keep_outcome
from api.store.engine import Connection, reading
from api.store.errors import ClashError
from api.store.idempotency import IdempotentRequest
from api.store.staleness import refuse_stale
from wfm.lock import Lock
from wfm.message import Text

NOTHING_BEFORE = Text("undo.nothing_before", "there is nothing before this version")
NOTHING_UNDONE = Text("undo.nothing_undone", "nothing was undone that could be done again")


def undo_step(place: PlanPlace, request: IdempotentRequest, *, expected: int) -> VersionNumber:
    """Let the next version sit as the one before did; return its number.

    Locks that the undone step set or lifted are put back; what else the plan says by now holds.

    Parameters
    ----------
    place, request
        Where, and by which request.
    expected
        Number of the newest version that the author knows.

    Raises
    ------
    ConflictError
        Where there is a newer version than the expected one.
    ClashError
        Where there is nothing before.
    NewBreachesError
        Where locks that are put back would be broken.
    """
    return _restore(place, request, HandStepKind.UNDO, expected)


def redo_step(place: PlanPlace, request: IdempotentRequest, *, expected: int) -> VersionNumber:
    """Take the last undo back; return the number of the version that comes of it.

    Parameters
    ----------
    place, request, expected
        As of `undo_step`.

    Raises
    ------
    ConflictError
        Where there is a newer version than the expected one.
    ClashError
        Where nothing was undone.
    NewBreachesError
        Where locks that are set again would be broken.
    """
    return _restore(place, request, HandStepKind.REDO, expected)


def _restore(
    place: PlanPlace, request: IdempotentRequest, kind: HandStepKind, expected: int
) -> VersionNumber:
    said = recall_answer(place, request)
    if said is not None:
        return VersionNumber(said["number"])
    undoes = kind is HandStepKind.UNDO
    with reading(place.database) as connection:
        refuse_stale(expected, find_newest_version(connection, place.plan.id))
        steps = list_steps(connection, place.plan.id)
        state = find_undo_state(VersionNumber(expected), steps)
        target = state.back if undoes else state.forth
        if not target:
            raise ClashError((NOTHING_BEFORE if undoes else NOTHING_UNDONE)())
        base = find_base(connection, place, target)
        added, lifted = _locks_of(connection, place, state.at if undoes else target, steps)
    if undoes:
        added, lifted = lifted, added
    wanted = (*map(_unlocking, sorted(lifted, key=str)), *map(_locking, sorted(added, key=str)))
    possible = tuple(change for change in wanted if not faults_of(base.plan, base.roster, [change]))
    outcome = try_changes(base.plan, base.roster, possible, base.baseline)
    if outcome.new_breaches:
        raise NewBreachesError(outcome)
    step = HandStep(kind, target, base.revision.number)
    return VersionNumber(
        keep_outcome(place, request, base, outcome, step, expected=expected, note="")["number"]
    )


def _locks_of(
    connection: Connection, place: PlanPlace, number: VersionNumber, steps: Mapping[VersionNumber, HandStep]
) -> tuple[frozenset[Lock], frozenset[Lock]]:
    """Return the locks that the step by hand to a version set, and those that it lifted."""
    step = steps.get(number)
    made = revision_by_id(connection, find_version(connection, place.plan.id, number).revision)
    if step is None or step.base == made.number:
        return frozenset(), frozenset()
    after = frozenset(read_plan(connection, made).locks)
    before = frozenset(_locks_in(connection, place, step.base))
    return after - before, before - after


def _locks_in(connection: Connection, place: PlanPlace, number: RevisionNumber) -> Iterator[Lock]:
    yield from read_plan(connection, find_revision(connection, place.plan.id, number)).locks


def _locking(lock: Lock) -> HandChange:
    return Locking(lock.shift, lock.municipality, lock.agent)


def _unlocking(lock: Lock) -> HandChange:
    return Unlocking(lock.shift, lock.municipality, lock.agent)
