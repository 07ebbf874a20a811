"""Files made to harm whoever reads them: small ones that want to be large, and what no reader expects.

Each family draws its sizes from a seed, so that file 137 is the same one for ever.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from random import Random
from typing import NamedTuple

from tests.api.filled_service import CODE, PLAN, ROOT, XLSX
from tests.api.plans.uploads.malformed import CSV, JSON, ZIP, folder
from tests.wfm.tables.confined.unfolding import archive, sheet, strings
from tests.wfm.tables.confined.unfolding import workbook as book_of

PLANS, MERGE, TABLES, VERSIONS = f"{ROOT}/{CODE}/plans", f"{PLAN}/merge", f"{PLAN}/tables", f"{PLAN}/versions"
PLAIN = ("hotline.toml", "agents.csv")
MOST = 9_000_000
"""Bytes of a file at most: larger ones are refused before anybody reads them."""


class HostileFile(NamedTuple):
    """A file, what it tries, and of what kind it is."""

    trick: str
    media: str
    content: bytes

    @property
    def suffix(self) -> str:
        """By what it is known on a disk."""
        return {XLSX: ".xlsx", ZIP: ".zip", CSV: ".csv", JSON: ".json"}[self.media]

    def unpacked(self) -> Mapping[str, bytes]:
        """Return the files of an archive that can lie in a plan folder, a hundred megabytes at most."""
        found, size = {}, 0
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as packed:
                for part in packed.infolist():
                    size += part.file_size
                    if part.filename in PLAIN and size < 100_000_000:
                        found[part.filename] = packed.read(part)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error):
            return found
        return found

    @property
    def doors(self) -> tuple[tuple[str, str], ...]:
        """Method and address of every door of the service that reads such a file."""
        return {
            XLSX: (("POST", PLANS), ("POST", MERGE)),
            ZIP: (("POST", PLANS),),
            CSV: (("PUT", f"{TABLES}/agents"), ("PUT", f"{TABLES}/locks")),
            JSON: (("PUT", f"{TABLES}/agents"), ("POST", VERSIONS)),
        }[self.media]


def hostile_files(many: int) -> Iterator[HostileFile]:
    """Yield so many files, of each family in turn."""
    for seed in range(many):
        yield hostile_file(seed)


@cache
def hostile_file(seed: int) -> HostileFile:
    """Return the file of a seed."""
    trick, (media, make) = list(FAMILIES.items())[seed % len(FAMILIES)]
    return HostileFile(trick, media, make(Random(seed))[:MOST])


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


def _dotted_keys(chance: Random) -> bytes:
    parts = chance.randrange(30_000, 400_000)
    key = chance.choice(("a", '"a"', "'a'"))
    line = chance.choice(("{} = 1\n", "[{}]\n", "[[{}]]\n", "a = {{ {} = 1 }}\n"))
    return archive({"hotline.toml": line.format(".".join([key] * parts))})


def _nested_values(chance: Random) -> bytes:
    deep = chance.randrange(500, 300_000)
    text = chance.choice(("a = " + "[" * deep, "a = " + "{a=" * deep, "a = " + "[" * deep + "]" * deep))
    return archive({"hotline.toml": text + "\n"})


def _long_numbers(chance: Random) -> bytes:
    digits = "9" * chance.randrange(4_000, 3_000_000)
    return archive({"hotline.toml": f"a = {chance.choice(('', '-', '0x', '1e', '0.'))}{digits}\n"})


def _many_keys(chance: Random) -> bytes:
    text = "".join(f"k{n}.{'.'.join('b' * 40)} = 1\n" for n in range(chance.randrange(5_000, 40_000)))
    return archive({"hotline.toml": text})


def _lying_size(chance: Random) -> bytes:
    whole = bytearray(_packed({**folder(), "agents.csv": b"a" * chance.randrange(10**6, 3 * 10**7)}))
    told, at = chance.choice((0, 100, 2**31, 2**32 - 1)), whole.find(b"PK\x01\x02")
    while at >= 0:
        whole[at + 24 : at + 28] = struct.pack("<I", told)
        at = whole.find(b"PK\x01\x02", at + 4)
    return bytes(whole)


def _blank_file(chance: Random) -> bytes:
    text = chance.choice((b"\n", b",", b";", b" ", b"\0", b'"', b"," * 199 + b"\n"))
    return _packed({**folder(), "agents.csv": text * (chance.randrange(10**7, 10**8) // len(text))})


def _odd_names(chance: Random) -> bytes:
    names = (
        "../../agents.csv",
        "/etc/agents.csv",
        "C:\\agents.csv",
        "agents.csv/",
        "x" * 60_000 + ".csv",
        "\u202eagents.csv",
    )
    return _packed({**folder(), chance.choice(names): b"a,b\n1,2\n", f"{chance.random()}/agents.csv": b"a\n"})


def _many_members(chance: Random) -> bytes:
    return _packed({f"{n}.csv": b"a\n1\n" for n in range(chance.randrange(200, 20_000))})


def _packed_again(chance: Random) -> bytes:
    content = _packed({"agents.csv": b"\n" * 30_000_000})
    for _ in range(chance.randrange(1, 6)):
        content = _packed({"plan.zip": content, "agents.csv": content})
    return content


def _bent_directory(chance: Random) -> bytes:
    whole = bytearray(_packed(folder()))
    for _ in range(chance.randrange(1, 30)):
        whole[chance.randrange(len(whole) - 200, len(whole))] = chance.randrange(256)
    return bytes(whole)


def _long_line(chance: Random) -> bytes:
    return b"agent,municipality\n1-1," + chance.choice((b"x", b"\xc3\xa9", b'""', b"\0")) * chance.randrange(
        10**5, 4 * 10**6
    )


def _wide_table(chance: Random) -> bytes:
    return b"agent" + chance.choice((b",", b";", b"\t")) * chance.randrange(10**4, 2 * 10**6) + b"\n1-1\n"


def _open_quote(chance: Random) -> bytes:
    return b'agent,name\n1-1,"' + b"x\n" * chance.randrange(10**5, 3 * 10**6)


def _many_rows(chance: Random) -> bytes:
    return b"agent,name\n" + b"=cmd|' /C calc'!A0,@SUM(1)\n" * chance.randrange(50_000, 300_000)


def _odd_bytes(chance: Random) -> bytes:
    start = chance.choice(
        (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\x1b[2J", b"PK\x03\x04", b"")
    )
    return start + chance.randbytes(chance.randrange(1_000, 2_000_000))


def _deep_document(chance: Random) -> bytes:
    deep = chance.randrange(1_000, 3_000_000)
    return chance.choice(
        (b"[" * deep, b'{"rows": ' + b"[" * deep, b'{"a":' * deep, b"[" * deep + b"]" * deep)
    )


def _large_numbers(chance: Random) -> bytes:
    digits = chance.choice(("", "-", "1e", "0.")) + "9" * chance.randrange(5_000, 3_000_000)
    return f'{{"rows": [{{"agent": {digits}}}], "roster": {digits}}}'.encode()


def _many_fields(chance: Random) -> bytes:
    return json.dumps({"rows": [{f"k{n}": "1"} for n in range(chance.randrange(5_000, 100_000))]}).encode()


def _long_roster(chance: Random) -> bytes:
    line = chance.choice(("x" * 200_000, '"' * 99_999, "2027-01-04T08:00,1-1\n" * 100_000, "," * 300_000))
    return json.dumps(
        {"roster": "start,agent\n" + line, "report": None, "baseline": line, "note": ""}
    ).encode()


FAMILIES: Mapping[str, tuple[str, Callable[[Random], bytes]]] = {
    "a table said to hold thousands of millions of strings": (XLSX, _many_strings),
    "keys of many parts": (ZIP, _dotted_keys),
    "a line without end": (CSV, _long_line),
    "brackets in brackets": (JSON, _deep_document),
    "one long string in every cell": (XLSX, _long_string),
    "a size that is a lie": (ZIP, _lying_size),
    "a table without end to the right": (CSV, _wide_table),
    "numbers without end": (JSON, _large_numbers),
    "many sheets that are one part": (XLSX, _shared_part),
    "values in values": (ZIP, _nested_values),
    "a quote that is never closed": (CSV, _open_quote),
    "every row with a column of its own": (JSON, _many_fields),
    "cells far apart": (XLSX, _far_cells),
    "numbers in settings without end": (ZIP, _long_numbers),
    "rows of formulas without end": (CSV, _many_rows),
    "a roster that is one line": (JSON, _long_roster),
    "cells merged over and over": (XLSX, _merged_cells),
    "keys without end": (ZIP, _many_keys),
    "bytes that are no text": (CSV, _odd_bytes),
    "entities": (XLSX, _entities),
    "a file of nothing, unfolded": (ZIP, _blank_file),
    "elements in elements": (XLSX, _deep_elements),
    "names that lead elsewhere": (ZIP, _odd_names),
    "sheets without end": (XLSX, _many_sheets),
    "members without end": (ZIP, _many_members),
    "a cell without end": (XLSX, _long_cell),
    "archives in archives": (ZIP, _packed_again),
    "a bent directory": (ZIP, _bent_directory),
}


def _cell(at: str, string: str) -> str:
    return f'<c r="{at}" t="s"><v>{string}</v></c>'


def _packed(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return stream.getvalue()
