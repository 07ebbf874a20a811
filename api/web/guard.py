"""The guard at every door: declaring a route's policy is enforcing it, and no route may have none.

A guard is the one dependency that lets a request see anything: it judges the caller and notes who looks,
and how far they see. A route without one gets nothing to show, and the program does not start with one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute

from api.access.callers import CALLER_KIND, AccountHolder, Caller
from api.access.ids import NO_HOTLINE, HotlineCode
from api.access.permissions import Permission
from api.access.policy import Decision, Policy
from api.access.scope import NOTHING, scope_of
from api.access.viewer import (
    Viewer,
)
from api.logs.security import tell_security
from api.web.cache import VisiblePublication
from api.web.sources import Hotlines, NothingPublishedError
from wfm.message import Message, Text

NOTHING_YET = Text("web.nothing_yet", "no roster is published yet")
NO_ROLE = Text("web.no_role", "the account has no role in a hotline yet")
NO_PLAN = Text("web.no_plan", "no roster is published of a plan that begins on {plan}")
NO_DRAFT = Text("web.no_draft", "this draft is not open for comments, or not any more")

PROPOSAL = "proposal"
"""What addresses call the number of a draft that is shown instead of what is published."""

_STATUS = {
    Decision.UNKNOWN: HTTPStatus.UNAUTHORIZED,
    Decision.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Decision.MISSING: HTTPStatus.NOT_FOUND,
}


class NotFoundError(HTTPException):
    """Something that was named is not part of what the caller sees; the message says what."""

    def __init__(self, message: Message) -> None:
        super().__init__(HTTPStatus.NOT_FOUND)
        self.message = message


class NothingYetError(NotFoundError):
    """What was asked for is not there yet: a page says what comes next and who does it, and is no error."""


class UnguardedRouteError(RuntimeError):
    """A route has no policy, or more than one, or one that does not suit its methods."""


def current_caller(request: Request) -> Caller:
    """Return who asks."""
    caller: Caller = request.app.state.caller(request)
    setattr(request.state, CALLER_KIND, caller.KIND)  # for the log
    return caller


class Guard:
    """What a route declares: its policy; each kind of guard is a dependency that sees to it its own way."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def judge(self, request: Request) -> None:
        """Judge a request by its head, before its body is read; where nothing is judged, it passes."""


class CallerGuard(Guard):
    """Lets a request pass if its caller meets the policy."""

    def __call__(self, request: Request, caller: Annotated[Caller, Depends(current_caller)]) -> None:
        """Judge the request; the viewer is noted for the route.

        Raises
        ------
        HTTPException
            401 where nobody known asks, 403 where somebody known may not, 404 where there is nothing here
            for the caller.
        """
        hotline = _hotline_of(request, caller)
        decision = self.policy.decide(caller, hotline)
        if decision is Decision.MISSING and hotline == NO_HOTLINE and not self.policy.hides:
            request.state.viewer = Viewer(caller, hotline, NOTHING)
            raise NothingYetError(NO_ROLE())
        if decision is Decision.FORBIDDEN:  # the page that says so leads on to what the caller may see
            request.state.refused_scope = scope_of(caller, hotline)
            _tell_refusal(request, caller, self.policy)
        if decision is not Decision.ALLOWED:
            told = {"WWW-Authenticate": "Bearer"} if decision is Decision.UNKNOWN else None
            raise HTTPException(_STATUS[decision], headers=told)
        request.state.viewer = Viewer(caller, hotline, scope_of(caller, hotline))

    def judge(self, request: Request) -> None:
        """Judge the request without its body.

        Raises
        ------
        HTTPException
            As with it.
        """
        self(request, current_caller(request))


def _tell_refusal(request: Request, caller: Caller, policy: Policy) -> None:
    route = getattr(request.scope.get("route"), "path", "")
    account = caller.id if isinstance(caller, AccountHolder) else None
    tell_security("request.refused", method=request.method, route=route, policy=policy.name, actor=account)


class OpenGuard(Guard):
    """Lets every request pass and shows it nothing of the roster, which need not be there."""

    def __call__(self) -> None:
        """Do nothing: the policy is that there is none to meet."""


def allow(permission: Permission, *, hides: bool = False) -> Any:
    """Declare that a route asks for a permission; with `hides`, others are told that nothing is here."""
    return Depends(CallerGuard(Policy(permission, hides=hides)))


def public(*, writes: bool = False) -> Any:
    """Declare that a route is for everybody, who see of the roster what they would without it."""
    return Depends(CallerGuard(Policy(None, writes=writes)))


def allow_anonymous(*, writes: bool = False) -> Any:
    """Declare that a route is for everybody, shows nothing of the roster, and answers where there is none."""
    return Depends(OpenGuard(Policy(None, writes=writes)))


