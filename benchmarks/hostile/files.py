"""Files made to harm whoever reads them: small ones that want to be large, and what no reader expects.

Each family draws its sizes from a seed, so that file 137 is the same one for ever.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain, zip_longest
from random import Random
from typing import NamedTuple

from benchmarks.hostile.archives import ARCHIVES
from benchmarks.hostile.calendars import CALENDARS
from benchmarks.hostile.texts import DOCUMENTS, SETTINGS, TABLES
from benchmarks.hostile.workbooks import WORKBOOKS
from tests.api.filled_service import XLSX
from tests.api.plans.uploads.malformed import CSV, JSON, ZIP

ICS, TOML = "text/calendar", "application/toml"
PLAIN = ("hotline.toml", "agents.csv")
MOST = 9_000_000
"""Bytes of a file at most: larger ones are refused before anybody reads them."""
SUFFIX = {XLSX: ".xlsx", ZIP: ".zip", CSV: ".csv", JSON: ".json", ICS: ".ics", TOML: ".toml"}
"""By what a file of each kind is known on a disk, and in a form."""


class HostileFile(NamedTuple):
    """A file, what it tries, and of what kind it is."""

    trick: str
    media: str
    content: bytes

    @property
    def suffix(self) -> str:
        """By what it is known on a disk."""
        return SUFFIX[self.media]

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


@cache
def hostile_file(seed: int) -> HostileFile:
    """Return the file of a seed; of each family in turn."""
    trick, (media, make) = list(FAMILIES.items())[seed % len(FAMILIES)]
    return HostileFile(trick, media, make(Random(seed))[:MOST])


def _in_turn() -> Mapping[str, tuple[str, Callable[[Random], bytes]]]:
    kinds = {
        XLSX: WORKBOOKS,
        ZIP: ARCHIVES,
        CSV: TABLES,
        JSON: DOCUMENTS,
        ICS: CALENDARS,
        TOML: SETTINGS,
    }
    columns = ([(trick, (media, make)) for trick, make in some.items()] for media, some in kinds.items())
    return dict(one for one in chain.from_iterable(zip_longest(*columns)) if one is not None)


FAMILIES: Mapping[str, tuple[str, Callable[[Random], bytes]]] = _in_turn()
"""What is tried, with the kind of file and who makes one; kinds take turns."""
