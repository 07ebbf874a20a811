"""Who is told what of a swap, that no mail names anybody, and that swaps go after a set time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select

from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.notices.kinds import find_notices, sort
from api.plans.records.facts import find_hotline
from api.privacy.retention import bounds, retain
from api.store.engine import reading, writing
from api.store.tables import MAIL, SWAP
from tests.api.filled_service import CODE, NOW, Served
from tests.api.notices.post import add_agents
from tests.api.privacy.test_retention import PERIODS
from tests.api.swaps.test_swaps import made_swap, state_after
from wfm.ids import MunicipalityCode


def give_accounts(served: Served) -> Mapping[str, str]:
    """Give everybody an account; return by it who they are."""
    with reading(served.database) as connection:
        home = find_hotline(connection, CODE).id
    found: dict[str, str] = {
        account.id: agent for agent, account in add_agents(served.database, home).items()
    }
    with writing(served.database) as connection:
        for code in "12":
            made = accounts.make(connection, f"leder.{code}@example.dk", "da", by=None, at=NOW)
            told = {"hotline": home, "municipality": MunicipalityCode(code), "by": None, "at": NOW}
            grants.give(connection, made.id, Role.LEADER, **told)  # type: ignore[arg-type]
            found[made.id] = f"leader {code}"
    return found


def mails(served: Served, whose: Mapping[str, str]) -> dict[str, str]:
    """Make the mails that are due; return what each receiver is told of the swap."""
    with reading(served.database) as connection:
        before = set(connection.execute(select(MAIL.c.id)).scalars())
    for notice in find_notices(served.database):
        if notice.kind == "swap":
            sort(served.database, notice, served.now[0])
    with reading(served.database) as connection:
        rows = connection.execute(select(MAIL).where(MAIL.c.kind == "swap", MAIL.c.id.not_in(before))).all()
    assert "Agent" not in repr([row.payload for row in rows])
    return {whose[row.account_id]: row.payload["kind"] for row in rows}


def test_whoever_it_concerns_is_told_and_nobody_else(served: Served) -> None:
    whose = give_accounts(served)
    swap = made_swap(served, agents=None)
    assert mails(served, whose) == {"1-2": "asked", "1-3": "asked", "2-2": "asked"}
    state_after(served, "accept", swap, "agent 2-2")
    assert mails(served, whose) == {
        "1-1": "accepted",
        "leader 1": "approve",
        "leader 2": "approve",
        "1-2": "taken",
        "1-3": "taken",
    }
    state_after(served, "approve", swap, "coordinator")
    assert mails(served, whose) == {"1-1": "done", "2-2": "done", "leader 1": "leader", "leader 2": "leader"}


def test_a_swap_goes_ninety_days_after_it_could_be_done(served: Served) -> None:
    made_swap(served, agents=None)
    for days, kept in ((104, 1), (105, 0)):  # fourteen days and ninety
        at = NOW + timedelta(days=days)
        with writing(served.database) as connection:
            retain(connection, bounds(PERIODS, at), at)
            counted = connection.execute(select(func.count()).select_from(SWAP)).scalar_one()
        assert counted == kept, days
