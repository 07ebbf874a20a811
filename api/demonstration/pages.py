"""The page that asks who one would like to be, in the place of signing in; on one's own machine only."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.accounts.request_context import CurrentContext
from api.accounts.sign_in.pages import answer_with_login
from api.accounts.sign_in.service import start_page_of
from api.accounts.urls import SIGN_IN
from api.demonstration.people import DemonstrationRole, begin_login
from api.web.guard import allow_anonymous
from api.web.pages.frame import CurrentFrame
from wfm.plan import Plan

ADDRESS = "/demo"

Who = Annotated[str, Form(max_length=40)]


def router_for(plan: Plan, roles: tuple[DemonstrationRole, ...]) -> APIRouter:
    """Return the routes of the choice between some roles of a hotline.

    Parameters
    ----------
    plan
        Of this quarter.
    roles
        Whom one may be.
    """
    router = APIRouter(include_in_schema=False)
    by_key = {one.key: one for one in roles}

    @router.get(ADDRESS, dependencies=[allow_anonymous()])
    def choose(page: CurrentFrame, context: CurrentContext) -> Response:
        """Ask who one would like to be."""
        today = context.now.astimezone(plan.hotline.zone).date()
        return page.respond("demonstration.html", hotline=plan.hotline, roles=roles, today=today)

    @router.get(SIGN_IN, dependencies=[allow_anonymous()])
    def instead_of_signing_in(page: CurrentFrame) -> Response:
        """Lead whoever is not signed in to the choice."""
        return RedirectResponse(page.link("demo"), HTTPStatus.SEE_OTHER)

    @router.post(ADDRESS, dependencies=[allow_anonymous(writes=True)])
    def become(request: Request, context: CurrentContext, who: Who = "") -> Response:
        """Sign in as somebody, and lead to where that role begins."""
        role = by_key.get(who)
        if role is None:
            raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY)
        account, secret = begin_login(context.database, role, context.now)
        return answer_with_login(request, context, start_page_of(context, account), secret)

    return router
