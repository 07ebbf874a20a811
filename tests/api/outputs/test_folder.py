import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import permutations
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.calendars.ics.reading import parse_events
from api.outputs.atomic_replace import claimed
from api.outputs.earlier import DAMAGED, FOREIGN
from api.outputs.failures import BUSY, DISK_FULL, FAILED, NOT_A_FOLDER, NOT_WRITABLE, UNREADABLE
from api.outputs.folder import check_out, read_publication, write_outputs
from api.publication.publication import Publication
from tests import builders
from tests.api.publications import LATER, NOW, SMALL_ROSTER, result_of, small_plan
from wfm.calendar import Period
from wfm.errors import InputError, OutputError
from wfm.finding import Subject
from wfm.message import Text
from wfm.plan import Plan
from wfm.result import Conflict, Reason, Result, Status
from wfm.roster import Roster
from wfm.rules import locks

PLAN = small_plan()
TABLES = {"roster.csv", "quota.csv", "report.json", "roster.xlsx", "roster.html"}
FEEDS = {
    f"feeds/{name}.ics" for name in (*PLAN.agent, *(f"municipality-{code}" for code in PLAN.municipality))
}
CONFLICT = Conflict(
    (Reason("locks", Subject(), locks.LOCKED_TO(shift="2027-01-04T08:00", municipality="M", row=2)),),
    True,
    True,
)
INFEASIBLE = Result(Status.INFEASIBLE, None, None, conflict=CONFLICT)
FOREIGN_FEED = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n"


def write(out: Path, roster: Roster = SMALL_ROSTER, now: datetime = NOW, plan: Plan = PLAN) -> Publication:
    publication = write_outputs(plan, result_of(plan, roster), out, now=now)
    assert publication is not None
    return publication


def standing(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


@contextmanager
def refused(what: Text) -> Iterator[None]:
    with pytest.raises(OutputError) as caught:
        yield
    assert caught.value.message.text is what


def test_it_writes_every_output_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "out")
    assert set(standing(tmp_path / "deep" / "out")) == TABLES | FEEDS
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]


def test_it_leaves_other_files_alone(tmp_path: Path) -> None:
    others = {"notes.txt": b"mine", "feeds/holidays.ics": FOREIGN_FEED, "feeds/readme": b"", ".hidden": b"x"}
    (tmp_path / "feeds").mkdir()
    for name, content in others.items():
        (tmp_path / name).write_bytes(content)
    write(tmp_path)
    write(tmp_path, builders.roster({}), LATER)
    found = standing(tmp_path)
    assert {name: found[name] for name in others} == others
    assert set(found) == TABLES | FEEDS | set(others)


def test_writing_the_same_again_changes_no_byte(tmp_path: Path) -> None:
    write(tmp_path)
    before = standing(tmp_path)
    write(tmp_path, now=LATER)
    assert standing(tmp_path) == before


SHIFTS = [shift.id for shift in PLAN.shifts]
PAIRS = st.sampled_from([("1-1", "1-2"), ("2-1", "2-2"), ("1-1",), ("2-2",), ()])
ROSTERS = st.tuples(PAIRS, PAIRS).map(
    lambda pairs: builders.roster({SHIFTS[0]: pairs[0], SHIFTS[3]: pairs[1]})
)


@settings(max_examples=10)
@given(ROSTERS, ROSTERS)
def test_exactly_the_feeds_of_those_whose_shifts_changed_change(
    tmp_path_factory: pytest.TempPathFactory, first: Roster, second: Roster
) -> None:
    out = tmp_path_factory.mktemp("out")
    write(out, first)
    before = standing(out)
    write(out, second, LATER)
    after = standing(out)
    changed = {name for name in FEEDS if before[name] != after[name]}
    for agent in PLAN.agent:
        assert (f"feeds/{agent}.ics" in changed) == (first.of_agent(agent) != second.of_agent(agent))
    for code in PLAN.municipality:
        seats = [
            [sum(PLAN.agent[a].municipality == code for a in r.on(s)) for s in SHIFTS]
            for r in (first, second)
        ]
        assert (f"feeds/municipality-{code}.ics" in changed) == (seats[0] != seats[1])


