"""Who really sat there, in pages: a week's shifts, one of them to be put right, and a file of minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.plans.place import PlanPlace
from api.rosters.page_context import InPlanning, PlanningContext
from api.rosters.records.worked import PersonMinutes, WorkedPart, WorkedState
from api.store.engine import reading
from api.store.errors import ClashError, ConflictError, MissingError
from api.web.guard import allow
from api.web.pages.sent_form import WRONG, CurrentForm, PageForm, new_key
from api.worked.closing import correct_worked
from api.worked.minutes import read_minutes
from api.worked.place import WorkedQuarter, WorkedShift, read_quarter
from api.worked.schemas import MOST_MINUTES
from api.worked.sent_seats import SeatClaim
from api.worked.service import find_worked, say_worked
from wfm.errors import InputError
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.message import Message, Text

router = APIRouter(include_in_schema=False)

PAGE = "/plans/{plan}/worked"
ONE = f"{PAGE}/{{shift}}"
MINUTES_WANTED = Text("worked.minutes_wanted", "minutes are a whole number from 0 to {most:number}")
OVERTAKEN = Text(
    "worked.overtaken", "somebody has said something else meanwhile; what is there now stands below"
)


@dataclass(frozen=True)
class WorkedContext:
    """A page about what was worked on the shifts of a plan."""

    planning: PlanningContext
    place: PlanPlace

    def link(self, *parts: object, **query: object) -> str:
        """Return the address of a page about it."""
        return self.planning.page.link("plans", self.place.first_day, "worked", *parts, **query)

    @property
    def waiting(self) -> Response | None:
        """The way on where nothing is published yet: planners find the plan's versions."""
        if self.place.plan.published:
            return None
        return RedirectResponse(self.planning.page.link("plans", self.place.first_day, "versions"), 303)


def read_worked_context(context: InPlanning, plan: str) -> WorkedContext:
    """Return where it is said what was worked.

    Raises
    ------
    MissingError
        Where there is no such plan for the caller.
    """
    place = context.plan_place(plan)
    if not (place.plan.published or place.sees_drafts):
        raise MissingError("published")
    return WorkedContext(context, place)


InWorked = Annotated[WorkedContext, Depends(read_worked_context)]


@router.get(PAGE, dependencies=[allow(Permission.READ_ROSTER)])
def show_worked(context: InWorked, week: str = "", done: str = "") -> Response:
    """Show the shifts of a week that are over, with who sat there; to agents all of their own."""
    if context.waiting is not None:
        return context.waiting
    with reading(context.place.database) as connection:
        quarter = read_quarter(connection, context.place)
    own = tuple(one for one in quarter.shifts if _concerns(quarter, one))
    weeks = tuple(dict.fromkeys(one.shift.week for one in own))
    shown = next((one for one in weeks if str(one) == week), weeks[-1] if weeks else None)
    by_week = quarter.scope.figures
    return _respond(
        context,
        quarter,
        "worked/list.html",
        weeks=weeks if by_week else (),
        week=shown,
        shifts=[one for one in own if not by_week or one.shift.week == shown],
        reported=[one for one in own if one.state is WorkedState.REPORTED] if by_week else (),
        towns=_own_towns(quarter),
        done=bool(done),
    )


@router.get(ONE, dependencies=[allow(Permission.READ_ROSTER)])
def show_shift(context: InWorked, shift: str) -> Response:
    """Show a shift with who sat there, to be put right."""
    quarter, one = find_worked(context.place, ShiftId(shift))
    return _show(context, quarter, one)


@router.post(ONE, dependencies=[allow(Permission.ANSWER)])
def say(context: InWorked, shift: str, form: CurrentForm) -> Response:
    """Keep who sat there, as the form says."""
    quarter, one = find_worked(context.place, ShiftId(shift))
    path = f"/plans/{context.place.plan.id}/worked/{shift}"
    request, expected = form.request(context.place.author, path), form.number("expected")
    try:
        claims = _claims(quarter, one, form)
        if quarter.closed and context.place.viewer.may(Permission.PUBLISH):
            if expected != one.number:
                raise ConflictError(expected, one.number, None, None)
            correct_worked(context.place, request, one.shift.id, claims)
        else:
            say_worked(context.place, request, one.shift.id, claims, expected=expected)
    except _OddMinutesError:
        wanted = MINUTES_WANTED(most=MOST_MINUTES)
        return _show(context, quarter, one, told=wanted, typed=form, status=WRONG)
    except InputError as error:
        return _show(context, quarter, one, told=error.faults[0].expected, typed=form, status=WRONG)
    except ConflictError:
        quarter, one = find_worked(context.place, ShiftId(shift))
        return _show(context, quarter, one, told=OVERTAKEN(), status=412)
    except ClashError as error:
        return _show(context, quarter, one, told=error.message, status=409)
    week = one.shift.week if quarter.scope.figures else ""
    return RedirectResponse(context.link(week=week, done=1), 303)


