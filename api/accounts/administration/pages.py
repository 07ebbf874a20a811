"""The page on which an administrator says who may do what in a hotline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.ids import AccountId, GrantId
from api.access.permissions import Permission
from api.accounts.administration import invitations
from api.accounts.administration import service as administering
from api.accounts.administration.grant_form import GrantFormError, read_grant
from api.accounts.administration.member_list import MemberAccount, find_account
from api.accounts.administration.page_request import Administration, AdministrationRequest
from api.accounts.caller import login_of
from api.accounts.records import accounts, logins
from api.accounts.records.members import Members, members_of
from api.accounts.sign_in.links import NO_EMAIL
from api.accounts.sign_in.pages import FormText
from api.accounts.urls import link_address
from api.store.engine import Connection, reading, writing
from api.texts.translator import DEFAULT, LANGUAGES
from api.web import login_cookie
from api.web.guard import allow
from api.web.pages.frame import PageFrame
from wfm.mail_address import is_reachable

ADMINISTRATION = "/administration"
DONE = (
    "invited",
    "invited_without_mail",
    "given",
    "withdrawn",
    "deactivated",
    "ended",
    "reactivated",
    "code_taken",
)
ONE = f"{ADMINISTRATION}/{{account}}"

router = APIRouter(include_in_schema=False)


FormChoice = Annotated[str, Form(max_length=200)]


@router.get(ADMINISTRATION, dependencies=[allow(Permission.READ_ACCOUNTS)])
def administration_page(
    request: Administration,
    done: str = "",
    words: Annotated[str, Query(max_length=200)] = "",
    sheet: Annotated[int, Query(ge=1, le=100_000)] = 1,
    account: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Show everybody who may do anything in the hotline, and of one account what can be done with it."""
    told = done if done in DONE else ""
    with reading(request.context.database) as connection:
        return request.respond(
            connection,
            done=told,
            words=words,
            number=sheet,
            opened=AccountId(account) if account else None,
        )


@router.post(f"{ADMINISTRATION}/invite", dependencies=[allow(Permission.ADMINISTER)])
def invite(
    request: Administration,
    email: FormText = "",
    language: FormChoice = DEFAULT,
    role: FormChoice = "",
    municipality: FormChoice = "",
    person: FormChoice = "",
) -> Response:
    """Invite somebody, or give a grant to whoever is something to the hotline already."""
    with writing(request.context.database) as connection:
        members = members_of(connection, request.hotline)
        typed = {"email": email, "role": role, "municipality": municipality, "person": person}
        try:
            address = accounts.normalize_email(email)
            if address is None:
                raise GrantFormError(NO_EMAIL())
            grant = read_grant(members, role, municipality, "", person)
        except GrantFormError as odd:
            return request.respond(connection, wrong=odd.message, typed=typed, choices=odd.choices)
        spoken = language if language in LANGUAGES else DEFAULT
        row = invitations.invite(connection, request.context, members.id, address, spoken, grant, request.by)
        # Without mail the link would go nowhere: it is shown for the administrator to hand on.
        mailed = bool(request.context.settings.smtp_host) and is_reachable(address)
        if not mailed and row.offer is not None:
            made = _made(request, connection, row)
            return request.respond(connection, link=made, opened=row.account.id)
    return _back(request.page, "invited" if is_reachable(address) else "invited_without_mail")


@router.post(f"{ONE}/grants", dependencies=[allow(Permission.ADMINISTER)])
def give(
    request: Administration,
    account: AccountId,
    role: FormChoice = "",
    municipality: FormChoice = "",
    person: FormChoice = "",
) -> Response:
    """Give a grant to somebody who has one in the hotline already."""
    with _change(request, account) as (connection, members, row):
        try:
            grant = read_grant(members, role, municipality, "", person)
        except GrantFormError as odd:
            typed = {"role": role, "municipality": municipality, "person": person}
            return request.respond(
                connection, wrong=odd.message, opened=account, typed_one=typed, choices=odd.choices
            )
        asked = invitations.give_to(connection, request.context, members.id, row, grant, request.by)
        secret = _again(request, connection, account)
    return _back(request.page, "given" if asked.account == account else "invited", account, secret)


@router.post(f"{ONE}/grants/{{grant}}/withdraw", dependencies=[allow(Permission.ADMINISTER)])
def withdraw(request: Administration, account: AccountId, grant: GrantId) -> Response:
    """Withdraw a grant."""
    with _change(request, account) as (connection, _, row):
        administering.withdraw(connection, request.context, row, grant, request.by)
        secret = _again(request, connection, account)
    return _back(request.page, "withdrawn", account, secret)


@router.post(f"{ONE}/link", dependencies=[allow(Permission.ADMINISTER)])
def link(request: Administration, account: AccountId) -> Response:
    """Make a link to hand on, and show it this once."""
    with _change(request, account) as (connection, _, row):
        made = _made(request, connection, row)
        return request.respond(connection, link=made, opened=account)


@router.post(f"{ONE}/deactivate", dependencies=[allow(Permission.ADMINISTER)])
def deactivate(request: Administration, account: AccountId) -> Response:
    """Close an account."""
    with _change(request, account) as (connection, _, row):
        whole = administering.close(connection, request.context, row, request.by)
    return _back(request.page, "deactivated" if whole else "ended", account)


@router.post(f"{ONE}/reactivate", dependencies=[allow(Permission.ADMINISTER)])
def reactivate(request: Administration, account: AccountId) -> Response:
    """Open a closed account again."""
    with _change(request, account) as (connection, _, row):
        administering.reactivate(connection, request.context, row, request.by)
    return _back(request.page, "reactivated", account)


@router.post(f"{ONE}/second-step", dependencies=[allow(Permission.ADMINISTER)])
def take_second_step(request: Administration, account: AccountId) -> Response:
    """Take somebody's code at sign-in away."""
    with _change(request, account) as (connection, _, row):
        administering.take_second_step(connection, request.context, row, request.by)
    return _back(request.page, "code_taken", account)


@contextmanager
def _change(
    request: AdministrationRequest, account: AccountId
) -> Iterator[tuple[Connection, Members, MemberAccount]]:
    """Begin to change something of an account that has a role in the hotline."""
    with writing(request.context.database) as connection:
        members = members_of(connection, request.hotline)
        yield connection, members, find_account(connection, members.id, account, request.context.now)


def _made(request: AdministrationRequest, connection: Connection, row: MemberAccount) -> dict[str, str]:
    """Return what is shown of a link that is made: its secret stands nowhere else."""
    token, kind = administering.make_link(connection, request.context, row, request.by)
    base = request.context.settings.public_url or str(request.page.request.base_url)
    return {"address": link_address(token, base), "kind": kind.value, "email": row.account.shown}


def _again(request: AdministrationRequest, connection: Connection, account: AccountId) -> str | None:
    """Begin a new login for whoever changed what they may themselves: the one they had has ended."""
    login = login_of(request.page.request)
    if account != request.by.id or login is None:
        return None
    return logins.begin(connection, account, at=request.context.now, device=login.device, how="own grant")


def _back(
    page: PageFrame, done: str, account: AccountId | None = None, secret: str | None = None
) -> Response:
    where = page.link(ADMINISTRATION[1:], done=done, account=account)
    answer = RedirectResponse(where, HTTPStatus.SEE_OTHER)
    if secret is not None:
        login_cookie.keep(page.request, answer, secret)
    return answer
