"""A published plan with a later draft, and who changes seats of it."""

from __future__ import annotations

from sqlalchemy import Engine

from api.access.callers import AccountHolder
from api.access.ids import HotlineCode, PlanId
from api.access.roles import Grant, Role
from api.access.scope import scope_of
from api.access.viewer import Viewer
from api.plans.place import HotlinePlace, PlanPlace
from api.plans.records.facts import find_hotline, find_plan
from api.store.engine import reading
from api.texts.translator import translator
from tests.api.publications import SMALL_ROSTER
from tests.api.store.filled import (
    AUTHOR,
    NOW,
    OTHER_ROSTER,
    add_plan,
    add_roster,
    plan_with_notes,
    publish_version,
)
from wfm.plan import Plan

CODE = HotlineCode("test")


def plan_place(engine: Engine) -> PlanPlace:
    """Return the first plan of the hotline, as a coordinator has it."""
    caller = AccountHolder(AUTHOR, (Grant(Role.COORDINATOR, CODE),))
    with reading(engine) as connection:
        hotline = find_hotline(connection, CODE)
        facts = find_plan(connection, hotline.id, plan_with_notes().hotline.period.first_day)
    viewer = Viewer(caller, CODE, scope_of(caller, CODE))
    return HotlinePlace(engine, viewer, NOW, translator("en"), hotline).of_plan(facts)


def published_plan(engine: Engine, plan: Plan | None = None, *, draft: bool = True) -> PlanId:
    """Publish a plan's first version; the draft after it sits otherwise in two shifts."""
    revision = add_plan(engine, plan or plan_with_notes())
    first = add_roster(engine, revision, SMALL_ROSTER, expected=0)
    if draft:
        add_roster(engine, revision, OTHER_ROSTER, expected=1)
    publish_version(engine, first, expected=0)
    return revision.plan
