"""The page on which an administrator says who may do what in a hotline."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.callers import AccountHolder as Caller
from api.access.ids import AccountId, GrantId, HotlineCode
from api.access.permissions import Permission
from api.access.roles import Role
from api.accounts.administration import service as administering
from api.accounts.administration.grant_form import GrantFormError, read_grant
from api.accounts.administration.member_list import find_account, list_accounts, search_accounts
from api.accounts.administration.member_list import page_of as sheet_of
from api.accounts.caller import login_of
from api.accounts.context import AccountsContext
from api.accounts.records import accounts, logins, second_steps
from api.accounts.records.accounts import Account
from api.accounts.records.members import Members, members_of
from api.accounts.request_context import CurrentContext
from api.accounts.sign_in.links import NO_EMAIL
from api.accounts.sign_in.pages import FormText
from api.accounts.urls import link_address
from api.store.engine import Connection, reading, writing
from api.texts.translator import DEFAULT, LANGUAGES
from api.web import login_cookie
from api.web.guard import CurrentViewer, allow
from api.web.pages.frame import CurrentFrame
from wfm.message import Message

ADMINISTRATION = "/administration"
DONE = ("invited", "given", "withdrawn", "deactivated", "reactivated", "code_taken")
ONE = f"{ADMINISTRATION}/{{account}}"

router = APIRouter(include_in_schema=False)


def administrator(viewer: CurrentViewer) -> Caller:
    """Return the account that administers; the local user has none, and nobody to administer."""
    if not isinstance(viewer.caller, Caller):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return viewer.caller


CurrentAdministrator = Annotated[Caller, Depends(administrator)]
FormChoice = Annotated[str, Form(max_length=200)]


@router.get(ADMINISTRATION, dependencies=[allow(Permission.READ_ACCOUNTS)])
def administration_page(
    page: CurrentFrame,
    context: CurrentContext,
    viewer: CurrentViewer,
    by: CurrentAdministrator,
    done: str = "",
    words: Annotated[str, Query(max_length=200)] = "",
    sheet: Annotated[int, Query(ge=1, le=100_000)] = 1,
    account: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Show everybody who may do anything in the hotline, and of one account what can be done with it."""
    told = done if done in DONE else ""
    with reading(context.database) as connection:
        return _page(
            page,
            connection,
            viewer.hotline,
            by,
            done=told,
            words=words,
            number=sheet,
            opened=AccountId(account) if account else None,
        )


@router.post(f"{ADMINISTRATION}/invite", dependencies=[allow(Permission.ADMINISTER)])
def invite(
    page: CurrentFrame,
    context: CurrentContext,
    viewer: CurrentViewer,
    by: CurrentAdministrator,
    email: FormText = "",
    language: FormChoice = DEFAULT,
    role: FormChoice = "",
    municipality: FormChoice = "",
    person: FormChoice = "",
) -> Response:
    """Invite somebody, or give a grant to whoever has that e-mail already."""
    with writing(context.database) as connection:
        members = members_of(connection, viewer.hotline)
        typed = {"email": email, "role": role, "municipality": municipality, "person": person}
        try:
            address = accounts.normalize_email(email)
            if address is None:
                raise GrantFormError(NO_EMAIL())
            asked = read_grant(members, role, municipality, "", person)
        except GrantFormError as odd:
            return _page(page, connection, viewer.hotline, by, wrong=odd.message, typed=typed)
        spoken = language if language in LANGUAGES else DEFAULT
        invited = administering.invite(connection, context, members.id, address, spoken, asked, by)
        # Without mail the link would go nowhere: it is shown for the administrator to hand on.
        if not context.settings.smtp_host and administering.may_hand_on(connection, invited, by):
            made = _made(page, connection, context, invited, by)
            return _page(page, connection, viewer.hotline, by, link=made, opened=invited.id)
    return _back(page, "invited")


@router.post(f"{ONE}/grants", dependencies=[allow(Permission.ADMINISTER)])
def give(
    request: Request,
    page: CurrentFrame,
    context: CurrentContext,
    viewer: CurrentViewer,
    by: CurrentAdministrator,
    account: AccountId,
    role: FormChoice = "",
    municipality: FormChoice = "",
    person: FormChoice = "",
) -> Response:
    """Give a grant to somebody who has one in the hotline already."""
    with writing(context.database) as connection:
        members = members_of(connection, viewer.hotline)
        row = find_account(connection, members.id, account)
        try:
            asked = read_grant(members, role, municipality, "", person)
        except GrantFormError as odd:
            return _page(page, connection, viewer.hotline, by, wrong=odd.message, opened=account)
        administering.give(connection, context, members.id, row.account, asked, by)
        secret = _again(request, connection, context, account, by)
    return _back(page, "given", account, secret)


