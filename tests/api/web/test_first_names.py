"""Routers that are passed by: whatever is asked for is answered by the same route, in fewer comparisons."""

from __future__ import annotations

import pytest
from fastapi import APIRouter
from fastapi.routing import iter_route_contexts
from starlette.routing import Match
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.app import ROUTERS, collect_routes
from api.web.first_names import first_names, pass_by


def scope(path: str, root_path: str = "") -> Scope:
    return {"type": "http", "path": path, "method": "GET", "root_path": root_path, "headers": []}


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.prove)])
def test_every_path_is_matched_by_the_same_routers_as_ever(whole: bool) -> None:
    everything = APIRouter()  # in which none is passed by
    for router in ROUTERS:
        everything.include_router(router)
    paths = {context.path or "" for context in iter_route_contexts(everything.routes)}
    asked = {path.replace("{", "").replace("}", "").replace(":path", "") for path in paths}
    asked |= {f"{path}/beyond" for path in asked} | {path[:-1] for path in asked if path} | {"//", "/x//y"}
    for path in sorted(asked)[:: 1 if whole else 9]:
        usual = [route.matches(scope(path))[0] for route in everything.routes]
        assert [route.matches(scope(path))[0] for route in collect_routes()] == usual, path


def test_most_are_passed_by_for_a_page() -> None:
    passed = [names for route in collect_routes() if (names := first_names(route)) and "/agents" not in names]
    assert len(passed) > len(collect_routes()) / 2


@pytest.mark.parametrize("mounted", [False, True])
def test_a_router_that_answers_below_anything_is_always_asked(mounted: bool) -> None:
    inner, outer = APIRouter(), APIRouter()
    inner.add_api_route("/known", lambda: None)
    if mounted:
        inner.mount("/other", StaticFiles(directory="."))
    else:
        inner.add_api_route("/{name:path}", lambda name: None)
    outer.include_router(inner)
    pass_by(outer.routes)
    assert first_names(outer.routes[0]) is None
    assert outer.routes[0].matches(scope("/other/thing"))[0] == Match.FULL


def test_below_another_application_it_is_as_ever() -> None:
    inner, outer = APIRouter(), APIRouter()
    inner.add_api_route("/known", lambda: None)
    outer.include_router(inner)
    pass_by(outer.routes)
    answers = [
        outer.routes[0].matches(scope(path, root_path="/above"))[0] for path in ("/above/known", "/above")
    ]
    assert answers == [Match.FULL, Match.NONE]
