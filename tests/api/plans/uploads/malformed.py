"""Uploads that came apart: bytes, members of archives, XML, cells and documents; each by a seed."""

from __future__ import annotations

import csv
import io
import json
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from tests.api.filled_service import CODE, PLAN, ROOT, XLSX, packed
from tests.api.publications import SMALL_ROSTER
from tests.api.store.filled import plan_with_notes
from wfm.tables.frames import roster_frame
from wfm.tables.plan_writing import plan_files
from wfm.tables.template import write_template
from wfm.tables.workbook_writing import plan_workbook
from wfm.tables.written_cells import plan_cells

CSV, JSON, ZIP = "text/csv", "application/json", "application/zip"
HOSTILE = (
    *("", " ", "\0", "\x1b[2J", "\r\n", "\t", "\ufeff", "\u202eevil", "🧨", "é" * 300, "x" * 6000),
    *("=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "<script>alert(1)</script>", "'; DROP TABLE plan; --"),
    *("-1", "-0", "1e999", "NaN", "∞", "9" * 400, "0x10", "½", "१२", "0.0000000001", "1/0", "1/3"),
    *("2027-02-30", "31-12-99999", "99:99", "24:01", "mon|mon", "man|xyz", "a;b|c"),
    *("../../etc/passwd", "C:\\con", '"', '""', "None", "null", "true"),
)


class Upload(NamedTuple):
    """A request: what it holds, and where it goes."""

    kind: str
    method: str
    address: str
    media: str
    content: bytes


@cache
def folder() -> Mapping[str, bytes]:
    """Return a plan folder's files."""
    return plan_files(plan_with_notes())


@cache
def workbook() -> bytes:
    """Return the same plan as a workbook."""
    plan = plan_with_notes()
    return plan_workbook(plan.hotline, plan_cells(plan))


@cache
def returned() -> bytes:
    """Return the workbook that a municipality was sent."""
    with TemporaryDirectory() as place:
        (path,) = write_template(Path(place), plan_with_notes(), "3")
        return path.read_bytes()


@cache
def roster() -> str:
    """Return a roster as a file's text."""
    return str(roster_frame(plan_with_notes(), SMALL_ROSTER).to_csv(index=False, lineterminator="\n"))


def upload(seed: int) -> Upload:
    """Return the upload of a seed."""
    chance = Random(seed)
    return chance.choice(MAKERS)(chance)


# --- bytes -------------------------------------------------------------------------------------------


def cut_up(content: bytes, chance: Random) -> bytes:
    """Return bytes of which some are changed, gone, doubled or others'."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(found) + 1)
        span = chance.choice((1, 1, 2, 8, 100, len(found) // 3))
        match chance.randrange(5):
            case 0:
                found[at : at + span] = chance.randbytes(min(span, 200))
            case 1:
                del found[at : at + span]
            case 2:
                found[at:at] = found[at : at + span]
            case 3:
                found[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF)))
            case _:
                del found[at:]
    return bytes(found)


def broken_folder(chance: Random) -> Upload:
    return Upload("zip bytes", "POST", f"{ROOT}/{CODE}/plans", ZIP, cut_up(packed(folder()), chance))


def broken_workbook(chance: Random) -> Upload:
    return Upload("xlsx bytes", "POST", f"{ROOT}/{CODE}/plans", XLSX, cut_up(workbook(), chance))


def broken_returned(chance: Random) -> Upload:
    return Upload("merge bytes", "POST", f"{PLAN}/merge", XLSX, cut_up(returned(), chance))


# --- members of archives -----------------------------------------------------------------------------

NAMES = (
    *("../agents.csv", "/agents.csv", "C:\\agents.csv", "a/b/c/agents.csv", "agents.csv/", "..", ".", ""),
    *("AGENTS.CSV", "medarbejdere.csv", "agents.csv\0.txt", "\u202evsc.stnega", "x" * 300 + ".csv"),
)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def other_members(chance: Random) -> Upload:
    """Return a packed folder whose members are gone, doubled, renamed, hostile or packed otherwise."""
    stream = io.BytesIO()
    files = list(folder().items())
    chance.shuffle(files)
    with zipfile.ZipFile(stream, "w") as archive, warnings.catch_warnings(action="ignore"):
        for name, content in files:
            for _ in range(chance.choice((0, 1, 1, 1, 1, 2))):
                called = chance.choice(NAMES) if chance.random() < 0.2 else name
                inside = cut_up(content, chance) if chance.random() < 0.4 else content
                archive.writestr(zipfile.ZipInfo(called), inside, chance.choice(METHODS))
    return Upload("zip members", "POST", f"{ROOT}/{CODE}/plans", ZIP, lied(stream.getvalue(), chance))


def lied(content: bytes, chance: Random) -> bytes:
    """Return an archive whose directory may say something else of a member than there is."""
    found = bytearray(content)
    at = found.find(b"PK\x01\x02")
    if at >= 0 and chance.random() < 0.5:
        offset = chance.choice((8, 10, 16, 20, 24, 28, 42))
        found[at + offset : at + offset + 4] = struct.pack("<I", chance.choice((0, 1, 9, 99, 0x7FFFFFFF)))
    return bytes(found)


def other_parts(chance: Random) -> Upload:
    """Return a workbook whose XML parts are cut up, gone, doubled or hostile."""
    source, stream = chance.choice((workbook, returned)), io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            if chance.random() < 0.3:
                content = chance.choice(PARTS)(content, chance)
            for _ in range(0 if chance.random() < 0.05 else 1):
                new.writestr(part.filename, content)
    address = f"{ROOT}/{CODE}/plans" if source is workbook else f"{PLAN}/merge"
    return Upload("xlsx parts", "POST", address, XLSX, stream.getvalue())


def _swapped(content: bytes, chance: Random) -> bytes:
    words = (b"r=", b"<c ", b"</c>", b"<v>", b't="s"', b"<row", b"<sheet ", b"rId1", b"A1", b"xl/")
    others = (b"", b'r="XFD1048576"', b'<c r="A1">', b"<v>-1</v>", b"<v>9e99</v>", b"&x;", b"<!DOCTYPE a>")
    return content.replace(chance.choice(words), chance.choice(others), chance.choice((1, 1, 50)))


def _entities(content: bytes, chance: Random) -> bytes:
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return head + content.split(b"?>", 1)[-1].replace(b"<v>", b"<v>&b;")


PARTS: tuple[Callable[[bytes, Random], bytes], ...] = (
    cut_up,
    _swapped,
    _entities,
    lambda content, chance: b"",
    lambda content, chance: content.decode("utf-8", "replace").encode("utf-16"),
    lambda content, chance: content * chance.choice((2, 9)),
)


# --- cells and documents -----------------------------------------------------------------------------

TABLES = ("municipalities", "agents", "availability", "locks", "demand", "previous")


def other_cells(chance: Random) -> Upload:
    """Return a table with hostile cells, or one that is no table any more."""
    name = chance.choice(TABLES)
    rows = list(csv.reader(io.StringIO(folder()[f"{name}.csv"].decode())))
    for _ in range(chance.choice((1, 2, 5))):
        row = chance.randrange(len(rows) + 1)
        if row == len(rows):
            rows.append([chance.choice(HOSTILE) for _ in range(chance.choice((0, 1, len(rows[0]), 500)))])
        elif rows[row]:
            rows[row][chance.randrange(len(rows[row]))] = chance.choice(HOSTILE)
    stream = io.StringIO()
    csv.writer(
        stream, delimiter=chance.choice(",;\t"), lineterminator=chance.choice(("\n", "\r\n"))
    ).writerows(rows)
    content = stream.getvalue().encode(chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16")), "replace")
    if chance.random() < 0.3:
        content = cut_up(content, chance)
    return Upload("csv cells", "PUT", f"{PLAN}/tables/{name}", CSV, content)


def other_roster(chance: Random) -> Upload:
    """Return a roster whose cells are others."""
    rows = [line.split(",") for line in roster().splitlines()]
    for _ in range(chance.choice((1, 2, 5))):
        row = chance.choice(rows)
        row[chance.randrange(len(row))] = chance.choice(HOSTILE).replace("\n", " ")
    content = "\n".join(map(",".join, rows)).encode("utf-8", "replace")
    if chance.random() < 0.3:
        content = cut_up(content, chance)
    return Upload("roster cells", "POST", f"{PLAN}/versions", CSV, content)


def other_document(chance: Random) -> Upload:
    """Return a document whose parts are others, or that is no JSON any more."""
    address, method, document = chance.choice(
        (
            (
                f"{PLAN}/tables/locks",
                "PUT",
                {"rows": [{"date": "2027-01-05", "start": "08:00", "agent": "1-1"}]},
            ),
            (f"{PLAN}/versions", "POST", {"roster": roster(), "report": report(), "note": "x"}),
            (
                f"{PLAN}/versions/1/changes",
                "POST",
                {"changes": [{"kind": "move", "shift": "2027-01-05T08:00", "joins": "1-2"}]},
            ),
            (f"{PLAN}/published", "PUT", {"number": 1, "accept_short_notice": False}),
        )
    )
    content = json.dumps(_other(document, chance), ensure_ascii=chance.random() < 0.5).encode(
        "utf-8", "replace"
    )
    if chance.random() < 0.3:
        content = cut_up(content, chance)
    return Upload("json", method, address, JSON, content)


def report() -> dict[str, Any]:
    """Return the document of a report that claims nothing."""
    names = ("coverage", "competence", "quota", "quality")
    levels = {name: {"bound": 0, "proof": None} for name in names}
    told = {"status": "FEASIBLE", "score": levels, "seconds": 1.5, "workers": 2, "seed": 1}
    return {**told, "plan_sha256": "0" * 64, "versions": {}, "baseline": None}


def _other(value: Any, chance: Random) -> Any:
    if chance.random() < 0.15:
        return chance.choice((None, True, -1, 1e308, 10**30, [], {}, [[]], *HOSTILE))
    if isinstance(value, dict):
        return {
            chance.choice((key, key, key, key, key, "x")): _other(part, chance) for key, part in value.items()
        }
    return [_other(part, chance) for part in value] if isinstance(value, list) else value


def _key(key: str, chance: Random) -> str:
    return "x" if chance.random() < 0.1 else key


MAKERS: tuple[Callable[[Random], Upload], ...] = (
    broken_folder,
    broken_workbook,
    broken_returned,
    other_members,
    other_parts,
    other_cells,
    other_roster,
    other_document,
)
