"""The pages on which an administrator sets up by whom people sign in to the hotline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access.permissions import Permission
from api.accounts.oidc.examination import ProviderFinding
from api.accounts.providers.form import (
    USUAL,
    faults_by_field,
    read_entry,
    read_secret,
    read_values,
    values_of,
)
from api.accounts.providers.request import CurrentProviders, redirect_address
from api.accounts.providers.service import (
    ProvidersContext,
    list_providers,
    remove_provider,
    set_provider,
    try_provider,
)
from api.accounts.records.providers import ProviderRecord
from api.store.errors import ClashError, ConflictError, MissingError
from api.web.guard import allow
from api.web.pages.frame import CurrentFrame, PageFrame
from api.web.pages.sent_form import CurrentForm, new_key
from wfm.errors import Fault, InputError
from wfm.message import Message, Text

PROVIDERS = "/administration/providers"
NEW = "/administration/new-provider"
ONE = f"{PROVIDERS}/{{provider}}"
DONE = ("kept", "removed")
CHANGED = Text("provider.changed", "it was changed meanwhile; look at what holds now and change it again")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class ProvidersPage:
    """A request for a page about providers."""

    page: PageFrame
    context: ProvidersContext

    def answer_list(self, done: str = "") -> Response:
        """Show all providers."""
        found = list_providers(self.context)
        return self.page.respond("accounts/providers.html", "administration", found=found, done=done)

    def answer_one(
        self,
        record: ProviderRecord | None,
        *,
        typed: Mapping[str, str] | None = None,
        faults: Sequence[Fault] = (),
        reason: Message | None = None,
        findings: Sequence[ProviderFinding] = (),
        done: str = "",
        status: int = HTTPStatus.OK,
    ) -> Response:
        """Show one provider, or the form of a new one, with what was typed and what is wrong with it."""
        found = list_providers(self.context)
        values = typed or (USUAL if record is None else values_of(record.entry))
        short = record.entry.id if record is not None else values["id"] or "…"
        shown: dict[str, Any] = {
            "found": found,
            "record": record,
            "values": values,
            "wrong": faults_by_field(faults),
            "reason": reason,
            "findings": findings,
            "done": done,
            "redirect": redirect_address(self.page.request, short),
            "key": new_key(),
        }
        return self.page.respond("accounts/provider.html", "administration", status, **shown)


def providers_page(page: CurrentFrame, context: CurrentProviders) -> ProvidersPage:
    """Return the page that is asked for."""
    return ProvidersPage(page, context)


CurrentPage = Annotated[ProvidersPage, Depends(providers_page)]


@router.get(PROVIDERS, dependencies=[allow(Permission.READ_ACCOUNTS)])
def all_providers(current: CurrentPage, done: str = "") -> Response:
    """Show by whom people sign in."""
    return current.answer_list(done if done in DONE else "")


@router.get(NEW, dependencies=[allow(Permission.READ_ACCOUNTS)])
def before_provider(current: CurrentPage) -> Response:
    """Show the form of a new one."""
    return current.answer_one(None)


@router.get(ONE, dependencies=[allow(Permission.READ_ACCOUNTS)])
def one_provider(current: CurrentPage, provider: str, done: str = "") -> Response:
    """Show one, to change it, to try it or to take it away."""
    record = list_providers(current.context).find(provider)
    return current.answer_one(record, done=done if done in DONE else "")


@router.post(PROVIDERS, dependencies=[allow(Permission.ADMINISTER)])
def keep_provider(current: CurrentPage, form: CurrentForm) -> Response:
    """Keep what was typed: a new provider, or one that was changed."""
    values, expected = read_values(form), form.number("expected")
    request = form.request(current.context.by, f"{PROVIDERS}/{current.context.hotline}")
    known = [one for one in list_providers(current.context).own if expected and one.entry.id == values["id"]]
    record = known[0] if known else None
    try:
        set_provider(current.context, request, read_entry(values), read_secret(form), expected)
    except InputError as error:
        wrong = HTTPStatus.UNPROCESSABLE_ENTITY
        return current.answer_one(record, typed=values, faults=error.faults, status=wrong)
    except ClashError as error:
        return current.answer_one(record, typed=values, reason=error.message, status=HTTPStatus.CONFLICT)
    except ConflictError:
        stale = HTTPStatus.PRECONDITION_FAILED
        return current.answer_one(record, typed=values, reason=CHANGED(), status=stale)
    where = current.page.link(*PROVIDERS[1:].split("/"), values["id"], done="kept")
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


@router.post(f"{ONE}/test", dependencies=[allow(Permission.ADMINISTER)])
def test(current: CurrentPage, provider: str) -> Response:
    """Ask a provider what it tells of itself, and show what is found."""
    record = list_providers(current.context).find(provider)
    try:
        findings = try_provider(current.context, provider)
    except ClashError as error:
        return current.answer_one(record, reason=error.message, status=HTTPStatus.CONFLICT)
    return current.answer_one(record, findings=findings)


@router.post(f"{ONE}/remove", dependencies=[allow(Permission.ADMINISTER)])
def remove(current: CurrentPage, provider: str, form: CurrentForm) -> Response:
    """Take a provider away; one that is gone already stays so."""
    try:
        remove_provider(current.context, provider, form.number("expected"))
    except ConflictError:
        record = list_providers(current.context).find(provider)
        return current.answer_one(record, reason=CHANGED(), status=HTTPStatus.PRECONDITION_FAILED)
    except MissingError:
        raise HTTPException(HTTPStatus.NOT_FOUND) from None
    where = current.page.link(*PROVIDERS[1:].split("/"), done="removed")
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)
