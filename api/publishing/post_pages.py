"""The page after publishing: what went out with the published version, and who could not be told."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.access.permissions import Permission
from api.publishing.post import UntoldReason, read_publication_post
from api.rosters.page_context import InPlanning, when
from api.store.engine import reading
from api.web.guard import allow
from api.web.pages.sheets import cut_sheet, read_number
from wfm.message import Text

router = APIRouter(include_in_schema=False)

AT_ONCE = 60
"""People on a sheet."""

REASONS: Mapping[UntoldReason, Text] = {
    UntoldReason.NO_ACCOUNT: Text("untold.no_account", "no account, and no e-mail address in the plan"),
    UntoldReason.NO_MAIL: Text("untold.no_mail", "the account is newer than this publication"),
    UntoldReason.NO_ADDRESS: Text("untold.no_address", "the account is closed or has no e-mail address"),
    UntoldReason.GIVEN_UP: Text("untold.given_up", "the mail could not be delivered"),
}


@router.get("/plans/{plan}/published", dependencies=[allow(Permission.READ_DRAFTS)])
def what_went_out(context: InPlanning, plan: str, sheet: str = "") -> Response:
    """Show how the mails of the publication stand, and whom none of them tells."""
    with reading(context.database) as connection:
        facts = context.plan(connection, plan)
        if not facts.published:
            where = context.page.link("plans", plan, "versions")
            return RedirectResponse(where, HTTPStatus.SEE_OTHER)
        post = read_publication_post(connection, facts)
        by = context.by(connection, facts.published_by)
    hotline = post.content.plan.hotline
    return context.page.respond(
        "went_out.html",
        "plans",
        hotline=hotline,
        facts=facts,
        post=post,
        at=None if facts.published_at is None else when(facts.published_at, hotline.zone),
        by=by,
        sends=context.page.request.app.state.settings.smtp_host is not None,
        sheet=cut_sheet(post.untold, read_number(sheet), AT_ONCE),
        reasons={reason: text() for reason, text in REASONS.items()},
    )
