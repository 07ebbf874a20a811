"""A request for the page of administration: in which hotline, by whom, and how the page is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.access.callers import AccountHolder as Caller
from api.access.ids import AccountId, HotlineCode, PersonId
from api.access.roles import Role
from api.accounts.administration import service as administering
from api.accounts.administration.member_list import AT_ONCE, list_accounts, search_accounts
from api.accounts.context import AccountsContext
from api.accounts.records import second_steps
from api.accounts.records.members import Members, members_of
from api.accounts.request_context import CurrentContext
from api.store.engine import Connection
from api.web.guard import CurrentViewer
from api.web.pages.frame import CurrentFrame, PageFrame
from api.web.pages.sheets import cut_sheet
from wfm.message import Message


def administrator(viewer: CurrentViewer) -> Caller:
    """Return the account that administers; the local user has none, and nobody to administer."""
    if not isinstance(viewer.caller, Caller):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return viewer.caller


CurrentAdministrator = Annotated[Caller, Depends(administrator)]


@dataclass(frozen=True)
class AdministrationRequest:
    """Somebody who administers a hotline, and the page that they are shown.

    Parameters
    ----------
    page, context
        Of the request.
    hotline
        Its code.
    by
        Who administers.
    """

    page: PageFrame
    context: AccountsContext
    hotline: HotlineCode
    by: Caller

    def respond(
        self,
        connection: Connection,
        *,
        wrong: Message | None = None,
        words: str = "",
        number: int = 1,
        opened: AccountId | None = None,
        choices: Sequence[PersonId] = (),
        **more: Any,
    ) -> Response:
        """Show everybody of the hotline, and of one account what can be done with it."""
        members = members_of(connection, self.hotline)
        shown: dict[str, Any] = {
            "done": "",
            "link_made": more.pop("link", None),
            "typed": {},
            "typed_one": {},
        }
        rows = list_accounts(connection, members.id, self.context.now)
        shown_one = next((row for row in rows if row.account.id == opened), None)
        whole = shown_one is not None and administering.has_whole_say(connection, shown_one, self.by)
        return self.page.respond(
            "accounts/administration.html",
            "administration",
            status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
            members=members,
            choices=_choices(members, choices),
            sheet=cut_sheet(search_accounts(rows, words, members), number, AT_ONCE),
            words=words,
            kept=self.page.kept,
            opened=shown_one,
            whole=whole,
            has_code=whole and opened is not None and second_steps.is_on(connection, opened),
            roles=tuple(role.value for role in Role),
            me=self.by.id,
            wrong=wrong,
            **{**shown, **more},
        )


def administration_request(
    page: CurrentFrame, context: CurrentContext, viewer: CurrentViewer, by: CurrentAdministrator
) -> AdministrationRequest:
    """Return the request."""
    return AdministrationRequest(page=page, context=context, hotline=viewer.hotline, by=by)


Administration = Annotated[AdministrationRequest, Depends(administration_request)]


def _choices(members: Members, people: Sequence[PersonId]) -> tuple[tuple[str, str], ...]:
    """Return people of whom one is meant, as random id, and name with municipality."""
    return tuple(
        (person, f"{members.label(person)}, {members.municipalities[members.people[person].municipality]}")
        for person in people
    )
