"""Closing a quarter by its check list, and correcting it afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.ledger.closing import Accounts, account_quarter, post_close, post_correction
from api.ledger.kinds import LedgerKind
from api.ledger.posting import post_version
from api.ledger.records import last_number, list_entries, list_quarters
from api.plans.place import PlanPlace
from api.rosters.records.worked import WorkedState
from api.store import audit, outbox
from api.store.engine import Connection, reading
from api.store.errors import ClosedError
from api.store.hotlines import touch_hotline
from api.store.idempotency import IdempotentRequest, once
from api.store.webhooks import WebhookEvent, announce
from api.worked.place import WorkedQuarter, WorkedShift, read_quarter
from api.worked.sent_seats import SeatClaim
from api.worked.service import change_parts, find_worked
from wfm.ids import ShiftId
from wfm.message import Plural, Text
from wfm.quota_table import quota_table

CLOSED, CORRECTED = "quarter_closed", "quarter_corrected"
"""Kinds of the notices to leaders."""
CLOSED_ALREADY = Text("close.already", "the quarter is closed already")
NOT_CLOSED = Text("close.not_yet", "the quarter is not closed; say on its shifts who sat there")
REPORTED = Plural(
    "close.reported",
    "{n:number} shift waits for a leader or a coordinator to confirm who sat there",
    "{n:number} shifts wait for a leader or a coordinator to confirm who sat there",
)
TO_COME = Plural("close.to_come", "{n:number} shift is not over yet", "{n:number} shifts are not over yet")
EARLIER = Text("close.earlier", "the quarter from {first:date} has to be closed first")


@dataclass(frozen=True)
class CloseCheck:
    """What is looked at before a quarter is closed.

    Parameters
    ----------
    quarter
        The plan with what was worked.
    to_come
        Shifts that are not over yet.
    earlier
        First day of an earlier quarter that is not closed; ``None`` where there is none.
    closed_at
        Since when it is closed; ``None`` while it is open.
    """

    quarter: WorkedQuarter
    to_come: int
    earlier: date | None
    closed_at: datetime | None

    @property
    def reported(self) -> tuple[WorkedShift, ...]:
        """Shifts of which something waits to be confirmed."""
        return self._in(WorkedState.REPORTED)

    @property
    def confirmed(self) -> tuple[WorkedShift, ...]:
        """Shifts of which something was said and confirmed."""
        return self._in(WorkedState.CONFIRMED)

    @property
    def empty(self) -> tuple[WorkedShift, ...]:
        """Shifts with seats in which nobody sat."""
        return tuple(one for one in self.quarter.shifts if one.empty_seats)

    @property
    def possible(self) -> bool:
        """Whether it can be closed now."""
        return not (self.quarter.closed or self.to_come or self.earlier or self.reported)

    def _in(self, state: WorkedState) -> tuple[WorkedShift, ...]:
        return tuple(one for one in self.quarter.shifts if one.state is state)


def find_close_check(place: PlanPlace) -> CloseCheck:
    """Return the check list of a quarter.

    Raises
    ------
    MissingError
        Where nothing of it is published.
    """
    with reading(place.database) as connection:
        return check_close(connection, place)


def close_quarter(place: PlanPlace, request: IdempotentRequest) -> CloseCheck:
    """Close a quarter: what was worked is posted, and handed on to the next one.

    Raises
    ------
    MissingError
        Where nothing of it is published.
    ClosedError
        Where it is closed, not over, or an earlier one is open, or something waits to be confirmed.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        check = check_close(connection, place)
        _refuse_unready(check)
        after = last_number(connection, place.hotline.id)
        _post_close(connection, check.quarter)
        _tell_leaders(connection, place, CLOSED, after)
        touch_hotline(connection, place.hotline.id)
        return {"closed": place.first_day}

    once(place.database, request, place.at, effect, place.hotline.id)
    return find_close_check(place)


