"""Availability as municipalities write it arrives in the plan, is told where guessed, or is a fault."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.wfm.tables.books import add_rows, book
from tests.wfm.tables.folders import folder, places, plan_at
from wfm.availability import Entry, EntryKind
from wfm.calendar import Span
from wfm.errors import PlanError
from wfm.remarks.capacity import SEATS_STAY_EMPTY
from wfm.tables.merging import merge
from wfm.tables.plan_reading import PlanReading, read_plan
from wfm.tables.template import write_template

HEADER = "medarbejder,type,første_dag,sidste_dag,dage,fra,til,bemærkning\n"


def reading(path: Path, *rows: str) -> PlanReading:
    home = folder(path / "plan")
    (home / "availability.csv").write_text(HEADER + "\n".join(rows) + "\n")
    return read_plan(home)


def entry(path: Path, row: str) -> Entry:
    (found,) = reading(path, row).plan.availability
    return found


def told(path: Path, *rows: str) -> list[tuple[str, str, str]]:
    return [
        (n.column, n.value, n.expected.key)
        for n in reading(path, *rows).notices
        if n.expected.text is not SEATS_STAY_EMPTY
    ]


def refused(path: Path, *rows: str) -> list[tuple[int | None, str, str, str]]:
    with pytest.raises(PlanError) as caught:
        reading(path, *rows)
    return [(row, column, value, key) for _, row, column, value, key in places(list(caught.value.faults))]


@pytest.mark.parametrize(
    "row",
    [
        "751-01,utilgængelig,uge 2,,hverdage,kl. 8,11.30,",
        "751-01,ferie,11/1,17/1,man-fre,8,11:30,",
        "Aarhus 1,kan ikke,11. januar,17. januar,mandag til fredag,8.00,kl 11.30,",
        "aarhus 1 (751-01),Ferie,11/1-17/1,,man-fre,8,11.30,",
        "751-01,,11/1,17/1,hverdage,8,11.30,ferie",
    ],
)
def test_what_people_write_is_understood(tmp_path: Path, row: str) -> None:
    found = entry(tmp_path, row)
    assert (found.agent, found.kind) == ("751-01", EntryKind.UNAVAILABLE)
    assert (found.first_day, found.last_day) == (date(2027, 1, 11), date(2027, 1, 17))
    assert (found.days, found.span) == (frozenset(range(5)), Span(480, 690))


def test_what_was_guessed_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "Aarhus 1,,uge 2,,,,,ferie") == [
        ("medarbejder", "Aarhus 1", "notice.read_as_agent"),
        ("type", "", "notice.read_as_kind"),
        ("første_dag", "uge 2", "notice.read_as_day"),
        ("sidste_dag", "uge 2", "notice.read_as_day"),
    ]


def test_why_somebody_is_away_is_told_to_nobody(tmp_path: Path) -> None:
    found = reading(tmp_path, "751-01,sygemeldt,11-01-2027,17-01-2027,,,,")
    assert "syg" not in str(found.notices) + str(found.plan.availability)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("751-01,utilgængelig,8/5,10/5,,,,", (2, "første_dag", "8/5", "fault.day_in_period")),
        ("751-01,utilgængelig,11/1,,,,,", (2, "sidste_dag", "", "fault.needed")),
        ("751-01,,11/1,12/1,,,,bil på værksted", (2, "type", "", "fault.needed")),
        ("751-01,måske,11/1,12/1,,,,", (2, "type", "måske", "fault.one_of")),
        ("Aarhus 9,ferie,11/1,12/1,,,,", (2, "medarbejder", "Aarhus 9", "fault.known_agent")),
        ("751-01,ferie,12/1,11/1,,,,", (2, "sidste_dag", "2027-01-11", "fault.not_before")),
    ],
)
def test_what_cannot_be_told_is_a_fault_at_its_cell(
    tmp_path: Path, row: str, fault: tuple[int, str, str, str]
) -> None:
    found = refused(tmp_path, row)
    assert fault[:3] in [one[:3] for one in found]


def test_a_name_of_two_agents_is_a_fault_that_names_both(tmp_path: Path) -> None:
    home = folder(tmp_path / "plan")
    agents = (home / "agents.csv").read_text().replace("Aarhus 2", "Aarhus 1")
    (home / "agents.csv").write_text(agents)
    (home / "availability.csv").write_text(HEADER + "Aarhus 1,ferie,11/1,12/1,,,,\n")
    with pytest.raises(PlanError) as caught:
        read_plan(home)
    (fault,) = caught.value.faults
    assert fault.expected.params["agents"] == ("751-01", "751-02")


def test_without_a_period_no_day_is_guessed_and_none_is_blamed(tmp_path: Path) -> None:
    home = folder(tmp_path / "plan")
    toml = (home / "hotline.toml").read_text().replace("2027-01-15", "2026-01-15")
    (home / "hotline.toml").write_text(toml)
    (home / "availability.csv").write_text(HEADER + "751-01,ferie,8/2,10/2,,,,\n")
    with pytest.raises(PlanError) as caught:
        read_plan(home)
    assert {fault.file for fault in caught.value.faults} == {"hotline.toml"}


def test_a_workbook_of_a_municipality_is_understood_alike(tmp_path: Path) -> None:
    home = folder(tmp_path / "plan")
    (sent,) = write_template(tmp_path / "out", plan_at(home), "751", "da")
    rows = [("Aarhus 2", "ferie", "uge 2", None, "hverdage", "kl. 8", 12, None)]
    found = merge(home, [add_rows(sent, "tilgængelighed", rows)])
    (entry,) = [one for one in found.plan.availability if one.agent == "751-02"]
    assert (entry.first_day, entry.last_day) == (date(2027, 1, 11), date(2027, 1, 17))
    assert (entry.days, entry.span) == (frozenset(range(5)), Span(480, 720))


def test_a_name_is_first_looked_for_among_the_municipalitys_own(tmp_path: Path) -> None:
    home = folder(tmp_path / "plan")
    agents = (home / "agents.csv").read_text().replace("Lemvig 1", "Aarhus 1")
    (home / "agents.csv").write_text(agents)
    rows: dict[str, list[Any]] = {
        "medarbejdere": [
            ("medarbejder", "navn", "kommunekode", "kompetencer"),
            ("665-01", "Aarhus 1", "665", "mitid"),
        ],
        "tilgængelighed": [HEADER.strip().split(",")[:4], ("Aarhus 1", "ferie", "11/1", "12/1")],
    }
    found = merge(home, [book(tmp_path / "665.xlsx", rows)])
    assert [one.agent for one in found.plan.availability if one.first_day == date(2027, 1, 11)] == ["665-01"]
