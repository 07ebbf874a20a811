"""A swap in the world of the matrix."""

from __future__ import annotations

from datetime import datetime, timedelta

from api.access.ids import HotlineCode, SwapId
from api.plans.records.answers import read_content
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision
from api.publication.publication import Publication
from api.store.engine import Connection
from tests.api.access.world import OWN, canary
from tests.api.store.between import hand_over
from wfm.ids import AgentId, ShiftId


def put_forward(connection: Connection, publication: Publication, now: datetime) -> SwapId:
    """Let the first agent ask the second to take a shift over."""
    home = find_hotline(connection, HotlineCode(publication.plan.hotline.code))
    plan = find_plan(connection, home.id, publication.plan.hotline.period.first_day).id
    people = {one.agent: one for one in read_content(connection, find_revision(connection, plan)).people()}
    giver, asked = (people[AgentId(canary("id", OWN, n))] for n in (1, 2))
    shift, lasts = ShiftId("2027-01-04T11:00"), timedelta(hours=2)
    return hand_over(connection, home.id, plan, giver, shift, [asked], at=now, lasts=lasts)
