"""An offer before it is made: what it would do, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from api.access.ids import SeatOfferId
from api.replacements.published_plan import PublishedQuarter, find_absent
from api.replacements.records.absences import list_absences
from api.replacements.records.offers import Ask, SeatOffer
from api.rosters.editing.moves import Move
from api.rosters.editing.trials import Trials
from api.store.engine import Connection
from api.store.types import new_id
from wfm.calendar import Shift
from wfm.errors import Fault
from wfm.ids import AgentId
from wfm.message import Message, Text

MOST_ASKED = 30
A_SHIFT = Text("offer.a_shift", "a published shift that is not over")
EMPTY_SEAT = Text("offer.empty_seat", "somebody who sits on the shift, or nobody where a seat is empty")
MAY_BE_ASKED = Text("offer.may_be_asked", "somebody whom you may ask to take the shift")
CAN_SIT = Text("offer.can_sit", "somebody who can take the shift; this stands against it: {rules}")
ONCE = Text("offer.once", "each once, and at most {most:number}")
ONE_MUNICIPALITY = Text(
    "offer.one_municipality",
    "people of one municipality, at least {n:number}: the whole shift would become theirs",
)
IN_TIME = Text("offer.in_time", "a moment from now on and before the shift is over")


@dataclass(frozen=True)
class OfferDraft:
    """An offer that is to be made.

    Parameters
    ----------
    published, shift
        What is published, and on which shift.
    leaves, agents, expires_at
        As `make_offer` has them.
    """

    published: PublishedQuarter
    shift: Shift
    leaves: AgentId | None
    agents: tuple[AgentId, ...]
    expires_at: datetime

    @property
    def sitting(self) -> tuple[AgentId, ...]:
        """Who sits there."""
        return self.published.roster.on(self.shift.id)

    @property
    def giver(self) -> AgentId | None:
        """Who sits there and leaves; nobody where the seat is vacant already."""
        return self.leaves if self.leaves in self.sitting else None

    @property
    def staying(self) -> tuple[AgentId, ...]:
        """Who would still sit there."""
        return tuple(agent for agent in self.sitting if agent != self.giver)

    @property
    def whole(self) -> bool:
        """Whether the shift would go to another municipality: it must, where one municipality staffs it."""
        plan = self.published.plan
        if not self.staying or plan.mixed_on(self.shift.id):
            return False
        homes = {plan.agent[agent].municipality for agent in self.staying}
        known = [agent for agent in self.agents if agent in plan.agent]
        return bool(known) and all(plan.agent[agent].municipality not in homes for agent in known)

    def move(self, agent: AgentId) -> list[Move]:
        """Return what taking the seat would do, or of a whole shift one's own part of it."""
        if self.whole:
            leave = [Move(self.shift.id, one) for one in self.sitting]
            return [*leave, Move(self.shift.id, None, agent)]
        return [Move(self.shift.id, self.giver, agent)]

    def offer(self) -> SeatOffer:
        """Return the offer, open from now on."""
        place, content = self.published.place, self.published.content
        agent = self.published.plan.agent
        asks = tuple(Ask(content.person_of[one], agent[one].municipality) for one in self.agents)
        return SeatOffer(
            id=SeatOfferId(new_id()),
            hotline=place.hotline.id,
            plan=place.plan.id,
            shift=self.shift.id,
            leaves=None if self.giver is None else content.person_of[self.giver],
            whole=self.whole,
            needed=min(self.shift.seats, len(self.agents)) if self.whole else 1,
            number=1,
            author=place.author,
            at=place.at,
            expires_at=self.expires_at,
            asks=asks,
        )


def find_offer_faults(connection: Connection, draft: OfferDraft) -> Iterator[Fault]:
    """Yield everything that is wrong with an offer."""
    published, shift, at = draft.published, draft.shift, draft.published.place.at
    if shift.ends_at <= at:
        yield Fault("", None, "shift", shift.id, A_SHIFT())
    if not at < draft.expires_at <= shift.ends_at:
        yield Fault("", None, "expires_at", draft.expires_at.isoformat(), IN_TIME())
    gone = _is_away(connection, draft)
    if draft.giver is None and not (published.vacant(shift.id) and (draft.leaves is None or gone)):
        yield Fault("", None, "leaves", draft.leaves or "", EMPTY_SEAT())
    if not 0 < len(draft.agents) <= MOST_ASKED or len(set(draft.agents)) < len(draft.agents):
        yield Fault("", None, "agents", "", ONCE(most=MOST_ASKED))
    needed = len(draft.staying) + 1
    homes = {published.plan.agent[one].municipality for one in draft.agents if one in published.plan.agent}
    if draft.whole and (len(homes) > 1 or len(draft.agents) < needed):
        yield Fault("", None, "agents", "", ONE_MUNICIPALITY(n=needed))
    absent = find_absent(connection, published, shift.id)
    trials = Trials(published.plan, published.roster)
    for row, agent in enumerate(draft.agents, start=1):
        expected = _fault_of(draft, trials, agent, away=agent in absent)
        if expected is not None:
            yield Fault("", row, "agents", agent, expected)


def _is_away(connection: Connection, draft: OfferDraft) -> bool:
    """Tell whether who leaves had the seat, and is away."""
    published, seat = draft.published, (draft.published.place.plan.id, draft.shift.id)
    if draft.leaves is None or draft.leaves not in published.content.person_of:
        return False
    person = published.content.person_of[draft.leaves]
    absences = list_absences(connection, published.place.hotline.id, draft.shift.day)
    return any((*seat, person) in {tuple(one) for one in absence.seats} for absence in absences)


def _fault_of(draft: OfferDraft, trials: Trials, agent: AgentId, *, away: bool) -> Message | None:
    published = draft.published
    if agent not in published.plan.agent or not _may_ask(draft, agent):
        return MAY_BE_ASKED()
    if away or agent in draft.sitting:
        return CAN_SIT(rules=", ".join(["availability"] if away else ["seats"]))
    broken = trials.find_breaches(draft.move(agent))
    return CAN_SIT(rules=", ".join(dict.fromkeys(one.rule for one in broken))) if broken else None


def _may_ask(draft: OfferDraft, agent: AgentId) -> bool:
    """Tell whether the caller may ask somebody: coordinators anybody, leaders own people, agents colleagues.

    An agent asks for the own seat alone.
    """
    published = draft.published
    if published.coordinates:
        return True
    home = published.plan.agent[agent].municipality
    if home in published.scope.municipalities:
        return True
    own = draft.leaves is not None and published.is_self(draft.leaves)
    return own and home in published.own_municipalities
