"""What the sample plans hold: published facts to the figure, and rows that a coordinator could have typed."""

from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from tests.sample_data.folders import (
    PLANS,
    SOLVABLE,
    all_competences,
    away,
    by_id,
    competences,
    employed,
    hotline,
    minute,
    opened,
    period,
    rows,
    shifts,
)

MIDTJYLLAND = {
    "Favrskov": ("710", 47156),
    "Hedensted": ("766", 45868),
    "Herning": ("657", 86595),
    "Holstebro": ("661", 57254),
    "Horsens": ("615", 84871),
    "Ikast-Brande": ("756", 40468),
    "Lemvig": ("665", 21223),
    "Norddjurs": ("707", 38035),
    "Odder": ("727", 21800),
    "Randers": ("730", 96007),
    "Ringkøbing-Skjern": ("760", 57259),
    "Samsø": ("741", 3806),
    "Silkeborg": ("740", 89346),
    "Skanderborg": ("746", 58094),
    "Skive": ("779", 47291),
    "Struer": ("671", 21846),
    "Syddjurs": ("706", 41894),
    "Viborg": ("791", 94333),
    "Aarhus": ("751", 319094),
    "Hjørring": ("860", 65405),
}
NORDJYLLAND = {
    "Læsø": ("825", 1809),
    "Jammerbugt": ("849", 38351),
    "Aalborg": ("851", 205407),
    "Frederikshavn": ("813", 60458),
    "Brønderslev": ("810", 35627),
    "Rebild": ("840", 28794),
    "Mariagerfjord": ("846", 42093),
    "Vesthimmerland": ("820", 37479),
    "Morsø": ("773", 21003),
    "Thisted": ("787", 44230),
    "Hjørring": ("860", 65405),
}
VESTEGNEN = {
    "Albertslund": ("165", 27853),
    "Glostrup": ("161", 20699),
    "Hvidovre": ("167", 49762),
    "Ishøj": ("183", 20820),
    "Rødovre": ("175", 36506),
}
IMPOSSIBLE = {name: MIDTJYLLAND[name] for name in ("Holstebro", "Lemvig", "Skive", "Struer")}
PUBLISHED = {
    "midtjylland": (MIDTJYLLAND, 1_337_645),
    "nordjylland": (NORDJYLLAND, 580_656),
    "vestegnen": (VESTEGNEN, 155_640),
    "impossible": (IMPOSSIBLE, 147_614),
}


@pytest.mark.parametrize("plan", PLANS)
def test_codes_and_populations_are_the_published_ones(plan: str) -> None:
    published, total = PUBLISHED[plan]
    members = rows(plan, "municipalities")
    assert {m["name"]: (m["municipality"], int(m["population"])) for m in members} == published
    assert sum(int(m["population"]) for m in members) == total


@pytest.mark.parametrize(
    ("plan", "staffing", "financing", "agents", "seats"),
    [
        ("midtjylland", 18, {"Odder", "Samsø"}, 80, (244, 488)),
        ("nordjylland", 11, set(), 56, (247, 495)),
        ("vestegnen", 5, set(), 27, (152, 304)),
        ("impossible", 4, set(), 28, (40, 80)),
    ],
)
def test_the_counts_are_as_the_readme_says(
    plan: str, staffing: int, financing: set[str], agents: int, seats: tuple[int, int]
) -> None:
    members = rows(plan, "municipalities")
    assert sum(m["participation"] == "staffing" for m in members) == staffing
    assert {m["name"] for m in members if m["participation"] == "financing"} == financing
    assert len(by_id(plan)) == len(rows(plan, "agents")) == agents
    demand = {(row["date"], minute(row["start"])): int(row["agents"]) for row in rows(plan, "demand")}
    wanted = [demand.get((shift.day.isoformat(), shift.start), shift.seats) for shift in shifts(plan)]
    assert (sum(map(bool, wanted)), sum(wanted)) == seats


