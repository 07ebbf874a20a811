"""Whether everything is still as it was written: the audit chain, every revision and every version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from api.access.ids import PersonId, RevisionNumber, VersionNumber
from api.plans.records.plans import find_revision, revision_holds
from api.rosters.records.rosters import find_version, version_holds
from api.store.audit import Chain, Head, check_chain
from api.store.engine import Connection
from api.store.seals import SealReport, check_seals
from api.upkeep.records.integrity import (
    NumberedItem,
    broken_calendars,
    broken_erasures,
    has_link,
    publications,
    revisions,
    versions,
)


@dataclass(frozen=True)
class IntegrityReport:
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
    seals
        Of rows that may change: who may what, what is published, calendars, tellings that are gone.
    broken_calendars
        Calendars that are not what was written into them, as kind and subject.
    broken_erasures
        Random ids of persons who were erased and are there again, or are erased without a link that says so.
    """

    chain: Chain
    strangers: tuple[Head, ...]
    revisions: int
    versions: int
    broken_revisions: tuple[NumberedItem, ...]
    broken_versions: tuple[NumberedItem, ...]
    broken_publications: tuple[NumberedItem, ...]
    seals: SealReport
    broken_calendars: tuple[tuple[str, str], ...]
    broken_erasures: tuple[PersonId, ...]

    @property
    def holds(self) -> bool:
        """Whether all is as it was written."""
        broken = (self.broken_revisions, self.broken_versions, self.broken_publications)
        others = (self.seals.broken, self.broken_calendars, self.broken_erasures)
        return not any((self.chain.broken, self.strangers, *broken, *others))


def verify_integrity(connection: Connection, heads: Collection[Head] = ()) -> IntegrityReport:
    """Go through everything; `heads` are ends of the chain that were kept elsewhere."""
    all_revisions, all_versions = revisions(connection), versions(connection)
    known = {(one.id, one.number) for one in all_versions}
    return IntegrityReport(
        chain=check_chain(connection),
        strangers=tuple(head for head in heads if not has_link(connection, head)),
        revisions=len(all_revisions),
        versions=len(all_versions),
        broken_revisions=tuple(
            one
            for one in all_revisions
            if not revision_holds(connection, find_revision(connection, one.id, RevisionNumber(one.number)))
        ),
        broken_versions=tuple(
            one
            for one in all_versions
            if not version_holds(connection, find_version(connection, one.id, VersionNumber(one.number)))
        ),
        broken_publications=tuple(
            one for one in publications(connection) if one.number and (one.id, one.number) not in known
        ),
        seals=check_seals(connection),
        broken_calendars=broken_calendars(connection),
        broken_erasures=broken_erasures(connection),
    )