def require_sign_in(*, writes: bool = False) -> Any:
    """Declare that a route is for whoever is signed in, whatever they are to any hotline."""
    return Depends(CallerGuard(Policy(None, writes=writes, signed_in=True)))


def administer_service(*, writes: bool = False) -> Any:
    """Declare that a route is for administrators of the whole service."""
    return Depends(CallerGuard(Policy(None, writes=writes, signed_in=True, service=True)))


def current_viewer(request: Request) -> Viewer:
    """Return who looks, and how far they see.

    Raises
    ------
    UnguardedRouteError
        Where no guard let the request pass.
    """
    viewer: Viewer | None = getattr(request.state, "viewer", None)
    if viewer is None:
        raise UnguardedRouteError(request.url.path)
    return viewer


def current_publication(request: Request) -> VisiblePublication:
    """Return what the caller sees now of the roster that is asked for.

    Raises
    ------
    UnguardedRouteError
        Where no guard let the request pass.
    NotFoundError
        Where no such roster is published; where none is at all, it is a `NothingYetError`.
    """
    viewer = current_viewer(request)
    hotlines: Hotlines = request.app.state.hotlines
    plan = request.query_params.get("plan", "")
    try:
        return hotlines.source(viewer.hotline, plan).view(viewer.scope)
    except NothingPublishedError:
        raise (NotFoundError(NO_PLAN(plan=plan)) if plan else NothingYetError(NOTHING_YET())) from None


CurrentViewer = Annotated[Viewer, Depends(current_viewer)]


def current_roster(request: Request) -> VisiblePublication:
    """Return what the caller sees of the roster that is asked for: published, or proposed where one is named.

    Calendars do not ask it: they follow what is published alone.

    Raises
    ------
    NotFoundError
        Where the draft that is named is not shown now.
    """
    number = request.query_params.get(PROPOSAL, "")
    if not number:
        return current_publication(request)
    viewer = current_viewer(request)
    hotlines: Hotlines = request.app.state.hotlines
    try:
        source = hotlines.draft_source(viewer.hotline, request.query_params.get("plan", ""), number)
        return source.view(viewer.scope)
    except NothingPublishedError:
        raise NotFoundError(NO_DRAFT()) from None


CurrentPublication = Annotated[VisiblePublication, Depends(current_publication)]
CurrentRoster = Annotated[VisiblePublication, Depends(current_roster)]


def _hotline_of(request: Request, caller: Caller) -> HotlineCode:
    """Return the hotline that the address names, else of the caller's usual one."""
    named: str = request.path_params.get("hotline") or request.query_params.get("hotline") or ""
    hotlines: Hotlines = request.app.state.hotlines
    return HotlineCode(named) if named else hotlines.usual(caller)


def require_policies(routes: Iterable[BaseRoute]) -> None:
    """Refuse routes that are not guarded as they must be, hidden ones and mounts included.

    Raises
    ------
    UnguardedRouteError
        With every such route and what is wrong with it.
    """
    found = [f"{_named(context)}: {wrong}" for context in _contexts(routes) for wrong in _wrong(context)]
    if found:
        raise UnguardedRouteError(
            "these routes are not guarded, so the service does not start:\n" + "\n".join(found)
        )


def policies(context: RouteContext) -> tuple[Policy, ...]:
    """Return the policies that a route declares, wherever in its dependencies."""
    return tuple(guard.policy for guard in guards(context))


def guards(context: RouteContext) -> tuple[Guard, ...]:
    """Return the guards that a route declares, wherever in its dependencies."""
    dependant: Dependant | None = getattr(context, "dependant", None)
    return () if dependant is None else tuple(_guards(dependant))


def _guards(dependant: Dependant) -> Iterator[Guard]:
    call: object = dependant.call
    if isinstance(call, Guard):
        yield call
    for inner in dependant.dependencies:
        yield from _guards(inner)


def _contexts(routes: Iterable[BaseRoute]) -> Iterator[RouteContext]:
    yield from iter_route_contexts(list(routes))


def _wrong(context: RouteContext) -> Iterator[str]:
    if not isinstance(context.original_route, APIRoute):
        yield f"{type(context.original_route).__name__} cannot declare a policy"
        return
    declared = policies(context)
    if len(declared) != 1:
        yield f"{len(declared)} policies, not one"
    for policy in declared:
        if not policy.suits(context.methods or ()):
            yield f"methods do not suit {policy.name}: what changes something asks for a permission to write"


def _named(context: RouteContext) -> str:
    return f"{','.join(sorted(context.methods or ['*']))} {context.path or '?'}"
