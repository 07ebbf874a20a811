"""Inviting the people of a plan at once: agents by their addresses, leaders by a list.

Whoever has an account or an invitation is left alone, so the same again invites nobody a second time. Where
the address may be somebody else's nobody is invited unless that is meant: an invitation opens what is theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from api.access.callers import AccountHolder as Caller
from api.access.roles import Role
from api.accounts.administration.grant_form import GrantRequest
from api.accounts.administration.invitations import give_to, invite
from api.accounts.administration.member_list import MemberAccount
from api.accounts.context import AccountsContext
from api.people.board import AccountState, PeopleBoard, PersonRow
from api.people.leader_list import LeaderLine, LineState
from api.people.records.holders import list_role_holders
from api.store.engine import Connection, writing
from api.store.hotlines import lock_hotline
from wfm.ids import AgentId

AT_ONCE = 50
"""Invitations in a transaction, so that others get their turn between."""

Row = TypeVar("Row", PersonRow, LeaderLine)


@dataclass(frozen=True)
class InvitationList:
    """Who would be invited.

    Parameters
    ----------
    chosen, doubtful
        Who is asked, and who is only where doubts are passed over.
    """

    chosen: tuple[PersonRow, ...]
    doubtful: tuple[PersonRow, ...]


def choose_people(
    board: PeopleBoard, agents: Collection[AgentId] | None = None, *, in_spite_of_doubts: bool = False
) -> InvitationList:
    """Return who would be invited; everybody of the plan where no agents are named."""
    rows = [
        row
        for row in board.rows
        if row.state is AccountState.UNINVITED and (agents is None or row.agent.id in agents)
    ]
    doubtful = tuple(row for row in rows if row.doubts)
    chosen = rows if in_spite_of_doubts else [row for row in rows if not row.doubts]
    return InvitationList(tuple(chosen), () if in_spite_of_doubts else doubtful)


def invite_people(
    context: AccountsContext, board: PeopleBoard, rows: Sequence[PersonRow], by: Caller
) -> tuple[PersonRow, ...]:
    """Invite some people of a plan as agents; return who was: whoever was invited meanwhile is not again."""
    asked: list[PersonRow] = []
    for part in _parts(rows):
        with writing(context.database) as connection:
            lock_hotline(connection, board.hotline)
            holders = list_role_holders(connection, board.hotline, context.now)
            there = {one.person for one in holders}
            closed = {one.email for one in holders if one.is_closed}
            new = [row for row in part if row.person not in there and row.email not in closed]
            wanted = [(row.email, GrantRequest(Role.AGENT, person=row.person)) for row in new]
            _invite(connection, context, board, wanted, by)
            asked += new
    return tuple(asked)


def choose_leaders(
    lines: Iterable[LeaderLine], *, in_spite_of_doubts: bool = False
) -> tuple[LeaderLine, ...]:
    """Return the lines of whom somebody would be invited."""
    return tuple(
        line for line in lines if line.state is LineState.INVITE and (in_spite_of_doubts or not line.doubts)
    )


def invite_leaders(
    context: AccountsContext, board: PeopleBoard, lines: Sequence[LeaderLine], by: Caller
) -> tuple[LeaderLine, ...]:
    """Invite leaders; return the lines of those who were: whoever was invited meanwhile is not again."""
    asked: list[LeaderLine] = []
    for part in _parts(lines):
        with writing(context.database) as connection:
            lock_hotline(connection, board.hotline)
            holders = list_role_holders(connection, board.hotline, context.now)
            there = {(one.email, one.municipality) for one in holders if one.role is Role.LEADER}
            closed = {one.email for one in holders if one.is_closed}
            new = [line for line in part if (line.email, line.municipality) not in there]
            new = [line for line in new if line.email not in closed]
            wanted = [(line.email, GrantRequest(Role.LEADER, municipality=line.municipality)) for line in new]
            _invite(connection, context, board, wanted, by)
            asked += new
    return tuple(asked)


def _invite(
    connection: Connection,
    context: AccountsContext,
    board: PeopleBoard,
    wanted: Iterable[tuple[str, GrantRequest]],
    by: Caller,
) -> None:
    """Invite to roles; whoever gets several is asked once."""
    asked: dict[str, MemberAccount] = {}
    for email, role in wanted:
        if email in asked:
            give_to(connection, context, board.hotline, asked[email], role, by)
        else:
            language = board.plan.hotline.language
            asked[email] = invite(connection, context, board.hotline, email, language, role, by)


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Cut a list where an address ends, so that nobody is asked in two parts."""
    part: list[Row] = []
    for _, same in groupby(sorted(rows, key=lambda row: row.email), key=lambda row: row.email):
        part += same
        if len(part) >= AT_ONCE:
            yield part
            part = []
    if part:
        yield part
