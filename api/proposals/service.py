"""Proposing a draft, commenting on it, answering: what each changes, who is told, what is written down.

The record says that a draft was proposed until when, and which shift was commented on and answered; what
people wrote stands in the comments alone, and goes with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from api.access.ids import RemarkId, RunId
from api.plans.records.answers import PlanPerson
from api.plans.service import recall_answer
from api.proposals.place import ProposalPlace, proposal_place, read_seen
from api.proposals.records.proposals import keep_proposal
from api.proposals.records.remarks import (
    DraftRemark,
    add_remark,
    count_remarks,
    find_remark,
    keep_answer,
    list_remarks,
)
from api.proposals.run_sentences import read_run_answer
from api.publication.publication import Publication
from api.rosters.records.rosters import read_version
from api.store import audit, outbox
from api.store.engine import Connection, reading
from api.store.errors import (
    BrokenRulesError,
    ClosedError,
    ConflictError,
    MissingError,
    NotForwardError,
    TooManyError,
)
from api.store.idempotency import IdempotentRequest, once
from api.store.types import new_id
from wfm.errors import Fault, InputError
from wfm.finding import Finding
from wfm.ids import MunicipalityCode, ShiftId
from wfm.message import Text
from wfm.tables.naming import plain

PROPOSED, ANSWERED = "proposal_opened", "remark_answered"
"""Kinds of the notices about it."""
LONGEST = 2000
"""Of a comment and of an answer."""
MOST_REMARKS = 200
"""Comments of one account on one draft."""
OVER = Text("proposal.over", "the draft is not open for comments any more")
LATER = Text("proposal.later", "a moment that is not over yet")
A_SHIFT = Text("proposal.a_shift", "a shift of the draft that you see, or none for the draft as a whole")
SOMETHING = Text("proposal.something", "a text of at most {most:number} characters")
TEXT_OR_RUN = Text("proposal.text_or_run", "a text, or an explanation that says something of nobody else")


def propose(
    place: ProposalPlace, request: IdempotentRequest, *, until: datetime, note: str, expected: int
) -> ProposalPlace:
    """Show a draft to leaders and agents until a moment; an earlier proposal of the plan is closed by it.

    Whoever is concerned gets a mail, unless the very draft was open already and only its end is moved.

    Parameters
    ----------
    place, request
        Where, and by which request.
    until, note
        Until when, and what is said to everybody.
    expected
        Number of the state of the proposal that the coordinator knows; 0 where it was never put forward.

    Raises
    ------
    ConflictError
        Where another coordinator put it forward, or changed that, meanwhile.
    BrokenRulesError
        Where the draft breaks a hard rule: it could not be published either.
    NotForwardError
        Where the version is not later than the published one.
    InputError
        Where the moment is over.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        if place.version.number <= place.plan.published:
            raise NotForwardError(place.version.number, place.plan.published)
        if until <= place.at:
            raise InputError((Fault("", None, "until", until.isoformat(), LATER()),))
        now = proposal_place(connection, place, place.version.number)
        if now.number != expected:
            known = now.proposal
            by, since = (None, None) if known is None else (known.author, known.at)
            raise ConflictError(expected, now.number, by, since)
        broken = find_breaches(connection, now)
        if broken:
            raise BrokenRulesError(tuple(dict.fromkeys(one.rule for one in broken)))
        kept = keep_proposal(
            connection,
            now.plan.id,
            now.version.number,
            until=until,
            note=note,
            author=now.author,
            at=now.at,
        )
        _record(connection, now, "set", {"until": until.isoformat()})
        if not now.is_open:
            told = {"plan": now.plan.id, "hotline": now.hotline.id, "number": now.version.number}
            outbox.add_notice(connection, PROPOSED, told, now.at)
        return {"proposal": kept.id}

    once(place.database, request, place.at, effect, place.hotline.id)
    with reading(place.database) as connection:
        return proposal_place(connection, place, place.version.number)


def find_breaches(connection: Connection, place: ProposalPlace) -> tuple[Finding, ...]:
    """Return where a draft breaks hard rules; such a draft is not put forward."""
    score = read_version(connection, place.version).report.score
    return () if score is None else score.breaches


