"""Closed days of a plan in a calendar: a day is ticked to close it, and what that changes is shown first."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.edit_schemas import SentDayEdit
from api.revisions.context import InEditing
from api.revisions.day_view import calendar_months
from api.revisions.form import CurrentForm, SentForm
from api.revisions.outcome import SentChange, settle
from api.web.guard import allow
from api.web.json.upload_turns import FormTurn
from api.web.pages.sent_form import new_key
from api.web.pages.sheets import cut_sheet, read_number
from wfm.calendar import WEEKDAYS
from wfm.half_holidays import half_holidays_to_decide
from wfm.tables.hotline_writing import span_text

router = APIRouter(include_in_schema=False)

ADDRESS = "/plans/{plan}/days"
AT_ONCE = 6
"""Months on a page."""


@router.get(ADDRESS, dependencies=[allow(Permission.READ_DRAFTS)])
def days(context: InEditing, sheet: str = "", kept: str = "") -> Response:
    """Show the days of the newest revision."""
    state = context.state()
    hotline = state.plan.hotline
    months = calendar_months(hotline, context.language)
    hours = {word: hotline.opening_hours.get(day, ()) for day, word in enumerate(WEEKDAYS)}
    return context.planning.page.respond(
        "revisions/days.html",
        "plans",
        hotline=hotline,
        facts=context.place.plan,
        state=state,
        sheet=cut_sheet(months, read_number(sheet), AT_ONCE),
        undecided=half_holidays_to_decide(hotline),
        hours={day: ", ".join(map(span_text, sorted(spans))) for day, spans in hours.items() if spans},
        monday=date(2027, 1, 4),
        kept=kept,
        to=context.link,
        edits=context.may_edit,
        key=new_key(),
    )


@router.post(ADDRESS, dependencies=[allow(Permission.EDIT_PLAN)])
def edit_days(context: InEditing, form: CurrentForm, _turn: FormTurn) -> Response:
    """Close and open days; those of months that were not shown stay as they are."""
    hotline = context.state(form.expected).plan.hotline
    months = calendar_months(hotline, context.language)
    shown = cut_sheet(months, read_number(form.text("sheet")), AT_ONCE).rows
    planned = [day for month in shown for day in month.days if day.planned]
    ticked, decided = _days(form, "closed"), _days(form, "open")
    edit = SentDayEdit(
        kind="days",
        close=[day.day for day in planned if day.day in ticked and not day.closed],
        open=[day.day for day in planned if day.day not in ticked and (day.closed or day.day in decided)],
    )
    return settle(context, form, SentChange(edit, "days"))


def _days(form: SentForm, name: str) -> frozenset[date]:
    found = set()
    for text in form.fields.get(name, ()):
        try:
            found.add(date.fromisoformat(text))
        except ValueError:
            continue
    return frozenset(found)
