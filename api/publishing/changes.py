"""What publishing a version changes of the one that it supersedes, and what comes of that for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.access.ids import VersionNumber
from api.publishing.audience import PublicationAudience, find_publication_audience
from api.rosters.editing.difference import Difference, difference
from api.rosters.editing.short_notice import NoticeAgreement, ShortNotice, find_short_notice, today_in
from api.rosters.records.rosters import (
    Version,
    VersionContent,
    find_version,
    read_version,
    read_version_beside,
)
from api.store.engine import Connection


@dataclass(frozen=True)
class PublicationChange:
    """What a version changes of the one that it supersedes.

    Parameters
    ----------
    before, after
        The two versions; the first is ``None`` where nothing was published.
    difference
        What differs.
    near
        Shifts that change sooner than was agreed, in order of time.
    """

    before: VersionContent | None
    after: VersionContent
    difference: Difference
    near: tuple[ShortNotice, ...]


@dataclass(frozen=True)
class PublicationEffects:
    """What comes of a publication, without the rosters from which it was measured.

    Parameters
    ----------
    near
        Shifts that change sooner than was agreed, in order of time.
    audience
        Whose shifts change, and who of them can be told.
    """

    near: tuple[ShortNotice, ...]
    audience: PublicationAudience


class ShortNoticeError(Exception):
    """Shifts would change that are nearer than was agreed; nothing is published.

    Parameters
    ----------
    near
        Those shifts, in order of time.
    agreed
        Agreed notice.
    """

    def __init__(self, near: tuple[ShortNotice, ...], agreed: NoticeAgreement) -> None:
        self.near, self.agreed = near, agreed
        super().__init__(f"{len(near)} shifts nearer than agreed")


def compare_versions(
    connection: Connection, version: Version, content: VersionContent, before: VersionNumber
) -> tuple[VersionContent | None, Difference]:
    """Return the version that another one supersedes, if any, and what differs.

    Parameters
    ----------
    version, content
        The later one; a plan that both are of is not read again.
    before
        Number of the one that it supersedes; 0 for none.

    Raises
    ------
    MissingError
        Where there is no such version to be superseded.
    """
    old = None
    if before:
        found = find_version(connection, version.plan, before)
        old = read_version_beside(connection, found, content.person_of, (version, content))
    scores = None if old is None else old.report.score, content.report.score
    return old, difference(old, content, scores=scores)


def measure_change(
    connection: Connection,
    version: Version,
    before: int,
    agreed: NoticeAgreement,
    at: datetime,
    content: VersionContent | None = None,
) -> PublicationChange:
    """Return what publishing a version changes.

    Parameters
    ----------
    version, before
        The version, and the number of the one that it supersedes; 0 for none.
    agreed, at
        Agreed notice, and the moment; aware.
    content
        What is in the version, where that was read already.

    Raises
    ------
    MissingError
        Where there is no such version to be superseded.
    """
    content = content or read_version(connection, version)
    old, found = compare_versions(connection, version, content, VersionNumber(before))
    near = find_short_notice(found, today_in(content.plan.hotline, at), agreed)
    return PublicationChange(old, content, found, near)


def find_effects(connection: Connection, change: PublicationChange) -> PublicationEffects:
    """Return what comes of a change, by the accounts and addresses that there are now."""
    audience = find_publication_audience(connection, change.before, change.after, change.difference)
    return PublicationEffects(change.near, audience)