def comment(
    place: ProposalPlace, request: IdempotentRequest, *, shift: ShiftId | None, text: str
) -> DraftRemark:
    """Write a comment on a shift of the draft, or on all of it.

    Raises
    ------
    MissingError
        Where the version was never proposed.
    ClosedError
        Where the draft is not open any more; coordinators may go on.
    InputError
        Where the shift is none that the caller sees, or nothing is said.
    TooManyError
        Where the caller has written as many as one may.
    """
    text = _clean(text)
    said = recall_answer(place, request)
    if said is not None:
        return _read(place, RemarkId(said["remark"]))
    if place.proposal is None:
        raise MissingError("proposal")
    if not (place.is_open or place.coordinates):
        raise ClosedError(OVER())
    with reading(place.database) as connection:
        seen = read_seen(connection, place)
    _refuse_odd(seen, shift, text)
    who, town = _whose(place, seen, shift)

    def effect(connection: Connection) -> Mapping[str, Any]:
        now = proposal_place(connection, place, place.version.number)
        if now.proposal is None or not (now.is_open or now.coordinates):
            raise ClosedError(OVER())
        if count_remarks(connection, now.proposal.id, now.author) >= MOST_REMARKS:
            raise TooManyError(MOST_REMARKS)
        made = DraftRemark(
            id=RemarkId(new_id()),
            proposal=now.proposal.id,
            shift=shift,
            text=text,
            author=now.author,
            at=now.at,
            person=None if who is None else who.person,
            municipality=town,
        )
        add_remark(connection, made)
        _record(connection, now, "comment", {"remark": made.id, "shift": shift})
        return {"remark": made.id}

    said = once(place.database, request, place.at, effect, place.hotline.id)
    return _read(place, RemarkId(said["remark"]))


def answer(
    place: ProposalPlace, request: IdempotentRequest, remark: RemarkId, *, text: str, run: RunId | None
) -> DraftRemark:
    """Answer a comment, in own words or by an explanation; its author gets a mail.

    Raises
    ------
    MissingError
        Where there is no such comment on the draft, or no such run of the plan.
    InputError
        Where neither says anything that may be told.
    """
    asked = _read(place, remark)
    told = _clean(text)
    if run is not None:
        with reading(place.database) as connection:
            explained = read_run_answer(connection, place, run, asked)
        told = told or explained
    if not told or len(told) > LONGEST:
        wanted = TEXT_OR_RUN() if run is not None and not told else SOMETHING(most=LONGEST)
        raise InputError((Fault("", None, "text", text[:80], wanted),))

    def effect(connection: Connection) -> Mapping[str, Any]:
        keep_answer(connection, remark, answer=told, run=run, by=place.author, at=place.at)
        _record(connection, place, "answer", {"remark": remark, "run": run, "shift": asked.shift})
        if asked.author is not None and asked.author != place.author:
            notice = {"plan": place.plan.id, "hotline": place.hotline.id, "number": place.version.number}
            outbox.add_notice(connection, ANSWERED, {**notice, "remark": remark}, place.at)
        return {"remark": remark}

    once(place.database, request, place.at, effect, place.hotline.id)
    return _read(place, remark)


def list_heard(place: ProposalPlace) -> tuple[DraftRemark, ...]:
    """Return the comments that the caller reads, by shift."""
    if place.proposal is None:
        return ()
    with reading(place.database) as connection:
        return tuple(one for one in list_remarks(connection, place.proposal.id) if place.hears(one))


def _read(place: ProposalPlace, remark: RemarkId) -> DraftRemark:
    with reading(place.database) as connection:
        found = find_remark(connection, remark)
    if place.proposal is None or found.proposal != place.proposal.id or not place.hears(found):
        raise MissingError("remark")
    return found


def _clean(text: str) -> str:
    """Return a text line by line, without signs that nobody sees."""
    return "\n".join(map(plain, text.splitlines())).strip()


def _refuse_odd(seen: Publication, shift: ShiftId | None, text: str) -> None:
    faults = []
    if shift is not None and all(shift != one.id for one in seen.shifts):
        faults.append(Fault("", None, "shift", shift[:80], A_SHIFT()))
    if not text or len(text) > LONGEST:
        faults.append(Fault("", None, "text", text[:80], SOMETHING(most=LONGEST)))
    if faults:
        raise InputError(faults)


def _whose(
    place: ProposalPlace, seen: Publication, shift: ShiftId | None
) -> tuple[PlanPerson | None, MunicipalityCode | None]:
    """Return the agent from whom a comment comes, or else the municipality for which its leader speaks."""
    sitting = () if shift is None else seen.roster.on(shift)
    own = [one for one in place.stored.people() if one.agent in place.scope.agents]
    own.sort(key=lambda one: one.agent not in sitting)
    led = place.scope.municipalities
    if own and (own[0].agent in sitting or not led):
        return own[0], own[0].municipality
    towns = sorted({seen.plan.agent[agent].municipality for agent in sitting} & led) or sorted(led)
    return None, next(iter(towns), None)


def _record(connection: Connection, place: ProposalPlace, what: str, told: Mapping[str, Any]) -> None:
    audit.record(
        connection,
        actor=place.author,
        action=f"proposal.{what}",
        about=place.version.id,
        at=place.at,
        payload={"number": place.version.number, **told},
    )
