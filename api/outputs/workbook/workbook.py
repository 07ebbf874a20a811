"""All sheets in their order: weeks, shifts, quotas, score, findings, then every municipality."""

from __future__ import annotations

from api.outputs.workbook.findings_sheet import findings_sheet, score_sheet
from api.outputs.workbook.municipality_sheet import municipality_sheet
from api.outputs.workbook.quota_sheet import quota_sheet
from api.outputs.workbook.roster_book import RosterBook
from api.outputs.workbook.shifts_sheet import shifts_sheet
from api.outputs.workbook.weeks_sheet import weeks_sheet
from api.publication.publication import Publication


def roster_xlsx(publication: Publication) -> bytes:
    """Return the workbook; the same publication gives the same bytes."""
    book = RosterBook(publication)
    for write in (weeks_sheet, shifts_sheet, quota_sheet, score_sheet, findings_sheet):
        write(book)
    for row in publication.quota_table:
        municipality_sheet(book, row)
    return book.to_bytes()
