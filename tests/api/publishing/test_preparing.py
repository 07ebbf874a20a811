"""What a process of its own prepares of a publication is what would be prepared here."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from api.calendars import feed_writing
from api.publishing.changes import ShortNoticeError
from api.publishing.decider import Decider
from api.publishing.preparing import PreparedPublication, PublicationOrder, prepare_publication
from api.rosters.editing.short_notice import NoticeAgreement
from api.store.errors import BrokenRulesError, ConflictError, NotForwardError
from tests.api.notices.post import add_agents
from tests.api.publications import SMALL_ROSTER
from tests.api.store.filled import (
    AUTHOR,
    NOW,
    OTHER_ROSTER,
    add_plan,
    add_roster,
    plan_with_notes,
    publish_version,
    request,
)
from tests.builders import roster

LONG = NoticeAgreement(400)
"""By which every shift is near."""


@pytest.fixture
def order(engine: Engine) -> PublicationOrder:
    """Return a publication of a second roster; some agents have an account."""
    revision = add_plan(engine, plan_with_notes())
    add_agents(engine, revision.hotline)
    publish_version(engine, add_roster(engine, revision, SMALL_ROSTER, expected=0), expected=0)
    second = add_roster(engine, revision, OTHER_ROSTER, expected=1)
    broken = roster({"2027-01-05T08:00": ("1-1", "2-1")})
    add_roster(engine, revision, broken, expected=2)
    return PublicationOrder(
        plan=revision.plan,
        number=second.number,
        expected=1,
        author=AUTHOR,
        at=NOW,
        request=request("second"),
        agreed=LONG,
        accept_short_notice=True,
        decided_by=Decider.AGENTS,
    )


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the processes that are begun, as they are; the plan is one of many people."""
    found, run = list[list[str]](), subprocess.run

    def look(command: list[str], **given: Any) -> Any:
        found.append(command)
        return run(command, **given)

    monkeypatch.setattr(subprocess, "run", look)
    monkeypatch.setattr(feed_writing, "MOST_HERE", 0)
    return found


def prepared(engine: Engine, order: PublicationOrder) -> PreparedPublication:
    found = prepare_publication(engine, order)
    assert isinstance(found, PreparedPublication)
    return found


def test_a_process_prepares_what_would_be_prepared_here(
    engine: Engine, order: PublicationOrder, monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
) -> None:
    beside = prepared(engine, order)
    assert [command[1:] for command in commands] == [["-m", "api.publishing.prepare_child"]]
    assert beside.feeds is not None
    assert beside.feeds.rows
    assert beside.effects.near
    assert beside.effects.audience.reached
    monkeypatch.setattr(feed_writing, "MOST_HERE", 10**9)
    assert beside == prepared(engine, order)
    assert len(commands) == 1


def test_what_may_not_be_published_is_refused_as_it_is_here(
    engine: Engine, order: PublicationOrder, commands: list[list[str]]
) -> None:
    with pytest.raises(ShortNoticeError) as refused:
        prepare_publication(engine, replace(order, accept_short_notice=False))
    assert (len(commands), refused.value.agreed, bool(refused.value.near)) == (1, LONG, True)
    for wrong, error in (
        ({"number": 3}, BrokenRulesError),
        ({"expected": 0}, ConflictError),
        ({"number": 1}, NotForwardError),
    ):
        with pytest.raises(error):
            prepare_publication(engine, replace(order, **wrong))  # type: ignore[arg-type]


@pytest.mark.parametrize("command", [["false"], ["true"], ["printf", "rubbish"]])
def test_where_the_process_brings_nothing_it_is_prepared_here(
    engine: Engine, order: PublicationOrder, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    here, run = prepared(engine, order), subprocess.run
    monkeypatch.setattr(feed_writing, "MOST_HERE", 0)
    monkeypatch.setattr(subprocess, "run", lambda _, **given: run(command, **given))
    assert prepared(engine, order) == here
