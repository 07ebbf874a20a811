"""Whether everything is still as it was written: the audit chain, every revision and every version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from api.access.ids import PlanId, RevisionNumber, VersionNumber
from api.plans.records.plans import find_revision, revision_holds
from api.rosters.records.rosters import find_version, version_holds
from api.store.audit import START, Chain, Head, check_chain
from api.store.tables import AUDIT_EVENT, HOTLINE, PLAN, PLAN_REVISION, PUBLICATION, ROSTER_VERSION


@dataclass(frozen=True)
class Kept:
    """One thing that is not as its hash says: hotline's code, plan's first day, and number."""

    hotline: str
    plan: str
    number: int


@dataclass(frozen=True)
class Proof:
    """What was found.

    Parameters
    ----------
    chain
        Of the audit events.
    strangers
        Ends of the chain that somebody kept elsewhere and that are not in it: it was cut off or rewritten.
    revisions, versions
        How many there are of plans and of rosters.
    broken_revisions, broken_versions
        Those that are not what their hash says.
    broken_publications
        Those that point to a version that there is not.
    """

    chain: Chain
    strangers: tuple[Head, ...]
    revisions: int
    versions: int
    broken_revisions: tuple[Kept, ...]
    broken_versions: tuple[Kept, ...]
    broken_publications: tuple[Kept, ...]

    @property
    def holds(self) -> bool:
        """Whether all is as it was written."""
        broken = (self.broken_revisions, self.broken_versions, self.broken_publications)
        return not any((self.chain.broken, self.strangers, *broken))


def prove(connection: Connection, heads: Collection[Head] = ()) -> Proof:
    """Go through everything; `heads` are ends of the chain that were kept elsewhere."""
    revisions = _numbered(connection, PLAN_REVISION)
    versions = _numbered(connection, ROSTER_VERSION)
    known = {(plan, number) for plan, number, _ in versions}
    return Proof(
        check_chain(connection),
        tuple(head for head in heads if not _stands(connection, head)),
        len(revisions),
        len(versions),
        tuple(
            kept
            for plan, number, kept in revisions
            if not revision_holds(connection, find_revision(connection, plan, RevisionNumber(number)))
        ),
        tuple(
            kept
            for plan, number, kept in versions
            if not version_holds(connection, find_version(connection, plan, VersionNumber(number)))
        ),
        tuple(
            kept
            for plan, number, kept in _numbered(connection, PUBLICATION)
            if number and (plan, number) not in known
        ),
    )


def _numbered(connection: Connection, table: object) -> list[tuple[PlanId, int, Kept]]:
    """Return plan and number of each row of a table, and how people call it."""
    columns = table.c  # type: ignore[attr-defined]
    asked = select(columns.plan_id, columns.number, HOTLINE.c.code, PLAN.c.first_day)
    asked = asked.select_from(table).join(PLAN, PLAN.c.id == columns.plan_id).join(HOTLINE)  # type: ignore[arg-type]
    rows = connection.execute(asked.order_by(HOTLINE.c.code, PLAN.c.first_day, columns.number))
    return [(plan, number, Kept(code, day.isoformat(), number)) for plan, number, code, day in rows]


def _stands(connection: Connection, head: Head) -> bool:
    """Tell whether the chain has this link; an empty chain's end is in every chain."""
    if head == Head(0, START):
        return True
    asked = select(AUDIT_EVENT.c.sha256).where(AUDIT_EVENT.c.seq == head.seq)
    return connection.execute(asked).scalar() == head.sha256
