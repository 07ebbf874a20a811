"""Workbooks made to harm: counts that lie, parts that are shared, entities, cells far apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from tests.wfm.tables.confined.unfolding import sheet, strings
from tests.wfm.tables.confined.unfolding import workbook as book_of


def _many_strings(chance: Random) -> bytes:
    claimed = chance.choice((4_294_967_295, 2_147_483_648, chance.randrange(10**8, 2**32)))
    return book_of([sheet(_cell("A1", "0"))], strings(["x"], claimed))


def _long_string(chance: Random) -> bytes:
    rows = "".join(
        f'<row r="{n}">{_cell(f"A{n}", "0")}</row>' for n in range(1, chance.randrange(50_000, 150_000))
    )
    return book_of([sheet(rows)], strings(["x" * chance.randrange(5_000, 32_000)]))


def _shared_part(chance: Random) -> bytes:
    far = (
        f'<row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="{chance.randrange(10**5, 10**6)}"><c r="T9"><v>1</v></c></row>'
    )
    return book_of([sheet(far)] * chance.randrange(20, 200), same=True)


def _far_cells(chance: Random) -> bytes:
    at = chance.choice(
        ("XFD1048576", "ZZZZZZ1", "A4294967295", "A99999999999", f"XFD{chance.randrange(10**5, 10**6)}")
    )
    return book_of(
        [sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="{at}"><v>1</v></c></row>')]
    )


def _merged_cells(chance: Random) -> bytes:
    ranges = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, chance.randrange(2, 20_000)))
    merged = sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace(
        "</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>"
    )
    return book_of([merged])


def _entities(chance: Random) -> bytes:
    deep = chance.randrange(9, 40)
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, deep))
    declared = chance.choice(
        (
            f'<!DOCTYPE a [<!ENTITY a0 "ha">{laughs}]>',
            '<!DOCTYPE a [<!ENTITY a1 SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:9/b"> %b;]>',
            f'<!DOCTYPE a [<!ENTITY a1 "{"x" * 500_000}">]>',
        )
    )
    text = f'<?xml version="1.0"?>{declared}' + strings([f"&a{deep - 1};&a1;" * chance.randrange(1, 500)])
    return book_of([sheet(f'<row r="1">{_cell("A1", "0")}</row>')], text)


def _deep_elements(chance: Random) -> bytes:
    many = chance.randrange(10_000, 400_000)
    return book_of([sheet("<row>" * many)])


def _many_sheets(chance: Random) -> bytes:
    return book_of(
        [sheet(f'<row r="1"><c r="A1"><v>{n}</v></c></row>') for n in range(chance.randrange(300, 1500))]
    )


def _long_cell(chance: Random) -> bytes:
    text = chance.choice(("é", "x", "&#10;", "🧨")) * chance.randrange(100_000, 3_000_000)
    return book_of([sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')])


def _cell(at: str, string: str) -> str:
    return f'<c r="{at}" t="s"><v>{string}</v></c>'


WORKBOOKS: Mapping[str, Callable[[Random], bytes]] = {
    "a table said to hold thousands of millions of strings": _many_strings,
    "one long string in every cell": _long_string,
    "many sheets that are one part": _shared_part,
    "cells far apart": _far_cells,
    "cells merged over and over": _merged_cells,
    "entities": _entities,
    "elements in elements": _deep_elements,
    "sheets without end": _many_sheets,
    "a cell without end": _long_cell,
}
