"""Workbooks that came back are taken into the plan together, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date, time
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.wfm.tables.books import add_rows, book, edited, without_places, write_plan_workbook
from tests.wfm.tables.folders import changed, folder, places, plan_at
from wfm.availability import EntryKind
from wfm.calendar import Span
from wfm.errors import OutputError, PlanError
from wfm.ids import AgentId
from wfm.plan import Plan
from wfm.tables.merging import REPLACED, MergedPlan, merge, write_merged
from wfm.tables.template import write_template

SAMPLES = Path(__file__).parents[3] / "sample_data"
MONDAY, TUESDAY = date(2027, 1, 11), date(2027, 1, 12)
LEAVE = ("751-01", "utilgængelig", MONDAY, TUESDAY, "man|tir", time(8, 0), "11.00", "ferie")
AGENTS = ("agent", "name", "municipality", "competences")
ENTRIES = ("agent", "kind", "first_day", "last_day")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return folder(tmp_path / "plan")


def sent(home: Path, code: str, language: str = "da", name: str = "out", plan: Plan | None = None) -> Path:
    """Return the workbook that a municipality is sent."""
    (path,) = write_template(home.parent / name, plan or plan_at(home), code, language)
    return path


def returned(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook of a municipality's own making."""
    path.parent.mkdir(exist_ok=True)
    return book(path, sheets)


def faults(home: Path, *files: Path) -> list[tuple[str, int | None, str, str, str]]:
    before = content(home)
    with pytest.raises(PlanError) as caught:
        merge(home, files)
    assert content(home) == before
    return places(list(caught.value.faults))


def content(home: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in home.iterdir()}


def keys(found: MergedPlan) -> list[str]:
    return [notice.expected.key for notice in found.notices]


def merged(home: Path, *files: Path) -> Plan:
    found = merge(home, files)
    write_merged(found)
    assert plan_at(home) == found.plan
    return found.plan


def test_what_a_municipality_fills_in_arrives_in_the_plan(home: Path) -> None:
    path = add_rows(sent(home, "751"), "tilgængelighed", [LEAVE])
    add_rows(path, "medarbejdere", [("751-03", "Aarhus 3", None, "MitID", 0.8)])
    edited(path, "medarbejdere", {"B2": "Aarhus Et"})
    before = content(home)
    plan = merged(home, path)
    assert [agent.id for agent in plan.agents] == ["665-01", "751-01", "751-02", "751-03"]
    assert (plan.agents[1].name, plan.agents[3].municipality) == ("Aarhus Et", "751")
    assert plan.agents[3].competences == {"mitid"}
    assert [(e.agent, e.kind, e.first_day) for e in plan.availability] == [
        ("665-01", EntryKind.PREFERRED, date(2027, 1, 4)),
        ("751-01", EntryKind.UNAVAILABLE, date(2027, 1, 11)),
    ]
    assert (plan.availability[1].days, plan.availability[1].span) == (frozenset({0, 1}), Span(480, 660))
    assert plan.availability[1].note == "ferie"
    untouched = {"hotline.toml", "municipalities.csv", "locks.csv", "demand.csv", "previous.csv"}
    assert {name for name, old in before.items() if content(home)[name] == old} == untouched
    assert set(content(home)) == set(before)


def test_a_merge_tells_what_it_changes(home: Path) -> None:
    path = add_rows(sent(home, "751"), "tilgængelighed", [LEAVE, LEAVE])
    add_rows(path, "medarbejdere", [("751-03", "Aarhus 3", None, "mitid")])
    edited(path, "medarbejdere", {"B2": "Aarhus Et"})
    (change,) = merge(home, [path]).changes
    assert (change.municipality, change.name, change.file) == ("751", "Aarhus", "751-Aarhus.xlsx")
    assert (change.joined, change.left, change.changed) == (("751-03",), (), ("751-01",))
    assert (change.entries_before, change.entries) == (1, 2)


def test_nothing_is_written_before_it_is_asked_for(home: Path) -> None:
    before = content(home)
    merge(home, [add_rows(sent(home, "751"), "tilgængelighed", [LEAVE])])
    assert content(home) == before


def test_an_agent_taken_off_the_list_leaves_the_plan(home: Path) -> None:
    path = returned(
        home.parent / "a.xlsx",
        agents=[AGENTS, ("751-02", "Aarhus 2", "751", "mitid")],
        availability=[ENTRIES],
        kommuner=[("kommunekode",), ("751",)],
    )
    found = merge(home, [path])
    assert [agent.id for agent in found.plan.agents] == ["665-01", "751-02"]
    assert found.changes[0].left == ("751-01",)
    assert "notice.agent_gone" in keys(found)  # in previous.csv


