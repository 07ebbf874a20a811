"""A municipality's year after three quarters played through: page, JSON, workbook, and the council's PDF."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

import wfm
from api.access.ids import HotlineCode, HotlineId, RevisionNumber, VersionNumber
from api.plans.records.facts import HotlineFacts
from api.statements.budget import YearBudget, expect_quarters
from api.statements.reckoning import QuarterBooks
from api.statements.terms import AgreedTerms, terms_of_year
from api.statements.year import MOST_QUARTERS, PastQuarter, Standing, YearBooks
from api.statements.year_pdf import year_pdf
from api.texts.translator import translator
from tests import builders
from tests.api.cases.files.test_case_pdf import root_of, tags
from tests.api.one_thread import TestClient
from tests.api.publishing.planned import COORDINATOR, Planned
from tests.api.statements.simulated import FIRST, PAYS, PRICE, RATE, Books, ore, simulate
from tests.api.statements.test_statements import text_of
from tests.api.worked.quarter import priced_plan, worked_week
from wfm.calendar import Period
from wfm.ids import MunicipalityCode
from wfm.quota_table import quota_table
from wfm.settlement import Tariff

WEEKS = 13
MIDTJYLLAND = Path(__file__).parents[3] / "sample_data" / "midtjylland"
TOWN = "100"
ADDRESS = f"/api/v1/hotlines/test/year/{TOWN}"


@dataclass
class Played:
    """Quarters that are closed and corrected."""

    service: Planned
    client: TestClient
    books: Books
    year: Any

    def page(self, municipality: str = TOWN) -> str:
        """Return the page in English, without its marks."""
        text = self.client.get(f"/year/{municipality}?hotline=test&lang=en").text
        return " ".join(re.sub(r"<[^>]+>", " ", text).split())


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("year")
    with simulate(folder, many=4, quarters=2, weeks=WEEKS, seed=3) as (service, client, books):
        yield Played(service, client, books, client.get(ADDRESS).json())


def test_the_budget_adds_up_quarters_and_those_to_come_follow_from_the_plan(played: Played) -> None:
    """Of closed quarters what the books beside say now; of those to come price and hours of their targets."""
    (town,) = (one for one in played.books.towns if one.code == TOWN)
    quarters, expected = played.year["quarters"], played.year["expected"]
    for one, day in zip(quarters, sorted(played.books.seats), strict=True):
        assert ore(Fraction(one["net"])) == played.books.net(town, day, at_close=False)
    days = [date.fromisoformat(one["first_day"]) for one in expected]
    assert days[0] == FIRST + timedelta(weeks=2 * WEEKS)
    assert {(after - before).days for before, after in pairwise(days)} == {7 * WEEKS}
    assert (days[-1].year, (days[-1] + timedelta(weeks=WEEKS)).year) == (2029, 2030)
    for one, day in zip(expected, days, strict=True):
        days_of = [day + timedelta(n) for n in range(7 * WEEKS)]
        leap = sum(each.year == 2028 for each in days_of)
        price = town.population * Fraction(PRICE) * (Fraction(leap, 366) + Fraction(7 * WEEKS - leap, 365))
        seats = Fraction(one["seats"])
        assert seats == 2 * one["target"]  # two seats a shift
        assert ore(Fraction(one["net"])) == ore(price) - ore(seats * 3 * Fraction(RATE))
    for budget in played.year["budgets"]:
        there = [one for one in (*quarters, *expected) if one["first_day"].startswith(str(budget["year"]))]
        assert ore(Fraction(budget["net"])) == sum(ore(Fraction(one["net"])) for one in there)


def test_targets_to_come_sum_to_all_shifts_and_bring_balances_back_to_less_than_one(played: Played) -> None:
    towns = [one.code for one in played.books.towns if one.code != PAYS]
    years = [played.client.get(f"/api/v1/hotlines/test/year/{code}").json() for code in towns]
    for quarters in zip(*(one["expected"] for one in years), strict=True):
        assert sum(one["target"] for one in quarters) == WEEKS
    assert all(abs(Fraction(one["expected"][-1]["balance"])) < 2 for one in years)


def test_the_page_says_first_what_is_owed_and_unfolds_every_figure(played: Played) -> None:
    page = played.page()
    owed = Fraction(played.year["quarters"][-1]["carried"])
    first = page.index("M100 owes" if owed > 0 else "M100 is")
    assert (
        first < page.index("What do we owe?") < page.index("What does it cost?") < page.index("Is it fair?")
    )
    text = played.client.get(f"/year/{TOWN}?hotline=test&lang=en").text
    assert text.count("<details>") == text.count("</details>") >= 13
    for figure in (
        "Share of the citizens",
        "Target of the quarter",
        "Seats planned",
        "Seats worked",
        "Price",
    ):
        assert f"<details><summary>{figure}" in text
    assert len(text.encode()) < 150_000
    assert "there are no shifts to staff" in played.page(PAYS)


def test_of_others_only_seats_are_told(played: Played) -> None:
    assert {key for one in played.year["others"] for key in one} == {
        "name",
        "entitlement",
        "worked",
        "carried",
    }
    assert [one["name"] for one in played.year["others"]] == ["M8", "M100", "M101"]


def test_the_workbooks_years_are_formulas(played: Played) -> None:
    content = BytesIO(played.client.get(f"{ADDRESS}.xlsx?lang=en").content)
    (sheet,) = load_workbook(content).worksheets
    (values,) = load_workbook(content, data_only=True).worksheets
    found = {
        cell.value: values[cell.coordinate].value
        for (cell,) in sheet["E1:E40"]
        if str(cell.value).startswith("=ROUND(SUMPRODUCT((YEAR(")
    }
    assert [ore(Fraction(str(value))) for value in found.values()] == [
        ore(Fraction(one["net"])) for one in played.year["budgets"]
    ]
    rows = list(csv.DictReader(StringIO(played.client.get(f"{ADDRESS}.csv").text)))
    told = [*played.year["quarters"], *played.year["expected"]]
    assert [one["net"] for one in rows] == [one["net"] for one in told]


def test_the_councils_pdf_is_two_tagged_danish_pages_with_hash_and_link(played: Played) -> None:
    content = played.client.get(f"{ADDRESS}.pdf?lang=da").content
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) <= 2
    root = root_of(reader)
    assert (root["/Lang"], bool(root["/MarkInfo"]["/Marked"])) == ("da-DK", True)
    elements = tags(root["/StructTreeRoot"], [])
    (figure,) = (one for one in elements if one["/S"] == "/Figure")
    assert "skyldige pladser og penge" in figure["/Alt"]
    assert [one["/S"] for one in elements].count(
        "/Table"
    ) == 4  # what is owed, what it costs, what is expected, how everybody stands
    text = text_of(content)
    newest = played.year["statement"]
    address = f"/statements/{newest['first_day']}/{TOWN}?hotline=test"
    links = [note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])]
    assert links
    assert all(link.startswith("http://") and link.endswith(address) for link in links)
    played.service.caller = COORDINATOR
    version = played.client.get(
        f"/api/v1/hotlines/test/plans/{newest['first_day']}/versions/{newest['version']}"
    ).json()
    assert version["sha256"] in text.replace(" ", "")
    for part in ("Hvad skylder vi?", "Hvad koster det?", "indbyggere × 2,4246 DKK", "Side 1 af"):
        assert part in text
    assert content == played.client.get(f"{ADDRESS}.pdf?lang=da").content


def test_prices_and_citizens_of_both_years_say_in_which_plan_they_stand(played: Played) -> None:
    (town,) = (one for one in played.books.towns if one.code == TOWN)
    found = played.year["terms"]
    assert [one["year"] for one in found] == [2028, 2029]
    day = str(FIRST + timedelta(weeks=WEEKS))
    for one in found:
        assert (one["first_day"], one["revision"], one["citizens"]) == (day, 1, town.population)
        assert (one["price_per_citizen_year"], one["credit_per_agent_hour"]) == (str(PRICE), str(RATE))
    page = played.page()
    assert (
        f"Prices and citizens in 2028: 2.4246 DKK a citizen and year, 272 DKK an hour, {town.population:,}"
        in page
    )
    assert "Prices and citizens in 2029" in page
    assert "Hotline and table of municipalities of the plan from 20 March 2028, revision 1, kept on" in page
    assert "since the year's own plans are not published yet" in html.unescape(page)


@pytest.mark.parametrize(
    ("prices", "told"),
    [((), []), ((1, 1), [0]), ((1, 2, 2, 1), [0, 1, 3]), ((2, 1), [0, 1])],
)
def test_prices_are_told_each_time_that_they_change(prices: tuple[int, ...], told: list[int]) -> None:
    days = [date(2027, 1, 4) + timedelta(weeks=WEEKS * place) for place in range(len(prices))]
    found = [
        AgreedTerms(day, RevisionNumber(1), datetime(2026, 12, 1, tzinfo=UTC), 100, Tariff(Decimal(price)))
        for day, price in zip(days, prices, strict=True)
    ]
    assert terms_of_year(found, 2027) == tuple(found[place] for place in told)
    assert terms_of_year(found, 2028) == tuple(found[-1:]), "today's for a year that is to come"


def test_a_years_statement_tells_what_the_accounts_of_another_year_count(played: Played) -> None:
    """The first quarter's correction stands in the account of the second, which begins in the next year."""
    start = "/api/v1/hotlines/test/statements/years"
    years = [played.client.get(f"{start}/{year}").json() for year in (2027, 2028)]
    assert [year["closed"] for year in years] == [True, False]
    moved = 0
    for code in (one.code for one in played.books.towns):
        first, second = (played.client.get(f"{start}/{year}/{code}").json() for year in (2027, 2028))
        for one in first["later"]:
            assert one in second["corrections"]
            assert one["statement"] in second["adds_up"]
            assert one["statement"] not in first["adds_up"]
            moved += 1
        if first["later"]:
            whole = ore(Fraction(first["net"])) + sum(ore(Fraction(one["net"])) for one in first["later"])
            (town,) = (one for one in played.books.towns if one.code == code)
            assert whole == played.books.net(town, FIRST, at_close=False)
    assert moved


