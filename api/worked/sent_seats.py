"""What somebody sends of who sat on a shift, made into each municipality's seats: policy, and every fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.access.ids import PersonId
from api.rosters.records.worked import PersonMinutes, WorkedState
from api.worked.place import WorkedQuarter, WorkedShift
from wfm.errors import Fault, InputError
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Text

NO_AGENT = Text("worked.no_agent", "an agent of the plan")
NO_TOWN = Text("worked.no_town", "the code of a municipality of the plan")
TWICE = Text("worked.twice", "each agent once")
NOT_YOURS = Text("worked.not_yours", "seats of your own municipality; the others stay as they are")
NOT_YOU = Text("worked.not_you", "your own seat; your leader says who else sat there")


@dataclass(frozen=True)
class SeatClaim:
    """A seat as it was sent: of an agent, or of somebody from outside the plan; or as one that stays."""

    agent: AgentId | None
    stand_in_of: MunicipalityCode | None
    minutes: int


Parts = Mapping[MunicipalityCode, tuple[PersonMinutes, ...]]


def resolve_seats(
    quarter: WorkedQuarter, now: WorkedShift, sent: Sequence[SeatClaim]
) -> tuple[Parts, WorkedState]:
    """Return the seats of each municipality of which something is said, and how sure that is then.

    A coordinator speaks of the whole shift, a leader of the own municipality's seats, an agent of the own
    seat. What one may not speak of may be sent as it is, or be left out: it stays.

    Raises
    ------
    InputError
        With every seat that can't be as it was sent.
    """
    faults = list(_faults(quarter, now, sent))
    if faults:
        raise InputError(faults)
    led = _led(quarter, now, sent)
    if not led:
        return _own_seat(quarter, now, sent), WorkedState.REPORTED
    parts: dict[MunicipalityCode, list[PersonMinutes]] = {code: [] for code in led}
    for seat in sent:
        code = _home(quarter, seat)
        if code in parts:
            parts[code].append(PersonMinutes(_person(quarter, seat), seat.minutes))
    return {code: tuple(seats) for code, seats in parts.items()}, WorkedState.CONFIRMED


def _led(quarter: WorkedQuarter, now: WorkedShift, sent: Sequence[SeatClaim]) -> tuple[MunicipalityCode, ...]:
    """Return the municipalities of which the caller says who sat there."""
    concerned = [part.municipality for part in now.parts]
    concerned += [home for seat in sent if (home := _home(quarter, seat)) is not None]
    return tuple(dict.fromkeys(code for code in concerned if quarter.leads(code)))


def _own_seat(quarter: WorkedQuarter, now: WorkedShift, sent: Sequence[SeatClaim]) -> Parts:
    """Return the part in which the caller's own seat is, with that as it was sent; 0 where it was not."""
    minutes = {_person(quarter, seat): seat.minutes for seat in sent if seat.agent is not None}
    return {
        part.municipality: tuple(
            PersonMinutes(seat.person, minutes.get(seat.person, 0))
            if seat.person in quarter.own_persons
            else seat
            for seat in part.seats
        )
        for part in now.parts
        if any(seat.person in quarter.own_persons for seat in part.seats)
    }


def _faults(quarter: WorkedQuarter, now: WorkedShift, sent: Sequence[SeatClaim]) -> Iterator[Fault]:
    seen: set[AgentId] = set()
    there = {(quarter.agent(seat.person), seat.minutes) for _, seat in now.seats()}
    agents = {one.agent for one in quarter.people.values()}
    for place, seat in enumerate(sent):
        if seat.agent is not None and seat.agent not in agents:
            yield _fault(place, "agent", seat.agent, NO_AGENT())
        elif seat.agent is not None and seat.agent in seen:
            yield _fault(place, "agent", seat.agent, TWICE())
        elif seat.stand_in_of is not None and seat.stand_in_of not in quarter.plan.municipality:
            yield _fault(place, "stand_in_of", seat.stand_in_of, NO_TOWN())
        elif not _may(quarter, seat) and (seat.agent, seat.minutes) not in there:
            told = NOT_YOURS if quarter.scope.municipalities else NOT_YOU
            yield _fault(place, "agent", seat.agent or seat.stand_in_of or "", told())
        if seat.agent is not None:
            seen.add(seat.agent)


def _fault(place: int, name: str, value: str, wanted: Message) -> Fault:
    return Fault("", None, f"seats.{place}.{name}", value[:80], wanted)


def _may(quarter: WorkedQuarter, seat: SeatClaim) -> bool:
    """Tell whether the caller says how long somebody sat, or nothing is said with the seat."""
    home = _home(quarter, seat)
    if home is None or quarter.leads(home):
        return True
    return seat.agent is not None and _person(quarter, seat) in quarter.own_persons


def _person(quarter: WorkedQuarter, seat: SeatClaim) -> PersonId | None:
    return None if seat.agent is None else quarter.stored.person_of(seat.agent).person


def _home(quarter: WorkedQuarter, seat: SeatClaim) -> MunicipalityCode | None:
    """Return whose seat it is; nothing where it names nobody."""
    if seat.agent is None:
        return seat.stand_in_of
    return quarter.stored.person_of(seat.agent).municipality
