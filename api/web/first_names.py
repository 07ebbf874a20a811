"""Passing by a router whose routes all begin otherwise than what is asked for.

The service has some hundred routers. To have each of them compare all of its routes takes a millisecond for a
page, as long as many pages take to be made.
"""

from __future__ import annotations

from collections.abc import Iterable

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope


def pass_by(routers: Iterable[BaseRoute]) -> None:
    """Let each router be asked only for what begins with the first name of one of its routes."""
    for router in routers:
        names = first_names(router)
        if names is not None:
            _pass_by(router, names)


def first_names(router: BaseRoute) -> frozenset[str] | None:
    """Return what paths of a router begin with, up to the second slash; nothing where one begins anyhow."""
    contexts = list(iter_route_contexts([router]))
    if not all(isinstance(one.original_route, Route) and one.path is not None for one in contexts):
        return None  # what is mounted answers below its path
    names = frozenset(_first_name(one.path or "") for one in contexts)
    return None if any("{" in name for name in names) else names


def _first_name(path: str) -> str:
    return "/" + path[1:].partition("/")[0]


def _pass_by(router: BaseRoute, names: frozenset[str]) -> None:
    usual = router.matches

    def matches(scope: Scope) -> tuple[Match, Scope]:
        # Below another application, or for what is no request, it is the router that knows.
        asked = scope["type"] == "http" and not scope.get("root_path")
        if asked and _first_name(scope["path"]) not in names:
            return Match.NONE, {}
        return usual(scope)

    router.matches = matches  # type: ignore[method-assign]
