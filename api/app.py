"""The web service: pages, JSON and calendars over what is published of a store's hotlines.

It answers only to requests that name this machine, or the public host of the settings: a page from
elsewhere can't reach it by giving itself our address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from threading import Event
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute

from api.access.callers import LOCAL_USER, AccountHolder, Caller
from api.accounts.administration import pages as administration_pages
from api.accounts.administration import routes as resources
from api.accounts.last_uses import LastUses
from api.accounts.oidc import routes as oidc
from api.accounts.oidc.discovery import Directory
from api.accounts.own import offer_pages, second_step_pages
from api.accounts.own import pages as own_pages
from api.accounts.providers import pages as provider_pages
from api.accounts.providers import routes as provider_routes
from api.accounts.sign_in import code_pages, link_pages
from api.accounts.sign_in import pages as sign_in_pages
from api.availability import answer_pages, board_pages, many_pages
from api.availability import routes as availability_routes
from api.calendars import routes as calendar_resources
from api.calendars import secret_routes as secret_calendars
from api.calendars.calendar_reader import CalendarReader
from api.cases import pages as case_pages
from api.cases import routes as case_routes
from api.configuration.settings import Settings, defaults
from api.demand import figure_pages, figure_routes, seat_pages, seat_routes
from api.demand import pages as call_pages
from api.demand import routes as call_routes
from api.desk import pages as desk_pages
from api.desk import routes as desk_routes
from api.home import pages as home_pages
from api.home import waiting
from api.home.start import find_start_page
from api.joining import pages as joining_pages
from api.joining import routes as joining_routes
from api.ledger import pages as ledger_pages
from api.ledger import routes as ledger_routes
from api.notices import pages as notice_pages
from api.notices import quiet_pages, quiet_routes
from api.notices import routes as notice_routes
from api.people import employment_pages
from api.people import pages as people_pages
from api.people import routes as people_resources
from api.plans import check_routes, edit_routes, hotline_pages, hotline_routes, method_routes, table_routes
from api.plans import routes as plan_routes
from api.proposals import pages as proposal_pages
from api.proposals import routes as proposal_routes
from api.published import api_docs, front_page, own_page, pages
from api.published import feed_routes as feeds
from api.published import routes as machine
from api.publishing import pages as publish
from api.publishing import post_pages, post_routes
from api.publishing import routes as publishing_routes
from api.questions import pages as question_pages
from api.questions import routes as question_routes
from api.replacements import offer_pages as seat_offer_pages
from api.replacements import pages as absence_pages
from api.replacements import routes as replacement_routes
from api.revisions import (
    competence_pages,
    day_pages,
    edit_pages,
    history_pages,
    method_pages,
    setting_pages,
    table_pages,
)
from api.revisions import pages as plan_pages
from api.rosters import (
    carry_pages,
    carry_routes,
    change_routes,
    check_pages,
    choice_routes,
    difference_pages,
    news,
    next_plan_pages,
    next_plan_routes,
    plan_file_pages,
    record_routes,
    undo_routes,
)
from api.rosters import pages as versions
from api.rosters import routes as version_routes
from api.runs import mend_routes, variant_pages
from api.runs import pages as run_pages
from api.runs import routes as run_routes
from api.scenarios import pages as scenario_pages
from api.scenarios import routes as scenario_routes
from api.serving import health
from api.serving.limits import RequestLimitsMiddleware
from api.serving.readiness import Check
from api.statements import annual_pages, annual_routes, year_pages
from api.statements import pages as statement_pages
from api.statements import routes as statement_routes
from api.store.engine import Database
from api.swaps import pages as swap_pages
from api.swaps import routes as swap_routes
from api.web import errors
from api.web.csrf import no_forgery
from api.web.first_names import pass_by
from api.web.guard import require_policies
from api.web.headers import SecurityHeadersMiddleware
from api.web.heads import HeadGuardMiddleware, doors
from api.web.json.description import DESCRIPTION, TAGS, TITLE
from api.web.json.openapi import DescribedAPI
from api.web.pages import static
from api.web.sources import Hotlines
from api.webhooks import pages as webhook_pages
from api.webhooks import routes as webhook_routes
from api.worked import close_pages
from api.worked import pages as worked_pages
from api.worked import routes as worked_routes

HOSTS = ("127.0.0.1", "localhost", "[::1]", "testserver")


ROUTERS = (
    secret_calendars.router,  # the first that is looked at: nothing is asked for as often
    machine.router,
    next_plan_routes.router,
    hotline_routes.router,
    plan_routes.router,
    table_routes.router,
    check_routes.router,
    edit_routes.router,
    scenario_routes.router,
    case_routes.router,
    availability_routes.router,
    method_routes.router,
    version_routes.router,
    change_routes.router,
    undo_routes.router,
    carry_routes.router,
    choice_routes.router,
    publishing_routes.router,
    post_routes.router,
    ledger_routes.router,
    annual_routes.router,  # before routes of quarters, which would take "years" for one
    statement_routes.router,
    worked_routes.router,
    proposal_routes.router,
    question_routes.router,
    mend_routes.router,
    replacement_routes.router,
    swap_routes.router,
    swap_pages.router,
    run_routes.router,
    desk_routes.router,
    joining_routes.router,
    record_routes.router,
    health.router,
    api_docs.router,
    feeds.router,
    calendar_resources.router,
    static.router,
    people_resources.router,
    resources.router,
    notice_routes.router,
    call_routes.router,
    seat_routes.router,
    figure_routes.router,
    quiet_routes.router,
    provider_routes.router,
    webhook_routes.router,
    sign_in_pages.router,
    code_pages.router,
    oidc.router,
    link_pages.router,
    own_pages.router,
    second_step_pages.router,
    notice_pages.router,
    call_pages.router,
    seat_pages.router,
    figure_pages.router,
    quiet_pages.router,
    offer_pages.router,
    provider_pages.router,
    webhook_pages.router,
    administration_pages.router,
    own_page.router,
    home_pages.router,
    board_pages.router,
    many_pages.router,
    answer_pages.router,
    front_page.router,
    pages.router,
    versions.router,
    hotline_pages.router,
    next_plan_pages.router,
    carry_pages.router,
    desk_pages.router,
    plan_file_pages.router,
    check_pages.router,
    joining_pages.router,
    plan_pages.router,
    table_pages.router,
    day_pages.router,
    competence_pages.router,
    setting_pages.router,
    history_pages.router,
    method_pages.router,
    edit_pages.router,
    scenario_pages.router,
    case_pages.router,
    employment_pages.router,
    people_pages.router,
    publish.router,
    post_pages.router,
    ledger_pages.router,
    annual_pages.router,
    statement_pages.router,
    year_pages.router,
    worked_pages.router,
    close_pages.router,
    proposal_pages.router,
    question_pages.router,
    news.router,
    absence_pages.router,
    seat_offer_pages.router,
    run_pages.router,
    variant_pages.router,
    difference_pages.router,
)


def clock() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


def local_user(request: Request) -> Caller:
    """Return the local user, whoever asks: so nobody but this machine may be answered."""
    return LOCAL_USER


def create_app(
    hotlines: Hotlines,
    *,
    database: Database | None = None,
    language: str | None = None,
    settings: Settings | None = None,
    checks: Sequence[Check] = (),
    caller: Callable[[Request], Caller] = local_user,
    now: Callable[[], datetime] = clock,
    further: Sequence[APIRouter] = (),
) -> FastAPI:
    """Return the service.

    Parameters
    ----------
    hotlines
        Where rosters come from.
    database
        The store that they lie in; without it the service can only be read.
    language
        Of pages whose address names none; the plan's if left out.
    settings
        Limits, and the public host that is answered besides this machine; the defaults if left out.
    checks
        What must be usable for the service to count as ready.
    caller
        Tells who stands behind a request.
    now
        The clock: aware, in UTC.
    further
        Routes besides the usual ones; where one has the address of a usual one, it is asked.

    Raises
    ------
    UnguardedRouteError
        Where a route does not declare exactly one policy that suits its methods.
    """
    chosen = settings or defaults()
    app = DescribedAPI(
        title=TITLE,
        description=DESCRIPTION,
        version=_version(),
        openapi_url=None,  # the ready-made routes have no policy
        openapi_tags=TAGS,
        docs_url=None,  # and their pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        routes=[*_guard_routes(further), *collect_routes()],
        telemetry={"auto_configure": False},
        middleware=[
            Middleware(SecurityHeadersMiddleware),
            Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(chosen), www_redirect=False),
            Middleware(RequestLimitsMiddleware, settings=chosen),
            Middleware(HeadGuardMiddleware, doors=tuple(doors(collect_routes()))),
        ],
    )
    app.state.hotlines, app.state.database = hotlines, database
    app.state.calendar_reader = None if database is None else CalendarReader(database)
    app.state.language, app.state.settings = language, chosen
    app.state.checks, app.state.caller, app.state.now = tuple(checks), caller, now
    app.state.stopping = Event()
    app.state.find_start = _start_finder(hotlines, database)
    app.state.last_uses = LastUses()
    app.state.providers = chosen.providers
    app.state.directory = Directory()
    errors.install(app)
    waiting.install(app)
    return app


def _start_finder(hotlines: Hotlines, database: Database | None) -> Callable[[AccountHolder, datetime], str]:
    """Return what tells where an account's owner begins."""

    def find_start(account: AccountHolder, at: datetime) -> str:
        assert database is not None  # else there are no accounts
        return find_start_page(database, account, hotlines.usual(account), at)

    return find_start


@cache
def collect_routes() -> tuple[BaseRoute, ...]:
    """Return all routes of the service, the same for every one: what each asks for is worked out once.

    Raises
    ------
    UnguardedRouteError
        Where a route does not declare exactly one policy that suits its methods.
    """
    return _guard_routes(ROUTERS)


def _guard_routes(routers: Sequence[APIRouter]) -> tuple[BaseRoute, ...]:
    everything = APIRouter(dependencies=[Depends(no_forgery)])
    for router in routers:
        everything.include_router(router)
    require_policies(everything.routes)
    pass_by(everything.routes)
    return tuple(everything.routes)


def _hosts(settings: Settings) -> tuple[str, ...]:
    """Return the hosts that requests may name: this machine, and the one that people know."""
    public = urlsplit(settings.public_url).hostname if settings.public_url else None
    return HOSTS if public is None else (*HOSTS, public)


def _version() -> str:
    try:
        return version("faellesvagt")
    except PackageNotFoundError:  # an unpacked copy that was never installed
        return "0"
