"""The workbook of a published roster: its plan, and the colours of its municipalities."""

from __future__ import annotations

from datetime import datetime, time

from api.documents.book import Book, BookSheet
from api.documents.palette import fill
from api.publication.publication import Publication
from api.publication.summary import Showing
from api.texts.translator import translator
from wfm.ids import MunicipalityCode


class RosterBook(Book):
    """A workbook of one publication."""

    def __init__(self, publication: Publication) -> None:
        self.publication, self.plan = publication, publication.plan
        self.showing = Showing(publication)
        created = datetime.combine(self.plan.hotline.period.first_day, time())
        super().__init__(self.plan.hotline.name, created, translator(publication.language))

    def colour(self, code: MunicipalityCode) -> str:
        """Return a municipality's fill, the same hue as on the pages."""
        return fill(self.showing.colours[code])


RosterSheet = BookSheet[RosterBook]
"""One of its sheets."""
