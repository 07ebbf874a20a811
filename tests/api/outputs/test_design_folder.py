"""The outputs of wfm design, counted again from duties.csv and the plan's own tables alone."""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from icalendar import Calendar

from api.calendars.ics.reading import parse_events
from api.outputs.design.feeds import design_feeds
from api.outputs.earlier import EarlierFeeds
from tests.api.commands.running import SAMPLES, Ran, wfm
from tests.api.publications import NOW
from tests.designs import MONDAY, SHORT, design_agent, design_plan
from wfm.calendar import Span
from wfm.design.duty import LEVELS, Design, Duty

LAST = "2027-01-12"
HALF_HOURS = range(8 * 60, 18 * 60, 30)
OWED = {"KFF": -7.25, "SOF": 12.5, "Nedlagt": 4.0}
"""Hours owed from before; the last administration has no posts any more."""
Row = dict[str, str]


class Run(NamedTuple):
    """What one run left behind."""

    plan: Path
    out: Path
    ran: Ran


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a run of the sample cut to its first two days."""
    folder = tmp_path_factory.mktemp("design")
    plan = Path(shutil.copytree(SAMPLES / "koebenhavn", folder / "plan"))
    hotline = (plan / "hotline.toml").read_text(encoding="utf-8")
    (plan / "hotline.toml").write_text(hotline.replace("2027-01-15", LAST), encoding="utf-8")
    for name, day in (
        ("staffing.csv", "date"),
        ("blocks.csv", "date"),
        ("availability.csv", "first_day"),
        ("mail.csv", "date"),
    ):
        kept = rows(plan / name)
        with (plan / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, kept[0].keys())
            writer.writeheader()
            writer.writerows(row for row in kept if row[day] <= LAST)
    owed = "".join(f"{name},{hours}\n" for name, hours in OWED.items())
    (plan / "administrations.csv").write_text(f"administration,carry_over\n{owed}", encoding="utf-8")
    ran = wfm("design", plan, "--out", folder / "out", "--workers", "1", "--lang", "en")
    return Run(plan, folder / "out", ran)


def by_duty(run: Run) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows(run.out / "duties.csv"):
        found[row["agent"], row["date"]].append(row)
    return found


def answering(row: Row, at: int) -> bool:
    """Tell whether a row is somebody on the phones in the half-hour that starts then."""
    there = row["task"] == "phones" and minute(row["start"]) <= at < minute(row["end"])
    eats = row["lunch_start"] and minute(row["lunch_start"]) <= at < minute(row["lunch_end"])
    return bool(there and not eats)


def report(run: Run) -> dict[str, Any]:
    return dict(json.loads((run.out / "report.json").read_text(encoding="utf-8")))


def overdue(run: Run, apart: dict[tuple[str, int], int]) -> int:
    """Return the minutes of mail overdue at the ends of all half-hours; within two hours it is in time."""
    steps, waiting, found = sorted(apart), [], 0
    for row in rows(run.plan / "mail.csv"):
        first = sum(step < (row["date"], minute(row["start"]) + 30) for step in steps)
        if first + 4 <= len(steps):
            waiting.append([first, first + 3, -(-int(row["handling_seconds"]) // 60)])
    for place, step in enumerate(steps):
        free = 30 * max(0, apart[step])
        for pile in waiting:
            done = min(free, pile[2]) if pile[0] <= place else 0
            free, pile[2] = free - done, pile[2] - done
        found += sum(left for _, due, left in waiting if due <= place)
    assert waiting
    return found


def test_the_levels_are_what_the_tables_come_to_and_the_design_is_proven(run: Run) -> None:
    need = {(row["date"], minute(row["start"])): int(row["need"]) for row in rows(run.plan / "staffing.csv")}
    duties = rows(run.out / "duties.csv")
    apart = {
        key: sum(row["date"] == key[0] and answering(row, key[1]) for row in duties) - wanted
        for key, wanted in need.items()
    }
    elsewhere = 0
    for block in rows(run.plan / "blocks.csv"):
        sent = [
            row
            for row in duties
            if (row["task"], row["date"]) == (block["centre"], block["date"])
            and (row["start"], row["end"]) == (block["from"], block["to"])
        ]
        steps = (minute(block["to"]) - minute(block["from"])) // 30
        elsewhere += max(0, int(block["agents"]) - len(sent)) * steps
    counted = {
        "shortage": sum(min(0, one) ** 2 for one in apart.values()),
        "late_mail": overdue(run, apart),
        "blocks": elsewhere,
        "overstaffing": sum(max(0, one) ** 2 for one in apart.values()),
    }
    levels = report(run)["levels"]
    assert {name: level["value"] for name, level in levels.items()} == counted
    assert {name: level["bound"] for name, level in levels.items()} == counted
    assert counted["shortage"] > 0  # else this says little
    coverage = {(row["date"], minute(row["start"])): row for row in rows(run.out / "coverage.csv")}
    assert coverage.keys() == need.keys()
    for key, row in coverage.items():
        assert int(row["planned"]) - int(row["need"]) == apart[key]
        assert int(row["shortage"]) == max(0, -apart[key])


def test_every_duty_keeps_the_rules_of_the_plan(run: Run) -> None:
    (rule,) = rows(run.plan / "shift_rules.csv")
    for stretches in by_duty(run).values():
        start, end = minute(stretches[0]["start"]), minute(stretches[-1]["end"])
        assert [one["end"] for one in stretches[:-1]] == [one["start"] for one in stretches[1:]]
        assert minute(rule["start_from"]) <= start <= minute(rule["start_to"])
        assert float(rule["min_hours"]) * 60 <= end - start <= float(rule["max_hours"]) * 60
        assert end <= 18 * 60
        ((lunch, until, task),) = {
            (one["lunch_start"], one["lunch_end"], one["task"]) for one in stretches if one["lunch_start"]
        }
        assert task == "phones"
        assert minute(until) - minute(lunch) == int(rule["lunch_minutes"])
        assert max(minute(rule["lunch_from"]), start + 30) <= minute(lunch)
        assert minute(until) <= min(minute(rule["lunch_to"]), end - 30)


def test_nobody_works_while_away(run: Run) -> None:
    away = [row for row in rows(run.plan / "availability.csv") if row["kind"] == "unavailable"]
    for (agent, day), stretches in by_duty(run).items():
        start, end = minute(stretches[0]["start"]), minute(stretches[-1]["end"])
        for row in away:
            if row["agent"] == agent and row["first_day"] <= day <= row["last_day"]:
                first, last = minute(row["from"] or "00:00"), minute(row["to"] or "24:00")
                assert not (start < last and first < end)


def test_flex_balances_stay_within_an_hour_and_agree_with_the_report(run: Run) -> None:
    """Two of five days are open, so that a norm is two fifths of the week's hours for all who are there."""
    told = {one["agent"]: one for one in report(run)["agents"]}
    worked: dict[str, int] = defaultdict(int)
    for row in rows(run.out / "duties.csv"):
        worked[row["agent"]] += minute(row["end"]) - minute(row["start"])
    absent = {"kk-08": 0, "kk-21": 0, "kk-44": 1}
    for agent in rows(run.plan / "agents.csv"):
        name = agent["agent"]
        norm = 37 * 60 * absent.get(name, 2) // 5
        balance = int(agent["flex_balance"]) + worked[name] - norm
        assert abs(balance) <= 60
        assert told[name]["flex_balance_out"] == balance


