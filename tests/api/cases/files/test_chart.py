"""The picture of a case: what it says, where it shows the payback, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from api.cases.files.case_chart import chart
from api.texts.translator import translator
from tests.api.cases.files.sample_cases import figures_of
from wfm.books.case_figures import CaseFigures

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [
        str(one.text)
        for one in root.iter()
        if one.tag in {f"{SVG}{kind}" for kind in ("title", "desc", "text")}
    ]


def test_it_names_itself_and_says_what_it_shows() -> None:
    said = words(chart(figures_of("vestegnen_case"), translator("da"), "svg"))
    assert said[0] == "Vestegnens tværkommunale kontaktcenter: gevinster og udgifter"
    assert "Tilbagebetalt i år 3, efter 2,12 år." in said[1]
    assert {"år 1", "år 5", "Gevinster", "Udgifter", "Akkumuleret effekt", "tilbagebetalt"} <= set(said)


def test_what_is_not_paid_back_is_not_marked_as_if_it_were() -> None:
    case = figures_of("vestegnen_case").case
    costs = tuple(item for item in case.items if item.side.value == "cost")
    assert "paid back" not in words(chart(CaseFigures(replace(case, items=costs)), translator("en"), "svg"))


def test_what_never_owed_has_nothing_to_pay_back() -> None:
    case = figures_of("vestegnen_case").case
    gains = tuple(item for item in case.items if item.side.value == "gain")
    said = words(chart(CaseFigures(replace(case, items=gains)), translator("en"), "svg"))
    assert "There is nothing to pay back: the effect is above 0 from year 1 on." in said[1]
    assert "paid back" not in said


def test_it_is_the_same_each_time_and_can_be_a_picture_of_dots() -> None:
    figures, speak = figures_of("borgerkontakt_case"), translator("da")
    assert chart(figures, speak, "svg", outlines=True) == chart(figures, speak, "svg", outlines=True)
    assert chart(figures, speak, "png").startswith(b"\x89PNG")
