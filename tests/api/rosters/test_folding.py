"""Small versions by hand are folded together in the list, and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.access.ids import AccountId, PlanId, RevisionId, RevisionNumber, VersionId, VersionNumber
from api.rosters.editing.undoing import NONE, HandStep, HandStepKind
from api.rosters.folding import LONGEST_PAUSE, fold_versions
from api.rosters.records.history import AnnotatedVersion
from api.rosters.records.rosters import Version
from tests.api.desk.test_pages import MONDAY, Coordinator
from tests.api.publishing.planned import planned
from tests.api.showcase import showcase, showcase_plan

BEGAN = datetime(2026, 12, 9, 9, tzinfo=UTC)
ONE, OTHER = AccountId("a" * 32), AccountId("b" * 32)


def version(number: int, minutes: float, author: AccountId = ONE, note: str = "") -> AnnotatedVersion:
    made = Version(
        id=VersionId(str(number)),
        plan=PlanId("p"),
        number=VersionNumber(number),
        parent=VersionNumber(number - 1),
        revision=RevisionId("r"),
        author=author,
        at=BEGAN + timedelta(minutes=minutes),
        sha256="",
    )
    return AnnotatedVersion(made, RevisionNumber(1), note)


def steps(*numbers: int) -> Mapping[VersionNumber, HandStep]:
    step = HandStep(HandStepKind.CHANGE, NONE, RevisionNumber(1))
    return dict.fromkeys(map(VersionNumber, numbers), step)


def folded(*found: AnnotatedVersion, by_hand: tuple[int, ...], published: int = 0) -> list[list[int]]:
    newest_first = sorted(found, key=lambda one: -one.version.number)
    groups = fold_versions(newest_first, steps(*by_hand), published)
    return [[one.version.number for one in group] for group in groups]


def test_three_of_one_sitting_are_folded_and_two_are_not() -> None:
    three = [version(n, n) for n in (2, 3, 4)]
    assert folded(version(1, 0), *three, by_hand=(2, 3, 4)) == [[4, 3, 2], [1]]
    assert folded(version(1, 0), *three[:2], by_hand=(2, 3)) == [[3], [2], [1]]


def test_a_pause_another_author_a_note_and_what_is_published_end_a_sitting() -> None:
    pause = LONGEST_PAUSE.total_seconds() / 60
    near = [version(1, 0), version(2, 1), version(3, 1 + pause)]
    assert folded(*near, by_hand=(1, 2, 3)) == [[3, 2, 1]]
    far = [version(1, 0), version(2, 1), version(3, 1.1 + pause)]
    assert folded(*far, by_hand=(1, 2, 3)) == [[3], [2], [1]]
    others = [version(1, 0), version(2, 1, OTHER), version(3, 2)]
    assert folded(*others, by_hand=(1, 2, 3)) == [[3], [2], [1]]
    noted = [version(1, 0), version(2, 1, note="by telephone"), version(3, 2)]
    assert folded(*noted, by_hand=(1, 2, 3)) == [[3], [2], [1]]
    four = [version(n, n) for n in (1, 2, 3, 4)]
    assert folded(*four, by_hand=(1, 2, 3, 4), published=1) == [[4, 3, 2], [1]]


def test_the_list_tells_how_many_and_from_when_to_when(tmp_path: Path) -> None:
    with planned(tmp_path, BEGAN) as world:
        world.plan(showcase_plan())
        world.version(showcase().roster, expected=0)
        desk = Coordinator(world)
        world.now = BEGAN + timedelta(minutes=2)
        desk.send(1, do="put", shift=MONDAY, leaves="1-1", joins="1-4")
        desk.send(2, do="undo")
        world.now += timedelta(minutes=29)
        desk.send(3, do="redo")
        page = desk.text("/plans/2027-01-04/versions?lang=en")
    assert "2–4 Made 9 December 2026, 10:02–10:31" in page
    assert "3 changes by hand: shifts of 2 agents" in page
    assert page.count("version 3") == 1
