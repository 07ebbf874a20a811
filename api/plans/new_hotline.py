"""A new hotline: made with the plan of its first period, once for each request however often it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.access.ids import AccountId, HotlineCode, HotlineId, PlanId, RevisionNumber
from api.access.roles import Role
from api.accounts.records import grants
from api.plans.records.plans import Revision, find_revision, import_plan
from api.store import audit
from api.store.engine import Connection, Database, reading
from api.store.errors import ClashError
from api.store.hotlines import make_hotline
from api.store.idempotency import IdempotentRequest, find_answer, once
from wfm.message import Text
from wfm.plan import Plan

CODE_TAKEN = Text("hotline.code_taken", "there is a hotline with the code {code} already; take another one")


class CodeTakenError(ClashError):
    """There is a hotline of that code."""


@dataclass(frozen=True)
class HotlineMaker:
    """Who makes a hotline, where and when.

    Parameters
    ----------
    database
        Where it is to lie.
    account
        Account of the maker; the local user has none.
    at
        When.
    plans_it
        Whether the maker is to be its coordinator as well.
    """

    database: Database
    account: AccountId | None
    at: datetime
    plans_it: bool = False


def add_hotline(maker: HotlineMaker, request: IdempotentRequest, plan: Plan) -> Revision:
    """Make a hotline with its first plan, which may be bare, and return the plan's first revision.

    Parameters
    ----------
    maker, request
        Who makes it, and by which request.
    plan
        What is known so far.

    Raises
    ------
    CodeTakenError
        Where there is a hotline of that code.
    KeyTakenError
        Where the key of the request came with another one.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        return _make(connection, maker, plan)

    try:
        said = once(maker.database, request, maker.at, effect)
    except CodeTakenError:
        # The same request may have been answered while this one waited for the code.
        with reading(maker.database) as connection:
            before = find_answer(connection, request)
        if before is None:
            raise
        said = before
    with reading(maker.database) as connection:
        return find_revision(connection, PlanId(said["plan"]), RevisionNumber(said["number"]))


def _make(connection: Connection, maker: HotlineMaker, plan: Plan) -> Mapping[str, Any]:
    code = HotlineCode(plan.hotline.code)
    made = make_hotline(connection, code, plan.hotline.name, maker.at)
    if made is None:
        raise CodeTakenError(CODE_TAKEN(code=code))
    told = {"code": code}
    audit.record(
        connection, actor=maker.account, action="hotline.make", about=made, at=maker.at, payload=told
    )
    kept = import_plan(connection, plan, author=maker.account, at=maker.at)
    if maker.plans_it and maker.account is not None:
        _let_plan(connection, maker, made, maker.account)
    return {"plan": kept.plan, "number": kept.number}


def _let_plan(connection: Connection, maker: HotlineMaker, hotline: HotlineId, account: AccountId) -> None:
    grants.give(connection, account, Role.COORDINATOR, hotline=hotline, by=account, at=maker.at)
