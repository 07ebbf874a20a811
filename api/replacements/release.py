"""A shift is released: from then on people of several municipalities may share just that one.

The plan gets a row that says so, and what is published, as well as a draft in the making, follows it as it
is; nobody gains or loses a seat by that. Each step is done where it is not yet: a request that was broken
off goes on where it was when it comes again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.access.ids import VersionNumber
from api.plans.place import HotlinePlace, PlanPlace
from api.plans.records.facts import find_plan
from api.plans.records.plans import find_revision, read_plan
from api.plans.service import revise
from api.publishing.decider import Decider
from api.publishing.service import publish
from api.replacements.absences import own_request
from api.replacements.kinds import OfferState
from api.replacements.published_plan import PublishedQuarter, find_published_shift
from api.replacements.records.offers import end_offer, list_open_offers
from api.replacements.seats import note_over
from api.rosters.carry import carry_version
from api.rosters.change_base import read_carry
from api.rosters.editing.carry import Carry
from api.rosters.editing.short_notice import NoticeAgreement
from api.rosters.records.rosters import find_newest_version, find_version
from api.store import audit
from api.store.engine import Connection, reading
from api.store.errors import ClosedError
from api.store.idempotency import IdempotentRequest, once
from wfm.calendar import Shift
from wfm.hotline import Pairing
from wfm.ids import ShiftId
from wfm.lock import Demand
from wfm.message import Text
from wfm.plan import Plan

IS_OVER = Text("release.is_over", "the shift is over")
PLAN_DIFFERS = Text(
    "release.plan_differs",
    "the plan was changed since it was published; publish that first, or take it back",
)
NOTE = Text("release.note", "{shift:shift}: several municipalities may share this shift")


@dataclass(frozen=True)
class ReleasedShift:
    """A shift that several municipalities may share.

    Parameters
    ----------
    shift
        Which.
    version
        Number of the published version, which says so.
    """

    shift: ShiftId
    version: VersionNumber


def release_shift(
    place: HotlinePlace, request: IdempotentRequest, shift: ShiftId, agreed: NoticeAgreement
) -> ReleasedShift:
    """Let people of several municipalities share a published shift; offers of the whole of it are over.

    Raises
    ------
    MissingError
        Where there is no such shift.
    ClosedError
        Where it is over, or the plan was changed otherwise since it was published.
    ConflictError
        Where the plan or its roster was changed meanwhile.
    """
    of = _find(place, shift)
    if of.shift(shift).ends_at <= place.at:
        raise ClosedError(IS_OVER())
    if not of.plan.mixed_on(shift):
        _let_plan_say(of, request, of.shift(shift))
        _publish(_find(place, shift), request, agreed)
    of = _find(place, shift)

    def effect(connection: Connection) -> Mapping[str, Any]:
        for one in list_open_offers(connection, of.place.plan.id, shift, place.at):
            if one.whole:
                end_offer(connection, one, OfferState.WITHDRAWN, place.at)
                note_over(connection, of.place, one, (ask.person for ask in one.asks))
        told = {"shift": shift, "number": of.place.plan.published}
        audit.record(
            connection,
            actor=place.author,
            action="shift.release",
            about=of.place.plan.id,
            at=place.at,
            payload=told,
        )
        return told

    said = once(place.database, own_request(request, "release"), place.at, effect, place.hotline.id)
    return ReleasedShift(shift, VersionNumber(said["number"]))


def _find(place: HotlinePlace, shift: ShiftId) -> PublishedQuarter:
    with reading(place.database) as connection:
        return find_published_shift(connection, place, shift)


def _let_plan_say(of: PublishedQuarter, request: IdempotentRequest, shift: Shift) -> None:
    """Let the newest state of the plan say it, where nothing else would be published with that."""
    place = of.place
    with reading(place.database) as connection:
        newest = find_revision(connection, place.plan.id)
        version = find_version(connection, place.plan.id, place.plan.published)
        if version.revision != newest.id and _differs(read_carry(connection, place, version, newest)):
            raise ClosedError(PLAN_DIFFERS())
        if read_plan(connection, newest).mixed_on(shift.id):  # said already, and not published yet
            return

    def released(plan: Plan) -> Plan:
        others = (row for row in plan.demand if row.shift != shift.id)
        row = Demand(shift.day, shift.start, shift.seats, Pairing.MIXED)
        return replace(plan, demand=tuple(sorted((*others, row), key=lambda one: one.shift)))

    note = place.speak.sentence(NOTE(shift=shift.id))
    own = own_request(request, "plan")
    revise(place, own, newest.number, released, lambda plan: plan, note, over_answers=True)


def _differs(carry: Carry) -> bool:
    """Tell whether more than this would be published: seats, shifts or targets."""
    before, after = carry.before.plan, carry.plan
    seats = [{shift.id: (shift.ends_at, shift.seats) for shift in plan.shifts} for plan in (before, after)]
    return bool(
        carry.losses or carry.amends_plan or seats[0] != seats[1] or before.seats_owed != after.seats_owed
    )


def _publish(of: PublishedQuarter, request: IdempotentRequest, agreed: NoticeAgreement) -> None:
    """Publish what is published on the newest state of the plan, and let a draft in the making follow."""
    place, published = of.place, of.place.plan.published
    with reading(place.database) as connection:
        newest = find_newest_version(connection, place.plan.id)
    assert newest is not None
    made = carry_version(place, own_request(request, "carry"), published, expected=newest.number)
    publish(
        place.database,
        place.plan.id,
        made.number,
        expected=published,
        author=place.author,
        at=place.at,
        request=own_request(request, "publish"),
        agreed=agreed,
        accept_short_notice=True,
        decided_by=Decider.COORDINATOR,
    )
    if newest.number > published and newest.revision != made.preview.target.id:
        _follow(place, request, newest.number, made.number)


def _follow(
    place: PlanPlace, request: IdempotentRequest, draft: VersionNumber, newest: VersionNumber
) -> None:
    with reading(place.database) as connection:
        facts = find_plan(connection, place.hotline.id, place.plan.first_day)
    carry_version(replace(place, plan=facts), own_request(request, "draft"), draft, expected=newest)
