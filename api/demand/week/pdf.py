"""The PDF of a week's key figures, for the steering group."""

from __future__ import annotations

from dataclasses import asdict

from api.demand.week.chart import chart, description
from api.demand.week.report import week_report
from api.documents.typesetting import typeset
from api.texts.translator import Translator
from wfm.demand.week_review import WeekReview
from wfm.plan import Plan


def week_pdf(plan: Plan, found: WeekReview, speak: Translator) -> bytes:
    """Return the document; the same week gives the same bytes."""
    data = {**asdict(week_report(plan, found, speak)), "chart": description(plan, found, speak)}
    return typeset("week", data, speak, pictures={"chart": chart(plan, found, speak)})