def test_the_quarter_of_midtjylland_holds_13_weeks_easter_and_the_change_of_clocks() -> None:
    ends = period("midtjylland")
    assert (ends.first_day, ends.last_day) == (date(2027, 1, 4), date(2027, 4, 4))
    assert len(ends.weeks()) == 13
    open_days = {shift.day for shift in shifts("midtjylland")}
    assert not open_days & {date(2027, 3, day) for day in (25, 26, 29)}
    offsets = {shift.starts_at.hour - shift.start // 60 for shift in shifts("midtjylland")}
    assert offsets == {-1, -2}


@pytest.mark.parametrize("plan", SOLVABLE)
def test_carry_over_has_four_decimals_and_sums_to_nothing(plan: str) -> None:
    carried = {m["name"]: Decimal(m["carry_over"]) for m in rows(plan, "municipalities")}
    assert sum(carried.values()) == 0
    for name, seats in carried.items():
        assert not seats or seats.as_tuple().exponent == -4
        assert abs(seats) < 2 or name == "Læsø"
    assert any(carried.values()) == (plan != "vestegnen")


def test_who_owes_nothing_yet_in_midtjylland_is_new_or_only_pays() -> None:
    members = rows("midtjylland", "municipalities")
    assert {m["name"] for m in members if m["carry_over"] == "0"} == {"Odder", "Samsø", "Struer"}


@pytest.mark.parametrize("plan", PLANS)
def test_agents_are_numbered_and_nobody(plan: str) -> None:
    names = {m["municipality"]: m["name"] for m in rows(plan, "municipalities")}
    for ident, agent in by_id(plan).items():
        code, _, number = ident.partition("-")
        assert agent["municipality"] == code
        assert agent["name"] == f"{names[code]} {int(number)}"
        assert len(number) == 2
        assert agent["email"] == agent["phone"] == ""
        assert competences(agent) <= all_competences(plan)
        assert 0 < Decimal(agent["fte"] or 1) <= 1


@pytest.mark.parametrize("plan", ["midtjylland", "nordjylland"])
def test_everyone_knows_three_to_five_things_and_most_pairs_but_not_all_know_everything(plan: str) -> None:
    for member in rows(plan, "municipalities"):
        agents = [agent for agent in rows(plan, "agents") if agent["municipality"] == member["municipality"]]
        held = [competences(agent) - {"erfaren"} for agent in agents]
        assert all(3 <= len(own) <= 5 for own in held)
        asked = all_competences(plan) - {"erfaren"}
        pairs = [first | second == asked for first, second in combinations(held, 2)]
        if member["participation"] == "financing":
            assert not held
        elif len(held) > 2:
            assert 0.5 <= sum(pairs) / len(pairs) <= 0.85
        else:
            assert pairs == [True]


def test_in_midtjylland_one_of_each_shift_is_experienced_and_all_are_but_the_newest() -> None:
    (wanted,) = (one for one in hotline("midtjylland")["competences"] if one["code"] == "erfaren")
    assert wanted["min_agents"] == 1
    agents = rows("midtjylland", "agents")
    newest = {agent["municipality"]: agent["agent"] for agent in agents}
    new = [agent["agent"] for agent in agents if "erfaren" not in competences(agent)]
    assert new == list(newest.values())


def test_agents_of_midtjylland_are_at_least_three_and_roughly_by_population() -> None:
    staffing = [m for m in rows("midtjylland", "municipalities") if m["participation"] == "staffing"]
    agents = [agent["municipality"] for agent in rows("midtjylland", "agents")]
    counts = {m["municipality"]: agents.count(m["municipality"]) for m in staffing}
    assert min(counts.values()) == 3
    assert counts["751"] == 19
    by_population = sorted(staffing, key=lambda m: int(m["population"]))
    assert sorted(counts.values()) == [counts[m["municipality"]] for m in by_population]


def test_the_staff_of_midtjylland_changes_within_the_quarter() -> None:
    agents = rows("midtjylland", "agents")
    assert [a["first_day"] for a in agents if a["first_day"]] == ["2027-02-01"]
    assert [a["last_day"] for a in agents if a["last_day"]] == ["2027-03-12"]


def test_laesoe_has_two_agents_a_floor_and_a_credit_and_its_pair_knows_everything() -> None:
    laesoe = next(m for m in rows("nordjylland", "municipalities") if m["name"] == "Læsø")
    assert laesoe["min_shifts"] == "3"
    assert Decimal(laesoe["carry_over"]) < -4
    pair = [competences(a) for a in rows("nordjylland", "agents") if a["municipality"] == "825"]
    assert len(pair) == 2
    assert pair[0] | pair[1] == all_competences("nordjylland")


def test_nordjylland_shows_part_time_own_limits_and_other_numbers_of_seats() -> None:
    agents = rows("nordjylland", "agents")
    assert {a["fte"] for a in agents} == {"1", "0.8", "0.6"}
    assert {a["shifts_per_week"] for a in agents} == {"", "2"}
    assert {row["agents"] for row in rows("nordjylland", "demand")} == {"0", "1", "3"}


@pytest.mark.parametrize("plan", PLANS)
def test_entries_lie_in_the_period_and_the_employment(plan: str) -> None:
    ends = period(plan)
    agents = by_id(plan)
    for row in rows(plan, "availability"):
        assert ends.first_day.isoformat() <= row["first_day"] <= row["last_day"] <= ends.last_day.isoformat()
        assert employed(agents[row["agent"]], row["first_day"])
        assert employed(agents[row["agent"]], row["last_day"])
        assert minute(row["from"] or "00:00") < minute(row["to"] or "24:00")
    kinds = {row["kind"] for row in rows(plan, "availability")}
    assert kinds == {"unavailable", "undesired", "preferred"}


@pytest.mark.parametrize("plan", PLANS)
def test_locks_and_demand_name_shifts(plan: str) -> None:
    starts = {(shift.day.isoformat(), shift.start) for shift in shifts(plan)}
    for table in ("locks", "demand"):
        for row in rows(plan, table):
            assert (row["date"], minute(row["start"])) in starts


@pytest.mark.parametrize("plan", SOLVABLE)
def test_locked_agents_can_sit_where_they_are_locked(plan: str) -> None:
    by_start = {(shift.day.isoformat(), shift.start): shift for shift in shifts(plan)}
    locks = rows(plan, "locks")
    assert any(lock["agent"] for lock in locks)
    assert any(lock["municipality"] for lock in locks)
    for lock in locks:
        if lock["agent"]:
            agent = by_id(plan)[lock["agent"]]
            assert employed(agent, lock["date"])
            assert lock["municipality"] in ("", agent["municipality"])
            assert not away(plan, lock["agent"], by_start[lock["date"], minute(lock["start"])])


@pytest.mark.parametrize("plan", SOLVABLE)
def test_the_roster_before_keeps_the_rules(plan: str) -> None:
    seats = rows(plan, "previous")
    agents = by_id(plan)
    days = [date.fromisoformat(row["date"]) for row in seats]
    assert max(days) < period(plan).first_day
    starts = {(s.day.isoformat(), s.start, s.end) for s in opened(plan, min(days), max(days))}
    per_shift: dict[tuple[str, str], list[str]] = {}
    for row, day in zip(seats, days, strict=True):
        assert (row["date"], minute(row["start"]), minute(row["end"])) in starts
        assert agents[row["agent"]]["municipality"] == row["municipality"]
        assert employed(agents[row["agent"]], row["date"])
        per_shift.setdefault((row["date"], row["start"]), []).append(row["agent"])
        week = [
            other
            for other, when in zip(seats, days, strict=True)
            if other["agent"] == row["agent"] and when.isocalendar()[:2] == day.isocalendar()[:2]
        ]
        assert len(week) <= int(agents[row["agent"]]["shifts_per_week"] or 3)
        assert [other["date"] for other in week].count(row["date"]) == 1
    for team in per_shift.values():
        assert len(set(team)) == 2
        assert set().union(*(competences(agents[agent]) for agent in team)) == all_competences(plan)
        same = len({agents[agent]["municipality"] for agent in team}) == 1
        assert same == (hotline(plan)["shifts"]["pairing"] == "same_municipality")


def test_struer_and_those_who_only_pay_sat_on_no_shift_before() -> None:
    codes = {row["municipality"] for row in rows("midtjylland", "previous")}
    assert not codes & {"671", "727", "741"}


def test_in_vestegnen_the_week_that_the_period_cuts_has_shifts_on_both_sides() -> None:
    first_week = period("vestegnen").weeks()[0]
    before = {date.fromisoformat(row["date"]).isocalendar()[:2] for row in rows("vestegnen", "previous")}
    assert tuple(first_week) in before
    assert any(shift.week == first_week for shift in shifts("vestegnen"))


def test_the_impossible_plan_holds_the_five_contradictions_and_nothing_else() -> None:
    locks = [tuple(row.values()) for row in rows("impossible", "locks")]
    agents = by_id("impossible")
    by_start = {(shift.day.isoformat(), shift.start): shift for shift in shifts("impossible")}
    cannot = [
        (day, start, agent)
        for day, start, _, agent in locks
        if agent and away("impossible", agent, by_start[day, minute(start)])
    ]
    assert cannot == [("2027-01-14", "11:00", "661-02")]

    sides: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for day, start, code, agent in locks:
        kept = code or agents[agent]["municipality"]
        sides.setdefault((day, start), []).append((kept, agent))
    clashes = {place: them for place, them in sides.items() if len({code for code, _ in them}) > 1}
    assert clashes == {
        ("2027-01-12", "08:00"): [("665", ""), ("671", "")],
        ("2027-01-19", "14:00"): [("779", ""), ("671", "671-01")],
    }

    on_day = [(agent, day) for day, _, _, agent in locks if agent]
    assert {pair for pair in on_day if on_day.count(pair) > 1} == {("665-01", "2027-01-20")}
    in_week = [(agent, date.fromisoformat(day).isocalendar().week) for agent, day in on_day]
    assert {pair for pair in in_week if in_week.count(pair) > 3} == {("779-02", 3)}
