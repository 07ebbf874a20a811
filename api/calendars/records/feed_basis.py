"""What calendars are written from, read at one moment; and whether all of it still is the newest.

Writing a nation's calendars takes long. It is done from here, without a transaction, and what was written
is put into the store only if nothing of this changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from api.access.ids import HotlineId, PersonId
from api.calendars.records.feeds import StoredFeed, read_feeds
from api.plans.records.plans import find_published_revision, read_plan
from api.rosters.records.rosters import VersionContent
from api.store.hotlines import state_of
from api.store.persons import Identity, identities_of
from api.store.tables import FEED_BODY, PLAN, PUBLICATION
from wfm.ids import AgentId, MunicipalityCode
from wfm.plan import Plan


@dataclass(frozen=True)
class FeedOwner:
    """Somebody who has a calendar, or may have one.

    Parameters
    ----------
    identity
        Who they are.
    agent
        By which id events are known to be theirs, beside a plan: no two of a hotline have the same.
    """

    identity: Identity
    agent: AgentId


@dataclass(frozen=True)
class BasisState:
    """By what it is known whether calendars were written from what still is the newest.

    Parameters
    ----------
    hotline, state
        Random id of the hotline, and the number of the state that it was in.
    feeds
        Kind, subject and language of the calendars that there were.
    """

    hotline: HotlineId
    state: int
    feeds: frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class FeedBasis:
    """What the calendars of a version that is published are written from.

    Parameters
    ----------
    hotline, state
        Random id of the hotline, and the number of the state that it was in.
    content
        The version.
    owners
        Everybody by random id.
    published
        First days of the plans that are published, the version's among them.
    newest
        Of these plans the one that begins last: calendars go by the names in it.
    feeds
        The calendars as they stand.
    """

    hotline: HotlineId
    state: int
    content: VersionContent
    owners: Mapping[PersonId, FeedOwner]
    published: frozenset[date]
    newest: Plan
    feeds: tuple[StoredFeed, ...]

    @property
    def moment(self) -> BasisState:
        """By what it is known whether this still is the newest."""
        known = frozenset((feed.kind, feed.subject, feed.language) for feed in self.feeds)
        return BasisState(self.hotline, self.state, known)

    def name_of(self, code: MunicipalityCode) -> str | None:
        """Return by which name a municipality goes; nothing where neither plan knows it."""
        plans = (self.newest, self.content.plan)
        return next((plan.municipality[code].name for plan in plans if code in plan.municipality), None)


def read_basis(connection: Connection, hotline: HotlineId, content: VersionContent) -> FeedBasis:
    """Read what calendars are written from when a version is published."""
    first_day = content.plan.hotline.period.first_day
    asked = select(PLAN.c.id, PLAN.c.first_day).join(PUBLICATION).where(PUBLICATION.c.number > 0)
    published = {
        row.first_day: row.id for row in connection.execute(asked.where(PLAN.c.hotline_id == hotline))
    }
    last = max((*published, first_day))
    newest = content.plan
    if last > first_day:
        newest = read_plan(connection, find_published_revision(connection, published[last]))
    return FeedBasis(
        hotline=hotline,
        state=state_of(connection, hotline),
        content=content,
        owners=owners_of(connection, hotline, content),
        published=frozenset((*published, first_day)),
        newest=newest,
        feeds=read_feeds(connection, hotline),
    )


def is_newest(connection: Connection, basis: BasisState) -> bool:
    """Tell whether nothing changed since a basis was read; the hotline has to be locked."""
    f = FEED_BODY.c
    asked = select(f.kind, f.subject, f.language).where(f.hotline_id == basis.hotline)
    there = {(row.kind, row.subject, row.language) for row in connection.execute(asked)}
    return there == basis.feeds and state_of(connection, basis.hotline) == basis.state


def owners_of(
    connection: Connection, hotline: HotlineId, content: VersionContent
) -> Mapping[PersonId, FeedOwner]:
    """Return everybody of a hotline by random id.

    Beside a plan they go by the ids that they have in it. Who is not in it goes by the id that they had
    last, or by the random id where that is somebody else's: an id says who is meant in one plan only.
    """
    in_plan = {person: agent for agent, person in content.person_of.items()}
    taken = set(content.person_of)
    found = {}
    for person, who in sorted(identities_of(connection, hotline).items()):
        agent = in_plan.get(person)
        if agent is None:
            agent = AgentId(person) if who.agent in taken else who.agent
            taken.add(agent)
        found[person] = FeedOwner(who, agent)
    return found
