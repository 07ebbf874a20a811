"""The plans of a hotline, and the versions of a plan's roster: what each changed, and which is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from api.rosters.folding import Group, fold_versions
from api.rosters.news import news_tag
from api.rosters.page_context import InPlanning, PlanningContext, number_of, when
from api.rosters.plan_states import PublicationState, list_states
from api.rosters.records.history import AnnotatedVersion, list_behind, list_versions
from api.rosters.records.rosters import find_version
from api.rosters.records.steps import list_steps
from api.rosters.records.version_changes import version_changes
from api.store.engine import Connection, reading
from api.web.guard import allow
from wfm.message import Message, Plural, Text

router = APIRouter(include_in_schema=False)

ON_A_PAGE = 20
MOST_FOLDED = 100
"""Versions that are looked through for what is folded together."""
MOST_PLANS = 60
"""Fifteen years of quarters."""

FIRST = Text("versions.first", "the first one")
NOBODY = Text("versions.nobody", "nobody's shifts")
AGENTS = Plural("versions.agents", "shifts of {n:number} agent", "shifts of {n:number} agents")
FOLDED = Plural("versions.folded", "{n:number} change by hand: {what}", "{n:number} changes by hand: {what}")
FROM_TO = Text("versions.from_to", "{day:date}, {first:time}–{last:time}")
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
    folded
        Versions that it stands for, itself among them, the newest first; none where it stands for itself.
    """

    number: VersionNumber
    at: Message
    by: Message
    note: str
    changed: Message
    published: bool
    possible: bool
    folded: tuple[tuple[VersionNumber, Message], ...] = ()


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
        found = list_versions(connection, facts.id, below=last, most=MOST_FOLDED)
        groups = fold_versions(found, list_steps(connection, facts.id), facts.published)
        held = read_plan(connection, find_revision(connection, facts.id))
        zone = held.hotline.zone
        rows = list(_rows(connection, context, facts, groups[:ON_A_PAGE], zone))
        since = None if facts.published_at is None else when(facts.published_at, zone)
        by = context.by(connection, facts.published_by)
        behind = list_behind(connection, (facts,)).get(facts.id, ())
    return context.page.respond(
        "versions.html",
        "plans",
        hotline=held.hotline,
        facts=facts,
        news=news_tag(facts),
        rows=rows,
        behind=behind,
        more=_oldest(groups[:ON_A_PAGE]) if len(groups) > ON_A_PAGE or len(found) == MOST_FOLDED else None,
        since=since,
        by=by,
        just_now=published == str(facts.published),
        publishes=context.viewer.may(Permission.PUBLISH),
    )


def _oldest(groups: Sequence[Group]) -> VersionNumber:
    return groups[-1][-1].version.number


def _rows(
    connection: Connection,
    context: PlanningContext,
    facts: PlanFacts,
    groups: Sequence[Group],
    zone: ZoneInfo,
) -> Iterator[VersionRow]:
    for group in groups:
        newest, oldest = group[0], group[-1]
        version, many = newest.version, len(group)
        changed = _what_changed(connection, newest, oldest)
        yield VersionRow(
            number=version.number,
            at=when(version.at, zone) if many == 1 else _span(oldest, newest, zone),
            by=context.by(connection, version.author),
            note=newest.note,
            changed=changed if many == 1 else FOLDED(n=many, what=changed),
            published=version.number == facts.published,
            possible=version.number > facts.published,
            folded=()
            if many == 1
            else tuple((one.version.number, when(one.version.at, zone)) for one in group),
        )


def _span(oldest: AnnotatedVersion, newest: AnnotatedVersion, zone: ZoneInfo) -> Message:
    """Return from when to when a group was made."""
    first, last = oldest.version.at.astimezone(zone), newest.version.at.astimezone(zone)
    return FROM_TO(day=last.date().isoformat(), first=f"{first:%H:%M}", last=f"{last:%H:%M}")


def _what_changed(connection: Connection, newest: AnnotatedVersion, oldest: AnnotatedVersion) -> Message:
    """Return what versions changed of the one before the oldest of them."""
    if not oldest.version.parent:
        return FIRST()
    parent = find_version(connection, newest.version.plan, oldest.version.parent)
    people = version_changes(connection, parent, newest.version).by_person
    shifts = AGENTS(n=len(people)) if people else NOBODY()
    return shifts if parent.revision == newest.version.revision else WITH_PLAN(shifts=shifts)
