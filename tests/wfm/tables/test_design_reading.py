"""Plans whose shifts are designed, as files: read whole, and every fault of all tables at once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.designs import HOTLINE, write_design_folder
from tests.sample_data.folders import SAMPLES
from wfm import load_plan
from wfm.calendar import Span
from wfm.errors import PlanError
from wfm.tables.design_reading import read_design


def faults(path: Path) -> list[tuple[str, int | None, str, str]]:
    with pytest.raises(PlanError) as error:
        read_design(path)
    return [(one.file, one.row, one.column, one.value) for one in error.value.faults]


def test_every_column_is_read(tmp_path: Path) -> None:
    plan = read_design(write_design_folder(tmp_path)).plan
    a, b = plan.agents
    assert (a.weekly_minutes, a.flex_balance, dict(a.posts)) == (
        Fraction(2220),
        -15,
        {"BIF": Fraction(1, 2), "BUF": Fraction(1, 2)},
    )
    assert (b.weekly_minutes, b.flex_balance, dict(b.posts)) == (Fraction(2220), 0, {})
    (rule,) = plan.rules
    assert (rule.start_from, rule.start_to, rule.min_minutes, rule.max_minutes) == (480, 540, 360, 480)
    assert (rule.lunch_minutes, rule.lunch_from, rule.lunch_to, rule.lunch_paid) == (30, 660, 810, False)
    assert [plan.need_of(step) for step in plan.steps[:2]] == [2, 0]
    (block,) = plan.blocks
    assert (block.centre, block.span, block.agents) == ("Rådhuset", Span(540, 660), 2)


def test_the_danish_headers_say_the_same(tmp_path: Path) -> None:
    danish = {
        "agents": "medarbejder;navn;kompetencer;ugetimer;forvaltning;flekssaldo\n"
        "a;A;mail;37;BIF:0,5|BUF:0,5;-15\nb;B;;;;\n",
        "shift_rules": "start_fra;start_til;min_timer;maks_timer;frokost_minutter;frokost_fra;frokost_til;"
        "frokost_betalt\n08.00;09.00;6;8;30;11.00;13.30;nej\n",
        "staffing": "dato;start;behov\n11-01-2027;08:00;2\n",
        "blocks": "center;dato;fra;til;antal\nRådhuset;12-01-2027;09:00;11:00;2\n",
    }
    english, other = tmp_path / "en", tmp_path / "da"
    english.mkdir()
    other.mkdir()
    assert (
        read_design(write_design_folder(english)).plan
        == read_design(write_design_folder(other, **danish)).plan
    )


def test_all_faults_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    path = write_design_folder(
        tmp_path,
        agents="agent,name,competences,weekly_hours,administration,flex_balance\n"
        "a,A,chat,0,BIF:0.5|BIF:0.5,x\na,A,,61,,\n",
        shift_rules="start_from,start_to,min_hours,max_hours,lunch_minutes,lunch_from,lunch_to,lunch_paid\n"
        "09:00,08:00,8,6,45,11:00,11:30,maybe\n",
        staffing="date,start,need\n2027-01-11,08:15,1\n2027-01-11,08:00,-1\n2027-01-11,08:30,1\n"
        "2027-01-11,08:30,2\n",
        blocks="centre,date,from,to,agents\nX,2027-01-11,15:00,17:00,1\nX,2027-01-11,11:00,10:00,1\n",
    )
    assert faults(path) == [
        ("agents.csv", 2, "weekly_hours", "0"),
        ("agents.csv", 2, "administration", "BIF:0.5|BIF:0.5"),
        ("agents.csv", 2, "flex_balance", "x"),
        ("agents.csv", 2, "competences", "chat"),
        ("agents.csv", 3, "weekly_hours", "61"),
        ("agents.csv", 3, "agent", "a"),
        ("shift_rules.csv", 2, "lunch_paid", "maybe"),
        ("shift_rules.csv", 2, "start_to", "08:00"),
        ("shift_rules.csv", 2, "min_hours", "8"),
        ("shift_rules.csv", 2, "lunch_minutes", "45"),
        ("shift_rules.csv", 2, "lunch_minutes", "45"),
        ("staffing.csv", 2, "start", "2027-01-11 08:15"),
        ("staffing.csv", 3, "need", "-1"),
        ("staffing.csv", 5, "start", "08:30"),
        ("blocks.csv", 2, "from", "2027-01-11 15:00"),
        ("blocks.csv", 3, "to", "10:00"),
    ]


@pytest.mark.parametrize(("grid", "sound"), [("15", True), ("30", True), ("60", False), ("20", False)])
def test_the_grid_is_15_30_or_60_minutes_and_a_part_of_the_interval(
    tmp_path: Path, grid: str, sound: bool
) -> None:
    path = write_design_folder(tmp_path)
    (path / "hotline.toml").write_text(HOTLINE.replace("= 30", f"= {grid}"), encoding="utf-8")
    if sound:
        assert read_design(path).plan.grid == int(grid)
    else:
        assert ("hotline.toml", None, "shifts.grid_minutes", grid) in faults(path)


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    path = write_design_folder(tmp_path)
    for name in ("shift_rules.csv", "staffing.csv", "agents.csv"):
        (path / name).unlink()
    assert {file for file, *_ in faults(path)} == {"agents.csv", "shift_rules.csv", "staffing.csv"}


@pytest.mark.parametrize(("day", "told"), [("2027-01-11", False), ("2027-01-16", True)])
def test_a_wish_that_no_duty_can_grant_is_told(tmp_path: Path, day: str, told: bool) -> None:
    path = write_design_folder(
        tmp_path, availability=f"agent,kind,first_day,last_day\nA,preferred,{day},{day}\n"
    )
    assert ("notice.not_grantable" in [one.expected.key for one in read_design(path).notices]) is told


def test_keys_of_fixed_shifts_are_told_as_not_used(tmp_path: Path) -> None:
    path = write_design_folder(tmp_path)
    hotline = HOTLINE.replace("grid_minutes = 30", "grid_minutes = 30\nagents = 2")
    (path / "hotline.toml").write_text(hotline, encoding="utf-8")
    told = [(one.file, one.column, one.expected.key) for one in read_design(path).notices]
    assert ("hotline.toml", "shifts.agents", "notice.not_designed") in told
    assert ("staffing.csv", "", "notice.no_need") in told


def test_a_command_of_fixed_shifts_says_in_one_sentence_that_it_can_not_take_the_plan() -> None:
    with pytest.raises(PlanError) as error:
        load_plan(SAMPLES / "koebenhavn")
    (fault,) = error.value.faults
    assert (fault.column, fault.value, fault.expected.key) == ("shifts.kind", "designed", "fault.fixed_kind")


def test_a_plan_of_fixed_shifts_is_not_taken_for_a_designed_one() -> None:
    assert faults(SAMPLES / "vestegnen") == [("hotline.toml", None, "shifts.kind", "")]


def test_the_sample_has_the_posts_of_the_sources() -> None:
    plan = read_design(SAMPLES / "koebenhavn").plan
    posts: dict[str, Fraction] = {}
    for agent in plan.agents:
        for name, part in agent.posts.items():
            posts[name] = posts.get(name, Fraction(0)) + part
    assert {name: float(number) for name, number in posts.items()} == {
        "BIF": 0.5,
        "BUF": 0.5,
        "KFF": 17,
        "SOF": 10,
        "SUF": 9,
        "TMF": 2.5,
        "ØKF": 3.5,
        "Nye": 10,
    }
    assert sum(posts.values()) == 53


MAIL = (
    "date,start,received,handling_seconds\n"
    "2027-01-11,07:30,2,\n2027-01-12,09:00,3,1000\n2027-01-13,09:00,1,\n"
)


def test_mail_is_read_with_the_work_on_it_in_whole_minutes(tmp_path: Path) -> None:
    path = write_design_folder(tmp_path, mail=MAIL)
    (path / "hotline.toml").write_text(HOTLINE + "[service]\nmail_within = 2\nmail_seconds = 90\n")
    reading = read_design(path)
    assert [(one.day.day, one.start, one.minutes) for one in reading.plan.mail] == [
        (11, 450, 3),
        (12, 540, 17),
    ]
    told = [one for one in reading.notices if one.expected.key == "notice.mail_outside"]
    assert [(one.file, one.row, one.value) for one in told] == [("mail.csv", 4, "2027-01-13")]


def test_mail_that_nobody_is_to_answer_is_told_as_not_used(tmp_path: Path) -> None:
    reading = read_design(write_design_folder(tmp_path, mail=MAIL))
    assert reading.plan.mail == ()
    assert "notice.no_mail_within" in [one.expected.key for one in reading.notices]