def test_an_agent_who_left_keeps_a_feed_until_its_events_are_old(tmp_path: Path) -> None:
    write(tmp_path)
    smaller = builders.plan({"2": 50}, ("2-1", "2-2"), hotline=PLAN.hotline)
    write(tmp_path, builders.roster({}), LATER, smaller)
    events = parse_events((tmp_path / "feeds" / "1-1.ics").read_bytes())
    assert [event.cancelled for event in events] == [True, True, True]
    assert (tmp_path / "feeds" / "municipality-1.ics").exists()
    summer = small_plan(period=Period(date(2027, 6, 7), date(2027, 6, 8)))
    smaller = builders.plan({"2": 50}, ("2-1", "2-2"), hotline=summer.hotline)
    before = standing(tmp_path)
    write(tmp_path, builders.roster({}), LATER, smaller)  # two quarters ahead
    after = standing(tmp_path)
    left = ("feeds/1-1.ics", "feeds/1-2.ics", "feeds/municipality-1.ics")
    assert [after[name] for name in left] == [before[name] for name in left]
    write(tmp_path, builders.roster({}), datetime(2027, 6, 1, tzinfo=UTC), smaller)
    assert {path.name for path in (tmp_path / "feeds").iterdir()} == {
        "2-1.ics",
        "2-2.ics",
        "municipality-2.ics",
    }


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_quarters_solved_into_a_folder_in_any_order_lose_nobody_s_shift(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    ten_days = NOW.date() + timedelta(days=10)
    days = [ten_days + timedelta(days=91 * number) for number in range(3)]
    plans = [small_plan(period=Period(day, day + timedelta(days=1))) for day in days]
    rosters = {number: builders.roster({f"{days[number]}T08:00": ("1-1", "1-2")}) for number in order}
    published: dict[int, Roster] = {}
    for number, roster in (
        *rosters.items(),
        (order[0], builders.roster({f"{days[order[0]]}T08:00": ["1-1"]})),
    ):
        stranger = (tmp_path / "feeds" / "1-1.ics").read_bytes() if number in published else b""
        write(tmp_path, roster, NOW, plans[number])
        published[number] = roster
        for agent in ("1-1", "1-2"):
            events = parse_events((tmp_path / "feeds" / f"{agent}.ics").read_bytes())
            held = {shift for one in published.values() for who, shift in one if who == agent}
            assert {event.shift for event in events if not event.cancelled} == held
    assert (tmp_path / "feeds" / "1-1.ics").read_bytes() == stranger


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    publication = write(tmp_path)
    assert read_publication(PLAN, tmp_path) == publication
    second = write(tmp_path, builders.roster({SHIFTS[0]: ("1-1",)}), LATER)
    assert read_publication(PLAN, tmp_path) == second


def test_reading_back_needs_no_feeds(tmp_path: Path) -> None:
    publication = write(tmp_path)
    for feed in (tmp_path / "feeds").iterdir():
        feed.unlink()
    found = read_publication(PLAN, tmp_path)
    assert [event.uid for event in found.events] == [event.uid for event in publication.events]
    assert read_publication(PLAN, tmp_path) == found


def test_another_plan_is_not_served_from_the_folder(tmp_path: Path) -> None:
    write(tmp_path)
    with pytest.raises(InputError, match="plan_sha256"):
        read_publication(small_plan(name="Other"), tmp_path)


def test_reading_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with refused(UNREADABLE):
        read_publication(PLAN, tmp_path / "nowhere")


# --- infeasible ------------------------------------------------------------------------------------


def test_an_infeasible_plan_writes_the_report_only(tmp_path: Path) -> None:
    assert write_outputs(PLAN, INFEASIBLE, tmp_path / "out") is None
    assert set(standing(tmp_path / "out")) == {"report.json"}
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["status"] == "INFEASIBLE"
    assert len(report["conflict"]) == 1


def test_an_earlier_roster_moves_aside_and_its_feeds_stay(tmp_path: Path) -> None:
    write(tmp_path)
    before = standing(tmp_path)
    for _ in range(2):
        write_outputs(PLAN, INFEASIBLE, tmp_path)
        found = standing(tmp_path)
        assert set(found) == {"report.json"} | {f"wfm-last-roster/{name}" for name in TABLES} | FEEDS
        assert all(found[f"wfm-last-roster/{name}"] == before[name] for name in TABLES)
        assert all(found[name] == before[name] for name in FEEDS)
    with pytest.raises(InputError, match="INFEASIBLE"):
        read_publication(PLAN, tmp_path)
    write(tmp_path, now=LATER)
    assert standing(tmp_path) == before


# --- what goes wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (errno.ENOSPC, DISK_FULL),
        (errno.EDQUOT, DISK_FULL),
        (errno.EACCES, NOT_WRITABLE),
        (errno.EROFS, NOT_WRITABLE),
        (errno.EIO, FAILED),
    ],
)
@pytest.mark.parametrize("step", ["replace", "fsync", "mkdir"])
def test_an_error_is_told_and_the_earlier_outputs_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, what: Text, step: str
) -> None:
    write(tmp_path)
    before = standing(tmp_path)

    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fails)
        with refused(what):
            write(tmp_path, builders.roster({}), LATER)
    assert standing(tmp_path) == before


