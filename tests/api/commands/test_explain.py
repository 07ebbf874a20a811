"""wfm explain: what it prints, in both languages and as JSON, and how it takes what is wrong."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

import solver
from tests.api.commands.running import SAMPLES
from tests.api.commands.running import wfm as run
from tests.builders import MONDAY, entry, hotline, lock, municipality, plan
from wfm.plan import Plan
from wfm.tables.frames import roster_frame
from wfm.tables.plan_writing import write_plan_folder

SECRET = "en hemmelig note"


def question() -> Plan:
    """Return a plan in which an absence leaves a seat empty, and a lock that could give way."""
    partners = [municipality("1"), municipality("2")]
    away = [
        entry("1-1", "unavailable", MONDAY, note=SECRET),
        entry("2-1", "unavailable", MONDAY, note=SECRET),
        entry("2-2", "preferred", MONDAY, note=SECRET),
    ]
    line = hotline(days=2, hours="08:00-11:00")
    locks = [lock("2027-01-05T08:00", municipality="2")]
    return plan(partners, ["1-1", "1-2", "2-1", "2-2"], hotline=line, availability=away, locks=locks)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("explained")
    write_plan_folder(question(), folder / "plan")
    roster = solver.solve(question(), workers=1).roster
    assert roster is not None
    roster_frame(question(), roster).to_csv(folder / "roster.csv", index=False)
    return folder / "plan", folder / "roster.csv"


def test_it_tells_the_finding_its_reasons_and_what_would_help(files: tuple[Path, Path]) -> None:
    ran = run("explain", *files, "--lang", "en", "--prices", "--time-limit", "20")
    assert ran.returncode == 0
    lines = [line.strip() for line in ran.stdout.splitlines()]
    assert "1 seat is empty on Monday 4 January 2027 at 08:00" in lines
    assert "• Agent 1-1 is unavailable on 4 January 2027" in lines
    assert "1. several municipalities may share Monday 4 January 2027 at 08:00" in lines
    assert "2. Agent 1-1 can sit after all on 4 January 2027" in lines
    assert SECRET not in ran.stdout + ran.stderr


def test_what_would_be_told_in_the_same_words_is_told_once(tmp_path: Path) -> None:
    codes = [str(code) for code in range(1, 6)]
    away = [  # an entry for each day: other facts, but the same sentence
        entry(f"{code}-1", "unavailable", MONDAY + timedelta(days=day)) for code in codes for day in (0, 1)
    ]
    people = [f"{code}-{number}" for code in codes for number in (1, 2)]
    asked = plan(
        dict.fromkeys(codes, 1), people, hotline=hotline(days=2, hours="08:00-11:00"), availability=away
    )
    write_plan_folder(asked, tmp_path / "plan")
    roster = solver.solve(asked, workers=1).roster
    assert roster is not None
    roster_frame(asked, roster).to_csv(tmp_path / "roster.csv", index=False)
    said = run(
        "explain", tmp_path / "plan", tmp_path / "roster.csv", "--lang", "en", "--time-limit", "20"
    ).stdout
    assert said.count("5 agents of 5 municipalities are unavailable") == 1
    assert said.count("1 seat is empty on") == 2


def test_a_date_and_a_start_that_cannot_be_read_are_told_together(files: tuple[Path, Path]) -> None:
    ran = run("explain", *files, "--agent", "1-1", "--date", "x", "--start", "late")
    assert ran.returncode == 2
    assert "--date" in ran.stderr + ran.stdout
    assert "--start" in ran.stderr + ran.stdout


def test_it_speaks_the_language_of_the_plan(files: tuple[Path, Path]) -> None:
    said = run("explain", *files, "--time-limit", "20").stdout
    assert "Der kan ikke bemandes flere pladser på vagten, for:" in said
    assert "Det ville hjælpe, hvis" in said


def test_json_holds_subject_facts_and_mends_with_changes_and_score(files: tuple[Path, Path]) -> None:
    ran = run("explain", *files, "--json", "--prices", "--time-limit", "20")
    assert SECRET not in ran.stdout
    document = json.loads(ran.stdout)
    seat = document["explanations"][0]
    assert seat["subject"] == ["shift:2027-01-04T08:00"]
    assert (seat["answer"], seat["verified"], seat["minimal"]) == ("forced", True, True)
    assert {fact["rule"] for fact in seat["facts"]} == {"availability", "pairing"}
    mixed, shorter = seat["mends"][:2]
    assert mixed["changes"] == [{"change": "allow_mixed", "shift": "2027-01-04T08:00"}]
    assert mixed["score"]["coverage"] == {"value": 0, "bound": 0}
    assert shorter["changes"] == [
        {
            "change": "shorten_entry",
            "agent": "1-1",
            "first_day": "2027-01-04",
            "last_day": "2027-01-04",
            "without": ["2027-01-04"],
        }
    ]
    assert {price["rule"] for price in document["prices"]["asked"]} == {"locks", "wishes"}


def test_why_not_me(files: tuple[Path, Path]) -> None:
    asked = ("--agent", "1-1", "--date", "04-01-2027", "--start", "8.00", "--time-limit", "10")
    ran = run("explain", *files, *asked, "--json")
    assert ran.returncode == 0
    found = json.loads(ran.stdout)["why_not"]
    assert [fact["rule"] for fact in found["facts"]] == ["availability"]
    said = run("explain", *files, *asked, "--lang", "en").stdout
    assert "Agent 1-1 cannot sit on Monday 4 January 2027 at 08:00:" in said
    granted = run("explain", *files, "--agent", "1-2", *asked[2:], "--lang", "en").stdout
    assert "Agent 1-2" in granted


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--agent", "1-1", "--start", "08:00"], "--date"),
        (["--date", "2027-01-04", "--start", "08:00"], "--agent"),
        (["--agent", "9-9"], "the id of an agent of the plan"),
        (["--rule", "coverage"], "a rule of quality: unsocial_share"),
        (["--agent", "9-9", "--date", "2027-01-04", "--start", "08:00"], "--agent"),
        (["--agent", "1-1", "--date", "i går", "--start", "08:00"], "--date"),
        (["--agent", "1-1", "--date", "2027-01-09", "--start", "08:00"], "--date"),
        (["--agent", "1-1", "--date", "2027-01-04", "--start", "09:00"], "a shift of that day: 08:00"),
    ],
)
def test_what_the_plan_does_not_have_is_a_fault(
    files: tuple[Path, Path], options: list[str], told: str
) -> None:
    ran = run("explain", *files, *options, "--lang", "en")
    assert ran.returncode == 2
    assert told in ran.stderr
    assert not ran.stdout


def test_a_plan_without_a_roster_needs_none_to_be_explained() -> None:
    ran = run("explain", SAMPLES / "impossible", "missing.csv", "--json")
    assert ran.returncode == 0
    conflict = json.loads(ran.stdout)["conflict"]
    assert conflict["verified"]
    assert conflict["minimal"]
    assert len(conflict["contradictions"]) == 5


def test_a_missing_roster_of_a_sound_plan_is_a_fault(files: tuple[Path, Path]) -> None:
    assert run("explain", files[0], "missing.csv").returncode == 2
