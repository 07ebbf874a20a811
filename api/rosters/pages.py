"""The plans of a hotline, and the versions of a plan's roster: what each changed, and which is published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import Response

from api.access.ids import VersionNumber
from api.access.permissions import Permission
from api.plans.records.asked import list_open_collections
from api.plans.records.facts import PlanFacts, find_hotline, list_plans
from api.plans.records.outlines import list_outlines
from api.plans.records.plans import find_revision, read_plan
from api.rendering.templates import HOME
from api.rosters.page_context import InPlanning, PlanningContext, number_of, when
from api.rosters.plan_states import PublicationState, list_states
from api.rosters.records.history import AnnotatedVersion, list_behind, list_versions
from api.rosters.records.rosters import find_version
from api.rosters.records.version_changes import version_changes
from api.store.engine import Connection, reading
from api.web.guard import allow
from wfm.message import Message, Plural, Text

router = APIRouter(include_in_schema=False)

ON_A_PAGE = 20
MOST_PLANS = 60
"""Fifteen years of quarters."""

FIRST = Text("versions.first", "the first one")
NOBODY = Text("versions.nobody", "nobody's shifts")
AGENTS = Plural("versions.agents", "shifts of {n:number} agent", "shifts of {n:number} agents")
WITH_PLAN = Text("versions.with_plan", "{shifts}, and the plan")


@dataclass(frozen=True)
class VersionRow:
    """A version as the list shows it.

    Parameters
    ----------
    number
        Of the version.
    at, by, note
        When it was made, by whom, and what they said to it.
    changed
        What it changed of the version before.
    published
        Whether it is the published one.
    possible
        Whether it comes after that, so that it may be published.
    """

    number: VersionNumber
    at: Message
    by: Message
    note: str
    changed: Message
    published: bool
    possible: bool


@router.get("/plans", dependencies=[allow(Permission.READ_ROSTER)])
def all_plans(context: InPlanning) -> Response:
    """Show the plans of the hotline, the latest first; of drafts only who plans knows."""
    planner = context.viewer.may(Permission.READ_DRAFTS)
    with reading(context.database) as connection:
        hotline = find_hotline(connection, context.viewer.hotline)
        found = list_plans(connection, hotline.id, before=None, most=MOST_PLANS, drafts=planner)
        outlines = list_outlines(connection, hotline.id)
        rows = tuple(list_states(found, outlines, context.now.astimezone(HOME).date()))
        lasting = [row.facts for row in rows if planner and row.state is not PublicationState.PAST]
        behind = list_behind(connection, lasting)
        scope, at = context.viewer.scope, context.now
        mine = list_open_collections(connection, hotline.id, at, persons=scope.persons)
        led = list_open_collections(connection, hotline.id, at, municipalities=scope.municipalities)
    return context.page.respond(
        "plans.html",
        "plans",
        hotline=hotline,
        plans=rows,
        behind=behind,
        planner=planner,
        edits=context.viewer.may(Permission.EDIT_PLAN),
        asked=mine,
        followed=led,
    )


@router.get("/plans/{plan}/versions", dependencies=[allow(Permission.READ_DRAFTS)])
def all_versions(context: InPlanning, plan: str, below: str = "", published: str = "") -> Response:
    """Show the versions of a plan's roster, the latest first; a page of them at a time."""
    with reading(context.database) as connection:
        facts = context.plan(connection, plan)
        last = number_of(below) if below else None
        found = list_versions(connection, facts.id, below=last, most=ON_A_PAGE + 1)
        held = read_plan(connection, find_revision(connection, facts.id))
        zone = held.hotline.zone
        rows = list(_rows(connection, context, facts, found, zone))
        since = None if facts.published_at is None else when(facts.published_at, zone)
        by = context.by(connection, facts.published_by)
        behind = list_behind(connection, (facts,)).get(facts.id, ())
    return context.page.respond(
        "versions.html",
        "plans",
        hotline=held.hotline,
        facts=facts,
        rows=rows[:ON_A_PAGE],
        behind=behind,
        more=rows[ON_A_PAGE - 1].number if len(rows) > ON_A_PAGE else None,
        since=since,
        by=by,
        just_now=published == str(facts.published),
        publishes=context.viewer.may(Permission.PUBLISH),
    )


def _rows(
    connection: Connection,
    context: PlanningContext,
    facts: PlanFacts,
    found: tuple[AnnotatedVersion, ...],
    zone: ZoneInfo,
) -> Iterator[VersionRow]:
    for one in found:
        version = one.version
        yield VersionRow(
            number=version.number,
            at=when(version.at, zone),
            by=context.by(connection, version.author),
            note=one.note,
            changed=_what_changed(connection, one),
            published=version.number == facts.published,
            possible=version.number > facts.published,
        )


def _what_changed(connection: Connection, one: AnnotatedVersion) -> Message:
    """Return what a version changed of the one before."""
    if not one.version.parent:
        return FIRST()
    parent = find_version(connection, one.version.plan, one.version.parent)
    people = version_changes(connection, parent, one.version).by_person
    shifts = AGENTS(n=len(people)) if people else NOBODY()
    return shifts if parent.revision == one.version.revision else WITH_PLAN(shifts=shifts)
