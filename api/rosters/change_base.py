"""What changes by hand are made to: a version, as it stands on a state of its plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from api.access.ids import RevisionNumber, VersionNumber
from api.plans.completeness import require_complete
from api.plans.person_answers import PersonAnswers
from api.plans.place import PlanPlace
from api.plans.records.plans import Revision, find_revision, persons_in, read_plan, revision_by_id
from api.publication.publication import Report
from api.rosters.editing.carry import Carry, carry_roster
from api.rosters.editing.past import PastHoursError
from api.rosters.editing.short_notice import today_in
from api.rosters.records.rosters import (
    Version,
    VersionContent,
    find_version,
    read_seats_beside,
    read_version,
)
from api.store.engine import Connection
from api.store.errors import ClashError
from wfm.baseline import Baseline
from wfm.canonical import question_sha256
from wfm.plan import Plan
from wfm.roster import Assignment, Roster


@dataclass(frozen=True)
class ChangeBase:
    """What changes are made to.

    Parameters
    ----------
    revision, plan
        The newest state of the plan; the days that have been as they were when the version was made.
    roster
        The version's, as far as that plan has a place for it.
    report
        What is claimed of the version; ``None`` where it was made for an earlier state that asked a solver
        something else.
    baseline
        What the roster is to stay close to, if anything.
    lost
        Assignments for which that plan has no place.
    today
        The first day that may differ.
    answers
        Who is who, where the plan is another than the revision's.
    """

    revision: Revision
    plan: Plan
    roster: Roster
    report: Report | None
    baseline: Baseline | None
    lost: tuple[Assignment, ...]
    today: date
    answers: PersonAnswers | None = None

    @property
    def amends_plan(self) -> bool:
        """Whether the plan is another than the revision's: the past was given back to it."""
        return self.answers is not None


def find_base(
    connection: Connection,
    place: PlanPlace,
    number: VersionNumber,
    revision: RevisionNumber | None = None,
    today: date | None = None,
) -> ChangeBase:
    """Read a version as it stands on a revision of its plan; the newest one where none is given.

    Parameters
    ----------
    today
        The first day that may differ; that of the request where none is given.

    Raises
    ------
    MissingError
        Where there is no such version.
    ClashError
        Where the plan's opening hours leave no room for the shifts that have been.
    """
    version = find_version(connection, place.plan.id, number)
    found = find_revision(connection, place.plan.id, revision)
    same = read_same_question(connection, version, found)
    if same is not None:
        return ChangeBase(
            revision=found,
            plan=same.plan,
            roster=same.roster,
            report=same.report,
            baseline=same.report.baseline,
            lost=(),
            today=today or today_in(same.plan.hotline, place.at),
        )
    carry = read_carry(connection, place, version, found, today, places_only=True)
    return ChangeBase(
        revision=found,
        plan=carry.plan,
        roster=carry.roster,
        report=None,
        baseline=carry.baseline,
        lost=tuple((loss.agent, loss.shift.id) for loss in carry.losses),
        today=carry.today,
        answers=answers_of(carry),
    )


def read_same_question(connection: Connection, version: Version, revision: Revision) -> VersionContent | None:
    """Return a version as one of another revision that asks a solver the same; nothing where it does not.

    All that was proven of it holds there too.
    """
    if version.revision == revision.id:
        return read_version(connection, version)
    plan = read_plan(connection, revision)
    before = read_plan(connection, revision_by_id(connection, version.revision))
    if question_sha256(before) != question_sha256(plan):
        return None
    read = read_version(connection, version)
    if read.person_of != persons_in(connection, revision):
        return None
    return replace(read, plan=plan, report=replace(read.report, plan_sha256=revision.plan_sha256))


def read_carry(
    connection: Connection,
    place: PlanPlace,
    version: Version,
    revision: Revision,
    today: date | None = None,
    *,
    places_only: bool = False,
) -> Carry:
    """Return a version on another revision of its plan.

    Parameters
    ----------
    today
        The first day that may differ; that of the request where none is given.
    places_only
        As of `carry_roster`.

    Raises
    ------
    ClashError
        Where the plan has no municipalities, or its opening hours leave no room for the shifts that have
        been.
    """
    plan = read_plan(connection, revision)
    require_complete(plan)
    before, roster = read_seats_beside(connection, version, persons_in(connection, revision))
    since = today or today_in(plan.hotline, place.at)
    try:
        return carry_roster(before, roster, plan, since, places_only=places_only)
    except PastHoursError as error:
        raise ClashError(error.message) from error


def answers_of(carry: Carry) -> PersonAnswers | None:
    """Return who is who in the plan that is kept with a version; nothing where no other is kept."""
    return carry.past.answers if carry.amends_plan else None
