"""What people do in a week, at random: each step is done as it says, or refused and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from api.access.ids import AbsenceId, SeatOfferId, SwapId, VersionNumber
from api.publishing.records import find_published
from api.publishing.service import ShortNoticeError, publish
from api.replacements import answers, offers
from api.replacements.absences import report_absence, withdraw_report
from api.replacements.kinds import AcceptingRule, OfferState
from api.replacements.records.absences import find_absence
from api.replacements.records.offers import find_offer
from api.replacements.settings import read_rule, set_rule
from api.rosters.editing.moves import Move
from api.rosters.records.rosters import VersionContent, find_version, read_version
from api.rosters.service import change_version
from api.store.engine import reading
from api.store.errors import StoreError
from api.store.tables import ABSENCE, SEAT_OFFER, SWAP
from api.swaps import service as swaps
from api.swaps.kinds import SwapState
from api.swaps.proposal import SwapProposal, propose
from api.swaps.records.swaps import find_swap
from api.swaps.service import SwapRequest
from api.worked.closing import close_quarter, correct_worked
from api.worked.sent_seats import SeatClaim
from api.worked.service import find_worked, say_worked
from tests.api.amendments import answering
from tests.api.amendments.agreement import Watch
from tests.api.amendments.chances import EARLIER, LATER
from tests.api.amendments.week import AT_ONCE, PEOPLE, Week
from tests.api.filled_service import digest
from wfm.errors import WfmError
from wfm.ids import AgentId, MunicipalityCode, ShiftId

REFUSALS = (StoreError, WfmError, ShortNoticeError)
LEADERS, COORDINATOR = ("leader 1", "leader 2"), "coordinator"
AGENTS = tuple(agent for agents in PEOPLE.values() for agent in agents)
Sitting = Mapping[ShiftId, frozenset[AgentId]]
Effect = Callable[[], Sitting]
"""Tells, once it is done, how everybody has to sit by then."""


def sitting(content: VersionContent) -> dict[ShiftId, frozenset[AgentId]]:
    """Return who sits on each shift."""
    return {shift.id: frozenset(content.roster.on(shift.id)) for shift in content.plan.shifts}


@dataclass
class Life:
    """A week to which things happen.

    Parameters
    ----------
    week, dice
        Which, and by what chance.
    """

    week: Week
    dice: Random
    told: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    made: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.watch = Watch(self.week)
        self.before = sitting(self.week.published())
        self.digest = digest(self.week.engine)

    def play(self, steps: int) -> None:
        """Let so many things happen; towards the end the week is over."""
        shifts = sorted(self.before)
        for step in range(steps):
            if step == steps * 3 // 4:
                self.week.now = max(self.week.now, self.week.published().plan.shift[shifts[-1]].ends_at)
            self.step(over=step >= steps * 3 // 4)

    def step(self, *, over: bool) -> None:
        """Do something, and look whether all holds; a request that comes again changes nothing."""
        kinds = LATER if over else EARLIER
        (what,) = self.dice.choices(list(kinds), list(kinds.values()))
        self.told.append(f"{self.week.now:%d %H} {what}")
        wanted: Sitting = self.before
        refused = False
        try:
            wanted = getattr(self, f"_{what}")()
        except REFUSALS as error:
            refused = True
            self.told[-1] += f": {type(error).__name__} {error}"
        after = digest(self.week.engine)
        last = "\n".join(self.told[-12:])
        if refused:
            assert after == self.digest, last
            return
        if after != self.digest:
            try:
                now = sitting(self.watch.look())
                assert now == wanted
            except AssertionError as error:
                raise AssertionError(f"{error}\n{last}") from error
            self.done.add(what)
            self.before, self.digest = now, after

    # --- who, where and what ------------------------------------------------------------------------

    def _pick(self, table: Any, open_state: str | None = None) -> str:
        """Return the id of something that was made, rather of something that is open."""
        found = self.made[table.name]  # in order of time: their random ids would be in another each time
        if open_state and self.dice.random() < 0.9:
            asked = select(table.c.id).where(table.c.state == open_state)
            with reading(self.week.engine) as connection:
                there = set(connection.execute(asked).scalars())
            found = [one for one in found if one in there] or found
        return str(self.dice.choice(found)) if found else "0" * 32

    def _who(self, *more: str) -> str:
        return self.dice.choice([*PEOPLE, *more])

    def _shift(self) -> ShiftId:
        return self.dice.choice(sorted(self.before))

    def _tell(self, *more: object) -> None:
        self.told[-1] += " " + " ".join(map(str, more))

    def _asked(self, who: str, swap: str) -> SwapRequest:
        return SwapRequest(self.week.place(who), self.week.request(who), SwapId(swap), AT_ONCE)

    # --- what may happen ----------------------------------------------------------------------------

    def _wait(self) -> Sitting:
        self.week.wait(hours=self.dice.choice((1, 3, 6, 12)))
        return self.before

    def _absence(self) -> Sitting:
        agent, who = self.dice.choice(AGENTS), self._who(*LEADERS, COORDINATOR)
        plan = self.week.published().plan
        first = plan.shift[self._shift()].day
        last = first + timedelta(days=self.dice.choice((0, 0, 1, 4)))
        self._tell(who, agent, first, last)
        args = (self.week.request(who), AgentId(agent), first, last, AT_ONCE)
        self.made[ABSENCE.name].append(report_absence(self.week.place(who), *args).absence.id)
        if self.dice.random() < 0.2:
            report_absence(self.week.place(who), *args)  # the request comes again
        gone = frozenset(plan.selves[AgentId(agent)])

        def free(shift: ShiftId) -> bool:
            return first <= plan.shift[shift].day <= last and plan.shift[shift].ends_at > self.week.now

        return {shift: sits - gone if free(shift) else sits for shift, sits in self.before.items()}

    def _mistake(self) -> Sitting:
        made, who = AbsenceId(self._pick(ABSENCE)), self._who(*LEADERS, COORDINATOR)
        self._tell(who, made)
        place = self.week.place(who)
        args = (self.week.request(who), made, AT_ONCE)
        withdraw_report(place, *args)
        if self.dice.random() < 0.2:
            withdraw_report(place, *args)
        with reading(self.week.engine) as connection:
            seats = find_absence(connection, place.hotline.id, made).seats
        now = sitting(self.week.published())
        theirs = {
            (seat.shift, agent)
            for agent in AGENTS
            for seat in seats
            if self.week.person(agent) == seat.person
        }
        grown = {(shift, str(agent)) for shift, sits in now.items() for agent in sits - self.before[shift]}
        assert grown <= theirs, "somebody came back to a seat that was not theirs"
        assert all(sits >= self.before[shift] for shift, sits in now.items())
        return now

    def _offer(self) -> Sitting:
        shift, who = self._shift(), self._who(*LEADERS, COORDINATOR, COORDINATOR, COORDINATOR)
        asked = self.dice.sample(AGENTS, self.dice.choice((1, 2, 2, 3)))
        leaves = self.dice.choice([None, None, *self.before[shift]])
        until = self.week.now + timedelta(hours=self.dice.choice((2, 12, 48)))
        ends = self.week.published().plan.shift[shift].ends_at
        self._tell(who, shift, leaves, asked)
        made = offers.make_offer(
            self.week.place(who),
            self.week.request(who),
            shift=shift,
            leaves=leaves,
            agents=tuple(map(AgentId, asked)),
            expires_at=min(until, ends),
        )
        self.made[SEAT_OFFER.name].append(made.offer.id)
        return self.before

    def _accept(self) -> Sitting:
        made, who = SeatOfferId(self._pick(SEAT_OFFER, "open")), self._who(*LEADERS, COORDINATOR)
        place = self.week.place(who)
        with reading(self.week.engine) as connection:
            offer = find_offer(connection, place.hotline.id, made)
        agent_of = {person: agent for agent, person in self.week.person_of.items()}
        asked = sorted(agent_of[ask.person] for ask in offer.asks)
        named = self.dice.choice(asked) if asked and who not in PEOPLE else None
        self._tell(who, named, offer)
        args = (self.week.request(who), made, AT_ONCE)
        shown = answers.accept(place, *args, agent=named)
        if self.dice.random() < 0.2:
            answers.accept(place, *args, agent=named)
        if shown.state is not OfferState.ACCEPTED:
            return self.before
        takers = frozenset(agent_of[person] for person in shown.offer.accepted)
        sits = self.before[offer.shift]
        assert len(takers) == offer.needed
        left = sits if offer.whole else frozenset() if offer.leaves is None else {agent_of[offer.leaves]}
        return {**self.before, offer.shift: (sits - left) | takers}

    def _decline(self) -> Sitting:
        made, who = SeatOfferId(self._pick(SEAT_OFFER, "open")), self._who()
        self._tell(who, made)
        answers.decline(self.week.place(who), self.week.request(who), made)
        return self.before

    def _take_back(self) -> Sitting:
        made, who = SeatOfferId(self._pick(SEAT_OFFER, "open")), self._who(*LEADERS, COORDINATOR)
        self._tell(who, made)
        offers.withdraw_offer(self.week.place(who), self.week.request(who), made)
        return self.before

    def _rule(self) -> Sitting:
        code = MunicipalityCode(self.dice.choice("12"))
        place, rule = self.week.place(f"leader {code}"), self.dice.choice(list(AcceptingRule))
        number = read_rule(place, code).number
        set_rule(place, self.week.request(f"leader {code}"), code, rule, number)
        return self.before

    def _propose(self) -> Sitting:
        who = self._who()
        own = AgentId(self.dice.choice(PEOPLE[who]))
        theirs = [shift for shift, sits in self.before.items() if own in sits] or [self._shift()]
        given, takes = self.dice.choice(theirs), None
        taken = self.dice.choice([None, self._shift()])
        if taken is not None:
            takes = self.dice.choice(sorted(self.before[taken]) or [own])
        self._tell(who, own, given, takes, taken)
        wanted = SwapProposal(own, given, takes_agent=takes, takes_shift=taken)
        made = propose(self.week.place(who), self.week.request(who), wanted)
        self.made[SWAP.name].append(made.swap.id)
        return self.before

    def _swap(self) -> Sitting:
        made = self._pick(SWAP, self.dice.choice(("proposed", "accepted")))
        who, what = self._who(*LEADERS, COORDINATOR), self.dice.choice(SWAP_STEPS)
        self._tell(what, who, made)
        asked = self._asked(who, made)
        shown = what(asked)
        if self.dice.random() < 0.2:
            what(asked)
        if shown.state is not SwapState.DONE:
            return self.before
        with reading(self.week.engine) as connection:
            swap = find_swap(connection, asked.place.hotline.id, SwapId(made))
        agent_of = {person: agent for agent, person in self.week.person_of.items()}
        assert swap.taker is not None
        gives, takes = agent_of[swap.gives], agent_of[swap.taker]
        now = dict(self.before)
        now[swap.gives_shift] = (now[swap.gives_shift] - {gives}) | {takes}
        if swap.takes_shift is not None:
            now[swap.takes_shift] = (now[swap.takes_shift] - {takes}) | {gives}
        return now

    def _change(self) -> Sitting:
        place, shift = self.week.place(COORDINATOR), self._shift()
        with reading(self.week.engine) as connection:
            newest = find_version(connection, self.week.plan)
            sits = sitting(read_version(connection, newest))
        leaves = self.dice.choice([None, *sorted(sits[shift])])
        joins = self.dice.choice([None, *map(AgentId, AGENTS)])
        stale = self.dice.random() < 0.1
        self._tell(shift, leaves, joins, newest.number)
        change_version(
            place,
            self.week.request(COORDINATOR),
            newest.number,
            [Move(shift, leaves, joins)],
            expected=newest.number - stale,
            note="",
        )
        return self.before

    def _publish(self) -> Sitting:
        with reading(self.week.engine) as connection:
            now = find_published(connection, self.week.plan)
            newest = find_version(connection, self.week.plan)
            draft = read_version(connection, newest)
        number = VersionNumber(newest.number - self.dice.choice((0, 0, 0, 1)))
        self._tell(number, now.number)
        publish(
            self.week.engine,
            self.week.plan,
            number,
            expected=now.number,
            author=self.week.place(COORDINATOR).author,
            at=self.week.now,
            request=self.week.request(COORDINATOR),
            agreed=AT_ONCE,
            accept_short_notice=True,
        )
        self.watch.excuse()
        return sitting(draft) if number == newest.number else sitting(self.week.published())

    def _ask(self) -> Sitting:
        answering.ask(self.week, self.dice, COORDINATOR)
        return self.before

    def _answer(self) -> Sitting:
        agent = AgentId(self.dice.choice(AGENTS))
        own = next(who for who, agents in PEOPLE.items() if agent in agents)
        who = self.dice.choice((own, own, self._who(), f"leader {agent[0]}", COORDINATOR))
        self._tell(who, agent)
        answering.answer(self.week, self.dice, who, agent)
        return self.before

    def _claims(self) -> tuple[SeatClaim, ...]:
        minutes = (0, 45, 180)
        people = self.dice.sample(AGENTS, self.dice.choice((0, 1, 2, 2)))
        found = [SeatClaim(AgentId(agent), None, self.dice.choice(minutes)) for agent in people]
        if self.dice.random() < 0.2:
            found.append(SeatClaim(None, MunicipalityCode(self.dice.choice("12")), 60))
        return tuple(found)

    def _worked(self) -> Sitting:
        who, shift, claims = self._who(*LEADERS, COORDINATOR, COORDINATOR), self._shift(), self._claims()
        place = self.week.place(who)
        if who in PEOPLE:
            with suppress(*REFUSALS):
                seats = find_worked(place, shift)[1].seats()
                claims = tuple(
                    SeatClaim(AgentId(agent), None, self.dice.choice((60, seat.minutes)))
                    for _, seat in seats
                    for agent in PEOPLE[who]
                    if seat.person == self.week.person(agent)
                )
        self._tell(who, shift, claims)
        number = find_worked(place, shift)[1].number - (self.dice.random() < 0.1)
        say_worked(place, self.week.request(who), shift, claims, expected=number)
        return self.before

    def _confirm(self) -> Sitting:
        """Confirm all that waits, so that the quarter can be closed."""
        place = self.week.place(COORDINATOR)
        for shift in sorted(self.before):
            now = find_worked(place, shift)[1]
            claims = tuple(
                SeatClaim(agent, None if agent else part.municipality, seat.minutes)
                for part, seat in now.seats()
                for agent in [next((a for a, p in self.week.person_of.items() if p == seat.person), None)]
            )
            if now.state.value == "reported":
                say_worked(place, self.week.request(COORDINATOR), shift, claims, expected=now.number)
        return self.before

    def _close(self) -> Sitting:
        close_quarter(self.week.place(COORDINATOR), self.week.request(COORDINATOR))
        return self.before

    def _correct(self) -> Sitting:
        shift, claims = self._shift(), self._claims()
        self._tell(shift, claims)
        correct_worked(self.week.place(COORDINATOR), self.week.request(COORDINATOR), shift, claims)
        return self.before


SWAP_STEPS = (
    swaps.accept,
    swaps.accept,
    swaps.accept,
    swaps.approve,
    swaps.approve,
    swaps.reject,
    swaps.decline,
    swaps.withdraw,
)
