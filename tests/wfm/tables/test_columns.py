"""The tables have the columns, words and Danish names of the contract."""

from __future__ import annotations

import pytest

from wfm.tables.columns import PLAN_TABLES, ROSTER, Table
from wfm.tables.words import DANISH_WEEKDAYS, KINDS, PARTICIPATIONS, fold

CONTRACT = {
    "municipalities": "municipality name population participation carry_over* min_shifts* joined*",
    "agents": "agent name municipality competences* fte* shifts_per_week* first_day* last_day* email* phone* "
    "person* carry_over* unsocial_carry_over* beside_until*",
    "availability": "agent kind first_day last_day days* from* to* note*",
    "locks": "date start municipality* agent*",
    "demand": "date start agents pairing*",
    "previous": "date start end municipality* agent*",
}
DANISH = {
    "municipality": "kommunekode",
    "name": "navn",
    "population": "indbyggere",
    "participation": "deltagelse",
    "carry_over": "overført",
    "min_shifts": "min_vagter",
    "joined": "tiltrådt",
    "agent": "medarbejder",
    "competences": "kompetencer",
    "fte": "beskæftigelsesgrad",
    "shifts_per_week": "vagter_pr_uge",
    "first_day": "første_dag",
    "last_day": "sidste_dag",
    "email": "e-mail",
    "kind": "type",
    "days": "dage",
    "from": "fra",
    "to": "til",
    "note": "bemærkning",
    "date": "dato",
    "start": "start",
    "agents": "antal",
    "pairing": "sammensætning",
}


@pytest.mark.parametrize("table", PLAN_TABLES, ids=lambda table: table.name)
def test_a_table_has_the_columns_of_the_contract(table: Table) -> None:
    written = " ".join(f"{c.name}{'' if c.required else '*'}" for c in table.columns)
    assert written == CONTRACT[table.name]


def test_a_roster_has_the_columns_of_the_contract() -> None:
    assert [column.name for column in ROSTER.columns] == [
        "date",
        "start",
        "end",
        "seat",
        "municipality",
        "agent",
    ]


@pytest.mark.parametrize("english", DANISH)
def test_a_column_has_the_danish_name_of_the_contract(english: str) -> None:
    columns = [column for table in PLAN_TABLES for column in table.columns if column.name == english]
    assert columns
    for column in columns:
        assert {fold(english), fold(DANISH[english])} <= column.spellings


def test_tables_and_words_have_the_danish_names_of_the_contract() -> None:
    assert [table.danish for table in PLAN_TABLES] == [
        "kommuner",
        "medarbejdere",
        "tilgængelighed",
        "låse",
        "behov",
        "forrige",
    ]
    assert PARTICIPATIONS == {"staffing": "bemander", "financing": "betaler"}
    assert KINDS == {"unavailable": "utilgængelig", "undesired": "uønsket", "preferred": "ønsket"}
    assert DANISH_WEEKDAYS == ("man", "tir", "ons", "tor", "fre", "lør", "søn")


def test_no_header_of_a_table_means_two_columns() -> None:
    for table in (*PLAN_TABLES, ROSTER):
        assert sum(len(column.spellings) for column in table.columns) == len(table.column_by_header)


@pytest.mark.parametrize("word", ["first_day", "First Day", "FIRST-DAY", " firstday ", "first_day*"])
def test_case_spaces_and_hyphens_make_no_difference(word: str) -> None:
    assert fold(word) == "firstday"


def test_danish_letters_may_be_spelt_out_or_composed() -> None:
    assert fold("Beskaeftigelsesgrad") == fold("beskæftigelsesgrad")
    assert fold("La\u030ase") == fold("låse") == fold("LAASE")
