"""Whole plans that have been kept long enough, and the persons whom nothing needs any more."""

from __future__ import annotations

import re

from sqlalchemy import Connection, delete, select

from api.access.ids import PersonId
from api.plans.records.privacy import plans_ended_before
from api.store.append_only import unguarded
from api.store.retention import Bounds, RetentionRule
from api.store.tables import (
    AMENDMENT,
    ASSIGNMENT,
    AVAILABILITY_ANSWER,
    AVAILABILITY_NOTE,
    AVAILABILITY_REQUEST,
    COLLECTION,
    GRANT,
    PERSON,
    PLAN,
    PLAN_REVISION,
    PROPOSAL,
    PROPOSAL_REMARK,
    PUBLICATION,
    REVISION_AGENT,
    REVISION_NOTE,
    ROSTER_VERSION,
    RUN,
    RUN_EVENT,
    RUN_RESULT,
    SCENARIO,
    SEAT_ASK,
    SEAT_OFFER,
    SWAP,
    VERSION_NOTE,
    VERSION_STEP,
    WORKED_PART,
    WORKED_SEAT,
)
from api.store.types import ID_LENGTH

_ID = re.compile(rf"\b[0-9a-f]{{{ID_LENGTH}}}\b")


def _count(connection: Connection, bound: Bounds) -> int:
    return len(plans_ended_before(connection, bound.rosters))


def _take(connection: Connection, bound: Bounds) -> None:
    """Take plans away with all that belongs to them; nothing else refers to it."""
    plans = plans_ended_before(connection, bound.rosters)
    revisions = select(PLAN_REVISION.c.id).where(PLAN_REVISION.c.plan_id.in_(plans))
    versions = select(ROSTER_VERSION.c.id).where(ROSTER_VERSION.c.plan_id.in_(plans))
    proposals = select(PROPOSAL.c.id).where(PROPOSAL.c.plan_id.in_(plans))
    offers = select(SEAT_OFFER.c.id).where(SEAT_OFFER.c.plan_id.in_(plans))
    runs = select(RUN.c.id).where(RUN.c.plan_id.in_(plans))
    with unguarded(connection):
        for table, belongs in (
            (PROPOSAL_REMARK, PROPOSAL_REMARK.c.proposal_id.in_(proposals)),
            (PROPOSAL, PROPOSAL.c.plan_id.in_(plans)),
            (SEAT_ASK, SEAT_ASK.c.offer_id.in_(offers)),
            (SEAT_OFFER, SEAT_OFFER.c.plan_id.in_(plans)),
            (SWAP, SWAP.c.plan_id.in_(plans)),
            (SCENARIO, SCENARIO.c.plan_id.in_(plans)),
            (AMENDMENT, AMENDMENT.c.plan_id.in_(plans)),
            (RUN_EVENT, RUN_EVENT.c.run_id.in_(runs)),
            (RUN_RESULT, RUN_RESULT.c.run_id.in_(runs)),
            (RUN, RUN.c.plan_id.in_(plans)),
            (WORKED_SEAT, WORKED_SEAT.c.plan_id.in_(plans)),
            (WORKED_PART, WORKED_PART.c.plan_id.in_(plans)),
            (VERSION_STEP, VERSION_STEP.c.version_id.in_(versions)),
            (VERSION_NOTE, VERSION_NOTE.c.version_id.in_(versions)),
            (ASSIGNMENT, ASSIGNMENT.c.version_id.in_(versions)),
            (ROSTER_VERSION, ROSTER_VERSION.c.plan_id.in_(plans)),
            (REVISION_AGENT, REVISION_AGENT.c.revision_id.in_(revisions)),
            (REVISION_NOTE, REVISION_NOTE.c.revision_id.in_(revisions)),
            (AVAILABILITY_NOTE, AVAILABILITY_NOTE.c.revision_id.in_(revisions)),
            (AVAILABILITY_REQUEST, AVAILABILITY_REQUEST.c.plan_id.in_(plans)),
            (AVAILABILITY_ANSWER, AVAILABILITY_ANSWER.c.plan_id.in_(plans)),
            (COLLECTION, COLLECTION.c.plan_id.in_(plans)),
            (PLAN_REVISION, PLAN_REVISION.c.plan_id.in_(plans)),
            (PUBLICATION, PUBLICATION.c.plan_id.in_(plans)),
            (PLAN, PLAN.c.id.in_(plans)),
        ):
            connection.execute(delete(table).where(belongs))


WHOLE_PLANS = RetentionRule(name="plans", count=_count, take=_take)
"""A plan goes with all its revisions, versions and publications: none of them alone is what its hash says."""


def find_unneeded_persons(connection: Connection) -> frozenset[PersonId]:
    """Return persons in no plan and on no roster any more, without an account, who are not erased yet."""
    sitting = frozenset(connection.execute(select(ASSIGNMENT.c.person_id).distinct()).scalars())
    living = connection.execute(select(PERSON.c.id).where(PERSON.c.erased_at.is_(None))).scalars()
    signing_in = connection.execute(select(GRANT.c.person_id).where(GRANT.c.person_id.is_not(None))).scalars()
    left = set(living) - sitting - set(signing_in)
    for content in connection.execute(select(PLAN_REVISION.c.content)).scalars():
        left -= {person for text in content.values() for person in _ID.findall(text)}
    return frozenset(left)
