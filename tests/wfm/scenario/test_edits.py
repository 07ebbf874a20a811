"""A scenario's plan is the plan that somebody would have edited by hand, and leaves the plan as it was."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import builders as b
from tests.examples import examples
from tests.strategies import hotlines, plans
from wfm.canonical import canonical_json
from wfm.errors import PlanError
from wfm.hotline import Hotline
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.scenario.edits import ScenarioEdits, apply_edits
from wfm.scenario.figures import find_figures
from wfm.scenario.setting_edits import edit_hotline
from wfm.tables.plan_reading import read_plan
from wfm.tables.plan_writing import plan_files, write_plan_folder

NORDJYLLAND = Path(__file__).parents[3] / "sample_data" / "nordjylland"
TOWNS = [b.municipality("1"), b.municipality("2", 50), b.municipality("3", 60, staffing=False)]
PLAN = b.plan(TOWNS, ["1-1", "1-2", "2-1"], hotline=b.hotline(competences=(b.competence("mitid"),)))


def edited(*settings: str, joins: tuple[str, ...] = (), leaves: tuple[str, ...] = ()) -> Plan:
    return apply_edits(PLAN, ScenarioEdits(joins, leaves, settings)).plan


def faults(plan: Plan = PLAN, **edits: tuple[str, ...]) -> list[tuple[str, str, str, str]]:
    with pytest.raises(PlanError) as refused:
        apply_edits(plan, ScenarioEdits(**edits))
    return [(one.file, one.column, one.value, one.expected.key) for one in refused.value.faults]


@settings(max_examples=examples(30))
@given(plans(), st.integers(0, 10**6), st.integers(0, 3))
def test_who_joins_and_leaves_again_gives_the_plan_back(plan: Plan, population: int, agents: int) -> None:
    code = next(str(code) for code in range(1, 1002) if str(code) not in plan.municipality)
    edits = ScenarioEdits((f"{code}:Struer:{population}:{agents}",), (code,))
    assert plan_files(apply_edits(plan, edits).plan) == plan_files(plan)


def test_who_joins_staffs_with_agents_who_hold_every_competence() -> None:
    plan = edited(joins=("0671:Struer:21.846:2",))
    struer = plan.municipality[MunicipalityCode("671")]
    assert (struer.name, struer.population, struer.staffing) == ("Struer", 21846, True)
    agents = plan.agents_of[struer.code]
    assert [(str(a.id), sorted(a.competences)) for a in agents] == [
        ("671-01", ["mitid"]),
        ("671-02", ["mitid"]),
    ]


def test_ids_of_others_are_left_to_them() -> None:
    plan = b.plan(TOWNS, [b.agent("4-01", municipality="1")])
    found = apply_edits(plan, ScenarioEdits(("4:Four:10:2",))).plan
    assert [agent.id for agent in found.agents_of[MunicipalityCode("4")]] == ["4-02", "4-03"]


def test_who_leaves_takes_people_locks_and_balance_along() -> None:
    towns = [b.municipality("1"), b.municipality("2", carry_over=Fraction(3, 2))]
    plan = b.plan(
        towns,
        ["1-1", "2-1", "2-2"],
        availability=[b.entry("2-1", "unavailable")],
        locks=[b.lock("2027-01-04T08:00", municipality="2"), b.lock("2027-01-04T11:00", agent="1-1")],
    )
    found = apply_edits(plan, ScenarioEdits(leaves=("2",)))
    assert [m.code for m in found.plan.municipalities] == ["1"]
    assert (found.plan.availability, len(found.plan.locks)) == ((), 1)
    assert [message.key for message in found.notices] == [
        "scenario.agents_left",
        "scenario.locks_left",
        "scenario.leaves_with",
    ]


@pytest.mark.parametrize(
    ("setting", "staffing"),
    [
        ("municipality.2.staffs=no", False),
        ("kommune.2.bemander=ja", True),
        ("municipality.2.participation=financing", False),
        ("kommune.2.deltagelse=betaler", False),
        ("municipality.3.staffs=yes", None),
    ],
)
def test_a_municipality_pays_instead_of_staffing_or_the_other_way_round(
    setting: str, staffing: bool | None
) -> None:
    plan = edited(setting)
    assert [m.staffing for m in plan.municipalities] == (
        [True, True, True] if staffing is None else [True, staffing, False]
    )


def test_any_cell_of_a_municipality_and_any_setting_can_be_otherwise() -> None:
    plan = edited(
        "municipality.2.tiltrådt=01-02-2027",
        "municipality.1.min_shifts=3",
        "quota.method=dhondt",
        "opening_hours.mon=08:00-14:00, 15:00-18:00",
        "shifts.agents=3",
        "opening_hours.fre=",
        "settlement.price_per_citizen_year=2.4246",
        "settlement.credit_per_agent_hour=272",
    )
    two, one = plan.municipality[MunicipalityCode("2")], plan.municipality[MunicipalityCode("1")]
    assert (two.joined, one.min_shifts, str(plan.hotline.method)) == (date(2027, 2, 1), 3, "dhondt")
    assert {shift.seats for shift in plan.shifts} == {3}
    assert sorted({shift.day.weekday() for shift in plan.shifts}) == [0, 1, 2, 3]
    assert sum(shift.day.weekday() == 0 for shift in plan.shifts) == 3
    assert plan.hotline.tariff is not None


@settings(max_examples=examples(60))
@given(hotlines())
def test_a_hotline_of_which_nothing_is_otherwise_stays_the_same(hotline: Hotline) -> None:
    found, amiss = edit_hotline(hotline, {"quota.method": str(hotline.method)}, "--set")
    assert (found, amiss) == (hotline, ())


def test_every_fault_of_the_options_is_told_at_once() -> None:
    assert faults(
        joins=("4:Four", "1:One:1", "5::x:y"),
        leaves=("9",),
        settings=("x", "municipality.1.min_shifts=-1", "municipality.1=2", "municipality.8.name=A"),
    ) == [
        ("--join", "", "4:Four", "scenario.join_form"),
        ("--join", "municipality", "1", "scenario.new_code"),
        ("--join", "name", "", "fault.needed"),
        ("--join", "population", "x", "fault.whole"),
        ("--join", "agents", "y", "fault.whole"),
        ("--leave", "", "9", "fault.known_municipality"),
        ("--set", "", "x", "scenario.set_form"),
        ("--set", "municipality.1.min_shifts", "-1", "fault.whole"),
        ("--set", "municipality.1", "2", "scenario.town_form"),
        ("--set", "municipality.8.name", "8", "fault.known_municipality"),
    ]


def test_a_setting_that_nothing_reads_is_a_fault_and_not_passed_over() -> None:
    assert faults(settings=("quota.metod=dhondt", "shifts.agents=0")) == [
        ("--set", "shifts.agents", "0", "fault.whole"),
        ("--set", "quota.metod", "dhondt", "notice.near_key"),
    ]


def test_what_the_edits_make_of_the_plan_is_checked_as_ever() -> None:
    assert faults(leaves=("1", "2"))[0][3] == "fault.positive_entitlement"
    assert faults(settings=("municipality.1.min_shifts=11",))[0][3] == "fault.floors_fit"
    nobody = ("municipality.1.staffs=no", "municipality.2.staffs=no")
    assert faults(settings=nobody)[0][3] == "fault.positive_entitlement"


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.data())
def test_its_figures_are_those_of_the_plan_edited_by_hand(plan: Plan, data: st.DataObject) -> None:
    """By hand: in the files of the plan, as somebody would in a spreadsheet."""
    code = data.draw(st.sampled_from([m.code for m in plan.municipalities]))
    population = data.draw(st.integers(1, 400_000))
    new = next(str(code) for code in range(1, 1002) if str(code) not in plan.municipality)
    edits = ScenarioEdits(
        (f"{new}:Struer:21846",),
        settings=(f"municipality.{code}.population={population}", "quota.method=sainte_lague"),
    )
    with TemporaryDirectory() as folder:
        write_plan_folder(plan, Path(folder))
        _edit(Path(folder), code, str(population), new)
        by_hand = read_plan(Path(folder)).plan
    found = apply_edits(plan, edits).plan
    assert canonical_json(found) == canonical_json(by_hand)
    assert find_figures(found, 3) == replace(find_figures(by_hand, 3), plan=found)


def _edit(folder: Path, code: str, population: str, new: str) -> None:
    file = folder / "municipalities.csv"
    rows = list(csv.DictReader(StringIO(file.read_text("utf-8"))))
    for row in rows:
        row["population"] = population if row["municipality"] == code else row["population"]
    rows.append(
        dict.fromkeys(rows[0], "")
        | {"municipality": new, "name": "Struer", "population": "21846", "participation": "staffing"}
    )
    written = StringIO()
    writer = csv.DictWriter(written, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(written.getvalue(), "utf-8")
    toml = folder / "hotline.toml"
    lines = toml.read_text("utf-8").splitlines()
    toml.write_text(
        "\n".join('method = "sainte_lague"' if line.startswith("method = ") else line for line in lines),
        "utf-8",
    )