def test_what_is_carried_over_of_an_agent_is_not_the_municipalitys_to_change(home: Path) -> None:
    agents = (home / "agents.csv").read_text().splitlines()
    columns, aarhus = f"{agents[0]},carry_over,unsocial_carry_over", f"{agents[1]},1.5,-0.25"
    (home / "agents.csv").write_text("\n".join((columns, aarhus, *agents[2:])))
    before = plan_at(home).agent[AgentId("751-01")]
    assert [before.carry_over, before.unsocial_carry_over] == [Fraction(3, 2), Fraction(-1, 4)]
    workbook = sent(home, "751", "en")
    assert "carry_over" not in next(openpyxl.load_workbook(workbook)["agents"].values)
    assert merged(home, workbook).agent[before.id] == before
    rows = [
        (*AGENTS, "carry_over"),
        ("751-01", "Aarhus 1", "751", "mitid", 0),
        ("751-02", "Aarhus 2", "751", "mitid", 0),
        ("751-99", "Aarhus 99", "751", "", -5),
    ]
    found = merge(home, [returned(home.parent / "back" / "x.xlsx", agents=rows, availability=[ENTRIES])])
    balances = {str(agent.id): agent.carry_over for agent in found.plan.agents}
    assert [balances["751-01"], balances["751-99"]] == [Fraction(3, 2), Fraction(0)]
    assert ("carry_over", "notice.unknown_column") in {(n.column, n.expected.key) for n in found.notices}


def test_a_workbook_sent_twice_replaces_itself(home: Path) -> None:
    first = add_rows(sent(home, "751"), "tilgængelighed", [LEAVE, LEAVE])
    again = add_rows(sent(home, "751", name="again"), "tilgængelighed", [LEAVE])
    found = merge(home, [first, again])
    assert sum(entry.agent == "751-01" for entry in found.plan.availability) == 1
    assert [(n.file, n.expected.params["by"]) for n in found.notices if n.expected.text is REPLACED] == [
        (str(first), str(again))
    ]
    once = merged(home, again)
    assert merged(home, again) == once == found.plan
    assert merge(home, [again, again]).plan == once


def test_a_later_workbook_counts_even_where_the_earlier_one_was_faulty(home: Path) -> None:
    first = add_rows(sent(home, "751"), "tilgængelighed", [("751-01", "måske", "x", "y")])
    again = add_rows(sent(home, "751", name="again"), "tilgængelighed", [LEAVE])
    assert merge(home, [first, again]).plan.availability
    assert [key for *_, key in faults(home, again, first)] == ["fault.one_of", "fault.date", "fault.date"]


def test_strangers_are_refused(home: Path) -> None:
    path = add_rows(sent(home, "751"), "tilgængelighed", [("665-01", "ønsket", "2027-01-04", "2027-01-05")])
    rows = [
        ("665-02", "Lemvig 2", "665", "mitid"),
        ("665-01", "Lemvig 1", "751", "mitid"),
    ]
    add_rows(path, "medarbejdere", rows)
    add_rows(path, "tilgængelighed", [("665-02", "ønsket", "2027-01-04", "2027-01-05")])
    assert faults(home, path) == [
        ("751-Aarhus.xlsx: medarbejdere", 4, "kommunekode", "665", "fault.own_agent"),
        ("751-Aarhus.xlsx: medarbejdere", 5, "medarbejder", "665-01", "fault.own_agent"),
        ("751-Aarhus.xlsx: tilgængelighed", 2, "medarbejder", "665-01", "fault.own_agent"),
        ("751-Aarhus.xlsx: tilgængelighed", 3, "medarbejder", "665-02", "fault.own_agent"),
    ]


def test_all_faults_of_all_workbooks_are_told_together(home: Path) -> None:
    aarhus = add_rows(sent(home, "751"), "tilgængelighed", [("751-09", "ønsket", "2027-01-04", "2027-01-05")])
    lemvig = sent(home, "665", "en")
    edited(lemvig, "agents", {"E2": "none", "D2": "mitid|fax"})
    broken = home.parent / "broken.xlsx"
    broken.write_bytes(b"PK")
    assert faults(home, aarhus, lemvig, broken, home / "hotline.toml", home.parent / "gone.xlsx") == [
        ("broken.xlsx", None, "", "", "fault.workbook"),
        ("gone.xlsx", None, "", "", "fault.there"),
        ("hotline.toml", None, "", "", "fault.workbook"),
        ("665-Lemvig.xlsx: agents", 2, "fte", "none", "fault.above_zero"),
        ("665-Lemvig.xlsx: agents", 2, "competences", "fax", "fault.known_competence"),
        ("751-Aarhus.xlsx: tilgængelighed", 2, "medarbejder", "751-09", "fault.known_agent"),
    ]


def test_faults_of_the_plan_itself_are_told_too(home: Path) -> None:
    path = sent(home, "751")
    folder(home, changed("demand.csv", "00,2", "00,x"))
    assert faults(home, path) == [("demand.csv", 2, "agents", "x", "fault.whole")]


