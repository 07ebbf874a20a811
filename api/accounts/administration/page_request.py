"""A request for the page of administration: in which hotline, by whom, and how the page is shown."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from api.access.callers import AccountHolder as Caller
from api.access.ids import AccountId, HotlineCode
from api.access.roles import Role
from api.accounts.administration import service as administering
from api.accounts.administration.member_list import AT_ONCE, list_accounts, search_accounts
from api.accounts.context import AccountsContext
from api.accounts.records import second_steps
from api.accounts.records.members import Members, members_of
from api.accounts.request_context import CurrentContext
from api.store.engine import Connection
from api.store.persons import Identity
from api.texts.alphabet import danish_order
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
        **more: Any,
    ) -> Response:
        """Show everybody of the hotline, and of one account what can be done with it."""
        members = members_of(connection, self.hotline)
        shown: dict[str, Any] = {"done": "", "link_made": more.pop("link", None), "typed": {}}
        rows = list_accounts(connection, members.id, self.context.now)
        shown_one = next((row for row in rows if row.account.id == opened), None)
        whole = shown_one is not None and administering.has_whole_say(connection, shown_one, self.by)
        return self.page.respond(
            "accounts/administration.html",
            "administration",
            status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
            members=members,
            by_municipality=_by_municipality(members),
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


def _by_municipality(members: Members) -> dict[str, list[tuple[str, str]]]:
    """Return the people of each municipality that has any, as random id and name, in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for person, who in sorted(members.people.items(), key=lambda item: _order(item[1])):
        found.setdefault(members.municipalities[who.municipality], []).append((person, members.label(person)))
    return dict(sorted(found.items(), key=lambda town: danish_order(town[0])))


def _order(who: Identity) -> tuple[object, ...]:
    return danish_order(who.name), danish_order(who.agent), who.municipality
