"""Changing a version by hand: on the newest state of its plan, checked, measured, and then kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.plans.context import PlanPlace
from api.plans.records.plans import Revision, find_revision, import_plan, read_plan
from api.publication.publication import Report
from api.publication.unproven_report import carried_report, unproven_report
from api.rosters.editing.changes import ChangeOutcome, try_changes
from api.rosters.editing.moves import HandChange
from api.rosters.records.rosters import VersionContent, add_version, find_version, read_version
from api.store import idempotency
from api.store.engine import Connection
from api.store.idempotency import once
from wfm.plan import Plan
from wfm.roster import Assignment, Roster


@dataclass(frozen=True)
class Base:
    """What changes are made to.

    Parameters
    ----------
    revision, plan
        The newest state of the plan.
    roster
        The version's, as far as that plan has a place for it.
    report
        What is claimed of the version; ``None`` where it was made for an earlier state.
    lost
        Assignments for which that plan has no place.
    """

    revision: Revision
    plan: Plan
    roster: Roster
    report: Report | None
    lost: tuple[Assignment, ...]


def base_of(connection: Connection, place: PlanPlace, number: int, revision: int = 0) -> Base:
    """Read a version as it stands on a revision of its plan; the newest one where none is given.

    Raises
    ------
    Missing
        Where there is no such version.
    """
    version = find_version(connection, place.plan.id, number)
    found = find_revision(connection, place.plan.id, revision)
    read = read_version(connection, version)
    if version.revision == found.id:
        return Base(found, read.plan, read.roster, read.report, ())
    plan = read_plan(connection, found)
    kept, lost = _kept(read, plan)
    return Base(found, plan, kept, None, lost)


def _kept(read: VersionContent, plan: Plan) -> tuple[Roster, tuple[Assignment, ...]]:
    """Return what of a roster another state of its plan has a place for, and what not.

    Whoever works for another municipality than before is somebody else.
    """

    def has_place(assignment: Assignment) -> bool:
        agent, shift = assignment
        now = plan.agent.get(agent)
        same = now is not None and now.municipality == read.plan.agent[agent].municipality
        return same and shift in plan.shift

    kept = Roster.of(assignment for assignment in read.roster if has_place(assignment))
    return kept, tuple(assignment for assignment in read.roster if not has_place(assignment))


def evaluate(base: Base, changes: Sequence[HandChange]) -> ChangeOutcome:
    """Return what changes make of a version; it may break rules.

    Raises
    ------
    ChangeError
        Where changes name what is not there or contradict each other.
    """
    baseline = None if base.report is None else base.report.baseline
    return try_changes(base.plan, base.roster, changes, baseline)


def keep_changes(
    place: PlanPlace,
    request: idempotency.IdempotentRequest,
    base: Base,
    found: ChangeOutcome,
    *,
    expected: int,
    note: str,
) -> Mapping[str, Any]:
    """Keep what came of changes: the next version, on a next revision where locks changed.

    Raises
    ------
    Conflict
        Where there is a newer version, or a newer revision, than those that were changed.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        revision = base.revision
        if found.plan is not base.plan:
            revision = import_plan(
                connection,
                found.plan,
                author=place.author,
                at=place.at,
                expected=revision.number,
                note=note,
            )
        version = add_version(
            connection,
            revision,
            found.roster,
            _report(base, found, revision),
            author=place.author,
            at=place.at,
            expected=expected,
            note=note,
        )
        return {"number": version.number, "base": base.revision.number}

    return once(place.database, request, place.at, effect, place.hotline.id)


def _report(base: Base, found: ChangeOutcome, revision: Revision) -> Report:
    """Return what still holds of the bounds: all on the very same plan, none on another."""
    if base.report is not None and found.plan is base.plan:
        return carried_report(base.report, found.plan, found.roster)
    return unproven_report(found.plan, found.roster, revision.plan_sha256)
