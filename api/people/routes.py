"""The people of a plan for programs: how far each is on the way to an account, and inviting many at once."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.access.ids import HotlineCode
from api.access.permissions import Permission
from api.accounts.administration.page_request import CurrentAdministrator
from api.accounts.administration.routes import ALWAYS, PREFIX, PRIVATE, HotlineInPath
from api.accounts.context import AccountsContext
from api.accounts.request_context import CurrentContext
from api.people.board import PeopleBoard, read_board
from api.people.leader_list import read_leaders
from api.people.schemas import (
    LeadersAnswer,
    LeadersInvitation,
    PeopleAnswer,
    PeopleInvitation,
    PeopleInvited,
    leader_view,
    person_view,
)
from api.people.service import choose_leaders, choose_people, invite_leaders, invite_people
from api.plans.records.facts import find_hotline, find_plan
from api.store.engine import reading
from api.web.guard import allow
from api.web.json.description import ACCOUNTS
from api.web.json.problem import refusals
from api.web.languages import translator_for
from wfm.ids import AgentId

router = APIRouter(prefix=PREFIX, tags=[ACCOUNTS])

PlanAsked = Annotated[date, Query(description="First day of the plan.", examples=["2027-01-04"])]


@router.get(
    "/people",
    dependencies=[allow(Permission.READ_DRAFTS)],
    summary="The people of a plan and their accounts",
    responses=ALWAYS,
)
def people(
    request: Request, context: CurrentContext, answer: Response, hotline: HotlineInPath, plan: PlanAsked
) -> PeopleAnswer:
    """Return who has an account, who was invited and never signed in, and who has no address."""
    answer.headers.update(PRIVATE)
    board, speak = _board(context, hotline, plan), translator_for(request)
    return PeopleAnswer(plan=plan, people=[person_view(row, speak) for row in board.rows])


@router.post(
    "/people/invitations",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Invite the people of a plan",
    responses=ALWAYS | refusals(409, 413),
)
def invite(
    request: Request,
    context: CurrentContext,
    answer: Response,
    by: CurrentAdministrator,
    hotline: HotlineInPath,
    invitation: PeopleInvitation,
) -> PeopleInvited:
    """Invite everybody of a plan who has an address and no account; the same again invites nobody twice."""
    answer.headers.update(PRIVATE)
    board, speak = _board(context, hotline, invitation.plan), translator_for(request)
    agents = None if invitation.agents is None else frozenset(map(AgentId, invitation.agents))
    found = choose_people(board, agents, in_spite_of_doubts=invitation.in_spite_of_doubts)
    asked = found.chosen if invitation.preview else invite_people(context, board, found.chosen, by)
    return PeopleInvited(
        invited=[person_view(row, speak) for row in asked],
        doubtful=[person_view(row, speak) for row in found.doubtful],
    )


@router.post(
    "/leaders/invitations",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Invite leaders",
    responses=ALWAYS | refusals(409, 413),
)
def invite_all_leaders(
    request: Request,
    context: CurrentContext,
    answer: Response,
    by: CurrentAdministrator,
    hotline: HotlineInPath,
    invitation: LeadersInvitation,
) -> LeadersAnswer:
    """Invite leaders by municipality and address; faulty ones are told, and the others invited."""
    answer.headers.update(PRIVATE)
    board, speak = _board(context, hotline, invitation.plan), translator_for(request)
    pasted = "\n".join(f"{' '.join(one.municipality.split())};{one.email}" for one in invitation.leaders)
    lines = read_leaders(board, pasted)
    asked = choose_leaders(lines, in_spite_of_doubts=invitation.in_spite_of_doubts)
    if not invitation.preview:
        asked = invite_leaders(context, board, asked, by)
    return LeadersAnswer(leaders=[leader_view(line, speak, invited=line in asked) for line in lines])


def _board(context: AccountsContext, hotline: HotlineCode, plan: date) -> PeopleBoard:
    with reading(context.database) as connection:
        facts = find_plan(connection, find_hotline(connection, hotline).id, plan)
        return read_board(connection, facts, context.now)
