"""Absences as pages: reported in one form, and for each empty seat who may take it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.availability.deadline import read_day
from api.rendering.templates import HOME
from api.replacements.absences import (
    FROM_TODAY,
    ShownAbsence,
    list_shown_absences,
    own_request,
    report_absence,
    show_absence,
    withdraw_report,
)
from api.replacements.answers import accept
from api.replacements.offers import ShownOffer, make_offer
from api.replacements.page_context import InReplacing, ReplacementContext, absence_named
from api.replacements.release import release_shift
from api.replacements.sentences import ASKS, CHANGED, DONE
from api.replacements.vacancies import VacatedShift, find_vacancy, list_vacancies
from api.rosters.editing.changes import NewBreachesError
from api.store.errors import ClashError, ConflictError, MissingError
from api.web.guard import allow
from api.web.pages.sent_form import WRONG, CurrentForm, new_key
from wfm.errors import InputError
from wfm.ids import AgentId, ShiftId
from wfm.message import Message, Text

router = APIRouter(include_in_schema=False)

PAGE = "/absences"
SEAT = f"{PAGE}/{{absence}}/seats/{{shift}}"
AT_ONCE = 25
"""Candidates that are listed; the others would be worse."""
HOURS = (1, 3, 12, 24)
"""How long those who are asked may think."""
NOT_ALLOWED = Text("absence.not_allowed", "the change would break a rule that no roster may break")
SOMEBODY = Text("absence.somebody", "somebody is to be chosen")


@router.get(PAGE, dependencies=[allow(Permission.READ_ROSTER)])
def absences(context: InReplacing, done: str = "") -> Response:
    """Show the form, who is away, and which seats are empty by that."""
    return _show(context, done=done)


@router.post(PAGE, dependencies=[allow(Permission.ANSWER)])
def report(context: InReplacing, form: CurrentForm) -> Response:
    """Note that somebody is away."""
    agent = AgentId(form.text("agent"))
    first, last = read_day(form.text("first_day")), read_day(form.text("last_day") or form.text("first_day"))
    if first is None or last is None:
        return _show(context, told=FROM_TODAY(), status=WRONG)
    try:
        shown = report_absence(
            context.place, context.request(form, "absences"), agent, first, last, context.agreed
        )
    except InputError as error:
        return _show(context, told=error.faults[0].expected, status=WRONG)
    vacancies = list_vacancies(context.place, shown, ranked=False)
    page = context.planning.page
    if len(vacancies) == 1 and vacancies[0].vacant:
        where = page.link("absences", shown.absence.id, "seats", vacancies[0].shift.id, done="reported")
    else:
        where = page.link("absences", done="reported")
    return RedirectResponse(where, 303)


@router.post(f"{PAGE}/{{absence}}/withdraw", dependencies=[allow(Permission.ANSWER)])
def take_back(context: InReplacing, absence: str, form: CurrentForm) -> Response:
    """Take an absence back that was a mistake."""
    known = absence_named(absence)
    try:
        withdraw_report(context.place, context.request(form, "absences", absence), known, context.agreed)
    except ClashError as error:
        return _show(context, told=error.message, status=409)
    return RedirectResponse(context.planning.page.link("absences", done="taken_back"), 303)


@router.get(SEAT, dependencies=[allow(Permission.READ_ROSTER)])
def seat(context: InReplacing, absence: str, shift: str, done: str = "") -> Response:
    """Show who may take an empty seat, ranked, with what each would do."""
    return _show_seat(context, absence, shift, done=done)


@router.post(f"{SEAT}/ask", dependencies=[allow(Permission.ANSWER)])
def ask(context: InReplacing, absence: str, shift: str, form: CurrentForm) -> Response:
    """Ask one or several to take it."""
    shown = show_absence(context.place, absence_named(absence))
    vacancy = find_vacancy(context.place, shown, ShiftId(shift))
    agents = _chosen(form.fields.get("agent", ()), form.text("one"))
    if not agents:
        return _show_seat(context, absence, shift, told=SOMEBODY(), status=WRONG)
    try:
        _offer(context, form, shown, vacancy, agents)
    except InputError as error:
        return _show_seat(context, absence, shift, told=error.faults[0].expected, status=WRONG)
    return _to_seat(context, absence, shift, "asked")


@router.post(f"{SEAT}/place", dependencies=[allow(Permission.EDIT_PLAN)])
def place_on(context: InReplacing, absence: str, shift: str, form: CurrentForm) -> Response:
    """Put somebody on it who has said yes otherwise, as coordinators do; a team, where it takes the shift."""
    shown = show_absence(context.place, absence_named(absence))
    vacancy = find_vacancy(context.place, shown, ShiftId(shift))
    agents = _chosen((), form.text("one"))
    if not agents:
        return _show_seat(context, absence, shift, told=SOMEBODY(), status=WRONG)
    try:
        made = _offer(context, form, shown, vacancy, agents)
        for agent in agents:
            part = own_request(context.request(form, "place", absence, shift), agent)
            accept(context.place, part, made.offer.id, context.agreed, agent=agent)
    except InputError as error:
        return _show_seat(context, absence, shift, told=error.faults[0].expected, status=WRONG)
    except ClashError as error:
        return _show_seat(context, absence, shift, told=error.message, status=409)
    except NewBreachesError:
        return _show_seat(context, absence, shift, told=NOT_ALLOWED(), status=409)
    return RedirectResponse(context.planning.page.link("absences", done="placed"), 303)


@router.post(f"{SEAT}/release", dependencies=[allow(Permission.PUBLISH)])
def release(context: InReplacing, absence: str, shift: str, form: CurrentForm) -> Response:
    """Let several municipalities share the shift, so that whoever is well there stays."""
    shown = show_absence(context.place, absence_named(absence))
    vacancy = find_vacancy(context.place, shown, ShiftId(shift))
    try:
        release_shift(
            context.place, context.request(form, "releases", shift), vacancy.shift.id, context.agreed
        )
    except ClashError as error:
        return _show_seat(context, absence, shift, told=error.message, status=409)
    except ConflictError:
        return _show_seat(context, absence, shift, told=CHANGED(), status=412)
    return _to_seat(context, absence, shift, "released")


def _chosen(ticked: object, one: str) -> tuple[AgentId, ...]:
    """Return who was chosen: by a button of their own, which may name a team, or by boxes."""
    named = one.split("|") if one else ticked
    assert isinstance(named, list | tuple)
    return tuple(dict.fromkeys(AgentId(agent) for agent in named if agent))


def _offer(
    context: ReplacementContext,
    form: CurrentForm,
    shown: ShownAbsence,
    vacancy: VacatedShift,
    agents: tuple[AgentId, ...],
) -> ShownOffer:
    hours = form.text("hours")
    return make_offer(
        context.place,
        context.request(form, "offers", shown.absence.id, vacancy.shift.id),
        shift=vacancy.shift.id,
        leaves=shown.agent,
        agents=agents,
        expires_at=_until(context.place.at, vacancy, int(hours) if hours in map(str, HOURS) else HOURS[-1]),
    )


def _until(at: datetime, vacancy: VacatedShift, hours: int) -> datetime:
    """Return until when an offer holds: at most until the shift begins, or ends where it has begun."""
    shift = vacancy.shift
    return min(at + timedelta(hours=hours), shift.starts_at if shift.starts_at > at else shift.ends_at)


def _to_seat(context: ReplacementContext, absence: str, shift: str, done: str) -> Response:
    where = context.planning.page.link("absences", absence, "seats", shift, done=done)
    return RedirectResponse(where, 303)


def _show(
    context: ReplacementContext, *, done: str = "", told: Message | None = None, status: int = 200
) -> Response:
    place, planning = context.place, context.planning
    today: date = place.at.astimezone(HOME).date()
    shown = list_shown_absences(place)
    return planning.page.respond(
        "replacements/absences.html",
        "now",
        status,
        hotline=place.hotline,
        speakable=context.speakable,
        absences=[(one, list_vacancies(place, one, ranked=False)) for one in shown],
        today=today,
        unfollowed=context.unfollowed,
        absent_in_drafts=context.absent_in_drafts,
        done=DONE[done]() if done in DONE else None,
        told=told,
        key=new_key,
    )


def _show_seat(
    context: ReplacementContext,
    absence: str,
    shift: str,
    *,
    done: str = "",
    told: Message | None = None,
    status: int = 200,
) -> Response:
    place, planning = context.place, context.planning
    shown = show_absence(place, absence_named(absence))
    if shown.absence.withdrawn_at is not None:
        raise MissingError("absence")
    vacancy = find_vacancy(place, shown, ShiftId(shift))
    able = () if vacancy.candidates is None else vacancy.candidates.able
    of = vacancy.published
    may_ask = [one for one in able if of.coordinates or all(of.names(agent) for agent in one.agents)]
    return planning.page.respond(
        "replacements/seat.html",
        "now",
        status,
        hotline=place.hotline,
        absence=shown.absence,
        vacancy=vacancy,
        of=of,
        able=may_ask[:AT_ONCE],
        elsewhere=_elsewhere(vacancy, [one for one in able if one not in may_ask]),
        offers=[ShownOffer(one, of) for one in vacancy.offers],
        towns={code: town.name for code, town in of.plan.municipality.items()},
        asks=ASKS,
        hours=HOURS,
        done=DONE[done]() if done in DONE else None,
        told=told,
        key=new_key,
    )


def _elsewhere(vacancy: VacatedShift, others: list) -> list[tuple[str, int]]:  # type: ignore[type-arg]
    """Return how many of other municipalities could, whom the caller does not see by name."""
    towns = vacancy.published.plan.municipality
    codes = dict.fromkeys(one.municipality for one in others)
    return [(towns[code].name, sum(one.municipality == code for one in others)) for code in codes]
