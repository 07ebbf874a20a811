"""What the pages of scenarios show: rows, tables and the form, handed to their templates."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi.responses import Response

from api.access.permissions import Permission
from api.scenarios.courses import balance_courses
from api.scenarios.form import OPENING, SETTINGS, Values, edits_of, find_gone, join_rows
from api.scenarios.form import QUARTERS as QUARTERS_FIELD
from api.scenarios.outcomes import EditsOutcome, figures_before, find_outcome
from api.scenarios.page_context import ScenarioContext
from api.scenarios.place import is_own
from api.scenarios.records.scenarios import KeptScenario
from api.scenarios.sentences import describe, in_words
from api.scenarios.service import MOST_QUARTERS
from api.scenarios.view import change_table, quarter_tables, side_tables, tell_figures
from api.texts.scenario_columns import BEFORE
from api.web.pages.sent_form import new_key
from wfm.apportionment import Method
from wfm.calendar import WEEKDAYS
from wfm.errors import Fault
from wfm.message import Message
from wfm.quota_years import QUARTERS

AT_ONCE = 4
"""Scenarios that stand side by side with the plan as it is."""


def quarters_of(text: str) -> int:
    """Return how many quarters are asked for; the usual number where that is none."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
    return number if 0 < number <= MOST_QUARTERS else QUARTERS


def respond_list(
    context: ScenarioContext,
    found: Sequence[KeptScenario],
    chosen: Sequence[KeptScenario],
    quarters: int,
    kept: str,
) -> Response:
    """Show the scenarios of a plan, and those that are chosen side by side."""
    base, place = context.base, context.place
    return context.planning.page.respond(
        "scenarios/list.html",
        "plans",
        hotline=place.hotline if base is None else base.plan.hotline,
        facts=place.plan,
        rows=() if base is None else context.rows(found),
        chosen={one.id for one in chosen[:AT_ONCE]},
        more=max(0, len(chosen) - AT_ONCE),
        at_once=AT_ONCE,
        quarters=quarters,
        reason=context.reason,
        kept=kept,
        tries=context.may_try,
        plans=place.sees_drafts,
        to=context.link,
        **_side_by_side(context, chosen[:AT_ONCE], quarters),
    )


def _side_by_side(context: ScenarioContext, chosen: Sequence[KeptScenario], quarters: int) -> dict[str, Any]:
    """Return tables of scenarios beside the plan, and those that do not fit it any more."""
    if context.base is None or not chosen:
        return {"side": (), "told": (), "unfit": ()}
    base, speak = context.base, context.place.speak
    named, unfit = [(_before(context), figures_before(base, quarters))], []
    for one in chosen:
        found = find_outcome(base, one.edits, quarters)
        if found.figures is None:
            unfit.append((one, in_words(found.faults, speak)))
        else:
            named.append((one.name, found.figures))
    told = [tell_figures(name, one, speak, granted=not number) for number, (name, one) in enumerate(named)]
    return {"side": side_tables(named, speak), "told": told, "unfit": unfit}


def respond_one(context: ScenarioContext, kept: KeptScenario, quarters: int) -> Response:
    """Show a scenario beside the plan."""
    place, base = context.place, context.known
    speak = place.speak
    found = find_outcome(base, kept.edits, quarters)
    (row,) = context.rows([kept])
    return context.planning.page.respond(
        "scenarios/one.html",
        "plans",
        hotline=base.plan.hotline,
        facts=place.plan,
        row=row,
        kept=kept,
        own=is_own(place, kept),
        adopts=place.viewer.may(Permission.EDIT_PLAN),
        tries=context.may_try,
        described=describe(kept.edits, base.plan, speak),
        expected=base.revision.number,
        quarters=quarters,
        key=new_key(),
        solve_key=new_key(),
        plans=place.sees_drafts,
        faults=in_words(found.faults, speak),
        to=context.link,
        **_outcome(context, found, quarters),
    )


def respond_form(
    context: ScenarioContext,
    values: Values,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    kept: KeptScenario | None = None,
    tries: bool = False,
    faults: Sequence[Fault] = (),
    reason: Message | None = None,
) -> Response:
    """Show the form; where what was typed is tried, with what comes of it."""
    plan, place = context.known.plan, context.place
    quarters = quarters_of(values.get(QUARTERS_FIELD, ""))
    found = EditsOutcome(edits_of(values, plan), None, faults=tuple(faults))
    if tries:
        found = find_outcome(context.known, found.edits, quarters)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if found.faults else status
    return context.planning.page.respond(
        "scenarios/form.html",
        "plans",
        status,
        hotline=plan.hotline,
        facts=place.plan,
        plan=plan,
        values=values,
        joins=join_rows(values),
        gone=find_gone(values, plan),
        settings=SETTINGS,
        opening=OPENING,
        weekdays=WEEKDAYS,
        methods=tuple(Method),
        kept=kept,
        own=kept is None or is_own(place, kept),
        tries=context.may_try,
        quarters=quarters,
        key=new_key(),
        faults=in_words(found.faults, place.speak),
        reason=reason,
        to=context.link,
        **_outcome(context, found, quarters),
    )


def _outcome(context: ScenarioContext, found: EditsOutcome, quarters: int) -> dict[str, Any]:
    """Return what templates show of what comes of a scenario."""
    if found.figures is None:
        return {"table": None, "told": (), "notices": (), "by_quarter": (), "courses": None}
    speak, before = context.place.speak, figures_before(context.known, quarters)
    return {
        "table": change_table(before, found.figures, speak),
        "told": (
            tell_figures(_before(context), before, speak, granted=True),
            tell_figures("", found.figures, speak),
        ),
        "notices": found.notices,
        "by_quarter": quarter_tables(before, found.figures, speak),
        "courses": balance_courses(before, found.figures, speak),
    }


def _before(context: ScenarioContext) -> str:
    return context.place.speak.sentence(BEFORE()).rstrip(".")