def test_each_topic_has_a_holder_on_the_phones_in_every_half_hour(run: Run) -> None:
    held = {row["agent"]: set(row["competences"].split("|")) for row in rows(run.plan / "agents.csv")}
    topics = set.union(*held.values())
    duties = rows(run.out / "duties.csv")
    for day in ("2027-01-11", LAST):
        for at in HALF_HOURS:
            there = [row["agent"] for row in duties if row["date"] == day and answering(row, at)]
            assert set.union(*(held[agent] for agent in there)) == topics


def test_hours_by_administration_sum_to_all_hours_worked(run: Run) -> None:
    administrations = report(run)["administrations"]
    hours = sum(float(one["hours"]) for one in administrations)
    worked = sum(minute(r["end"]) - minute(r["start"]) for r in rows(run.out / "duties.csv"))
    assert hours == pytest.approx(worked / 60, abs=0.05)
    assert sum(float(one["posts"]) for one in administrations) == 53
    assert sum(float(one["posts_hours"]) for one in administrations) == pytest.approx(53 * 37 * 2 / 5)


def test_what_administrations_owe_is_carried_over(run: Run) -> None:
    for one in report(run)["administrations"]:
        told = {
            name: float(one[name]) for name in ("carry_over_in", "posts_hours", "hours", "carry_over_out")
        }
        assert told["carry_over_in"] == OWED.get(one["administration"], 0)
        owes = told["carry_over_in"] + told["posts_hours"] - told["hours"]
        assert told["carry_over_out"] == pytest.approx(owes, abs=0.011)
    gone = next(one for one in report(run)["administrations"] if one["administration"] == "Nedlagt")
    assert (gone["posts"], gone["carry_over_out"]) == ("0.00", "4.00")


