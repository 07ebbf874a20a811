"""Somebody is away: their seats are vacant at once, in what is published and in the draft that follows.

No reason is asked, and there is no place for one. An absence is kept first, and seats are vacated plan by
plan; a request that was broken off goes on where it was when it comes again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from api.access.ids import AbsenceId, PlanId
from api.amendments.amendment import AmendedRoster, Amendment, AmendmentKind
from api.amendments.service import OvertakenError, amend
from api.plans.place import HotlinePlace, PlanPlace
from api.publishing.service import Decider
from api.rendering.templates import HOME
from api.replacements.published_plan import (
    PublishedQuarter,
    find_other_absence,
    is_absent,
    read_published_between,
    read_published_of,
)
from api.replacements.records.absences import (
    AbsenceRecord,
    VacatedSeat,
    add_absence,
    add_seats,
    find_absence,
    list_absences,
    withdraw_absence,
)
from api.replacements.seats import close_filled_offers
from api.rosters.editing.moves import Move
from api.rosters.editing.short_notice import NoticeAgreement
from api.rosters.editing.trials import Trials
from api.rosters.records.rosters import VersionContent
from api.store import audit, outbox
from api.store.engine import Connection, reading
from api.store.errors import ClosedError, ConflictError, MissingError
from api.store.idempotency import IdempotentRequest, once
from api.store.types import new_id
from wfm.errors import Fault, InputError
from wfm.ids import AgentId, ShiftId
from wfm.message import Text

VACANT = "seats_vacant"
"""Kind of the notices about it."""
LONGEST = timedelta(days=366)
FROM_TODAY = Text("absence.from_today", "a day that has not been yet, and not before the first day")
AT_MOST = Text("absence.at_most", "at most a year")
IN_A_PLAN = Text("absence.in_a_plan", "days of a roster that is published")
WITHDRAWN = Text("absence.withdrawn", "the absence was withdrawn already")


@dataclass(frozen=True)
class ShownAbsence:
    """An absence, and what is published of the plans in which seats were vacated.

    Parameters
    ----------
    absence
        Who is away, and when.
    agent
        By which id.
    plans
        By random id.
    """

    absence: AbsenceRecord
    agent: AgentId
    plans: Mapping[PlanId, PublishedQuarter]


def report_absence(
    place: HotlinePlace,
    request: IdempotentRequest,
    agent: AgentId,
    first: date,
    last: date,
    agreed: NoticeAgreement,
) -> ShownAbsence:
    """Note that somebody is away; every seat of theirs that is still to come is vacant from then on.

    Raises
    ------
    MissingError
        Where there is no such agent, or none for whom the caller speaks.
    InputError
        Where the days are none of a published roster that is still to come.
    """
    _refuse_days(place, first, last)
    with reading(place.database) as connection:
        plans = read_published_between(connection, place, first, last)
    if not plans:
        raise InputError((Fault("", None, "first_day", first.isoformat(), IN_A_PLAN()),))
    home = next((one for one in plans if one.speaks_for(agent)), None)
    if home is None:
        raise MissingError("agent")

    def effect(connection: Connection) -> Mapping[str, Any]:
        made = AbsenceRecord(
            id=AbsenceId(new_id()),
            hotline=place.hotline.id,
            person=home.content.person_of[agent],
            municipality=home.plan.agent[agent].municipality,
            first_day=first,
            last_day=last,
            number=1,
            seats=(),
            author=place.author,
            at=place.at,
        )
        add_absence(connection, made)
        _record(connection, place, "report", made)
        return {"absence": made.id}

    said = once(place.database, request, place.at, effect, place.hotline.id)
    with reading(place.database) as connection:
        made = find_absence(connection, place.hotline.id, said["absence"])
    for one in plans:
        _vacate(one, request, made, agreed)
    return show_absence(place, made.id)


def withdraw_report(
    place: HotlinePlace,
    request: IdempotentRequest,
    absence: AbsenceId,
    agreed: NoticeAgreement,
    expected: int | None = None,
) -> ShownAbsence:
    """Take back an absence that was a mistake: whoever was away has again what nobody took meanwhile.

    Raises
    ------
    MissingError
        Where there is no such absence for the caller.
    ConflictError
        Where it has changed since the caller saw it.
    ClosedError
        Where it was withdrawn before.
    """
    shown = show_absence(place, absence)

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = find_absence(connection, place.hotline.id, absence)
        if expected is not None and expected != now.number:
            raise ConflictError(expected, now.number, now.author, now.at)
        if now.withdrawn_at is not None:
            raise ClosedError(WITHDRAWN())
        withdraw_absence(connection, now, place.at)
        _record(connection, place, "withdraw", now)
        return {"absence": now.id}

    once(place.database, request, place.at, effect, place.hotline.id)
    for one in shown.plans.values():
        _give_back(one, request, shown.absence, agreed)
    return show_absence(place, absence)


def show_absence(place: HotlinePlace, absence: AbsenceId) -> ShownAbsence:
    """Return an absence.

    Raises
    ------
    MissingError
        Where there is none for the caller: oneself, the own leader and coordinators know of it.
    """
    with reading(place.database) as connection:
        found = find_absence(connection, place.hotline.id, absence)
        shown = _shown(connection, place, found)
    if shown is None:
        raise MissingError("absence")
    return shown


def list_shown_absences(place: HotlinePlace) -> tuple[ShownAbsence, ...]:
    """Return the absences that are not over and that the caller knows of."""
    today = place.at.astimezone(HOME).date()
    with reading(place.database) as connection:
        known: dict[PlanId, PublishedQuarter] = {}
        found = [
            _shown(connection, place, one, known)
            for one in list_absences(connection, place.hotline.id, today)
        ]
    return tuple(one for one in found if one is not None)


def _shown(
    connection: Connection,
    place: HotlinePlace,
    absence: AbsenceRecord,
    known: dict[PlanId, PublishedQuarter] | None = None,
) -> ShownAbsence | None:
    read = {} if known is None else known
    wanted = {seat.plan for seat in absence.seats}
    if not wanted:
        between = read_published_between(connection, place, absence.first_day, absence.last_day)
        read |= {one.place.plan.id: one for one in between}
        wanted = {one.place.plan.id for one in between}
    for plan in wanted - read.keys():
        read[plan] = read_published_of(connection, place, plan)
    plans = {plan: read[plan] for plan in sorted(wanted, key=lambda plan: read[plan].place.plan.first_day)}
    for one in plans.values():
        agent = one.agent_of.get(absence.person)
        if agent is not None and one.speaks_for(agent):
            return ShownAbsence(absence, agent, plans)
    return None


def _refuse_days(place: HotlinePlace, first: date, last: date) -> None:
    today = place.at.astimezone(HOME).date()
    faults = []
    if last < max(first, today):
        faults.append(Fault("", None, "last_day", last.isoformat(), FROM_TODAY()))
    if last - first > LONGEST:
        faults.append(Fault("", None, "last_day", last.isoformat(), AT_MOST()))
    if faults:
        raise InputError(faults)


def _vacate(
    published: PublishedQuarter, request: IdempotentRequest, absence: AbsenceRecord, agreed: NoticeAgreement
) -> None:
    place = published.place

    vacated: list[VacatedSeat] = []

    def read(connection: Connection, content: VersionContent) -> Amendment:
        agent_of = {person: agent for agent, person in content.person_of.items()}
        vacated[:] = _seats(published, content, find_absence(connection, absence.hotline, absence.id))
        moves = [[Move(seat.shift, agent_of[seat.person])] for seat in vacated]
        away = frozenset(agent_of[seat.person] for seat in vacated)
        return Amendment(AmendmentKind.ABSENCE, moves, away, _decider(published, absence))

    def keep(connection: Connection, made: AmendedRoster | None) -> Mapping[str, Any]:
        if made is not None:
            if find_absence(connection, absence.hotline, absence.id).withdrawn_at is not None:
                raise OvertakenError
            add_seats(connection, absence, tuple(vacated))
            told = {"absence": absence.id, "plan": place.plan.id, "hotline": place.hotline.id}
            outbox.add_notice(connection, VACANT, told, place.at)
        return {}

    amend(place, own_request(request, place.plan.id), read, keep, agreed=agreed)


def _seats(
    published: PublishedQuarter, content: VersionContent, absence: AbsenceRecord
) -> tuple[VacatedSeat, ...]:
    """Return the seats to come of somebody who is away, in every employment, in order of time."""
    agent_of = {person: agent for agent, person in content.person_of.items()}
    named = agent_of.get(absence.person)
    if named is None:
        return ()
    plan, at = content.plan, published.place.at
    found = [
        VacatedSeat(published.place.plan.id, shift, content.person_of[agent])
        for agent in plan.selves[named]
        for shift in content.roster.of_agent(agent)
        if absence.covers(plan.shift[shift].day) and plan.shift[shift].ends_at > at
    ]
    return tuple(sorted(found, key=lambda seat: (seat.shift, seat.person)))


def _give_back(
    published: PublishedQuarter, request: IdempotentRequest, absence: AbsenceRecord, agreed: NoticeAgreement
) -> None:
    place, seats = published.place, dict[ShiftId, int]()
    looked = list[tuple[PublishedQuarter, list[Move]]]()

    def read(connection: Connection, content: VersionContent) -> Amendment:
        of, now = PublishedQuarter(place, content), find_absence(connection, absence.hotline, absence.id)
        free = [move for move in _still_free(place, content, now) if not is_absent(connection, of, [move])]
        looked[:] = [(of, free)]
        moves = [[move] for move in free]
        back = frozenset(move.joins for (move,) in moves if move.joins is not None)
        seats.update({move.shift: content.plan.shift[move.shift].seats for (move,) in moves})
        return Amendment(AmendmentKind.ABSENCE, moves, back, _decider(published, absence))

    def keep(connection: Connection, made: AmendedRoster | None) -> Mapping[str, Any]:
        ((of, moves),) = looked
        if is_absent(connection, of, moves):
            raise OvertakenError
        _hand_on(connection, of, absence)
        if made is not None:
            close_filled_offers(connection, place, made.version, seats)
        return {}

    amend(place, own_request(request, place.plan.id), read, keep, agreed=agreed)


def _hand_on(connection: Connection, of: PublishedQuarter, absence: AbsenceRecord) -> None:
    """Let another absence of the same days give the seats back, once that is a mistake as well."""
    for seat in find_absence(connection, absence.hotline, absence.id).seats:
        agent, shift = of.agent_of.get(seat.person), of.plan.shift.get(seat.shift)
        if seat.plan != of.place.plan.id or agent is None or shift is None:
            continue
        other = find_other_absence(connection, of, agent, shift.day)
        if other is not None:
            add_seats(connection, other, (seat,))


def _still_free(place: PlanPlace, content: VersionContent, absence: AbsenceRecord) -> list[Move]:
    """Return how whoever was away comes back to seats that nobody took, as far as the rules allow."""
    agent_of = {person: agent for agent, person in content.person_of.items()}
    trials, found = Trials(content.plan, content.roster), list[Move]()
    for seat in absence.seats:
        agent, shift = agent_of.get(seat.person), content.plan.shift.get(seat.shift)
        if seat.plan != place.plan.id or agent is None or shift is None or shift.ends_at <= place.at:
            continue
        sitting = content.roster.on(seat.shift)
        move = Move(seat.shift, None, agent)
        free = agent not in sitting and len(sitting) < shift.seats
        if free and move not in found and not trials.find_breaches([*found, move]):
            found.append(move)
    return found


def own_request(request: IdempotentRequest, what: str) -> IdempotentRequest:
    """Return a part of a request as a request of its own, the same each time that the whole comes again."""
    key = sha256(f"{request.key} {what}".encode()).hexdigest()
    return replace(request, key=key)


def _decider(published: PublishedQuarter, absence: AbsenceRecord) -> Decider:
    agent = published.agent_of.get(absence.person)
    if agent is not None and published.is_self(agent):
        return Decider.AGENTS
    return Decider.COORDINATOR if published.coordinates else Decider.LEADER


def _record(connection: Connection, place: HotlinePlace, what: str, absence: AbsenceRecord) -> None:
    audit.record(
        connection,
        actor=place.author,
        action=f"absence.{what}",
        about=absence.id,
        at=place.at,
        payload={"number": absence.number},
    )
