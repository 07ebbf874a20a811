"""The board of people: who has an account, who never signed in, who has no address; and inviting at once."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.callers import AccountHolder as Caller
from api.access.permissions import Permission
from api.accounts.administration.page_request import CurrentAdministrator
from api.accounts.caller import login_of
from api.accounts.records import logins
from api.accounts.records.accounts import find as find_account
from api.accounts.request_context import CurrentContext
from api.people.board import AccountState, PeopleBoard, read_board
from api.people.leader_list import LONGEST_TEXT, MOST_LINES, LeaderLine, read_leaders
from api.people.service import choose_leaders, choose_people, invite_leaders, invite_people
from api.plans.records.facts import PlanFacts, find_hotline, list_plans
from api.rosters.page_context import InPlanning, PlanningContext
from api.store.engine import reading, writing
from api.web import login_cookie
from api.web.guard import allow
from api.web.pages.sheets import cut_sheet, read_number
from wfm.ids import AgentId

router = APIRouter(include_in_schema=False)

AT_ONCE = 50
"""People on a sheet."""
MOST_DOUBTS = 30
"""Doubts that are told one by one before inviting; the board tells all."""

Words = Annotated[str, Query(max_length=200)]
Pasted = Annotated[str, Form(max_length=LONGEST_TEXT)]
Ticked = Annotated[bool, Form()]


@router.get("/people", dependencies=[allow(Permission.READ_DRAFTS)])
def newest_people(context: InPlanning) -> Response:
    """Lead to the people of the plan that begins last."""
    with reading(context.database) as connection:
        hotline = find_hotline(connection, context.viewer.hotline)
        found = list_plans(connection, hotline.id, before=None, most=1, drafts=True)
    where = ("plans", found[0].first_day, "people") if found else ("plans",)
    return RedirectResponse(context.page.link(*where), HTTPStatus.SEE_OTHER)


@router.get("/plans/{plan}/people", dependencies=[allow(Permission.READ_DRAFTS)])
def people(
    context: InPlanning,
    plan: str,
    words: Words = "",
    state: str = "",
    sheet: str = "",
    done: str = "",
    made: Words = "",
) -> Response:
    """Show everybody of a plan, and how far they are on the way to an account."""
    facts, board = _board(context, plan)
    chosen = AccountState(state) if state in set(AccountState) else None
    rows = board.search(words, chosen)
    return _respond(
        context,
        "people/board.html",
        facts,
        board,
        sheet=cut_sheet(rows, read_number(sheet), AT_ONCE),
        words=words,
        state=chosen,
        kept=context.page.kept,
        edits=context.viewer.may(Permission.EDIT_PLAN),
        made=made if AgentId(made) in board.plan.agent else "",
        invited=read_number(done) if done.isdecimal() else None,
    )


@router.get("/plans/{plan}/people/invite", dependencies=[allow(Permission.READ_ACCOUNTS)])
def before_inviting(context: InPlanning, plan: str) -> Response:
    """Show who would be invited, and who not and why."""
    facts, board = _board(context, plan)
    return _respond(
        context,
        "people/invite.html",
        facts,
        board,
        selection=choose_people(board),
        most=MOST_DOUBTS,
        mails=bool(context.page.request.app.state.settings.smtp_host),
    )


@router.post("/plans/{plan}/people/invite", dependencies=[allow(Permission.ADMINISTER)])
def invite(
    context: InPlanning,
    accounts: CurrentContext,
    by: CurrentAdministrator,
    plan: str,
    doubtful: Ticked = False,
) -> Response:
    """Invite everybody of the plan who has an address and no account."""
    _, board = _board(context, plan)
    found = choose_people(board, in_spite_of_doubts=doubtful)
    asked = invite_people(accounts, board, found.chosen, by)
    return _back(context, plan, by, [row.email for row in asked])


@router.get("/plans/{plan}/people/leaders", dependencies=[allow(Permission.READ_ACCOUNTS)])
def leaders(context: InPlanning, plan: str) -> Response:
    """Show where a list of leaders is pasted."""
    facts, board = _board(context, plan)
    return _leaders(context, facts, board, "", None)


@router.post("/plans/{plan}/people/leaders", dependencies=[allow(Permission.ADMINISTER)])
def invite_all_leaders(
    context: InPlanning,
    accounts: CurrentContext,
    by: CurrentAdministrator,
    plan: str,
    pasted: Pasted = "",
    doubtful: Ticked = False,
    do: Annotated[str, Form(max_length=20)] = "look",
) -> Response:
    """Show what would become of each line, or invite whom they name."""
    facts, board = _board(context, plan)
    lines = read_leaders(board, pasted)
    chosen = choose_leaders(lines, in_spite_of_doubts=doubtful)
    if do != "invite" or not chosen:
        return _leaders(context, facts, board, pasted, lines)
    asked = invite_leaders(accounts, board, chosen, by)
    return _back(context, plan, by, [line.email for line in asked])


def _leaders(
    context: PlanningContext,
    facts: PlanFacts,
    board: PeopleBoard,
    pasted: str,
    lines: tuple[LeaderLine, ...] | None,
) -> Response:
    sure = () if lines is None else choose_leaders(lines)
    every = () if lines is None else choose_leaders(lines, in_spite_of_doubts=True)
    return _respond(
        context,
        "people/leaders.html",
        facts,
        board,
        pasted=pasted,
        lines=lines,
        sure=len(sure),
        doubtful=len(every) - len(sure),
        longest=LONGEST_TEXT,
        most=MOST_LINES,
        mails=bool(context.page.request.app.state.settings.smtp_host),
    )


def _board(context: PlanningContext, plan: str) -> tuple[PlanFacts, PeopleBoard]:
    with reading(context.database) as connection:
        facts = context.plan(connection, plan)
        return facts, read_board(connection, facts, context.now)


def _respond(
    context: PlanningContext, template: str, facts: PlanFacts, board: PeopleBoard, **more: Any
) -> Response:
    return context.page.respond(
        template,
        "plans",
        hotline=board.plan.hotline,
        facts=facts,
        board=board,
        states=tuple(AccountState),
        administers=context.viewer.may(Permission.ADMINISTER) and context.account is not None,
        **more,
    )


def _back(context: PlanningContext, plan: str, by: Caller, asked: Sequence[str]) -> Response:
    """Lead to the board; whoever gave themselves a role, which signs out, is signed in anew."""
    where = context.page.link("plans", plan, "people", done=str(len(asked)))
    answer = RedirectResponse(where, HTTPStatus.SEE_OTHER)
    login = login_of(context.page.request)
    if login is not None and asked:
        with writing(context.database) as connection:
            if find_account(connection, by.id).email in asked:
                device = login.device
                secret = logins.begin(connection, by.id, at=context.now, device=device, how="own grant")
                login_cookie.keep(context.page.request, answer, secret)
    return answer