def test_a_first_run_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", fails)
    with refused(DISK_FULL):
        write(tmp_path / "new" / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    for out in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with refused(NOT_A_FOLDER):
            write(out)
        with refused(NOT_A_FOLDER):
            check_out(PLAN, out)
    assert (tmp_path / "out").read_bytes() == b"mine"


def test_another_run_in_the_same_folder_is_told(tmp_path: Path) -> None:
    with claimed(tmp_path), refused(BUSY):
        write(tmp_path)


@pytest.mark.parametrize("content", [b"", b"BEGIN:VCALENDAR\r\n", b"\xff\xfe"])
def test_a_damaged_feed_is_refused_before_anything_is_written(tmp_path: Path, content: bytes) -> None:
    write(tmp_path)
    (tmp_path / "feeds" / "1-1.ics").write_bytes(content)
    before = standing(tmp_path)
    with refused(DAMAGED):
        write(tmp_path, builders.roster({}), LATER)
    with refused(DAMAGED):
        check_out(PLAN, tmp_path)
    with refused(DAMAGED):
        read_publication(PLAN, tmp_path)
    assert standing(tmp_path) == before


def test_somebody_elses_calendar_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "1-1.ics").write_bytes(FOREIGN_FEED)
    with refused(FOREIGN):
        check_out(PLAN, tmp_path)
    with refused(FOREIGN):
        write(tmp_path)
    assert standing(tmp_path) == {"feeds/1-1.ics": FOREIGN_FEED}


def test_a_folder_that_can_be_written_is_told_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_out(PLAN, tmp_path / "deep" / "out")
    assert list(tmp_path.iterdir()) == []
    write(tmp_path)
    check_out(PLAN, tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with refused(NOT_WRITABLE):
        check_out(PLAN, tmp_path)


def test_an_id_that_is_no_file_name_is_told_beforehand(tmp_path: Path) -> None:
    plan = builders.plan({"1": 100}, (builders.agent("1/../x", municipality="1"),))
    with pytest.raises(OutputError):
        check_out(plan, tmp_path)
    with pytest.raises(OutputError):
        write(tmp_path, builders.roster({}), plan=plan)
    assert list(tmp_path.iterdir()) == []


def test_notes_and_contacts_stand_in_no_output(tmp_path: Path) -> None:
    contacts = {"email": "kanarie@example.org", "phone": "kanarie 12345678", "person": "kanarie 7"}
    agents = (builders.agent("1-1", **contacts), builders.agent("1-2"))
    entries = [
        builders.entry("1-1", kind, last=date(2027, 1, 8), note="kanarie: a private matter")
        for kind in ("undesired", "preferred")
    ]
    line = builders.hotline(names_in_feeds=True)
    plan = builders.plan({"1": 100}, agents, hotline=line, availability=entries)
    publication = write(tmp_path, builders.roster({"2027-01-04T08:00": ("1-1", "1-2")}), plan=plan)
    assert any(finding.rule == "wishes" for finding in publication.score.findings)
    for name, content in standing(tmp_path).items():
        if name.endswith(".xlsx"):
            with ZipFile(BytesIO(content)) as archive:
                content = b"".join(map(archive.read, archive.namelist()))
        assert b"kanarie" not in content.lower(), name
