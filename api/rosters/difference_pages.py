"""Two versions side by side: their score, what is proven of each, and for whom something differs."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.permissions import Permission
from api.rosters.editing.difference import difference
from api.rosters.editing.sentences import agent_messages, shift_messages
from api.rosters.page_context import InPlanning, number_of
from api.rosters.records.rosters import find_version, read_version, read_version_beside
from api.store.engine import reading
from api.web.guard import allow

router = APIRouter(include_in_schema=False)

AT_ONCE = 60
"""Of what differs: the API tells all."""


@router.get(
    "/plans/{plan}/versions/{number}/differences/{other}", dependencies=[allow(Permission.READ_DRAFTS)]
)
def differences(context: InPlanning, plan: str, number: str, other: str) -> Response:
    """Show what differs between two versions of a plan's roster."""
    with reading(context.database) as connection:
        facts = context.plan(connection, plan)
        version = find_version(connection, facts.id, number_of(other))
        after = read_version(connection, version)
        compared = find_version(connection, facts.id, number_of(number))
        before = read_version_beside(connection, compared, after.person_of, (version, after))
    found = difference(before, after)
    agents = sorted(found.agents, key=lambda one: one.person.municipality)
    by_code = {
        code: tuple(own) for code, own in groupby(agents[:AT_ONCE], key=lambda one: one.person.municipality)
    }
    return context.page.respond(
        "compared.html",
        "plans",
        hotline=after.plan.hotline,
        facts=facts,
        numbers=(compared.number, version.number),
        reports=(before.report, after.report),
        difference=found,
        agents=by_code,
        names={m.code: m.name for side in (before, after) for m in side.plan.municipalities},
        told={"agent": agent_messages, "shift": shift_messages},
        most=AT_ONCE,
    )
