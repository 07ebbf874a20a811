"""A plan as a file that is dropped into a page: a workbook, a packed folder, or hotline.toml alone."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from zipfile import is_zipfile

from api.plans.uploads.hotlines import read_toml_hotline
from api.plans.uploads.plans import read_packed_plan, read_workbook_plan
from wfm.errors import Fault, PlanError
from wfm.message import Text
from wfm.tables.plan_reading import PlanReading
from wfm.tables.workbook import SUFFIXES

FILE_WANTED = Text("fault.plan_file", "a plan as a workbook (.xlsx), or its folder packed as .zip")
LONGEST_NAME = 80


def read_plan_file(name: str, content: bytes) -> PlanReading:
    """Read a whole plan by the end of its file's name.

    Raises
    ------
    PlanError
        With every fault found; where it is no such file.
    """
    suffix = PurePath(name).suffix.casefold()
    if content and suffix in SUFFIXES:
        return read_workbook_plan(content)
    if suffix == ".zip" and is_zipfile(BytesIO(content)):
        return read_packed_plan(content)
    raise PlanError([Fault(name[:LONGEST_NAME], None, "", "", FILE_WANTED())])


def read_hotline_file(name: str, content: bytes) -> PlanReading:
    """Read a whole plan, or hotline.toml alone, of which a hotline is to be made.

    Raises
    ------
    PlanError
        With every fault found; where it is no such file.
    """
    if PurePath(name).suffix.casefold() == ".toml":
        return read_toml_hotline(content)
    return read_plan_file(name, content)
