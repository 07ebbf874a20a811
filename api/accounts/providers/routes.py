"""Providers of sign-in of a hotline for programs: the same as the page of administration."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from api.access.permissions import Permission
from api.accounts.administration.page_request import CurrentAdministrator
from api.accounts.providers.request import CurrentProviders, redirect_address
from api.accounts.providers.schemas import (
    ProvidersAnswer,
    ProviderTestAnswer,
    ProviderView,
    SentProvider,
    SettledProviderView,
    finding_view,
    provider_view,
)
from api.accounts.providers.service import list_providers, remove_provider, set_provider, try_provider
from api.web.guard import allow
from api.web.json.description import ACCOUNTS
from api.web.json.operations import describe_change, reads, writes
from api.web.json.problem import WRONG_HOST, refusals
from api.web.json.requests import JSON, CurrentBody, Idempotent, IfMatch
from api.web.json.responses import OK, answer_change, answer_document
from api.web.languages import translator_for

PREFIX = "/api/v1/hotlines/{hotline}/providers"
ALWAYS = {400: WRONG_HOST} | refusals(401, 403, 404, 422, 500, 503)
OF_PROVIDER = 'Number of the provider; "0" for a new one.'
HotlineInPath = Annotated[str, Path(description="Code of the hotline.", examples=["here"], max_length=80)]
ProviderInPath = Annotated[
    str, Path(description="Short name of the provider.", examples=["vestby"], max_length=40)
]

router = APIRouter(prefix=PREFIX, tags=[ACCOUNTS])


@router.get(
    "",
    dependencies=[allow(Permission.READ_ACCOUNTS)],
    summary="By whom one signs in to the hotline",
    response_model=ProvidersAnswer,
    responses=reads(422),
)
def all_providers(request: Request, context: CurrentProviders, hotline: HotlineInPath) -> Response:
    """Return the providers that its administrators set up, and those of the settings; no secret is told."""
    found = list_providers(context)
    own = [provider_view(found, one, redirect_address(request, one.entry.id)) for one in found.own]
    settled = [SettledProviderView(id=one.id, name=one.name, issuer=one.issuer) for one in found.settled]
    answer = ProvidersAnswer(providers=own, settings=settled)
    return answer_document(request, answer, sum(one.number for one in found.own))


@router.put(
    "/{provider}",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Set a provider up, or change it",
    response_model=ProviderView,
    responses=writes(OK, 409),
    openapi_extra=describe_change({JSON: SentProvider}, OF_PROVIDER, '"0"'),
)
def put_provider(
    request: Request,
    context: CurrentProviders,
    hotline: HotlineInPath,
    provider: ProviderInPath,
    sent: CurrentBody,
    key: Idempotent,
    began: IfMatch,
) -> Response:
    """Keep what is sent under this short name. Where the issuer is another one, the secret is sent anew."""
    sent.only(JSON)
    wanted = sent.read_as(SentProvider)
    found = set_provider(context, key, wanted.entry(provider), wanted.secret(), began)
    record = found.find(provider)
    return answer_change(
        provider_view(found, record, redirect_address(request, provider)), record.number, status=OK
    )


@router.post(
    "/{provider}/test",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Ask a provider what it tells of itself",
    responses=ALWAYS | refusals(409),
)
def test(
    request: Request, context: CurrentProviders, hotline: HotlineInPath, provider: ProviderInPath
) -> ProviderTestAnswer:
    """Say what is found and what is wrong, in sentences; nobody is signed in and nothing is changed.

    Addresses of the service's own machine and of internal networks are not asked.
    """
    speak = translator_for(request)
    found = try_provider(context, provider)
    return ProviderTestAnswer(findings=[finding_view(one, speak) for one in found])


@router.delete(
    "/{provider}",
    dependencies=[allow(Permission.ADMINISTER)],
    summary="Take a provider away",
    status_code=HTTPStatus.NO_CONTENT,
    responses=ALWAYS,
)
def remove(
    context: CurrentProviders, by: CurrentAdministrator, hotline: HotlineInPath, provider: ProviderInPath
) -> None:
    """Let nobody sign in by it any more; accounts that came by it stay."""
    remove_provider(context, provider)
