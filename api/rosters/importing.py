"""A plan, and the roster that it was solved to, into the store: what is there already is not kept twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.access.ids import AccountId, HotlineCode
from api.plans.person_answers import NO_ANSWERS, PersonAnswers
from api.plans.records.facts import find_plan_id
from api.plans.records.plans import Revision, find_revision, import_plan, persons_in, read_plan
from api.plans.records.pseudonymous import as_read
from api.publication.publication import Publication
from api.rosters.records.claims import claims_of
from api.rosters.records.rosters import (
    Version,
    add_version,
    find_newest_version,
    read_claims,
    read_version,
)
from api.store.engine import Connection
from wfm.canonical import plan_sha256
from wfm.plan import Plan


@dataclass(frozen=True)
class ImportResult:
    """What the store holds now.

    Parameters
    ----------
    revision, version
        Of the plan and of its roster; no version where only a plan was given.
    new_revision, new_version
        Whether it was not there before.
    """

    revision: Revision
    new_revision: bool
    version: Version | None = None
    new_version: bool = False


def import_solved(
    connection: Connection,
    plan: Plan,
    solved: Publication | None,
    *,
    author: AccountId | None,
    at: datetime,
    expected: int = 0,
    name: str = "",
    note: str = "",
    answers: PersonAnswers = NO_ANSWERS,
) -> ImportResult:
    """Take a plan in, and its roster.

    Parameters
    ----------
    plan, solved
        The plan, and what its outputs hold, if there are any.
    author, at, expected, name, note, answers
        As of `import_plan`; `expected` counts only where the plan is not just the newest revision.

    Raises
    ------
    ConflictError
        Where there is a newer revision than the expected one, and it is another plan.
    DoubtfulPersonsError
        Where it is not clear of everybody who they are.
    UnreadableError
        Where the plan could not be read back just as it is.
    """
    known = _same(connection, plan)
    revision = known or import_plan(
        connection,
        plan,
        author=author,
        at=at,
        expected=expected,
        name=name,
        note=note,
        answers=answers,
    )
    if solved is None:
        return ImportResult(revision, known is None)
    newest = find_newest_version(connection, revision.plan)
    if newest is not None and _is(connection, newest, revision, solved):
        return ImportResult(revision, known is None, newest)
    number = 0 if newest is None else newest.number
    version = add_version(
        connection, revision, solved.roster, solved.report, author=author, at=at, expected=number, note=note
    )
    return ImportResult(revision, known is None, version, new_version=True)


def _same(connection: Connection, plan: Plan) -> Revision | None:
    """Return the newest revision where it is just this plan, with everybody's name as it is here."""
    hotline = plan.hotline
    owner = find_plan_id(connection, HotlineCode(hotline.code), hotline.period.first_day)
    if owner is None:
        return None
    newest, whole = find_revision(connection, owner), as_read(plan)
    same = newest.plan_sha256 == plan_sha256(whole) and read_plan(connection, newest) == whole
    return newest if same else None


def _is(connection: Connection, version: Version, revision: Revision, solved: Publication) -> bool:
    """Tell whether a version is this roster with these claims."""
    if version.revision != revision.id or read_version(connection, version).roster != solved.roster:
        return False
    person_of = persons_in(connection, revision)
    return bool(read_claims(connection, version) == claims_of(solved.report, person_of))
