"""Accounts and grants of a hotline for programs: the same as the administration's page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.access.ids import AccountId, GrantId, HotlineCode
from api.access.permissions import Permission
from api.accounts.administration import invitations
from api.accounts.administration import service as administering
from api.accounts.administration.grant_form import GrantFormError, GrantRequest, read_grant
from api.accounts.administration.member_list import find_account, list_accounts
from api.accounts.administration.page_request import CurrentAdministrator
from api.accounts.administration.schemas import (
    ID,
    AccountsAnswer,
    AccountView,
    GrantAsked,
    GrantView,
    Invitation,
    LinkView,
    account_view,
    grant_view,
)
from api.accounts.records import accounts
from api.accounts.records.members import Members, members_of
from api.accounts.request_context import CurrentContext
from api.accounts.sign_in.links import NO_EMAIL
from api.accounts.urls import link_address
from api.store.engine import reading, writing
from api.web.guard import allow
from api.web.json.description import ACCOUNTS
from api.web.json.problem import WRONG_HOST, refusals
from api.web.problems import NOT_UNDERSTOOD, ProblemError

PREFIX = "/api/v1/hotlines/{hotline}/accounts"
HotlineInPath = Annotated[
    HotlineCode, Path(description="Code of the hotline.", examples=["here"], max_length=80)
]
AccountInPath = Annotated[AccountId, Path(description="Of the account.", examples=[ID], max_length=40)]
GrantInPath = Annotated[GrantId, Path(description="Of the grant.", examples=[ID], max_length=40)]
ALWAYS = {400: WRONG_HOST} | refusals(401, 403, 404, 422, 500, 503)
PRIVATE = {"Cache-Control": "no-store"}

router = APIRouter(prefix=PREFIX, tags=[ACCOUNTS])


@router.get(
    "",
    dependencies=[allow(Permission.READ_ACCOUNTS)],
    summary="All accounts of the hotline",
    responses=ALWAYS,
)
def all_accounts(context: CurrentContext, answer: Response, hotline: HotlineInPath) -> AccountsAnswer:
    """Return everybody who has a grant in the hotline, or is invited to one."""
    answer.headers.update(PRIVATE)
    with reading(context.database) as connection:
        members = members_of(connection, hotline)
        rows = list_accounts(connection, members.id, context.now)
        return AccountsAnswer(accounts=[account_view(row, members) for row in rows])


@router.post(
    "",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Invite somebody, or give an account of the hotline a grant",
    status_code=HTTPStatus.CREATED,
    responses=ALWAYS | refusals(409, 413),
)
def invite(
    request: Request,
    context: CurrentContext,
    answer: Response,
    by: CurrentAdministrator,
    hotline: HotlineInPath,
    invitation: Invitation,
) -> AccountView:
    """Return the invitation as if it were a new account, whether there is one of that e-mail or not.

    Whoever accepts it stands in the list by the account's own id from then on. The same again renews it.
    """
    answer.headers.update(PRIVATE)
    address = accounts.normalize_email(invitation.email)
    if address is None:
        raise ProblemError(NOT_UNDERSTOOD, NO_EMAIL())
    with writing(context.database) as connection:
        members = members_of(connection, hotline)
        asked = _wanted(members, invitation)
        spoken = invitation.language
        row = invitations.invite(connection, context, members.id, address, spoken, asked, by)
    answer.headers["Location"] = f"{request.url.path}/{row.account.id}"
    return account_view(row, members)


@router.get(
    "/{account}",
    dependencies=[allow(Permission.READ_ACCOUNTS)],
    summary="One account",
    responses=ALWAYS,
)
def one_account(
    context: CurrentContext, answer: Response, hotline: HotlineInPath, account: AccountInPath
) -> AccountView:
    """Return somebody who has a grant in the hotline, or is invited to one."""
    answer.headers.update(PRIVATE)
    with reading(context.database) as connection:
        members = members_of(connection, hotline)
        return account_view(find_account(connection, members.id, account, context.now), members)


@router.post(
    "/{account}/grants",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Give a grant",
    status_code=HTTPStatus.CREATED,
    responses=ALWAYS | refusals(409, 413),
)
def give(
    context: CurrentContext,
    answer: Response,
    by: CurrentAdministrator,
    hotline: HotlineInPath,
    account: AccountInPath,
    grant: GrantAsked,
) -> GrantView:
    """Return the grant; the same again is the one that is there. Its holder has to sign in anew.

    To an invitation that was not accepted it is added.
    """
    answer.headers.update(PRIVATE)
    with writing(context.database) as connection:
        members = members_of(connection, hotline)
        row = find_account(connection, members.id, account, context.now)
        wanted = _wanted(members, grant)
        made = invitations.give_to(connection, context, members.id, row, wanted, by)
        return grant_view(made, members)


@router.delete(
    "/{account}/grants/{grant}",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Withdraw a grant",
    status_code=HTTPStatus.NO_CONTENT,
    responses=ALWAYS | refusals(409),
)
def withdraw(
    context: CurrentContext,
    by: CurrentAdministrator,
    hotline: HotlineInPath,
    account: AccountInPath,
    grant: GrantInPath,
) -> None:
    """Withdraw it at once; its holder is signed out."""
    with writing(context.database) as connection:
        members = members_of(connection, hotline)
        row = find_account(connection, members.id, account, context.now)
        administering.withdraw(connection, context, row, grant, by)


@router.post(
    "/{account}/link",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Make a link to hand on",
    status_code=HTTPStatus.CREATED,
    responses=ALWAYS | refusals(409),
)
def link(
    request: Request,
    context: CurrentContext,
    answer: Response,
    by: CurrentAdministrator,
    hotline: HotlineInPath,
    account: AccountInPath,
) -> LinkView:
    """Return the address of an invitation, or of a new password; links made before open nothing any more."""
    answer.headers.update(PRIVATE)
    with writing(context.database) as connection:
        members = members_of(connection, hotline)
        row = find_account(connection, members.id, account, context.now)
        token, kind = administering.make_link(connection, context, row, by)
    base = context.settings.public_url or str(request.base_url)
    return LinkView(
        address=link_address(token, base),
        kind=kind.value,
        expires_at=context.now + administering.link_lifetime(context, kind),
    )


@router.put(
    "/{account}/deactivation",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Close the account, or end its grants of the hotline",
    status_code=HTTPStatus.NO_CONTENT,
    responses=ALWAYS | refusals(409),
)
def deactivate(
    context: CurrentContext, by: CurrentAdministrator, hotline: HotlineInPath, account: AccountInPath
) -> None:
    """Sign its owner out everywhere, end its tokens and links, and let nobody in any more.

    Of an account that has grants elsewhere, those of this hotline end instead; an invitation is withdrawn.
    """
    with writing(context.database) as connection:
        members = members_of(connection, hotline)
        row = find_account(connection, members.id, account, context.now)
        administering.close(connection, context, row, by)


@router.delete(
    "/{account}/deactivation",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Open the account again",
    status_code=HTTPStatus.NO_CONTENT,
    responses=ALWAYS | refusals(409),
)
def reactivate(
    context: CurrentContext, by: CurrentAdministrator, hotline: HotlineInPath, account: AccountInPath
) -> None:
    """Invite its owner anew; the old password is gone."""
    with writing(context.database) as connection:
        members = members_of(connection, hotline)
        row = find_account(connection, members.id, account, context.now)
        administering.reactivate(connection, context, row, by)


@router.delete(
    "/{account}/second-step",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Turn two-step sign-in off",
    status_code=HTTPStatus.NO_CONTENT,
    responses=ALWAYS | refusals(409),
)
def take_second_step(
    context: CurrentContext, by: CurrentAdministrator, hotline: HotlineInPath, account: AccountInPath
) -> None:
    """Let the password alone be enough for somebody who lost their phone; they are signed out everywhere."""
    with writing(context.database) as connection:
        members = members_of(connection, hotline)
        row = find_account(connection, members.id, account, context.now)
        administering.take_second_step(connection, context, row, by)


def _wanted(members: Members, asked: GrantAsked) -> GrantRequest:
    try:
        return read_grant(members, asked.role, asked.municipality or "", asked.agent or "")
    except GrantFormError as odd:
        raise ProblemError(NOT_UNDERSTOOD, odd.message) from None
