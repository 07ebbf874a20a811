from __future__ import annotations

from itertools import count

import pytest

from api.access.scope import NOTHING, Scope
from api.publication.publication import Publication
from api.web.cache import PublicationSource, VisiblePublication
from tests.api.showcase import showcase

ALL = Scope(everything=True)


def test_a_body_is_made_once_for_each_key() -> None:
    shown, made = VisiblePublication(showcase()), count(1)

    def make() -> str:
        return f"body {next(made)}"

    bodies = [shown.body(key, make).content for key in (("a",), ("b",), ("a",))]
    assert bodies == [b"body 1", b"body 2", b"body 1"]


def test_however_much_is_asked_for_what_is_kept_is_bounded() -> None:
    shown = VisiblePublication(showcase())
    for number in range(5000):
        shown.body((number,), lambda: "")
    assert len(shown._bodies) <= 2000


def test_what_follows_from_a_publication_is_counted_once() -> None:
    asked: list[Publication] = []

    def shifts(publication: Publication) -> int:
        asked.append(publication)
        return len(publication.plan.shifts)

    shown = VisiblePublication(showcase())
    assert (shown.derive(shifts), shown.derive(shifts), len(asked)) == (18, 18, 1)


def test_the_same_object_keeps_what_was_made_of_it_and_another_starts_anew() -> None:
    first, second = showcase(), showcase()
    now = [first]
    source = PublicationSource(lambda: now[0])
    shown = source.view(ALL)
    assert source.view(ALL) is shown
    assert source.view(NOTHING) is source.view(NOTHING) is not shown
    now[0] = second
    assert source.view(ALL) is not shown
    assert source.view(ALL).publication is second
    assert PublicationSource(first).view(ALL).publication is first


@pytest.mark.parametrize(
    ("scope", "most"), [(ALL, "_BODIES"), (Scope(hotline=True), "_BODIES"), (NOTHING, "_BODIES_OF_PART")]
)
def test_no_more_bodies_are_kept_than_so_many(
    scope: Scope, most: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"api.web.cache.{most}", 3)
    shown = PublicationSource(showcase()).view(scope)
    bodies = [shown.body((n,), lambda: "body") for n in range(3)]
    assert [shown.body((n,), lambda: "body") for n in range(3)] == bodies
    assert shown.body((0,), lambda: "another") is bodies[0]
    shown.body((3,), lambda: "one too many")
    assert shown.body((0,), lambda: "another").content == b"another"


def test_no_more_views_are_kept_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.cache._SCOPES", 2)
    source = PublicationSource(showcase())
    first, second = source.view(ALL), source.view(NOTHING)
    assert (source.view(ALL), source.view(NOTHING)) == (first, second)
    source.view(Scope(hotline=True))
    assert source.view(ALL) is not first
