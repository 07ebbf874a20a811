"""A plan's tables as a list: what each is for, how many rows it has, what should be known of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.plans.check import check_plan
from api.plans.table_rows import find_table
from api.plans.uploads.tables import TABLES
from api.revisions.context import InEditing
from api.web.guard import allow
from wfm.half_holidays import half_holidays_to_decide
from wfm.message import Message
from wfm.tables.file_names import HOTLINE

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class TableOverview:
    """A table: English name, what it is for, rows, and remarks on them."""

    name: str
    explains: Message
    rows: int
    remarks: int


@router.get("/plans/{plan}/tables", dependencies=[allow(Permission.READ_DRAFTS)])
def overview(context: InEditing) -> Response:
    """Show the tables of the newest revision."""
    state = context.state()
    found = check_plan(state.plan)
    remarks = Counter(one.remark.table for one in found.remarks)
    tables = [
        TableOverview(name, find_table(name).explains(), len(getattr(state.plan, name)), remarks[name])
        for name in TABLES
        if name != HOTLINE
    ]
    return context.planning.page.respond(
        "revisions/tables.html",
        "plans",
        hotline=state.plan.hotline,
        facts=context.place.plan,
        state=state,
        tables=tables,
        remarks=remarks,
        thin=len(found.thin),
        undecided=half_holidays_to_decide(state.plan.hotline),
        to=context.link,
    )
