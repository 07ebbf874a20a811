"""The plan after a plan: made from what was worked of it, and kept as the first revision of a new plan.

What nobody has said anything of was worked as it is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from api.access.ids import PlanId, RevisionNumber, VersionNumber
from api.plans.place import HotlinePlace
from api.plans.records.facts import PlanFacts, find_plan, find_plan_id
from api.plans.records.plans import import_plan
from api.plans.service import AnnotatedRevision, find_annotated_revision, recall_answer
from api.rosters.records.rosters import find_version, read_version
from api.rosters.records.worked import read_handed_on, read_worked
from api.store import idempotency
from api.store.engine import Connection, Database, reading
from api.store.errors import ClashError
from api.store.idempotency import once
from wfm.ids import MunicipalityCode
from wfm.message import Text
from wfm.next_plan import Next, next_plan
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.worked import WorkedSeats

NOTHING_PUBLISHED = Text(
    "next.nothing_published",
    "nothing of the plan from {first:date} is published yet; the next one follows from what is",
)
THERE_ALREADY = Text("next.there_already", "the plan from {first:date} is there already; go on with that one")


@dataclass(frozen=True)
class PublishedEnd:
    """What a next plan is made from: a plan, the roster that is published of it, and what was worked.

    Parameters
    ----------
    plan, roster
        As they were published.
    number
        Of that version.
    worked
        Who really sat there, as far as that was said and confirmed.
    handed_on
        What the ledger says that municipalities owe, once the quarter is closed.
    """

    plan: Plan
    roster: Roster
    number: VersionNumber
    worked: WorkedSeats
    handed_on: Mapping[MunicipalityCode, Fraction]

    def follow(self) -> Next:
        """Return the plan that follows.

        Raises
        ------
        PlanError
            Where the next period can't be planned so.
        """
        return next_plan(self.plan, self.worked, self.handed_on)


@dataclass(frozen=True)
class NextPlan:
    """A next plan that was kept.

    Parameters
    ----------
    revision
        Its first one.
    made
        The plan, and what is told of it.
    """

    revision: AnnotatedRevision
    made: Next


def read_published_end(connection: Connection, facts: PlanFacts) -> PublishedEnd:
    """Read what a next plan is made from.

    Raises
    ------
    ClashError
        Where nothing is published.
    """
    if not facts.published:
        raise ClashError(NOTHING_PUBLISHED(first=facts.first_day.isoformat()))
    version = find_version(connection, facts.id, facts.published)
    read = read_version(connection, version)
    agent_of = {person: agent for agent, person in read.person_of.items()}
    return PublishedEnd(
        plan=read.plan,
        roster=read.roster,
        number=facts.published,
        worked=read_worked(connection, version, read.plan.shift, agent_of),
        handed_on=read_handed_on(connection, facts.hotline, facts.first_day),
    )


def preview_next_plan(database: Database, facts: PlanFacts) -> tuple[Next, PublishedEnd]:
    """Return the plan that would follow, and from what; nothing is kept.

    Raises
    ------
    ClashError
        Where nothing is published.
    PlanError
        Where the next period can't be planned so, for instance since it has no shift.
    """
    with reading(database) as connection:
        end = read_published_end(connection, facts)
    return end.follow(), end


def add_next_plan(place: HotlinePlace, request: idempotency.IdempotentRequest, first_day: date) -> NextPlan:
    """Make the plan after a plan, and keep it.

    Parameters
    ----------
    place, request
        The hotline, and by which request.
    first_day
        Of the plan that it follows.

    Raises
    ------
    MissingError
        Where there is no plan of that first day.
    ClashError
        Where nothing of it is published, or the plan that follows is there already.
    PlanError
        Where the next period can't be planned so.
    """
    said = recall_answer(place, request)
    with reading(place.database) as connection:
        facts = find_plan(connection, place.hotline.id, first_day)
        end = read_published_end(connection, facts)
    made = end.follow()
    if said is None:
        said = _keep(place, request, made.plan)
    return NextPlan(revision=find_annotated_revision(place, said), made=made)


def _keep(place: HotlinePlace, request: idempotency.IdempotentRequest, plan: Plan) -> Mapping[str, Any]:
    first = plan.hotline.period.first_day

    def effect(connection: Connection) -> Mapping[str, Any]:
        if find_plan_id(connection, place.hotline.code, first) is not None:
            raise ClashError(THERE_ALREADY(first=first.isoformat()))
        kept = import_plan(connection, plan, author=place.author, at=place.at)
        return {"plan": PlanId(kept.plan), "number": RevisionNumber(kept.number)}

    return once(place.database, request, place.at, effect, place.hotline.id)
