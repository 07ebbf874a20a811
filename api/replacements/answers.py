"""Somebody who is asked answers: the first who may accept has the seat, and exactly one of them does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.access.ids import PersonId, SeatOfferId
from api.amendments.amendment import AmendedRoster, Amendment, AmendmentKind
from api.amendments.service import OvertakenError, amend
from api.plans.place import HotlinePlace
from api.plans.service import recall_answer
from api.publishing.service import Decider
from api.replacements.kinds import AcceptingRule, AskState, OfferState
from api.replacements.offers import OVER, ShownOffer, record_offer, require_open, show_offer
from api.replacements.published_plan import PublishedQuarter, is_absent, read_published_of
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


class _MiscountedError(Exception):
    """Others have said yes or no meanwhile: this yes is the last one now, or not any more."""


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
    with reading(place.database) as connection:
        require_open(connection, place, offer, expected)
        rule = find_rule(connection, place.hotline.id, ask.municipality).rule
    leads = shown.published.leads(ask.municipality)
    if rule is AcceptingRule.NEVER and not leads:
        raise ClosedError(LEADER_ANSWERS())
    if rule is AcceptingRule.LEADER and not leads:
        _note(shown, request, ask, AskState.WILLING)
    else:
        _say_yes(shown, request, ask, agreed)
    return show_offer(place, offer)


def _say_yes(shown: ShownOffer, request: IdempotentRequest, ask: Ask, agreed: NoticeAgreement) -> None:
    """Take the seat; of a whole shift one's part of it, and all of it with the last yes that it needs."""
    last = _is_last(shown.offer, ask.person)
    while True:
        try:
            if last:
                _take(shown.published, request, shown.offer.id, ask.person, agreed)
            else:
                _note(shown, request, ask, AskState.ACCEPTED)
        except _MiscountedError:
            last = not last
        else:
            return


def _is_last(offer: SeatOffer, person: PersonId) -> bool:
    """Tell whether with this one's yes nobody else's is needed."""
    return not offer.whole or len({*offer.accepted, person}) >= offer.needed


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
        if state is AskState.ACCEPTED and _is_last(now, ask.person):
            raise _MiscountedError
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
    person: PersonId,
    agreed: NoticeAgreement,
) -> None:
    place, seats = published.place, dict[ShiftId, int]()
    looked = list[tuple[PublishedQuarter, list[Move]]]()

    def read(connection: Connection, content: VersionContent) -> Amendment:
        now = require_open(connection, place, offer)
        seats[now.shift] = content.plan.shift[now.shift].seats if now.shift in content.plan.shift else 0
        of = PublishedQuarter(place, content)
        if not _is_last(now, person):
            raise _MiscountedError
        moves = _moves(of, now, person)
        looked[:] = [(of, moves)]
        if is_absent(connection, of, moves):
            raise ClosedError(AWAY())
        movers = {agent for move in moves for agent in (move.leaves, move.joins) if agent is not None}
        decided = Decider.COORDINATOR if now.whole else Decider.AGENTS
        return Amendment(AmendmentKind.OFFER, [moves], frozenset(movers), decided)

    def keep(connection: Connection, made: AmendedRoster | None) -> Mapping[str, Any]:
        now = require_open(connection, place, offer)
        if is_absent(connection, *looked[0]):  # said meanwhile, and no seat of theirs was vacant by it
            raise OvertakenError
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
    leaves = None if now.leaves is None else of.agent_of.get(now.leaves)
    if leaves not in sitting and not of.vacant(now.shift):
        raise ClosedError(GONE())
    if now.whole:
        team = [of.agent_of[one] for one in sorted({person, *now.accepted}) if one in of.agent_of]
        if len(team) < now.needed:
            raise ClosedError(OVER())
        return [*(Move(now.shift, one) for one in sitting), *(Move(now.shift, None, one) for one in team)]
    return [Move(now.shift, leaves if leaves in sitting else None, taker)]