def test_each_calendar_has_duty_and_lunch_and_none_tells_of_others(run: Run) -> None:
    names = {row["agent"]: row["name"] for row in rows(run.plan / "agents.csv")}
    assert {path.stem for path in (run.out / "feeds").glob("*.ics")} == set(names)
    for agent in ("kk-01", "kk-08"):
        content = (run.out / "feeds" / f"{agent}.ics").read_bytes()
        events = Calendar.from_ical(content).walk("VEVENT")
        own = [day for name, day in by_duty(run) if name == agent]
        assert len(events) == 2 * len(own)
        assert len({str(event["UID"]) for event in events}) == len(events)
        assert not any(name.encode() + b"\r" in content for one, name in names.items() if one != agent)


def test_a_second_run_changes_no_calendar(run: Run) -> None:
    before = {path.name: path.read_bytes() for path in (run.out / "feeds").glob("*.ics")}
    again = wfm("design", run.plan, "--out", run.out, "--workers", "1", "--json")
    assert json.loads(again.stdout)["status"] == "OPTIMAL"
    assert {path.name: path.read_bytes() for path in (run.out / "feeds").glob("*.ics")} == before


def test_the_page_stands_alone_and_shows_every_day(run: Run) -> None:
    page = (run.out / "duties.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 2
    assert "http://" not in page.replace("http://www.w3.org", "")
    first = date(2027, 1, 11)
    for day in (first, first + timedelta(days=1)):
        assert f'id="{day}"' in page


def test_the_command_says_what_it_proved_and_a_fixed_plan_is_refused(run: Run, tmp_path: Path) -> None:
    assert run.ran.returncode == 0
    assert "every level is proven" in run.ran.stdout
    assert run.ran.stderr == ""
    refused = wfm("design", SAMPLES / "vestegnen", "--out", tmp_path / "out", "--lang", "en")
    assert refused.returncode == 2
    assert not (tmp_path / "out").exists()
    other = wfm("solve", SAMPLES / "koebenhavn", "--out", tmp_path / "out", "--lang", "en")
    assert other.returncode == 2
    assert "wfm design" in other.stderr.replace("\n", " ")


def test_a_duty_that_moves_cancels_the_event_of_before() -> None:
    plan = design_plan((design_agent("a", 20),), {8: 1}, rules=(SHORT,))
    early = Duty(plan.agents[0].id, MONDAY, Span(8 * 60, 12 * 60), None, SHORT)
    late = replace(early, span=Span(10 * 60, 14 * 60))
    values = dict.fromkeys(LEVELS, 0)
    before = design_feeds(plan, Design((early,), values, values), EarlierFeeds(), NOW)
    earlier = EarlierFeeds(tuple(parse_events(before["feeds/a.ics"])))
    after = design_feeds(plan, Design((late,), values, values), earlier, NOW)
    events = Calendar.from_ical(after["feeds/a.ics"]).walk("VEVENT")
    assert sorted((str(one["STATUS"]), int(str(one["SEQUENCE"]))) for one in events) == [
        ("CANCELLED", 1),
        ("CONFIRMED", 0),
    ]


def test_where_time_was_too_short_for_any_design_nothing_is_written(run: Run) -> None:
    before = {path: path.read_bytes() for path in run.out.rglob("*") if path.is_file()}
    ran = wfm("design", run.plan, "--out", run.out, "--time-limit", "0", "--lang", "en")
    assert ran.returncode == 1
    assert "nothing was written" in ran.stderr
    assert {path: path.read_bytes() for path in run.out.rglob("*") if path.is_file()} == before
