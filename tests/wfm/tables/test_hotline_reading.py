"""Every key of hotline.toml is checked; a fault names its dotted key."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wfm.tables.folders import HOTLINE, changed, faults_of, folder, places, plan_at
from wfm.apportionment import Method
from wfm.calendar import Span, UnsocialSpan
from wfm.hotline import Hotline, Pairing
from wfm.limits import DEFAULT_WEIGHTS, Limits
from wfm.settlement import Tariff
from wfm.tables.hotline_reading import HotlineReading, read_hotline
from wfm.tables.raw_table import UnusableTableError, raw_table
from wfm.tables.settings import sheet_settings, toml_settings


def read(text: str) -> HotlineReading:
    return read_hotline(toml_settings("hotline.toml", text))


def hotline(text: str) -> Hotline:
    reading = read(text)
    assert reading.faults == ()
    return reading.hotline


def put(section: str, line: str) -> str:
    """Return the small hotline with a line added to a section, or the section added."""
    header = f"[{section}]\n"
    if header in HOTLINE:
        return HOTLINE.replace(header, f"{header}{line}\n")
    return f"{HOTLINE}\n{header}{line}\n" if section else f"{line}\n{HOTLINE}"


def test_what_is_left_out_has_the_defaults_of_the_contract() -> None:
    found = hotline(HOTLINE)
    assert (found.timezone, found.language) == ("Europe/Copenhagen", "da")
    assert (found.pairing, found.method) == (Pairing.SAME_MUNICIPALITY, Method.LARGEST_REMAINDER)
    assert found.limits == Limits(1, 3, 11 * 60)
    assert (dict(found.weights.by_rule), found.weights.upkeep_weeks) == (dict(DEFAULT_WEIGHTS), 4)
    assert (found.tariff, found.closing.country, found.unsocial) == (None, None, ())
    assert [competence.min_agents for competence in found.competences] == [1, 1]
    assert not found.names_in_feeds


def test_every_key_arrives() -> None:
    text = (
        HOTLINE
        + """
