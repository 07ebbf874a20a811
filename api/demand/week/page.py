"""kpi.html: a week's key figures in one file that needs nothing else, to read, send and print."""

from __future__ import annotations

from base64 import b64encode

from markupsafe import Markup

from api.demand.week.chart import chart, description
from api.demand.week.report import week_report
from api.rendering.roster_html import STYLE, style_source
from api.rendering.templates import render, static_text
from api.texts.translator import Translator
from wfm.demand.week_review import WeekReview
from wfm.plan import Plan


def week_html(plan: Plan, found: WeekReview, speak: Translator) -> str:
    """Return the file's text."""
    style = static_text(STYLE) + static_text("key_figures.css")
    return render(
        "week_report.html",
        speak.language,
        report=week_report(plan, found, speak),
        picture=b64encode(chart(plan, found, speak)).decode(),
        told=description(plan, found, speak),
        style=Markup(style),  # ours, not the plan's: it may stand unescaped
        policy=f"default-src 'none'; img-src data:; style-src {style_source(style)}",
    )