def test_nothing_is_there_before_a_roster_is_published(played: Played) -> None:
    for municipality in ("77", "%20"):
        assert played.client.get(f"/year/{municipality}?hotline=test").status_code == 404


def test_who_is_part_of_no_newer_plan_still_finds_the_year_and_that_nothing_comes(tmp_path: Path) -> None:
    with worked_week(tmp_path) as week:
        plan = priced_plan()
        days = Period(date(2027, 1, 11), date(2027, 1, 15))
        stays = [one for one in plan.municipalities if one.code != "2"]
        line = replace(plan.hotline, period=days)
        own = plan.agents_of[stays[0].code]
        week.plan(replace(plan, hotline=line, municipalities=tuple(stays), agents=own))
        week.publish(week.version(builders.roster({}), expected=0), expected=0)
        client = week.client()
        page = client.get("/year/2?hotline=test&lang=en")
        assert page.status_code == 200
        assert "M2 is not part of the plan from 11 January 2027" in page.text
        told = client.get("/api/v1/hotlines/test/year/2").json()
        assert [one["first_day"] for one in told["quarters"]] == ["2027-01-04"]
        assert client.get("/api/v1/hotlines/test/year/2.pdf").status_code == 200
        assert client.get("/year/4?hotline=test").status_code == 404


