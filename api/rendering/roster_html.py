"""roster.html: the whole roster in one file that needs nothing else, to read, send and print."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup

from api.publication.publication import Publication
from api.publication.summary import Showing
from api.rendering.templates import render, static_text
from api.texts.names import proof
from api.texts.translator import translator
from wfm.fair_share import units_message
from wfm.hotline import Pairing

STYLE = "roster.css"


def roster_html(publication: Publication) -> str:
    """Return the file's text, in the plan's language."""
    plan, score = publication.plan, publication.score
    period = plan.hotline.period
    showing = Showing(publication)
    return render(
        "roster.html",
        publication.language,
        publication=publication,
        plan=plan,
        hotline=plan.hotline,
        report=publication.report,
        showing=showing,
        weeks=[week for week in showing.weeks.values() if week.seatings],
        dates=translator(publication.language).dates(period.first_day, period.last_day),
        rows=showing.rows,
        units=units_message(plan, plan.units),
        unit="seat" if plan.hotline.pairing is Pairing.MIXED else "shift",
        rules=score.rules,
        findings=showing.findings,
        proof=proof(publication.report.status, score.values, publication.report.bounds),
        # Ours, not the plan's: the one text that may stand unescaped.
        style=Markup(static_text(STYLE)),
        policy=f"default-src 'none'; style-src {style_source()}",
    )


def style_source(style: str = "") -> str:
    """Return a style sheet's fingerprint as a Content-Security-Policy names it; `roster.css` if left out."""
    text = style or static_text(STYLE)
    return "'sha256-" + b64encode(sha256(text.encode()).digest()).decode() + "'"
