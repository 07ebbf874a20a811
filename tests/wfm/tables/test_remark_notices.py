"""What counts for nothing, or is hardly meant, is told with its place; the plan is used as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wfm.tables.books import book
from tests.wfm.tables.folders import FILES, HOTLINE, TABLES, folder, places
from tests.wfm.tables.test_workbook import ENGLISH
from wfm.tables.merging import merge
from wfm.tables.plan_reading import read_plan

AGENTS, ENTRIES = TABLES["agents.csv"], TABLES["availability.csv"]
ALL_AGENTS = ("751-01", "751-02", "665-01")


def told(path: Path, **changes: str) -> list[tuple[str, int | None, str, str, str]]:
    """Return what is told of the small plan with some files changed, by their names without an ending."""
    files = {"hotline.toml" if name == "hotline" else f"{name}.csv": text for name, text in changes.items()}
    return places(list(read_plan(folder(path, files)).notices))


def entry(row: str) -> str:
    return ENTRIES + row + "\n"


def test_the_small_plan_itself_is_told_nothing_of(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("row", "column", "value", "key"),
    [
        ("665-01,unavailable,2026-01-11,2026-01-12,,,,", "last_day", "2026-01-12", "notice.perhaps"),
        ("665-01,preferred,2028-01-11,2028-01-12,,,,", "first_day", "2028-01-11", "notice.perhaps"),
        ("665-01,undesired,2027-06-01,2027-06-30,,,,", "first_day", "2027-06-01", "notice.outside_period"),
        ("665-01,unavailable,2027-01-07,2027-01-10,,,,", "first_day", "2027-01-07", "notice.no_shift"),
        ("665-01,unavailable,2027-01-04,2027-01-15,sun,,,", "first_day", "2027-01-04", "notice.no_shift"),
        (
            "665-01,preferred,2027-01-04,2027-01-15,,18:00,20:00,",
            "first_day",
            "2027-01-04",
            "notice.no_shift",
        ),
        ("751-01,preferred,2027-01-06,2027-01-06,,08:00,11:00,", "kind", "preferred", "notice.no_wish_left"),
        ("665-01,preferred,2027-01-04,2027-01-15,,,,again", "agent", "665-01", "notice.said_again"),
    ],
)
def test_an_entry_that_counts_for_nothing_is_told(
    tmp_path: Path, row: str, column: str, value: str, key: str
) -> None:
    assert told(tmp_path, availability=entry(row)) == [("availability.csv", 4, column, value, key)]


def test_the_day_of_the_period_that_was_perhaps_meant_is_named(tmp_path: Path) -> None:
    files = {"availability.csv": entry("665-01,unavailable,2026-01-11,2026-01-12,,,,")}
    (notice,) = read_plan(folder(tmp_path, files)).notices
    assert str(notice.expected) == (
        "days in the period, 2027-01-04 to 2027-01-15; this row counts for nothing; "
        "2027-01-12 was perhaps meant"
    )


def test_an_entry_beside_the_employment_is_told(tmp_path: Path) -> None:
    agents = AGENTS.replace("2027-12-31", "2027-01-06")
    row = entry("751-02,unavailable,2027-01-11,2027-01-12,,,,")
    assert ("availability.csv", 4, "first_day", "2027-01-11", "notice.not_employed") in told(
        tmp_path, agents=agents, availability=row
    )


def test_an_absence_longer_than_a_year_is_hardly_meant(tmp_path: Path) -> None:
    row = entry("665-01,unavailable,2026-01-03,2027-01-04,,,,")
    assert ("availability.csv", 4, "first_day", "2026-01-03", "notice.years_long") in told(
        tmp_path, availability=row
    )


@pytest.mark.parametrize(
    ("settings", "key", "value", "text"),
    [
        ("closed = [2026-02-13]", "holidays.closed", "2026-02-13", "notice.closed_outside"),
        (
            "closed = [2026-01-05, 2028-02-13]",
            "holidays.closed",
            "2026-01-05, 2028-02-13",
            "notice.closed_outside",
        ),
        ("open = [2026-01-05]", "holidays.open", "2026-01-05", "notice.perhaps"),
        ("open = [2027-01-09]", "holidays.open", "2027-01-09", "notice.stays_closed"),
    ],
)
def test_a_closed_or_reopened_day_that_counts_for_nothing_is_told(
    tmp_path: Path, settings: str, key: str, value: str, text: str
) -> None:
    text = "notice.perhaps" if value == "2026-01-05" else text
    found = told(tmp_path, hotline=f"{HOTLINE}\n[holidays]\n{settings}\n")
    assert found == [("hotline.toml", None, key, value, text)]


def test_an_unsocial_span_without_a_shift_is_told(tmp_path: Path) -> None:
    text = HOTLINE + '\n[[unsocial]]\ndays = ["mon"]\nhours = "18:00-20:00"\n'
    assert told(tmp_path, hotline=text) == [
        ("hotline.toml", None, "unsocial", "18:00-20:00", "notice.no_unsocial")
    ]


def test_a_row_of_long_before_and_one_that_stands_twice_are_told(tmp_path: Path) -> None:
    rows = "2025-12-28,08:00,11:00,751,751-01\n2026-12-28,08:00,11:00,751,751-01\n"
    assert told(tmp_path, previous=TABLES["previous.csv"] + rows) == [
        ("previous.csv", 3, "date", "2025-12-28", "notice.perhaps"),
        ("previous.csv", 4, "agent", "751-01", "notice.sat_again"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "column", "value", "key"),
    [
        ("2026-01-01,2027-12-31", ",2026-01-10", "last_day", "2026-01-10", "notice.perhaps"),
        ("2026-01-01,2027-12-31", "2027-06-01,", "first_day", "2027-06-01", "notice.employed"),
        ("mitid,0.5,2", "mitid,0.5,0", "shifts_per_week", "0", "notice.some_shift"),
        ("751-02,Aarhus 2,751", "751-02,Aarhus 2,741", "municipality", "741", "notice.staffs"),
        ("mitid,0.5,2", "mitid,18.5,2", "fte", "18.5", "notice.perhaps_meant"),
        ("mitid,0.5,2", "mitid,50,2", "fte", "50", "notice.perhaps_meant"),
        ("mitid,0.5,2", "mitid,0.005,2", "fte", "0.01", "notice.hardly_meant"),
        ("mitid,0.5,2", "mitid,0.5,40", "shifts_per_week", "40", "notice.no_limit"),
    ],
)
def test_an_agent_who_gets_no_shift_or_an_amount_hardly_meant_is_told(
    tmp_path: Path, old: str, new: str, column: str, value: str, key: str
) -> None:
    assert AGENTS.count(old) == 1
    found = told(tmp_path, agents=AGENTS.replace(old, new), locks="date,start,municipality,agent\n")
    assert ("agents.csv", 3, column, value, key) in found


def test_parts_among_hours_are_told_as_well_as_hours_among_parts(tmp_path: Path) -> None:
    hours = AGENTS.replace("digital_post,1,", "digital_post,37,").replace(
        'digital_post",,', 'digital_post",30,'
    )
    assert told(tmp_path, agents=hours) == [("agents.csv", 3, "fte", "0.5", "notice.perhaps_meant")]


@pytest.mark.parametrize(
    ("old", "new", "column", "value", "key"),
    [
        ("21223", "21", "population", "21", "notice.perhaps_meant"),
        ("319094", "31909400", "population", "31909400", "notice.perhaps_meant"),
        ("21223", "0", "population", "0", "notice.no_citizens"),
        ("-0.5,1", "-150,1", "carry_over", "-150", "notice.hardly_owed"),
    ],
)
def test_an_amount_of_a_municipality_that_is_hardly_meant_is_told(
    tmp_path: Path, old: str, new: str, column: str, value: str, key: str
) -> None:
    found = told(tmp_path, municipalities=TABLES["municipalities.csv"].replace(old, new))
    assert any(place[2:] == (column, value, key) for place in found)


def test_a_municipality_without_agents_and_shifts_without_enough_are_told(tmp_path: Path) -> None:
    agents = AGENTS[: AGENTS.index("665-01")]
    entries, locks = (
        ENTRIES[: ENTRIES.index("665-01")],
        "date,start,municipality,agent\n2027-01-05,08:00,665,\n",
    )
    found = told(tmp_path, agents=agents, availability=entries, locks=locks)
    assert ("municipalities.csv", 3, "municipality", "665", "notice.nobody_there") in found
    assert ("hotline.toml", None, "shifts.agents", "1", "notice.seats_stay_empty") in found
    assert ("hotline.toml", None, "competences.2.code", "digital_post", "notice.few_hold") in found


def test_a_competence_that_nobody_holds_is_told(tmp_path: Path) -> None:
    text = (
        HOTLINE
        + '\n[[competences]]\ncode = "nem"\nname = "Nem"\n\n[[competences]]\ncode = "x"\nmin_agents = 0\n'
    )
    assert told(tmp_path, hotline=text) == [
        ("hotline.toml", None, "competences.3.code", "nem", "notice.nobody_holds")
    ]


def test_a_row_of_demand_beyond_all_agents_and_a_lock_on_who_is_away_are_told(tmp_path: Path) -> None:
    demand = TABLES["demand.csv"].replace("00,2", "00,20")
    locks = TABLES["locks.csv"] + "2027-01-06,08:00,,751-01\n"
    assert told(tmp_path, demand=demand, locks=locks) == [
        ("locks.csv", 4, "agent", "751-01", "notice.hardly_locked"),
        ("demand.csv", 2, "agents", "20", "notice.seats_stay_empty"),
    ]


@pytest.mark.parametrize(
    ("setting", "key", "value", "text"),
    [
        ("shifts_per_week = 40", "limits.shifts_per_week", "40", "notice.no_limit"),
        ("shifts_per_day = 30", "limits.shifts_per_day", "30", "notice.no_limit"),
        ("rest_hours = 660", "limits.rest_hours", "660", "notice.rest_in_minutes"),
        ("rest_hours = 100", "limits.rest_hours", "100", "notice.rest_too_long"),
    ],
)
def test_a_limit_hardly_meant_is_told(tmp_path: Path, setting: str, key: str, value: str, text: str) -> None:
    found = told(
        tmp_path, hotline=f"{HOTLINE}\n[limits]\n{setting}\n", previous="date,start,end,municipality,agent\n"
    )
    assert found == [("hotline.toml", None, key, value, text)]


def people(*rows: str) -> str:
    """Return the agents, with rows of (id, name, fte, e-mail, phone, person) after those that are there."""
    header, *lines = AGENTS.splitlines()
    more = [row.split("|") for row in rows]
    added = [
        f"{one},{name},{one[:3]},mitid,{fte},,,,{mail},{phone},{who}"
        for one, name, fte, mail, phone, who in more
    ]
    return "\n".join([header + ",person", *(line + "," for line in lines), *added]) + "\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("751-07|Åse Prøve|0.5|aase@example.dk||", "665-07|Åse Prøve|0.5|AASE@example.dk ||"),
        ("751-07|Åse Prøve|0.5||+45 11 22 33 44|", "665-07|A. Prøve|0.5||11223344|"),
        ("751-07|Åse Prøve|1|aase@aarhus.dk||", "665-07|Åse  prøve|1|aase@lemvig.dk||"),
        ("751-07|Åse Prøve|0.5||||".rstrip("|") + "|||", "665-07|Åse Prøve|0.5|||"),
        ("751-07|Åse Prøve|0.5|aase@example.dk||p1", "665-07|Åse Prøve|0.5|aase@example.dk||"),
    ],
)
def test_two_rows_that_look_like_one_person_are_told(tmp_path: Path, first: str, second: str) -> None:
    found = [place for place in told(tmp_path, agents=people(first, second)) if place[2] == "person"]
    assert found == [("agents.csv", 6, "person", "", "notice.one_human_being")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("751-07|Åse Prøve|0.5|aase@example.dk||p1", "665-07|Åse Prøve|0.5|aase@example.dk||p1"),
        ("751-07|Åse Prøve|0.5|aase@example.dk||p1", "665-07|Åse Prøve|0.5|aase@example.dk||p2"),
        ("751-07|Åse Prøve|1|||", "665-07|Åse Prøve|1|||"),
        ("751-07|Åse Prøve|0.5|||", "751-08|Åse Prøve|0.5|||"),
    ],
)
def test_what_person_says_already_is_not_asked(tmp_path: Path, first: str, second: str) -> None:
    assert [place for place in told(tmp_path, agents=people(first, second)) if place[2] == "person"] == []


def test_an_office_that_shares_a_telephone_is_nobodys_likeness(tmp_path: Path) -> None:
    office = [f"751-0{n}|Prøve {n}|1||11223344|" for n in range(3, 7)]
    assert [place for place in told(tmp_path, agents=people(*office)) if place[2] == "person"] == []


@pytest.mark.parametrize(
    ("second", "key"),
    [
        ("665-07|Åse Prøve|0.5|||P 1", "notice.nearly_the_same"),
        ("665-07|Bo Andersen|0.5|||p 1", "notice.other_name"),
    ],
)
def test_a_person_nearly_the_same_or_hardly_the_same_is_told(tmp_path: Path, second: str, key: str) -> None:
    found = told(tmp_path, agents=people("751-07|Åse Prøve|0.5|||p 1", second))
    assert [place for place in found if place[2] == "person"] == [
        ("agents.csv", 6, "person", second.rsplit("|", 1)[1], key)
    ]


def test_a_sheet_is_told_with_its_rows(tmp_path: Path) -> None:
    sheets = {**ENGLISH, "Hotline": [*ENGLISH["Hotline"], ("holidays.closed", "13-02-2026")]}
    rows = [*ENGLISH["availability"], ("665-01", "unavailable", "2025-01-11", "2025-01-12")]
    notices = read_plan(book(tmp_path / "plan.xlsx", {**sheets, "availability": rows})).notices
    assert places(list(notices)) == [
        ("Hotline", 15, "holidays.closed", "2026-02-13", "notice.closed_outside"),
        ("availability", 4, "last_day", "2025-01-12", "notice.perhaps"),
    ]


def test_a_merge_tells_of_rows_in_several_files(tmp_path: Path) -> None:
    home = folder(tmp_path / "plan")
    sheets = {
        "agents": [
            ("agent", "name", "municipality", "email"),
            ("665-01", "Aarhus 1", "665", "x@example.org"),
        ],
        "availability": [
            ("agent", "kind", "first_day", "last_day"),
            ("665-01", "unavailable", "2026-01-11", "2026-01-12"),
        ],
    }
    notices = merge(home, [book(tmp_path / "665.xlsx", sheets)]).notices
    assert ("665.xlsx: availability", 2, "last_day", "2026-01-12", "notice.perhaps") in places(list(notices))
    assert set(FILES) <= {path.name for path in home.iterdir()}


@pytest.mark.parametrize(
    "address", ["åse.lær@example.dk", "a@b@c.dk", "ingen", "a@x.dk; b@x.dk", "a b@x.dk", "@x.dk"]
)
def test_an_address_that_no_mail_reaches_is_told(tmp_path: Path, address: str) -> None:
    agents = AGENTS.replace("a@example.org", address)
    assert told(tmp_path, agents=agents) == [("agents.csv", 4, "email", address, "notice.unreachable")]


@pytest.mark.parametrize("address", ["a.b+c@ærø.dk", "A_B@EXAMPLE.DK ", "o'neil@x.example.dk"])
def test_an_address_that_mail_reaches_is_nothing_to_tell(tmp_path: Path, address: str) -> None:
    assert told(tmp_path, agents=AGENTS.replace("a@example.org", address)) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SÃ¸ren PrÃ¸ve", "Søren Prøve"),
        ("Ã…se BÃ¥d", "Åse Båd"),
        ("S&oslash;ren", "Søren"),
        ("S&#248;ren", "Søren"),
        ("S\ufffdren", ""),
        ("S?ren Pr?ve", ""),
        ("=A1", ""),
        ("#####", ""),
        ("NaN", ""),
        ("null", ""),
    ],
)
def test_a_name_that_a_program_garbled_is_told(tmp_path: Path, name: str, meant: str) -> None:
    files = {"agents.csv": AGENTS.replace("Aarhus 1", name)}
    (notice,) = read_plan(folder(tmp_path, files)).notices
    assert (notice.row, notice.column, notice.value) == (2, "name", name)
    assert notice.expected.params.get("meant", "") == meant


@pytest.mark.parametrize("name", ["Åse Prøve", "João Ãlvares", "Hvad?", "Nan Hansen", "A & B", "Âge"])
def test_a_rare_name_is_nothing_to_tell(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, agents=AGENTS.replace("Aarhus 1", name)) == []


def test_two_municipalities_or_competences_of_one_name_are_told(tmp_path: Path) -> None:
    towns = TABLES["municipalities.csv"].replace("Lemvig", "Aarhus")
    text = HOTLINE.replace('name = "Digital Post"', 'name = "mitid"')
    assert told(tmp_path, municipalities=towns, hotline=text) == [
        ("hotline.toml", None, "competences.2.name", "mitid", "notice.competence_twice"),
        ("municipalities.csv", 3, "name", "Aarhus", "notice.name_twice"),
    ]
