"""A week's page and PDF: sentences first, every figure with what it is taken of, in both languages."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from markupsafe import escape
from pypdf import PdfReader

from api.demand.week.page import week_html
from api.demand.week.pdf import week_pdf
from api.demand.week.report import week_report
from api.demand.week.tables import figure_rows
from api.texts.key_figures import NAMES
from api.texts.translator import translator
from tests.api.demand.weeks import reviewed, week_plan
from wfm.demand.week_review import WeekReview


@pytest.fixture(scope="module")
def found() -> WeekReview:
    return reviewed()


def test_the_days_add_up_to_the_week(found: WeekReview) -> None:
    for key in ("calls", "forecast_calls", "hours_needed", "hours_staffed"):
        days = [
            {
                "calls": one.calls,
                "forecast_calls": one.forecast,
                "hours_needed": one.needed,
                "hours_staffed": one.staffed,
            }[key]
            for one in found.days
        ]
        assert sum(day or 0 for day in days) == found.figure(key).value


def test_sentences_come_first_and_tell_goals_forecast_and_need(found: WeekReview) -> None:
    said = " ".join(week_report(week_plan(), found, translator("en")).conclusions)
    assert "640 calls came from Monday 4 January 2027 to Sunday 10 January 2027" in said
    assert "Not met: Service level (62.5%; goal 80.0%) and Share abandoned (25.0%; goal 10.0%)." in said
    assert "720 calls were forecast for the same intervals; 11.1% fewer came." in said
    assert "80.00 h were staffed" in said


def test_a_week_without_a_forecast_says_so(found: WeekReview) -> None:
    beyond = reviewed(0.0)
    said = week_report(week_plan(), beyond, translator("en")).conclusions
    assert any("nothing is held against it" in one for one in said)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_figure_stands_with_its_convention(found: WeekReview, language: str) -> None:
    speak = translator(language)
    rows = figure_rows(week_plan(), found, speak)
    assert len(rows) == len([key for key in NAMES if not key.startswith("mail_")])  # agents answer none
    assert all(row[0] and row[1] and row[4] for row in rows)
    page = week_html(week_plan(), found, speak)
    assert f'lang="{language}"' in page
    assert all(str(escape(row[4])) in page for row in rows)
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert len(page) < 150_000


def test_the_pdf_is_tagged_and_tells_changes_before_figures(found: WeekReview) -> None:
    made = week_pdf(week_plan(), found, translator("da"))
    reader = PdfReader(BytesIO(made))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "da-DK"
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert text.index("Forslag til ændringer") < text.index("Ugens nøgletal") < text.index("Dag for dag")
    assert len(found.changes) == 5
    assert text.count("2 3 ") >= 5  # agents now and proposed
    assert "regnet med Erlang A" in text
    assert week_pdf(week_plan(), found, translator("da")) == made
