"""A swap in the world of the matrix."""

from __future__ import annotations

from datetime import datetime, timedelta

from api.access.ids import HotlineCode, SwapId
from api.plans.records.answers import read_content
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision
from api.publication.publication import Publication
from api.store.engine import Connection
from api.store.types import new_id
from api.swaps.records.swaps import Swap, SwapAsk, add_swap
from tests.api.access.world import OWN, canary
from wfm.hotline import SwapApproval
from wfm.ids import AgentId, ShiftId


def put_forward(connection: Connection, publication: Publication, now: datetime) -> SwapId:
    """Let the first agent ask the second to take a shift over."""
    home = find_hotline(connection, HotlineCode(publication.plan.hotline.code))
    plan = find_plan(connection, home.id, publication.plan.hotline.period.first_day).id
    people = {one.agent: one for one in read_content(connection, find_revision(connection, plan)).people()}
    giver, asked = (people[AgentId(canary("id", OWN, n))] for n in (1, 2))
    made = Swap(
        id=SwapId(new_id()),
        hotline=home.id,
        plan=plan,
        gives=giver.person,
        gives_municipality=giver.municipality,
        gives_shift=ShiftId("2027-01-04T11:00"),
        takes_shift=None,
        asks=(SwapAsk(asked.person, asked.municipality),),
        approval=SwapApproval.LEADER,
        number=1,
        author=None,
        at=now,
        expires_at=now + timedelta(hours=2),
    )
    add_swap(connection, made)
    return made.id
