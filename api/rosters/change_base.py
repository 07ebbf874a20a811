"""What changes by hand are made to: a version, as it stands on a state of its plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.access.ids import RevisionNumber, VersionNumber
from api.plans.place import PlanPlace
from api.plans.records.plans import Revision, find_revision, persons_in, read_plan
from api.publication.publication import Report
from api.rosters.records.rosters import VersionContent, find_version, read_version, read_version_beside
from api.store.engine import Connection
from wfm.canonical import question_sha256
from wfm.plan import Plan
from wfm.roster import Assignment, Roster


@dataclass(frozen=True)
class ChangeBase:
    """What changes are made to.

    Parameters
    ----------
    revision, plan
        The newest state of the plan.
    roster
        The version's, as far as that plan has a place for it.
    report
        What is claimed of the version; ``None`` where it was made for an earlier state that asked a solver
        something else.
    lost
        Assignments for which that plan has no place.
    """

    revision: Revision
    plan: Plan
    roster: Roster
    report: Report | None
    lost: tuple[Assignment, ...]


def find_base(
    connection: Connection, place: PlanPlace, number: VersionNumber, revision: RevisionNumber | None = None
) -> ChangeBase:
    """Read a version as it stands on a revision of its plan; the newest one where none is given.

    Raises
    ------
    MissingError
        Where there is no such version.
    """
    version = find_version(connection, place.plan.id, number)
    found = find_revision(connection, place.plan.id, revision)
    read = read_version(connection, version)
    if version.revision == found.id:
        return ChangeBase(revision=found, plan=read.plan, roster=read.roster, report=read.report, lost=())
    plan = read_plan(connection, found)
    person_of = persons_in(connection, found)
    if read.person_of == person_of and question_sha256(read.plan) == question_sha256(plan):
        report = replace(read.report, plan_sha256=found.plan_sha256)
        return ChangeBase(revision=found, plan=plan, roster=read.roster, report=report, lost=())
    kept, lost = _split(read_version_beside(connection, version, person_of), plan)
    return ChangeBase(revision=found, plan=plan, roster=kept, report=None, lost=lost)


def _split(read: VersionContent, plan: Plan) -> tuple[Roster, tuple[Assignment, ...]]:
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
