"""The file of a forecast's paths: one numpy array in an archive whose bytes depend on nothing else."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import IO

import numpy as np
from numpy.lib import format as npy

from wfm.demand.forecast import Counts
from wfm.errors import Fault
from wfm.message import Message, Text
from wfm.tables.csv_files import THERE
from wfm.tables.raw_table import UnusableTableError

PATHS_FILE = "paths.npz"
ARRAY = "calls"
MOST_CALLS = 1_000_000
"""Of an interval on a path."""
MOST_NUMBERS = 100_000_000
"""Of a forecast: 5,000 paths of a year of half-hours, day and night."""
PATHS_ARCHIVE = Text("fault.paths_archive", "the file that wfm forecast writes, with an array named calls")
PATHS_SHAPE = Text(
    "fault.paths_shape",
    "an array of whole numbers with one row for each path and {n:number} columns, the rows of forecast.csv",
)
FEWER_PATHS = Text("fault.fewer_paths", "at most {limit:number} numbers in all")
PATHS_RANGE = Text("fault.paths_range", "calls from 0 to {limit:number}")
_ENTRY = f"{ARRAY}.npy"
_DAY_OF_ARCHIVES = (1980, 1, 1, 0, 0, 0)


def pack_paths(paths: Counts) -> bytes:
    """Return the content of the file; the same paths give the same bytes."""
    most = int(paths.max(initial=0))
    content = io.BytesIO()
    npy.write_array(content, paths.astype(np.min_scalar_type(most), order="C"), allow_pickle=False)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        entry = zipfile.ZipInfo(_ENTRY, _DAY_OF_ARCHIVES)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3  # as on Linux, wherever it is written
        archive.writestr(entry, content.getbuffer(), compresslevel=1)
    return packed.getvalue()


def read_paths(path: Path, columns: int) -> Counts:
    """Read a file of paths.

    Parameters
    ----------
    path
        The file.
    columns
        Intervals of the forecast.

    Returns
    -------
    array of whole numbers from 0 on, shape (paths, columns)

    Raises
    ------
    UnusableTableError
        Where the file is missing, no such archive, or holds something else than so many columns.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            with archive.open(_ENTRY) as stream:
                _refuse_shape(path.name, *_shape_and_kind(stream), columns)  # before anything big is read
            with archive.open(_ENTRY) as stream:
                paths: Counts = npy.read_array(stream, allow_pickle=False)
    except FileNotFoundError as error:
        raise _unusable(path.name, "", THERE()) from error
    except (OSError, EOFError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise _unusable(path.name, "", PATHS_ARCHIVE()) from error
    low, high = int(paths.min()), int(paths.max())
    if low < 0 or high > MOST_CALLS:
        value = str(low if low < 0 else high)
        raise _unusable(path.name, value, PATHS_RANGE(limit=MOST_CALLS))
    return paths


def _shape_and_kind(stream: IO[bytes]) -> tuple[tuple[int, ...], str]:
    version = npy.read_magic(stream)
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = read(stream)
    return shape, dtype.kind


def _refuse_shape(file: str, shape: tuple[int, ...], kind: str, columns: int) -> None:
    if len(shape) != 2 or shape[1] != columns or shape[0] < 1 or kind not in "iu":
        value = " × ".join(map(str, shape))
        raise _unusable(file, value, PATHS_SHAPE(n=columns))
    if shape[0] * shape[1] > MOST_NUMBERS:
        raise _unusable(file, " × ".join(map(str, shape)), FEWER_PATHS(limit=MOST_NUMBERS))


def _unusable(file: str, value: str, expected: Message) -> UnusableTableError:
    return UnusableTableError(Fault(file, None, ARRAY, value, expected))
