"""A swap is proposed: which shift is given up, what is taken for it, and who is asked.

Whether it can be is measured at once, and again whenever somebody says yes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.access.ids import SwapId
from api.plans.place import HotlinePlace
from api.plans.records.answers import read_content
from api.plans.records.plans import find_revision
from api.plans.service import recall_answer
from api.replacements.published_plan import PublishedQuarter, find_published_shift
from api.rosters.editing.moves import Move
from api.rosters.editing.trials import Trials
from api.store.engine import Connection
from api.store.errors import MissingError
from api.store.idempotency import IdempotentRequest, once
from api.store.types import new_id
from api.swaps.options import SwapMeasure, find_agent
from api.swaps.records.swaps import Swap, SwapAsk, add_swap, find_open_swap
from api.swaps.service import note_swap, show_swap
from api.swaps.shown import ShownSwap
from wfm.calendar import Shift
from wfm.errors import Fault, InputError
from wfm.ids import AgentId, ShiftId
from wfm.message import Message, Text

MOST_ASKED = 60
LASTS = timedelta(days=14)
"""So long a swap can be done where nothing else is said, and never longer than before the first shift."""
OWN_SHIFT = Text("swap.own_shift", "a shift of your own that is still to come")
THEIR_SHIFT = Text(
    "swap.their_shift", "another shift still to come, of the one who is asked and not of yours"
)
ONE_OPEN = Text("swap.one_open", "a shift that is not put forward already; withdraw that first")
SOMEBODY = Text("swap.somebody", "somebody who may take the shift")
NOBODY_MAY = Text("swap.nobody_may", "a shift that somebody may take over; nobody may take this one")
CAN_SIT = Text("swap.can_sit", "somebody with whom no rule is broken; this stands against it: {rules}")
STAYS = Text(
    "swap.stays",
    "somebody of the same municipality: this shift is staffed by one, and only a coordinator can give the "
    "whole of it to another",
)
ONCE = Text("swap.once", "each once, at most {most:number}, and nobody where shifts are exchanged")
IN_TIME = Text("swap.in_time", "a moment from now on, at the latest when the first shift begins")
PAIRING = "pairing"


@dataclass(frozen=True)
class SwapProposal:
    """What is proposed.

    Parameters
    ----------
    agent, shift
        Who gives which shift up.
    takes_agent, takes_shift
        Whose shift is taken for it, by id or reference; nothing where it is only handed over.
    agents
        Who is asked, by id or reference; whoever may where nobody is named.
    expires_at
        Until when; aware, half-open.
    """

    agent: AgentId
    shift: ShiftId
    takes_agent: str | None = None
    takes_shift: ShiftId | None = None
    agents: Sequence[str] | None = None
    expires_at: datetime | None = None


def propose(place: HotlinePlace, request: IdempotentRequest, wanted: SwapProposal) -> ShownSwap:
    """Put a shift of the caller's forward, to be taken over or exchanged.

    Raises
    ------
    MissingError
        Where there is no such shift, or the caller is not that agent.
    InputError
        With every fault of what was sent.
    """
    said = recall_answer(place, request)
    if said is not None:
        return show_swap(place, said["swap"])

    def effect(connection: Connection) -> Mapping[str, Any]:
        published = find_published_shift(connection, place, wanted.shift)
        if wanted.agent not in published.plan.agent or not published.is_self(wanted.agent):
            raise MissingError("agent")
        made = _Checking(connection, published, wanted).swap()
        add_swap(connection, made)
        note_swap(connection, published.place, made, "propose")
        return {"swap": made.id}

    said = once(place.database, request, place.at, effect, place.hotline.id)
    return show_swap(place, said["swap"])


class _Checking:
    """A proposal held against what is published now."""

    def __init__(self, connection: Connection, published: PublishedQuarter, wanted: SwapProposal) -> None:
        self.connection, self.published, self.wanted = connection, published, wanted
        self.shift = published.shift(wanted.shift)
        self.takes = None if wanted.takes_shift is None else published.plan.shift.get(wanted.takes_shift)
        self.partner = self._find(wanted.takes_agent)
        self.measure = SwapMeasure(connection, published, wanted.agent, self.shift)

    def swap(self) -> Swap:
        """Return the swap.

        Raises
        ------
        InputError
            With every fault.
        """
        faults = list(self._faults())
        agents = () if faults else self._agents()
        if not faults and not agents:
            faults = [Fault("", None, "agents", "", NOBODY_MAY())]
        if faults:
            raise InputError(faults)
        wanted, place, person_of = self.wanted, self.published.place, self.published.content.person_of
        agent = self.published.plan.agent
        newest = read_content(self.connection, find_revision(self.connection, place.plan.id)).hotline()
        return Swap(
            id=SwapId(new_id()),
            hotline=place.hotline.id,
            plan=place.plan.id,
            gives=person_of[wanted.agent],
            gives_municipality=agent[wanted.agent].municipality,
            gives_shift=wanted.shift,
            takes_shift=wanted.takes_shift,
            asks=tuple(SwapAsk(person_of[one], agent[one].municipality) for one in agents),
            approval=newest.swap_approval,
            number=1,
            author=place.author,
            at=place.at,
            expires_at=wanted.expires_at or min(place.at + LASTS, self._begins),
        )

    @property
    def _begins(self) -> datetime:
        shifts = (self.shift, self.takes)
        return min(shift.starts_at for shift in shifts if shift is not None)

    def _find(self, named: str | None) -> AgentId | None:
        return None if named is None else find_agent(self.published, self.wanted.shift, named)

    def _agents(self) -> tuple[AgentId, ...]:
        """Return who is asked."""
        if self.partner is not None:
            return (self.partner,)
        if self.wanted.agents is None:
            return tuple(one.agent for one in self.measure.takers())
        return tuple(agent for agent in map(self._find, self.wanted.agents) if agent is not None)

    def _faults(self) -> Iterator[Fault]:
        wanted, place = self.wanted, self.published.place
        if not self._sits(wanted.agent, self.shift):
            yield Fault("", None, "gives", wanted.shift, OWN_SHIFT())
            return
        giver = self.published.content.person_of[wanted.agent]
        if find_open_swap(self.connection, place.plan.id, giver, wanted.shift, place.at) is not None:
            yield Fault("", None, "gives", wanted.shift, ONE_OPEN())
        if wanted.expires_at is not None and not place.at < wanted.expires_at <= self._begins:
            yield Fault("", None, "expires_at", wanted.expires_at.isoformat(), IN_TIME())
        yield from self._faults_of_taking() if wanted.takes_shift is not None else self._faults_of_asking()

    def _faults_of_taking(self) -> Iterator[Fault]:
        """Yield what is wrong with an exchange."""
        wanted = self.wanted
        if wanted.agents is not None:
            yield Fault("", None, "agents", "", ONCE(most=MOST_ASKED))
        if self.partner is None or not self.measure.comes_into_question(self.partner):
            yield Fault("", None, "takes", wanted.takes_agent or "", SOMEBODY())
        elif (
            self.takes is None
            or not self._sits(self.partner, self.takes)
            or self._sits(wanted.agent, self.takes)
            or self.measure.is_away_from(self.takes)
        ):
            yield Fault("", None, "takes", wanted.takes_shift or "", THEIR_SHIFT())
        else:
            expected = self._breaks(self.measure.exchange(self.partner, self.takes))
            if expected is not None:
                yield Fault("", None, "takes", wanted.takes_agent or "", expected)

    def _faults_of_asking(self) -> Iterator[Fault]:
        """Yield what is wrong with who is asked to take a shift over."""
        named = self.wanted.agents
        if named is None:
            return
        if not 0 < len(named) <= MOST_ASKED or len(set(map(self._find, named))) < len(named):
            yield Fault("", None, "agents", "", ONCE(most=MOST_ASKED))
        for row, text in enumerate(named, start=1):
            agent = self._find(text)
            if agent is None or not self.measure.comes_into_question(agent):
                yield Fault("", row, "agents", text, SOMEBODY())
                continue
            expected = self._breaks((Move(self.shift.id, self.wanted.agent, agent),))
            if expected is not None:
                yield Fault("", row, "agents", text, expected)

    def _breaks(self, moves: Sequence[Move]) -> Message | None:
        published = self.published
        broken = Trials(published.plan, published.roster).find_breaches(moves)
        rules = tuple(dict.fromkeys(one.rule for one in broken))
        if PAIRING in rules:
            return STAYS()
        return CAN_SIT(rules=", ".join(rules)) if rules else None

    def _sits(self, agent: AgentId, shift: Shift) -> bool:
        return shift.starts_at > self.published.place.at and agent in self.published.roster.on(shift.id)
