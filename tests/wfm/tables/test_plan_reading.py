"""A plan is read whole: all faults together, each with its place, or the plan and its warnings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import wfm
from tests.wfm.tables.folders import FILES, HOTLINE, TABLES, changed, faults_of, folder, places, plan_at
from wfm import plan_checks
from wfm.availability import EntryKind
from wfm.calendar import Span
from wfm.canonical import plan_sha256
from wfm.errors import PlanError
from wfm.plan_checks import Flaw
from wfm.tables.plan_reading import read_plan

SAMPLES = Path(__file__).parents[3] / "sample_data"

DANISH_TABLES = {
    "municipalities.csv": """\
Kommunekode;Navn;Indbyggere;Deltagelse;Overført;Min vagter
0751;Aarhus;319.094;Bemander;0,5;
665;Lemvig;21.223;bemander;-0,5;1
741;Samsø;3.806;betaler;;
""",
    "agents.csv": """\
medarbejder;navn;kommunekode;kompetencer;beskæftigelsesgrad;vagter_pr_uge;første_dag;sidste_dag;e-mail;phone
751-01;Aarhus 1;751;mitid|digital_post;1,0;;;;;
751-02;Aarhus 2;751;mitid;0,5;2;01-01-2026;31/12/2027;;
665-01;Lemvig 1;665;"mitid;Digital Post";;;;;a@example.org;12345678
""",
    "availability.csv": """\
