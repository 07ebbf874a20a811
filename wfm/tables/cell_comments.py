"""Comments that people put at cells of a workbook: nobody reads them here, and that is told."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from html import unescape

_LARGEST = 4_000_000
"""Bytes of a part that is looked at; one of comments that is larger was written by no person."""

_BOOK, _MOST_SHEETS = "xl/workbook.xml", 100

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|threadedComment)\s[^<>]*?\bref=\"([A-Z]{1,3}[0-9]{1,7})\"")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*\"([^\"]*)\"")


def find_comments(content: bytes) -> Mapping[str, tuple[str, ...]]:
    """Return by sheet which cells have a comment; those of the first row are our own templates'."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return dict(_commented(archive))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, NotImplementedError):
        return {}  # whoever reads the cells tells what is wrong with it


def _commented(archive: zipfile.ZipFile) -> Iterator[tuple[str, tuple[str, ...]]]:
    parts = _targets(archive, _BOOK, "")
    looked_at: dict[str, tuple[str, ...]] = {}
    for attributes in map(_attributes, _SHEET.findall(_part(archive, _BOOK))[:_MOST_SHEETS]):
        part = parts.get(attributes.get("r:id", ""), "")
        if part not in looked_at:  # several sheets may be one part
            looked_at[part] = _cells_of(archive, part)
        if looked_at[part]:
            yield attributes.get("name", ""), looked_at[part]


def _cells_of(archive: zipfile.ZipFile, part: str) -> tuple[str, ...]:
    targets = set(_targets(archive, part, "omments").values())
    cells = {cell.decode() for target in targets for cell in _COMMENT.findall(_part(archive, target))}
    return tuple(sorted((cell for cell in cells if _order(cell)[0] > 1), key=_order))


def _order(cell: str) -> tuple[int, str]:
    letters = re.match("[A-Z]+", cell)
    start = letters.end() if letters else 0
    return int(cell[start:]), cell[:start]


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = archive.getinfo(name)
    except KeyError:
        return b""
    return archive.read(info) if info.file_size <= _LARGEST else b""


def _targets(archive: zipfile.ZipFile, part: str, kind: str) -> Mapping[str, str]:
    """Return the parts of some kind that a part refers to, by the id of the reference."""
    folder, name = posixpath.split(part)
    related = _part(archive, f"{folder}/_rels/{name}.rels")
    found = map(_attributes, _RELATION.findall(related))
    return {
        one["Id"]: posixpath.normpath(posixpath.join("/" + folder, one["Target"])).lstrip("/")
        for one in found
        if "Id" in one and "Target" in one and kind in one.get("Type", "")
    }


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode(): unescape(value.decode("utf-8", "replace")) for key, value in _ATTRIBUTE.findall(text)
    }
