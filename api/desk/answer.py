"""The desk as a page: one week or month, the chosen seat's panel, and what went wrong with a choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi.responses import Response

from api.access.ids import VersionNumber
from api.access.permissions import Permission
from api.demand.week_risk import WeekRisk, read_week_risk
from api.desk.choice import Chooser, Consequence, SeatChoice
from api.desk.form import changes_of
from api.desk.sentences import NOT_POSSIBLE, group_refusals
from api.desk.service import Desk, changes_between, read_desk
from api.desk.view import DeskView, read_view
from api.desk.weeks import DeskWeeks
from api.plans.place import PlanPlace
from api.rosters.editing.agent_difference import Person, person_in
from api.rosters.editing.difference import ShiftDifference
from api.rosters.editing.faults import ChangeError
from api.rosters.editing.moves import Move
from api.rosters.editing.sentences import shift_messages
from api.rosters.editing.short_notice import today_in
from api.rosters.editing.trials import Trials
from api.rosters.news import news_tag
from api.rosters.page_context import PlanningContext
from api.rosters.records.rosters import find_version
from api.store.engine import Connection, reading
from api.web.pages.sent_form import new_key
from wfm.calendar import Week
from wfm.demand.team import team_of
from wfm.finding import Finding
from wfm.ids import AgentId
from wfm.message import Message

MOST_SHOWN, MOST_DETAILED = 30, 12
"""Candidates that are listed before somebody asks for all, and those whose findings are told one by one."""
MOST_CHANGES = 20
"""Of what another coordinator changed."""


@dataclass(frozen=True)
class Trouble:
    """Why nothing was done.

    Parameters
    ----------
    chosen
        What was chosen, as the form said it.
    breaches
        Hard rules that stand against it.
    before
        The version that was shown, where there is a newer one by now.
    reason
        What else stands against it.
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    breaches: tuple[Finding, ...] = ()
    before: VersionNumber | None = None
    reason: Message | None = None


def show_desk(
    context: PlanningContext,
    place: PlanPlace,
    number: VersionNumber,
    trouble: Trouble | None = None,
    *,
    told: Message | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """Return the page.

    Raises
    ------
    MissingError
        Where there is no such version, or the address names what its plan does not have.
    """
    overtaken: tuple[ShiftDifference, ...] = ()
    with reading(place.database) as connection:
        desk = read_desk(connection, place, number)
        if trouble is not None and trouble.before is not None:
            overtaken = changes_between(connection, place, desk.base, trouble.before)
        by = context.by(connection, find_version(connection, place.plan.id, number).author)
        plan, today = desk.base.plan, today_in(desk.base.plan.hotline, place.at)
        view = read_view(plan, context.page.request.query_params, today)
        risk = _risk(connection, place, desk, view.week)
    weeks = DeskWeeks(desk, today)
    chooser = Chooser(Trials(plan, desk.base.roster, desk.base.baseline))
    before, after = _around(plan.weeks, view.week)
    shown = _of_month(plan.weeks, view) if view.whole_month else (view.week,)
    period = plan.hotline.period
    return context.page.respond(
        "desk.html",
        "plans",
        status,
        hotline=plan.hotline,
        facts=place.plan,
        news=news_tag(place.plan),
        plan=plan,
        desk=desk,
        view=view,
        weeks=[weeks.week(week) for week in shown],
        before=before,
        after=after,
        findings=[one for one in desk.score.findings if one.subject.week == view.week],
        panel=_panel(chooser, weeks, view),
        edits=context.viewer.may(Permission.EDIT_PLAN) and desk.is_newest,
        starts=context.viewer.may(Permission.EDIT_PLAN),
        frozen=today if period.first_day < today <= period.last_day else None,
        trouble=trouble,
        overtaken=[message for one in overtaken for message in shift_messages(one)],
        most=MOST_CHANGES,
        by=by,
        again=_again(chooser, desk, trouble),
        chosen=[] if trouble is None else [*_choice_messages(chooser, trouble.chosen)],
        told=told,
        risk=risk,
        key=new_key,
        towns={m.code: m.name for m in plan.municipalities},
    )


def _risk(connection: Connection, place: PlanPlace, desk: Desk, week: Week) -> WeekRisk | None:
    plan, roster = desk.base.plan, desk.base.roster
    shifts = [shift for shift in plan.shifts if shift.week == week]
    teams = {shift.id: team_of(plan, roster, shift) for shift in shifts}
    return read_week_risk(connection, place.plan.id, teams, shifts)


def _choice_messages(chooser: Chooser, chosen: Mapping[str, str]) -> Iterator[Message]:
    """Yield what a choice asked for, as far as it moves people whom the plan knows, in sentences."""
    plan = chooser.plan

    def people(agent: AgentId | None) -> tuple[Person, ...]:
        return () if agent is None else (person_in(plan, agent),)

    for move in changes_of(chosen):
        if (
            isinstance(move, Move)
            and move.shift in plan.shift
            and {move.leaves, move.joins} <= {*plan.agent, None}
        ):
            shift = plan.shift[move.shift]
            yield from shift_messages(ShiftDifference(shift, shift, people(move.leaves), people(move.joins)))


def _around(weeks: tuple[Any, ...], week: Any) -> tuple[Any, Any]:
    place = weeks.index(week)
    return (
        weeks[place - 1] if place else None,
        weeks[place + 1] if place + 1 < len(weeks) else None,
    )


def _of_month(weeks: tuple[Any, ...], view: DeskView) -> tuple[Any, ...]:
    """Return the shown week and those around it: the month at a glance."""
    place = weeks.index(view.week)
    first = min(max(0, place - 2), max(0, len(weeks) - 5))
    return weeks[first : first + 5]


def _panel(chooser: Chooser, weeks: DeskWeeks, view: DeskView) -> Mapping[str, Any] | None:
    """Return what is told of the chosen seat."""
    if view.shift is None:
        return None
    last = max(view.shift.seats, len(weeks.roster.on(view.shift.id)))
    seat = chooser.seat(view.shift.id, min(view.seat, last))
    choice: SeatChoice = chooser.choose(seat)
    own = [one for one in weeks.desk.score.findings if seat.occupant and one.subject.agent == seat.occupant]
    shift = weeks.shift(view.shift)
    return {
        "shift": shift,
        "seat": shift.seats[seat.number - 1],
        "choice": choice,
        "able": choice.able if view.everybody else choice.able[:MOST_SHOWN],
        "detailed": MOST_DETAILED,
        "refused": list(group_refusals(choice.unable)),
        "exchanges": None if view.whom is None else chooser.exchanges(seat, view.whom),
        "whom": view.whom,
        "findings": [*shift.findings, *(one for one in own if one not in shift.findings)],
        "locks": [lock for lock in weeks.plan.locks if lock.shift == view.shift.id],
    }


def _again(chooser: Chooser, desk: Desk, trouble: Trouble | None) -> Consequence | Message | None:
    """Return what a choice that another's change overtook would do now; or that it can't be made any more."""
    if trouble is None or trouble.before is None or not desk.is_newest:
        return None
    changes = changes_of(trouble.chosen)
    try:
        return chooser.weigh(changes) if changes else None
    except ChangeError:
        return NOT_POSSIBLE()
