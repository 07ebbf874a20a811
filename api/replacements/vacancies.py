"""Seats that somebody who is away had: what became of each, who is asked, and who may step in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from api.access.ids import PlanId
from api.accounts.records.preferences import find_shown_mobiles
from api.plans.place import HotlinePlace
from api.replacements.absences import ShownAbsence
from api.replacements.candidates import SeatCandidates, rank_candidates
from api.replacements.offers import ShownOffer
from api.replacements.published_plan import PublishedQuarter, find_absent, read_published_of
from api.replacements.records.offers import SeatOffer, list_offers, list_open_offers
from api.store.engine import Connection, reading
from api.store.errors import MissingError
from wfm.calendar import Shift
from wfm.ids import AgentId, ShiftId


@dataclass(frozen=True)
class VacatedShift:
    """A shift with a seat that somebody had who is away.

    Parameters
    ----------
    published, shift
        What is published, and which shift.
    offers
        Open offers of the shift.
    candidates
        Who may step in; nothing where no seat is empty any more, or nobody asked.
    mobiles
        Private numbers of those of them whom the caller leads or coordinates, and who allow that.
    """

    published: PublishedQuarter
    shift: Shift
    offers: tuple[SeatOffer, ...]
    candidates: SeatCandidates | None
    mobiles: Mapping[AgentId, str] = field(default_factory=dict)

    @property
    def vacant(self) -> int:
        """How many seats are empty."""
        return self.published.vacant(self.shift.id)


def list_vacancies(
    place: HotlinePlace, shown: ShownAbsence, *, ranked: bool = True
) -> tuple[VacatedShift, ...]:
    """Return the seats that were vacated by an absence and are still to come.

    Parameters
    ----------
    ranked
        Whether candidates are told of.
    """
    with reading(place.database) as connection:
        return tuple(_vacancies(connection, place, shown, ranked=ranked))


def find_vacancy(place: HotlinePlace, shown: ShownAbsence, shift: ShiftId) -> VacatedShift:
    """Return one of them, with who may step in.

    Raises
    ------
    MissingError
        Where no such seat was vacated, or it has been.
    """
    with reading(place.database) as connection:
        for published, one in _seats(place, shown):
            if one.id == shift:
                return _vacancy(connection, shown, published, one, ranked=True)
    raise MissingError("seat")


def list_known_offers(place: HotlinePlace) -> tuple[ShownOffer, ...]:
    """Return the offers whose time is not over and that the caller knows of, by shift."""
    with reading(place.database) as connection:
        plans: dict[PlanId, PublishedQuarter] = {}
        found = []
        for offer in list_offers(connection, place.hotline.id, place.at):
            if offer.plan not in plans:
                plans[offer.plan] = read_published_of(connection, place, offer.plan)
            found.append(ShownOffer(offer, plans[offer.plan]))
    return tuple(one for one in found if one.visible)


def _vacancies(
    connection: Connection, place: HotlinePlace, shown: ShownAbsence, *, ranked: bool
) -> Iterator[VacatedShift]:
    for published, shift in _seats(place, shown):
        yield _vacancy(connection, shown, published, shift, ranked=ranked)


def _seats(place: HotlinePlace, shown: ShownAbsence) -> Iterator[tuple[PublishedQuarter, Shift]]:
    if shown.absence.withdrawn_at is not None:
        return
    for plan, published in shown.plans.items():
        for name in dict.fromkeys(seat.shift for seat in shown.absence.seats if seat.plan == plan):
            shift = published.plan.shift.get(name)
            if shift is not None and shift.ends_at > place.at:
                yield published, shift


def _vacancy(
    connection: Connection, shown: ShownAbsence, published: PublishedQuarter, shift: Shift, *, ranked: bool
) -> VacatedShift:
    offers = list_open_offers(connection, published.place.plan.id, shift.id, published.place.at)
    candidates = None
    if ranked and published.vacant(shift.id):
        plan, roster = published.plan, published.roster
        sitting = {plan.agent[agent].municipality for agent in roster.on(shift.id)}
        homes = sitting or {shown.absence.municipality}
        absent = find_absent(connection, published, shift.id)
        candidates = rank_candidates(plan, roster, shift, homes, absent)
    return VacatedShift(published, shift, offers, candidates, _mobiles(connection, published, candidates))


def _mobiles(
    connection: Connection, published: PublishedQuarter, candidates: SeatCandidates | None
) -> Mapping[AgentId, str]:
    person_of = published.content.person_of
    led = {
        person_of[agent]: agent
        for one in (() if candidates is None else candidates.able)
        if published.leads(one.municipality)
        for agent in one.agents
        if agent in person_of
    }
    found = find_shown_mobiles(connection, published.place.hotline.id, led)
    return {led[person]: mobile for person, mobile in found.items()}