Medarbejder;Type;Første dag;Sidste dag;Dage;Fra;Til;Bemærkning
751-01;Utilgængelig;04-01-2027;6.1.2027;man|ons;8.00;11.30;ferie
665-01;ønsket;4-1-2027;15-01-2027;;;;
""",
    "locks.csv": "dato;start;kommunekode;medarbejder\n05-01-2027;08.00;0665;\n06-01-2027;12:00;;751-02\n",
    "demand.csv": "dato;start;antal\n11-01-2027;8:00;2\n",
    "previous.csv": "dato;start;slut;kommunekode;medarbejder\n28-12-2026;08:00;11:00;751;751-01\n",
}


SAMPLE_NOTICES = {
    "midtjylland": [],
    "nordjylland": [],
    "vestegnen": [("availability.csv", 89, "first_day", "2027-10-16", "notice.no_shift")],
    "impossible": [("locks.csv", 4, "agent", "661-02", "notice.hardly_locked")],
}


@pytest.mark.parametrize("name", SAMPLE_NOTICES)
def test_of_the_sample_plans_is_told_what_is_odd_in_them(name: str) -> None:
    assert places(list(read_plan(SAMPLES / name).notices)) == SAMPLE_NOTICES[name]


def test_every_cell_arrives_in_the_plan(tmp_path: Path) -> None:
    plan = plan_at(folder(tmp_path))
    assert [(m.code, m.population, m.staffing, m.carry_over, m.min_shifts) for m in plan.municipalities] == [
        ("665", 21223, True, Fraction(-1, 2), 1),
        ("741", 3806, False, Fraction(0), 0),
        ("751", 319094, True, Fraction(1, 2), 0),
    ]
    lemvig, first, second = plan.agents
    assert (lemvig.id, lemvig.fte, lemvig.email, lemvig.phone) == (
        "665-01",
        Fraction(1),
        "a@example.org",
        "12345678",
    )
    assert first.competences == lemvig.competences == {"mitid", "digital_post"}
    assert (second.fte, second.shifts_per_week) == (Fraction(1, 2), 2)
    assert (second.first_day, second.last_day) == (date(2026, 1, 1), date(2027, 12, 31))
    leave, wish = plan.availability
    assert (leave.kind, leave.days, leave.span, leave.note) == (
        EntryKind.UNAVAILABLE,
        frozenset({0, 2}),
        Span(480, 690),
        "ferie",
    )
    assert (wish.kind, wish.days, wish.span) == (EntryKind.PREFERRED, frozenset(range(7)), Span(0, 1440))
    assert [(lock.shift, lock.municipality, lock.agent) for lock in plan.locks] == [
        ("2027-01-05T08:00", "665", None),
        ("2027-01-06T12:00", None, "751-02"),
    ]
    assert [(row.shift, row.agents) for row in plan.demand] == [("2027-01-11T08:00", 2)]
    assert [(row.day, row.span, row.agent) for row in plan.previous] == [
        (date(2026, 12, 28), Span(480, 660), "751-01")
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_danish_plan_with_semicolons_and_commas_is_the_same_plan(tmp_path: Path, encoding: str) -> None:
    english = plan_at(folder(tmp_path / "en"))
    danish = {name: text.encode(encoding) for name, text in DANISH_TABLES.items()}
    plan = plan_at(folder(tmp_path / "da", danish))
    assert plan == english
    assert plan_sha256(plan) == plan_sha256(english)


@pytest.mark.parametrize(
    ("old", "new"),
    [(",", "\t"), ("\n", "\r\n"), ("\n", "\r"), ("date,", "sep=,\ndate,"), ("date", "\n\ndate")],
)
def test_tabs_line_ends_and_blank_lines_make_no_difference(tmp_path: Path, old: str, new: str) -> None:
    plan = plan_at(folder(tmp_path / "as it is"))
    other = {"locks.csv": FILES["locks.csv"].replace(old, new)}
    assert plan_at(folder(tmp_path / "changed", other)) == plan


def test_tables_with_a_star_may_be_missing_or_empty(tmp_path: Path) -> None:
    missing = plan_at(folder(tmp_path / "1", dict.fromkeys(("locks.csv", "demand.csv", "previous.csv"))))
    empty = plan_at(
        folder(tmp_path / "2", {"locks.csv": "", "demand.csv": "\n", "previous.csv": b"\xef\xbb\xbf"})
    )
    assert missing == empty
    assert (missing.locks, missing.demand, missing.previous) == ((), (), ())


def test_a_missing_table_without_a_star_is_a_fault_that_has_no_others_follow(tmp_path: Path) -> None:
    required = ("hotline.toml", "municipalities.csv", "agents.csv", "availability.csv")
    for name in required:
        faults = faults_of(folder(tmp_path / name, {name: None}))
        assert places(faults) == [(name, None, "", "", "fault.file_there")]


def test_a_file_may_have_a_danish_name_and_any_case(tmp_path: Path) -> None:
    plan = plan_at(folder(tmp_path / "1"))
    renamed = {"agents.csv": None, "Medarbejdere.CSV": TABLES["agents.csv"]}
    assert plan_at(folder(tmp_path / "2", renamed)) == plan


def test_the_same_table_twice_is_a_fault(tmp_path: Path) -> None:
    faults = faults_of(folder(tmp_path, {"medarbejdere.csv": TABLES["agents.csv"]}))
    assert places(faults) == [("medarbejdere.csv", None, "", "", "fault.table_once")]


def test_unknown_columns_files_and_keys_are_warnings(tmp_path: Path) -> None:
    changes = {
        **changed("demand.csv", "date,start,agents", "date,start,agents,colour"),
        "hotline.toml": HOTLINE + "\n[feeds]\nfont = 'big'\n",
        "lock.csv": "a,b\n",
    }
    changes["demand.csv"] = changes["demand.csv"].replace("08:00,2", "08:00,2,red")
    reading = read_plan(folder(tmp_path, changes))
    assert places(list(reading.notices)) == [
        ("lock.csv", None, "", "", "notice.unknown_file"),
        ("hotline.toml", None, "feeds.font", "big", "notice.unknown_key"),
        ("demand.csv", 1, "colour", "colour", "notice.unknown_column"),
    ]


def test_a_roster_may_serve_as_previous_without_a_warning(tmp_path: Path) -> None:
    roster = (
        "date,start,end,seat,municipality,agent\n"
        "2026-12-28,08:00,11:00,1,751,751-01\n"
        "2026-12-28,08:00,11:00,2,,\n"
    )
    reading = read_plan(folder(tmp_path, {"previous.csv": roster}))
    assert len(reading.plan.previous) == 1
    assert reading.notices == ()


def test_previous_rows_of_agents_who_left_are_skipped_with_a_notice(tmp_path: Path) -> None:
    reading = read_plan(folder(tmp_path, changed("previous.csv", "751-01", "751-99")))
    assert reading.plan.previous == ()
    assert places(list(reading.notices)) == [("previous.csv", 2, "agent", "751-99", "notice.agent_gone")]


def test_a_name_with_a_line_break_is_mended_with_a_notice(tmp_path: Path) -> None:
    reading = read_plan(folder(tmp_path, changed("agents.csv", "Aarhus 1", '"Aarhus\n1"')))
    assert reading.plan.agent[reading.plan.agents[1].id].name == "Aarhus 1"
    assert places(list(reading.notices)) == [("agents.csv", 2, "name", "Aarhus\n1", "notice.stripped")]


def test_competences_may_be_called_by_their_names(tmp_path: Path) -> None:
    plan = plan_at(folder(tmp_path, changed("agents.csv", "mitid|digital_post", "MitID|Digital Post")))
    assert plan.agents[1].competences == {"mitid", "digital_post"}


def test_a_dozen_planted_faults_are_told_together(tmp_path: Path) -> None:
    changes = {
        "hotline.toml": HOTLINE.replace("hours = 3", 'hours = "three"') + "\n[weights]\nwishes = -1\n",
        "municipalities.csv": TABLES["municipalities.csv"]
        .replace("21223", "many")
        .replace("financing", "sponsoring"),
        "agents.csv": TABLES["agents.csv"]
        .replace("0.5,2", "0,2")
        .replace("665-01,Lemvig 1", "751-02,Lemvig 1")
        + "../x,Nobody,999,,,,,,,\n",
        "availability.csv": TABLES["availability.csv"]
        .replace("2027-01-06", "06-13-2027")
        .replace("665-01,preferred", "999-01,maybe"),
        "locks.csv": TABLES["locks.csv"].replace("2027-01-05,08:00,665", "2027-01-05,8h,999"),
        "demand.csv": TABLES["demand.csv"].replace("00,2", "00,-3"),
    }
    assert places(faults_of(folder(tmp_path, changes))) == [
        ("hotline.toml", None, "shifts.hours", "three", "fault.number_value"),
        ("hotline.toml", None, "weights.wishes", "-1", "fault.whole"),
        ("municipalities.csv", 3, "population", "many", "fault.whole"),
        ("municipalities.csv", 4, "participation", "sponsoring", "fault.one_of"),
        ("agents.csv", 3, "fte", "0", "fault.above_zero"),
        ("agents.csv", 4, "agent", "751-02", "fault.unique"),
        ("agents.csv", 5, "agent", "../x", "fault.safe_id"),
        ("agents.csv", 5, "municipality", "999", "fault.known_municipality"),
        ("availability.csv", 2, "last_day", "06-13-2027", "fault.date"),
        ("availability.csv", 3, "kind", "maybe", "fault.one_of"),
        ("availability.csv", 3, "agent", "999-01", "fault.known_agent"),
        ("locks.csv", 2, "start", "8h", "fault.time"),
        ("locks.csv", 2, "municipality", "999", "fault.known_municipality"),
        ("demand.csv", 2, "agents", "-3", "fault.whole"),
    ]


def test_columns_are_named_as_the_user_wrote_them(tmp_path: Path) -> None:
    danish = DANISH_TABLES["availability.csv"].replace("8.00", "8h")
    faults = faults_of(folder(tmp_path, {**DANISH_TABLES, "availability.csv": danish}))
    assert places(faults) == [("availability.csv", 2, "Fra", "8h", "fault.time")]


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = (
        "agent,kind,first_day,last_day,note\n\n"
        '751-01,preferred,2027-01-04,2027-01-04,"two\nlines"\n,,,,\n'
        "751-01,perhaps,2027-01-04,2027-01-04,\n"
    )
    faults = faults_of(folder(tmp_path, {"availability.csv": text}))
    assert places(faults) == [("availability.csv", 5, "kind", "perhaps", "fault.one_of")]


def test_a_load_through_the_package_raises_the_same(tmp_path: Path) -> None:
    assert wfm.load_plan(str(folder(tmp_path / "a"))).seats > 0
    with pytest.raises(PlanError) as caught:
        wfm.load_plan(tmp_path / "nowhere")
    assert places(list(caught.value.faults)) == [("nowhere", None, "", "", "fault.plan_place")]


@pytest.mark.parametrize("name", ["hotline.toml", "agents.csv"])
def test_a_file_is_no_plan(tmp_path: Path, name: str) -> None:
    faults = faults_of(folder(tmp_path) / name)
    assert places(faults) == [(name, None, "", "", "fault.plan_place")]


def test_a_folder_where_a_file_should_be_is_a_fault(tmp_path: Path) -> None:
    path = folder(tmp_path, {"agents.csv": None})
    (path / "agents.csv").mkdir()
    assert places(faults_of(path)) == [("agents.csv", None, "", "", "fault.readable")]


def test_a_path_that_no_system_allows_is_a_fault() -> None:
    assert places(faults_of(Path("a\0b"))) == [("a\0b", None, "", "", "fault.plan_place")]


def test_a_folder_not_ours_to_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    path = folder(tmp_path / "plan")
    monkeypatch.setattr(Path, "iterdir", refuse)
    assert places(faults_of(path)) == [("plan", None, "", "", "fault.plan_place")]


def test_rows_are_held_against_each_other_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def flaws(*what: Any, **more: Any) -> Iterator[Flaw]:
        asked.append(what)
        return found(*what, **more)

    found = plan_checks.flaws
    monkeypatch.setattr("wfm.plan_checks.flaws", flaws)
    monkeypatch.setattr("wfm.plan.flaws", flaws)
    plan = plan_at(folder(tmp_path))
    assert len(asked) == 1
    assert replace(plan) == plan  # made anew it is asked again, and has no flaw
    assert len(asked) == 2
