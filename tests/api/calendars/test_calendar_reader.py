"""Many polls at a time are read together, each as it would be alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from random import Random
from threading import Event

import pytest
from sqlalchemy import Engine

from api.access.tokens import new_token
from api.calendars import calendar_reader
from api.calendars.calendar_reader import CalendarReader
from api.calendars.records.addresses import CalendarOwner
from api.calendars.records.opening import CalendarPoll, OpenedCalendar, open_addresses
from api.calendars.rights import HOTLINE
from api.store.engine import Connection, reading
from api.store.errors import UnavailableError
from tests.api.calendars.records.subscribed import Hotline, Said, open_address
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.store.filled import NOW


@pytest.fixture
def tokens(engine: Engine) -> list[str]:
    """Return addresses of two people in two languages, the first twice, of the hotline, and of nothing."""
    hotline = Hotline(engine, small_plan())
    hotline.publish(SMALL_ROSTER, NOW)
    owners = [hotline.person("1-1"), hotline.person("1-2"), CalendarOwner(HOTLINE, "")]
    made = [hotline.subscribe(one, code)[1] for one in owners for code in ("da", "en")]
    return [*made, hotline.subscribe(owners[0], "da")[1], new_token(), "malformed"]


def test_together_each_reads_what_it_would_alone_but_for_texts_that_it_holds(
    engine: Engine, tokens: list[str]
) -> None:
    chance = Random(7)
    with reading(engine) as connection:
        alone = {token: open_address(connection, token) for token in tokens}
        etags = [one.etag for one in alone.values() if one is not None]
        for _ in range(60):
            polls = [
                CalendarPoll(token, frozenset(chance.sample(etags, chance.randint(0, 3))))
                for token in chance.choices(tokens, k=chance.randint(0, 9))
            ]
            found = open_addresses(connection, polls)
            for poll, calendar in zip(polls, found, strict=True):
                meant = alone[poll.token]
                if calendar is None or meant is None:
                    assert calendar is meant is None
                elif not calendar.body:
                    assert calendar.etag in poll.tags
                    assert (calendar.etag, calendar.owner, calendar.agent) == (
                        meant.etag,
                        meant.owner,
                        meant.agent,
                    )
                else:
                    assert calendar == meant


def test_a_text_that_its_asker_holds_is_not_read(engine: Engine, tokens: list[str]) -> None:
    with reading(engine) as connection:
        whole = open_address(connection, tokens[0])
        assert whole is not None
        assert whole.body
        (bare,) = open_addresses(connection, [CalendarPoll(tokens[0], frozenset({whole.etag}))])
        assert bare is not None
        assert (bare.body, bare.zipped) == (b"", b"")


class Line:
    """A reader that is held at its first question, so that others come meanwhile."""

    def __init__(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.begun, self.go = list[int](), Event(), Event()
        self.fault: Exception | None = None
        monkeypatch.setattr(calendar_reader, "is_at_hand", lambda _: False)
        monkeypatch.setattr(calendar_reader, "open_addresses", self._open)
        self.reader = CalendarReader(engine)

    def _open(self, connection: Connection, polls: Sequence[CalendarPoll]) -> list[OpenedCalendar | None]:
        self.asked.append(len(polls))
        self.begun.set()
        assert self.go.wait(20)
        if self.fault is not None and len(self.asked) == 1:
            raise self.fault
        return open_addresses(connection, polls)

    async def poll(
        self, tokens: Sequence[str], given_up: int = 0
    ) -> list[OpenedCalendar | BaseException | None]:
        """Let one ask, then the others while it is answered, some of whom give up."""
        first = asyncio.ensure_future(self.reader.read(CalendarPoll(tokens[0])))
        await asyncio.to_thread(self.begun.wait, 20)
        others = [asyncio.ensure_future(self.reader.read(CalendarPoll(token))) for token in tokens[1:]]
        await asyncio.sleep(0)  # each stands in the line now
        for task in others[:given_up]:
            task.cancel()
        await asyncio.sleep(0)
        self.go.set()
        return await asyncio.gather(first, *others, return_exceptions=True)


def test_who_comes_while_others_are_answered_is_answered_by_the_next_question(
    engine: Engine, tokens: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line, said = Line(engine, monkeypatch), Said(engine)
    found = asyncio.run(line.poll(tokens))
    assert line.asked == [1, len(tokens) - 1]
    assert said.statements.count("SELECT") == 2
    with reading(engine) as connection:
        assert found == [open_address(connection, token) for token in tokens]


def test_a_line_is_answered_by_as_many_questions_as_it_needs(
    engine: Engine, tokens: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_reader, "AT_ONCE", 3)
    line = Line(engine, monkeypatch)
    found = asyncio.run(line.poll([*tokens[:8]]))
    assert line.asked == [1, 3, 3, 1]
    assert [calendar is None for calendar in found] == [token in tokens[7:] for token in tokens[:8]]


def test_a_fault_is_told_to_those_who_asked_and_to_nobody_later(
    engine: Engine, tokens: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(engine, monkeypatch)
    line.fault = UnavailableError("gone")
    found = asyncio.run(line.poll(tokens[:3]))
    assert found[0] is line.fault
    assert all(isinstance(one, OpenedCalendar) for one in found[1:])


def test_who_gives_up_is_not_read_for_and_holds_nobody_up(
    engine: Engine, tokens: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(engine, monkeypatch)
    found = asyncio.run(line.poll(tokens[:5], given_up=2))
    assert line.asked == [1, 2]
    assert [isinstance(one, OpenedCalendar) for one in found] == [True, False, False, True, True]
