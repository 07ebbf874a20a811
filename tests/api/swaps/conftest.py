"""A published week in which shifts are shared by two municipalities, and nothing is proposed yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.store.engine import open_engine
from tests import builders
from tests.api.filled_service import Served
from tests.api.publications import small_plan
from tests.api.store.filled import add_plan, add_roster, publish_version
from wfm.hotline import Pairing, SwapApproval
from wfm.plan import Plan

ROSTER = builders.roster(
    {
        "2027-01-04T08:00": ("1-1", "2-1"),
        "2027-01-05T08:00": ("1-2", "2-2"),
        "2027-01-06T11:00": ("1-1", "1-2"),
    }
)
ALONE = builders.roster(
    {
        "2027-01-04T08:00": ("1-1",),
        "2027-01-05T08:00": ("1-2",),
        "2027-01-06T11:00": ("1-1", "1-2"),
    }
)
"""In which each shift is one municipality's."""


def shared_plan(approval: SwapApproval, pairing: Pairing) -> Plan:
    plan = small_plan(pairing=pairing)
    agents = (*plan.agents, builders.agent("1-3"))
    return Plan(replace(plan.hotline, swap_approval=approval), plan.municipalities, agents, ())


@pytest.fixture
def approval() -> SwapApproval:
    """Return whose yes swaps need."""
    return SwapApproval.LEADER


@pytest.fixture
def pairing() -> Pairing:
    """Return who may share a shift."""
    return Pairing.MIXED


@pytest.fixture
def served(place: str, approval: SwapApproval, pairing: Pairing) -> Iterator[Served]:
    """Return the service over it."""
    opened = open_engine(place)
    revision = add_plan(opened, shared_plan(approval, pairing))
    sitting = ROSTER if pairing is Pairing.MIXED else ALONE
    publish_version(opened, add_roster(opened, revision, sitting, expected=0), expected=0)
    yield Served(opened)
    opened.dispose()
