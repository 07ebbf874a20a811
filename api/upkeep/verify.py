"""Whether everything is still as it was written: the audit chain, every revision and every version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from api.access.ids import RevisionNumber, VersionNumber
from api.plans.records.plans import find_revision, revision_holds
from api.rosters.records.rosters import find_version, version_holds
from api.store.audit import Chain, Head, check_chain
from api.store.engine import Connection
from api.upkeep.records.integrity import NumberedItem, has_link, publications, revisions, versions


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
    """

    chain: Chain
    strangers: tuple[Head, ...]
    revisions: int
    versions: int
    broken_revisions: tuple[NumberedItem, ...]
    broken_versions: tuple[NumberedItem, ...]
    broken_publications: tuple[NumberedItem, ...]

    @property
    def holds(self) -> bool:
        """Whether all is as it was written."""
        broken = (self.broken_revisions, self.broken_versions, self.broken_publications)
        return not any((self.chain.broken, self.strangers, *broken))


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
    )