def test_two_pages_are_enough_for_lemvig() -> None:
    """In the sample plan of a region, with as many quarters before and to come as there can be."""
    plan = wfm.load_plan(MIDTJYLLAND)
    code = MunicipalityCode("665")
    facts = HotlineFacts(HotlineId("0" * 32), HotlineCode(plan.hotline.code), plan.hotline.name)
    books = QuarterBooks(facts, plan, VersionNumber(1), quota_table(plan), (), {})
    (row,) = (row for row in books.rows if row.municipality.code == code)
    past = [PastQuarter(date(2026, 1, 5), True, 24, 23, Fraction(-5, 7), -1_234_567)] * MOST_QUARTERS
    year = YearBooks(
        statement=books.statement(row),
        quota=plan.quotas[code],
        plan=plan,
        sha256="f" * 64,
        quarters=(*past, PastQuarter(plan.hotline.period.first_day, False, 24, 23, Fraction(1, 3), 99)),
        expected=expect_quarters(plan, {}, code, plan.hotline.period.first_day.year + 1),
        budgets=tuple(YearBudget(each, -1_234_567, 99, -9_876_543) for each in (2027, 2028)),
        terms=tuple(
            AgreedTerms(day, RevisionNumber(3), datetime(2026, 12, 1, tzinfo=UTC), citizens, Tariff())
            for day, citizens in ((date(2027, 1, 4), 21_223), (date(2027, 4, 5), 21_190))
        ),
        others=(),
    )
    others = tuple(
        Standing(one.municipality.name, one.quota.entitlement, 24, Fraction(1, 3), one is row)
        for one in books.rows
        if one.staffs
    )
    few = replace(year, quarters=year.quarters[-8:], others=others)
    for told in (year, few):
        content = year_pdf(told, translator("da"), "https://vagt.example.dk")
        first, second = PdfReader(BytesIO(content)).pages
        assert "Er det rimeligt?" not in first.extract_text(), "no table is cut in two"
        assert "Er det rimeligt?" in second.extract_text()
        assert "21.223 indbyggere" in text_of(content)
    assert "Ringkøbing-Skjern" in text_of(content), "where there is room, how everybody stands"
