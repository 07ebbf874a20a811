"""Who may take a shift over and what could be had for it, with what each would do.

Colleagues of the own municipality are named; of others it is told where they are from, and they are meant by
a reference that says nothing of who they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from api.desk.choice import Chooser, ChosenSeat, Consequence
from api.plans.place import HotlinePlace
from api.replacements.published_plan import PublishedQuarter, absent_on, find_published_shift
from api.replacements.records.absences import list_absences
from api.rosters.editing.moves import Move
from api.rosters.editing.short_notice import today_in
from api.rosters.editing.trials import Trials
from api.store.engine import Connection, reading
from api.store.errors import MissingError
from wfm.calendar import Shift
from wfm.ids import AgentId, MunicipalityCode, ShiftId


@dataclass(frozen=True)
class SwapOption:
    """Somebody who may take the shift.

    Parameters
    ----------
    reference
        By what they are meant.
    agent, municipality
        Who, and for whom they work.
    takes
        Which shift they would give for it; nothing where they only take it over.
    does
        What it would do.
    """

    reference: str
    agent: AgentId
    municipality: MunicipalityCode
    takes: Shift | None
    does: Consequence


@dataclass(frozen=True)
class SwapOptions:
    """What can be done with a shift of one's own.

    Parameters
    ----------
    published, agent, shift
        What is published, and whose shift it is.
    takers
        Who may take it over, best first.
    municipality, exchanges
        What could be had for it from the people of one municipality, best first.
    """

    published: PublishedQuarter
    agent: AgentId
    shift: Shift
    takers: tuple[SwapOption, ...]
    municipality: MunicipalityCode
    exchanges: tuple[SwapOption, ...]


def list_options(
    place: HotlinePlace, agent: AgentId, shift: ShiftId, municipality: MunicipalityCode | None = None
) -> SwapOptions:
    """Return who may take a shift of the caller's, and what could be had for it.

    Parameters
    ----------
    agent, shift
        Whose shift.
    municipality
        Whose people's shifts are looked at to be exchanged; the own one's where none is named.

    Raises
    ------
    MissingError
        Where the caller has no such shift ahead, or there is no such municipality.
    """
    with reading(place.database) as connection:
        published = find_published_shift(connection, place, shift)
        plan, found = published.plan, published.shift(shift)
        mine = agent in plan.agent and published.is_self(agent) and agent in published.roster.on(shift)
        if not mine or found.starts_at <= place.at:
            raise MissingError("shift")
        code = plan.agent[agent].municipality if municipality is None else municipality
        if code not in plan.municipality:
            raise MissingError("municipality")
        measured = SwapMeasure(connection, published, agent, found)
        return SwapOptions(
            published, agent, found, tuple(measured.takers()), code, tuple(measured.exchanges(code))
        )


def reference_of(published: PublishedQuarter, shift: ShiftId, agent: AgentId) -> str:
    """Return by what somebody is meant who may take a shift: for each shift another word."""
    told = f"{published.place.plan.id} {shift} {published.content.person_of[agent]} {agent}"
    return sha256(told.encode()).hexdigest()[:16]


def find_agent(published: PublishedQuarter, shift: ShiftId, named: str) -> AgentId | None:
    """Return whom an id or a reference means; nothing where it means nobody whom the caller may name."""
    agent = AgentId(named)
    if agent in published.plan.agent and published.names(agent):
        return agent
    agents = (one.id for one in published.plan.agents)
    return next((one for one in agents if reference_of(published, shift, one) == named), None)


class SwapMeasure:
    """What handing a shift over or exchanging it would do."""

    def __init__(
        self, connection: Connection, published: PublishedQuarter, agent: AgentId, shift: Shift
    ) -> None:
        self.published, self.agent, self.shift = published, agent, shift
        self._chooser = Chooser(Trials(published.plan, published.roster))
        place = published.place
        since = today_in(published.plan.hotline, place.at)
        self._absences = list_absences(connection, place.hotline.id, since)
        self._away = absent_on(published, self._absences, shift.day)

    def takers(self) -> Iterator[SwapOption]:
        """Yield who may take the shift over, best first."""
        number = self.published.roster.on(self.shift.id).index(self.agent) + 1
        choice = self._chooser.choose(ChosenSeat(self.shift, number, self.agent))
        for one in choice.able:
            if self.comes_into_question(one.agent.id):
                yield self._option(one.agent.id, None, one.does)

    def exchanges(self, municipality: MunicipalityCode) -> Iterator[SwapOption]:
        """Yield what could be had for it from the people of a municipality, best first."""
        agents = (one.id for one in self.published.plan.agents_of.get(municipality, ()))
        found = [
            self._option(agent, shift, does)
            for agent in agents
            if self.comes_into_question(agent)
            for shift in self._shifts_for(agent)
            if not (does := self._chooser.weigh(self.exchange(agent, shift))).breaches
        ]
        yield from sorted(found, key=lambda one: (one.does.rank, one.takes.id if one.takes else ""))

    def exchange(self, agent: AgentId, shift: Shift) -> tuple[Move, Move]:
        """Return the moves by which two shifts are exchanged."""
        return Move(self.shift.id, self.agent, agent), Move(shift.id, agent, self.agent)

    def comes_into_question(self, agent: AgentId) -> bool:
        """Tell whether somebody may be asked at all: not oneself, nobody who sits there or is away."""
        plan = self.published.plan
        is_self = agent in plan.selves[self.agent]
        return (
            not is_self and agent not in self._away and agent not in self.published.roster.on(self.shift.id)
        )

    def is_away_from(self, shift: Shift) -> bool:
        """Tell whether who gives is away when another shift is."""
        return self.agent in absent_on(self.published, self._absences, shift.day)

    def _shifts_for(self, agent: AgentId) -> Iterator[Shift]:
        plan, roster = self.published.plan, self.published.roster
        for name in roster.of_agent(agent):
            shift = plan.shift[name]
            free = shift.starts_at > self.published.place.at and self.agent not in roster.on(name)
            if free and not self.is_away_from(shift):
                yield shift

    def _option(self, agent: AgentId, takes: Shift | None, does: Consequence) -> SwapOption:
        home = self.published.plan.agent[agent].municipality
        return SwapOption(reference_of(self.published, self.shift.id, agent), agent, home, takes, does)