@router.post(f"{ONE}/grants/{{grant}}/withdraw", dependencies=[allow(Permission.ADMINISTER)])
def withdraw(
    request: Request,
    page: CurrentFrame,
    context: CurrentContext,
    viewer: CurrentViewer,
    by: CurrentAdministrator,
    account: AccountId,
    grant: GrantId,
) -> Response:
    """Withdraw a grant."""
    with writing(context.database) as connection:
        members = members_of(connection, viewer.hotline)
        row = find_account(connection, members.id, account)
        administering.withdraw(connection, context, row, grant, by)
        secret = _again(request, connection, context, account, by)
    return _back(page, "withdrawn", account, secret)


@router.post(f"{ONE}/link", dependencies=[allow(Permission.ADMINISTER)])
def link(
    page: CurrentFrame,
    context: CurrentContext,
    viewer: CurrentViewer,
    by: CurrentAdministrator,
    account: AccountId,
) -> Response:
    """Make a link to hand on, and show it this once."""
    with writing(context.database) as connection:
        members = members_of(connection, viewer.hotline)
        row = find_account(connection, members.id, account)
        made = _made(page, connection, context, row.account, by)
        return _page(page, connection, viewer.hotline, by, link=made, opened=account)


@router.post(f"{ONE}/deactivate", dependencies=[allow(Permission.ADMINISTER)])
def deactivate(
    page: CurrentFrame,
    context: CurrentContext,
    viewer: CurrentViewer,
    by: CurrentAdministrator,
    account: AccountId,
) -> Response:
    """Close an account."""
    with writing(context.database) as connection:
        members = members_of(connection, viewer.hotline)
        row = find_account(connection, members.id, account)
        administering.deactivate(connection, context, row.account, by)
    return _back(page, "deactivated", account)


@router.post(f"{ONE}/reactivate", dependencies=[allow(Permission.ADMINISTER)])
def reactivate(
    page: CurrentFrame,
    context: CurrentContext,
    viewer: CurrentViewer,
    by: CurrentAdministrator,
    account: AccountId,
) -> Response:
    """Open a closed account again."""
    with writing(context.database) as connection:
        members = members_of(connection, viewer.hotline)
        row = find_account(connection, members.id, account)
        administering.reactivate(connection, context, row.account, by)
    return _back(page, "reactivated", account)


@router.post(f"{ONE}/second-step", dependencies=[allow(Permission.ADMINISTER)])
def take_second_step(
    page: CurrentFrame,
    context: CurrentContext,
    viewer: CurrentViewer,
    by: CurrentAdministrator,
    account: AccountId,
) -> Response:
    """Take somebody's code at sign-in away."""
    with writing(context.database) as connection:
        members = members_of(connection, viewer.hotline)
        row = find_account(connection, members.id, account)
        administering.take_second_step(connection, context, row.account, by)
    return _back(page, "code_taken", account)


def _made(
    page: CurrentFrame, connection: Connection, context: AccountsContext, account: Account, by: Caller
) -> dict[str, str]:
    """Return what is shown of a link that is made: its secret stands nowhere else."""
    token, kind = administering.make_link(connection, context, account, by)
    base = context.settings.public_url or str(page.request.base_url)
    return {"address": link_address(token, base), "kind": kind.value, "email": account.shown}


def _again(
    request: Request, connection: Connection, context: AccountsContext, account: AccountId, by: Caller
) -> str | None:
    """Begin a new login for whoever changed what they may themselves: the one they had has ended."""
    login = login_of(request)
    if account != by.id or login is None:
        return None
    return logins.begin(connection, account, at=context.now, device=login.device, how="own grant")


def _back(
    page: CurrentFrame, done: str, account: AccountId | None = None, secret: str | None = None
) -> Response:
    where = page.link(ADMINISTRATION[1:], done=done, account=account)
    answer = RedirectResponse(where, HTTPStatus.SEE_OTHER)
    if secret is not None:
        login_cookie.keep(page.request, answer, secret)
    return answer


def _page(
    page: CurrentFrame,
    connection: Connection,
    hotline: HotlineCode,
    by: Caller,
    *,
    wrong: Message | None = None,
    words: str = "",
    number: int = 1,
    opened: AccountId | None = None,
    **more: Any,
) -> Response:
    members = members_of(connection, hotline)
    shown: dict[str, Any] = {"done": "", "link_made": more.pop("link", None), "typed": {}}
    rows = list_accounts(connection, members.id)
    return page.respond(
        "accounts/administration.html",
        "administration",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        members=members,
        by_municipality=_by_municipality(members),
        sheet=sheet_of(search_accounts(rows, words, members), number),
        words=words,
        kept=page.kept,
        opened=next((row for row in rows if row.account.id == opened), None),
        has_code=opened is not None and second_steps.is_on(connection, opened),
        roles=tuple(role.value for role in Role),
        me=by.id,
        wrong=wrong,
        **{**shown, **more},
    )


def _by_municipality(members: Members) -> dict[str, list[tuple[str, str]]]:
    """Return the people of each municipality that has any, as random id and name, in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for person, who in sorted(members.people.items(), key=lambda item: (item[1].name, item[1].agent)):
        found.setdefault(members.municipalities[who.municipality], []).append((person, who.name or who.agent))
    return dict(sorted(found.items()))
