"""The federation of the demonstration: a filled store, and a clock that starts in the midst of a quarter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from api.access.ids import HotlineCode
from api.demonstration.deputies import with_deputies
from api.demonstration.novices import with_novices
from api.demonstration.people import DemonstrationRole, make_accounts, make_coordinator, roles_in
from api.demonstration.quarters import Solve, demonstration_begins, keep_quarters, solve_quarters
from api.store.engine import Database
from wfm.plan import Plan


@dataclass(frozen=True)
class Federation:
    """What was filled in.

    Parameters
    ----------
    plan
        Of this quarter.
    roles
        Whom one may be.
    clock
        Tells the moment of the demonstration: aware, in UTC.
    """

    plan: Plan
    roles: tuple[DemonstrationRole, ...]
    clock: Callable[[], datetime]


def fill(database: Database, sample: Plan, solve: Solve, language: str) -> Federation:
    """Fill an empty store with three quarters of a hotline, and an account for each role.

    Parameters
    ----------
    database
        A store with tables and nothing in them.
    sample, solve
        This quarter's plan, and what answers a plan.
    language
        Of the accounts.
    """
    quarters = solve_quarters(with_novices(with_deputies(sample)), solve)
    plan, _ = quarters.this
    begins, roles = demonstration_begins(quarters), roles_in(plan)
    author = make_coordinator(database, roles[0], language, begins)
    keep_quarters(database, quarters, author)
    make_accounts(database, roles, HotlineCode(plan.hotline.code), language, begins)
    return Federation(plan=plan, roles=roles, clock=_clock_from(begins))


def _clock_from(begins: datetime) -> Callable[[], datetime]:
    started = monotonic()
    return lambda: begins + timedelta(seconds=monotonic() - started)
