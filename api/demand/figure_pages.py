"""The page of a week's key figures: sentences first, a line through the weeks, figures that are entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.demand.addresses import FIGURES_PAGE
from api.demand.figure_line import HEIGHT, WIDTH, figure_lines
from api.demand.figure_routes import week_named
from api.demand.figures import list_weeks, read_line, read_week
from api.demand.records.entered import list_entries
from api.demand.service import take_calls
from api.demand.uploads import CallDocument
from api.demand.week.report import week_report
from api.rosters.page_context import InPlanning, PlanningContext, when
from api.store.engine import reading
from api.store.errors import ClashError
from api.texts.key_figures import NAMES, entry_text
from api.web.guard import allow
from api.web.pages.sent_form import CurrentForm, new_key
from wfm.calendar import Week
from wfm.demand.history_faults import NO_MORE_THAN
from wfm.demand.key_figures import week_days
from wfm.entered_figures import EnteredKind
from wfm.errors import Fault, HistoryError
from wfm.message import Message, Text

router = APIRouter(include_in_schema=False)

WeekAsked = Annotated[str, Query(max_length=8)]
MOST_ENTRIES = 60
"""Entries of the history that the page shows."""
QUARTER = Text("entered.quarter", "quarter {quarter} of {year}")
WEEK = Text("entered.week", "{week:week}")
FIELDS = ("figure", "period", "count", "whole")
LABELS = {
    "figure": Text("entered.figure", "Figure"),
    "period": Text("entered.period", "For"),
    "count": Text("entered.count", "How many were satisfied, or left"),
    "whole": Text("entered.whole", "Of how many asked, or agents on average"),
}
AT_MOST = Text("entered.at_most", "no more than were asked, or there on average: {limit:number}")


@router.get(FIGURES_PAGE, dependencies=[allow(Permission.READ_FIGURES)])
def figures_page(context: InPlanning, week: WeekAsked = "") -> Response:
    """Show the key figures of a week, the latest unless one is named; to whoever plans, with the form."""
    return _show(context, week)


@router.post(FIGURES_PAGE, dependencies=[allow(Permission.EDIT_PLAN)])
def enter_figure(context: InPlanning, form: CurrentForm) -> Response:
    """Take a figure of a week or a quarter in, and lead back to the week."""
    typed = {name: form.text(name) for name in FIELDS}
    try:
        sent = CallDocument({"entered": [typed]})
        take_calls(context.hotline_place(), form.request(context.account, FIGURES_PAGE), sent)
    except HistoryError as error:
        return _show(
            context,
            form.text("week"),
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _in_form(context, error.faults),
            typed,
        )
    except ClashError as error:
        return _show(context, form.text("week"), HTTPStatus.CONFLICT, typed=typed, told=error.message)
    asked = {"week": form.text("week")} if form.text("week") else {}
    return RedirectResponse(context.page.link("calls", "weeks", **asked), HTTPStatus.SEE_OTHER)


def _show(
    context: PlanningContext,
    week: str,
    status: int = HTTPStatus.OK,
    faults: Sequence[Fault] = (),
    typed: Mapping[str, str] | None = None,
    told: Message | None = None,
) -> Response:
    place = context.hotline_place()
    weeks = list_weeks(place)
    shown: dict[str, Any] = {
        "hotline": place.hotline,
        "weeks": weeks,
        "report": None,
        "lines": (),
        "chosen": None,
        "faults": faults,
        "told": told,
        "typed": dict.fromkeys(FIELDS, "") | dict(typed or {}),
        "labels": {name: label() for name, label in LABELS.items()},
        "edits": context.viewer.may(Permission.EDIT_PLAN),
        "key": new_key,
        "kinds": [(kind.value, NAMES[kind]()) for kind in EnteredKind],
    }
    if week or weeks:
        chosen = week_named(week) if week else weeks[0]
        found = read_week(place, chosen)
        line = read_line(place, chosen)
        shown |= {
            "chosen": chosen,
            "report": week_report(found.plan, found.review, place.speak),
            "lines": figure_lines(line, found.plan, place.speak),
            "size": (WIDTH, HEIGHT),
            "periods": _periods(chosen),
            "entries": _entries(context, found.plan.hotline.zone),
        }
    return context.page.respond("demand/figures.html", "plans", status, **shown)


def _in_form(context: PlanningContext, faults: Sequence[Fault]) -> list[Fault]:
    """Return faults of a table with its one row as those of the form's fields."""
    speak = context.hotline_place().speak
    return [
        replace(
            one,
            file=speak.say(LABELS[one.column]()) if one.column in LABELS else one.file,
            row=None,
            column="",
            expected=AT_MOST(**one.expected.params) if one.expected.key == NO_MORE_THAN.key else one.expected,
        )
        for one in faults
    ]


def _periods(week: Week) -> list[tuple[str, Message]]:
    """Return the periods that a figure may be entered for on a week's page: it, and its quarter."""
    thursday = week_days(week)[3]
    quarter = (thursday.month + 2) // 3
    said = QUARTER(quarter=str(quarter), year=str(thursday.year))
    return [(str(week), WEEK(week=str(week))), (f"{thursday.year}-Q{quarter}", said)]


def _entries(context: PlanningContext, zone: ZoneInfo) -> list[tuple[Message, Message, Message, Message]]:
    """Return what was entered, the newest first: which figure, what it is taken of, by whom and when."""
    with reading(context.database) as connection:
        found = list_entries(connection, context.hotline_place().hotline.id)[:MOST_ENTRIES]
        return [
            (
                NAMES[one.figure.kind](),
                entry_text(one.figure),
                context.by(connection, one.author),
                when(one.at, zone),
            )
            for one in found
        ]
