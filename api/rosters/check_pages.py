"""The check of a plan as a page: what it holds, what is hardly meant, in which weeks it is thin."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.check import check_plan
from api.plans.records.answers import read_content, read_plan_shortly
from api.plans.records.asked import count_answers
from api.plans.records.outlines import citizens_before
from api.plans.records.plans import find_revision
from api.rosters.page_context import InPlanning, when
from api.store.engine import reading
from api.web.guard import allow

router = APIRouter(include_in_schema=False)

MOST_TOLD = 30
"""Remarks on a table that are told one by one; the API tells all."""


@router.get("/plans/{plan}/check", dependencies=[allow(Permission.READ_DRAFTS)])
def check(context: InPlanning, plan: str) -> Response:
    """Show what should be known of a plan before it is solved."""
    with reading(context.database) as connection:
        facts = context.plan(connection, plan)
        stored = read_content(connection, find_revision(connection, facts.id))
        held = read_plan_shortly(connection, stored)
        answers = count_answers(connection, stored)
        citizens = citizens_before(connection, facts.hotline, facts.first_day)
    found = check_plan(held, citizens)
    by_table = groupby(found.remarks, key=lambda one: one.remark.table)
    return context.page.respond(
        "check.html",
        "plans",
        hotline=held.hotline,
        facts=facts,
        plan=held,
        remarks={table: tuple(own) for table, own in by_table},
        thin=found.thin,
        missing=found.missing,
        answers=answers,
        closes=None if answers is None else when(answers.closes, held.hotline.zone),
        is_over=answers is not None and answers.closes <= context.now,
        edits=context.viewer.may(Permission.EDIT_PLAN),
        most=MOST_TOLD,
    )
