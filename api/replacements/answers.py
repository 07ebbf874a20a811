"""Somebody who is asked answers: the first who may accept has the seat, and exactly one of them does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.access.ids import PersonId, SeatOfferId
from api.amendments.amendment import AmendedRoster, Amendment, AmendmentKind
from api.amendments.service import amend
from api.plans.place import HotlinePlace
from api.plans.service import recall_answer
from api.publishing.service import Decider
from api.replacements.kinds import AcceptingRule, AskState, OfferState
from api.replacements.offers import OVER, ShownOffer, record_offer, require_open, show_offer
from api.replacements.published_plan import PublishedQuarter, find_absent, read_published_of
from api.replacements.records.offers import Ask, SeatOffer, end_offer, find_offer, note_answer
from api.replacements.records.rules import find_rule
from api.replacements.seats import close_filled_offers, note_over
from api.rosters.editing.moves import Move
from api.rosters.editing.short_notice import NoticeAgreement
from api.rosters.records.rosters import VersionContent
from api.store import outbox
from api.store.engine import Connection, reading
from api.store.errors import ClosedError, MissingError
from api.store.idempotency import IdempotentRequest, once
from wfm.ids import AgentId, ShiftId
from wfm.message import Text

WILLING = "seat_willing"
"""Kind of the notices that somebody would take a seat, if their leader says yes."""
LEADER_ANSWERS = Text("offer.leader_answers", "in your municipality the leader answers for you")
GONE = Text("offer.gone", "the seat is taken already")
AWAY = Text("offer.away", "whoever is asked is away then")


def accept(
    place: HotlinePlace,
    request: IdempotentRequest,
    offer: SeatOfferId,
    agreed: NoticeAgreement,
    *,
    agent: AgentId | None = None,
    expected: int | None = None,
) -> ShownOffer:
    """Take a seat, for oneself or for somebody for whom the caller answers.

    Where a municipality wants its leader to say yes, an agent's yes is kept until the leader's comes. Of a
    whole shift each takes a part, and it changes hands when all have accepted.

    Parameters
    ----------
    agent
        Who takes it; oneself where nobody is named.

    Raises
    ------
    MissingError
        Where there is no such offer for the caller, or none to that agent.
    ClosedError
        Where the offer is over, the seat is taken, or the leader answers.
    ConflictError
        Where it has changed since the caller saw it.
    NewBreachesError
        Where a rule would be broken that no roster may break.
    """
    if recall_answer(place, request) is not None:
        return show_offer(place, offer)
    shown = show_offer(place, offer)
    ask = _asked(shown, agent)
    taker = shown.published.agent_of[ask.person]
    with reading(place.database) as connection:
        require_open(connection, place, offer, expected)
        rule = find_rule(connection, place.hotline.id, ask.municipality).rule
    leads = shown.published.leads(ask.municipality)
    if rule is AcceptingRule.NEVER and not leads:
        raise ClosedError(LEADER_ANSWERS())
    if rule is AcceptingRule.LEADER and not leads:
        _note(shown, request, ask, AskState.WILLING)
    elif shown.offer.whole and len({*shown.offer.accepted, ask.person}) < shown.offer.needed:
        _note(shown, request, ask, AskState.ACCEPTED)
    else:
        _take(shown.published, request, offer, taker, agreed)
    return show_offer(place, offer)


def decline(
    place: HotlinePlace,
    request: IdempotentRequest,
    offer: SeatOfferId,
    *,
    agent: AgentId | None = None,
    expected: int | None = None,
) -> ShownOffer:
    """Say no; where everybody has, the offer is over. It is told to nobody and kept nowhere for longer.

    Raises
    ------
    MissingError
        Where there is no such offer for the caller, or none to that agent.
    ClosedError
        Where the offer is over.
    ConflictError
        Where it has changed since the caller saw it.
    """
    if recall_answer(place, request) is not None:
        return _show_after(place, offer)
    shown = show_offer(place, offer)
    ask = _asked(shown, agent)

    def effect(connection: Connection) -> Mapping[str, Any]:
        require_open(connection, place, offer, expected)
        note_answer(connection, offer, ask.person, AskState.DECLINED)
        now = find_offer(connection, place.hotline.id, offer)
        if all(one.state is AskState.DECLINED for one in now.asks):
            end_offer(connection, now, OfferState.DECLINED, place.at)
        return {"offer": offer}

    once(place.database, request, place.at, effect, place.hotline.id)
    return _show_after(place, offer)


def _show_after(place: HotlinePlace, offer: SeatOfferId) -> ShownOffer:
    """Return an offer to somebody who had it a moment ago, though nobody is kept as asked any more."""
    with reading(place.database) as connection:
        found = find_offer(connection, place.hotline.id, offer)
        return ShownOffer(found, read_published_of(connection, place, found.plan))


def _asked(shown: ShownOffer, agent: AgentId | None) -> Ask:
    """Return for whom the caller answers: the one who is named, or oneself."""
    found = shown.answers()
    if agent is not None:
        person = shown.published.content.person_of.get(agent)
        found = tuple(ask for ask in found if ask.person == person)
    else:
        agent_of = shown.published.agent_of
        found = tuple(ask for ask in found if shown.published.is_self(agent_of[ask.person]))
    if not found:
        raise MissingError("ask")
    return found[0]


def _note(shown: ShownOffer, request: IdempotentRequest, ask: Ask, state: AskState) -> None:
    place, offer = shown.published.place, shown.offer

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = require_open(connection, place, offer.id)
        note_answer(connection, offer.id, ask.person, state)
        record_offer(connection, place, "answer", now)
        if state is AskState.WILLING:
            told = {"offer": offer.id, "person": ask.person, "hotline": place.hotline.id}
            outbox.add_notice(connection, WILLING, told, place.at)
        return {"offer": offer.id}

    once(place.database, request, place.at, effect, place.hotline.id)


def _take(
    published: PublishedQuarter,
    request: IdempotentRequest,
    offer: SeatOfferId,
    taker: AgentId,
    agreed: NoticeAgreement,
) -> None:
    place, seats = published.place, dict[ShiftId, int]()
    person = published.content.person_of[taker]

    def read(connection: Connection, content: VersionContent) -> Amendment:
        now = require_open(connection, place, offer)
        seats[now.shift] = content.plan.shift[now.shift].seats if now.shift in content.plan.shift else 0
        of = PublishedQuarter(place, content)
        moves = _moves(of, now, person)
        if {move.joins for move in moves} & find_absent(connection, of, now.shift):
            raise ClosedError(AWAY())
        movers = {agent for move in moves for agent in (move.leaves, move.joins) if agent is not None}
        decided = Decider.COORDINATOR if now.whole else Decider.AGENTS
        return Amendment(AmendmentKind.OFFER, [moves], frozenset(movers), decided)

    def keep(connection: Connection, made: AmendedRoster | None) -> Mapping[str, Any]:
        now = require_open(connection, place, offer)
        takers = {person, *now.accepted} if now.whole else {person}
        if made is None or not end_offer(connection, now, OfferState.ACCEPTED, place.at, takers):
            raise ClosedError(OVER())
        others = [one.person for one in now.asks if one.person not in takers]
        if others:
            note_over(connection, place, now, others)
        close_filled_offers(connection, place, made.version, seats, besides=offer)
        record_offer(connection, place, "accept", now)
        return {"offer": offer}

    amend(place, request, read, keep, agreed=agreed)


def _moves(of: PublishedQuarter, now: SeatOffer, person: PersonId) -> list[Move]:
    """Return how the seat changes hands now; refuse where it is not to be had any more."""
    taker = of.agent_of.get(person)
    if taker is None or now.shift not in of.plan.shift or of.plan.shift[now.shift].ends_at <= of.place.at:
        raise ClosedError(OVER())
    sitting = of.roster.on(now.shift)
    if now.whole:
        team = [of.agent_of[one] for one in sorted({person, *now.accepted}) if one in of.agent_of]
        return [*(Move(now.shift, one) for one in sitting), *(Move(now.shift, None, one) for one in team)]
    leaves = None if now.leaves is None else of.agent_of.get(now.leaves)
    if leaves not in sitting and not of.vacant(now.shift):
        raise ClosedError(GONE())
    return [Move(now.shift, leaves if leaves in sitting else None, taker)]