@router.get("/plans/{plan}/minutes", dependencies=[allow(Permission.READ_FIGURES)])
def minutes(context: InWorked, municipality: str = "") -> Response:
    """Hand out a municipality's minutes as a file."""
    if context.waiting is not None or not municipality:
        return context.waiting or RedirectResponse(context.link(), 303)
    content = read_minutes(context.place, MunicipalityCode(municipality))
    name = f"minutes-{context.place.first_day}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    # The mark at the beginning tells spreadsheets that the text is UTF-8.
    return Response("\ufeff" + content, media_type="text/csv; charset=utf-8", headers=headers)


@dataclass(frozen=True)
class SeatLine:
    """A seat on the page: who is said to have sat there, for how long, and whether one may change that."""

    index: int
    part: WorkedPart
    seat: PersonMinutes
    name: str
    editable: bool


def _lines(quarter: WorkedQuarter, one: WorkedShift) -> Iterator[SeatLine]:
    for index, (part, seat) in enumerate(one.seats()):
        mine = seat.person is not None and seat.person in quarter.own_persons
        yield SeatLine(
            index=index,
            part=part,
            seat=seat,
            name=quarter.name(one, part, seat),
            editable=_says(quarter) and (mine or quarter.leads(part.municipality)),
        )


def _says(quarter: WorkedQuarter) -> bool:
    """Tell whether the caller says anything now: once it is closed only those who correct it."""
    viewer = quarter.place.viewer
    return viewer.may(Permission.PUBLISH if quarter.closed else Permission.ANSWER)


def _concerns(quarter: WorkedQuarter, one: WorkedShift) -> bool:
    """Tell whether a shift stands on the caller's page: a leader's shows those of the own municipality."""
    if quarter.scope.whole:
        return True
    return any(line.editable or quarter.identifies(line.part, line.seat) for line in _lines(quarter, one))


def _own_towns(quarter: WorkedQuarter) -> list[MunicipalityCode]:
    """Return the municipalities whose people the caller looks after."""
    scope = quarter.scope
    towns = quarter.plan.staffing
    return [m.code for m in towns if scope.whole or m.code in scope.municipalities]


class _OddMinutesError(Exception):
    """Minutes are no such number."""


def _claims(quarter: WorkedQuarter, one: WorkedShift, form: PageForm) -> list[SeatClaim]:
    """Return the seats that a form sends."""
    found = []
    for line in _lines(quarter, one):
        if line.editable:
            gone = form.text("gone") == str(line.index)
            minutes = 0 if gone else _minutes(form, f"minutes-{line.index}")
            agent = quarter.agent(line.seat.person)
            if agent is not None or minutes:  # a stand-in who did not come was never there
                found.append(SeatClaim(agent, None if agent else line.part.municipality, minutes))
    if agent_named := form.text("new-agent"):
        found.append(SeatClaim(AgentId(agent_named), None, _minutes(form, "new-agent-minutes")))
    if town_named := form.text("new-town"):
        found.append(SeatClaim(None, MunicipalityCode(town_named), _minutes(form, "new-town-minutes")))
    return found


def _minutes(form: PageForm, name: str) -> int:
    text = form.text(name).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and int(text) <= MOST_MINUTES):
        raise _OddMinutesError
    return int(text)


def _show(
    context: WorkedContext,
    quarter: WorkedQuarter,
    one: WorkedShift,
    *,
    told: Message | None = None,
    typed: PageForm | None = None,
    status: int = 200,
) -> Response:
    lines = tuple(_lines(quarter, one))
    towns = _own_towns(quarter) if _says(quarter) else []
    sitting = {line.seat.person for line in lines}
    others = [
        who for who in quarter.people.values() if who.person not in sitting and who.municipality in towns
    ]
    return _respond(
        context,
        quarter,
        "worked/shift.html",
        status,
        one=one,
        lines=lines,
        says=_says(quarter) and one.shift.ends_at <= context.place.at,
        over=one.shift.ends_at <= context.place.at,
        towns=towns,
        others=sorted(others, key=lambda who: (who.municipality, who.name)),
        told=told,
        typed=(lambda name: typed.text(name)) if typed else (lambda name: ""),
        most=MOST_MINUTES,
        key=new_key,
    )


def _respond(
    context: WorkedContext, quarter: WorkedQuarter, name: str, status: int = 200, **values: Any
) -> Response:
    scope = quarter.scope
    section = "plans" if scope.whole else "municipalities" if scope.municipalities else "me"
    return context.planning.page.respond(
        name,
        section,
        status,
        hotline=quarter.plan.hotline,
        quarter=quarter,
        lines_of=lambda one: tuple(_lines(quarter, one)),
        to=context.link,
        town=lambda code: quarter.plan.municipality[code].name,
        corrects=quarter.closed,
        **values,
    )
