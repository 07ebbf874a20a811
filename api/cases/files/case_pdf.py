"""The PDF of a business case, for councils and steering groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from api.cases.files.case_chart import chart, description
from api.cases.reckoning import CaseSplit
from api.cases.tables import case_tables
from api.documents.typesetting import typeset
from api.texts.business_case import IN_CURRENCY, conclusions
from api.texts.translator import Translator
from wfm.books.case_figures import CaseFigures


def case_pdf(figures: CaseFigures, speak: Translator, splits: Sequence[CaseSplit] = ()) -> bytes:
    """Return the document, shared by the items' own keys or by those asked for; same case, same bytes."""
    case = figures.case
    data = {
        "title": case.name,
        "about": speak.sentence(IN_CURRENCY(currency=case.currency)),
        "conclusions": [speak.sentence(one) for one in conclusions(figures, speak)],
        "chart": description(figures, speak),
        "parts": [asdict(part) for part in case_tables(figures, speak, splits).all],
    }
    picture = chart(figures, speak, "svg", outlines=True)
    return typeset("case", data, speak, pictures={"chart": picture})
