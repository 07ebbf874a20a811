"""Every operation, by every kind of caller, about every kind of object: as the table says, and no leak."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from api.access.permissions import Permission
from api.app import ROUTERS, _guard_routes, collect_routes
from api.web.guard import allow, public
from tests.api.access.asking import SENT, TABLE, Cell, Service, cells
from tests.api.access.prepared import ABROAD_COORDINATOR
from tests.api.access.world import ABROAD, CALLERS, HERE, MAY_MEET, abroad, canary, here
from tests.api.hotlines import app_of
from tests.by_turns import by_turns
from wfm.ids import AgentId

ROUTES = {
    f"{method} {context.path}": context.original_route
    for context in iter_route_contexts(app_of(here()).routes)
    for method in context.methods or ()
}
FEEDS = "GET /feeds/{name:path}.ics"
SECRET = "GET /calendars/{token:path}.ics"
"""Opens to whoever holds the address, whoever it is; which hotline is meant says the address itself."""


READ = [name for name in TABLE if name.startswith("GET ")]
WHOLE = pytest.mark.parametrize(
    "whole", [pytest.param(False, id="short"), pytest.param(True, marks=pytest.mark.prove, id="whole")]
)
"""Every cell of the table, or one of each kind."""


def one_of_each(operation: str, kind: Callable[[Cell], object]) -> Iterator[Cell]:
    """Yield the first cell of each kind in each row."""
    seen = set()
    for cell in cells(operation):
        found = (cell.without_names(cell.address), kind(cell))
        if found not in seen:
            seen.add(found)
            yield cell


def told(cell: Cell) -> object:
    """Return what is answered, and whether to an account."""
    return cell.status, cell.caller in ("nobody", "bearer")


def asking(cell: Cell) -> object:
    """Return who asks, whatever object for."""
    return cell.caller


def asking_for(cell: Cell) -> object:
    """Return who asks, and what is answered."""
    return cell.caller, cell.status


def has_turn(cell: Cell, every: int) -> bool:
    """Tell whether it is a caller's turn at an operation; at the next one it is another's."""
    return (list(TABLE).index(cell.operation) + list(CALLERS).index(cell.caller)) % every == 0


def half_of_each(operation: str) -> Iterator[Cell]:
    """Yield all cells of half of the callers, and of the others one for each answer."""
    seldom = list(one_of_each(operation, asking_for))
    yield from (cell for cell in cells(operation) if has_turn(cell, 2) or cell in seldom)


def asked_in_turn(operation: str) -> Iterator[Cell]:
    """Yield a cell of every fourth caller, others for the next operation."""
    yield from (cell for cell in one_of_each(operation, asking) if has_turn(cell, 4))


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service() as found:
        yield found


def test_the_table_names_every_operation_and_its_policy(service: Service) -> None:
    assert {name: [told["policy"]] for name, told in TABLE.items()} == service.policies()


def test_what_the_table_does_not_call_hidden_is_what_the_description_tells(service: Service) -> None:
    described = {
        f"{method.upper()} {path}"
        for path, methods in service.app.openapi()["paths"].items()
        for method in methods
    }
    told = {name.replace("{agent:path}", "{agent}") for name, about in TABLE.items() if not about["hidden"]}
    assert told == described
    assert len(TABLE) == len(described) + sum(about["hidden"] for about in TABLE.values())


def test_the_table_has_every_caller_and_every_object() -> None:
    for operation, told in TABLE.items():
        for asked in told["asked"]:
            assert set(asked) - {*SENT} == {"address", *CALLERS}, operation
    assert {len(asked["leader"]) for told in TABLE.values() for asked in told["asked"]} == {1, 2, 4}


@WHOLE
@pytest.mark.parametrize("operation", TABLE)
def test_every_cell_is_answered_as_the_table_says_and_leaks_nothing(
    operation: str, service: Service, whole: bool
) -> None:
    """In short, half of the callers ask about every object, the others about one for each answer."""
    assert list(service.wrong(cells(operation) if whole else half_of_each(operation))) == []


@WHOLE
@pytest.mark.parametrize("operation", READ)
def test_head_answers_everybody_as_get_does(operation: str, service: Service, whole: bool) -> None:
    for cell in cells(operation) if whole else one_of_each(operation, told):
        headed = service.ask(CALLERS[cell.caller], cell.address, "HEAD")
        assert (headed.status_code, headed.content) == (cell.status, b"")


@pytest.mark.parametrize("caller", CALLERS)
def test_what_a_caller_may_meet_is_met_somewhere(caller: str, service: Service) -> None:
    """Else the search for canaries would find nothing for want of looking."""
    missing = {canary(kind, *who) for kind in ("id", "name") for who in MAY_MEET[caller][kind]}
    asked = (cell for operation in READ for cell in cells(operation) if cell.caller == caller)
    while missing and (cell := next(asked, None)):
        found = service.ask(CALLERS[caller], cell.address).text
        missing = {text for text in missing if text not in found}
    assert missing == set()


def test_what_is_foreign_is_there_all_the_same(service: Service) -> None:
    agent = AgentId(canary("id", "101", 1))
    assert agent in abroad().people
    assert service.ask(ABROAD_COORDINATOR, f"/agents/{agent}").status_code == 200


@WHOLE
@pytest.mark.parametrize("operation", TABLE)
def test_to_an_account_nothing_is_in_a_hotline_in_which_it_is_nothing(
    operation: str, service: Service, whole: bool
) -> None:
    for_all = TABLE[operation]["policy"] in ("public", "signed_in", "service")
    for cell in cells(operation) if whole else asked_in_turn(operation):
        if cell.caller in ("nobody", "bearer") or for_all or operation == SECRET:
            continue
        told = set()
        for hotline in (ABROAD, "nowhere"):
            answer = service.answer(replace(cell, address=elsewhere(cell.address, hotline)))
            assert answer.status_code == 404
            assert "kanarie" not in answer.text
            told.add(re.sub(rf"(/hotlines/|hotline=){hotline}\b", r"\1?", answer.text))
        assert len(told) == 1


def elsewhere(address: str, hotline: str) -> str:
    """Return an address that asks of another hotline."""
    if "/hotlines/" in address:
        return re.sub(f"/hotlines/(?:{HERE}|{ABROAD})/", f"/hotlines/{hotline}/", address)
    return f"{address}{'&' if '?' in address else '?'}hotline={hotline}"


def guarded_anew(changed: APIRoute) -> tuple[BaseRoute, ...]:
    """Return all routes of the service; those of the router in which one was changed are guarded again."""
    usual = collect_routes()
    (place,) = (place for place, router in enumerate(ROUTERS) if changed in router.routes)
    (anew,) = _guard_routes((ROUTERS[place],))
    return (*usual[:place], anew, *usual[place + 1 :])


@pytest.mark.parametrize("operation", by_turns(TABLE, 6))
def test_with_another_policy_in_its_place_an_operation_is_not_as_the_table_says(
    operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    route = ROUTES[operation]
    assert isinstance(route, APIRoute)
    declared, reads = TABLE[operation]["policy"], operation in READ
    closed = allow(Permission.READ_FIGURES if reads else Permission.ADMINISTER)
    other = closed if declared == "public" else public(writes=not reads)
    monkeypatch.setattr(route, "dependencies", [other])
    changed_routes = guarded_anew(route)
    monkeypatch.setattr("api.app.collect_routes", lambda: changed_routes)
    with Service() as changed:
        assert changed.policies()[operation] != [declared]
        # Of calendars the view alone keeps what is not the caller's, whatever the policy.
        assert any(changed.wrong(cells(operation))) == (operation != FEEDS)


def test_without_views_the_table_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.cache.view", lambda publication, scope: publication)
    with Service() as bared:
        for operation in ("GET /weeks/{name}", "GET /agents", "GET /agents/{name:path}", FEEDS):
            assert any(bared.wrong(cells(operation)))


def test_the_callers_are_of_this_hotline() -> None:
    assert (here().plan.hotline.code, abroad().plan.hotline.code) == (HERE, ABROAD)
