"""Uploads that are small and want to be large."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping
from functools import cache

from tests.api.filled_service import CODE, PLAN, ROOT, XLSX, packed
from tests.api.plans.uploads.malformed import CSV, JSON, ZIP, Upload, folder, report, roster, workbook
from tests.wfm.tables.confined.unfolding import archives, workbooks


@cache
def bombs() -> dict[str, Upload]:
    """Return them by name."""
    plans = f"{ROOT}/{CODE}/plans"
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    near = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    last = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sparse = {"xl/worksheets/sheet1.xml": sheet + near + last + b"</sheetData></worksheet>"}
    large = {"xl/worksheets/sheet1.xml": sheet + b" " * 42_000_000}
    return {
        "one large file": _zip(plans, {"agents.csv": b"\n" * 42_000_000}),
        "many blank lines": _zip(plans, {**folder(), "agents.csv": b"\n" * 40_000_000}),
        "many blank cells": _zip(plans, {**folder(), "agents.csv": b"," * 40_000_000}),
        "many blank cells in lines": _zip(plans, {**folder(), "agents.csv": (b"," * 199 + b"\n") * 190_000}),
        "many files": _zip(plans, {f"{n}.csv": b"" for n in range(300)}),
        "archives in archives": _zip(plans, {"plan.zip": packed({"plan.zip": packed(folder())})}),
        "a lying size": _zip(plans, {**folder(), "agents.csv": b"a" * 30_000_000}, lie=100),
        "an unpackable way of packing": _zip(plans, folder(), method=zipfile.ZIP_LZMA),
        "a large part": _book(plans, large),
        "cells far apart": _book(plans, sparse),
        "entities": _book(plans, {"xl/sharedStrings.xml": _laughs()}),
        "many parts": _book(plans, {f"xl/{n}.xml": b"<a/>" for n in range(2100)}),
        "the same in a merge": _book(
            f"{PLAN}/merge", {"xl/worksheets/sheet1.xml": sheet + b" " * 41_000_000}
        ),
        "many columns": Upload("bomb", "PUT", f"{PLAN}/tables/agents", CSV, b"," * 1_000_000),
        "many rows": Upload("bomb", "PUT", f"{PLAN}/tables/locks", CSV, b"date,start\n" + b"1,1\n" * 250_000),
        "many keys": Upload("bomb", "PUT", f"{PLAN}/tables/locks", JSON, _keys(5000)),
        "deep brackets": Upload("bomb", "PUT", f"{PLAN}/tables/locks", JSON, b"[" * 2_000_000),
        "a large number": Upload(
            "bomb", "PUT", f"{PLAN}/published", JSON, b'{"number": ' + b"9" * 2_000_000 + b"}"
        ),
        "a fine tolerance": Upload("bomb", "POST", f"{PLAN}/versions", JSON, _tolerance()),
        "a long cell in the header": Upload(
            "bomb", "PUT", f"{PLAN}/tables/agents", CSV, b"agent," + b"x" * 200_000 + b"\n1-1,\n"
        ),
        **{name: Upload("bomb", "POST", plans, XLSX, book) for name, book in workbooks().items()},
        **{
            f"{name}, in a merge": Upload("bomb", "POST", f"{PLAN}/merge", XLSX, book)
            for name, book in workbooks().items()
        },
        **{name: Upload("bomb", "POST", plans, ZIP, packed_one) for name, packed_one in archives().items()},
    }


def _zip(
    address: str, files: Mapping[str, bytes], *, lie: int = 0, method: int = zipfile.ZIP_DEFLATED
) -> Upload:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    whole = bytearray(stream.getvalue())
    if lie:
        at = whole.find(b"PK\x01\x02")
        while at >= 0:
            whole[at + 24 : at + 28] = struct.pack("<I", lie)
            at = whole.find(b"PK\x01\x02", at + 4)
    return Upload("bomb", "POST", address, ZIP, bytes(whole))


def _book(address: str, parts: Mapping[str, bytes]) -> Upload:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part.filename, old.read(part))
        for name, content in parts.items():
            new.writestr(name, content)
    return Upload("bomb", "POST", address, XLSX, stream.getvalue())


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">{entities}]><sst>&a9;</sst>'.encode()


def _keys(number: int) -> bytes:
    return json.dumps({"rows": [{f"k{n}": "1"} for n in range(number)]}).encode()


def _tolerance() -> bytes:
    told = report()
    told["score"] = {"coverage": {"bound": 0, "proof": {"method": "mip", "tolerance": "TOLERANCE"}}}
    text = json.dumps({"roster": roster(), "report": told})
    return text.replace('"TOLERANCE"', "1e-999999999").encode()
