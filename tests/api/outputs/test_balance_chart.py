"""The chart: the same bytes every time, text that can be read aloud, figures that can be read."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pytest

from api.outputs.balance_chart import chart, description, draw
from api.texts.translator import translator
from tests.builders import hotline, municipality, plan
from wfm.errors import OutputError
from wfm.plan import Plan
from wfm.quota_outlook import QuotaOutlook, outlook
from wfm.rounding import half_up

SVG = "{http://www.w3.org/2000/svg}"
DANISH, ENGLISH = translator("da"), translator("en")


def question(floor: int = 0) -> tuple[Plan, QuotaOutlook]:
    partners = [municipality("1", 730), municipality("2", 180, min_shifts=floor), municipality("3", 90)]
    asked = plan(partners, ["1-1"], hotline=hotline(name="A & B <hotline>"))
    return asked, outlook(asked)


def texts(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def test_it_is_the_same_byte_for_byte_whatever_the_users_settings_are() -> None:
    asked, found = question()
    first = chart(asked, found, ENGLISH, "svg")
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path"}):
        assert chart(asked, found, ENGLISH, "svg") == first
        assert matplotlib.rcParams["font.size"] == 30
    assert chart(asked, found, ENGLISH, "png") == chart(asked, found, ENGLISH, "png")


def test_it_has_a_title_and_a_description_that_are_read_aloud() -> None:
    asked, found = question()
    root = ElementTree.fromstring(chart(asked, found, ENGLISH, "svg"))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    named = {element.get("id"): element.text for element in root if element.tag != f"{SVG}g"}
    assert named["title"] == "A & B <hotline>: balances over 8 quarters"
    assert named["desc"] == description(asked, found, ENGLISH)
    assert "Largest remainder: M" in str(named["desc"])


def test_every_municipality_method_and_figure_stands_in_it_as_text() -> None:
    asked, found = question()
    said = texts(chart(asked, found, DANISH, "svg"))
    assert {"M1", "M2", "M3", "Største brøks metode (planens)", "Sainte-Laguës metode", "kvartal"} <= set(
        said
    )
    balances = [found.courses[found.own].balances(m.code) for m in asked.staffing]
    figures = [text for text in said if text[-3:-2] == ","]
    assert len([text for text in figures if text[0] in "+−0"]) >= len(balances) * 8


def test_balances_of_a_whole_unit_and_no_others_are_written_in_bold() -> None:
    asked, found = question(floor=4)
    root = ElementTree.fromstring(chart(asked, found, ENGLISH, "svg"))
    bold = [
        str(text.text)
        for text in root.iter(f"{SVG}text")
        if "font-weight: 700" in text.get("style", "") and str(text.text)[0] in "+\N{MINUS SIGN}"
    ]
    balances = [b for m in asked.staffing for b in found.courses[found.own].balances(m.code)]
    beyond = [ENGLISH.with_sign(half_up(b, 2), 2) for b in balances if abs(b) >= 1]
    assert bold == beyond
    assert 0 < len(beyond) < len(balances)


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    asked, found = question()
    draw(asked, found, ENGLISH, tmp_path / "a.PNG")
    assert (tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(OutputError, match="nowhere"):
        draw(asked, found, ENGLISH, tmp_path / "nowhere" / "a.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["a.PNG"]
