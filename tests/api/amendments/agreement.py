"""What must hold of a week after everything that anybody did, worked out from the rows alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import pairwise

from sqlalchemy import Connection, select

from api.calendars.ics.reading import parse_events
from api.ledger.balances import sum_seats
from api.ledger.kinds import LedgerKind
from api.ledger.records import list_entries, list_quarters
from api.replacements.records.absences import list_absences
from api.rosters.records.rosters import VersionContent, find_version, read_version
from api.rosters.records.worked import read_parts
from api.store.engine import reading
from api.store.tables import FEED_BODY
from tests.api.amendments.week import PEOPLE, Week
from tests.api.store.invariants import breaches
from tests.builders import MONDAY
from wfm.finding import Level
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.score import measure

SHARE = {"1": Fraction(2, 3), "2": Fraction(1, 3)}
"""100 and 50 citizens."""
Seat = tuple[ShiftId, AgentId]


class Watch:
    """Looks at a week after each step, and remembers who sat where once.

    Parameters
    ----------
    week
        Which.
    """

    def __init__(self, week: Week) -> None:
        self.week = week
        self.once: dict[str, set[ShiftId]] = defaultdict(set)
        self.excused: frozenset[Seat] = frozenset()
        self.look()

    def excuse(self) -> None:
        """Whoever a coordinator has published is to sit there, away or not."""
        self.excused = frozenset(_seats(self.week.published()))

    def look(self) -> VersionContent:
        """Hold everything against everything else; return what is published."""
        published = self.week.published()
        with reading(self.week.engine) as connection:
            found = [
                *breaches(connection),
                *_of_a_roster(published, "published"),
                *self._of_the_newest(connection),
                *self._of_absences(connection, published),
                *self._of_calendars(connection, published),
                *self._of_the_ledger(connection),
            ]
        assert not found, found
        return published

    def _of_the_newest(self, connection: Connection) -> Iterator[str]:
        """Yield what is wrong with the newest version; that somebody can't come may be said after it."""
        newest = read_version(connection, find_version(connection, self.week.plan))
        yield from _of_a_roster(newest, "newest", but=("availability",))

    def _of_absences(self, connection: Connection, published: VersionContent) -> Iterator[str]:
        hotline = self.week.place("coordinator").hotline.id
        self.excused &= frozenset(_seats(published))
        for absence in list_absences(connection, hotline, MONDAY):
            away = {
                other
                for agent, person in published.person_of.items()
                if person == absence.person
                for other in published.plan.selves[agent]
            }
            for shift, agent in _seats(published):
                to_come = published.plan.shift[shift].ends_at > absence.at
                covered = agent in away and absence.covers(published.plan.shift[shift].day) and to_come
                if covered and (shift, agent) not in self.excused:
                    yield f"{agent} is away and sits on {shift}"

    def _of_calendars(self, connection: Connection, published: VersionContent) -> Iterator[str]:
        """Yield whose calendar does not tell as cancelled just what they sat on once, and do not any more."""
        f = FEED_BODY.c
        live: dict[str, set[ShiftId]] = defaultdict(set)
        for shift, agent in _seats(published):
            live[published.person_of[agent]].add(shift)
        for person, shifts in live.items():
            self.once[person] |= shifts
        asked = select(f.subject, f.body).where(f.kind == "person", f.language == "da")
        for subject, body in connection.execute(asked):
            cancelled = {event.shift for event in parse_events(bytes(body)) if event.cancelled}
            if cancelled != self.once[subject] - live[subject]:
                yield f"calendar of {subject}: {cancelled} cancelled"

    def _of_the_ledger(self, connection: Connection) -> Iterator[str]:
        """Yield accounts of a closed quarter that are not the share of all that was worked, less the own."""
        place = self.week.place("coordinator")
        if not any(quarter.closed for quarter in list_quarters(connection, place.hotline.id)):
            return
        version = find_version(connection, place.plan.id, place.plan.published)
        parts = read_parts(connection, version, self.week.published().plan.shift)
        worked: Counter[str] = Counter()
        for (_, municipality), part in parts.items():
            worked[municipality] += sum(bool(seat.minutes) for seat in part.seats)
        entries = list_entries(connection, place.hotline.id, quarter=MONDAY)
        posted = sum_seats(entries, [kind for kind in LedgerKind if kind.counts])
        due = {code: share * worked.total() - worked[code] for code, share in SHARE.items()}
        if {code: posted[MunicipalityCode(code)] for code in SHARE} != due:
            yield f"ledger: {posted}, worked: {worked}"


def _seats(content: VersionContent) -> Iterator[Seat]:
    for agent, shift in content.roster:
        yield shift, agent


def _of_a_roster(content: VersionContent, name: str, but: Collection[str] = ()) -> Iterator[str]:
    """Yield whoever sits twice at once, shifts with more people than seats, and broken hard rules."""
    plan, roster = content.plan, content.roster
    for who, agents in PEOPLE.items():
        shifts = sorted(
            (plan.shift[shift] for agent in agents for shift in roster.of_agent(AgentId(agent))),
            key=lambda one: one.starts_at,
        )
        for before, after in pairwise(shifts):
            if after.starts_at < before.ends_at:
                yield f"{who} sits twice on {after.id} of what is {name}"
    for shift in plan.shifts:
        if len(roster.on(shift.id)) > shift.seats:
            yield f"{shift.id} has too many of what is {name}"
    broken = (one.rule for one in measure(plan, roster, only={Level.HARD}).findings)
    yield from (f"{rule} of what is {name}" for rule in broken if rule not in but)