[holidays]
country = "DK"
closed = [2027-02-13]
open = [2027-03-25]
[[unsocial]]
days = ["mon", "fre"]
hours = "17:00-24:00"
[limits]
shifts_per_day = 2
shifts_per_week = 4
rest_hours = 10.5
[quota]
method = "sainte_lague"
[weights]
wishes = 0
upkeep_weeks = 5
[settlement]
price_per_citizen_year = 2.4246
credit_per_agent_hour = 272
currency = "SEK"
[feeds]
names = true
"""
    )
    found = hotline(text.replace("agents = 1", 'agents = 3\npairing = "mixed"'))
    assert found.closing.country == "DK"
    assert found.closing.closed == {date(2027, 2, 13)}
    assert found.closing.opened == {date(2027, 3, 25)}
    assert found.unsocial == (UnsocialSpan(frozenset({0, 4}), Span(1020, 1440)),)
    assert found.limits == Limits(2, 4, 630)
    assert (found.agents, found.pairing, found.method) == (3, Pairing.MIXED, Method.SAINTE_LAGUE)
    assert (found.weights.of("wishes"), found.weights.upkeep_weeks) == (0, 5)
    assert found.tariff == Tariff(Decimal("2.4246"), Decimal(272), "SEK")
    assert found.names_in_feeds


@pytest.mark.parametrize(("hours", "minutes"), [("2.5", 150), ("0.1", 6), ("24", 1440), ('"5/3"', 100)])
def test_a_shift_may_have_any_length_of_whole_minutes(hours: str, minutes: int) -> None:
    assert hotline(HOTLINE.replace("hours = 3", f"hours = {hours}")).shift_minutes == minutes


FAULTS = [
    ('name = "Test"', "", "name", "", "fault.missing_key"),
    ('name = "Test"', "name = 5", "name", "5", "fault.quoted"),
    ('code = "test"', 'code = "te st"', "code", "te st", "fault.hotline_code"),
    ("first_day = 2027-01-04", "", "period.first_day", "", "fault.missing_key"),
    ("first_day = 2027-01-04", 'first_day = "soon"', "period.first_day", "soon", "fault.date"),
    ("first_day = 2027-01-04", "first_day = 2027", "period.first_day", "2027", "fault.date"),
    ("first_day = 2027-01-04", "first_day = 0001-01-01", "period.first_day", "0001-01-01", "fault.date"),
    ("first_day = 2027-01-04", "first_day = 1969-12-31", "period.first_day", "1969-12-31", "fault.date"),
    ("last_day = 2027-01-15", "last_day = 2027-01-03", "period.last_day", "2027-01-03", "fault.ordered"),
    (
        "last_day = 2027-01-15",
        "last_day = 2099-01-15",
        "period.last_day",
        "2099-01-15",
        "fault.shorter_period",
    ),
    (
        '"08:00-11:00", "12:00-15:00"',
        '"08:00-13:00", "12:00-15:00"',
        "opening_hours.wed",
        "08:00-13:00, 12:00-15:00",
        "fault.apart",
    ),
    ('"08:00-11:00", "12:00-15:00"', '"22:00-06:00"', "opening_hours.wed", "22:00-06:00", "fault.span"),
    ('"08:00-11:00", "12:00-15:00"', '"08:00"', "opening_hours.wed", "08:00", "fault.span"),
    ('"08:00-11:00", "12:00-15:00"', "8", "opening_hours.wed", "8", "fault.span"),
    ('["08:00-11:00", "12:00-15:00"]', "8", "opening_hours.wed", "8", "fault.list"),
    ("wed =", "wensday =", "opening_hours.wensday", "08:00-11:00, 12:00-15:00", "fault.weekday_key"),
    ("hours = 3", "hours = 0", "shifts.hours", "0", "fault.shift_length"),
    ("hours = 3", "hours = 25", "shifts.hours", "25", "fault.shift_length"),
    ("hours = 3", "hours = 0.123", "shifts.hours", "0.123", "fault.shift_length"),
    ("hours = 3", "hours = nan", "shifts.hours", "NaN", "fault.not_negative"),
    ("hours = 3", "hours = 1e999999", "shifts.hours", "1E+999999", "fault.not_negative"),
    ("hours = 3", 'hours = "3"', "shifts.hours", "3", "fault.number_value"),
    ("hours = 3", "", "shifts.hours", "", "fault.missing_key"),
    ("agents = 1", "agents = 0", "shifts.agents", "0", "fault.whole"),
    ("agents = 1", "agents = true", "shifts.agents", "true", "fault.number_value"),
    ("agents = 1", "agents = [2]", "shifts.agents", "2", "fault.number_value"),
    ("agents = 1", 'agents = 1\npairing = "alone"', "shifts.pairing", "alone", "fault.one_of"),
    ('code = "mitid"', 'code = "mit id"', "competences.1.code", "mit id", "fault.competence_code"),
    ('code = "mitid"', "", "competences.1.code", "", "fault.missing_key"),
    ('code = "mitid"', 'code = "digital_post"', "competences.2.code", "digital_post", "fault.unique"),
    ('name = "MitID"', 'name = "MitID"\nmin_agents = -1', "competences.1.min_agents", "-1", "fault.whole"),
]


@pytest.mark.parametrize(("old", "new", "key", "value", "expected"), FAULTS)
def test_a_faulty_value_is_one_fault_at_its_key(
    old: str, new: str, key: str, value: str, expected: str
) -> None:
    assert HOTLINE.count(old) == 1
    faults = read(HOTLINE.replace(old, new)).faults
    assert places(list(faults)) == [("hotline.toml", None, key, value, expected)]


@pytest.mark.parametrize(
    ("section", "line", "key", "expected"),
    [
        ("", 'timezone = "Europe/Ry"', "timezone", "fault.zone"),
        ("", 'timezone = "../etc"', "timezone", "fault.zone"),
        ("", 'language = "de"', "language", "fault.one_of"),
        ("holidays", 'country = "XX"', "holidays.country", "fault.country"),
        ("holidays", 'country = "os"', "holidays.country", "fault.country"),
        ("holidays", 'closed = ["soon"]', "holidays.closed", "fault.days"),
        ("holidays", "open = 2027", "holidays.open", "fault.list"),
        ("limits", "shifts_per_day = -1", "limits.shifts_per_day", "fault.whole"),
        ("limits", "shifts_per_week = 2.5", "limits.shifts_per_week", "fault.whole"),
        ("limits", "rest_hours = -1", "limits.rest_hours", "fault.not_negative"),
        ("quota", 'method = "hare"', "quota.method", "fault.one_of"),
        ("weights", "upkeep = -1", "weights.upkeep", "fault.whole"),
        ("weights", "upkeep = 0.5", "weights.upkeep", "fault.whole"),
        ("weights", "upkeep_weeks = 0", "weights.upkeep_weeks", "fault.whole"),
        ("feeds", 'names = "yes"', "feeds.names", "fault.switch"),
        ("[unsocial]", 'days = ["mon"]', "unsocial.1.hours", "fault.missing_key"),
        ("[unsocial]", 'hours = "17:00-20:00"', "unsocial.1.days", "fault.missing_key"),
        ("unsocial", 'days = ["mon"]', "unsocial.days", "fault.numbered"),
        ("", "weights = 3", "weights", "fault.section"),
        ("", "unsocial = 3", "unsocial", "fault.numbered"),
    ],
)
def test_a_faulty_key_of_another_section_is_one_fault(
    section: str, line: str, key: str, expected: str
) -> None:
    assert [(f.column, f.expected.key) for f in read(put(section, line)).faults] == [(key, expected)]


def test_a_settlement_needs_its_prices_and_a_currency() -> None:
    faults = read(put("settlement", 'currency = "kroner"\nprice_per_citizen_year = -1')).faults
    assert [(f.column, f.expected.key) for f in faults] == [
        ("settlement.price_per_citizen_year", "fault.money"),
        ("settlement.credit_per_agent_hour", "fault.missing_key"),
        ("settlement.currency", "fault.currency"),
    ]


def test_an_unknown_key_is_a_warning() -> None:
    reading = read(put("limits", "breaks = 3"))
    assert reading.faults == ()
    assert places(list(reading.notices)) == [
        ("hotline.toml", None, "limits.breaks", "3", "notice.unknown_key")
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("name = \n", 1),
        ('name = "a"\nname = "b"\n', 2),
        ("[", None),
        ("a = " + "[" * 5000, None),
        ("a=1\n= 2", 2),
    ],
)
def test_a_file_that_is_no_toml_is_one_fault_with_its_row(tmp_path: Path, text: str, row: int | None) -> None:
    (fault,) = faults_of(folder(tmp_path, {"hotline.toml": text}))
    assert (fault.file, fault.expected.key) == ("hotline.toml", "fault.toml")
    if row:
        assert fault.row == row


def test_a_number_of_endless_digits_is_a_fault() -> None:
    with pytest.raises(UnusableTableError):
        toml_settings("hotline.toml", "a = " + "9" * 5000)


@given(st.text(max_size=200))
def test_no_text_makes_anything_but_settings_or_a_fault(text: str) -> None:
    with suppress(UnusableTableError):
        read(text)


@given(st.integers(0, len(HOTLINE) - 1), st.text(max_size=3))
def test_no_damage_makes_anything_but_a_hotline_or_faults(place: int, junk: str) -> None:
    with suppress(UnusableTableError):
        read(HOTLINE[:place] + junk + HOTLINE[place + 1 :])


def test_a_faulty_hotline_makes_no_faults_elsewhere(tmp_path: Path) -> None:
    for number, (old, new) in enumerate(
        [
            ("first_day = 2027-01-04", ""),
            ('mon = ["08:00-14:00"]', 'mon = ["x"]'),
            ('code = "mitid"', ""),
            ("hours = 3", ""),
        ]
    ):
        faults = faults_of(folder(tmp_path / str(number), changed("hotline.toml", old, new)))
        assert [fault.file for fault in faults] == ["hotline.toml"]


def test_a_period_without_shifts_is_a_fault(tmp_path: Path) -> None:
    closed = HOTLINE.replace("first_day = 2027-01-04", "first_day = 2027-01-14")
    rowless = dict.fromkeys(("locks.csv", "demand.csv"))
    faults = faults_of(folder(tmp_path, {"hotline.toml": closed, **rowless}))
    assert places(faults) == [("hotline.toml", None, "period", "2027-01-14", "fault.shifts_needed")]


def test_no_positive_entitlement_is_a_fault_of_the_municipalities(tmp_path: Path) -> None:
    changes = {**changed("municipalities.csv", "staffing,0.5", "financing,0.5")}
    changes["municipalities.csv"] = changes["municipalities.csv"].replace("staffing,-0.5,1", "staffing,-500,")
    faults = faults_of(folder(tmp_path, changes))
    assert [(f.file, f.row, f.expected.key) for f in faults] == [
        ("municipalities.csv", None, "fault.positive_entitlement")
    ]


def sheet(*rows: tuple[object, ...]) -> HotlineReading:
    return read_hotline(sheet_settings(raw_table("hotline", rows)))  # type: ignore[arg-type]


SHEET: tuple[tuple[object, ...], ...] = (
    ("name", "Test"),
    ("code", "test"),
    ("period.first_day", date(2027, 1, 4)),
    ("Period.Last day", "15-01-2027"),
    ("opening_hours.man", "08:00-14:00"),
    ("opening_hours.tue", "8.00-14.00"),
    ("opening_hours.wed", "08:00-11:00, 12:00–15:00"),
    ("shifts.hours", 3.0),
    ("shifts.agents", "1"),
    ("competences.1.code", "mitid"),
    ("competences.1.name", "MitID"),
    ("competences.2.code", "digital_post"),
    ("competences.2.navn", "Digital Post"),
    ("holidays.closed", None),
)


def test_a_sheet_says_the_same_as_a_file() -> None:
    for rows in (SHEET, (("Key", "Value", "Meaning"), *SHEET), (("Nøgle", "Værdi"), *SHEET)):
        reading = sheet(*rows)
        assert (reading.faults, reading.notices) == ((), ())
        assert reading.hotline == hotline(HOTLINE)


def test_a_sheet_takes_lists_numbers_and_switches_as_people_type_them() -> None:
    found = sheet(
        *SHEET,
        ("holidays.open", "25-03-2027, 2027-03-26"),
        ("unsocial.1.days", "man, tir"),
        ("unsocial.1.hours", "17:00-20:00"),
        ("limits.rest_hours", "10,5"),
        ("settlement.price_per_citizen_year", 2.4246),
        ("settlement.credit_per_agent_hour", "272"),
        ("feeds.names", "ja"),
    ).hotline
    assert found.closing.opened == {date(2027, 3, 25), date(2027, 3, 26)}
    assert found.unsocial == (UnsocialSpan(frozenset({0, 1}), Span(1020, 1200)),)
    assert found.limits.rest == 630
    assert found.tariff == Tariff(Decimal("2.4246"), Decimal(272))
    assert found.names_in_feeds


def test_a_fault_of_a_sheet_names_its_row_and_key() -> None:
    reading = sheet(("key", "value"), *SHEET[:7], ("Shifts.Hours", "long"), *SHEET[8:], ("name", "Again"))
    assert places(list(reading.faults)) == [
        ("hotline", 16, "name", "Again", "fault.key_once"),
        ("hotline", 9, "Shifts.Hours", "long", "fault.not_negative"),
    ]


def test_a_switch_of_a_sheet_is_a_word() -> None:
    (fault,) = sheet(*SHEET, ("feeds.names", "maybe")).faults
    assert (fault.row, fault.column, fault.expected.key) == (15, "feeds.names", "fault.switch")


def test_the_plan_has_what_the_file_says(tmp_path: Path) -> None:
    plan = plan_at(folder(tmp_path))
    assert [str(shift.id) for shift in plan.shifts[:5]] == [
        "2027-01-04T08:00",
        "2027-01-04T11:00",
        "2027-01-05T08:00",
        "2027-01-05T11:00",
        "2027-01-06T08:00",
    ]


@pytest.mark.parametrize(
    ("old", "new", "missing", "misspelt", "near"),
    [
        ("first_day", "frist_day", "period.first_day", "period.frist_day", "period.first_day"),
        ("[period]", "[perod]", "period.first_day", "perod.first_day", "period.first_day"),
        ("hours = 3", "hour = 3", "shifts.hours", "shifts.hour", "shifts.hours"),
        ('code = "test"', 'kode = "test"', "code", "kode", "code"),
    ],
)
def test_a_misspelt_key_is_told_beside_the_faults_with_the_nearest(
    tmp_path: Path, old: str, new: str, missing: str, misspelt: str, near: str
) -> None:
    found = {fault.column: fault for fault in faults_of(folder(tmp_path, changed("hotline.toml", old, new)))}
    assert found[missing].expected.key == "fault.missing_key"
    assert found[misspelt].expected.params["near"] == near


def test_a_misspelt_key_of_a_sound_plan_is_told_with_the_nearest() -> None:
    (notice,) = read(put("limits", "rest_hour = 12")).notices
    assert (notice.column, str(notice.expected)) == (
        "limits.rest_hour",
        "a known key, perhaps limits.rest_hours; this one is ignored",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('mon = ["08:00-14:00"]', 'man = ["09:00-14:00"]'),
        ('mon = ["08:00-14:00"]', 'Mandag = ["09:00-14:00"]'),
        ("first_day = 2027-01-04", "første_dag = 2027-01-05"),
        ('name = "Test"', 'navn = "Other"'),
        ("agents = 1", "antal = 2"),
    ],
)
def test_one_key_in_two_languages_is_a_fault(tmp_path: Path, one: str, other: str) -> None:
    (fault,) = faults_of(folder(tmp_path, changed("hotline.toml", one, f"{one}\n{_quoted(other)}")))
    assert (fault.expected.key, fault.column.split(".")[-1]) == ("fault.same_key", other.split(" =")[0])


def _quoted(line: str) -> str:
    """Return a line of TOML whose key may hold any letter."""
    key, _, value = line.partition(" = ")
    return f'"{key}" = {value}'