def correct_worked(
    place: PlanPlace, request: IdempotentRequest, shift: ShiftId, sent: Sequence[SeatClaim]
) -> tuple[WorkedQuarter, WorkedShift]:
    """Say who really sat on a shift of a closed quarter; the difference is posted to everybody's account.

    Raises
    ------
    MissingError
        Where there is no such shift.
    ClosedError
        Where the quarter is not closed.
    InputError
        With every seat that can't be as it was sent.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        quarter = read_quarter(connection, place)
        now = quarter.find(shift)
        if not quarter.closed:
            raise ClosedError(NOT_CLOSED())
        before, last = _accounts(connection, quarter), last_number(connection, place.hotline.id)
        change_parts(connection, quarter, now, sent, expected=None)
        after = _accounts(connection, quarter)
        seal = post_correction(
            connection,
            place.hotline.id,
            place.plan.first_day,
            shift,
            before,
            after,
            author=place.author,
            at=place.at,
        )
        audit.record(
            connection,
            actor=place.author,
            action="quarter.correct",
            about=place.plan.id,
            at=place.at,
            payload={"shift": shift},
            seals=(seal,),
        )
        _tell_leaders(connection, place, CORRECTED, last, shift)
        touch_hotline(connection, place.hotline.id)
        return {"shift": shift}

    once(place.database, request, place.at, effect, place.hotline.id)
    return find_worked(place, shift)


def check_close(connection: Connection, place: PlanPlace) -> CloseCheck:
    """Return the check list of a quarter, as it is in a transaction.

    Raises
    ------
    MissingError
        Where nothing of it is published.
    """
    quarter = read_quarter(connection, place)
    first = place.plan.first_day
    open_before = [
        one.first_day
        for one in list_quarters(connection, place.hotline.id)
        if one.first_day < first and not one.closed
    ]
    closed_at = None
    if quarter.closed:
        entries = list_entries(connection, place.hotline.id, quarter=first)
        closed_at = next(one.at for one in entries if one.kind is LedgerKind.CARRY_OVER)
    return CloseCheck(
        quarter=quarter,
        to_come=sum(shift.ends_at > place.at for shift in quarter.plan.shifts),
        earlier=next(iter(open_before), None),
        closed_at=closed_at,
    )


def _refuse_unready(check: CloseCheck) -> None:
    if check.quarter.closed:
        raise ClosedError(CLOSED_ALREADY())
    if check.earlier is not None:
        raise ClosedError(EARLIER(first=check.earlier.isoformat()))
    if check.to_come:
        raise ClosedError(TO_COME(n=check.to_come))
    if check.reported:
        raise ClosedError(REPORTED(n=len(check.reported)))


def _post_close(connection: Connection, quarter: WorkedQuarter) -> None:
    place, version = quarter.place, quarter.version
    told: dict[str, Any] = {"author": place.author, "at": place.at}
    # What was published before there was a ledger enters it now; of everything else this posts nothing.
    first = post_version(connection, place.hotline.id, version, 0, **told)
    accounts = _accounts(connection, quarter)
    post_close(connection, place.hotline.id, place.plan.first_day, version.number, accounts, **told)
    audit.record(
        connection,
        actor=place.author,
        action="quarter.close",
        about=place.plan.id,
        at=place.at,
        payload={"plan": place.plan.id, "version": version.number},
        seals=(first,),  # it watches all that is posted from then on,
    )
    about = {"version": version.number}
    announce(connection, WebhookEvent.QUARTER_CLOSED, place.plan.id, place.at, about)


def _tell_leaders(connection: Connection, place: PlanPlace, kind: str, after: int, shift: str = "") -> None:
    """Let leaders know what was posted after an entry, but for whoever did it."""
    until = last_number(connection, place.hotline.id)
    told = {"plan": place.plan.id, "hotline": place.hotline.id, "after": after, "until": until}
    outbox.add_notice(connection, kind, {**told, "shift": shift, "by": place.author}, place.at)


def _accounts(connection: Connection, quarter: WorkedQuarter) -> Accounts:
    return account_quarter(quota_table(quarter.plan, quarter.read_seats(connection)))