def test_two_municipalities_may_not_name_an_agent_alike(home: Path) -> None:
    files = [sent(home, "751"), sent(home, "665")]
    for path in files:
        add_rows(path, "medarbejdere", [("new", "New", None, "mitid")])
    (fault,) = faults(home, *files)
    assert fault == ("751-Aarhus.xlsx: medarbejdere", 4, "medarbejder", "new", "fault.unique_among_files")


def test_a_lock_on_an_agent_who_left_is_a_fault_of_the_plan(home: Path) -> None:
    path = returned(
        home.parent / "a.xlsx", agents=[AGENTS, ("751-01", "A", "751", "")], availability=[ENTRIES]
    )
    assert faults(home, path) == [("locks.csv", 3, "agent", "751-02", "fault.known_agent")]


def test_a_workbook_of_ones_own_making_is_known_by_its_agents(home: Path) -> None:
    entry = ("665-01", "unavailable", "2027-01-04", "2027-01-05")
    path = returned(home.parent / "own.xlsx", Availability=[ENTRIES, entry])
    found = merge(home, [path])
    assert found.plan.agents == plan_at(home).agents
    assert [(e.agent, e.kind) for e in found.plan.availability] == [
        ("751-01", EntryKind.UNAVAILABLE),
        ("665-01", EntryKind.UNAVAILABLE),
    ]
    assert "notice.no_agents" in keys(found)


def test_whose_a_workbook_is_must_be_told(home: Path) -> None:
    nobody = returned(home.parent / "a.xlsx", agents=[AGENTS], availability=[ENTRIES])
    stranger = returned(home.parent / "b.xlsx", kommuner=[("kommunekode",), ("999",)], availability=[ENTRIES])
    assert faults(home, nobody, stranger) == [
        ("a.xlsx", None, "", "", "fault.whose"),
        ("b.xlsx", None, "", "999", "fault.known_municipality"),
    ]


def test_a_workbook_without_a_sheet_of_availability_is_faulty(home: Path) -> None:
    path = returned(home.parent / "a.xlsx", agents=[AGENTS, ("665-01", "L", "665", "")])
    assert faults(home, path) == [("a.xlsx: availability", None, "", "", "fault.sheet_there")]


def test_a_column_that_only_the_plan_has_is_not_kept_and_that_is_said(home: Path) -> None:
    path = sent(home, "751")
    folder(home, changed("agents.csv", "email,phone\n", "email,phone,team\n"))
    found = merge(home, [path])
    lost = [(n.file, n.column) for n in found.notices if n.expected.key == "notice.column_lost"]
    assert lost == [("agents.csv", "team")]


def test_a_plan_that_is_a_workbook_is_written_back_as_one(home: Path) -> None:
    path = home.parent / "plan.xlsx"
    write_plan_workbook(plan_at(home), path, "da")
    write_merged(merge(path, [add_rows(sent(home, "751"), "tilgængelighed", [LEAVE])]))
    assert (
        plan_at(path).availability == merge(home, [home.parent / "out" / "751-Aarhus.xlsx"]).plan.availability
    )
    assert "medarbejdere" in openpyxl.load_workbook(path).sheetnames


def test_where_the_plan_cannot_be_written_it_stands(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = merge(home, [add_rows(sent(home, "751"), "tilgængelighed", [LEAVE])])
    before = content(home)

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("wfm.tables.file_writing.os.replace", refuse)
    with pytest.raises(OutputError):
        write_merged(found)
    assert content(home) == before


def test_a_quarters_round_of_eighteen_municipalities(tmp_path: Path) -> None:
    home = tmp_path / "plan"
    shutil.copytree(SAMPLES / "midtjylland", home)
    plan = plan_at(home)
    files = []
    for number, municipality in enumerate(plan.staffing):
        language = ("da", "en")[number % 2]
        path = sent(home, municipality.code, language, plan=plan)
        agent = plan.agents_of[municipality.code][0].id
        kind = ("uønsket", "undesired")[number % 2]
        sheet = ("tilgængelighed", "availability")[number % 2]
        day = (date(2027, 1, 18), "18-01-2027", "2027-01-18", "18/1/2027")[number % 4]
        files.append(add_rows(path, sheet, [(agent, kind, day, day, None, "17:00", None, None)]))
    assert len(files) == 18
    stranger = add_rows(sent(home, "751", name="bad"), "tilgængelighed", [("665-01", "ønsket", "x", "y")])
    with pytest.raises(PlanError) as caught:
        merge(home, [*files, stranger])
    assert {fault.file.split("/")[-1] for fault in caught.value.faults} == {"751-Aarhus.xlsx: tilgængelighed"}
    found = merge(home, files)
    write_merged(found)
    after = plan_at(home)
    assert after.agents == plan.agents
    assert len(after.availability) == 18
    assert {(e.first_day, e.kind, e.span) for e in after.availability} == {
        (date(2027, 1, 18), EntryKind.UNDESIRED, Span(1020, 1440))
    }


def test_a_sheet_too_wide_is_one_fault_of_its_workbook(home: Path) -> None:
    path = without_places(sent(home, "751"), "medarbejdere")
    assert faults(home, path) == [("751-Aarhus.xlsx: medarbejdere", 1, "", "", "fault.fewer_columns")]


@pytest.mark.parametrize("copy", ["tilgængelighed (2)", "Kopi af tilgængelighed", "Ark1"])
def test_a_sheet_that_is_not_read_is_told_by_name(home: Path, copy: str) -> None:
    file = add_rows(sent(home, "751"), "tilgængelighed", [LEAVE])
    workbook = openpyxl.load_workbook(file)
    workbook.copy_worksheet(workbook["tilgængelighed"]).title = copy
    workbook.save(file)
    key = "notice.unknown_sheet" if copy == "Ark1" else "notice.near_name"
    assert (f"{file.name}: {copy}", None, "", "", key) in places(list(merge(home, [file]).notices))


@pytest.mark.parametrize("sheet", ["låse", "demand", "hotline"])
def test_a_sheet_of_the_coordinator_is_told(home: Path, sheet: str) -> None:
    file = sent(home, "751")
    workbook = openpyxl.load_workbook(file)
    workbook.create_sheet(sheet).append(["a", "b"])
    workbook.save(file)
    told = (f"{file.name}: {sheet}", None, "", "", "notice.coordinators_sheet")
    assert told in places(list(merge(home, [file]).notices))


def test_two_sheets_of_one_table_are_a_fault(home: Path) -> None:
    entries = [ENTRIES, ("751-01", "unavailable", MONDAY, MONDAY)]
    file = returned(home.parent / "b.xlsx", availability=entries, tilgængelighed=entries)
    assert faults(home, file) == [("b.xlsx: tilgængelighed", None, "", "", "fault.table_once")]


@pytest.mark.parametrize("name", ["~$665-Nordby.xlsx", ".~lock.665.xlsx#", ".DS_Store", "Thumbs.db"])
def test_what_a_program_left_beside_the_workbooks_is_passed_over(home: Path, name: str) -> None:
    file = add_rows(sent(home, "751"), "tilgængelighed", [LEAVE])
    left = file.with_name(name)
    left.write_bytes(b"\x05Koord" + b" " * 160)
    found = merge(home, [left, file])
    assert (name, None, "", "", "notice.no_submission") in places(list(found.notices))
    assert [change.file for change in found.changes] == [file.name]


def test_nothing_but_what_a_program_left_is_a_fault(home: Path) -> None:
    left = home.parent / "~$a.xlsx"
    left.write_bytes(b"x")
    assert faults(home, left) == [("~$a.xlsx", None, "", "", "notice.no_submission")]


def test_the_plan_itself_among_the_workbooks_is_passed_over(home: Path) -> None:
    plan = write_plan_workbook(plan_at(home), home.parent / "plan.xlsx")
    file = add_rows(sent(home, "751"), "tilgængelighed", [LEAVE])
    found = merge(plan, [file, plan])
    assert ("plan.xlsx", None, "", "", "notice.plan_itself") in places(list(found.notices))


@pytest.mark.parametrize(
    ("value", "key"),
    [("#N/A", "fault.error_value"), ("=A1*2", "fault.uncomputed"), ("#I/T", "fault.error_value")],
)
def test_a_cell_without_a_value_is_a_fault(home: Path, value: str, key: str) -> None:
    file = edited(sent(home, "751"), "medarbejdere", {"E2": value})
    assert faults(home, file) == [(f"{file.name}: medarbejdere", 2, "beskæftigelsesgrad", value, key)]


def test_merged_cells_count_for_each_row(home: Path) -> None:
    rows = [LEAVE, (None, *LEAVE[1:]), (None, *LEAVE[1:])]
    file = add_rows(sent(home, "751"), "tilgængelighed", rows)
    workbook = openpyxl.load_workbook(file)
    workbook["tilgængelighed"].merge_cells("A2:A4")
    workbook.save(file)
    found = merge(home, [file])
    assert [entry.agent for entry in found.plan.availability].count(AgentId("751-01")) == 3
    assert "notice.filled_down" in {notice.expected.key for notice in found.notices}


def test_an_id_that_only_looks_the_same_is_the_same(home: Path) -> None:
    file = edited(sent(home, "751"), "medarbejdere", {"A2": "751-01\u200b"})
    found = merge(home, [file])
    assert [(change.joined, change.left) for change in found.changes] == [((), ())]
    assert "notice.invisible" in {notice.expected.key for notice in found.notices}
